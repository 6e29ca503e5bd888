"""The graph's stream, told as the domain's events."""

import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolMessage

from agent.discretion import Discretion
from agent.emitter import Emitter
from studio.domain.conversation import ToolCall
from studio.domain.events import TextDelta, TextEnded, TextStarted, ToolEnded, ToolStarted

INTERRUPT = "__interrupt__"
"""What LangGraph calls the update that tells of an open gate."""
FLUSH_S = 0.05
"""At most 20 pieces of text a second."""


class Narrator:
    """Follows one run and tells of it.

    A message is named after its turn and its number in the turn, so that a run continued by
    another process keeps every message once.
    """

    def __init__(self, emitter: Emitter, *, rules: str = "") -> None:
        """Begin; quotes of the rules are left out of what is told."""
        self._emitter = emitter
        self._discretion = Discretion(rules)
        self._number = 0
        self._known: set[str] = set()
        self._open: str | None = None
        self._waiting = ""
        self._flushed_at = 0.0

    async def recall(self, messages: Sequence[BaseMessage]) -> None:
        """Keep what the checkpoint already holds of this turn, whether it was told or not."""
        for message in messages:
            if isinstance(message, AIMessage):
                await self._keep(message)
                self._known.add(message.id or "")
                self._number += 1
            elif isinstance(message, ToolMessage):
                await self._keep_answer(message)

    async def follow(self, parts: AsyncIterator[Any]) -> None:
        """Tell of everything until the run ends."""
        async for part in parts:
            if part["type"] == "messages":
                await self._piece(part["data"][0])
            elif part["type"] == "updates" and INTERRUPT not in part["data"]:
                await self._update(part["data"])

    async def close(self) -> None:
        """End a message that is still open."""
        if self._open is None:
            return
        self._waiting += self._discretion.flush()
        await self._flush()
        await self._emitter.emit(TextEnded(turn_id=self._emitter.turn_id, message_id=self._open))
        self._open = None

    @property
    def _name(self) -> str:
        return f"{self._emitter.root_id}-a{self._number}"

    async def _piece(self, chunk: BaseMessage) -> None:
        if not isinstance(chunk, AIMessageChunk) or not chunk.text:
            return
        if self._open is None:
            self._open = self._name
            await self._emitter.emit(
                TextStarted(turn_id=self._emitter.turn_id, message_id=self._open)
            )
        self._waiting += self._discretion.feed(chunk.text)
        if time.monotonic() - self._flushed_at >= FLUSH_S:
            await self._flush()

    async def _flush(self) -> None:
        if not self._waiting or self._open is None:
            return
        delta, self._waiting = self._waiting, ""
        self._flushed_at = time.monotonic()
        await self._emitter.emit(
            TextDelta(turn_id=self._emitter.turn_id, message_id=self._open, delta=delta)
        )

    async def _update(self, update: Mapping[str, Any]) -> None:
        for change in update.values():
            for message in (change or {}).get("messages", ()):
                if isinstance(message, AIMessage):
                    await self._said(message)
                elif isinstance(message, ToolMessage):
                    await self._answered(message)

    async def _said(self, message: AIMessage) -> None:
        if message.id and message.id in self._known:
            # A step that was done but not saved: the graph takes up its result without running it.
            return
        if message.text and self._open is None:
            await self._piece(AIMessageChunk(content=message.text))
        await self.close()
        for call in await self._keep(message):
            await self._emitter.emit(
                ToolStarted(
                    turn_id=self._emitter.turn_id,
                    tool_call_id=call.id,
                    name=call.name,
                    arguments=call.arguments,
                    message_id=self._name,
                )
            )
        self._number += 1

    async def _keep(self, message: AIMessage) -> tuple[ToolCall, ...]:
        calls = tuple(
            ToolCall(id=call["id"] or "", name=call["name"], arguments=json.dumps(call["args"]))
            for call in message.tool_calls
        )
        await self._emitter.save_assistant(self._name, message.text, tool_calls=calls)
        return calls

    async def _keep_answer(self, message: ToolMessage) -> str:
        name = f"{self._emitter.root_id}-t-{message.tool_call_id}"
        await self._emitter.save_tool(name, message.text, tool_call_id=message.tool_call_id)
        return name

    async def _answered(self, message: ToolMessage) -> None:
        name = await self._keep_answer(message)
        await self._emitter.emit(
            ToolEnded(
                turn_id=self._emitter.turn_id,
                tool_call_id=message.tool_call_id,
                message_id=name,
                content=message.text,
                is_error=message.status == "error",
            )
        )
