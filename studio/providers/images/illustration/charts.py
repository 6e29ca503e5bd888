"""Numbers as pictures: rings, bars, a rising line, big numerals."""

from pathlib import Path

import numpy as np

from studio.providers.images.illustration.canvas import Linear, Mask, arc, blend, box, smooth
from studio.providers.images.illustration.lettering import letter
from studio.providers.images.illustration.palette import mix
from studio.providers.images.illustration.scene import Easel


def ring(e: Easel, share: float, label: str, font: Path | None) -> None:
    """Draw a ring filled to ``share`` with the number in its middle."""
    c, p = e.canvas, e.palette
    x, y, r, thick = c.cx, 800.0, 275.0, 74.0
    c.shadow(c.circle(x, y + 20, r + thick / 2), sigma=40, alpha=0.4)
    c.disc(x, y, r + thick / 2 + 26, mix(p.zenith, p.ink, 0.45), 0.85)
    c.paint(_sector(e, x, y, r, thick, 0, 1), mix(p.zenith, p.paper, 0.22), 0.8)
    fill = Linear((x - r, y + r), (x + r, y - r), blend(p.second, p.accent))
    c.glow(x, y, r * 1.6, p.accent, 0.18)
    c.paint(_sector(e, x, y, r, thick, 0, share), fill)
    for t in (0.0, share):
        angle = 2 * np.pi * t - np.pi / 2
        cap = c.circle(x + r * np.cos(angle), y + r * np.sin(angle), thick / 2)
        c.paint(cap, p.accent if t else mix(p.second, p.accent, 0.6))
    if font:
        numeral(e, label, font, y=y, width=380, height=150)


