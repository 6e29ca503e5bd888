"""One turn, from its first step or from where another process left it, to its end."""

import asyncio
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import structlog
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage, BaseMessage, HumanMessage, RemoveMessage
from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphDrained
from langgraph.graph.message import REMOVE_ALL_MESSAGES
from langgraph.runtime import RunControl
from psycopg_pool import PoolTimeout

from agent.checkpoints import Checkpoints
from agent.condensing import condensed, trimmed
from agent.emitter import Emitter
from agent.graph import TOOLS_NODE, build, system_prompt
from agent.history import dangling, repaired
from agent.knowledge import is_note, news, said
from agent.meter import Meter
from agent.standby import Standby
from agent.stream import Narrator
from agent.toolbelt import RunContext, pause
from agent.writing import BoughtWriter
from studio.domain.conversation import TurnStatus
from studio.domain.errors import NotFound, ProviderUnavailable, StudioError, Unavailable
from studio.domain.events import (
    Event,
    TurnCancelled,
    TurnFailed,
    TurnFinished,
    TurnStarted,
    TurnWaiting,
)
from studio.domain.gate import DECLINED
from studio.providers.llm.director.model import Director
from studio.providers.llm.director.recognising import conversation_language
from studio.providers.llm.errors import as_studio_error
from studio.services import conversations, exports, gates, renders, waiting
from studio.services.conversations import ClaimedTurn
from studio.wiring import Studio
from tools.approval import shown
from tools.context import ToolContext

log = structlog.get_logger()

SORRY = "Something went wrong on our side. What was made so far is kept; please try again."
AWAY = (Unavailable, psycopg.OperationalError, PoolTimeout)
RETRY_S = 1.0
END_ATTEMPTS = 60


