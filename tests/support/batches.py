"""Batches whose videos come as far as a test lets them."""

from decimal import Decimal

from uuid_utils.compat import uuid7

from studio.domain.asking import ScriptAsk, ScriptLine
from studio.domain.batch import BatchCard, BatchKind
from studio.domain.conversation import TurnStatus
from studio.domain.gate import Ask
from studio.domain.units import BatchId, Digest, GateId, SceneId, ThreadId, TurnId, UserId
from studio.services import batches, conversations, gates, waiting
from studio.services.batch_plans import Plan, Planned
from studio.services.batches import Terms
from studio.wiring import Studio

LINE = ScriptLine(
    key=Digest("a" * 64), scene=1, id=SceneId("s1"), narration="Bees dance.", on_screen_text=""
)
SCRIPT = ScriptAsk(version=1, script=(LINE,))


async def begun(studio: Studio, owner: UserId, thread: ThreadId, count: int) -> BatchCard:
    """Begin a batch of so many videos."""
    videos = tuple(Planned(f"Topic {n}", 30, f"Make a video about {n}") for n in range(count))
    plan = Plan(BatchKind.TOPICS, f"{count} videos", videos, (Decimal(0),) * count)
    async with studio.work() as work:
        return await batches.begin(
            work,
            owner_id=owner,
            thread_id=thread,
            batch_id=BatchId(uuid7()),
            plan=plan,
            terms=Terms(agreed_usd=Decimal(0)),
        )


def threads_of(card: BatchCard) -> list[ThreadId]:
    """Give the conversations of a batch's videos."""
    return [video.thread_id for video in card.videos if video.thread_id]


async def claimed(studio: Studio, thread: ThreadId) -> TurnId:
    """Take a conversation's turn to work."""
    while True:
        async with studio.work() as work:
            one = await conversations.claim_turn(work, worker="w", lease_s=60)
        assert one is not None
        if one.turn.thread_id == thread:
            return one.turn.id


async def ended(studio: Studio, turn: TurnId, status: TurnStatus) -> None:
    """Let a turn come to its end."""
    async with studio.work() as work:
        await conversations.finish_turn(work, turn_id=turn, worker="w", status=status)


async def asks(studio: Studio, owner: UserId, thread: ThreadId, asked: Ask = SCRIPT) -> GateId:
    """Let a conversation wait with a question, as a rule with its script."""
    turn = await claimed(studio, thread)
    async with studio.work() as work:
        gate = await gates.ask(
            work,
            owner_id=owner,
            thread_id=thread,
            turn_id=turn,
            call_id="c",
            key="script",
            message="Make the video from this script of 1 scene?",
            asked=asked,
            now=studio.clock.now(),
        )
    async with studio.work() as work:
        await waiting.pause(work, owner_id=owner, thread_id=thread, turn_id=turn, worker="w")
    return gate.id
