"""Two shots in one frame: the pixel work of transitions, on planes."""

import cv2
import numpy as np

from renderer.camera import placing
from renderer.camera.placing import Box
from renderer.camera.transitions import Dip, Fade, Moment, Place, Through, Travel, Wipe
from renderer.painting.shot import Shot
from renderer.pixels import kernels
from renderer.pixels.frames import Plane, Planes, Reals, blank, copied, mixed

_BLACK, _GREY = 16, 128


class Compositor:
    """Paints two shots of one size; it owns the frames they are painted into first.

    Masks work on whole rows that lie side by side, which an encoder's frames do not have.
    """

    def __init__(self, first: Shot, second: Shot, *, width_px: int, height_px: int) -> None:
        """Prepare."""
        self._first, self._second = first, second
        self._width, self._height = width_px, height_px
        self._one, self._two = (blank(width_px, height_px) for _ in range(2))

    def paint(self, frame: Planes, number: int, moment: Moment) -> None:
        """Paint one frame.

        Args:
            frame: Takes it.
            number: Of the frame, for both shots.
            moment: How they share it.
        """
        match moment:
            case Fade(share):
                self._first.paint(self._one, number)
                self._second.paint(self._two, number)
                mixed(self._one, self._two, share, into=frame)
            case Dip():
                shot = self._second if moment.is_second else self._first
                shot.paint(self._one, number)
                veiled(self._one, moment, into=frame)
            case Travel():
                self._travel(number, moment)
                blurred(self._one, moment, into=frame)
            case Wipe():
                self._wipe(number, moment)
                copied(self._one, into=frame)
            case Through():
                self._through(number, moment)
                copied(self._one, into=frame)

    def _travel(self, number: int, moment: Travel) -> None:
        old, new = placing.boxes(moment.second, self._width, self._height)
        self._place(self._first, number, moment.first, old, self._one)
        self._place(self._second, number, moment.second, new, self._one)
        if moment.shade:
            rows, columns = placing.lit(moment, self._width, self._height)
            kernels.shade(self._one.y, rows, columns, np.float32(_BLACK))
            for plane in (self._one.u, self._one.v):
                kernels.shade(plane, _half(rows), _half(columns), np.float32(_GREY))

    def _wipe(self, number: int, moment: Wipe) -> None:
        columns = placing.uncovered(moment, self._width)
        old, new = (placing.wanted(share, self._height) for share in (1 - columns, columns))
        self._place(self._first, number, Place(), old, self._one)
        self._place(self._second, number, Place(), new, self._two)
        self._mix(np.ones(self._height, np.float32), columns)

    def _through(self, number: int, moment: Through) -> None:
        width, height = self._width, self._height
        whole = Box(0, 0, width, height)
        box = placing.inner(moment.second, width, height)
        self._place(self._first, number, moment.first, whole, self._one)
        self._place(self._second, number, moment.second, box, self._two)
        reflected(self._two, box)
        self._mix(placing.opened(moment.opening, height), placing.opened(moment.opening, width))

    def _place(self, shot: Shot, number: int, place: Place, box: Box, into: Planes) -> None:
        if box.is_empty:
            return
        view = placing.part(shot.view(number), place, box, self._width, self._height)
        shot.sample(number, view, _cut(into, box))

    def _mix(self, rows: Reals, columns: Reals) -> None:
        kernels.mix_masked(self._one.y, self._two.y, rows, columns)
        for below, above in ((self._one.u, self._two.u), (self._one.v, self._two.v)):
            kernels.mix_masked(below, above, _half(rows), _half(columns))


def veiled(source: Planes, dip: Dip, into: Planes) -> None:
    """Lay an even colour over a frame."""
    for (plane, out), goal in zip(_pairs(source, into), (dip.luma, _GREY, _GREY), strict=True):
        cv2.convertScaleAbs(plane, dst=out, alpha=1 - dip.veil, beta=goal * dip.veil)


def blurred(source: Planes, travel: Travel, into: Planes) -> None:
    """Smear a frame evenly along the way its scenes go, as a shutter that stays open does."""
    is_across = travel.second.right != 0
    for plane, out in _pairs(source, into):
        length = plane.shape[1 if is_across else 0] * travel.blur
        size = 2 * round(length / 2) + 1
        if size == 1:
            np.copyto(out, plane)
        else:
            cv2.blur(plane, (size, 1) if is_across else (1, size), dst=out)


def reflected(frame: Planes, box: Box) -> None:
    """Fill what lies around a box in the frame's middle with the box's reflection."""
    down, across = box.top, box.left
    for plane, top, left in (
        (frame.y, down, across),
        (frame.u, down // 2, across // 2),
        (frame.v, down // 2, across // 2),
    ):
        if top:
            plane[:top] = plane[top : 2 * top][::-1]
            plane[-top:] = plane[-2 * top : -top][::-1]
        if left:
            plane[:, :left] = plane[:, left : 2 * left][:, ::-1]
            plane[:, -left:] = plane[:, -2 * left : -left][:, ::-1]


def _pairs(source: Planes, into: Planes) -> tuple[tuple[Plane, Plane], ...]:
    return (source.y, into.y), (source.u, into.u), (source.v, into.v)


def _cut(frame: Planes, box: Box) -> Planes:
    rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
    halves = slice(box.top // 2, box.bottom // 2), slice(box.left // 2, box.right // 2)
    return Planes(frame.y[rows, columns], frame.u[halves], frame.v[halves])


def _half(profile: Reals) -> Reals:
    return np.ascontiguousarray(profile[::2])
