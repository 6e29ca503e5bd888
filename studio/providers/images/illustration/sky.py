"""Skies: gradients, sun and moon, stars, clouds, rain, snow."""

import numpy as np

from studio.providers.images.illustration.canvas import Linear, Points, Radial, arc, blend
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


def gradient(e: Easel, *, horizon: float = 0.62) -> None:
    """Fill the canvas with air from zenith to horizon."""
    p = e.palette
    low = mix(p.horizon, p.glow, 0.25 + 0.2 * p.light)
    e.canvas.backdrop(
        [(0, mix(p.zenith, p.ink, 0.25)), (horizon * 0.45, p.zenith), (horizon * 0.8, p.middle),
         (horizon, low), (1, p.land(0.4))]
    )  # fmt: skip


def sun(e: Easel, x: float, y: float, radius: float) -> None:
    """Draw a sun with a wide glow."""
    p = e.palette
    e.canvas.glow(x, y, radius * 7, p.horizon, 0.5)
    e.canvas.glow(x, y, radius * 3.2, p.glow, 0.6)
    core = Linear((x, y - radius), (x, y + radius), blend(p.paper, p.accent))
    e.canvas.disc(x, y, radius, core)


def moon(e: Easel, x: float, y: float, radius: float) -> None:
    """Draw a full moon with maria and a shaded limb."""
    p, c = e.palette, e.canvas
    c.glow(x, y, radius * 5, mix(p.paper, p.horizon, 0.6), 0.32)
    c.glow(x, y, radius * 2, p.paper, 0.3)
    body = c.circle(x, y, radius)
    light = (x - radius * 0.35, y - radius * 0.4)
    shade = mix(p.paper, p.zenith, 0.45)
    c.paint(body, Radial(light, radius * 1.55, ((0, p.paper), (0.55, p.paper), (1, shade))))
    for _ in range(11):
        angle, far = e.between(0, 6.28), radius * e.between(0, 0.85)
        size = radius * e.between(0.06, 0.24)
        crater = c.circle(x + np.cos(angle) * far, y + np.sin(angle) * far, size)
        c.paint(c.inside(c.soften(crater, size * 0.12), body), shade, 0.28)


def crescent(e: Easel, x: float, y: float, radius: float) -> None:
    """Draw a young moon."""
    p, c = e.palette, e.canvas
    c.glow(x, y, radius * 4.5, p.glow, 0.35)
    outer = arc(x, y, radius, radius, 60, 300)
    inner = arc(x + radius * 0.42, y, radius * 0.9, radius * 0.88, 285, 75)
    c.fill(
        np.concatenate([outer, inner]),
        Linear((x - radius, y), (x + radius, y), blend(p.paper, p.accent)),
    )


def stars(e: Easel, *, count: int = 150, to: float = 1000) -> None:
    """Scatter stars, denser towards the top, a few with a glow."""
    c, p = e.canvas, e.palette
    for i in range(count):
        x, y = e.between(0, c.w), to * e.between(0, 1) ** 1.4
        size = e.between(1.0, 2.6) if i % 12 else e.between(2.8, 4.2)
        fade = 1 - (y / to) ** 2
        c.disc(x, y, size, p.paper, e.between(0.35, 0.95) * max(0.15, fade))
        if i % 12 == 0:
            c.glow(x, y, size * 8, p.glow, 0.35 * fade)


def clouds(e: Easel, *, count: int = 4, top: float = 260, bottom: float = 760) -> None:
    """Lay flat-bottomed clouds, lit from above."""
    c, p = e.canvas, e.palette
    for i in range(count):
        y = top + (bottom - top) * (i + e.between(0.1, 0.9)) / count
        x, width = e.between(-0.05, 1.05) * c.w, e.between(220, 460)
        near = (y - top) / (bottom - top)
        light = mix(mix(p.middle, p.paper, 0.28 + 0.42 * p.light), p.horizon, 0.3 * near)
        base = mix(light, p.middle, 0.75)
        height = width * 0.24
        shapes = _cloud(e, x, y, width)
        paint = Linear((x, y - height), (x, y + 10), blend(light, base))
        for shape in shapes:
            c.paint(c.soften(c.polygon(shape), 2.5), paint, 0.8 * (0.55 + 0.45 * p.light))


def rain(e: Easel, *, count: int = 170) -> None:
    """Draw slanting rain, in three depths."""
    c = e.canvas
    slant = e.between(0.08, 0.2) * e.side()
    for depth, (width, length, alpha) in enumerate(
        ((1.2, 40, 0.12), (1.8, 70, 0.16), (2.6, 110, 0.2))
    ):
        lines: list[Points] = []
        for _ in range(count // (depth + 1)):
            x, y = e.between(-0.1, 1.1) * c.w, e.between(-0.05, 1.0) * c.h
            lines.append([(x, y), (x + slant * length, y + length)])
        c.paint(c.strokes(lines, width), e.palette.paper, alpha)


def snow(e: Easel, *, count: int = 130) -> None:
    """Let snow fall, near flakes soft and large."""
    c = e.canvas
    for i in range(count):
        x, y, size = e.between(0, c.w), e.between(0, c.h), e.between(1.6, 4.5)
        calm = 0.45 if 0.54 < y / c.h < 0.69 else 1.0
        if i % 9 == 0:
            c.glow(x, y, size * 6, Colour(1, 1, 1), 0.4 * calm)
        else:
            c.disc(x, y, size, Colour(1, 1, 1), e.between(0.3, 0.8) * calm)


def rays(e: Easel, x: float, y: float, *, count: int, alpha: float, turn: float = 0) -> None:
    """Draw broad beams from a place."""
    c = e.canvas
    far = c.h * 1.4
    step = 2 * np.pi / count
    beams = [
        [(x, y), (x + far * np.cos(a), y + far * np.sin(a)),
         (x + far * np.cos(a + step / 2), y + far * np.sin(a + step / 2))]
        for a in (turn + i * step for i in range(count))
    ]  # fmt: skip
    light = ((0, e.palette.glow), (1, e.palette.horizon))
    c.paint(c.polygon(*beams), Radial((x, y), 1300, light), alpha)


def _cloud(e: Easel, x: float, y: float, width: float) -> list[np.ndarray]:
    bumps = 5
    body = [(x - width / 2, y)]
    heights = np.sin(np.linspace(0.25, np.pi - 0.25, bumps)) * width * 0.2
    for i, tall in enumerate(heights):
        left = x - width / 2 + width * i / bumps
        rx = width / bumps * e.between(0.62, 0.8)
        middle = left + width / bumps / 2
        body.extend(map(tuple, arc(middle, y, rx, tall * e.between(0.85, 1.25), 180, 360)))
    body.append((x + width / 2, y))
    outline = np.array(body)
    top: dict[int, float] = {}
    for px, py in outline:
        top[round(px / 3)] = min(top.get(round(px / 3), y), py)
    hull = [(k * 3, v) for k, v in sorted(top.items())]
    return [np.array([*hull, (hull[-1][0] - 8, y + 7), (hull[0][0] + 8, y + 7)])]
