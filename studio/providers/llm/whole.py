"""A chat model over the OpenAI API that keeps what it was sent as arguments of calls, letter by letter.

LangChain completes arguments that broke off while they were streamed: half a script looks whole. What was
sent is kept beside it, so that whoever reads the answer can tell.
"""

from collections.abc import AsyncIterator
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

SENT = "sent_arguments"
"""Name of the field; it has a text for each call, by the call's place."""


class WholeChat(ChatOpenAI):
    """``ChatOpenAI``, and what it was sent."""

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        async for chunk in super()._astream(*args, **kwargs):
            yield kept(chunk)


def kept(chunk: ChatGenerationChunk) -> ChatGenerationChunk:
    """Keep the pieces of arguments that a chunk brings; pieces of one call are joined with the chunks."""
    message = chunk.message
    if isinstance(message, AIMessageChunk) and message.tool_call_chunks:
        pieces = {str(call["index"]): call["args"] or "" for call in message.tool_call_chunks}
        message.additional_kwargs[SENT] = pieces
    return chunk
