"""A clip's frame, as it was decoded, turned upright and fitted into a frame of the video."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from tempfile import NamedTemporaryFile
from typing import cast

import av
import cv2
import numpy as np
from av.filter import Graph
from av.sidedata.sidedata import Type

from renderer.clips.backdrop import Backdrop
from renderer.clips.grading import Grade, grade_of
from renderer.clips.grading import table as table_of
from renderer.pixels.frames import Plane, Planes, views
from studio.domain.scene import Fit

Focus = tuple[float, float]
"""Of the room beside a cut, the share to its left, and above it the share."""
MIDDLE: Focus = (0.5, 0.5)
_SCALER = "bicubic+accurate_rnd"
_HD_HEIGHT = 720
"""From this height on, a clip that does not name its colours has those of BT.709."""
_MATRICES = {1: "bt709", 4: "fcc", 5: "smpte170m", 6: "smpte170m", 7: "smpte240m", 9: "bt2020"}
"""ITU-T H.273, table 4, as ffmpeg spells it."""
_FULL_RANGE = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """What makes a stored frame upright.

    Attributes:
        right: Where its right side goes: (across, down), each -1, 0 or 1.
        down: Where its lower side goes.
    """

    right: tuple[int, int] = (1, 0)
    down: tuple[int, int] = (0, 1)

    @property
    def is_sideways(self) -> bool:
        """Whether width and height change places."""
        return self.right[0] == 0


_FILTERS = {
    Turn(): (),
    Turn((-1, 0), (0, 1)): (("hflip", ""),),
    # This filter alone gives lines in reverse, below where their memory begins.
    Turn((1, 0), (0, -1)): (("vflip", ""), ("copy", "")),
    Turn((-1, 0), (0, -1)): (("hflip", ""), ("vflip", "")),
    Turn((0, 1), (-1, 0)): (("transpose", "clock"),),
    Turn((0, -1), (1, 0)): (("transpose", "cclock"),),
    Turn((0, 1), (1, 0)): (("transpose", "cclock_flip"),),
    Turn((0, -1), (-1, 0)): (("transpose", "clock_flip"),),
}


@dataclass(frozen=True, slots=True)
class Form:
    """What decides how a frame is converted; the same for nearly all frames of a clip."""

    width: int
    height: int
    pixels: str
    matrix: str
    is_full_range: bool
    turn: Turn
    aspect: Fraction
    grade: Grade = Grade.STANDARD

    @property
    def upright(self) -> tuple[float, int]:
        """Width and height as they are shown, the pixels being square."""
        width = self.width * float(self.aspect)
        if self.turn.is_sideways:
            return self.height / float(self.aspect), self.width
        return width, self.height


def upright_rgb(frame: av.VideoFrame, aspect: Fraction | None, *, longest_px: int) -> Plane:
    """Give a frame as it is shown, R'G'B', shape (height, width, 3), its longer side as asked."""
    width, height = form_of(frame, aspect, turn_of(frame)).upright
    scale = longest_px / max(width, height)
    framer = Framer(Fit.COVER, MIDDLE, width_px=even(width * scale), height_px=even(height * scale))
    planes = framer.planes(frame, aspect)
    size = planes.width, planes.height
    luma = (planes.y.astype(np.float32) - 16) * np.float32(255 / 219)
    blue, red = (
        (cv2.resize(plane, size).astype(np.float32) - 128) * np.float32(255 / 224)
        for plane in (planes.u, planes.v)
    )
    rgb = np.dstack(
        [luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue]
    )
    return np.clip(rgb + 0.5, 0, 255).astype(np.uint8)


