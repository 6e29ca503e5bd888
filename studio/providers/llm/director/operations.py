"""Turn requests into operations on scenes: one change, whatever the message's order.

Requests name scenes as they stood before the message; an operation of ``edit_scenes`` names them
as they stand by then. A working list of the first numbers translates.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from studio.domain.storyboard import Tempo
from studio.providers.llm.director.dressing import Dressing
from studio.providers.llm.director.fitting import surplus
from studio.providers.llm.director.language import language
from studio.providers.llm.director.naming import Naming
from studio.providers.llm.director.rewording import SHORTER
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.wishes import Request, Wish
from studio.providers.llm.director.wording import Note, Wording, told

Operation = dict[str, Any]
LONGER = 1.3
LONGEST_SCENE_S = 20.0
SHORTEST_SCENE_S = 1.0
FIT = 0.05
"""Share of the wanted length that a video may be off."""


_SOUNDS = {"mute": "muted", "hear_instead": "instead", "hear": "under"}


class Planner:
    """Collects the operations of one message."""

    def __init__(
        self, wish: Wish, board: dict[str, Any], *, mine: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """Take what is asked for, the storyboard as ``show_storyboard`` tells it, and the uploads."""
        self._wish, self._mine, self._board = wish, mine, board
        self._scenes: list[dict[str, Any]] = board["scenes"]
        self._naming = Naming(wish, self._scenes)
        self._telling = telling_of(board)
        self._wording = Wording(self._naming, self._scenes, telling=self._telling)
        self._order = [s["number"] for s in self._scenes]
        self._new = 0
        self._operations: list[Operation] = []
        self.notes: list[Note] = self._wording.notes

    def operations(self) -> list[Operation]:
        """Give all operations: opened, reworded, timed, placed, taken out and locked."""
        self._each("unlock", lambda n, _: self._do("unlock", n))
        self._reworded()
        self._retimed()
        self._each("use_media", lambda n, r: self._do("use_media", n, media=int(r.words["media"])))
        self._each("use_mine", self._use_newest)
        self._dressed()
        self._each("motion", lambda n, r: self._do("rewrite", n, motion=r.words["move"]))
        for kind, sound in _SOUNDS.items():
            for request in self._of(kind):
                self._hear(request, sound)
        for number, second in self._wording.halves.items():
            self._add(told(second, self._telling), at=self._now(number))
        self._added()
        for request in self._of("swap"):
            self._swap(self._naming.numbers((*request.scenes, *request.to)))
        for request in self._of("move"):
            self._move(request)
        self._removed()
        self._each("lock", lambda n, _: self._do("lock", n))
        return self._operations

    def missing(self) -> list[Note]:
        """Say which scenes the message names that there are not."""
        count = str(len(self._scenes))
        return [
            ("no_scene", {"number": str(number), "count": count})
            for number in self._naming.missing()
        ]

    def _of(self, *kinds: str) -> list[Request]:
        return [request for request in self._wish.requests if request.kind in kinds]

    def _each(self, kind: str, act: Callable[[int, Request], None]) -> None:
        for request in self._of(kind):
            for number in self._naming.numbers(request.scenes):
                act(number, request)

    def _hear(self, request: Request, sound: str) -> None:
        """Name the scenes, or else the clip, or else every clip there is."""
        if request.scenes:
            for number in self._naming.numbers(request.scenes):
                self._do("hear", number, sound=sound)
            return
        named = {"media": int(request.words["media"])} if "media" in request.words else {}
        self._operations.append({"op": "hear", "sound": sound} | named)

    def _use_newest(self, number: int, request: Request) -> None:
        """Show the upload that was brought last, of the kind that is named."""
        kind = request.words["sort"]
        there = [int(upload["number"]) for upload in self._mine if upload["kind"] == kind]
        if there:
            self._do("use_media", number, media=max(there))
        else:
            self.notes.append(("no_upload", {"number": str(number)}))

    def _do(self, op: str, number: int, **fields: Any) -> None:
        self._operations.append({"op": op, "scene": self._now(number), **fields})

    def _now(self, number: int) -> int:
        return self._order.index(number) + 1 if number in self._order else number

    def _reworded(self) -> None:
        for request in self._wish.requests:
            self._wording.take(request)
        for number, fields in self._wording.changes().items():
            self._do("rewrite", number, **fields)

    def _dressed(self) -> None:
        dressing = Dressing(self._naming, self._board)
        for number, fields in dressing.changes(self._wish).items():
            self._do("rewrite", number, **fields)
        self.notes += dressing.notes

    def _retimed(self) -> None:
        wanted: dict[int, float | None] = dict.fromkeys(self._wording.freed)
        for request in self._of("retime", "retime_by", "longer"):
            whole = not request.scenes and self._wish.target_s is None
            for number in self._naming.open(Request("longer", ("all",)) if whole else request):
                seconds = _timed(request, self._seconds(number))
                if SHORTEST_SCENE_S <= seconds <= LONGEST_SCENE_S:
                    wanted[number] = seconds
                    continue
                told_s = {"number": str(number), "seconds": f"{seconds:g}"}
                self.notes.append(("cannot_last", told_s))
        for number, seconds in sorted(wanted.items()):
            self._do("retime", number, seconds=seconds)

    def _seconds(self, number: int) -> float:
        known = 0 < number <= len(self._scenes)
        return self._scenes[number - 1]["seconds"] if known else SHORTEST_SCENE_S

    def _added(self) -> None:
        for request in self._of("add_text", "add_topic"):
            place, text = self._place_of_new(request), request.words["text"]
            if request.kind == "add_text":
                self._add(told(text[:1_200], self._telling), at=place)
                continue
            topic = text.strip(" .!?\"'")[:100]
            spoken = self._telling.spoken or language(self._wish.language)
            line = spoken.data.placeholder.format(topic=topic)
            shown = {"on_screen_text": topic[:1].upper() + topic[1:], "visual_prompt": topic}
            self._add(told(line, self._telling) | shown, at=place)
            self.notes.append(("placeholder", {"topic": topic, "number": str(place + 1)}))

    def _place_of_new(self, request: Request) -> int:
        if request.scenes:
            anchor = self._now(self._naming.numbers(request.scenes)[0])
            return anchor - 1 if request.words["where"] == "before" else anchor
        return 0 if request.words.get("edge") == "first" else len(self._order)

    def _add(self, scene: dict[str, Any], *, at: int) -> None:
        self._new -= 1
        self._order.insert(at, self._new)
        self._operations.append({"op": "add", "at": at + 1, "scene": scene})

    def _swap(self, numbers: Sequence[int]) -> None:
        if len(numbers) != 2:
            self.notes.append(("cannot_swap", {}))
            return
        low, high = sorted(numbers, key=self._now)
        first, second = self._now(low), self._now(high)
        self._shift(high, to=first)
        if second - first > 1:
            self._shift(low, to=second)

    def _shift(self, number: int, *, to: int) -> None:
        self._do("move", number, to=to)
        if number in self._order:
            self._order.remove(number)
            self._order.insert(to - 1, number)

    def _move(self, request: Request) -> None:
        for place, number in enumerate(self._naming.numbers(request.scenes)):
            self._shift(number, to=self._target(request, number, place))

    def _target(self, request: Request, number: int, place: int) -> int:
        if edge := request.words.get("edge"):
            return len(self._order) if edge == "last" else place + 1
        if way := request.words.get("way"):
            step = 1 if way == "later" else -1
            return min(len(self._order), max(1, self._now(number) + step))
        anchor = self._naming.numbers(request.to)[0]
        where = request.words["where"]
        if where == "at":
            return anchor + place
        ahead = self._now(number) < self._now(anchor)
        if where == "before":
            return self._now(anchor) - ahead
        return self._now(anchor) + (place if not ahead else 0) + (not ahead)

    def _removed(self) -> None:
        gone = {n for r in self._of("remove") for n in self._naming.numbers(r.scenes)}
        for request in self._of("merge"):
            numbers = self._naming.numbers((*request.scenes, *request.to))
            gone |= set(numbers) - {min(numbers)} if len(numbers) > 1 else set()
        gone |= self._surplus(gone)
        for number in sorted(gone, reverse=True):
            self._do("remove", number)
            if number in self._order:
                self._order.remove(number)

    def _surplus(self, gone: set[int]) -> set[int]:
        """Choose scenes to leave out, by their length before the message."""
        left = [s for s in self._scenes if s["number"] not in gone]
        whole, target = sum(s["seconds"] for s in left), self._wish.target_s
        limit = whole if target is None else min(whole, target)
        if any(r.kind == "shorter" and not r.scenes for r in self._wish.requests):
            limit = min(limit, whole * SHORTER) if target is None else limit
        if limit >= whole or (target and abs(whole - target) <= target * FIT):
            self._fill(left)
            return set()
        chosen = {left[i - 1]["number"] for i in surplus(_renumbered(left), limit_s=limit)}
        reached = sum(s["seconds"] for s in left if s["number"] not in chosen)
        if target is not None and abs(reached - target) > target * FIT:
            self.notes.append(("cannot_fit", {"seconds": str(target)}))
        return chosen

    def _fill(self, left: list[dict[str, Any]]) -> None:
        """Hold the scenes a little longer where the words are too few for the length."""
        whole_s, target = sum(scene["seconds"] for scene in left), self._wish.target_s
        if target is None or whole_s >= target * (1 - FIT):
            return
        if target > whole_s * LONGER:
            self.notes.append(("cannot_fill", {"seconds": str(target)}))
        for scene in left:
            if not scene["locked"]:
                seconds = _held(scene["seconds"] * min(LONGER, target / whole_s))
                self._do("retime", scene["number"], seconds=seconds)


def telling_of(board: dict[str, Any]) -> Telling:
    """Read from a storyboard how its video is told."""
    return Telling(board.get("language") or "en", Tempo(board.get("tempo") or Tempo.NORMAL))


def _renumbered(scenes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [scene | {"number": n} for n, scene in enumerate(scenes, start=1)]


def _timed(request: Request, before_s: float) -> float:
    if request.kind == "longer":
        return _held(before_s * LONGER)
    if request.kind == "retime":
        return request.seconds
    is_less = request.words["by"] == "shorter"
    return _held(before_s + (-request.seconds if is_less else request.seconds))


def _held(seconds: float) -> float:
    return min(LONGEST_SCENE_S, max(SHORTEST_SCENE_S, round(seconds, 1)))
