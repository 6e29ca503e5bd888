"""Abstract grounds: contour lines, flow, rings, Bauhaus tiles, waves, paths."""

import cv2
import numpy as np

from studio.providers.images.illustration.canvas import (
    Linear,
    Mask,
    Points,
    Radial,
    arc,
    blend,
    box,
)
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


def studio(e: Easel) -> None:
    """Fill the canvas with a lit wall and a floor that calms the lower third."""
    p, c = e.palette, e.canvas
    wall = p.tone(0.30 + 0.34 * p.light, 0.10, p.hues.zenith)
    low = p.tone(0.22 + 0.26 * p.light, 0.10, p.hues.land)
    c.backdrop([(0, mix(wall, p.ink, 0.3)), (0.4, wall), (0.62, low), (1, mix(low, p.ink, 0.45))])
    c.glow(c.cx, 780, 950, p.horizon, 0.42)


def topography(e: Easel) -> None:
    """Draw contour lines of an invented land, densest at the borders."""
    c, p = e.canvas, e.palette
    _, height, width = c.planes.shape
    field = _field(e, height, width, cells=5)
    levels = field * 15
    distance = np.abs(levels - np.round(levels))
    gy, gx = np.gradient(levels)
    slope = np.hypot(gx, gy) + 1e-4
    cover = np.clip(1.35 * c.scale - distance / slope + 0.5, 0, 1).astype(np.float32)
    tint = np.floor(levels + 0.5) / 15
    for plane, a, b in zip(c.planes, p.zenith, p.horizon, strict=True):
        plane += (a + (b - a) * tint - plane) * np.float32(0.26)  # noqa: PLW2901 - in place
    c.paint(Mask(cover * _calm(c.planes.shape[1])[:, None], 0, 0), p.glow, 0.4)


def flow(e: Easel) -> None:
    """Let hundreds of threads follow a field of angles."""
    c, p = e.canvas, e.palette
    phase, turn = e.between(0, 6), e.between(1.4, 2.4)
    count, steps = 420, 60
    x = e.random.uniform(-100, c.w + 100, count)
    y = e.random.uniform(-100, c.h + 100, count)
    paths = np.empty((steps, count, 2))
    for i in range(steps):
        paths[i] = np.stack([x, y], 1)
        angle = turn * (
            np.sin(x / 420 + phase) + np.cos(y / 520 - phase * 0.7) + 0.4 * np.sin((x + y) / 300)
        )
        x, y = x + 9 * np.cos(angle), y + 9 * np.sin(angle)
    colours = (p.glow, p.accent, p.horizon, p.second)
    for k, colour in enumerate(colours):
        group = [paths[:, i] for i in range(k, count, 4)]
        for width, part in ((2.0, group[::2]), (4.5, group[1::2])):
            mask = c.strokes(part, width)
            rows = _calm(c.planes.shape[1])[mask.y : mask.y + mask.cover.shape[0], None]
            c.paint(Mask(mask.cover * rows, mask.x, mask.y), colour, 0.38)


def rings(e: Easel, x: float, y: float) -> None:
    """Spread concentric rings, each lit at the top."""
    c, p = e.canvas, e.palette
    count = 9
    for i in range(count, 0, -1):
        r = 90 + i**1.25 * 62
        tone = mix(p.zenith, p.horizon, 1 - i / count)
        c.shadow(c.circle(x, y + 14, r), sigma=22, alpha=0.2)
        c.disc(
            x,
            y,
            r,
            Linear((x, y - r), (x, y + r), blend(mix(tone, p.paper, 0.12), mix(tone, p.ink, 0.12))),
        )
    _settle(e)


def bauhaus(e: Easel) -> None:
    """Lay a quilt of quarter discs, half discs and bars, quiet where captions go."""
    c, p = e.canvas, e.palette
    columns = 4
    size = c.w / columns
    tones = (p.zenith, p.middle, p.land(0.5), p.accent, p.second, p.horizon, p.paper)
    for row in range(int(c.h / size) + 1):
        for column in range(columns):
            middle_y = (row + 0.5) * size
            loud = 0.26 < middle_y / c.h < 0.56
            ground, shape = e.random.integers(0, 3), e.random.integers(3, 7)
            _tile(
                e,
                column * size,
                row * size,
                size,
                tones[ground],
                tones[shape],
                1.0 if loud else 0.16,
            )
    _settle(e, alpha=0.35)


def layers(e: Easel) -> None:
    """Cut waves out of coloured paper, one behind the other."""
    c, p = e.canvas, e.palette
    from_top = e.random.random() < 0.4
    count = 8
    phase, waves = e.between(0, 6), e.between(0.5, 1.0)
    xs = np.linspace(-40, c.w + 40, 120)
    for i in range(count):
        t = i / (count - 1)
        y = 430 + t * 1330
        line = y + np.sin(xs / c.w * 2 * np.pi * waves + phase + i * 0.55) * (120 - 55 * t)
        points = np.concatenate([np.stack([xs, line], 1), [(c.w + 40, c.h + 60), (-40, c.h + 60)]])
        tone = mix(
            mix(p.glow, p.horizon, min(1, t * 2.2)),
            mix(p.zenith, p.ink, 0.4),
            max(0.0, t * 1.35 - 0.35),
        )
        mask = c.polygon(points)
        c.shadow(mask, sigma=16, alpha=0.3, dy=-10 if not from_top else -14)
        c.paint(mask, Linear((0, y - 120), (0, y + 320), blend(mix(tone, p.paper, 0.1), tone)))


