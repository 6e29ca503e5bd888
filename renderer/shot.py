"""A layer's picture under its camera: any part of any of its frames, wherever it is wanted."""

from renderer import motion
from renderer.fitting import fitted
from renderer.frames import Planes, to_planes
from renderer.motion import Window
from renderer.stills import still
from renderer.warp import Sampler
from studio.domain.segments import Layer


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
        rgb = still(data, layer.picture, width_px=width, height_px=height)
        rgb = fitted(rgb, layer.fit, width_px=width, height_px=height)
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
