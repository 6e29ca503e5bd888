"""What is different between two storyboards: for people in words, for programs as data. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from studio.domain.field_words import KINDS, LABELS, NAMES, label_of
from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.domain.value import Value

QUOTED_CHARACTERS = 80
_NESTED = ("brief", "style", "style.voice", "style.caption_look", "music", "output")
_AREAS = {
    "music": ("music",),
    "style.voice": ("voice",),
    "style.captions": ("captions", "style"),
    "style.caption_look": ("captions", "style"),
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


class Vocabulary(Value):
    """The words by which differences are told in a language.

    Attributes:
        labels: What people call a field, by its path.
        values: What people call a value, by what it names and what programs call it.
        nothing: Stands for a value that is empty.
        others: Stands for a value that has parts of its own.
        turned_on: After a label: it is on now.
        turned_off: Likewise.
        other: ``{label}`` is another now.
        was: It was scene ``{number}``.
        scene: Scene ``{number}``.
        new: Scene ``{number}`` is new.
        gone: Scene ``{number}`` is gone.
        quotes: Opening and closing mark.
        colon: After a scene.
    """

    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = {}
    nothing: str = "nothing"
    others: str = "others"
    turned_on: str = "on"
    turned_off: str = "off"
    other: str = "other {label}"
    was: str = "was scene {number}"
    scene: str = "Scene {number}"
    new: str = "Scene {number} is new"
    gone: str = "Scene {number} is gone"
    quotes: tuple[str, str] = ("“", "”")
    colon: str = ": "

    def field(self, field: "FieldChange") -> str:
        """Say what is different about one thing."""
        label = self.labels.get(field.field, field.label)
        if isinstance(field.new, bool) and field.field != "is_outline_only":
            return f"{label} {self.turned_on if field.new else self.turned_off}"
        if _is_nested(field.new) and _is_nested(field.old):
            return self.other.format(label=label)
        old, new = (self.named_value(field.field, value) for value in (field.old, field.new))
        return f"{label} {self.quoted(old)} → {self.quoted(new)}"

    def now(self, field: "FieldChange") -> str:
        """Say what holds, without what was before."""
        if isinstance(field.new, bool) or _is_nested(field.new):
            return self.field(field)
        label = self.labels.get(field.field, field.label)
        return f"{label} {self.quoted(self.named_value(field.field, field.new))}"

    def named_value(self, path: str, value: Any) -> Any:
        """Call a field's value what people call it; one that has no name stays as it is."""
        names = self.values.get(KINDS.get(path, ""), {})
        return names.get(value, value) if isinstance(value, str) else _counted(path, value)

    def difference(self, scene: "SceneDifference") -> str:
        """Say in one line what became of a scene."""
        if scene.kind in ("added", "removed"):
            is_new = scene.kind == "added"
            number = scene.new_number if is_new else scene.old_number
            texts = (f.new if is_new else f.old for f in scene.fields if f.field == "narration")
            said = next(texts, "")
            line = (self.new if is_new else self.gone).format(number=number)
            return f"{line}{f'{self.colon}{self.quoted(said)}' if said else ''}"
        told = list(dict.fromkeys(self.field(field) for field in scene.fields))
        if scene.old_number != scene.new_number:
            told.insert(0, self.was.format(number=scene.old_number))
        return f"{self.scene.format(number=scene.new_number)}{self.colon}{', '.join(told)}"

    def named(self, found: "Comparison") -> "Comparison":
        """Give the same differences with the language's labels."""
        scenes = (s.model_copy(update={"fields": self._labelled(s.fields)}) for s in found.scenes)
        return Comparison(general=self._labelled(found.general), scenes=tuple(scenes))

    def _labelled(self, fields: "Sequence[FieldChange]") -> "tuple[FieldChange, ...]":
        return tuple(
            f.model_copy(update={"label": self.labels.get(f.field, f.label)}) for f in fields
        )

    def quoted(self, value: Any) -> str:
        """Quote a text, shortened; anything else as it is."""
        if value in (None, "", [], {}):
            return self.nothing
        if _is_nested(value):
            return self.others
        text = f"{value}"
        if len(text) > QUOTED_CHARACTERS:
            text = text[: QUOTED_CHARACTERS - 1].rstrip() + "…"
        return f"{self.quotes[0]}{text}{self.quotes[1]}" if isinstance(value, str) else text


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
        return ENGLISH.field(self)


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
        return ENGLISH.difference(self)


class Comparison(Value):
    """What is different between two storyboards; nothing where they are the same."""

    general: tuple[FieldChange, ...] = ()
    scenes: tuple[SceneDifference, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Say everything, a line each."""
        return told(self, ENGLISH)

    @property
    def areas(self) -> tuple[str, ...]:
        """Name the areas that are touched, as people ask for them."""
        return tuple(dict.fromkeys(_areas(self)))


def told(found: Comparison, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Say everything in a language, a line each."""
    general = (vocabulary.field(field) for field in found.general)
    return (
        *(line[:1].upper() + line[1:] for line in dict.fromkeys(general)),
        *(vocabulary.difference(scene) for scene in found.scenes),
    )


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
    """Give the scenes that keep their order: as many as can be, those that keep their place first."""
    places = {scene: place for place, scene in enumerate(old)}
    best: list[tuple[int, int, tuple[SceneId, ...]]] = []
    for place, scene in enumerate(new):
        before = [b for b in best if places[b[2][-1]] < places[scene]]
        count, fixed, row = max(before, key=lambda b: b[:2], default=(0, 0, ()))
        best.append((count + 1, fixed + (places[scene] == place), (*row, scene)))
    return set(max(best, key=lambda b: b[:2], default=(0, 0, ()))[2])


def _fields(old: Scene | None, new: Scene | None) -> Iterator[FieldChange]:
    before = old.model_dump(mode="json", exclude={"id"}) if old else {}
    after = new.model_dump(mode="json", exclude={"id"}) if new else {}
    defaults = Scene(id=SceneId("")).model_dump(mode="json", exclude={"id"})
    for name in after or before:
        one, other = before.get(name, defaults[name]), after.get(name, defaults[name])
        if one != other:
            yield _field(name, one, other)


def _field(path: str, old: Any, new: Any) -> FieldChange:
    return FieldChange(field=path, label=label_of(path), old=old, new=new)


def _flat(board: Storyboard) -> dict[str, Any]:
    unsaid = {"scenes", "own", "prompt_language"}
    flat = dict(_leaves("", board.model_dump(mode="json", exclude=unsaid)))
    # A format says what its two sides would.
    for side in ("output.width_px", "output.height_px"):
        del flat[side]
    return flat | {"output.format": board.output.format}


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


def _counted(path: str, value: Any) -> Any:
    """Count a hook as people do, from 1."""
    return value + 1 if path == "chosen_hook" and isinstance(value, int) else value


def _is_nested(value: Any) -> bool:
    return isinstance(value, list | dict)


ENGLISH = Vocabulary(
    labels=LABELS,
    values={kind: {n.value: n.replace("_", " ") for n in names} for kind, names in NAMES.items()},
)
"""As the code says it; every other language has the same labels."""
