"""A chat model that says what a test wrote, and waits where the test holds it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models import GenericFakeChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable
from pydantic import PrivateAttr


@dataclass(slots=True)
class Gate:
    """Holds whoever comes to it; ``reached`` tells that someone did."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        """Wait until it is opened."""
        self.reached.set()
        await self.opened.wait()


Piece = str | Gate | Exception | AIMessageChunk
Script = Sequence[Sequence[Piece]]


def call(name: str, arguments: str = "{}", *, id: str = "c1", index: int = 0) -> AIMessageChunk:
    """Call a tool with JSON arguments; ``index`` is its place among the calls of one reply."""
    return AIMessageChunk(
        content="",
        tool_call_chunks=[tool_call_chunk(name=name, args=arguments, id=id, index=index)],
    )


class Scripted(GenericFakeChatModel):
    """Says one reply of the script after the other, and remembers what it was shown."""

    script: list[list[Any]]
    _shown: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @classmethod
    def of(cls, *script: Sequence[Piece]) -> "Scripted":
        """Give a model with one sequence of pieces a reply."""
        return cls(messages=iter(()), script=[list(reply) for reply in script])

    @property
    def shown(self) -> list[list[BaseMessage]]:
        """Give what the model was shown, call by call."""
        return self._shown

    def bind_tools(
        self, tools: Sequence[Any], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Call whatever the script says."""
        return self

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        self._shown.append(messages)
        for piece in self.script.pop(0):
            if isinstance(piece, Gate):
                await piece.wait()
            elif isinstance(piece, Exception):
                raise piece
            else:
                message = AIMessageChunk(content=piece) if isinstance(piece, str) else piece
                chunk = ChatGenerationChunk(message=message)
                if run_manager and message.text:
                    await run_manager.on_llm_new_token(message.text, chunk=chunk)
                yield chunk
