"""Turns that are stopped, drained, taken over or broken: nothing lost, nothing twice."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from langchain_core.messages import AIMessageChunk, BaseMessage, ToolMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver

from agent.checkpoints import Checkpoints
from agent.history import STOPPED
from studio.domain.asset import PictureRequest
from studio.domain.conversation import Message, Role, TurnStatus
from studio.domain.events import (
    TextDelta,
    ToolEnded,
    TurnCancelled,
    TurnFailed,
    TurnFinished,
    TurnStarted,
)
from studio.jobs.memory import MemoryRenderQueue
from studio.makers import UNBILLED, Order, Picture
from studio.ports import ExportJob, JobId, RenderJob
from studio.providers.images.fake import FlatPictures
from studio.services import ledger, renders
from studio.wiring import Studio
from tests.support.makers import FLAT, HUMMED, only
from tests.support.scripted import Gate, Scripted, call
from tests.support.studio import execute, open_test_studio
from tests.support.turns import (
    cancel,
    ended,
    events_of,
    messages_of,
    open_thread,
    running,
    say,
    status_of,
)

COUNTED = UsageMetadata(input_tokens=11, output_tokens=7, total_tokens=18)
DRAFT = '{"title": "Bees", "scenes": [{"narration": "Bees dance.", "visual_prompt": "a bee"}]}'


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio, None]:
    """A studio whose makers are quick and whose renders wait for ever."""
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)


class GatedPictures(FlatPictures):
    """Makes pictures once the gate is open."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        await self._gate.wait()
        return await super().make(request, order)


class RingingQueue(MemoryRenderQueue):
    """Tells that a render was asked for; breaks at the first cancel where it is told to."""

    def __init__(self, *, breaks: bool = False) -> None:
        super().__init__()
        self.rung = asyncio.Event()
        self._breaks = breaks

    async def submit(self, job: RenderJob | ExportJob) -> None:
        await super().submit(job)
        self.rung.set()

    async def cancel(self, job_id: JobId) -> None:
        if self._breaks:
            self._breaks = False
            raise RuntimeError("nobody expected this")
        await super().cancel(job_id)


def drafts_and_renders(*more: list[Any]) -> Scripted:
    return Scripted.of([call("draft_script", DRAFT, id="c1")], [call("render", id="c2")], *more)


def texts(messages: tuple[Message, ...], role: Role) -> list[str]:
    return [m.content for m in messages if m.role is role]


async def test_a_turn_stopped_in_the_middle_of_a_word_ends_and_the_next_one_works(
    studio: Studio, database_url: str
) -> None:
    gate = Gate()
    model = Scripted.of(["Well, ", gate, "never said"], ["Here I am."])
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, model):
        first = await say(studio, owner, thread, "Tell me.")
        await gate.reached.wait()
        await cancel(studio, owner, first)
        assert await ended(studio, owner, thread, first) is TurnStatus.CANCELLED
        second = await say(studio, owner, thread, "Are you there?")
        assert await ended(studio, owner, thread, second) is TurnStatus.DONE
    messages = await messages_of(studio, owner, thread)
    assert texts(messages, Role.USER) == ["Tell me.", "Are you there?"]
    assert texts(messages, Role.ASSISTANT) == ["Here I am."]


async def test_a_turn_stopped_in_a_tool_leaves_a_history_that_the_model_accepts(
    studio: Studio, database_url: str
) -> None:
    gate = Gate()
    model = Scripted.of(
        [call("draft_script", DRAFT, id="c1")],
        ["Now the pictures.", call("make_pictures", id="c2")],
        ["All right."],
    )
    owner, thread = await open_thread(studio)
    slow = replace(studio, pictures=only(GatedPictures(gate)))
    async with running(slow, database_url, model):
        first = await say(studio, owner, thread, "Bees.")
        await gate.reached.wait()
        await cancel(studio, owner, first)
        assert await ended(studio, owner, thread, first) is TurnStatus.CANCELLED
        second = await say(studio, owner, thread, "Go on.")
        assert await ended(studio, owner, thread, second) is TurnStatus.DONE
    answers = {m.tool_call_id: m for m in model.shown[-1] if isinstance(m, ToolMessage)}
    assert answers["c1"].status == "success"
    assert answers["c2"].text == STOPPED
    stored = await messages_of(studio, owner, thread)
    assert [m.tool_call_id for m in stored if m.role is Role.TOOL] == ["c1", "c2"]


async def test_a_turn_stopped_in_a_render_cancels_the_render(
    studio: Studio, database_url: str
) -> None:
    queue = RingingQueue()
    owner, thread = await open_thread(studio)
    async with running(replace(studio, queue=queue), database_url, drafts_and_renders()):
        turn = await say(studio, owner, thread, "Bees.")
        await queue.rung.wait()
        await cancel(studio, owner, turn)
        assert await ended(studio, owner, thread, turn) is TurnStatus.CANCELLED
    assert len(queue.cancelled) == 1
    async with studio.work() as work:
        assert list(await renders.unfinished(work)) == []