def dots(e: Easel, share: float, label: str, font: Path | None) -> None:
    """Draw a hundred dots, as many lit as there are per cent, under the number."""
    c, p = e.canvas, e.palette
    step, radius, lit = 66.0, 22.0, round(min(max(share, 0), 1) * 100)
    left, top = c.cx - step * 4.5, 640.0
    dim = mix(p.zenith, p.paper, 0.24)
    for i in range(100):
        x, y = left + step * (i % 10), top + step * 0.62 * (i // 10)
        if i < lit:
            c.disc(x, y, radius * 0.82, mix(p.second, p.accent, (i % 10) / 9))
        else:
            c.disc(x, y, radius * 0.5, dim, 0.8)
    if font:
        numeral(e, label, font, y=480, width=560, height=170)


def column(e: Easel, share: float, label: str, font: Path | None) -> None:
    """Draw a glass column filled to ``share``, with the number beside its level."""
    c, p = e.canvas, e.palette
    wide, foot, tall = 190.0, 1030.0, 560.0
    x = c.cx - 190
    level = foot - tall * min(max(share, 0.04), 1)
    glass = c.polygon(box(x - wide / 2, foot - tall, x + wide / 2, foot, wide / 2))
    c.shadow(glass, sigma=34, alpha=0.4, dy=18)
    c.paint(glass, mix(p.zenith, p.paper, 0.2), 0.85)
    filled = c.polygon(box(x - wide / 2, level, x + wide / 2, foot + wide))
    fill = Linear((x, level), (x, foot), blend(p.accent, p.second))
    c.paint(c.inside(filled, glass), fill)
    gleam = c.polygon(box(x - wide * 0.32, foot - tall + 60, x - wide * 0.2, foot - 70, 12))
    c.paint(gleam, p.paper, 0.3)
    if font:
        c.fill(box(x + wide / 2 + 14, level - 3, x + wide / 2 + 70, level + 3, 3), p.paper, 0.8)
        mask = letter(c, label, c.cx + 195, 770, width=400, height=190, font=font)
        c.shadow(mask, sigma=22, alpha=0.5, dy=14)
        c.paint(mask, Linear((0, 680), (0, 860), ((0, p.paper), (0.5, p.paper), (1, p.accent))))


def numeral(
    e: Easel, label: str, font: Path, *, y: float, width: float = 820, height: float = 300
) -> None:
    """Set a number in light that falls from above, with depth behind it."""
    c, p = e.canvas, e.palette
    mask = letter(c, label, c.cx, y, width=min(width, c.w * 0.8), height=height, font=font)
    tall = mask.cover.shape[0] / c.scale
    c.shadow(mask, sigma=26, alpha=0.55, dy=18)
    steps = max(2, int(tall / 14 * c.scale))
    side = mix(p.second, p.ink, 0.55)
    for i in range(steps, 0, -2):
        c.paint(c.crop(Mask(mask.cover, mask.x + i // 2, mask.y + i)), side)
    c.paint(
        mask,
        Linear(
            (0, y - tall / 2), (0, y + tall / 2), ((0, p.paper), (0.45, p.paper), (1, p.accent))
        ),
    )


def bars(e: Easel, *, rising: bool, count: int = 5) -> None:
    """Draw round-topped bars on a base line."""
    c, p = e.canvas, e.palette
    ground, wide = 1050.0, 104.0
    step = wide + 38
    left = c.cx - step * count / 2 + 19
    for i in range(count):
        t = (i + 1) / count if rising else 1 - i / count
        tall = 110 + 430 * t**1.3 + e.between(-18, 18)
        x = left + i * step
        last = i == (count - 1 if rising else 0)
        a, b = (
            (p.accent, p.second)
            if last
            else (mix(p.horizon, p.paper, 0.2), mix(p.horizon, p.zenith, 0.5))
        )
        mask = c.polygon(box(x, ground - tall, x + wide, ground, 26))
        c.shadow(mask, sigma=18, alpha=0.35, dx=12, dy=12)
        c.paint(mask, Linear((x, ground - tall), (x, ground), blend(a, b)))
        gleam = c.polygon(box(x + 14, ground - tall + 24, x + 28, ground - 30, 7))
        c.paint(gleam, p.paper, 0.28)
    c.fill(box(left - 50, ground, left + step * count + 10, ground + 7, 3), p.paper, 0.75)


def curve(e: Easel, *, rising: bool) -> None:
    """Draw a line that climbs (or falls) with light under it and a marked end."""
    c, p = e.canvas, e.palette
    ground, left, right = 1060.0, c.cx - 390, c.cx + 390
    heights = np.cumsum(e.random.uniform(-0.35, 1.0, 8))
    heights = (heights - heights.min()) / (np.ptp(heights) + 1e-6) * 470 + 60
    if not rising:
        heights = heights[::-1]
    points = smooth([(left + (right - left) * i / 7, ground - h) for i, h in enumerate(heights)])
    for i in range(5):
        y = ground - 135 * i
        c.line([(left, y), (right, y)], 2, p.paper, 0.16)
    area = np.concatenate([points, [(right, ground), (left, ground)]])
    c.fill(area, Linear((0, ground - 540), (0, ground), blend(p.accent, p.zenith)), 0.42)
    line = c.stroke(points, 15)
    c.shadow(line, sigma=12, alpha=0.5, dy=14)
    c.paint(line, Linear((left, 0), (right, 0), blend(p.second, p.accent)))
    x, y = points[-1]
    c.glow(float(x), float(y), 190, p.glow, 0.7)
    c.disc(float(x), float(y), 28, p.paper)
    c.disc(float(x), float(y), 15, p.second)


SHARES = (ring, dots, column)
"""Ways to show a share of a whole."""


def _sector(e: Easel, x: float, y: float, r: float, thick: float, start: float, end: float) -> Mask:
    a, b = start * 360 - 90, end * 360 - 90
    outer = arc(x, y, r + thick / 2, r + thick / 2, a, b)
    inner = arc(x, y, r - thick / 2, r - thick / 2, b, a)
    return e.canvas.polygon(np.concatenate([outer, inner]))
