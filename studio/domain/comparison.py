"""What is different between two storyboards: for people in words, for programs as data. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.domain.value import Value

QUOTED_CHARACTERS = 80
_NESTED = ("brief", "style", "style.voice", "music", "output")
_LABELS = {
    "brief.topic": "topic",
    "brief.source_text": "source text",
    "brief.target_s": "wanted length",
    "brief.language": "language",
    "brief.tempo": "tempo",
    "chosen_hook": "chosen hook",
    "style.negative": "what no picture shows",
    "style.palette_seed": "colours",
    "style.palette": "palette",
    "style.picture_maker": "maker of the pictures",
    "style.overlays": "look of the on-screen text",
    "style.progress_bar": "progress bar",
    "style.voice.voice": "voice",
    "style.voice.maker": "maker of the voice",
    "style.voice.pitch_semitones": "pitch of the voice",
    "style.effects": "sounds on cuts",
    "music.enabled": "music",
    "music.track": "music",
    "music.mood": "mood of the music",
    "music.pace": "pace of the music",
    "music.gain_db": "loudness of the music",
    "output.width_px": "width",
    "output.height_px": "height",
    "output.fps": "frame rate",
    "is_outline_only": "outline only",
    "on_screen_text": "on-screen text",
    "overlays": "other text",
    "visual_prompt": "picture",
    "negative_prompt": "what the picture must not show",
    "media": "own picture or clip",
    "picture_maker": "maker of the picture",
    "locked": "lock",
    "citations": "sources",
    "duration_policy": "length",
    "fixed_ms": "length",
}
_AREAS = {
    "music": ("music",),
    "style.voice": ("voice",),
    "style.captions": ("captions", "style"),
    "style.effects": ("effects", "style"),
    "style": ("style", "look"),
    "brief.language": ("language", "brief"),
    "brief.tempo": ("voice", "brief"),
    "brief": ("brief",),
    "hooks": ("hook",),
    "chosen_hook": ("hook",),
    "outline": ("outline",),
    "output": ("output",),
    "title": ("title",),
    "pack": ("style", "look"),
    "template": ("script",),
    "narration": ("script",),
    "citations": ("sources",),
    "visual_prompt": ("pictures",),
    "negative_prompt": ("pictures",),
    "media": ("pictures",),
    "picture_maker": ("pictures",),
    "fit": ("pictures",),
    "on_screen_text": ("text",),
    "overlays": ("text",),
    "motion": ("motion",),
    "transition": ("transitions",),
    "duration_policy": ("length",),
    "fixed_ms": ("length",),
    "locked": ("lock",),
}


class FieldChange(Value):
    """One thing that is different.

    Attributes:
        field: Its path, dotted.
        label: What people call it.
        old: Before; plain JSON.
        new: After.
    """

    field: str
    label: str
    old: Any
    new: Any

    @property
    def words(self) -> str:
        """Say it."""
        if isinstance(self.new, bool) and self.field != "is_outline_only":
            return f"{self.label} {'on' if self.new else 'off'}"
        if _is_nested(self.new) and _is_nested(self.old):
            return f"other {self.label}"
        return f"{self.label} {_quoted(self.old)} → {_quoted(self.new)}"


class SceneDifference(Value):
    """What became of one scene.

    Attributes:
        scene: Its id; of a scene that stands in the place of another, the new one's.
        kind: ``moved`` only where nothing else is different.
        old_number: Its place before, from 1; ``None`` where it was not there.
        new_number: Its place after.
        fields: What is different in it.
    """

    scene: SceneId
    kind: Literal["added", "removed", "moved", "changed"]
    old_number: int | None
    new_number: int | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def words(self) -> str:
        """Say it in one line."""
        if self.kind == "added":
            said = next((f.new for f in self.fields if f.field == "narration"), "")
            return f"Scene {self.new_number} is new{f': {_quoted(said)}' if said else ''}"
        if self.kind == "removed":
            said = next((f.old for f in self.fields if f.field == "narration"), "")
            return f"Scene {self.old_number} is gone{f': {_quoted(said)}' if said else ''}"
        told = list(dict.fromkeys(field.words for field in self.fields))
        if self.old_number != self.new_number:
            told.insert(0, f"was scene {self.old_number}")
        return f"Scene {self.new_number}: {', '.join(told)}"


class Comparison(Value):
    """What is different between two storyboards; nothing where they are the same."""

    general: tuple[FieldChange, ...] = ()
    scenes: tuple[SceneDifference, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Say everything, a line each."""
        general = (field.words for field in self.general)
        return (
            *(line[:1].upper() + line[1:] for line in dict.fromkeys(general)),
            *(scene.words for scene in self.scenes),
        )

    @property
    def areas(self) -> tuple[str, ...]:
        """Name the areas that are touched, as people ask for them."""
        return tuple(dict.fromkeys(_areas(self)))