def form_of(frame: av.VideoFrame, aspect: Fraction | None, turn: Turn) -> Form:
    """Read how a frame is stored.

    Args:
        frame: As it was decoded.
        aspect: Width of a pixel by its height, where the clip says so.
        turn: Of the whole clip.
    """
    matrix = "bt709" if frame.height >= _HD_HEIGHT else "smpte170m"
    is_full = frame.color_range == _FULL_RANGE or frame.format.name.startswith("yuvj")
    return Form(
        width=frame.width,
        height=frame.height,
        pixels=frame.format.name,
        matrix=_MATRICES.get(int(frame.colorspace), matrix),
        is_full_range=is_full,
        turn=turn,
        aspect=aspect or Fraction(1),
        grade=grade_of(int(frame.color_trc), int(frame.color_primaries)),
    )


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a stored frame, and the size that it is scaled to; both before it is turned."""

    x: int
    y: int
    width: int
    height: int
    to_width: int
    to_height: int


def cut(form: Form, fit: Fit, focus: Focus, *, width_px: int, height_px: int) -> Cut:
    """Say which part of a stored frame is shown, and how large.

    Args:
        form: Of the frame.
        fit: Whether the frame is filled, or the whole clip is seen.
        focus: Where the part lies that fills the frame.
        width_px: Of the frame of the video; even.
        height_px: Likewise.
    """
    shown_width, shown_height = form.upright
    across, down = width_px / shown_width, height_px / shown_height
    scale = min(across, down) if fit is Fit.CONTAIN else max(across, down)
    wide = min(1.0, across / scale)
    high = min(1.0, down / scale)
    to = (
        min(width_px, even(shown_width * scale)),
        min(height_px, even(shown_height * scale)),
    )
    if form.turn.is_sideways:
        wide, high, to = high, wide, (to[1], to[0])
    right, lower = _before(form.turn, focus)
    part_width, part_height = even(form.width * wide), even(form.height * high)
    part_width, part_height = min(part_width, form.width), min(part_height, form.height)
    return Cut(
        x=round((form.width - part_width) * right),
        y=round((form.height - part_height) * lower),
        width=part_width,
        height=part_height,
        to_width=to[0],
        to_height=to[1],
    )


class Framer:
    """Converts the frames of a clip to planes of one size, whatever their own form."""

    def __init__(self, fit: Fit, focus: Focus, *, width_px: int, height_px: int) -> None:
        """Prepare."""
        self._fit, self._focus = fit, focus
        self._width, self._height = width_px, height_px
        self._form: Form | None = None
        self._turn: Turn | None = None
        self._graph = Graph()
        self._backdrop: Backdrop | None = None

    def planes(self, frame: av.VideoFrame, aspect: Fraction | None) -> Planes:
        """Convert one frame; the planes hold until the next one."""
        if self._turn is None:
            self._turn = turn_of(frame)
        form = form_of(frame, aspect, self._turn)
        if form != self._form:
            part = cut(form, self._fit, self._focus, width_px=self._width, height_px=self._height)
            self._form, self._graph = form, _graph(frame, form, part)
        self._graph.push(frame)
        made = self._graph.pull()
        shown = views(cast("av.VideoFrame", made))
        if (shown.width, shown.height) == (self._width, self._height):
            return shown
        if self._backdrop is None:
            self._backdrop = Backdrop(width_px=self._width, height_px=self._height)
        return self._backdrop.under(shown)


def turn_of(frame: av.VideoFrame) -> Turn:
    """Read the display matrix; one that does more than turn and mirror is passed over.

    Ask one frame of a clip only: PyAV ties a frame to its side data in a circle, so that the frame's
    memory is not given back before the next garbage collection.
    """
    # PyAV's container is a mapping by type, which its annotations do not say.
    found = cast("Mapping[Type, bytes]", frame.side_data).get(Type.DISPLAYMATRIX)
    if found is None:
        return Turn()
    a, b, _, c, d, *_ = (int(v) for v in np.sign(np.frombuffer(bytes(found), np.int32)).tolist())
    turn = Turn((a, b), (c, d))
    return turn if turn in _FILTERS else Turn()


def _before(turn: Turn, focus: Focus) -> Focus:
    """Say where a place of the upright frame lies in the stored one."""
    across, down = focus[0] - 0.5, focus[1] - 0.5
    return (
        0.5 + turn.right[0] * across + turn.right[1] * down,
        0.5 + turn.down[0] * across + turn.down[1] * down,
    )


def _graph(frame: av.VideoFrame, form: Form, part: Cut) -> Graph:
    in_range = "full" if form.is_full_range else "limited"
    scale = (
        f"{part.to_width}:{part.to_height}:flags={_SCALER}:in_color_matrix={form.matrix}:"
        f"in_range={in_range}:out_color_matrix=bt709:out_range=limited"
    )
    if form.grade is not Grade.STANDARD:
        with NamedTemporaryFile("w", suffix=".cube") as table:
            table.write(table_of(form.grade))
            table.flush()
            return _linked(frame, _graded(form, part, in_range, table.name))
    return _linked(frame, _framed(form, part, (("scale", scale),)))


def _graded(form: Form, part: Cut, in_range: str, table: str) -> Iterator[tuple[str, str]]:
    """Scale as R'G'B' of 16 bits, look up each colour, and come back to Y'CbCr."""
    size = f"{part.to_width}:{part.to_height}:flags={_SCALER}"
    wide = f"{size}:in_color_matrix={form.matrix}:in_range={in_range}:out_range=full"
    back = f"flags={_SCALER}:in_range=full:out_color_matrix=bt709:out_range=limited"
    steps = (
        ("scale", wide),
        ("format", "gbrp16le"),
        ("lut3d", f"file={table}:interp=tetrahedral"),
        ("scale", back),
    )
    return _framed(form, part, steps)


def _framed(form: Form, part: Cut, steps: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield "crop", f"{part.width}:{part.height}:{part.x}:{part.y}"
    yield from steps
    yield "format", "yuv420p"
    yield from _FILTERS[form.turn]
    yield "buffersink", ""


def _linked(frame: av.VideoFrame, steps: Iterable[tuple[str, str]]) -> Graph:
    graph = Graph()
    last = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
    )
    for name, arguments in steps:
        step = graph.add(name, arguments)
        last.link_to(step)
        last = step
    graph.configure()
    return graph


def even(size: float) -> int:
    """Round to what chroma of half the size allows, at least 2."""
    return max(2, 2 * round(size / 2))
