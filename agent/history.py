"""A history that a model accepts: every tool call has its result. Pure."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

STOPPED = "The call was stopped before it answered; its effect is not known."


def dangling(messages: Sequence[AnyMessage], *, why: str = STOPPED) -> list[ToolMessage]:
    """Give a result for every call at the end of the history that has none."""
    return [
        message
        for message in repaired(messages, why=why)
        if isinstance(message, ToolMessage) and message not in messages
    ]


def repaired(messages: Sequence[AnyMessage], *, why: str = STOPPED) -> list[AnyMessage]:
    """Put a made-up result behind every tool call that never got one; drop orphan results."""
    results = {m.tool_call_id: m for m in messages if isinstance(m, ToolMessage)}
    mended: list[AnyMessage] = []
    for message in messages:
        if isinstance(message, ToolMessage):
            continue
        mended.append(message)
        if isinstance(message, AIMessage):
            for call in message.tool_calls:
                call_id = call["id"] or ""
                mended.append(results.get(call_id) or _stopped(call_id, call["name"], why))
    return mended


def _stopped(call_id: str, name: str, why: str) -> ToolMessage:
    return ToolMessage(
        why, tool_call_id=call_id, name=name, status="error", id=f"stopped-{call_id}"
    )
