"""A float canvas for flat shapes with light: masks, paints, glows, type."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from studio.providers.images.illustration.palette import Colour, ramp

HEIGHT = 1920.0
"""Design units from top to bottom; a 9:16 picture is 1080 units wide."""
_SHIFT = 4

Points = Sequence[tuple[float, float]] | np.ndarray


@dataclass(frozen=True, slots=True)
class Mask:
    """Coverage in [0, 1], float32, of a part of the canvas whose corner is (x, y) in pixels."""

    cover: np.ndarray
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight gradient between two places, in design units."""

    start: tuple[float, float]
    end: tuple[float, float]
    stops: tuple[tuple[float, Colour], ...]


@dataclass(frozen=True, slots=True)
class Radial:
    """A round gradient, in design units."""

    centre: tuple[float, float]
    radius: float
    stops: tuple[tuple[float, Colour], ...]


Paint = Colour | Linear | Radial


def blend(a: Colour, b: Colour) -> tuple[tuple[float, Colour], ...]:
    """Give the stops of a plain gradient."""
    return ((0.0, a), (1.0, b))


class Canvas:
    """Planes of float32 sRGB, shape (3, height, width); places are in design units."""

    def __init__(self, width_px: int, height_px: int) -> None:
        """Start black."""
        self.planes = np.zeros((3, height_px, width_px), np.float32)
        self.scale = height_px / HEIGHT
        self.w = width_px / self.scale
        self.h = HEIGHT
        self.cx = self.w / 2

    def backdrop(self, stops: Sequence[tuple[float, Colour]]) -> None:
        """Fill from top to bottom, places in [0, 1]."""
        rows = np.linspace(0, 1, self.planes.shape[1])
        self.planes[:] = ramp(list(stops), rows)[:, :, None]

    def polygon(self, *outlines: Points) -> Mask:
        """Cover one or more closed outlines; overlaps of one call make holes."""
        fixed = [self._fixed(o) for o in outlines]
        box = self._box(np.concatenate(fixed) / (1 << _SHIFT), 2)
        offset = np.array(box[:2]) << _SHIFT
        cover = np.zeros((box[3] - box[1], box[2] - box[0]), np.uint8)
        if cover.size:
            cv2.fillPoly(cover, [f - offset for f in fixed], 255, cv2.LINE_AA, _SHIFT)
        return Mask(cover.astype(np.float32) * (1 / 255), box[0], box[1])

    def stroke(self, points: Points, width: float, *, closed: bool = False) -> Mask:
        """Cover a line with round joints."""
        return self.strokes([points], width, closed=closed)

    def strokes(self, lines: Sequence[Points], width: float, *, closed: bool = False) -> Mask:
        """Cover several lines of one width."""
        thick = max(1, round(width * self.scale))
        fixed = [self._fixed(line) for line in lines]
        box = self._box(np.concatenate(fixed) / (1 << _SHIFT), thick + 2)
        offset = np.array(box[:2]) << _SHIFT
        cover = np.zeros((box[3] - box[1], box[2] - box[0]), np.uint8)
        if cover.size:
            moved = [f - offset for f in fixed]
            cv2.polylines(cover, moved, closed, 255, thick, cv2.LINE_AA, _SHIFT)
        return Mask(cover.astype(np.float32) * (1 / 255), box[0], box[1])

    def circle(self, x: float, y: float, radius: float) -> Mask:
        """Cover a disc."""
        return self.polygon(arc(x, y, radius, radius))

    def soften(self, mask: Mask, sigma: float) -> Mask:
        """Blur a mask, growing it so that nothing is cut."""
        pad = int(3 * sigma * self.scale) + 1
        shrink = max(1, int(sigma * self.scale / 3))
        cover = cv2.copyMakeBorder(mask.cover, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
        height, width = cover.shape
        if shrink > 1:
            small = (max(1, width // shrink), max(1, height // shrink))
            cover = cv2.resize(cover, small, interpolation=cv2.INTER_AREA)
        cover = cv2.GaussianBlur(cover, (0, 0), sigma * self.scale / shrink)
        if shrink > 1:
            cover = cv2.resize(cover, (width, height), interpolation=cv2.INTER_LINEAR)
        return self.crop(Mask(cover, mask.x - pad, mask.y - pad))

    def inside(self, mask: Mask, clip: Mask) -> Mask:
        """Keep what both cover."""
        x0, y0 = max(mask.x, clip.x), max(mask.y, clip.y)
        x1 = min(mask.x + mask.cover.shape[1], clip.x + clip.cover.shape[1])
        y1 = min(mask.y + mask.cover.shape[0], clip.y + clip.cover.shape[0])
        if x1 <= x0 or y1 <= y0:
            return Mask(np.zeros((0, 0), np.float32), 0, 0)
        return Mask(_part(mask, x0, y0, x1, y1) * _part(clip, x0, y0, x1, y1), x0, y0)

    def paint(self, mask: Mask, paint: Paint, alpha: float = 1.0) -> None:
        """Lay a paint over what a mask covers."""
        if not mask.cover.size:
            return
        height, width = mask.cover.shape
        region = self.planes[:, mask.y : mask.y + height, mask.x : mask.x + width]
        cover = mask.cover if alpha == 1.0 else mask.cover * np.float32(alpha)
        colours = self._colours(paint, mask)
        for plane, colour in zip(region, colours, strict=True):
            change = np.subtract(colour, plane, dtype=np.float32)
            change *= cover
            plane += change  # noqa: PLW2901 - in place

    def fill(self, points: Points, paint: Paint, alpha: float = 1.0) -> None:
        """Paint a polygon."""
        self.paint(self.polygon(points), paint, alpha)

    def disc(self, x: float, y: float, radius: float, paint: Paint, alpha: float = 1.0) -> None:
        """Paint a disc."""
        self.paint(self.circle(x, y, radius), paint, alpha)

    def line(self, points: Points, width: float, paint: Paint, alpha: float = 1.0) -> None:
        """Paint a line."""
        self.paint(self.stroke(points, width), paint, alpha)

    def shadow(
        self, mask: Mask, *, sigma: float, alpha: float, dx: float = 0, dy: float = 0
    ) -> None:
        """Darken the canvas under a shape."""
        soft = self.soften(mask, sigma)
        moved = Mask(soft.cover, soft.x + int(dx * self.scale), soft.y + int(dy * self.scale))
        self.paint(self.crop(moved), Colour(0.02, 0.02, 0.05), alpha)

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, alpha: float, *, flat: float = 1.0
    ) -> None:
        """Add soft light like a lamp in haze; ``flat`` below 1 squeezes it upright."""
        step = max(1, int(radius * self.scale / 40))
        r = radius * self.scale
        box = self._box(
            np.array(
                [
                    [x * self.scale - r, y * self.scale - r * flat],
                    [x * self.scale + r, y * self.scale + r * flat],
                ]
            ),
            0,
        )
        width, height = box[2] - box[0], box[3] - box[1]
        if width <= 0 or height <= 0:
            return
        xs = np.linspace(box[0], box[2], max(2, width // step)) - x * self.scale
        ys = (np.linspace(box[1], box[3], max(2, height // step)) - y * self.scale) / flat
        near = 1 - np.minimum(1, np.hypot(xs[None, :], ys[:, None]) / r)
        light = (near * near * (3 - 2 * near) * near).astype(np.float32)
        light = cv2.resize(light, (width, height), interpolation=cv2.INTER_CUBIC)
        region = self.planes[:, box[1] : box[3], box[0] : box[2]]
        for plane, value in zip(region, colour, strict=True):
            plane += (1 - plane) * light * np.float32(alpha * value)  # noqa: PLW2901 - in place

    def rows(self, y0: float, y1: float) -> slice:
        """Give the pixel rows between two heights."""
        last = self.planes.shape[1]
        return slice(
            min(last, max(0, int(y0 * self.scale))), min(last, max(0, int(y1 * self.scale)))
        )

    def _fixed(self, points: Points) -> np.ndarray:
        places = np.asarray(points, np.float64) * (self.scale * (1 << _SHIFT))
        return np.round(places).astype(np.int32)

    def _box(self, places: np.ndarray, pad: int) -> tuple[int, int, int, int]:
        _, height, width = self.planes.shape
        low, high = places.min(0), places.max(0)
        x0, y0 = max(0, int(low[0]) - pad), max(0, int(low[1]) - pad)
        x1, y1 = min(width, int(high[0]) + pad + 1), min(height, int(high[1]) + pad + 1)
        return x0, y0, max(x0, x1), max(y0, y1)

    def crop(self, mask: Mask) -> Mask:
        """Cut off what lies outside the canvas."""
        _, height, width = self.planes.shape
        x0, y0 = max(0, mask.x), max(0, mask.y)
        x1 = min(width, mask.x + mask.cover.shape[1])
        y1 = min(height, mask.y + mask.cover.shape[0])
        if x1 <= x0 or y1 <= y0:
            return Mask(np.zeros((0, 0), np.float32), 0, 0)
        return Mask(_part(mask, x0, y0, x1, y1), x0, y0)

    def _colours(self, paint: Paint, mask: Mask) -> Sequence[np.ndarray | np.float32]:
        if isinstance(paint, Colour):
            return [np.float32(v) for v in paint]
        height, width = mask.cover.shape
        xs = (np.arange(width, dtype=np.float32) + mask.x) / np.float32(self.scale)
        ys = (np.arange(height, dtype=np.float32) + mask.y) / np.float32(self.scale)
        if isinstance(paint, Radial):
            cx, cy = paint.centre
            places = np.hypot(xs[None, :] - cx, ys[:, None] - cy) / paint.radius
        else:
            (ax, ay), (bx, by) = paint.start, paint.end
            long = (bx - ax) ** 2 + (by - ay) ** 2
            across = (xs - ax) * (bx - ax) / long
            down = (ys - ay) * (by - ay) / long
            places = down[:, None] if ax == bx else across[None, :] + down[:, None]
        return list(_looked_up(list(paint.stops), places))


def arc(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> np.ndarray:
    """Give points along an ellipse, degrees clockwise from the right."""
    steps = max(12, int(abs(end - start) / 2.5))
    angles = np.deg2rad(np.linspace(start, end, steps + 1))
    return np.stack([x + rx * np.cos(angles), y + ry * np.sin(angles)], 1)


def box(x0: float, y0: float, x1: float, y1: float, radius: float = 0) -> np.ndarray:
    """Give the outline of a rectangle with round corners."""
    r = min(radius, abs(x1 - x0) / 2, abs(y1 - y0) / 2)
    if r <= 0:
        return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    corners = (
        (x1 - r, y1 - r, 0),
        (x0 + r, y1 - r, 90),
        (x0 + r, y0 + r, 180),
        (x1 - r, y0 + r, 270),
    )
    return np.concatenate([arc(cx, cy, r, r, a, a + 90) for cx, cy, a in corners])


def smooth(points: Points, *, closed: bool = False, steps: int = 14) -> np.ndarray:
    """Round a polyline: a Catmull-Rom curve through its points."""
    p = np.asarray(points, np.float64)
    p = np.concatenate([p[-1:], p, p[:2]]) if closed else np.concatenate([p[:1], p, p[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = [
        0.5
        * (
            2 * p[i]
            + (p[i + 1] - p[i - 1]) * t
            + (2 * p[i - 1] - 5 * p[i] + 4 * p[i + 1] - p[i + 2]) * t**2
            + (3 * p[i] - p[i - 1] - 3 * p[i + 1] + p[i + 2]) * t**3
        )
        for i in range(1, len(p) - 2)
    ]
    return np.concatenate([*parts, p[-2:-1]])


def _part(mask: Mask, x0: int, y0: int, x1: int, y1: int) -> np.ndarray:
    return mask.cover[y0 - mask.y : y1 - mask.y, x0 - mask.x : x1 - mask.x]


def _looked_up(stops: list[tuple[float, Colour]], places: np.ndarray) -> np.ndarray:
    fine = 1024
    table = ramp(stops, np.linspace(0, 1, fine))
    index = np.clip(places * (fine - 1), 0, fine - 1)
    low = index.astype(np.int32)
    return table[:, low]
