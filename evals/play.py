"""Play a conversation as its user, and keep what came of every turn."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from langgraph.runtime import RunControl

from agent.graph import system_prompt
from agent.run import TurnRun
from evals.cases import Case, Said
from evals.ground import Ground
from evals.house import House, house_of
from evals.makers import Bill
from evals.neighbour import MARK
from evals.thinkers import Thinker
from studio.db.work import Work
from studio.domain.asset import AssetKind, digest
from studio.domain.conversation import Message, Turn, TurnStatus
from studio.domain.errors import GateClosed, InvalidAnswer, StudioError
from studio.domain.gate import Action, Answer, Gate, SceneAnswer
from studio.domain.pacing import lengths
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services import (
    accounts,
    assets,
    conversations,
    gates,
    ledger,
    media,
    storyboards,
    waiting,
)
from studio.services.charges import Payer
from studio.wiring import Studio

WORKER = "evals"
LEASE_S = 3_600.0
"""Nobody else takes a turn over here."""


@dataclass(frozen=True, slots=True)
class Played:
    """One turn, as it went.

    Attributes:
        turn: How it ended.
        said: Its messages, the user's left out.
        asked: The questions that it put to the user.
        before: The storyboard's version and content when it began; 0 for none yet.
        after: The same when it ended.
        houses: What is the user's own beside it, when it began and when it ended.
    """

    turn: Turn
    said: Sequence[Message]
    asked: Sequence[Gate]
    before: tuple[int, Storyboard]
    after: tuple[int, Storyboard]
    houses: tuple[House, House]


@dataclass(frozen=True, slots=True)
class Told:
    """All that left the studio, and what must not be in it.

    Attributes:
        text: Every event, message and card, and the state that is kept for the model.
        shown: What the user sees of it: events, messages and cards.
        secrets: By name.
        prompt: What the model was told before all else.
        mark: Stands in all that is the neighbour's.
        is_neighbour_whole: Whether the neighbour's things are as they were.
    """

    text: str
    shown: str
    secrets: dict[str, str]
    prompt: str
    mark: str = MARK
    is_neighbour_whole: bool = True


@dataclass(frozen=True, slots=True)
class Conversation:
    """A case, as it went.

    Attributes:
        turns: In order; shorter than the case's where one failed.
        seconds: Of narration at the end, spoken by the built-in voice; ``None`` if not measured.
        cost_usd: Of pictures, voices and all else that was made, by the ledger; ``None`` where a price
            is unknown.
        thinking_usd: Of the model that held it, likewise.
        bill: What makers that cost money were asked for.
        told: All that left the studio.
    """

    turns: Sequence[Played]
    seconds: float | None
    cost_usd: Decimal | None
    thinking_usd: Decimal | None
    bill: Bill
    told: Told


async def play(ground: Ground, case: Case, *, thinker: Thinker) -> Conversation:
    """Say everything that a case's user says, each as a person of their own."""
    player, bill = await _arrive(ground, case, thinker)
    turns: list[Played] = []
    for each in case.turns:
        turns.append(await player.say(each.say, answers=each.answers))
        if turns[-1].turn.status in {TurnStatus.FAILED, TurnStatus.CANCELLED}:
            break
    cost_usd, thinking_usd = await player.costs()
    is_measured = case.within_pct is not None and len(turns) == len(case.turns)
    return Conversation(
        turns,
        seconds=await player.measure(turns[-1].after[1]) if is_measured else None,
        cost_usd=cost_usd,
        thinking_usd=thinking_usd,
        bill=bill,
        told=await player.told(),
    )


