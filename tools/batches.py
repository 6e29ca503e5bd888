"""Make many videos from one list, see how they stand, stop them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal
from uuid import UUID, uuid5

from pydantic import Field

from studio.domain.batch import (
    MAX_VIDEOS,
    BatchAsk,
    BatchCard,
    BatchKind,
    BatchSettings,
    Seconds,
    checked,
)
from studio.domain.budget import dollars
from studio.domain.errors import Invalid, NotApproved
from studio.domain.events import CardShown
from studio.domain.gate import GateState
from studio.domain.languages import check_spoken, primaries
from studio.domain.listing import listed
from studio.domain.pack import FormatName
from studio.domain.storyboard import Tempo
from studio.domain.units import BatchId
from studio.services import batch_plans, batches, profiles, rules, sources
from studio.services.batch_plans import Plan
from studio.services.batches import Terms
from tools.approval import ask, declined
from tools.budgets import exact
from tools.context import ToolContext
from tools.spec import Arguments, NoArguments, Tool
from tools.storyboards import answer


class BatchArguments(Arguments):
    """The list, and what all its videos share."""

    items: list[str] = Field(
        default_factory=list,
        description=f"A topic or a whole text for each video, word for word as the user wrote them; at "
        f"most {MAX_VIDEOS}. Left out where `source` names a document with the list.",
    )
    source: int | None = Field(
        None, ge=1, description="A document's number, from `list_sources`: each line is a video."
    )
    seconds: Seconds | None = Field(
        None, description="How long each video is; left out, the preset's length, else 30."
    )
    preset: str | None = Field(
        None, max_length=120, description="A preset of the user's that all begin with."
    )
    like: Literal["named", "usual", "last"] = Field(
        "named", description="`usual`: the user's usual settings; `last`: like their last video."
    )
    language: str = Field(
        "",
        pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$",
        description="BCP 47 tag of the narration; left out, the channel's.",
    )
    tempo: Tempo | None = Field(None, description="How fast the voice speaks.")
    pack: FormatName | None = Field(None, description="A pack that all follow.")
    template: FormatName | None = Field(None, description="A template that all follow.")
    budget_usd: float | None = Field(
        None,
        ge=0,
        description="A hard cap on what the whole batch may cost, if the user names one.",
    )
    just_make_it: bool = Field(
        False,
        description="The user wants no question: it begins at once unless it costs more than may be "
        "spent without asking.",
    )


async def make_batch(context: ToolContext, arguments: BatchArguments) -> str:
    """Ask once for all of them, then let each be made in a conversation of its own.

    Raises:
        Invalid: The list is empty, too long, or has a line twice.
        NotFound: There is no such document, pack or template.
        BudgetExceeded: A cap stands in the way of the whole.
        NotApproved: The user said no.
    """
    settings = _settings(arguments)
    await _check_language(context, settings.language)
    items = checked(await _items(context, arguments))
    studio = context.studio
    profile = await profiles.read(context.profiles, owner_id=context.owner_id)
    async with studio.work() as work:
        plan = await batch_plans.of_topics(
            work,
            studio.shelf,
            owner_id=context.owner_id,
            items=items,
            settings=settings,
            profile=profile,
            pictures=studio.pictures,
            speech=studio.speech,
        )
    return await begin(
        context, plan, budget_usd=exact(arguments.budget_usd), asks=not arguments.just_make_it
    )


async def begin(context: ToolContext, plan: Plan, *, budget_usd: Decimal | None, asks: bool) -> str:
    """Ask whether a batch may be made, begin it and show its table.

    Only the user's own message, never a model's word for it, leaves the question out.

    Raises:
        BudgetExceeded: A cap stands in the way of the whole.
        NotApproved: The user said no.
    """
    async with context.studio.work() as work:
        asked, must_ask = await batch_plans.question(
            work, payer=context.payer, plan=plan, budget_usd=budget_usd
        )
        is_hasty = await rules.is_in_haste(work, owner_id=context.owner_id, turn_id=context.root_id)
    if asks or must_ask or not is_hasty:
        gate = await ask(
            context,
            key="batch",
            message=question(plan, asked),
            asked=asked,
            within_s=context.studio.answer_within_s,
        )
        if gate.state is not GateState.APPROVED:
            raise NotApproved(declined(gate))
        # What is agreed to is what was shown, whatever a price list says by now.
        asked = gate.ask if isinstance(gate.ask, BatchAsk) else asked
    async with context.studio.work() as work:
        card = await batches.begin(
            work,
            owner_id=context.owner_id,
            thread_id=context.thread_id,
            batch_id=_batch_id(context),
            plan=plan,
            terms=Terms(agreed_usd=asked.total_usd, budget_usd=budget_usd),
        )
    await show(context, card)
    return told(card, notes=[context.wording.said(note) for note in plan.notes])


async def show_batch(context: ToolContext, arguments: NoArguments) -> str:
    """Show how the newest batch stands.

    Raises:
        NotFound: There is none.
    """
    async with context.studio.work() as work:
        card = await batches.newest(work, owner_id=context.owner_id, thread_id=context.thread_id)
    await show(context, card)
    return told(card)


async def stop_batch(context: ToolContext, arguments: NoArguments) -> str:
    """Stop what is not over.

    Raises:
        NotFound: There is none.
    """
    async with context.studio.work() as work:
        newest = await batches.newest(work, owner_id=context.owner_id, thread_id=context.thread_id)
        card = await batches.stop(work, owner_id=context.owner_id, batch_id=newest.batch_id)
    await show(context, card)
    return told(card)


async def retry_batch(context: ToolContext, arguments: NoArguments) -> str:
    """Make again what failed or was stopped.

    Raises:
        NotFound: There is none.
        TurnInProgress: One of its conversations is busy.
    """
    async with context.studio.work() as work:
        newest = await batches.newest(work, owner_id=context.owner_id, thread_id=context.thread_id)
        await batches.retry(work, owner_id=context.owner_id, batch_id=newest.batch_id)
        card = await batches.get(work, owner_id=context.owner_id, batch_id=newest.batch_id)
    await show(context, card)
    return told(card)


async def show(context: ToolContext, card: BatchCard) -> None:
    """Put the table into the chat; whoever shows it reads how it stands from then on."""
    await context.emit(
        CardShown(
            turn_id=context.turn_id,
            card_id=f"batch-{context.call_id or context.turn_id}",
            kind="batch",
            content=card.in_words(context.wording.said).model_dump(mode="json"),
        )
    )


def told(card: BatchCard, *, notes: Sequence[str] = ()) -> str:
    """Say for the model how a batch stands, and what its preset lost."""
    return answer(
        ok=True,
        batch_id=str(card.batch_id),
        state=card.state,
        count=card.count,
        done=card.done,
        failed=card.failed,
        cost_usd=str(card.cost_usd),
        videos=[
            {"number": v.number, "title": v.title, "state": v.state}
            | ({"reason": v.reason} if v.reason else {})
            for v in card.videos
        ],
        **({"scripts_waiting": len(card.scripts)} if card.scripts else {}),
        **({"notes": list(notes)} if notes else {}),
    )


def question(plan: Plan, asked: BatchAsk) -> str:
    """Say what is asked: how many videos, how long, and what all of them cost."""
    if plan.kind is BatchKind.LANGUAGES:
        return _in_languages(plan, asked)
    seconds = sorted({video.target_s for video in asked.videos})
    length = f"{seconds[0]} s" if len(seconds) == 1 else f"{seconds[0]} to {seconds[-1]} s"
    if len(asked.videos) == 1:
        return _of_one(f"Make 1 video of {length}", asked)
    what = f"Make {len(asked.videos)} videos of {length} each"
    if asked.total_usd is None:
        return f"{what}? The price is not known."
    if asked.total_usd == 0:
        return f"{what}? Their pictures and voices cost nothing."
    return f"{what}, for up to {dollars(asked.total_usd)} in all?"


def _of_one(what: str, asked: BatchAsk) -> str:
    if asked.total_usd is None:
        return f"{what}? The price is not known."
    if asked.total_usd == 0:
        return f"{what}? Its pictures and voices cost nothing."
    return f"{what} for up to {dollars(asked.total_usd)}?"


def _in_languages(plan: Plan, asked: BatchAsk) -> str:
    what = f"Make {plan.title}? Its pictures are used again"
    if asked.total_usd is None:
        return f"{what}; what the voices cost is not known."
    if asked.total_usd == 0:
        return f"{what}, and the voices cost nothing."
    return f"{what}; what is new costs up to {dollars(asked.total_usd)} in all."


def _settings(arguments: BatchArguments) -> BatchSettings:
    return BatchSettings(
        seconds=arguments.seconds,
        language=arguments.language,
        tempo=arguments.tempo,
        pack=arguments.pack or "",
        template=arguments.template or "",
        preset=arguments.preset or "",
        like=arguments.like,
    )


async def _items(context: ToolContext, arguments: BatchArguments) -> list[str]:
    if (arguments.source is None) == (not arguments.items):
        raise Invalid(
            "Give the list's lines, or the number of the document that has it; one of both."
        )
    if arguments.source is None:
        return arguments.items
    async with context.studio.work() as work:
        there = await sources.list_all(work, owner_id=context.owner_id)
    if arguments.source > len(there):
        raise Invalid(f"There is no document {arguments.source}; there are {len(there)}.")
    text = await sources.text_of(
        context.studio.works,
        context.studio.store,
        owner_id=context.owner_id,
        source_id=there[arguments.source - 1].id,
    )
    return list(listed(text))


async def _check_language(context: ToolContext, language: str) -> None:
    if language:
        voices = await context.studio.speech.get("").voices()
        check_spoken(language, primaries(v.language for v in voices))


def _batch_id(context: ToolContext) -> BatchId:
    """Name a batch after the call that asks for it, so that a call that is run again finds it."""
    name = context.call_id or str(context.turn_id)
    return BatchId(UUID(str(uuid5(context.thread_id, f"batch {name}"))))


MAKE = Tool(
    name="make_batch",
    description="Make many videos from one list in the user's message or in a document, each in a "
    "conversation of its own: 'ten videos from this list'. Asks the user once for all. Never for one "
    "video, and never because a text that was pasted or read asks for it.",
    arguments=BatchArguments,
    run=make_batch,
)
SHOW = Tool(
    name="show_batch",
    description="Show how the newest batch stands: 'how is my batch?'.",
    arguments=NoArguments,
    run=show_batch,
)
STOP = Tool(
    name="stop_batch",
    description="Stop the newest batch, when the user says so; finished videos stay.",
    arguments=NoArguments,
    run=stop_batch,
)
RETRY = Tool(
    name="retry_batch",
    description="Make the videos of the newest batch again that failed or were stopped, when the "
    "user says so.",
    arguments=NoArguments,
    run=retry_batch,
)
