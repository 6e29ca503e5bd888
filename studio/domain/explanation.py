"""Why a render's pieces were made again or not: what changed in what decides them. Pure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from studio.domain.render import RenderProfile
from studio.domain.segments import Layer, Segment, segments_of
from studio.domain.timeline import AudioTrack, Timeline
from studio.domain.units import SceneId
from studio.domain.value import Value

RENDERER = "the renderer"
"""What changed where nothing that was asked for did: the same is drawn in another way now."""
_WORDS = {
    "width_px": "size",
    "height_px": "size",
    "fps": "frame rate",
    "hardware": "encoder",
    "frames": "length",
    "profile": "quality",
    "palette_seed": "colours",
    "motion": "camera move",
    "fit": "fit of the picture",
    "first": "length",
    "move_frames": "length",
    "footage": "part of the clip",
    "caption_look": "look of the captions",
    "overlay_style": "look of the on-screen text",
    "progress": "progress bar",
    "duration_ms": "length",
    "music_mood": "music",
    "music_seed": "music",
    "music_pace": "music",
    "recording": "music",
    "music_gain_db": "loudness of the music",
    "effects": "sounds on cuts",
}
_TEXT_ONLY = (
    "caption_style",
    "caption_look",
    "language",
    "palette_seed",
    "platform",
    "overlay_style",
)


class Verdict(StrEnum):
    """How a piece compares with the earlier video."""

    SAME = "same"
    """The earlier video has a piece with the very same digest."""
    CHANGED = "changed"
    """It has one at the same place, but something in it is different."""
    NEW = "new"
    """It has none at this place."""


class Piece(Value):
    """A segment and the scenes that it shows.

    Attributes:
        segment: What is encoded.
        scenes: One; two for a transition from the first to the second.
        numbers: The places of the scenes in the video, from 1.
    """

    segment: Segment
    scenes: tuple[SceneId, ...]
    numbers: tuple[int, ...]


class Explanation(Value):
    """Why a piece had to be made, or not.

    Attributes:
        piece: Which one.
        verdict: How it compares with the earlier video.
        changes: What is different, in words, e.g. ``"picture"``; only of a changed piece.
    """

    piece: Piece
    verdict: Verdict
    changes: tuple[str, ...] = ()


def pieces_of(timeline: Timeline, profile: RenderProfile) -> tuple[Piece, ...]:
    """Cut a timeline into segments, each with the scenes that it shows."""
    places = {clip.start: number for number, clip in enumerate(timeline.clips, 1)}
    pieces: list[Piece] = []
    last = 0
    for segment in segments_of(timeline, profile):
        last = places.get(segment.start, last)
        numbers = tuple(last + after for after in range(len(segment.layers)))
        scenes = tuple(timeline.clips[number - 1].scene_id for number in numbers)
        pieces.append(Piece(segment=segment, scenes=scenes, numbers=numbers))
    return tuple(pieces)


def explain(old: Sequence[Piece], new: Sequence[Piece]) -> tuple[Explanation, ...]:
    """Hold a video's pieces against those of an earlier one.

    Args:
        old: Of the earlier video; none where there is no earlier one. A piece whose digest is not
            what today's renderer would give counts as drawn in another way.
        new: Of the video to be explained.

    Returns:
        One explanation for each new piece, in order.
    """
    known = {piece.segment.digest for piece in old}
    places = {piece.scenes: piece.segment for piece in old}
    leaving = {piece.scenes[0]: piece for piece in old if len(piece.scenes) > 1}
    explained: list[Explanation] = []
    for piece in new:
        if piece.segment.digest in known:
            explained.append(Explanation(piece=piece, verdict=Verdict.SAME))
        elif piece.scenes in places:
            changes = _segment_changes(places[piece.scenes], piece.segment)
            explained.append(_changed(piece, changes or (RENDERER,)))
        elif len(piece.scenes) > 1 and piece.scenes[0] in leaving:
            explained.append(_changed(piece, ("next scene",)))
        else:
            explained.append(Explanation(piece=piece, verdict=Verdict.NEW))
    return tuple(explained)


def explain_sound(old: AudioTrack, new: AudioTrack) -> tuple[str, ...]:
    """Say in words what is different between two sounds; nothing where they are the same."""
    changes = list(_differing(old, new, skip=("voices",)))
    if [cue.key for cue in old.voices] != [cue.key for cue in new.voices]:
        changes.append("voices")
    elif old.voices != new.voices:
        changes.append("times of the voices")
    return _once(changes)


def _changed(piece: Piece, changes: tuple[str, ...]) -> Explanation:
    return Explanation(piece=piece, verdict=Verdict.CHANGED, changes=changes)


def _segment_changes(old: Segment, new: Segment) -> tuple[str, ...]:
    skip = ["digest", "start", "layers"]
    if not (_has_text(old) and _has_text(new)):
        skip += _TEXT_ONLY
    changes = list(_differing(old, new, skip=skip))
    for place, (before, after) in enumerate(zip(old.layers, new.layers, strict=False)):
        owner = "the next scene's " if place else ""
        changes += [f"{owner}{change}" for change in _layer_changes(before, after)]
    if len(old.layers) != len(new.layers):
        changes.append("transition")
    return _once(changes)


def _layer_changes(old: Layer, new: Layer) -> Iterable[str]:
    skip = ["cues", "overlays"]
    if old.motion is not new.motion:
        skip += ["first", "move_frames"]
    yield from _differing(old, new, skip=skip)
    if [s.overlay for s in old.overlays] != [s.overlay for s in new.overlays]:
        yield "on-screen text"
    elif old.overlays != new.overlays:
        yield "times of the on-screen text"
    if _said(old) != _said(new):
        yield "captions"
    elif old.cues != new.cues:
        yield "times of the captions"


def _differing(old: Value, new: Value, *, skip: Sequence[str]) -> Iterable[str]:
    for name in type(new).model_fields:
        if name not in skip and getattr(old, name) != getattr(new, name):
            yield _WORDS.get(name, name.replace("_", " "))


def _has_text(segment: Segment) -> bool:
    return any(layer.overlays or layer.cues for layer in segment.layers)


def _said(layer: Layer) -> list[list[str]]:
    return [[word.text for word in cue.words] for cue in layer.cues]


def _once(changes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(changes))