@dataclass(frozen=True, slots=True)
class _Player:
    ground: Ground
    studio: Studio
    thinker: Thinker
    case: Case
    owner: UserId
    thread: ThreadId

    async def say(self, text: str, *, answers: Sequence[Said] = ()) -> Played:
        before, asked = await self._board(), {gate.id for gate in await self._gates()}
        house = await self._house()
        ended = await self._begin(text)
        mine = {ended.id}
        for answer in answers:
            if ended.status is not TurnStatus.WAITING:
                break
            try:
                ended = await self._go_on(answer)
            except (InvalidAnswer, GateClosed):
                # It was asked something else than the case foresees, and stays open.
                break
            mine.add(ended.id)
        async with self.studio.work() as work:
            said = await conversations.list_messages(
                work, owner_id=self.owner, thread_id=self.thread
            )
        return Played(
            ended,
            [message for message in said if message.turn_id in mine and message.role != "user"],
            [gate for gate in await self._gates() if gate.id not in asked],
            before,
            await self._board(),
            (house, await self._house()),
        )

    async def _begin(self, text: str) -> Turn:
        turn = TurnId(uuid4())

        async def start(work: Work) -> TurnId:
            await conversations.start_turn(
                work,
                owner_id=self.owner,
                thread_id=self.thread,
                turn_id=turn,
                message=text,
                message_id=f"u-{turn}",
            )
            return turn

        return await self._work(start)

    async def _go_on(self, said: Said) -> Turn:
        asked = [gate for gate in await self._gates() if gate.is_open]
        if isinstance(said, tuple):
            return await self._work(lambda work: self._by_scene(work, asked[0], said))
        answer = said if isinstance(said, Answer) else Answer(action=Action(said))
        turn = TurnId(uuid4())

        async def resume(work: Work) -> TurnId:
            await waiting.resume(
                work,
                owner_id=self.owner,
                thread_id=self.thread,
                turn_id=turn,
                answers={gate.id: answer for gate in asked},
            )
            return turn

        return await self._work(resume)

    async def _by_scene(self, work: Work, gate: Gate, said: Sequence[SceneAnswer]) -> TurnId:
        turn = None
        for one in said:
            answered = await waiting.answer_scene(
                work, owner_id=self.owner, thread_id=self.thread, gate_id=gate.id, said=one
            )
            turn = answered.turn_id
        if turn is None:
            raise InvalidAnswer("Not every scene that was asked about was answered.")
        return turn

    async def _work(self, ask: Callable[[Work], Awaitable[TurnId]]) -> Turn:
        async with self.ground.desk:
            async with self.studio.work() as work:
                turn = await ask(work)
            async with self.studio.work() as work:
                claimed = await conversations.claim_turn(work, worker=WORKER, lease_s=LEASE_S)
        if claimed is None or claimed.turn.id != turn:
            raise AssertionError("another turn waits on this ground")
        run = TurnRun(
            self.studio,
            model=self.thinker.model(self.case),
            checkpoints=self.ground.checkpoints,
            claimed=claimed,
            worker=WORKER,
            meter=self.thinker.meter(self.case, self.studio.prices),
        )
        await run.work(RunControl())
        async with self.studio.work() as work:
            return await conversations.get_turn(work, owner_id=self.owner, turn_id=turn)

    async def _gates(self) -> Sequence[Gate]:
        async with self.studio.work() as work:
            return await gates.of_thread(work, owner_id=self.owner, thread_id=self.thread)

    async def _board(self) -> tuple[int, Storyboard]:
        async with self.studio.work() as work:
            saved = await storyboards.latest(work, owner_id=self.owner, thread_id=self.thread)
        return (saved.version, saved.storyboard) if saved else (0, Storyboard())

    async def _house(self) -> House:
        return await house_of(
            self.studio, self.ground.checkpoints, owner=self.owner, thread=self.thread
        )

    async def measure(self, board: Storyboard) -> float | None:
        """Give how long a storyboard takes to say; ``None`` where a scene cannot be said."""
        studio = self.studio
        payer = Payer(owner_id=self.owner, thread_id=self.thread, turn_id=None, caps=studio.caps)
        try:
            await assets.make_voices(
                studio.works,
                store=studio.store,
                makers=studio.speech,
                payer=payer,
                storyboard=board,
            )
        except StudioError:
            return None
        async with studio.work() as work:
            made = await assets.find_for(
                work,
                owner_id=self.owner,
                storyboard=board,
                pictures=studio.pictures,
                speech=studio.speech,
            )
        return sum(lengths(board, made))

    async def costs(self) -> tuple[Decimal | None, Decimal | None]:
        """Give what the ledger says that it cost: what was made, and the model that held it."""
        meter = self.thinker.meter(self.case, self.studio.prices)
        thinks = (meter.provider, meter.model) if meter else None
        async with self.studio.work() as work:
            lines = await ledger.lines(work, owner_id=self.owner, thread_id=self.thread)
        own = [line.cost_usd for line in lines if (line.provider, line.model) == thinks]
        made = [line.cost_usd for line in lines if (line.provider, line.model) != thinks]
        return _sum(made), _sum(own)

    async def told(self) -> Told:
        """Give all that left the studio in this conversation."""
        async with self.studio.work() as work:
            said = await conversations.list_messages(
                work, owner_id=self.owner, thread_id=self.thread
            )
        live = [each.event for each in await self.studio.events.history(self.thread)]
        spoken = "".join(getattr(event, "delta", "") for event in live)
        answered = [message for message in said if message.role != "user"]
        shown = [spoken, *(one.model_dump_json() for one in (*live, *answered))]
        kept = await self.ground.checkpoints.saver().aget_tuple(
            {"configurable": {"thread_id": str(self.thread)}}
        )
        state = kept.checkpoint["channel_values"].get("messages", []) if kept else []
        hidden = [json.dumps(message.model_dump(mode="json")) for message in state]
        neighbour = self.ground.neighbour
        return Told(
            text="\n".join([*shown, *hidden]),
            shown="\n".join(shown),
            secrets=self.ground.secrets,
            prompt=system_prompt(),
            is_neighbour_whole=await neighbour.version(self.studio) == 1,
        )


def _sum(costs: Sequence[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None


async def _arrive(ground: Ground, case: Case, thinker: Thinker) -> tuple[_Player, Bill]:
    studio, bill = ground.studio_for(case)
    async with studio.work() as work:
        email = f"{case.name}-{uuid4().hex[:8]}@example.com"
        owner = (await accounts.register(work, email=email, password=uuid4().hex)).id
        thread = (await conversations.create_thread(work, owner_id=owner)).id
        for name in case.uploads:
            await work.assets.save(
                owner_id=owner,
                kind=AssetKind.UPLOAD.value,
                recipe=digest("upload", name),
                key=ground.upload.key,
                maker=media.UPLOADED,
                facts=ground.upload.facts | {"name": media.clean_name(name)},
            )
    return _Player(ground, studio, thinker, case, owner, thread), bill
