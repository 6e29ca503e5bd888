"""Batches at work: one yes pays for all, one cap holds for all, and whatever dies, it goes on."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import PrivateAttr

from studio.domain.batch import BatchCard, BatchState, VideoRow, VideoState
from studio.domain.budget import AskRule, Caps
from studio.domain.conversation import TurnStatus
from studio.domain.events import FINAL_EVENTS, TurnWaiting
from studio.domain.gate import Action, Answer, Gate, GateKind
from studio.domain.units import ThreadId, TurnId, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.services import batches, gates, waiting
from studio.wiring import Studio
from tests.support.makers import HUMMED, only
from tests.support.priced import PricedPictures
from tests.support.scripted import Gate as Held
from tests.support.scripted import Piece, Scripted, call
from tests.support.studio import execute, open_test_studio
from tests.support.turns import ended, open_thread, running, say, told

YES = Answer(action=Action.APPROVE)
TOPICS = ("Bees", "Moss", "Tides", "Stars")
BATCH = "These, please."


class Planner(Scripted):
    """Asks for a batch, and in each conversation of a batch says what the script has for that step.

    ``{topic}`` stands for what the video is about, so that no two share a picture.
    """

    wanted: str = "{}"
    _held: dict[int, Held] = PrivateAttr(default_factory=dict)

    def hold(self, step: int) -> Held:
        """Wait before a step of every video, until it is let go."""
        return self._held.setdefault(step, Held())

    async def _astream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        start = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
        said = messages[start].text.replace("</user_text>", "").strip()
        step = sum(isinstance(m, AIMessage) for m in messages[start + 1 :])
        if " video about " not in said:
            script: Sequence[Sequence[Piece]] = [[call("make_batch", self.wanted, id="b")], ["Hm."]]
            reply = script[step] if BATCH in said else ["Hello."]
        else:
            topic = said.rpartition(" about ")[2]
            reply = [_filled(piece, topic) for piece in self.script[step]]
            if step in self._held:
                await self._held[step].wait()
        one = Scripted.of(reply)
        async for chunk in one._astream(messages, *args, **kwargs):
            yield chunk


def _filled(piece: Piece, topic: str) -> Piece:
    if not isinstance(piece, AIMessageChunk):
        return piece
    (one,) = piece.tool_call_chunks
    return call(
        str(one["name"]), str(one["args"]).replace("{topic}", topic), id=f"{one['id']}-{topic}"
    )


def planner(scenes: int = 1, *, items: Sequence[str] = TOPICS[:2], more: str = "") -> Planner:
    """Give a model that drafts so many scenes about each topic, and has their pictures made."""
    written = ",".join(
        f'{{"narration": "{{topic}} {n}.", "visual_prompt": "{{topic}} {n}"}}'
        for n in range(scenes)
    )
    draft = f'{{"title": "{{topic}}", "scenes": [{written}]}}'
    listed = ",".join(f'"{item}"' for item in items)
    return Planner(
        messages=iter(()),
        script=[
            [call("draft_script", draft, id="d")],
            [call("make_pictures", id="p")],
            ["Done."],
        ],
        wanted=f'{{"items": [{listed}], "seconds": 5{more}}}',
    )


@pytest.fixture
def pictures() -> PricedPictures:
    return PricedPictures("0.10")


@pytest.fixture
async def studio(
    database_url: str, redis_url: str, tmp_path: Path, pictures: PricedPictures
) -> AsyncGenerator[Studio, None]:
    """A studio whose pictures cost ten cents, and that asks above five."""
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(
            whole,
            queue=MemoryRenderQueue(),
            pictures=only(pictures),
            speech=HUMMED,
            asks=AskRule(above_usd=Decimal("0.05"), unpriced=True),
            caps=Caps(allows_unpriced=True),
        )


async def begun(studio: Studio) -> tuple[UserId, ThreadId, BatchCard]:
    """Ask for a batch, say yes to it, and give it as it stands then."""
    owner, thread = await open_thread(studio)
    turn = await say(studio, owner, thread, BATCH)
    assert await ended(studio, owner, thread, turn) is TurnStatus.WAITING
    (gate,) = await asked(studio, owner, thread)
    assert gate.kind is GateKind.BATCH
    await ended(studio, owner, thread, await approve(studio, owner, gate))
    async with studio.work() as work:
        return owner, thread, await batches.newest(work, owner_id=owner, thread_id=thread)


async def asked(studio: Studio, owner: UserId, thread: ThreadId) -> tuple[Gate, ...]:
    async with studio.work() as work:
        return await gates.of_thread(work, owner_id=owner, thread_id=thread)


async def own_question(studio: Studio, owner: UserId, video: VideoRow) -> Gate:
    assert video.thread_id is not None
    (gate,) = await asked(studio, owner, video.thread_id)
    return gate


async def approve(studio: Studio, owner: UserId, gate: Gate) -> TurnId:
    async with studio.work() as work:
        done = await waiting.answer(
            work, owner_id=owner, thread_id=gate.thread_id, gate_id=gate.id, said=YES
        )
    assert done.turn_id is not None
    return done.turn_id


async def at_rest(studio: Studio, owner: UserId, card: BatchCard) -> BatchCard:
    """Wait until every conversation of a batch has come to rest."""
    async with studio.work() as work:
        turns = await work.batches.turns(owner_id=owner, batch_ids=[card.batch_id])
    for row in turns.values():
        kinds = (*FINAL_EVENTS, TurnWaiting)
        await told(studio, ThreadId(row.thread_id), kinds, turn=TurnId(row.id))
    async with studio.work() as work:
        return await batches.get(work, owner_id=owner, batch_id=card.batch_id)


async def test_one_yes_pays_for_all_videos_and_nothing_more_is_asked(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    async with running(studio, database_url, planner(2)):
        owner, _, card = await begun(studio)
        card = await at_rest(studio, owner, card)
    assert sorted(pictures.asked) == ["Bees 0", "Bees 1", "Moss 0", "Moss 1"]
    assert [video.cost_usd for video in card.videos] == [Decimal("0.2"), Decimal("0.2")]
    assert card.cost_usd == card.price_usd == Decimal("0.4")
    for video in card.videos:
        assert video.thread_id is not None
        assert not await asked(studio, owner, video.thread_id)
    # No video was rendered by these scripts, and the table says so.
    assert {video.state for video in card.videos} == {VideoState.FAILED}
    assert card.state is BatchState.DONE


async def test_what_goes_beyond_the_yes_is_asked_in_its_own_conversation(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    async with running(studio, database_url, planner(3)):
        owner, _, card = await begun(studio)
        card = await at_rest(studio, owner, card)
        assert {video.state for video in card.videos} == {VideoState.ASKS}
        assert card.state is BatchState.RUNNING
        assert pictures.asked == []
        gate = await own_question(studio, owner, card.videos[1])
        assert gate.kind is GateKind.SPEND
        await ended(studio, owner, gate.thread_id, await approve(studio, owner, gate))
    assert sorted(pictures.asked) == ["Moss 0", "Moss 1", "Moss 2"]


async def test_the_budget_of_a_batch_is_never_overdrawn(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    model = planner(3, more=', "budget_usd": 0.45')
    async with running(studio, database_url, model):
        owner, _, card = await begun(studio)
        card = await at_rest(studio, owner, card)
        yeses = [await own_question(studio, owner, video) for video in card.videos]
        turns = [(gate, await approve(studio, owner, gate)) for gate in yeses]
        for gate, turn in turns:
            await ended(studio, owner, gate.thread_id, turn)
        async with studio.work() as work:
            card = await batches.get(work, owner_id=owner, batch_id=card.batch_id)
    assert card.cost_usd == Decimal("0.4")
    assert len(pictures.asked) == 4


async def test_a_yes_to_a_batch_covers_none_of_the_users_other_videos(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    async with running(studio, database_url, planner(1)):
        owner, _, card = await begun(studio)
        card = await at_rest(studio, owner, card)
        other = (await open_thread(studio))[1]
        turn = await say(studio, owner, other, "Make a 5 s video about Rain")
        assert await ended(studio, owner, other, turn) is TurnStatus.WAITING
        video = card.videos[0].thread_id
        assert video is not None
        again = await say(studio, owner, video, "Make a 5 s video about Snow")
        assert await ended(studio, owner, video, again) is TurnStatus.WAITING
    assert sorted(pictures.asked) == ["Bees 0", "Moss 0"]


async def test_whoever_waits_goes_before_a_batch(studio: Studio, database_url: str) -> None:
    model = planner(1, items=TOPICS)
    held = model.hold(0)
    async with running(studio, database_url, model):
        owner, _, card = await begun(studio)
        await held.reached.wait()
        thread = (await open_thread(studio))[1]
        turn = await say(studio, owner, thread, "Hi!")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
        async with studio.work() as work:
            now = await batches.get(work, owner_id=owner, batch_id=card.batch_id)
        states = [video.state for video in now.videos]
        assert states.count(VideoState.MAKING) <= 2
        assert states.count(VideoState.QUEUED) >= 2
        held.opened.set()
        await at_rest(studio, owner, card)


async def test_a_batch_goes_on_in_another_process_and_pays_nothing_twice(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    model = planner(2, items=TOPICS)
    held = model.hold(2)
    dies = asyncio.Event()

    async def first() -> tuple[UserId, BatchCard]:
        async with running(studio, database_url, model, drain_s=0.0):
            owner, _, card = await begun(studio)
            await held.reached.wait()
            # Nothing is given back: the turns at work stay leased to a process that is no more.
            await execute(database_url, "UPDATE turns SET worker = 'dead' WHERE status = 'running'")
            dies.set()
        return owner, card

    owner, card = await first()
    assert dies.is_set()
    await execute(
        database_url,
        "UPDATE turns SET lease_until = now() - interval '1 s' WHERE status = 'running'",
    )
    held.opened.set()
    async with running(studio, database_url, model, worker="w2"):
        card = await at_rest(studio, owner, card)
    assert {video.state for video in card.videos} == {VideoState.FAILED}
    assert sorted(pictures.asked) == sorted(f"{topic} {n}" for topic in TOPICS for n in range(2))
    assert card.cost_usd == Decimal("0.8")


async def test_stopping_a_batch_leaves_what_is_done_and_buys_nothing_more(
    studio: Studio, database_url: str, pictures: PricedPictures
) -> None:
    model = planner(1, items=TOPICS)
    held = model.hold(1)
    async with running(studio, database_url, model):
        owner, _, card = await begun(studio)
        await held.reached.wait()
        async with studio.work() as work:
            await batches.stop(work, owner_id=owner, batch_id=card.batch_id)
        card = await at_rest(studio, owner, card)
        held.opened.set()
    assert {video.state for video in card.videos} == {VideoState.CANCELLED}
    assert card.state is BatchState.CANCELLED
    assert pictures.asked == []
