"""An outage is handled in the open: nobody makes what another was agreed upon for, unless the user says so."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from itertools import count

from studio.domain.asset import picture_maker
from studio.domain.errors import Conflict, NotApproved, ProviderFailed
from studio.domain.gate import Action, Alternative, Answer, Ask, Gate, ProviderAsk
from studio.domain.money import CallKind
from studio.domain.outage import ended
from studio.domain.scene import named
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.services import outages, rules
from studio.services.making import AssetsReport
from studio.services.outages import Outage, Workshop
from studio.services.storyboards import SavedStoryboard
from tools.approval import ask, asked_before, declined
from tools.context import ToolContext
from tools.making import pictures_of, voices_of
from tools.retirements import say_once
from tools.spending import approve_spending
from tools.storyboards import change

BY_RULE = "as your rule says"
LONGEST_WAIT_S = 300.0
"""A user who wants to wait is not kept longer before it is tried again."""

Make = Callable[[ToolContext, SavedStoryboard, Collection[SceneId]], Awaitable[AssetsReport]]


async def pictures_in_the_open(
    context: ToolContext, saved: SavedStoryboard, first: AssetsReport | None = None
) -> tuple[SavedStoryboard, AssetsReport]:
    """Make what pictures are missing; where a maker is down or refuses, the user decides.

    Args:
        context: The tool call.
        saved: The version.
        first: What became of it a moment ago; ``None`` to make them first.

    Returns:
        The version that holds now, and what became of its pictures.

    Raises:
        NotApproved: The user said what to do instead.
    """
    call = _Call(context, CallKind.PICTURE, pictures_of)
    return await call.run(saved, first)


async def voices_in_the_open(
    context: ToolContext, saved: SavedStoryboard, first: AssetsReport | None = None
) -> tuple[SavedStoryboard, AssetsReport]:
    """Record what voices are missing; like ``pictures_in_the_open``."""
    call = _Call(context, CallKind.VOICE, voices_of)
    return await call.run(saved, first)


@dataclass(slots=True)
class _Call:
    """One tool call that makes pictures or voices, as often as it is run."""

    context: ToolContext
    what: CallKind
    make: Make
    skipped: dict[SceneId, str] = field(default_factory=dict[SceneId, str])
    left: set[str] = field(default_factory=set[str])

    async def run(
        self, saved: SavedStoryboard, report: AssetsReport | None
    ) -> tuple[SavedStoryboard, AssetsReport]:
        """Make, ask and obey until nothing is left to be decided."""
        for number in count(1):
            key = f"{self.what}-maker-{number}"
            before = await asked_before(self.context, key)
            question = before.ask if before else None
            if before is None:
                report = report or await self.make(self.context, saved, self.skipped)
                outage = outages.find(saved.storyboard, report, what=self.what, usual=self._usual)
                question = await self._question(saved, outage) if outage else None
                if outage is None or question is None:
                    break
                by_rule = await self._by_rule(saved, outage, question, key)
                if by_rule is not None:
                    saved, report = by_rule, None
                    continue
                question = await self._sampled(saved, outage, question)
            saved, report = await self._decided(saved, question, key), None
        done = report or await self.make(self.context, saved, self.skipped)
        left_out = {scene: ProviderFailed(reason) for scene, reason in self.skipped.items()}
        return saved, replace(done, troubles={**done.troubles, **left_out})

    async def _decided(
        self, saved: SavedStoryboard, question: Ask | None, key: str
    ) -> SavedStoryboard:
        if not isinstance(question, ProviderAsk):
            raise Conflict("Another question was asked here before; send the message again.")
        gate = await ask(
            self.context,
            key=key,
            message=in_words(question),
            asked=told_in(question, self.context.wording.said),
            within_s=self.context.studio.answer_within_s,
        )
        return await self._obey(saved, gate, question, key=key)

    @property
    def _shop(self) -> Workshop:
        return workshop(self.context)

    @property
    def _usual(self) -> str:
        return self._shop.names(self.what)[0]

    async def _question(self, saved: SavedStoryboard, outage: Outage) -> ProviderAsk | None:
        return await outages.question(self._shop, saved.storyboard, outage, left=self.left)

    async def _sampled(
        self, saved: SavedStoryboard, outage: Outage, question: ProviderAsk
    ) -> ProviderAsk:
        return await outages.with_samples(
            self.context.studio.works,
            store=self.context.studio.store,
            shop=self._shop,
            payer=self.context.payer,
            storyboard=saved.storyboard,
            outage=outage,
            ask=question,
        )

    async def _by_rule(
        self, saved: SavedStoryboard, outage: Outage, question: ProviderAsk, key: str
    ) -> SavedStoryboard | None:
        """Go on as the user's rule says, and say so; ``None`` where there is no rule that holds."""
        async with self.context.studio.work() as work:
            known = await rules.replacements(work, owner_id=self.context.owner_id)
        instead = {r.maker: r.instead for r in known if r.what is self.what}.get(outage.maker)
        chosen = question.chosen(instead) if instead else None
        if chosen is None:
            return None
        saved = await self._give(saved, outage, chosen, key=key, why=BY_RULE)
        name = f"{self.context.root_id}-{self.context.call_id}-{key}"
        told = f"{ended(question.reason)} {_given(question, chosen)}, {BY_RULE}."
        await say_once(self.context, name, told)
        await approve_spending(self.context, saved, key=f"spend-{key}")
        return saved

    async def _obey(
        self, saved: SavedStoryboard, gate: Gate, asked: ProviderAsk, *, key: str
    ) -> SavedStoryboard:
        said = gate.answer or Answer(action=Action.REJECT)
        board = saved.storyboard
        asked_for = tuple(
            board.scenes[number - 1].id for number in asked.numbers if number <= len(board.scenes)
        )
        outage = Outage(self.what, asked.maker, asked_for, asked.trouble, asked.reason)
        if said.action is Action.RETRY:
            await self._wait(asked.maker)
            return saved
        if said.action is Action.EDIT and not said.scenes:
            raise NotApproved(declined(gate))
        if said.action is Action.REJECT:
            self.skipped |= dict.fromkeys(asked_for, f"left out, as you said. {asked.reason}")
            return saved
        chosen = asked.chosen(said.use) or asked.alternatives[0]
        wanted = outages.only(outage, said.scenes, board)
        rest = set(asked_for) - set(wanted.scenes)
        self.skipped |= dict.fromkeys(rest, f"left out, as you said. {asked.reason}")
        return await self._give(saved, wanted, chosen, key=key, why="as you said")

    async def _give(
        self, saved: SavedStoryboard, outage: Outage, chosen: Alternative, *, key: str, why: str
    ) -> SavedStoryboard:
        self.left.add(outage.maker)
        board = await outages.given_to(self._shop, saved.storyboard, outage, chosen.name)
        if board == saved.storyboard:
            return saved
        numbers = [saved.storyboard.position(scene) + 1 for scene in outage.scenes]
        what = f"The pictures of {named(numbers)}" if self._is_picture else "The voice"
        # Told by the call and the question, so that a call that is run again changes nothing twice.
        marked = replace(self.context, call_id=f"{self.context.call_id}:{key}")
        return await change(
            marked,
            lambda newest: self._given(newest, board, outage),
            message=f"{what} by {chosen.name} instead of {outage.maker}, {why}",
        )

    def _given(self, newest: Storyboard, board: Storyboard, outage: Outage) -> Storyboard:
        """Lay what was decided over the newest version, which another edit may have changed."""
        if not self._is_picture:
            voice = newest.style.model_copy(update={"voice": board.style.voice})
            return newest.model_copy(update={"style": voice})
        makers = {scene: picture_maker(board, scene) for scene in outage.scenes}
        made = [
            scene.model_copy(update={"picture_maker": makers.get(scene.id, scene.picture_maker)})
            for scene in newest.scenes
        ]
        return newest.model_copy(update={"scenes": tuple(made)})

    async def _wait(self, maker: str) -> None:
        """Wait until the maker is asked again; a turn that is stopped stops waiting."""
        _, retry_at = await self._shop.flow(self.what, maker)
        if retry_at is not None:
            seconds = (retry_at - self.context.studio.clock.now()).total_seconds()
            await asyncio.sleep(min(max(0.0, seconds), LONGEST_WAIT_S))

    @property
    def _is_picture(self) -> bool:
        return self.what is CallKind.PICTURE


