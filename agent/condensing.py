"""A long conversation kept short: what is far back is summed up, large results become references. Pure.

The storyboard is not in the conversation: whoever needs its words reads it by a tool. So what is far
back can go without loss of the video; a line for each message says what was wanted and done, and what
the user said that outlasts a change (`agent/standing.py`) stays in their words. All else is on the
screen, where ``look_back`` finds it.
"""

import json
from collections.abc import Callable, Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from agent.standing import is_rule, standing

CHARACTERS_PER_TOKEN = 4
MOST_TOKENS, FEWEST_TOKENS = 2_600, 1_800
"""More than the one is condensed to about the other, so that it is done once in many turns."""
WHOLE_TURNS = 1
"""The newest turns, whose results stay whole."""
LONGEST_RESULT, LONGEST_ARGUMENTS = 400, 400
MOST_LINES, LINE_CHARACTERS = 10, 80
MOST_STANDING = 16
OPEN, CLOSE = "<conversation_so_far>", "</conversation_so_far>"
_DRAFT, _OFFERS = "draft_script", "find_stock"
_IS_SUMMARY = "is_summary"
_STANDS, _SAID = "* ", "- "
_LOOKING = frozenset(
    {"show_storyboard", "show_cost", "show_history", "show_profile", "list_voices", "look_back"}
)
"""Tools that change nothing, so that nothing holds what was said beside them."""

IsNote = Callable[[AnyMessage], bool]


def condensed(messages: Sequence[AnyMessage], *, is_note: IsNote) -> list[AnyMessage] | None:
    """Give a shorter history with the same meaning; ``None`` where this one is short enough.

    Args:
        messages: The whole history; no call is open.
        is_note: Tells a note on the storyboard from what the user says.
    """
    if tokens(messages) <= MOST_TOKENS:
        return None
    before = next((m.text for m in messages if is_summary(m)), "").splitlines()
    turns = _turns([m for m in messages if not is_summary(m)], is_note)
    old, whole = turns[:-WHOLE_TURNS], turns[-WHOLE_TURNS:]
    kept = [_plain(turn) for turn in old]
    said = [line for line in before if line.startswith(_SAID)]
    stands = [line for line in before if line.startswith(_STANDS)]
    limit = FEWEST_TOKENS - sum(tokens(turn) for turn in whole) - _length(said + stands)
    while kept and sum(tokens(turn) for turn in kept) > limit:
        kept.pop(0)
        gone = old.pop(0)
        said += _lines(gone, is_note)
        stands += _standing(gone, is_note)
    draft = _last_draft(messages, have=[*kept, *whole])
    return [_summary(said, stands), *draft, *(m for turn in (*kept, *whole) for m in turn)]


def trimmed(messages: Sequence[AnyMessage], *, is_note: IsNote) -> list[AnyMessage]:
    """Give the messages of turns that are over which can be shorter, each under its own id.

    The newest turn stays whole, and so does the newest choice that was offered. A model's server
    that keeps what it has read finds all before the last two turns as it was.
    """
    turns = _turns([m for m in messages if not is_summary(m)], is_note)
    offers = [m.id for m in messages if isinstance(m, ToolMessage) and m.name == _OFFERS]
    past = [m for turn in turns[:-WHOLE_TURNS] for m in turn if m.id not in offers[-1:]]
    return [short for m in past if (short := _short(m)) is not m]


def is_summary(message: AnyMessage) -> bool:
    """Tell the sum of what is far back from what the user says; clients choose only ids."""
    return message.additional_kwargs.get(_IS_SUMMARY) is True


def tokens(messages: Sequence[AnyMessage]) -> int:
    """Estimate what messages cost a model."""
    return sum(_characters(m) for m in messages) // CHARACTERS_PER_TOKEN


def _characters(message: AnyMessage) -> int:
    calls = message.tool_calls if isinstance(message, AIMessage) else []
    return len(message.text) + sum(len(json.dumps(call["args"])) for call in calls)


def _length(lines: Sequence[str]) -> int:
    return min(
        sum(map(len, lines)) // CHARACTERS_PER_TOKEN,
        FEWEST_TOKENS // 2,
    )


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
    """Give a message without what is large in it; itself where nothing is."""
    if isinstance(message, ToolMessage) and len(message.text) > LONGEST_RESULT:
        return message.model_copy(update={"content": _reference(message.text)})
    if isinstance(message, AIMessage):
        calls = [
            call | {"args": {}} if len(json.dumps(call["args"])) > LONGEST_ARGUMENTS else call
            for call in message.tool_calls
        ]
        update = {"tool_calls": calls, "additional_kwargs": {}, "response_metadata": {}}
        short = message.model_copy(update=update | {"usage_metadata": None})
        return message if short == message else short
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


def _said(turn: Sequence[AnyMessage], is_note: IsNote) -> str:
    said = next((m.text for m in turn if isinstance(m, HumanMessage) and not is_note(m)), "")
    return said.replace("<", "(").replace(">", ")")


def _called(turn: Sequence[AnyMessage]) -> list[str]:
    calls = [call["name"] for m in turn if isinstance(m, AIMessage) for call in m.tool_calls]
    return list(dict.fromkeys(calls))


def _lines(turn: Sequence[AnyMessage], is_note: IsNote) -> list[str]:
    called = _called(turn)
    done = f" → {', '.join(called)}" if called else ""
    words = " ".join(_said(turn, is_note).split())
    if len(words) > LINE_CHARACTERS:
        words = words[: LINE_CHARACTERS - 1] + "…"
    return [f"{_SAID}“{words}”{done}"] if words else []


def _standing(turn: Sequence[AnyMessage], is_note: IsNote) -> list[str]:
    was_done = not _LOOKING.issuperset(_called(turn))
    return [f"{_STANDS}“{s}”" for s in standing(_said(turn, is_note), was_done=was_done)]


def _summary(said: Sequence[str], stands: Sequence[str]) -> HumanMessage:
    held = _most_standing(stands)
    told = ["What the user said that may still hold, oldest first; the newer counts:", *held]
    lines = ["Said before, oldest first, and the tools that were called:"]
    lines += ["(and more before; `look_back` finds it)"] if len(said) > MOST_LINES else []
    inner = "\n".join((*(told if held else ()), *lines, *said[-MOST_LINES:]))
    return HumanMessage(f"{OPEN}\n{inner}\n{CLOSE}", additional_kwargs={_IS_SUMMARY: True})


def _most_standing(lines: Sequence[str]) -> list[str]:
    """Give as many as there is room for: rules before statements, the newest of each."""
    fresh = list(dict.fromkeys(reversed(lines)))[::-1]
    rules = [line for line in fresh if is_rule(line)][-MOST_STANDING:]
    others = [line for line in fresh if not is_rule(line)]
    room = MOST_STANDING - len(rules)
    held = {*rules, *(others[-room:] if room else ())}
    return [line for line in fresh if line in held]


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
    return [plain, *map(_short, results)]


def _is_draft(message: AIMessage) -> bool:
    return any(call["name"] == _DRAFT for call in message.tool_calls)
