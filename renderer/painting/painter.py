"""A segment and its pictures in, frames out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2

from renderer.camera.transitions import moment, text_share
from renderer.captions.cues import Captions
from renderer.captions.styles import ACCENTS
from renderer.overlays.progress import Bar
from renderer.overlays.stage import Overlays, Scene
from renderer.painting.compositor import Compositor
from renderer.painting.content import Content, content_of
from renderer.painting.shot import Matter, Shot
from renderer.pixels.frames import Planes, blank, copied, mixed
from renderer.shelf import Shelf
from renderer.typesetting.fonts import Fonts, Locate
from studio.domain.segments import Layer, Segment
from studio.domain.units import StorageKey
from studio.domain.zones import Layout, layout

Paint = Callable[[Planes], None]


@dataclass(frozen=True, slots=True)
class Painting:
    """A segment, ready to be painted.

    Attributes:
        frames: What paints each frame, in order.
        content: What they show.
    """

    frames: Iterator[Paint]
    content: Content


def paints(
    segment: Segment, pictures: Mapping[StorageKey, Matter], locate: Locate
) -> Iterator[Paint]:
    """Give what paints each frame of a segment, in order, as ``painting`` does."""
    return painting(segment, pictures, locate).frames


def painting(
    segment: Segment,
    pictures: Mapping[StorageKey, Matter],
    locate: Locate,
    *,
    shelf: Shelf | None = None,
) -> Painting:
    """Prepare a segment's frames.

    Args:
        segment: What is seen.
        pictures: What every layer shows: an encoded picture, or where a clip lies.
        locate: Finds fonts.
        shelf: Where pictures are kept for the next segment that shows them.

    Raises:
        RenderFailed: A picture or clip cannot be read.
    """
    cv2.setNumThreads(1)
    size = {"width_px": segment.width_px, "height_px": segment.height_px}
    shots = [
        Shot(layer, pictures[layer.picture], **size, fps=segment.fps, shelf=shelf)
        for layer in segment.layers
    ]
    text = _Text(segment.layers[0], segment, Fonts(locate, segment.language))
    content = content_of(segment, is_any_smooth=any(shot.is_smooth for shot in shots))
    return Painting(_frames(shots, text, segment), content)


def _frames(shots: Sequence[Shot], text: "_Text", segment: Segment) -> Iterator[Paint]:
    if len(shots) == 2:
        size = {"width_px": segment.width_px, "height_px": segment.height_px}
        return _passing(Compositor(shots[0], shots[1], **size), text, segment)
    if shots[0].is_still:
        return _still(shots[0], text, segment)
    return _alone(shots[0], text, segment)


def room_of(segment: Segment) -> Layout:
    """Lay out the text of a segment."""
    return layout(segment.width_px, segment.height_px, segment.platform, segment.caption_look)


def captions_of(segment: Segment, fonts: Fonts) -> Captions:
    """Give the captions of a segment, which are those of its first layer."""
    return Captions(
        segment.layers[0].cues,
        fonts,
        style=segment.caption_style,
        palette_seed=segment.palette_seed,
        layout=room_of(segment),
        fps=segment.fps,
        wanted=segment.caption_look,
    )


def _alone(shot: Shot, text: "_Text", segment: Segment) -> Iterator[Paint]:
    def paint(frame: Planes, number: int) -> None:
        shot.paint(frame, number)
        text.paint(frame, number)
        text.paint_bar(frame, number)

    return ((lambda frame, n=n: paint(frame, n)) for n in range(segment.frames))


def _still(shot: Shot, text: "_Text", segment: Segment) -> Iterator[Paint]:
    """Paint picture and overlays once, and copy them for as long as none of them moves."""
    bare, backdrop = (blank(segment.width_px, segment.height_px) for _ in range(2))
    shot.paint(bare, 0)
    painted: Scene | None = None

    def paint(frame: Planes, number: int) -> None:
        nonlocal painted
        standing = text.standing(number)
        if standing != painted:
            copied(bare, into=backdrop)
            text.paint_overlays(backdrop, number)
            painted = standing
        copied(backdrop, into=frame)
        text.paint_captions(frame, number)
        text.paint_bar(frame, number)

    return ((lambda frame, n=n: paint(frame, n)) for n in range(segment.frames))


def _passing(pair: Compositor, text: "_Text", segment: Segment) -> Iterator[Paint]:
    bare = blank(segment.width_px, segment.height_px)

    def paint(frame: Planes, number: int) -> None:
        pair.paint(frame, number, moment(segment.transition, number, segment.frames))
        share = text_share(number, segment.frames)
        if share and not text.is_empty:
            copied(frame, into=bare)
            text.paint(frame, number)
            mixed(bare, frame, share, into=frame)
        text.paint_bar(frame, number)

    return ((lambda frame, n=n: paint(frame, n)) for n in range(segment.frames))


class _Text:
    """What is written over one layer, and the bar over all."""

    def __init__(self, layer: Layer, segment: Segment, fonts: Fonts) -> None:
        self.is_empty = not (layer.overlays or layer.cues)
        accent = ACCENTS[segment.palette_seed % len(ACCENTS)]
        room = room_of(segment)
        self._overlays = Overlays(
            layer.overlays,
            fonts,
            style=segment.overlay_style,
            accent=accent,
            layout=room,
            fps=segment.fps,
        )
        self._captions = captions_of(segment, fonts)
        self._bar = None
        if segment.progress is not None:
            self._bar = Bar(segment.progress, accent=accent, layout=room)

    def paint(self, frame: Planes, number: int) -> None:
        self.paint_overlays(frame, number)
        self.paint_captions(frame, number)

    def paint_overlays(self, frame: Planes, number: int) -> None:
        self._overlays.paint(frame, number)

    def paint_captions(self, frame: Planes, number: int) -> None:
        self._captions.paint(frame, number)

    def paint_bar(self, frame: Planes, number: int) -> None:
        if self._bar is not None:
            self._bar.paint(frame, number)

    def standing(self, number: int) -> Scene:
        """Say which overlays stand; while the answer is the same, so is what is painted."""
        return self._overlays.at(number)
