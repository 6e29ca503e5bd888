"""Sprites: drawings with soft edges that are laid over a frame, touching only their own rows."""

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np

from renderer.pixels import kernels
from renderer.pixels.frames import Plane, Planes, Reals, halved, quantised, to_planes, whole_rows

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Canvas:
    """A drawing: colour multiplied by alpha, 0 to 255, and alpha, 0 to 1."""

    rgb: Reals
    alpha: Reals

    def over(self, mask: Reals, colour: Colour, strength: float = 1.0) -> "Canvas":
        """Lay a colour on top where the mask, 0 to 1, says so."""
        rgb, alpha = np.empty_like(self.rgb), np.empty_like(self.alpha)
        shade = np.array(colour, np.float32)
        kernels.lay_over(self.rgb, self.alpha, mask, shade, np.float32(strength), rgb, alpha)
        return Canvas(rgb, alpha)

    def topped(self, other: "Canvas | None") -> "Canvas":
        """Lay another drawing of the same size on top."""
        if other is None:
            return self
        kept = np.subtract(1, other.alpha, dtype=np.float32)
        rgb = np.add(other.rgb, self.rgb * kept[..., None], dtype=np.float32)
        return Canvas(rgb, np.add(other.alpha, self.alpha * kept, dtype=np.float32))

    def lay(self, pixels: Reals, *, x: int, y: int) -> None:
        """Put a picture (R, G, B multiplied by alpha, and alpha) here; what stands over is cut."""
        height, width = self.alpha.shape
        top, left = max(0, -y), max(0, -x)
        part = pixels[top : max(top, height - y), left : max(left, width - x)]
        rows, columns = (
            slice(at, at + size)
            for at, size in zip((y + top, x + left), part.shape[:2], strict=True)
        )
        self.rgb[rows, columns] = part[..., :3]
        self.alpha[rows, columns] = part[..., 3]


