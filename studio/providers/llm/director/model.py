"""The offline director as a chat model: same messages in, same kinds of messages out."""

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable

from studio.providers.llm.director.decide import decide

PIECE = re.compile(r"\S+\s*")


class Director(BaseChatModel):
    """Holds the conversation without any language model."""

    @property
    def _llm_type(self) -> str:
        return "reelwright-director"

    def bind_tools(
        self, tools: Sequence[Any], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """It knows the tools."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        whole = AIMessageChunk(content="")
        for chunk in _chunks(messages):
            whole += chunk
        message = AIMessage(whole.text, tool_calls=whole.tool_calls)
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for piece in _chunks(messages):
            chunk = ChatGenerationChunk(message=piece)
            if run_manager and piece.text:
                await run_manager.on_llm_new_token(piece.text, chunk=chunk)
            yield chunk
            await asyncio.sleep(0)


def _chunks(messages: list[BaseMessage]) -> Iterator[AIMessageChunk]:
    reply = decide(messages)
    for piece in PIECE.findall(reply.text):
        yield AIMessageChunk(content=piece)
    if reply.call is None:
        return
    name, arguments = reply.call
    written = json.dumps(arguments, ensure_ascii=False)
    seed = f"{messages[-1].id}:{len(messages)}:{name}:{written}"
    call_id = f"call_{hashlib.sha256(seed.encode()).hexdigest()[:16]}"
    yield AIMessageChunk(
        content="",
        tool_call_chunks=[tool_call_chunk(name=name, args=written, id=call_id, index=0)],
    )
