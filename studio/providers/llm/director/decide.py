"""What to say or call next, from the messages alone. Deterministic."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from studio.providers.llm.director import (
    acting,
    batching,
    editing,
    making,
    once,
    patience,
    presetting,
    rehearsing,
    remembering,
    sharing,
)
from studio.providers.llm.director.language import Language, language
from studio.providers.llm.director.preset_words import WORDS
from studio.providers.llm.director.recognising import recognised
from studio.providers.llm.director.replying import Reply, error_of, failed, json_of
from studio.providers.llm.director.stocking import SEARCHES, Offered, offered, searches
from studio.providers.llm.director.wishes import Reading, Request, Wish
from studio.providers.llm.director.wording import Note

ANSWERED = {"cost", "storyboard", "help", "render", "draft"}
LOOKS = {
    "cost": ("show_cost", "cost"),
    "list_voices": ("list_voices", "voices"),
    "list_makers": ("list_picture_makers", "makers"),
}
"""Wishes that only look: the tool, and the saying at its end."""
LOOK: editing.Call = ("show_storyboard", {})
NOTE = "<storyboard_note>"
RECENT = 8
"""Messages before this one that tell in which language the talk is."""


def decide(messages: Sequence[BaseMessage]) -> Reply:
    """Give the next step of the turn."""
    start = max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=-1)
    if start < 0:
        return Reply(language().say("help"))
    has_video = _has_video(messages[:start])
    thread = _thread_language(messages[:start])
    plain = _plain(messages[start].text)
    results = [m for m in messages[start + 1 :] if isinstance(m, ToolMessage)]
    code = recognised(plain, thread=thread)
    if dry := rehearsing.heard(plain, code=code):
        return rehearsing.reply(dry, results, has_film=has_video)
    if (reply := _aside(plain, code, results)) is not None:
        return reply
    before = [json_of(m) for m in reversed(messages[:start]) if isinstance(m, ToolMessage)]
    kept = presetting.heard(plain, code=code)
    if kept and not (kept.is_use and kept.rest):
        return _kept(kept, results, has_film=has_video)
    plain = kept.rest if kept else plain
    wish = once.wish_of(plain, has_video=has_video, thread=thread, earlier=_said(messages[:start]))
    if results and results[-1].status == "error":
        return Reply(_refused(wish, results))
    if kept:
        reply = _begun(kept, wish, results, has_film=has_video, before=before)
    else:
        preset = None if has_video else next((a for a in before if _is_preset(a)), None)
        turn = _Turn(wish, results, has_film=has_video, preset=preset)
        reply = turn.next(offered(before))
    return reply if reply.call else _judged(reply, [json_of(m) for m in results])


def _kept(kept: presetting.Heard, results: Sequence[ToolMessage], *, has_film: bool) -> Reply:
    """Do what is asked of presets: one call, a render where a video follows one, and a word."""
    if not kept.tool:
        return Reply(kept.told({}))
    if results and results[-1].status == "error":
        return Reply(failed(results[-1], kept.code))
    if not results:
        return Reply("", (kept.tool, dict(kept.arguments)))
    told = kept.told(json_of(results[0]))
    if not kept.is_use:
        return Reply(told)
    if not has_film:
        return Reply(f"{told} {WORDS[kept.code].about}")
    if len(results) == 1:
        return Reply(told, ("render", {"profile": "standard"}))
    seconds = making.figures(json_of(results[-1]), code=kept.code)
    return _judged(Reply(language(kept.code).say("edited", **seconds)), [json_of(results[-1])])


def _begun(
    kept: presetting.Heard,
    wish: Wish,
    results: list[ToolMessage],
    *,
    has_film: bool,
    before: Sequence[dict[str, Any]],
) -> Reply:
    """Begin a video with a preset, or let one that is there follow it and do the rest."""
    if not results:
        told = {"language": spoken} if (spoken := making.spoken_in(wish)) else {}
        return Reply("", (kept.tool, {**kept.arguments, **told}))
    answer = json_of(results[0])
    turn = _Turn(wish, results[1:], has_film=has_film, preset=answer)
    reply = turn.next(offered(before))
    if len(results) > 1:
        return reply
    return Reply(f"{kept.told(answer)} {reply.text}".strip(), reply.call)


def _is_preset(answer: Mapping[str, Any]) -> bool:
    return "because" in answer and "target_s" in answer


def _aside(plain: str, code: str, results: Sequence[ToolMessage]) -> Reply | None:
    """Answer what is about something else than this video; ``None`` where it is about this."""
    if many := batching.heard(plain, code=code):
        return _many(many, results)
    if asked := sharing.heard(plain, code=code) or patience.heard(plain, code=code):
        return _called(asked, results)
    if told := remembering.heard(plain, code=code):
        return _remembered(told, results)
    return None


def _judged(reply: Reply, answers: Sequence[dict[str, Any]]) -> Reply:
    """Never call it done without what its checks found, and what else there is to be told.

    Which locks gave way, what is as ever, why it has another length, and what of it was mended:
    tools word all of them.
    """
    habits, locked = (
        [str(answer[name]) for answer in answers if name in answer]
        for name in ("habits_told", "locked_told")
    )
    rendered = next((a for a in reversed(answers) if "duration_s" in a), {})
    facts = ("length_told", "repairs_told", "quality_told")
    found = [str(rendered[told]) for told in facts if told in rendered]
    return Reply(" ".join(filter(None, (reply.text, *habits, *locked, *found))))


def _many(asked: batching.Heard, results: Sequence[ToolMessage]) -> Reply:
    """Begin a batch or look at one: one call, and a word after it."""
    if asked.says:
        return Reply(language(asked.code).say(asked.says))
    if results and results[-1].status == "error":
        return Reply(failed(results[-1], asked.code))
    if asked.reason:
        return Reply(language(asked.code).say("failed", reason=asked.reason))
    if not results:
        return Reply("", (asked.tool, dict(asked.arguments)))
    return Reply(asked.told(json_of(results[-1])))


def _called(asked: sharing.Heard | patience.Heard, results: Sequence[ToolMessage]) -> Reply:
    """Do what a whole message asks for: one call at most, and a word after it."""
    if not asked.tool:
        return Reply(asked.told({}))
    if not results:
        return Reply("", (asked.tool, dict(asked.arguments)))
    if results[-1].status == "error":
        return Reply(failed(results[-1], asked.code))
    return Reply(asked.told(json_of(results[-1])))


def _remembered(told: remembering.Heard, results: Sequence[ToolMessage]) -> Reply:
    """Keep or forget what is said of the channel: one call at most, and a word after it."""
    say = language(told.code).say
    if told.says:
        return Reply(told.says)
    if not results:
        return Reply("", (told.tool, dict(told.arguments)))
    if results[-1].status == "error":
        return Reply(failed(results[-1], told.code))
    return Reply(say(told.saying))


class _Turn:
    """What is to be done about one message, after what its tools have answered so far."""

    def __init__(
        self,
        wish: Wish,
        results: list[ToolMessage],
        *,
        has_film: bool,
        preset: Mapping[str, Any] | None = None,
    ) -> None:
        if preset and wish.target_s is None and wish.is_new:
            wish = replace(wish, target_s=int(preset.get("target_s") or making.DEFAULT_S))
        self._wish, self._results, self._has_film = wish, results, has_film
        self._preset = preset
        self._spoken: Language = language(wish.language)

    def next(self, offer: Offered) -> Reply:
        """Give the next step."""
        wish, say = self._wish, self._spoken.say
        if wish.talk:
            return Reply(say(wish.talk))
        if wish.is_new:
            return self._made()
        notes = _notes(wish.reading)
        doing = {kind for kind in wish.kinds if not kind.startswith("cannot")}
        wanted = acting.acts(wish)
        if wanted and (call := self._next_act(wanted)):
            return Reply("", call)
        if wanted and doing <= set(acting.ACTS):
            return self._acted([act for _, act in wanted], notes)
        self._results = self._results[len(wanted) :]
        doing -= set(acting.ACTS)
        if len(doing) == 1 and (look := LOOKS.get(*doing)):
            return self._step([(look[0], {})], ending=look[1])
        if "help" in doing or not wish.reading.is_understood:
            return Reply(self._lost())
        if not doing:
            return Reply(self._told(notes))
        if doing == {"hear_voice"}:
            return self._step(editing.hearings(wish), ending="heard")
        if doing <= SEARCHES:
            return self._step(searches(wish), opening=say("searching"), ending="found")
        return self._edit(doing, notes, offer)

    def _next_act(self, wanted: list[tuple[Request, acting.Act]]) -> editing.Call | None:
        """Give the next call of those that are one each; a look at the storyboard comes first."""
        board: dict[str, Any] = {}
        if acting.needs_board(self._wish):
            if not self._results:
                return LOOK
            board, self._results = json_of(self._results[0]), self._results[1:]
        if len(self._results) >= len(wanted):
            return None
        request, act = wanted[len(self._results)]
        return acting.call_of(request, act, language=self._wish.language, board=board)

    def _made(self) -> Reply:
        wish, boards = self._wish, [json_of(m) for m in self._results]
        source: dict[str, Any] | None = None
        if wish.page or wish.document:
            if not boards:
                return Reply(self._spoken.say("reading_page"), making.reading(wish))
            source, *boards = boards
            wish = replace(wish, text=str(source.get("text", "")), page="", document=0)
            self._wish, self._results = wish, self._results[1:]
        new = making.Making(wish, source=source, preset=self._preset)
        calls = new.calls(boards)
        if len(self._results) < len(calls):
            opening = "" if self._results else self._told(new.opening())
            return Reply(opening, calls[len(self._results)])
        last = boards[-1]
        ending = new.ending(last.get("duration_s"), is_told="length_told" in last)
        return Reply(self._told(ending))

    def _acted(self, wanted: list[acting.Act], notes: list[Note]) -> Reply:
        """Render once where the video has changed, and tell what each call came to."""
        answers = [json_of(message) for message in self._results]
        if len(answers) == len(wanted) and self._has_film and any(a.changes_film for a in wanted):
            return Reply("", ("render", {"profile": "standard"}))
        told = [
            self._spoken.say(acting.saying_of(act, answer), **acting.told_of(answer))
            for act, answer in zip(wanted, answers, strict=False)
        ]
        return Reply(" ".join(dict.fromkeys(filter(None, [*told, self._told(notes)]))))

    def _edit(self, kinds: set[str], notes: list[Note], offer: Offered) -> Reply:
        wish, say, results = self._wish, self._spoken.say, self._results
        exports = editing.exports_of(wish)
        if kinds == {"export"}:
            return self._step(exports, opening=say("exporting"), ending="exported")
        looks = [LOOK, ("list_media", {})] if "use_mine" in kinds else [LOOK]
        if len(results) < len(looks):
            opening = "" if results or kinds <= ANSWERED else say("editing")
            return Reply(opening, looks[len(results)])
        board = json_of(results[0])
        if not board.get("scenes"):
            return Reply(say("nothing"))
        if kinds == {"storyboard"}:
            return Reply(say("shown"))
        mine = json_of(results[1]).get("media", []) if len(looks) > 1 else []
        plan = editing.plan(wish, board, offer=offer, mine=mine)
        notes = [*plan.notes, *notes]
        also = editing.also_of(wish, board)
        if not (plan.calls or also) and not kinds & {"render", "draft", "export"}:
            return Reply(self._told(notes) or say("nothing_to_do", help=say("help")))
        profile = {"profile": "draft" if "draft" in kinds else "standard"}
        is_rendered = plan.calls or kinds & {"render", "draft", "export"}
        calls = [*looks, *plan.calls, *([("render", profile)] if is_rendered else []), *also]
        ending = "exported" if exports else "also_made" if also else "edited"
        reply = self._step([*calls, *exports], ending=ending)
        if reply.call is not None:
            return reply
        return Reply(" ".join(filter(None, (reply.text, self._told(notes)))))

    def _step(self, calls: list[editing.Call], *, ending: str, opening: str = "") -> Reply:
        results = self._results
        if len(results) < len(calls):
            return Reply("" if results else opening, calls[len(results)])
        last = json_of(results[-1])
        return Reply(self._spoken.say(ending, **making.figures(last, code=self._wish.language)))

    def _told(self, notes: list[Note]) -> str:
        return " ".join(dict.fromkeys(self._spoken.say(key, **values) for key, values in notes))

    def _lost(self) -> str:
        unknown, say = self._wish.reading.unknown, self._spoken.say
        if unknown and len(unknown[0]) < 80:
            return say("lost", text=unknown[0], help=say("help"))
        return say("help")


def _refused(wish: Wish, results: list[ToolMessage]) -> str:
    """Say why the last call was refused, in the user's language."""
    code, _ = error_of(results[-1], wish.language)
    say = language(wish.language).say
    wanted = acting.acts(wish)
    place = len(results) - 1 - acting.needs_board(wish)
    saying = wanted[place][1].refused if 0 <= place < len(wanted) else ""
    if saying and code == "invalid_edit":
        return say(saying)
    return failed(results[-1], wish.language)


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
    if "audience" in kinds:
        notes.append(("audience_noted", {}))
    if "language" in kinds:
        notes.append(("no_language", {}))
    return notes + [("unknown", {"text": text}) for text in reading.unknown if text]


def _thread_language(messages: Sequence[BaseMessage]) -> str:
    """Give the language of what the user has said lately."""
    thread = ""
    for text in _said(messages):
        thread = recognised(text, thread=thread)
    return thread


def _said(messages: Sequence[BaseMessage]) -> list[str]:
    """Give what the user has said lately, the oldest first."""
    said = [m for m in messages if isinstance(m, HumanMessage) and not _is_note(m)]
    return [_plain(message.text) for message in said[-RECENT:]]


def _has_video(messages: Sequence[BaseMessage]) -> bool:
    return any(_is_note(message) for message in messages) or any(
        call["name"] == "draft_script"
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    )


def _is_note(message: BaseMessage) -> bool:
    """Tell whether a message only says what was changed beside the conversation, or forked."""
    return isinstance(message, HumanMessage) and message.text.lstrip().startswith(NOTE)


def _plain(text: str) -> str:
    return re.sub(r"</?user_text>", "", text).strip()
