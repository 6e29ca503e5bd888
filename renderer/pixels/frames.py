"""Planar frames: 8-bit YUV 4:2:0, BT.709, limited range, chroma sited left as H.264 assumes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.pixels import kernels

Plane = NDArray[np.uint8]
Reals = NDArray[np.float32]

KR, KB = 0.2126, 0.0722
"""Luma weights of red and blue, ITU-R BT.709-6, item 3.2."""
_KG = 1 - KR - KB
_Y_SPAN, _C_SPAN = 219.0, 224.0
_Y_FLOOR, _C_ZERO = 16.0, 128.0


@dataclass(frozen=True, slots=True)
class Planes:
    """One picture as three planes; U and V have half the width and half the height of Y.

    Attributes:
        y: Luma, shape (height, width).
        u: Chroma.
        v: Chroma.
        gapped: The same with what lies between the ends of rows and the next ones, if that is known.
    """

    y: Plane
    u: Plane
    v: Plane
    gapped: "Planes | None" = field(default=None, kw_only=True)

    @property
    def width(self) -> int:
        """Of the luma plane, in pixels."""
        return self.y.shape[1]

    @property
    def height(self) -> int:
        """Of the luma plane, in pixels."""
        return self.y.shape[0]

    @property
    def rows(self) -> "Planes":
        """Whole rows, as compiled loops want them; nothing may be written into the gaps."""
        return self.gapped or Planes(*(whole_rows(plane) for plane in (self.y, self.u, self.v)))


def blank(width_px: int, height_px: int) -> Planes:
    """Give a black frame; both sizes are even."""
    half = (height_px // 2, width_px // 2)
    return Planes(
        np.full((height_px, width_px), 16, np.uint8),
        np.full(half, 128, np.uint8),
        np.full(half, 128, np.uint8),
    )


def to_planes(rgb: Plane | Reals, alpha: Reals | None = None) -> Planes:
    """Convert a drawing of even size, R'G'B' full range.

    Args:
        rgb: Shape (height, width, 3), 0 to 255, multiplied by alpha.
        alpha: 0 to 1, its share of the offsets of black and of grey; ``None`` for opaque.
    """
    height, width = rgb.shape[:2]
    planes = blank(width, height)
    veil = np.ones((1, width), np.float32) if alpha is None else alpha
    red, green, blue = cast("Sequence[Plane | Reals]", cv2.split(rgb))
    kernels.to_yuv(red, green, blue, veil, _weights(), planes.y, planes.u, planes.v)
    return planes


def _weights() -> Reals:
    luma = np.array([KR, _KG, KB])
    rows = [
        luma * _Y_SPAN,
        (np.array([0, 0, 1]) - luma) * _C_SPAN / (2 * (1 - KB)),
        (np.array([1, 0, 0]) - luma) * _C_SPAN / (2 * (1 - KR)),
    ]
    floors = [[_Y_FLOOR], [_C_ZERO], [_C_ZERO]]
    return np.hstack([np.stack(rows) / 255, floors]).astype(np.float32)


def halved(plane: Reals) -> Reals:
    """Sample chroma at half the size: on even columns, between two rows (siting "left")."""
    rows = (plane[0::2] + plane[1::2]) / np.float32(2)
    kernel = np.array([0.25, 0.5, 0.25], np.float32)
    smooth = cv2.sepFilter2D(rows, cv2.CV_32F, kernel, np.ones(1, np.float32))
    return cast("Reals", np.ascontiguousarray(smooth[:, 0::2]))


def quantised(plane: Reals) -> Plane:
    """Round to 8 bits."""
    return cast("Plane", cv2.convertScaleAbs(plane))


def views(frame: av.VideoFrame) -> Planes:
    """Look at the planes of a yuv420p frame, without a copy."""
    rows = [
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        for plane in frame.planes
    ]
    seen = (row[:, : plane.width] for row, plane in zip(rows, frame.planes, strict=True))
    return Planes(*seen, gapped=Planes(*rows))


def whole_rows(plane: Plane) -> Plane:
    """Look at a plane with the gaps between its rows, as compiled loops want it.

    Nothing may be written into the gaps.
    """
    height, stride = plane.shape[0], plane.strides[0]
    if stride == plane.shape[1]:
        return plane
    return np.lib.stride_tricks.as_strided(plane, (height, stride), (stride, 1))


def copied(source: Planes, into: Planes) -> None:
    """Copy a frame into another."""
    for plane, out in ((source.y, into.y), (source.u, into.u), (source.v, into.v)):
        np.copyto(out, plane)


def mixed(first: Planes, second: Planes, share: float, into: Planes) -> None:
    """Cross-fade two frames into a third; ``share`` is the second's, 0 to 1."""
    for a, b, out in (
        (first.y, second.y, into.y),
        (first.u, second.u, into.u),
        (first.v, second.v, into.v),
    ):
        cv2.addWeighted(a, 1 - share, b, share, 0, dst=out)
