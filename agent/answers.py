"""What a language model wrote, read as calls: whole and valid, or not at all.

This is the one place where a model's text becomes data. A call whose arguments broke off, are no JSON or do
not fit the tool is turned into one that says why; it is refused, and the refusal is the one time that the
model is asked again. A script is then asked for in a smaller form. After that the turn ends with a clear
error, and nothing of it was stored.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.messages.tool import tool_call
from langgraph.types import Command
from pydantic import BaseModel, ValidationError

from agent.knowledge import is_note
from agent.toolbelt import RunContext
from studio.domain.asset import digest
from studio.domain.errors import ProviderAnswerInvalid
from studio.providers.llm.whole import SENT

UNREADABLE = "unreadable"
"""The argument of a call that could not be read; it says why."""
ONCE_MORE = "Call {tool} once more, with whole and valid arguments and nothing else."
SMALLER = {
    "draft_script": "Call draft_script with less: `title` and at most four `scenes`, each with `narration` "
    "and `visual_prompt` only. Add further scenes afterwards by `edit_scenes`.",
    "edit_scenes": "Call edit_scenes with one operation only; do the others in further calls.",
}
BROKE_OFF = "the arguments broke off before their end"
NO_JSON = "the arguments are no JSON object"
CUT = "the answer was cut off at its limit; write less"
AS_TEXT = "the call was written as text; call the tool itself"
GAVE_UP = (
    "The language model's answer could not be read, again after it was told why ({why}). Nothing of it was "
    "kept. Ask for less at a time, or connect another model."
)
_NAMES, _ARGUMENTS = ("name", "tool", "tool_name", "function"), ("arguments", "parameters", "args")
_MOST_REASONS, _MOST_AROUND = 6, 80
_UNREAD = (ValueError, RecursionError)
"""The second is what brackets within brackets come to, thousands deep."""
_decoder = json.JSONDecoder(strict=False)

Schemas = Mapping[str, type[BaseModel]]


class ReadableCalls(AgentMiddleware[AgentState[Any], RunContext]):
    """Lets only whole and valid calls through to the tools, and bounds how often a model is asked again."""

    def __init__(self, schemas: Schemas) -> None:
        """Take the arguments' shapes, by tool."""
        super().__init__()
        self._schemas = schemas

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Read the answer.

        Raises:
            ProviderAnswerInvalid: The model was told often enough what is wrong.
        """
        if why := given_up(request.state["messages"]):
            raise ProviderAnswerInvalid(GAVE_UP.format(why=why))
        answer = await handler(request)
        answer.result = [
            readable(m, self._schemas) if isinstance(m, AIMessage) else m for m in answer.result
        ]
        return answer

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]],
    ) -> ToolMessage | Command[Any]:
        """Refuse a call that could not be read, and say what would help."""
        call = request.tool_call
        why = call["args"].get(UNREADABLE)
        if why is None:
            return await handler(request)
        before = _refused(request.state["messages"], call["name"])
        is_again = bool(before) and call["name"] in SMALLER
        advice = SMALLER[call["name"]] if is_again else ONCE_MORE.format(tool=call["name"])
        return ToolMessage(
            f"{UNREADABLE}: {why}. {advice}",
            tool_call_id=call["id"],
            name=call["name"],
            status="error",
        )


def readable(message: AIMessage, schemas: Schemas) -> AIMessage:
    """Give an answer whose calls are whole and fit their tools, or say why they do not."""
    kwargs = dict(message.additional_kwargs)
    sent: dict[str, str] = kwargs.pop(SENT, {})
    is_cut = message.response_metadata.get("finish_reason") == "length"
    whole = [_whole(text) for text in sent.values()]
    calls = [_call(call, sent, whole, schemas, is_cut=is_cut) for call in message.tool_calls]
    for wrong in message.invalid_tool_calls:
        mended = _mended(wrong.get("args") or "")
        args = {UNREADABLE: CUT if is_cut else NO_JSON} if mended is None or is_cut else mended
        name = wrong.get("name") or ""
        calls.append(_checked(tool_call(name=name, args=args, id=wrong.get("id")), schemas))
    told: dict[str, Any] = {"tool_calls": calls, "invalid_tool_calls": []}
    if not calls and (name := _named_in(message.text, schemas)):
        id = f"call-{digest('written', message.id or '', message.text)[:16]}"
        told |= {"tool_calls": [tool_call(name=name, args={UNREADABLE: AS_TEXT}, id=id)]}
        told |= {"content": ""}
    return message.model_copy(update=told | {"additional_kwargs": kwargs})


def given_up(messages: Sequence[AnyMessage]) -> str:
    """Say what was wrong where a tool's calls were refused as often as they may be; else nothing."""
    names = {m.name for m in _of_turn(messages) if isinstance(m, ToolMessage)}
    for name in filter(None, names):
        refused = _refused(messages, name)
        if len(refused) > (2 if name in SMALLER else 1):
            return refused[-1]
    return ""