def compare(old: Storyboard, new: Storyboard) -> Comparison:
    """Tell what is different."""
    before, after = _flat(old), _flat(new)
    general = tuple(
        _field(path, before.get(path), after.get(path))
        for path in dict.fromkeys((*before, *after))
        if before.get(path) != after.get(path)
    )
    return Comparison(general=general, scenes=tuple(_scenes(old.scenes, new.scenes)))


def _scenes(old: Sequence[Scene], new: Sequence[Scene]) -> Iterator[SceneDifference]:
    places = {scene.id: number for number, scene in enumerate(old, 1)}
    kept = {scene.id for scene in new}
    stayed = _stayed([s.id for s in old if s.id in kept], [s.id for s in new if s.id in places])
    replaced: set[SceneId] = set()
    for number, scene in enumerate(new, 1):
        place = places.get(scene.id)
        if place is None:
            at_place = old[number - 1] if number <= len(old) else None
            is_replaced = at_place is not None and at_place.id not in kept
            if at_place is None or not is_replaced:
                fields = tuple(_fields(None, scene))
                yield _difference(scene, "added", None, number, fields)
                continue
            replaced.add(at_place.id)
            yield _difference(scene, "changed", number, number, tuple(_fields(at_place, scene)))
            continue
        fields = tuple(_fields(old[place - 1], scene))
        if fields:
            yield _difference(scene, "changed", place, number, fields)
        elif scene.id not in stayed:
            yield _difference(scene, "moved", place, number, ())
    for number, scene in enumerate(old, 1):
        if scene.id not in kept and scene.id not in replaced:
            yield _difference(scene, "removed", number, None, tuple(_fields(scene, None)))


def _difference(
    scene: Scene,
    kind: Literal["added", "removed", "moved", "changed"],
    old_number: int | None,
    new_number: int | None,
    fields: tuple[FieldChange, ...],
) -> SceneDifference:
    return SceneDifference(
        scene=scene.id, kind=kind, old_number=old_number, new_number=new_number, fields=fields
    )


def _stayed(old: Sequence[SceneId], new: Sequence[SceneId]) -> set[SceneId]:
    """Give the scenes that keep their order, so that as few as can be count as moved."""
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    return {
        old[i]
        for block in matcher.get_matching_blocks()
        for i in range(block.a, block.a + block.size)
    }


def _fields(old: Scene | None, new: Scene | None) -> Iterator[FieldChange]:
    before = old.model_dump(mode="json", exclude={"id"}) if old else {}
    after = new.model_dump(mode="json", exclude={"id"}) if new else {}
    defaults = Scene(id=SceneId("")).model_dump(mode="json", exclude={"id"})
    for name in after or before:
        one, other = before.get(name, defaults[name]), after.get(name, defaults[name])
        if one != other:
            yield _field(name, one, other)


def _field(path: str, old: Any, new: Any) -> FieldChange:
    label = _LABELS.get(path) or path.rpartition(".")[2].replace("_", " ")
    return FieldChange(field=path, label=label, old=old, new=new)


def _flat(board: Storyboard) -> dict[str, Any]:
    return dict(
        _leaves("", board.model_dump(mode="json", exclude={"scenes", "own", "prompt_language"}))
    )


def _leaves(prefix: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        path = f"{prefix}{name}"
        if path in _NESTED:
            yield from _leaves(f"{path}.", value)
        else:
            yield path, value


def _areas(found: Comparison) -> Iterator[str]:
    for field in found.general:
        yield from _area(field.field)
    for scene in found.scenes:
        number = scene.new_number or scene.old_number
        yield f"scene {number}"
        if scene.kind in ("added", "removed"):
            yield "script"
            continue
        if scene.kind == "moved":
            yield "order"
        if scene.new_number == 1 and any(f.field == "narration" for f in scene.fields):
            yield "hook"
        for field in scene.fields:
            yield from _area(field.field)


def _area(path: str) -> tuple[str, ...]:
    while path:
        if path in _AREAS:
            return _AREAS[path]
        path = path.rpartition(".")[0]
    return ()


def _quoted(value: Any) -> str:
    if value in (None, "", [], {}):
        return "nothing"
    if _is_nested(value):
        return "others"
    text = f"{value}"
    if len(text) > QUOTED_CHARACTERS:
        text = text[: QUOTED_CHARACTERS - 1].rstrip() + "…"
    return f"“{text}”" if isinstance(value, str) else text


def _is_nested(value: Any) -> bool:
    return isinstance(value, list | dict)
