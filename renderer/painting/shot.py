"""A layer's picture or clip under its camera: any part of any frame, wherever it is wanted."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from renderer.camera import motion
from renderer.camera.motion import Window
from renderer.camera.warp import Sampler
from renderer.clips.framing import even
from renderer.clips.screening import Screening
from renderer.painting.content import is_smooth
from renderer.pictures.depth import Depth, DepthSampler, depth
from renderer.pictures.fitting import fitted
from renderer.pictures.stills import still
from renderer.pixels.frames import Plane, Planes, blank, copied, to_planes
from renderer.shelf import Shelf
from studio.domain.asset import digest
from studio.domain.footage import Footage
from studio.domain.render import ENGINE
from studio.domain.scene import Motion
from studio.domain.segments import Layer

Matter = bytes | Path
"""An encoded picture, or where a clip lies."""


class Shot:
    """What one layer shows."""

    def __init__(
        self,
        layer: Layer,
        matter: Matter,
        *,
        width_px: int,
        height_px: int,
        fps: int,
        shelf: Shelf | None = None,
    ) -> None:
        """Decode the picture and cut it to the camera's room, or open the clip.

        Args:
            layer: What is shown.
            matter: Its picture or clip.
            width_px: Of the frame, even.
            height_px: Likewise.
            fps: Frames a second.
            shelf: Where the picture is kept for the next segment that shows it.

        Raises:
            RenderFailed: It cannot be read.
        """
        self._layer, self._fps, self._shelf = layer, fps, shelf
        is_framed = layer.footage is not None and layer.motion is Motion.STILL
        margin = 1.0 if is_framed else motion.MARGIN
        self._width, self._height = even(width_px * margin), even(height_px * margin)
        self._depth = self._layers(matter)
        self._near = DepthSampler(width_px=width_px, height_px=height_px) if self._depth else None
        self._motion = layer.motion
        if self._depth is None:
            self._motion = motion.FLAT.get(layer.motion, layer.motion)
            self._source = self._opened(layer.footage, matter)
        self._reach = motion.reach(
            self._motion, layer.move_frames, fps=fps, width_px=width_px, height_px=height_px
        )
        self._sampler = Sampler(width_px=width_px)
        self._is_framed = is_framed

    @property
    def is_still(self) -> bool:
        """Whether all frames are the same."""
        return self._layer.motion is Motion.STILL and self._layer.footage is None

    @property
    def is_smooth(self) -> bool:
        """Whether it is a picture of which much is dark and without structure."""
        if self._layer.footage is not None:
            return False
        return is_smooth(self._depth.far.y if self._depth else self._source(0).y)

    def view(self, number: int) -> Window:
        """Say what the camera sees at a frame; of a picture with layers, of its background."""
        return self._seen(motion.window, number)

    def paint(self, frame: Planes, number: int) -> None:
        """Paint a whole frame."""
        if self._is_framed:
            copied(self._source(number), into=frame)
        else:
            self.sample(number, self.view(number), frame)

    def sample(self, number: int, view: Window, into: Planes) -> None:
        """Paint a window of what is shown at a frame."""
        if self._depth is None or self._near is None:
            self._sampler.sample(self._source(number), view, into)
        else:
            near = self._seen(motion.near_window, number)
            self._near.sample(self._depth, view, _beside(view, self.view(number), near), into)

    def _seen(self, window: Callable[..., Window], number: int) -> Window:
        return window(
            self._motion,
            (self._layer.first + number) / max(1, self._layer.move_frames - 1),
            width_px=self._width,
            height_px=self._height,
            reach=self._reach,
        )

    def _layers(self, matter: Matter) -> Depth | None:
        layer, size = self._layer, {"width_px": self._width, "height_px": self._height}
        if layer.motion not in motion.NEAR or layer.footage is not None:
            return None
        return depth(_bytes(matter), layer.picture, layer.fit, **size)

    def _opened(self, footage: Footage | None, matter: Matter) -> Callable[[int], Planes]:
        layer, size = self._layer, {"width_px": self._width, "height_px": self._height}
        if footage is not None and isinstance(matter, Path):
            screening = Screening(matter, footage, layer.fit, **size, fps=self._fps)
            return lambda number: screening.at(layer.scene_frame(number, fps=self._fps))
        if self._shelf is None:
            picture = _developed(layer, matter, **size)
        else:
            picture = _from_shelf(layer, matter, **size, shelf=self._shelf)
        return lambda _: picture


def _developed(layer: Layer, matter: Matter, *, width_px: int, height_px: int) -> Planes:
    size = {"width_px": width_px, "height_px": height_px}
    return to_planes(fitted(still(_bytes(matter), layer.picture, **size), layer.fit, **size))


def _from_shelf(
    layer: Layer, matter: Matter, *, width_px: int, height_px: int, shelf: Shelf
) -> Planes:
    data = _bytes(matter)
    name = digest("print", ENGINE, sha256(data).hexdigest(), layer.fit, width_px, height_px)
    planes = blank(width_px, height_px)
    if (path := shelf.find(name)) is not None:
        with suppress(OSError), path.open("rb") as file:
            if all(file.readinto(plane.data) == plane.nbytes for plane in _all(planes)):
                return planes
    planes = _developed(layer, data, width_px=width_px, height_px=height_px)
    copy = shelf.copy(name)
    for plane in _all(planes):
        copy.write(plane)
    copy.keep()
    return planes


def _all(planes: Planes) -> tuple[Plane, ...]:
    return planes.y, planes.u, planes.v


def _bytes(matter: Matter) -> bytes:
    return matter.read_bytes() if isinstance(matter, Path) else matter


def _beside(part: Window, whole: Window, near: Window) -> Window:
    """Give the part of a foreground's window that another one is of the background's."""
    across, down = near.width / whole.width, near.height / whole.height
    return Window(
        near.x + (part.x - whole.x) * across,
        near.y + (part.y - whole.y) * down,
        part.width * across,
        part.height * down,
    )