def workshop(context: ToolContext) -> Workshop:
    """Give who makes pictures and voices here, as of today."""
    studio, lanes = context.studio, context.studio.lanes
    today = studio.clock.now().date()
    return Workshop(studio.pictures, studio.speech, lanes.traffic, lanes.titles, today)


async def is_decided(context: ToolContext, what: CallKind) -> bool:
    """Tell whether this call has asked already: then the answer goes before another try."""
    return await asked_before(context, f"{what}-maker-1") is not None


def in_words(asked: ProviderAsk) -> str:
    """Ask who shall make it, with what each costs more."""
    ways = " or ".join(f"{each.name} ({each.price})" for each in asked.alternatives)
    what = "it" if len(asked.numbers) == 1 else "them"
    what = what if asked.is_divisible else "the voice of the whole video"
    return f"{asked.undone} {ended(asked.reason)} Let {ways} make {what}, wait and try again, or go on without?"


def told_in(asked: ProviderAsk, said: Callable[[str], str]) -> ProviderAsk:
    """Give the question with what people read of it in other words."""
    ways = (
        way.model_copy(update={"title": said(way.title), "price": said(way.price)})
        for way in asked.alternatives
    )
    told = {name: said(getattr(asked, name)) for name in ("title", "reason", "undone")}
    return asked.model_copy(update={**told, "alternatives": tuple(ways)})


def _given(asked: ProviderAsk, chosen: Alternative) -> str:
    if asked.what is CallKind.VOICE:
        return f"{chosen.title} speaks the whole video now"
    return f"{chosen.title} makes the pictures of {named(asked.numbers)}"