def _call(
    call: ToolCall,
    sent: Mapping[str, str],
    whole: Sequence[dict[str, Any] | None],
    schemas: Schemas,
    *,
    is_cut: bool,
) -> ToolCall:
    """Give a call as it was sent; LangChain may have completed one that broke off."""
    if is_cut:
        return _with(call, {UNREADABLE: CUT})
    if sent and call["args"] not in whole:
        mended = [found for found in map(_mended, sent.values()) if found is not None]
        fitting = next((found for found in mended if _extends(found, call["args"])), None)
        return _checked(_with(call, fitting or {UNREADABLE: BROKE_OFF}), schemas)
    return _checked(call, schemas)


def _checked(call: ToolCall, schemas: Schemas) -> ToolCall:
    """Give a call whose arguments fit; lists that were sent as text are read."""
    shape = schemas.get(call["name"])
    if shape is None or UNREADABLE in call["args"]:
        return call
    why = _misfit(shape, call["args"])
    if not why:
        return call
    unwrapped = {name: _unwrapped(value) for name, value in call["args"].items()}
    if not _misfit(shape, unwrapped):
        return _with(call, unwrapped)
    return _with(call, {UNREADABLE: why})


def _misfit(shape: type[BaseModel], args: Mapping[str, Any]) -> str:
    try:
        shape.model_validate(args)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        told = [f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in found]
        return "; ".join(told[:_MOST_REASONS])
    return ""


def _whole(text: str) -> dict[str, Any] | None:
    try:
        read = json.loads(text or "{}", strict=False)
    except _UNREAD:
        return None
    return read if isinstance(read, dict) else None


def _mended(text: str) -> dict[str, Any] | None:
    """Give the one whole object of a text, without fences and words around it; never part of one."""
    start = text.find("{")
    if start < 0:
        return None
    try:
        read, end = _decoder.raw_decode(text, start)
    except _UNREAD:
        return None
    return read if isinstance(read, dict) and "{" not in text[end:] else None


def _extends(whole: Mapping[str, Any], part: Any) -> bool:
    return not isinstance(part, dict) or set(part) <= set(whole)


def _unwrapped(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"}:
        try:
            return json.loads(value, strict=False)
        except _UNREAD:
            return value
    return value


def _named_in(text: str, schemas: Schemas) -> str:
    """Give the tool that a text calls, where it is little else; what it says is never called.

    The words may be the user's or a page's, repeated.
    """
    found = _mended(text)
    if found is None or len(text) - (text.rfind("}") - text.find("{")) > _MOST_AROUND:
        return ""
    named = next((found[name] for name in _NAMES if name in found), "")
    if isinstance(named, dict):
        named = named.get("name", "")
    has_arguments = isinstance(found.get("function"), dict) or any(a in found for a in _ARGUMENTS)
    return named if has_arguments and isinstance(named, str) and named in schemas else ""


def _refused(messages: Sequence[AnyMessage], tool: str) -> list[str]:
    """Give why calls of a tool could not be read in this turn."""
    return [
        m.text.removeprefix(f"{UNREADABLE}: ").partition(". Call ")[0]
        for m in _of_turn(messages)
        if isinstance(m, ToolMessage)
        and m.name == tool
        and m.status == "error"
        and m.text.startswith(f"{UNREADABLE}: ")
    ]


def _of_turn(messages: Sequence[AnyMessage]) -> Sequence[AnyMessage]:
    starts = [n for n, m in enumerate(messages) if isinstance(m, HumanMessage) and not is_note(m)]
    return messages[starts[-1] :] if starts else messages


def _with(call: ToolCall, args: dict[str, Any]) -> ToolCall:
    return tool_call(name=call["name"], args=args, id=call["id"])