@dataclass(frozen=True, slots=True)
class Sprite:
    """A drawing in the frame's own format; x and y are even.

    Attributes:
        x: Left edge in the frame.
        y: Top edge in the frame.
        ink: Y, U and V multiplied by alpha.
        veil: What is kept of the frame, 255 for all of it; at both resolutions.
    """

    x: int
    y: int
    ink: Planes
    veil: Plane
    veil_chroma: Plane

    def blend(self, frame: Planes, *, strength: float = 1.0, down_px: int = 0) -> None:
        """Lay the sprite over a frame, fainter or lower (by an even number) where asked."""
        shown = self if strength >= 1 else self._faded(strength)
        top, left = self.y + down_px, self.x
        height, width = shown.veil.shape
        if not (0 <= top <= frame.height - height and 0 <= left <= frame.width - width):
            raise ValueError(f"A drawing of {shown.veil.shape} does not fit at {left}, {top}.")
        rows = frame.rows
        _lay(shown.ink.y, shown.veil, rows.y, left, top)
        for ink, plane in ((shown.ink.u, rows.u), (shown.ink.v, rows.v)):
            _lay(ink, shown.veil_chroma, plane, left // 2, top // 2)

    def at(self, x: float, middle: float) -> "Sprite":
        """Move the left edge and the vertical middle to the nearest even place."""
        top = 2 * round((middle - self.veil.shape[0] / 2) / 2)
        return replace(self, x=2 * round(x / 2), y=top)

    def columns(self, left: int, right: int) -> "Sprite":
        """Give the part between two even columns, counted from the sprite's left edge."""
        luma, chroma = np.s_[:, left:right], np.s_[:, left // 2 : right // 2]
        ink = Planes(self.ink.y[luma], self.ink.u[chroma], self.ink.v[chroma])
        return Sprite(self.x + left, self.y, ink, self.veil[luma], self.veil_chroma[chroma])

    def scaled(self, factor: float, about: tuple[float, float]) -> "Sprite":
        """Grow or shrink about a point of the frame, to the nearest even place and size."""
        height, width = self.veil.shape
        size = 2 * round(width * factor / 2), 2 * round(height * factor / 2)
        x, y = (a + factor * (edge - a) for a, edge in zip(about, (self.x, self.y), strict=True))
        half = size[0] // 2, size[1] // 2
        ink = Planes(*(_resized(p, s) for p, s in zip(self._inks, (size, half, half), strict=True)))
        veils = _resized(self.veil, size), _resized(self.veil_chroma, half)
        return Sprite(2 * round(x / 2), 2 * round(y / 2), ink, *veils)

    def swelled(self, factor: float) -> "Sprite":
        """Grow or shrink inside its own edges, about their middle, to a fraction of a pixel."""
        height, width = self.veil.shape

        def warped(plane: Plane, row: float, beyond: int, part: int) -> Plane:
            shift = (1 - factor) * width / 2 / part, (1 - factor) * row
            matrix = np.array([[factor, 0, shift[0]], [0, factor, shift[1]]], np.float64)
            size = plane.shape[1], plane.shape[0]
            made = cv2.warpAffine(
                plane, matrix, size, borderMode=cv2.BORDER_CONSTANT, borderValue=(beyond,)
            )
            return cast("Plane", made)

        # A chroma sample lies on an even luma column and between two luma rows.
        fine, coarse = height / 2, (height / 2 - 0.5) / 2
        ink = Planes(
            warped(self.ink.y, fine, 0, 1),
            warped(self.ink.u, coarse, 0, 2),
            warped(self.ink.v, coarse, 0, 2),
        )
        veils = warped(self.veil, fine, 255, 1), warped(self.veil_chroma, coarse, 255, 2)
        return Sprite(self.x, self.y, ink, *veils)

    @property
    def _inks(self) -> tuple[Plane, Plane, Plane]:
        return self.ink.y, self.ink.u, self.ink.v

    def _faded(self, strength: float) -> "Sprite":
        def less(plane: Plane) -> Plane:
            return cast("Plane", cv2.convertScaleAbs(plane, alpha=strength))

        def thinner(veil: Plane) -> Plane:
            return cast(
                "Plane", cv2.convertScaleAbs(veil, alpha=strength, beta=255 * (1 - strength))
            )

        ink = Planes(less(self.ink.y), less(self.ink.u), less(self.ink.v))
        return Sprite(self.x, self.y, ink, thinner(self.veil), thinner(self.veil_chroma))


def even(value: float) -> int:
    """Round to the nearest even whole number."""
    return 2 * round(value / 2)


def canvas(width_px: int, height_px: int) -> Canvas:
    """Give an empty drawing."""
    return Canvas(
        np.zeros((height_px, width_px, 3), np.float32), np.zeros((height_px, width_px), np.float32)
    )


def sprite(drawing: Canvas, *, x: int, y: int) -> Sprite:
    """Turn a drawing of even size into a sprite at an even place."""
    ink = to_planes(drawing.rgb, drawing.alpha)
    kept = (1 - drawing.alpha) * 255
    return Sprite(x, y, ink, quantised(kept), quantised(halved(kept)))


def blurred(mask: Reals, sigma_px: float, *, down_px: float = 0) -> Reals:
    """Soften a mask into a shadow, and let it fall."""
    height, width = mask.shape
    matrix = np.array([[1, 0, 0], [0, 1, down_px]], np.float64)
    fallen = cv2.warpAffine(mask, matrix, (width, height))
    return cast("Reals", cv2.GaussianBlur(fallen, (0, 0), sigma_px))


def rounded(
    shape: tuple[int, int], box: tuple[float, float, float, float], radius_px: float
) -> Reals:
    """Give the smooth mask of a rounded rectangle (left, top, right, bottom)."""
    left, top, right, bottom = box
    radius = min(radius_px, (right - left) / 2, (bottom - top) / 2)
    ys = np.arange(shape[0], dtype=np.float32)[:, None] + 0.5
    xs = np.arange(shape[1], dtype=np.float32)[None, :] + 0.5
    dx = np.abs(xs - (left + right) / 2) - (right - left) / 2 + radius
    dy = np.abs(ys - (top + bottom) / 2) - (bottom - top) / 2 + radius
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0)
    return np.clip(radius + 0.5 - outside, 0, 1).astype(np.float32)


def _resized(plane: Plane, size: tuple[int, int]) -> Plane:
    return cast("Plane", cv2.resize(plane, size))


def _lay(ink: Plane, veil: Plane, rows: Plane, left: int, top: int) -> None:
    if ink.size:
        kernels.lay_ink(whole_rows(ink), whole_rows(veil), rows, ink.shape[1], left, top)