async def test_an_error_that_nobody_expected_ends_neither_the_runner_nor_the_turn(
    studio: Studio, database_url: str
) -> None:
    queue, gate = RingingQueue(breaks=True), Gate()
    owner, thread = await open_thread(studio)
    _, other = await open_thread(studio)
    model = drafts_and_renders(["I ", gate, "stay."])
    async with running(replace(studio, queue=queue), database_url, model, lease_s=1.0):
        turn = await say(studio, owner, thread, "Bees.")
        await queue.rung.wait()
        calm = await say(studio, owner, other, "Stay.")
        await gate.reached.wait()
        await cancel(studio, owner, turn)
        assert await ended(studio, owner, thread, turn) is TurnStatus.CANCELLED
        gate.opened.set()
        assert await ended(studio, owner, other, calm) is TurnStatus.DONE


async def test_a_drained_turn_is_finished_by_the_next_runner_and_told_once(
    studio: Studio, database_url: str
) -> None:
    gate = Gate()
    model = Scripted.of(
        ["Drafting.", call("draft_script", DRAFT, id="c1")],
        ["Now the pictures.", call("make_pictures", id="c2")],
        ["Done."],
    )
    owner, thread = await open_thread(studio)
    slow = replace(studio, pictures=only(GatedPictures(gate)))
    async with running(slow, database_url, model) as runner:
        turn = await say(studio, owner, thread, "Bees.")
        await gate.reached.wait()
        draining = asyncio.ensure_future(runner.drain())
        gate.opened.set()
        await draining
        assert await status_of(studio, owner, turn) is TurnStatus.QUEUED
    async with running(studio, database_url, model, worker="w2"):
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    messages = await messages_of(studio, owner, thread)
    assert texts(messages, Role.ASSISTANT) == ["Drafting.", "Now the pictures.", "Done."]
    assert len(texts(messages, Role.TOOL)) == 2
    calls = [e for e in await events_of(studio, thread) if isinstance(e, ToolEnded)]
    assert [e.tool_call_id for e in calls] == ["c1", "c2"]


async def test_what_was_said_but_not_stored_when_a_process_died_is_stored_by_the_next(
    studio: Studio, database_url: str
) -> None:
    gate = Gate()
    counted = AIMessageChunk(content="", usage_metadata=COUNTED)
    model = Scripted.of(
        ["Drafting.", call("draft_script", DRAFT, id="c1"), counted],
        ["Now the pictures.", call("make_pictures", id="c2"), counted],
        ["Done.", counted],
    )
    owner, thread = await open_thread(studio)
    slow = replace(studio, pictures=only(GatedPictures(gate)))
    async with running(slow, database_url, model, drain_s=0.2):
        turn = await say(studio, owner, thread, "Bees.")
        await gate.reached.wait()
    await execute(database_url, "DELETE FROM messages WHERE tool_call_id = 'c1'")
    async with running(studio, database_url, model, worker="w2"):
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    messages = await messages_of(studio, owner, thread)
    said = ["Drafting.", "Now the pictures.", "Done."]
    assert texts(messages, Role.ASSISTANT) == said
    assert {m.tool_call_id for m in messages if m.role is Role.TOOL} == {"c1", "c2"}
    async with studio.work() as work:
        lines = await ledger.lines(work, owner_id=owner, thread_id=thread)
    tokens = {line.unit: line.quantity for line in lines if line.provider == "scripted"}
    assert tokens == {"tokens_in": 33, "tokens_out": 21}
    assert {line.cost_usd for line in lines if line.provider == "scripted"} == {None}


