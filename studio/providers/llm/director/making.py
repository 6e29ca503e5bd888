"""A new video, from a text or a topic: its calls, and what is said at both ends."""

from collections.abc import Mapping, Sequence
from typing import Any

from studio.domain.languages import primary
from studio.domain.storyboard import Tempo
from studio.providers.llm.director import editing
from studio.providers.llm.director.acting import pack_of
from studio.providers.llm.director.alphabets import alphabet_language
from studio.providers.llm.director.language import languages
from studio.providers.llm.director.operations import Planner
from studio.providers.llm.director.packing import packed
from studio.providers.llm.director.recognising import text_language
from studio.providers.llm.director.selecting import TOLERANCE
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.wishes import Wish
from studio.providers.llm.director.wording import Note
from studio.providers.llm.director.writing import DEFAULT_S, outline, script, script_s, whole_s
from studio.wording import wording

LONGEST_UNASKED_S = 60
LOOK: editing.Call = ("show_storyboard", {})


class Making:
    """What a wish for a new video comes to."""

    def __init__(
        self,
        wish: Wish,
        *,
        source: Mapping[str, Any] | None = None,
        preset: Mapping[str, Any] | None = None,
    ) -> None:
        """Take the wish, what was read where its text stands elsewhere, and a preset's answer."""
        self._wish, self._source, self._preset = wish, source, preset or {}
        brief = editing.brief_of(wish)
        named = str(brief.get("language", ""))
        self._is_foreign = bool(wish.topic and named and primary(named) not in languages())
        usual = alphabet_language(wish.text) or text_language(wish.text) if wish.text else ""
        code = "" if self._is_foreign else named
        tempo = Tempo(brief.get("tempo") or self._preset.get("tempo") or Tempo.NORMAL)
        kept = str(self._preset.get("language") or wish.language)
        self._telling = Telling(code or usual or kept, tempo)
        self._target_s = self._target()
        self._written = self._script()

    def calls(self, answers: Sequence[Mapping[str, Any]]) -> list[editing.Call]:
        """Give all calls, as far as the tools' answers tell what they are."""
        wish = self._wish
        brief = editing.brief_of(wish) | {"target_s": self._target_s}
        brief |= {"language": self._telling.code, "topic": wish.topic or self._written["title"]}
        if self._source is not None:
            brief |= {"topic": str(self._source.get("title") or self._written["title"])}
        elif wish.text:
            brief |= {"source_text": wish.text[:20_000]}
        calls: list[editing.Call] = [("set_brief", brief)]
        written = self._written
        if followed := pack_of(wish):
            calls.append(("set_pack", followed))
            if len(answers) >= len(calls):
                written = packed(written, dict(answers[len(calls) - 1]), telling=self._telling)
        elif guidance := self._preset.get("guidance"):
            written = packed(written, guidance, telling=self._telling)
        calls.append(("draft_script", written))
        if style := editing.style_of(wish):
            calls.append(("set_style", style))
        if output := editing.output_of(wish):
            calls.append(("set_output", output))
        calls += [("make_pictures", {}), ("make_voice", {}), LOOK]
        if len(answers) >= len(calls):
            calls += self._fitted(answers[len(calls) - 1])
        return [*calls, ("render", {"profile": "standard"})]

    def opening(self) -> list[Note]:
        """Say what is begun, and what is not as it was asked for."""
        wish, seconds = self._wish, str(self._target_s)
        if wish.text:
            told = {"seconds": seconds, "estimate": f"{self._whole_s():.0f}"}
            return [("making_short" if self._is_short() else "making", told)]
        notes: list[Note] = [
            ("outlining_scrap" if wish.is_scrap else "outlining", {"topic": wish.topic})
        ]
        if self._is_foreign:
            notes.append(("outlining_own", {}))
        if self._is_short():
            told = {"seconds": seconds, "estimate": f"{self._whole_s():.0f}"}
            notes.append(("outlining_short", told))
        return notes

    def ending(self, seconds: float | None, *, is_told: bool = False) -> list[Note]:
        """Say what is there, and whether it is as long as asked for, where no tool has told."""
        duration = "" if seconds is None else f"{seconds}"
        notes: list[Note] = [("outlined" if self._wish.topic else "made", {"duration": duration})]
        wanted = self._wish.target_s
        is_off = seconds and wanted and abs(seconds - wanted) > wanted * TOLERANCE
        if is_off and not (is_told or self._is_short()):
            notes.append(("off_length", {"duration": duration, "seconds": str(wanted)}))
        return notes

    def _script(self) -> dict[str, Any]:
        if self._wish.text:
            return script(self._wish.text, target_s=self._target_s, telling=self._telling)
        return outline(self._wish.topic, target_s=self._target_s, telling=self._telling)

    def _target(self) -> int:
        if self._wish.target_s is not None:
            return self._wish.target_s
        if not self._wish.text:
            return DEFAULT_S
        return round(min(LONGEST_UNASKED_S, max(5, whole_s(self._wish.text, self._telling))))

    def _whole_s(self) -> float:
        if self._wish.text:
            return whole_s(self._wish.text, self._telling)
        return script_s(self._written, self._telling)

    def _is_short(self) -> bool:
        is_asked = self._wish.target_s is not None or not self._wish.text
        return is_asked and self._whole_s() < self._target_s * (1 - TOLERANCE)

    def _fitted(self, board: Mapping[str, Any]) -> list[editing.Call]:
        """Hold or leave out scenes where the measured voice is off the length asked for."""
        if self._wish.target_s is None or self._is_short() or not board.get("scenes"):
            return []
        planner = Planner(Wish(target_s=self._target_s, language=self._wish.language), dict(board))
        operations = planner.operations()
        return [("edit_scenes", {"operations": operations})] if operations else []


def spoken_in(wish: Wish) -> str:
    """Give the language that a new video is told in by its text or the user's word; empty for none."""
    named = str(editing.brief_of(wish).get("language", ""))
    return named or (text_language(wish.text) if wish.text else "")


def reading(wish: Wish) -> editing.Call:
    """Give the call that reads what a video is told from."""
    return "read_source", {"url": wish.page} if wish.page else {"source": wish.document}


def figures(answer: Mapping[str, Any], *, code: str = "en") -> dict[str, str]:
    """Give what a saying may tell of a tool's answer, names in the user's language."""
    said = wording(code).said
    names = [said(f"{one.get('label') or one['voice']}") for one in answer.get("voices", ())]
    makers = [str(one["name"]) for one in answer.get("makers", ())]
    return {
        "duration": f"{answer.get('duration_s', '')}",
        "voices": ", ".join(dict.fromkeys(names[:12])),
        "makers": ", ".join(makers),
        "voice": str(answer.get("voice", "")),
    }
