"""The words and pictures that a message gives to scenes."""

from collections.abc import Callable
from typing import Any

from studio.providers.llm.director.naming import Naming
from studio.providers.llm.director.rewording import asked, halved, shortened
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.wishes import Request
from studio.providers.llm.director.writing import on_screen, visual

Note = tuple[str, dict[str, str]]
"""A saying's key and what is filled in."""
HELD = 1.3
"""A scene that lasts so many times as long as its words is held by a fixed length."""
BREATH_S = 0.4


class Wording:
    """What the scenes say and show after the message.

    Attributes:
        halves: The second halves of scenes that are split.
        freed: Scenes that get shorter by no longer being held.
        notes: What could not be done.
    """

    def __init__(self, naming: Naming, scenes: list[dict[str, Any]], *, telling: Telling) -> None:
        """Start with the words as they stand."""
        self._naming, self._telling = naming, telling
        self._scenes = {scene["number"]: scene for scene in scenes}
        self._before = {n: scene["narration"] for n, scene in self._scenes.items()}
        self._words: dict[int, str] = dict(self._before)
        self._pictures: dict[int, str] = {}
        self.halves: dict[int, str] = {}
        self.freed: list[int] = []
        self.notes: list[Note] = []

    def take(self, request: Request) -> None:
        """Carry out what a request means for the words."""
        acts: dict[str, Callable[[Request], None]] = {
            "rewrite": self._rewrite,
            "picture": self._picture,
            "setting": self._set,
            "shorter": self._shorten,
            "retime": self._fit,
            "question": self._ask,
            "split": self._split,
            "merge": self._merge,
        }
        if act := acts.get(request.kind):
            act(request)

    def changes(self) -> dict[int, dict[str, Any]]:
        """Give the fields that change, by the scene's number."""
        found: dict[int, dict[str, Any]] = {}
        for number in sorted({*self._words, *self._pictures}):
            line, fields = self._words.get(number, ""), dict[str, Any]()
            if line != self._before.get(number, ""):
                fields = told(line, self._telling)
            if number in self._pictures:
                fields |= {"visual_prompt": self._pictures[number]}
            if fields:
                found[number] = fields
        return found

    def _rewrite(self, request: Request) -> None:
        self._words |= dict.fromkeys(
            self._naming.numbers(request.scenes), request.words["text"][:1_200]
        )

    def _picture(self, request: Request) -> None:
        self._pictures |= dict.fromkeys(
            self._naming.numbers(request.scenes), request.words["text"][:1_000]
        )

    def _set(self, request: Request) -> None:
        """Move what a scene shows to another time or place: its words stay."""
        for number in self._naming.numbers(request.scenes):
            scene = self._scenes.get(number, {})
            shown = self._pictures.get(number) or scene.get("visual_prompt")
            shown = shown or visual(self._before.get(number, ""), "", self._telling)
            setting = request.words["setting"]
            self._pictures[number] = ", ".join(filter(None, [shown, setting]))[:1_000]

    def _shorten(self, request: Request) -> None:
        for number in self._naming.open(request):
            line = self._words.get(number, "")
            if self._naming.is_locked(number):
                self.notes.append(("locked", {"number": str(number)}))
                continue
            self._words[number] = shortened(line) if line else " "
            if self._words[number] == line and self._is_held(number):
                self.freed.append(number)
            elif self._words[number] == line and "rest" not in request.scenes:
                self.notes.append(("cannot_shorten", {"number": str(number)}))

    def _is_held(self, number: int) -> bool:
        scene = self._scenes[number]
        return scene["seconds"] > (self._telling.line_s(scene["narration"]) + BREATH_S) * HELD

    def _fit(self, request: Request) -> None:
        """Leave words out until a scene can be as short as it is asked to be."""
        for number in self._naming.numbers(request.scenes):
            line = self._words.get(number, "")
            while line and self._telling.line_s(line) > request.seconds and shortened(line) != line:
                line = shortened(line)
            if line:
                self._words[number] = line
            if self._telling.line_s(line) > request.seconds:
                self.notes.append(("cannot_retime", {"number": str(number)}))

    def _ask(self, request: Request) -> None:
        for number in self._naming.numbers(request.scenes or ("1",)):
            line = self._words.get(number, "")
            self._words[number] = asked(line, self._telling) if line else " "
            if self._words[number] == line:
                self.notes.append(("cannot_ask", {"number": str(number)}))

    def _split(self, request: Request) -> None:
        for number in self._naming.numbers(request.scenes):
            halves = halved(self._words.get(number, ""))
            if halves is None:
                self.notes.append(("cannot_split", {"number": str(number)}))
            else:
                self._words[number], self.halves[number] = halves

    def _merge(self, request: Request) -> None:
        numbers = self._naming.numbers((*request.scenes, *request.to))
        if len(numbers) < 2:
            self.notes.append(("cannot_merge", {}))
            return
        lines = [self._words.get(number, "") for number in sorted(numbers)]
        self._words[min(numbers)] = " ".join(line for line in lines if line)[:1_200]


def told(line: str, telling: Telling) -> dict[str, Any]:
    """Give the fields of a scene that says a line."""
    return {
        "narration": line,
        "on_screen_text": on_screen(line, telling),
        "visual_prompt": visual(line, "", telling),
    }