def maze_path(e: Easel) -> None:
    """Climb a stair of light towards a door."""
    c, p = e.canvas, e.palette
    side = e.side()
    count = 9
    for i in range(count):
        t = i / (count - 1)
        y = 1500 - t * 620
        x = c.cx - side * (1 - t) * 300
        wide, thick = 270 - 120 * t, 46 - 18 * t
        top = mix(p.horizon, p.glow, t)
        mask = c.polygon(box(x - wide, y, x + wide, y + thick * 2.4))
        c.shadow(mask, sigma=18, alpha=0.35, dy=20)
        c.paint(
            mask,
            Linear(
                (0, y), (0, y + thick * 2.4), blend(mix(top, p.ink, 0.45), mix(top, p.ink, 0.75))
            ),
        )
        c.fill(box(x - wide, y, x + wide, y + thick * 0.5), top)
    door = np.concatenate(
        [arc(c.cx, 640, 105, 105, 180, 360), [(c.cx + 105, 882), (c.cx - 105, 882)]]
    )
    c.glow(c.cx, 720, 620, p.accent, 0.6)
    c.fill(door, Linear((0, 540), (0, 880), blend(p.paper, p.accent)))


def balance(e: Easel) -> None:
    """Balance stones of light on a ball: tension and calm."""
    c, p = e.canvas, e.palette
    side = e.side()
    c.disc(c.cx + side * 120, 660, 300, Linear((0, 360), (0, 960), blend(p.accent, p.second)), 0.95)
    y = 1056.0
    tones = (p.land(0.9), p.middle, p.second, p.paper, p.accent)
    for i, wide in enumerate((235, 190, 140, 96, 62)):
        tall = wide * 0.42
        x = c.cx - side * 40 + e.between(-26, 26)
        stone = c.polygon(arc(x, y - tall, wide, tall))
        c.shadow(stone, sigma=14, alpha=0.3, dy=10)
        light = (x - wide * 0.3, y - tall * 1.6)
        c.paint(
            stone,
            Radial(
                light, wide * 1.6, blend(mix(tones[i], p.paper, 0.22), mix(tones[i], p.ink, 0.45))
            ),
        )
        y -= tall * 1.93


def confetti(e: Easel, *, count: int = 26) -> None:
    """Sprinkle small shapes around the middle, none over the captions."""
    c, p = e.canvas, e.palette
    for i in range(count):
        x, y, s = e.between(0.06, 0.94) * c.w, e.between(0.27, 0.54) * c.h, e.between(5, 15)
        if abs(x - c.cx) < 260:
            continue
        colour = (p.accent, p.second, p.paper)[i % 3]
        if i % 2:
            c.disc(x, y, s * 0.7, colour, 0.8)
        else:
            c.paint(c.strokes([arc(x, y, s, s)], 3.5), colour, 0.7)


def _tile(
    e: Easel, x: float, y: float, s: float, ground: Colour, shape: Colour, loud: float
) -> None:
    c = e.canvas
    c.fill(box(x, y, x + s + 1, y + s + 1), ground, max(loud, 0.4))
    kind = int(e.random.integers(6))
    corner = int(e.random.integers(4))
    px, py = x + s * (corner % 2), y + s * (corner // 2)
    start = {0: 0, 1: 90, 3: 180, 2: 270}[corner]
    outlines: list[Points] = []
    if kind <= 1:
        outlines = [np.concatenate([[(px, py)], arc(px, py, s, s, start, start + 90)])]
    elif kind == 2:
        outlines = [arc(x + s / 2, y + s / 2, s * 0.36, s * 0.36)]
    elif kind == 3:
        outlines = [
            arc(x + s / 2, y + s, s / 2, s / 2, 180, 360),
            arc(x + s / 2, y + s / 2, s / 2, s / 2, 180, 360),
        ]
    elif kind == 4:
        outlines = [box(x, y + s * k / 4, x + s, y + s * k / 4 + s / 8) for k in range(4)]
    else:
        outlines = [[(x, y), (x + s, y), (x + s, y + s)]]
    c.paint(c.polygon(*outlines), shape, loud)


def _settle(e: Easel, alpha: float = 0.6) -> None:
    c, p = e.canvas, e.palette
    low = c.soften(c.polygon(box(-400, 1260, c.w + 400, c.h + 400)), 130)
    c.paint(low, mix(p.zenith, p.ink, 0.5), alpha)


def _calm(rows: int) -> np.ndarray:
    ys = np.linspace(0, 1, rows, dtype=np.float32)
    return (
        1
        - 0.72 * np.exp(-(((ys - 0.61) / 0.075) ** 4))
        - 0.4 * np.exp(-(((ys - 0.2) / 0.075) ** 4))
    )


def _field(e: Easel, height: int, width: int, *, cells: int) -> np.ndarray:
    total = np.zeros((height, width), np.float32)
    for octave, weight in ((1, 1.0), (2, 0.28)):
        rows, columns = cells * octave * 9 // 5 + 3, cells * octave + 3
        coarse = e.random.random((rows, columns)).astype(np.float32)
        total += weight * cv2.resize(
            cv2.GaussianBlur(coarse, (0, 0), 0.8), (width, height), interpolation=cv2.INTER_CUBIC
        )
    low, high = float(total.min()), float(total.max())
    return (total - low) / (high - low)
