"""A long conversation kept short: what is far back is summed up, large results become references. Pure.

The storyboard is not in the conversation: whoever needs its words reads it by a tool. So what is far
back can go without loss of the video; a line for each message says what was wanted and done.
"""

import json
from collections.abc import Callable, Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

CHARACTERS_PER_TOKEN = 4
MOST_TOKENS, FEWEST_TOKENS = 3_000, 2_000
"""More than the one is condensed to about the other, so that it is done once in many turns."""
WHOLE_TURNS = 1
"""The newest turns, whose results stay whole."""
LONGEST_RESULT, LONGEST_ARGUMENTS = 400, 400
MOST_LINES, LINE_CHARACTERS = 20, 80
OPEN, CLOSE = "<conversation_so_far>", "</conversation_so_far>"
_DRAFT = "draft_script"
_IS_SUMMARY = "is_summary"

IsNote = Callable[[AnyMessage], bool]


def condensed(messages: Sequence[AnyMessage], *, is_note: IsNote) -> list[AnyMessage] | None:
    """Give a shorter history with the same meaning; ``None`` where this one is short enough.

    Args:
        messages: The whole history; no call is open.
        is_note: Tells a note on the storyboard from what the user says.
    """
    if tokens(messages) <= MOST_TOKENS:
        return None
    before = next((m.text for m in messages if is_summary(m)), "")
    turns = _turns([m for m in messages if not is_summary(m)], is_note)
    old, whole = turns[:-WHOLE_TURNS], turns[-WHOLE_TURNS:]
    kept = [_plain(turn) for turn in old]
    lines = [line for line in before.splitlines() if line.startswith("- ")]
    limit = FEWEST_TOKENS - sum(tokens(turn) for turn in whole)
    while kept and sum(tokens(turn) for turn in kept) > limit:
        kept.pop(0)
        lines += _lines(old.pop(0), is_note)
    summary = _summary(lines)
    draft = _last_draft(messages, have=[*kept, *whole])
    return [summary, *draft, *(m for turn in (*kept, *whole) for m in turn)]


def is_summary(message: AnyMessage) -> bool:
    """Tell the sum of what is far back from what the user says; clients choose only ids."""
    return message.additional_kwargs.get(_IS_SUMMARY) is True


def tokens(messages: Sequence[AnyMessage]) -> int:
    """Estimate what messages cost a model."""
    return sum(_characters(m) for m in messages) // CHARACTERS_PER_TOKEN


def _characters(message: AnyMessage) -> int:
    calls = message.tool_calls if isinstance(message, AIMessage) else []
    return len(message.text) + sum(len(json.dumps(call["args"])) for call in calls)


def _turns(messages: Sequence[AnyMessage], is_note: IsNote) -> list[list[AnyMessage]]:
    """Cut before each message of the user; a note goes with what follows it."""
    turns: list[list[AnyMessage]] = [[]]
    for message in messages:
        is_first = isinstance(message, HumanMessage)
        follows_note = bool(turns[-1]) and is_note(turns[-1][-1])
        if is_first and turns[-1] and not follows_note:
            turns.append([])
        turns[-1].append(message)
    return turns


def _plain(turn: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Make references of large results, and leave large arguments out."""
    return [_short(message) for message in turn]


def _short(message: AnyMessage) -> AnyMessage:
    if isinstance(message, ToolMessage) and len(message.text) > LONGEST_RESULT:
        return message.model_copy(update={"content": _reference(message.text)})
    if isinstance(message, AIMessage) and message.tool_calls:
        calls = [
            call | {"args": {}} if len(json.dumps(call["args"])) > LONGEST_ARGUMENTS else call
            for call in message.tool_calls
        ]
        return message.model_copy(update={"tool_calls": calls, "additional_kwargs": {}})
    return message


def _reference(text: str) -> str:
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    plain = read if isinstance(read, dict) else {}
    small = {k: v for k, v in plain.items() if isinstance(v, int | float | bool) or k == "title"}
    note = "left out; call the tool again to read it"
    return json.dumps(small | {"rest": note}, ensure_ascii=False)


def _lines(turn: Sequence[AnyMessage], is_note: IsNote) -> list[str]:
    said = next((m.text for m in turn if isinstance(m, HumanMessage) and not is_note(m)), "")
    calls = [call["name"] for m in turn if isinstance(m, AIMessage) for call in m.tool_calls]
    done = f" → {', '.join(dict.fromkeys(calls))}" if calls else ""
    words = " ".join(said.split()).replace("<", "(").replace(">", ")")
    if len(words) > LINE_CHARACTERS:
        words = words[: LINE_CHARACTERS - 1] + "…"
    return [f"- “{words}”{done}"] if words else []


def _summary(lines: Sequence[str]) -> HumanMessage:
    told = ["(and more before)"] if len(lines) > MOST_LINES else []
    told += lines[-MOST_LINES:]
    inner = "\n".join(("Said before, oldest first, and the tools that were called:", *told))
    return HumanMessage(f"{OPEN}\n{inner}\n{CLOSE}", additional_kwargs={_IS_SUMMARY: True})


def _last_draft(
    messages: Sequence[AnyMessage], *, have: Sequence[Sequence[AnyMessage]]
) -> list[AnyMessage]:
    """Keep the newest draft of a script, without its words: it tells that there is a video."""
    drafts = [m for m in messages if isinstance(m, AIMessage) and _is_draft(m)]
    if not drafts or any(m.id == drafts[-1].id for turn in have for m in turn):
        return []
    calls = [call for call in drafts[-1].tool_calls if call["name"] == _DRAFT]
    ids = {call["id"] for call in calls}
    plain = drafts[-1].model_copy(
        update={
            "content": "",
            "tool_calls": [call | {"args": {}} for call in calls],
            "additional_kwargs": {},
        }
    )
    results = [m for m in messages if isinstance(m, ToolMessage) and m.tool_call_id in ids]
    return [plain, *results]


def _is_draft(message: AIMessage) -> bool:
    return any(call["name"] == _DRAFT for call in message.tool_calls)
