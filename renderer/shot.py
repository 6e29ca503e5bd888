"""A layer's picture under its camera: any part of any of its frames, wherever it is wanted."""

import cv2
import numpy as np

from renderer import motion
from renderer.frames import Plane, Planes, to_planes
from renderer.motion import Window
from renderer.warp import Sampler
from studio.domain.errors import RenderFailed
from studio.domain.segments import Layer
from studio.domain.units import StorageKey


class Shot:
    """One layer's picture, decoded once."""

    def __init__(
        self, layer: Layer, data: bytes, *, width_px: int, height_px: int, fps: int
    ) -> None:
        """Decode the picture and cut it to the camera's room.

        Raises:
            RenderFailed: It cannot be read.
        """
        # Even, as chroma has half the size.
        width = 2 * round(width_px * motion.MARGIN / 2)
        height = 2 * round(height_px * motion.MARGIN / 2)
        rgb = motion.cover(_decoded(data, layer.picture), width_px=width, height_px=height)
        self._layer = layer
        self._picture = to_planes(rgb)
        self._reach = motion.reach(
            layer.motion, layer.move_frames, fps=fps, width_px=width_px, height_px=height_px
        )
        self._sampler = Sampler(width_px=width_px, height_px=height_px, widest_px=width)

    def view(self, number: int) -> Window:
        """Say what the camera sees at a frame."""
        return motion.window(
            self._layer.motion,
            (self._layer.first + number) / max(1, self._layer.move_frames - 1),
            width_px=self._picture.width,
            height_px=self._picture.height,
            reach=self._reach,
        )

    def paint(self, frame: Planes, number: int) -> None:
        """Paint a whole frame."""
        self.sample(self.view(number), frame)

    def sample(self, view: Window, into: Planes) -> None:
        """Paint a window of the picture."""
        self._sampler.sample(self._picture, view, into)


def _decoded(data: bytes, key: StorageKey) -> Plane:
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    rgb = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if rgb is None:
        raise RenderFailed(f"The picture {key!r} cannot be read; make it again.", stage="picture")
    return np.asarray(rgb, np.uint8)
