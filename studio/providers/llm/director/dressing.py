"""What stands on the picture beside its captions, and how one scene gives way to the next."""

from collections.abc import Mapping
from typing import Any

from studio.domain.scene import Transition
from studio.providers.llm.director.naming import Naming
from studio.providers.llm.director.wishes import Request, Wish
from studio.providers.llm.director.wording import Note

LONGEST_TITLE, LONGEST_CALL = 80, 60
_KINDS = {"title_card": "title_card", "call": "call_to_action"}
_EDGES = " .:;\"'“”„«»"


class Dressing:
    """The overlays and transitions of all scenes after a message.

    Attributes:
        notes: What could not be done.
    """

    def __init__(self, naming: Naming, board: Mapping[str, Any]) -> None:
        """Start with what the storyboard shows."""
        self._naming, self._title = naming, str(board.get("title") or "")
        self._scenes: list[dict[str, Any]] = list(board["scenes"])
        self._changed: dict[int, dict[str, Any]] = {}
        self.notes: list[Note] = []

    def changes(self, wish: Wish) -> dict[int, dict[str, Any]]:
        """Give the fields that change, by the scene's number as it stood before."""
        acts = {
            "title_card": self._card,
            "call": self._call,
            "bare": self._bare,
            "transition": self._join,
        }
        for request in wish.requests:
            if request.kind in acts and self._scenes:
                acts[request.kind](request)
        return dict(sorted(self._changed.items()))

    def _card(self, request: Request) -> None:
        title = _words(request, LONGEST_TITLE) or self._title[:LONGEST_TITLE]
        title = title or str(self._scenes[0].get("on_screen_text") or "")[:LONGEST_TITLE]
        self._show(request, 1, {"kind": "title_card", "title": title}, is_said=bool(title))

    def _call(self, request: Request) -> None:
        text = _words(request, LONGEST_CALL)
        shown = {"kind": "call_to_action", "text": text}
        self._show(request, len(self._scenes), shown, is_said=bool(text))

    def _show(
        self, request: Request, number: int, overlay: dict[str, Any], *, is_said: bool
    ) -> None:
        if "off" in request.words:
            self._take_off(_KINDS[request.kind])
        elif self._naming.is_locked(number):
            self.notes.append(("locked", {"number": str(number)}))
        elif is_said:
            others = [o for o in self._overlays(number) if o.get("kind") != overlay["kind"]]
            self._change(number, overlays=[*others, overlay])
        else:
            self.notes.append(("no_call_words", {}))

    def _take_off(self, kind: str) -> None:
        found = False
        for number in range(1, len(self._scenes) + 1):
            left = [o for o in self._overlays(number) if o.get("kind") != kind]
            if left != self._overlays(number) and not self._naming.is_locked(number):
                self._change(number, overlays=left)
                found = True
        if not found:
            self.notes.append(("nothing_to_take", {}))

    def _bare(self, request: Request) -> None:
        for number in self._naming.open(request):
            scene = self._scene(number)
            if scene.get("on_screen_text"):
                self._change(number, on_screen_text="")
            if self._overlays(number):
                self._change(number, overlays=[])
            if number not in self._changed:
                self.notes.append(("nothing_to_take", {}))

    def _join(self, request: Request) -> None:
        """Give the last scene none: nothing comes after it."""
        wanted = str(Transition.CUT if "off" in request.words else request.words["transition"])
        named = self._naming.open(request) if request.scenes else []
        numbers = named or list(range(1, len(self._scenes) + 1))
        joined = numbers[:-1] if len(numbers) > 1 else numbers
        open_ones = [n for n in joined if not self._naming.is_locked(n)]
        other = [n for n in open_ones if self._scene(n).get("transition", "cut") != wanted]
        for number in other:
            self._change(number, transition=wanted)
        if not other:
            self.notes.append(("so_already", {}))

    def _scene(self, number: int) -> dict[str, Any]:
        return self._scenes[number - 1] if 0 < number <= len(self._scenes) else {}

    def _overlays(self, number: int) -> list[dict[str, Any]]:
        changed = self._changed.get(number, {})
        return list(changed.get("overlays", self._scene(number).get("overlays") or []))

    def _change(self, number: int, **fields: Any) -> None:
        self._changed[number] = self._changed.get(number, {}) | fields


def _words(request: Request, most: int) -> str:
    text = request.words.get("text", "").strip(_EDGES)
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0]}…"