class Steady(Scripted):
    """Says the same whenever it is shown the same."""

    async def _astream(
        self, messages: list[BaseMessage], *more: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        has_answer = isinstance(messages[-1], ToolMessage)
        self.script[:] = [
            ["All done."] if has_answer else ["Drafting.", call("draft_script", DRAFT)]
        ]
        async for chunk in super()._astream(messages, *more, **kwargs):
            yield chunk


class Stumbling(AsyncPostgresSaver):
    """Loses the database once, when it should save the checkpoint of a step."""

    def __init__(self, saver: AsyncPostgresSaver, steps: list[int]) -> None:
        super().__init__(saver.conn, serde=saver.serde)
        self._steps = steps

    async def aput(self, config: Any, checkpoint: Any, metadata: Any, new_versions: Any) -> Any:
        if metadata["step"] in self._steps:
            self._steps.remove(metadata["step"])
            raise psycopg.OperationalError("the server closed the connection")
        return await super().aput(config, checkpoint, metadata, new_versions)


class StumblingCheckpoints(Checkpoints):
    """Gives savers that stumble once."""

    def __init__(self, kept: Checkpoints, steps: list[int]) -> None:
        self._kept = kept
        self._steps = steps
        self.memory = kept.memory

    def saver(self) -> AsyncPostgresSaver:
        return Stumbling(self._kept.saver(), self._steps)


@pytest.mark.parametrize("step", [0, 1, 2, 3, 4, 5])
async def test_a_turn_whose_step_was_done_but_not_saved_goes_on_to_its_end(
    studio: Studio, database_url: str, step: int
) -> None:
    steps = [step]
    owner, thread = await open_thread(studio)
    async with running(
        studio, database_url, Steady.of(), wrap=lambda kept: StumblingCheckpoints(kept, steps)
    ):
        turn = await say(studio, owner, thread, "Bees.")
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    assert steps == []
    messages = await messages_of(studio, owner, thread)
    assert texts(messages, Role.ASSISTANT) == ["Drafting.", "All done."]
    assert len(texts(messages, Role.TOOL)) == 1


async def test_a_turn_that_does_not_come_to_a_pause_is_drained_all_the_same(
    studio: Studio, database_url: str
) -> None:
    gate = Gate()
    model = Scripted.of(["Half a ", gate], ["A whole sentence."])
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, model, drain_s=0.2):
        turn = await say(studio, owner, thread, "Speak.")
        await gate.reached.wait()
    assert await status_of(studio, owner, turn) is TurnStatus.QUEUED
    async with running(studio, database_url, model, worker="w2"):
        assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
    assert texts(await messages_of(studio, owner, thread), Role.ASSISTANT) == ["A whole sentence."]
    starts = [e for e in await events_of(studio, thread) if isinstance(e, TurnStarted)]
    assert [e.is_resumed for e in starts] == [False, True]


async def test_a_turn_whose_worker_fell_silent_goes_to_another_and_the_first_tells_nothing_more(
    studio: Studio, database_url: str
) -> None:
    gate = Gate()
    first = Scripted.of(["From the first.", gate, " Late."])
    owner, thread = await open_thread(studio)
    async with running(studio, database_url, first):
        turn = await say(studio, owner, thread, "Speak.")
        await gate.reached.wait()
        await execute(
            database_url, "UPDATE turns SET lease_until = now() - interval '1 s', worker = 'gone'"
        )
        second = Scripted.of(["From the second."])
        async with running(studio, database_url, second, worker="w2"):
            assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
        gate.opened.set()
    events = await events_of(studio, thread)
    assert texts(await messages_of(studio, owner, thread), Role.ASSISTANT) == ["From the second."]
    assert sum(isinstance(e, TurnFinished) for e in events) == 1
    assert " Late." not in [e.delta for e in events if isinstance(e, TextDelta)]


async def test_a_model_that_breaks_fails_its_turn_and_no_other(
    studio: Studio, database_url: str
) -> None:
    gate = Gate()
    model = Scripted.of(["I ", gate, "stay."], [RuntimeError("secret detail")], ["Again."])
    owner, thread = await open_thread(studio)
    _, other = await open_thread(studio)
    async with running(studio, database_url, model):
        calm = await say(studio, owner, thread, "Stay.")
        await gate.reached.wait()
        broken = await say(studio, owner, other, "Break.")
        assert await ended(studio, owner, other, broken) is TurnStatus.FAILED
        gate.opened.set()
        assert await ended(studio, owner, thread, calm) is TurnStatus.DONE
        again = await say(studio, owner, other, "And now?")
        assert await ended(studio, owner, other, again) is TurnStatus.DONE
    failed = [e for e in await events_of(studio, other) if isinstance(e, TurnFailed)]
    assert [e.code for e in failed] == ["internal"]
    assert "secret detail" not in failed[0].message


async def test_a_turn_given_up_leaves_a_thread_that_can_be_used(
    studio: Studio, database_url: str
) -> None:
    model = Scripted.of(["Here again."])
    owner, thread = await open_thread(studio)
    turn = await say(studio, owner, thread, "Kill.")
    await execute(database_url, "UPDATE turns SET attempts = 5, status = 'running'")
    async with running(studio, database_url, model):
        assert await ended(studio, owner, thread, turn) is TurnStatus.FAILED
        again = await say(studio, owner, thread, "Again.")
        assert await ended(studio, owner, thread, again) is TurnStatus.DONE


async def test_a_turn_stopped_before_it_began_says_nothing(
    studio: Studio, database_url: str
) -> None:
    owner, thread = await open_thread(studio)
    turn = await say(studio, owner, thread, "Never mind.")
    await cancel(studio, owner, turn)
    async with running(studio, database_url, Scripted.of()):
        assert await ended(studio, owner, thread, turn) is TurnStatus.CANCELLED
    assert [type(e) for e in await events_of(studio, thread)] == [TurnCancelled]
