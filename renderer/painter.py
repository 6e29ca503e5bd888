"""A segment and its pictures in, frames out."""

from collections.abc import Callable, Iterator, Mapping

import cv2
import numpy as np

from renderer import motion
from renderer.captions import ACCENTS, Captions
from renderer.fonts import Fonts, Locate
from renderer.frames import Plane, Planes, blank, mixed, to_planes
from renderer.headline import Headline
from renderer.warp import Sampler
from studio.domain.errors import RenderFailed
from studio.domain.segments import Layer, Segment
from studio.domain.units import StorageKey

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
    fonts = Fonts(locate, segment.language)
    layers = [_LayerPainter(layer, segment, pictures, fonts) for layer in segment.layers]
    if len(layers) == 1:
        return ((lambda frame, n=n: layers[0].paint(frame, n)) for n in range(segment.frames))
    return _faded(layers[0], layers[1], segment)


def _faded(first: "_LayerPainter", second: "_LayerPainter", segment: Segment) -> Iterator[Paint]:
    one, two = (blank(segment.width_px, segment.height_px) for _ in range(2))

    def paint(frame: Planes, number: int) -> None:
        first.paint(one, number)
        second.paint(two, number)
        at = (number + 1) / (segment.frames + 1)
        mixed(one, two, at * at * (3 - 2 * at), into=frame)

    return ((lambda frame, n=n: paint(frame, n)) for n in range(segment.frames))


class _LayerPainter:
    def __init__(
        self, layer: Layer, segment: Segment, pictures: Mapping[StorageKey, bytes], fonts: Fonts
    ) -> None:
        self._layer = layer
        # Even, as chroma has half the size.
        width = 2 * round(segment.width_px * motion.MARGIN / 2)
        height = 2 * round(segment.height_px * motion.MARGIN / 2)
        rgb = _decoded(pictures[layer.picture], layer.picture)
        self._picture = to_planes(motion.cover(rgb, width_px=width, height_px=height))
        self._sampler = Sampler(
            width_px=segment.width_px, height_px=segment.height_px, widest_px=width
        )
        accent = ACCENTS[segment.palette_seed % len(ACCENTS)]
        self._headline = Headline(layer.headline, fonts, accent=accent, width_px=segment.width_px)
        self._captions = Captions(
            layer.cues,
            fonts,
            style=segment.caption_style,
            language=segment.language,
            palette_seed=segment.palette_seed,
            width_px=segment.width_px,
            fps=segment.fps,
        )

    def paint(self, frame: Planes, number: int) -> None:
        layer, picture = self._layer, self._picture
        progress = (layer.first + number) / max(1, layer.move_frames - 1)
        view = motion.window(
            layer.motion,
            progress,
            width_px=picture.width,
            height_px=picture.height,
            reach=motion.reach(layer.motion, layer.move_frames),
        )
        self._sampler.sample(picture, view, frame)
        self._headline.paint(frame, layer.headline_age + number)
        self._captions.paint(frame, number)


def _decoded(data: bytes, key: StorageKey) -> Plane:
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    rgb = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if rgb is None:
        raise RenderFailed(f"The picture {key!r} cannot be read; make it again.", stage="picture")
    return np.asarray(rgb, np.uint8)
