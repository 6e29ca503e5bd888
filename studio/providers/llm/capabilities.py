"""Ask a language model what it can do: call tools, and answer by a schema."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import ollama
import openai
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable

from studio.providers.llm.errors import BUSY, as_studio_error
from studio.providers.llm.models import ChatModel

PROBE_S = 60.0
"""A model that is loaded from disk first takes its time."""
_TOOL = {
    "type": "function",
    "function": {
        "name": "report_ready",
        "description": "Report that you are ready.",
        "parameters": {
            "type": "object",
            "properties": {"ready": {"type": "boolean"}},
            "required": ["ready"],
        },
    },
}
_SCHEMA = {
    "name": "readiness",
    "strict": True,
    "schema": {
        "type": "object",
        "properties": {"ready": {"type": "boolean"}},
        "required": ["ready"],
        "additionalProperties": False,
    },
}
_FORMAT = {"type": "json_schema", "json_schema": _SCHEMA}


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a model can do; ``None`` where it could not be found out.

    Attributes:
        calls_tools: Without it, a model cannot make a video.
        follows_schema: It answers in JSON of a given schema.
        why_not: What kept us from finding out, in words.
    """

    calls_tools: bool | None = None
    follows_schema: bool | None = None
    why_not: str = ""

    def told(self) -> str:
        """Say it in a few words."""
        if self.why_not:
            return self.why_not
        tools = "calls tools" if self.calls_tools else "cannot call tools"
        schema = "follows JSON schemas" if self.follows_schema else "follows no JSON schema"
        return f"{tools}, {schema}"


@dataclass(frozen=True, slots=True)
class Question:
    """A short question to a model, as it is set up to answer it."""

    model: Runnable[Any, BaseMessage]
    words: str

    async def put(self) -> BaseMessage:
        """Ask it."""
        return await self.model.ainvoke(self.words)


Ask = Callable[[Question], Awaitable[BaseMessage]]


async def freely(question: Question) -> BaseMessage:
    """Ask a model that costs nothing."""
    return await question.put()


async def probe(chat: ChatModel, *, ask: Ask = freely) -> Capabilities:
    """Ask by trying: three short calls.

    A provider that bills will bill them: ``ask`` is what pays. An error of a plain call leaves it open what the model can do; an error of one with tools or a
    schema, after a plain one went well, says that they are not supported.
    """
    if chat.kind == "director":
        return Capabilities(calls_tools=True, follows_schema=True)
    try:
        async with asyncio.timeout(PROBE_S):
            await ask(Question(chat.model, "Say: ready."))
            return Capabilities(
                calls_tools=await _supports(_calls_tool(chat.model, ask)),
                follows_schema=await _supports(_follows_schema(chat, ask)),
            )
    except TimeoutError:
        return Capabilities(why_not=f"gave no answer within {PROBE_S:.0f} s")
    except (openai.OpenAIError, ollama.ResponseError, httpx.HTTPError, ConnectionError) as error:
        known = as_studio_error(error)
        return Capabilities(why_not=known.message if known else type(error).__name__)


async def _supports(trying: Awaitable[bool]) -> bool:
    try:
        return await trying
    except (openai.APIStatusError, ollama.ResponseError) as error:
        # Servers without a template for tools answer 400, 422 or 500 by taste.
        if error.status_code == BUSY:
            raise
        return False


async def _calls_tool(model: BaseChatModel, ask: Ask) -> bool:
    bound = model.bind_tools([_TOOL])
    answer = await ask(Question(bound, "Call the tool `report_ready` with ready set to true."))
    return isinstance(answer, AIMessage) and any(
        call["name"] == "report_ready" and call["args"].get("ready") is True
        for call in answer.tool_calls
    )


async def _follows_schema(chat: ChatModel, ask: Ask) -> bool:
    how: dict[str, Any] = (
        {"format": _SCHEMA["schema"]} if chat.kind == "ollama" else {"response_format": _FORMAT}
    )
    answer = await ask(Question(chat.model.bind(**how), "Are you ready? Answer as JSON."))
    try:
        return json.loads(answer.text) == {"ready": True}
    except ValueError:
        return False