class TurnRun:
    """A claimed turn at work.

    Attributes:
        is_ending: Its end is being stored and told, and is not to be interrupted: the lease of a
            turn that is over is held by nobody.
    """

    def __init__(
        self,
        studio: Studio,
        *,
        model: BaseChatModel,
        checkpoints: Checkpoints,
        claimed: ClaimedTurn,
        worker: str,
        meter: Meter | None,
        standbys: Sequence[Standby] = (),
    ) -> None:
        self._studio = studio
        self._checkpoints = checkpoints
        self._claimed = claimed
        self._turn = claimed.turn
        self._root = claimed.root
        self.is_ending = False
        self._worker = worker
        self._graph = build(model, checkpoints.saver(), meter=meter, standbys=standbys)
        self._emitter = Emitter(
            studio,
            owner_id=claimed.owner_id,
            thread_id=claimed.turn.thread_id,
            turn_id=claimed.turn.id,
            root_id=claimed.root.id,
        )
        self._tools = ToolContext(
            studio=studio,
            owner_id=claimed.owner_id,
            thread_id=claimed.turn.thread_id,
            turn_id=claimed.turn.id,
            root_id=claimed.root.id,
            emit=self._emitter.emit,
            profiles=checkpoints.memory,
            pause=pause,
            batch_id=claimed.root.batch_id,
            writes=not isinstance(model, Director),
        )
        if meter is not None:
            writer = BoughtWriter(studio.works, model, meter, self._tools.payer)
            self._tools = replace(self._tools, writer=writer)
        self._config: RunnableConfig = {
            "configurable": {"thread_id": str(claimed.turn.thread_id)},
            "recursion_limit": 200,
        }

    async def work(self, control: RunControl) -> None:
        """Run the turn to its end, or give it back where something that it needs is away."""
        with structlog.contextvars.bound_contextvars(
            thread_id=str(self._turn.thread_id), turn_id=str(self._turn.id)
        ):
            try:
                is_done = await self._converse(control)
            except GraphDrained:
                await self.release()
            except Exception as error:  # noqa: BLE001 - whatever it is, the turn must end
                await self._broken(error)
            else:
                if is_done:
                    await self._end(TurnStatus.DONE, TurnFinished(turn_id=self._turn.id))
                else:
                    await self._wait()

    async def cancelled(self) -> None:
        """End a turn that the user stopped: valid history, no render or export left at work."""
        await self._mend()
        owner_id, queue = self._claimed.owner_id, self._studio.queue
        for render_id in self._tools.renders:
            with _logged():
                async with self._studio.work() as work:
                    await renders.cancel(work, owner_id=owner_id, render_id=render_id, queue=queue)
        for export_id in self._tools.exports:
            with _logged():
                async with self._studio.work() as work:
                    await exports.cancel(work, owner_id=owner_id, export_id=export_id, queue=queue)
        await self._end(TurnStatus.CANCELLED, TurnCancelled(turn_id=self._turn.id))

    async def release(self) -> None:
        """Give the turn back, so that another process goes on with it."""
        try:
            async with self._studio.work() as work:
                await conversations.release_turn(work, turn_id=self._turn.id, worker=self._worker)
        except Unavailable:
            log.warning("turn.left_to_its_lease")

    async def _converse(self, control: RunControl) -> bool:
        """Run the graph; tells whether it came to its end, and not to a gate."""
        if self._turn.cancel_requested:
            raise asyncio.CancelledError
        snapshot = await self._graph.aget_state(self._config)
        narrator = Narrator(self._emitter, rules=system_prompt())
        before: list[AnyMessage] = snapshot.values.get("messages", [])
        known = _since(before, self._root.message_id)
        await narrator.recall(known)
        is_new = self._turn.resumes is not None or not known
        is_resumed = not is_new or self._claimed.attempt > 1
        await self._emitter.emit(TurnStarted(turn_id=self._turn.id, is_resumed=is_resumed))
        await self._show_answers()
        # `next` leaves out a task whose result is saved and whose checkpoint is not; `tasks` has it.
        if known and not snapshot.tasks:
            return True
        if not known:
            await self._leave()
        language = conversation_language([*said(before), self._root.message])
        parts = self._graph.astream(
            None if known else await self._question(),
            self._config,
            context=RunContext(tools=replace(self._tools, language=language)),
            stream_mode=["messages", "updates"],
            version="v2",
            durability="sync",
            control=control,
        )
        try:
            await narrator.follow(parts)
        finally:
            await narrator.close()
        stands = await self._graph.aget_state(self._config)
        return not any(task.interrupts for task in stands.tasks)

    async def _show_answers(self) -> None:
        if self._turn.resumes is None:
            return
        async with self._studio.work() as work:
            asked = await gates.of_turn(work, turn_id=self._root.id)
        for gate in asked:
            await self._emitter.emit(shown(gate, turn_id=self._turn.id))

    async def _wait(self) -> None:
        async with self._studio.work() as work:
            asked = await waiting.pause(
                work,
                owner_id=self._claimed.owner_id,
                thread_id=self._turn.thread_id,
                turn_id=self._turn.id,
                worker=self._worker,
            )
        if asked:
            log.info("turn.waiting", gates=len(asked))
            await self._emitter.emit(TurnWaiting(turn_id=self._turn.id, gates=asked))
        else:
            await self.release()

    async def _question(self) -> dict[str, Any]:
        """Give what the turn begins with, in one step: what changed meanwhile, and the message."""
        state = (await self._graph.aget_state(self._config)).values
        async with self._studio.work() as work:
            told = await news(
                work,
                owner_id=self._claimed.owner_id,
                thread_id=self._turn.thread_id,
                known=state.get("storyboard_version", 0),
                messages=state.get("messages", []),
            )
        question = HumanMessage(self._root.message, id=self._root.message_id)
        messages: list[BaseMessage] = [question] if told.note is None else [told.note, question]
        before = state.get("messages", [])
        shorter = condensed(repaired(before), is_note=is_note)
        if shorter is None:
            messages = [*trimmed(before, is_note=is_note), *messages]
        else:
            messages = [RemoveMessage(id=REMOVE_ALL_MESSAGES), *shorter, *messages]
        return {"messages": messages, "storyboard_version": told.version}

    async def _broken(self, error: Exception) -> None:
        known = as_studio_error(error)
        if isinstance(known, ProviderUnavailable) or not isinstance(error, AWAY):
            await self._failed(known, error)
            return
        log.warning("turn.released", reason=type(error).__name__)
        await asyncio.sleep(RETRY_S)
        await self.release()

    async def _failed(self, known: StudioError | None, error: Exception) -> None:
        if known is None:
            log.error("turn.failed", error_type=type(error).__name__, exc_info=error)
        await self._mend()
        code, message = (known.code, known.message) if known else ("internal", SORRY)
        event = TurnFailed(turn_id=self._turn.id, code=code, message=message)
        await self._end(TurnStatus.FAILED, event, code=code, error=message)

    async def _leave(self) -> None:
        """Close the calls of an earlier turn that the user left at a gate."""
        snapshot = await self._graph.aget_state(self._config)
        missing = dangling(snapshot.values.get("messages", []), why=DECLINED)
        if missing:
            await self._graph.aupdate_state(self._config, {"messages": missing}, as_node=TOOLS_NODE)

    async def _mend(self) -> None:
        """Answer the calls that nobody will answer, so that the next turn can begin."""
        try:
            snapshot = await self._graph.aget_state(self._config)
            missing = dangling(snapshot.values.get("messages", []))
            if missing:
                await self._graph.aupdate_state(
                    self._config, {"messages": missing}, as_node=TOOLS_NODE
                )
            for message in missing:
                name = f"{self._root.id}-t-{message.tool_call_id}"
                await self._emitter.save_tool(name, message.text, tool_call_id=message.tool_call_id)
        except Exception as error:  # noqa: BLE001 - the turn must end; the model sees it mended anyway
            log.warning("turn.not_mended", error_type=type(error).__name__, reason=str(error))

    async def _end(
        self, status: TurnStatus, event: Event, *, code: str = "", error: str = ""
    ) -> None:
        self.is_ending = True
        if not await self._store_end(status, code=code, error=error):
            log.warning("turn.left_to_its_lease")
            return
        await self._emitter.emit(event)
        try:
            await self._checkpoints.prune(str(self._turn.thread_id))
        except AWAY:
            log.warning("checkpoints.not_pruned")

    async def _store_end(self, status: TurnStatus, *, code: str, error: str) -> bool:
        for _ in range(END_ATTEMPTS):
            try:
                async with self._studio.work() as work:
                    return await conversations.finish_turn(
                        work,
                        turn_id=self._turn.id,
                        worker=self._worker,
                        status=status,
                        error_code=code,
                        error=error,
                    )
            except Unavailable:
                await asyncio.sleep(RETRY_S)
        return False


@contextmanager
def _logged() -> Generator[None]:
    """Go on where a job cannot be stopped: the turn must end."""
    try:
        yield
    except (NotFound, Unavailable) as error:
        log.warning("job.not_cancelled", code=error.code)


def _since(messages: Sequence[AnyMessage], message_id: str) -> Sequence[AnyMessage]:
    places = [i for i, message in enumerate(messages) if message.id == message_id]
    return messages[places[0] :] if places else ()
