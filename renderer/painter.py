"""A segment and its pictures in, frames out."""

from collections.abc import Callable, Iterator, Mapping

import cv2

from renderer.caption_styles import ACCENTS
from renderer.captions import Captions
from renderer.compositor import Compositor, copied
from renderer.fonts import Fonts, Locate
from renderer.frames import Planes, blank, mixed
from renderer.headline import EASE_FRAMES, Headline
from renderer.shot import Shot
from renderer.transitions import moment, text_share
from studio.domain.scene import Motion
from studio.domain.segments import Layer, Segment
from studio.domain.units import StorageKey
from studio.domain.zones import layout

Paint = Callable[[Planes], None]


def paints(
    segment: Segment, pictures: Mapping[StorageKey, bytes], locate: Locate
) -> Iterator[Paint]:
    """Give what paints each frame of a segment, in order.

    Args:
        segment: What is seen.
        pictures: The encoded picture of every layer.
        locate: Finds fonts.

    Raises:
        RenderFailed: A picture cannot be read.
    """
    cv2.setNumThreads(1)
    size = {"width_px": segment.width_px, "height_px": segment.height_px}
    shots = [Shot(layer, pictures[layer.picture], **size) for layer in segment.layers]
    text = _Text(segment.layers[0], segment, Fonts(locate, segment.language))
    if len(shots) == 2:
        return _passing(Compositor(shots[0], shots[1], **size), text, segment)
    if segment.layers[0].motion is Motion.STILL:
        return _still(shots[0], text, segment)
    return _alone(shots[0], text, segment)


def _alone(shot: Shot, text: "_Text", segment: Segment) -> Iterator[Paint]:
    def paint(frame: Planes, number: int) -> None:
        shot.paint(frame, number)
        text.paint(frame, number)

    return ((lambda frame, n=n: paint(frame, n)) for n in range(segment.frames))


def _still(shot: Shot, text: "_Text", segment: Segment) -> Iterator[Paint]:
    """Paint picture and headline once, and copy them to every frame from then on."""
    backdrop = blank(segment.width_px, segment.height_px)
    shot.paint(backdrop, 0)
    has_headline = False

    def paint(frame: Planes, number: int) -> None:
        nonlocal has_headline
        is_settled = text.is_settled(number)
        if is_settled and not has_headline:
            text.paint_headline(backdrop, number)
            has_headline = True
        copied(backdrop, into=frame)
        if not is_settled:
            text.paint_headline(frame, number)
        text.paint_captions(frame, number)

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

    return ((lambda frame, n=n: paint(frame, n)) for n in range(segment.frames))


class _Text:
    """What is written over one layer."""

    def __init__(self, layer: Layer, segment: Segment, fonts: Fonts) -> None:
        self.is_empty = not (layer.headline or layer.cues)
        self._age = layer.headline_age
        accent = ACCENTS[segment.palette_seed % len(ACCENTS)]
        room = layout(segment.width_px, segment.height_px, segment.platform)
        self._headline = Headline(
            layer.headline, fonts, accent=accent, layout=room, width_px=segment.width_px
        )
        self._captions = Captions(
            layer.cues,
            fonts,
            style=segment.caption_style,
            language=segment.language,
            palette_seed=segment.palette_seed,
            layout=room,
            fps=segment.fps,
        )

    def paint(self, frame: Planes, number: int) -> None:
        self.paint_headline(frame, number)
        self.paint_captions(frame, number)

    def paint_headline(self, frame: Planes, number: int) -> None:
        self._headline.paint(frame, self._age + number)

    def paint_captions(self, frame: Planes, number: int) -> None:
        self._captions.paint(frame, number)

    def is_settled(self, number: int) -> bool:
        """Tell whether the headline has come in; it does not change from then on."""
        return self._age + number + 1 >= EASE_FRAMES
