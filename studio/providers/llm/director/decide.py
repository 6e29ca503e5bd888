"""What to say or call next, from the messages alone. Deterministic."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from studio.providers.llm.director import editing
from studio.providers.llm.director.grammar import Wish, language, understand
from studio.providers.llm.director.writing import DEFAULT_S, outline, script, spoken_s

QUESTIONS = {"cost", "storyboard", "help", "render", "draft"}
LONGEST_UNASKED_S = 60


@dataclass(frozen=True, slots=True)
class Reply:
    """Words, and at most one call."""

    text: str
    call: editing.Call | None = None


def decide(messages: Sequence[BaseMessage]) -> Reply:
    """Give the next step of the turn."""
    start = max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=-1)
    if start < 0:
        return Reply(_say("help"))
    has_video = _has_video(messages[:start])
    wish = understand(_plain(messages[start].text), has_video=has_video)
    results = [m for m in messages[start + 1 :] if isinstance(m, ToolMessage)]
    if results and results[-1].status == "error":
        return Reply(_say("failed", reason=_reason(results[-1].text)))
    return _next(wish, results)


def _next(wish: Wish, results: list[ToolMessage]) -> Reply:
    if wish.text or wish.topic:
        return _step(_making(wish), results, opening=_opening(wish), ending=_ending(wish))
    kinds = {request.kind for request in wish.requests}
    if kinds == {"cost"}:
        return _step([("show_cost", {})], results, opening="", ending="cost")
    if "help" in kinds or (not kinds and wish.target_s is None):
        return Reply(_say("help"))
    return _edit(wish, kinds, results)


def _edit(wish: Wish, kinds: set[str], results: list[ToolMessage]) -> Reply:
    look: editing.Call = ("show_storyboard", {})
    if not results:
        return Reply("" if kinds <= QUESTIONS else _say("editing"), look)
    board = _json(results[0])
    if not board.get("scenes"):
        return Reply(_say("nothing"))
    if kinds == {"storyboard"}:
        return Reply(_say("shown"))
    edits = editing.calls_for(wish, board)
    if not edits and not kinds & {"render", "draft"}:
        return Reply(_say("nothing_to_do", help=_say("help")))
    profile = {"profile": "draft" if "draft" in kinds else "standard"}
    reply = _step([look, *edits, ("render", profile)], results, opening="", ending="edited")
    if reply.call is None and "language" in kinds:
        return Reply(reply.text + _say("no_language"))
    return reply


def _step(
    calls: list[editing.Call], results: list[ToolMessage], *, opening: str, ending: str
) -> Reply:
    if len(results) < len(calls):
        return Reply("" if results else opening, calls[len(results)])
    seconds = _json(results[-1]).get("duration_s", "")
    return Reply(_say(ending, duration=f"{seconds}"))


def _making(wish: Wish) -> list[editing.Call]:
    seconds = _target(wish)
    brief = editing.brief_of(wish) | {"target_s": seconds}
    if wish.text:
        brief |= {"source_text": wish.text[:20_000]}
        written = script(wish.text, target_s=seconds)
    else:
        written = outline(wish.topic)
    calls: list[editing.Call] = [
        ("set_brief", brief | {"topic": wish.topic or written["title"]}),
        ("draft_script", written),
    ]
    if style := editing.style_of(wish):
        calls.append(("set_style", style))
    return [*calls, ("make_pictures", {}), ("make_voice", {}), ("render", {"profile": "standard"})]


def _target(wish: Wish) -> int:
    if wish.target_s is not None:
        return wish.target_s
    if not wish.text:
        return DEFAULT_S
    return round(min(LONGEST_UNASKED_S, max(5, spoken_s(wish.text) * 1.15)))


def _opening(wish: Wish) -> str:
    if wish.topic:
        return _say("outlining", topic=wish.topic)
    return _say("making", seconds=str(_target(wish)))


def _ending(wish: Wish) -> str:
    return "outlined" if wish.topic else "made"


def _has_video(messages: Sequence[BaseMessage]) -> bool:
    return any(
        call["name"] == "draft_script"
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    )


def _plain(text: str) -> str:
    return re.sub(r"</?user_text>", "", text).strip()


def _json(message: ToolMessage) -> dict[str, Any]:
    try:
        read = json.loads(message.text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _reason(text: str) -> str:
    return re.sub(r"^[a-z_]+: ", "", text)


def _say(key: str, **values: str) -> str:
    return language()["say"][key].format(**values)
