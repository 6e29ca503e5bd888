"""What to say or call next, from the messages alone. Deterministic."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from studio.providers.llm.director import editing
from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.language import say
from studio.providers.llm.director.selecting import TOLERANCE
from studio.providers.llm.director.stocking import SEARCHES, Offered, offered, searches
from studio.providers.llm.director.wishes import Reading, Wish
from studio.providers.llm.director.wording import Note
from studio.providers.llm.director.writing import DEFAULT_S, outline, script, script_s, whole_s

ANSWERED = {"cost", "storyboard", "help", "render", "draft"}
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
        return Reply(say("help"))
    has_video = _has_video(messages[:start])
    wish = understand(_plain(messages[start].text), has_video=has_video)
    results = [m for m in messages[start + 1 :] if isinstance(m, ToolMessage)]
    if results and results[-1].status == "error":
        return Reply(say("failed", reason=_reason(results[-1].text)))
    before = [_json(m) for m in reversed(messages[:start]) if isinstance(m, ToolMessage)]
    return _next(wish, results, offered(before))


def _next(wish: Wish, results: list[ToolMessage], offer: Offered) -> Reply:
    if wish.talk:
        return Reply(say(wish.talk))
    if wish.text or wish.topic:
        return _step(_making(wish), results, opening=_opening(wish), ending=_ending(wish))
    notes = _notes(wish.reading)
    doing = {kind for kind in wish.kinds if not kind.startswith("cannot")}
    if doing == {"cost"}:
        return _step([("show_cost", {})], results, opening="", ending="cost")
    if "help" in doing or not wish.reading.is_understood:
        return Reply(_lost(wish.reading))
    if not doing:
        return Reply(_told(notes))
    if doing <= SEARCHES:
        return _step(searches(wish), results, opening=say("searching"), ending="found")
    return _edit(wish, doing, results, notes, offer)


def _edit(
    wish: Wish, kinds: set[str], results: list[ToolMessage], notes: list[Note], offer: Offered
) -> Reply:
    exports = editing.exports_of(wish)
    if kinds == {"export"}:
        return _step(exports, results, opening=say("exporting"), ending="exported")
    look: editing.Call = ("show_storyboard", {})
    if not results:
        return Reply("" if kinds <= ANSWERED else say("editing"), look)
    board = _json(results[0])
    if not board.get("scenes"):
        return Reply(say("nothing"))
    if kinds == {"storyboard"}:
        return Reply(say("shown"))
    plan = editing.plan(wish, board, offer=offer)
    notes = [*plan.notes, *notes]
    if not plan.calls and not kinds & {"render", "draft", "export"}:
        return Reply(_told(notes) or say("nothing_to_do", help=say("help")))
    profile = {"profile": "draft" if "draft" in kinds else "standard"}
    calls = [look, *plan.calls, ("render", profile), *exports]
    reply = _step(calls, results, opening="", ending="exported" if exports else "edited")
    if reply.call is not None:
        return reply
    return Reply(" ".join(filter(None, (reply.text, _told(notes)))))


def _notes(reading: Reading) -> list[Note]:
    """Give what is to be said of the parts that are not done."""
    notes: list[Note] = []
    touched = {scene for request in reading.requests for scene in request.scenes}
    for scenes in reading.left:
        numbers = [scene for scene in scenes if scene.isdigit() and scene not in touched]
        key = "left_one" if len(numbers) == 1 else "left_some"
        if numbers:
            notes.append((key, {"scenes": ", ".join(numbers)}))
        elif not touched:
            notes.append(("left", {}))
    if reading.has_question:
        notes.append(("question", {}))
    kinds = {request.kind for request in reading.requests}
    notes += [(kind, {}) for kind in sorted(kinds) if kind.startswith("cannot")]
    if "language" in kinds:
        notes.append(("no_language", {}))
    return notes + [("unknown", {"text": text}) for text in reading.unknown if text]


def _told(notes: list[Note]) -> str:
    return " ".join(dict.fromkeys(say(key, **values) for key, values in notes))


def _lost(reading: Reading) -> str:
    if reading.unknown and len(reading.unknown[0]) < 80:
        return say("lost", text=reading.unknown[0], help=say("help"))
    return say("help")


def _step(
    calls: list[editing.Call], results: list[ToolMessage], *, opening: str, ending: str
) -> Reply:
    if len(results) < len(calls):
        return Reply("" if results else opening, calls[len(results)])
    seconds = _json(results[-1]).get("duration_s", "")
    return Reply(say(ending, duration=f"{seconds}"))


def _making(wish: Wish) -> list[editing.Call]:
    seconds = _target(wish)
    brief = editing.brief_of(wish) | {"target_s": seconds}
    if wish.text:
        brief |= {"source_text": wish.text[:20_000]}
        written = script(wish.text, target_s=seconds)
    else:
        # Its words are English, whatever the language that was asked for.
        brief.pop("language", None)
        written = outline(wish.topic, target_s=seconds)
    calls: list[editing.Call] = [
        ("set_brief", brief | {"topic": wish.topic or written["title"]}),
        ("draft_script", written),
    ]
    if style := editing.style_of(wish):
        calls.append(("set_style", style))
    if output := editing.output_of(wish):
        calls.append(("set_output", output))
    return [*calls, ("make_pictures", {}), ("make_voice", {}), ("render", {"profile": "standard"})]


def _target(wish: Wish) -> int:
    if wish.target_s is not None:
        return wish.target_s
    if not wish.text:
        return DEFAULT_S
    return round(min(LONGEST_UNASKED_S, max(5, whole_s(wish.text))))


def _opening(wish: Wish) -> str:
    seconds = _target(wish)
    if wish.text:
        estimate = whole_s(wish.text)
        is_short = wish.target_s is not None and estimate < seconds * (1 - TOLERANCE)
        key = "making_short" if is_short else "making"
        return say(key, seconds=str(seconds), estimate=f"{estimate:.0f}")
    said = say("outlining_scrap" if wish.is_scrap else "outlining", topic=wish.topic)
    if editing.brief_of(wish).get("language", "en") != "en":
        said = f"{said} {say('outlining_english')}"
    estimate = script_s(outline(wish.topic, target_s=seconds))
    if estimate >= seconds * (1 - TOLERANCE):
        return said
    return f"{said} {say('outlining_short', seconds=str(seconds), estimate=f'{estimate:.0f}')}"


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
