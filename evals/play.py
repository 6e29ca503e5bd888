"""Play a conversation as its user, and keep what came of every turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from langgraph.runtime import RunControl

from agent.run import TurnRun
from evals.cases import Case
from evals.ground import Ground
from evals.thinkers import Thinker
from studio.domain.conversation import Message, Turn, TurnStatus
from studio.domain.errors import StudioError
from studio.domain.pacing import scene_seconds
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services import accounts, assets, conversations, ledger, storyboards
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
        before: The storyboard's version and content when it began; 0 for none yet.
        after: The same when it ended.
    """

    turn: Turn
    said: Sequence[Message]
    before: tuple[int, Storyboard]
    after: tuple[int, Storyboard]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A case, as it went.

    Attributes:
        turns: In order; shorter than the case's where one failed.
        seconds: Of narration at the end, spoken by the built-in voice; ``None`` if not measured.
        cost_usd: Of all that it used; ``None`` where a price is unknown.
    """

    turns: Sequence[Played]
    seconds: float | None
    cost_usd: Decimal | None


async def play(ground: Ground, case: Case, *, thinker: Thinker) -> Conversation:
    """Say everything that a case's user says, each as a person of their own."""
    player = await _arrive(ground, case, thinker)
    turns: list[Played] = []
    for each in case.turns:
        turns.append(await player.say(each.say))
        if turns[-1].turn.status is not TurnStatus.DONE:
            break
    is_measured = case.within_pct is not None and len(turns) == len(case.turns)
    return Conversation(
        turns,
        seconds=await player.measure(turns[-1].after[1]) if is_measured else None,
        cost_usd=await player.cost(),
    )


@dataclass(frozen=True, slots=True)
class _Player:
    ground: Ground
    thinker: Thinker
    case: Case
    owner: UserId
    thread: ThreadId

    @property
    def studio(self) -> Studio:
        return self.ground.studio

    async def say(self, text: str) -> Played:
        before = await self._board()
        turn = TurnId(uuid4())
        async with self.studio.work() as work:
            await conversations.start_turn(
                work,
                owner_id=self.owner,
                thread_id=self.thread,
                turn_id=turn,
                message=text,
                message_id=f"u-{turn}",
            )
        await self._work(turn)
        async with self.studio.work() as work:
            ended = await conversations.get_turn(work, owner_id=self.owner, turn_id=turn)
            said = await conversations.list_messages(
                work, owner_id=self.owner, thread_id=self.thread
            )
        mine = [message for message in said if message.turn_id == turn and message.role != "user"]
        return Played(ended, mine, before, await self._board())

    async def _work(self, turn: TurnId) -> None:
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

    async def _board(self) -> tuple[int, Storyboard]:
        async with self.studio.work() as work:
            saved = await storyboards.latest(work, owner_id=self.owner, thread_id=self.thread)
        return (saved.version, saved.storyboard) if saved else (0, Storyboard())

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
        return sum(scene_seconds(s, made.get(s.id), board.brief) for s in board.scenes)

    async def cost(self) -> Decimal | None:
        async with self.studio.work() as work:
            lines = await ledger.lines(work, owner_id=self.owner, thread_id=self.thread)
        costs = [line.cost_usd for line in lines]
        known = [cost for cost in costs if cost is not None]
        return sum(known, Decimal(0)) if len(known) == len(costs) else None


async def _arrive(ground: Ground, case: Case, thinker: Thinker) -> _Player:
    async with ground.studio.work() as work:
        email = f"{case.name}-{uuid4().hex[:8]}@example.com"
        owner = (await accounts.register(work, email=email, password=uuid4().hex)).id
        thread = (await conversations.create_thread(work, owner_id=owner)).id
    return _Player(ground, thinker, case, owner, thread)
