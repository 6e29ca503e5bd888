"""Water: the sea with its reflections, and the deep."""

import cv2
import numpy as np

from studio.providers.images.illustration.canvas import Linear, Mask, Points, Radial, blend, smooth
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


def reflect(e: Easel, y: float, *, strength: float = 0.6) -> None:
    """Turn everything under ``y`` to water that mirrors what is above it."""
    c, p = e.canvas, e.palette
    top = int(y * c.scale)
    rows = c.planes.shape[1] - top
    depth = np.arange(rows)
    source = np.clip(top - 1 - (depth * 1.15).astype(int), 0, top - 1)
    ripple = np.sin(depth / (6 + depth * 0.03) / c.scale) * (2 + depth * 0.035) * c.scale * 0.6
    width = c.planes.shape[2]
    map_x = (np.arange(width, dtype=np.float32)[None, :] + ripple[:, None]).astype(np.float32)
    map_y = np.repeat(source[:, None], width, 1).astype(np.float32)
    deep = mix(p.zenith, p.ink, 0.55)
    for plane, colour in zip(c.planes, deep, strict=True):
        mirrored = cv2.remap(plane, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        fade = (strength * np.exp(-depth / rows * 1.4))[:, None].astype(np.float32)
        plane[top:] = colour + (mirrored - colour) * fade


def glitter(e: Easel, x: float, y: float, *, width: float) -> None:
    """Draw a path of light on the water under a sun or moon."""
    c, p = e.canvas, e.palette
    for i in range(70):
        t = (i / 70) ** 1.5
        yy = y + 8 + t * (c.h - y) * 0.85
        half = width * (0.2 + 1.5 * t) * e.between(0.25, 0.9)
        shift = width * (0.2 + 1.1 * t) * e.between(-0.7, 0.7)
        thick = 1.5 + 7 * t
        fade = (1 - t) ** 1.3 * 0.65 + 0.03
        c.fill(_dash(x + shift, yy, half, thick), p.glow, fade * e.between(0.4, 1))


def swell(e: Easel, y: float) -> None:
    """Draw long quiet waves."""
    c, p = e.canvas, e.palette
    for i in range(26):
        t = (i / 26) ** 1.6
        yy = y + 14 + t * (c.h - y)
        x = e.between(0, c.w)
        light = mix(p.horizon, p.paper, 0.2)
        c.fill(_dash(x, yy, e.between(60, 240) * (0.5 + t), 1.2 + 4 * t), light, 0.16)


def deep(e: Easel) -> None:
    """Fill the canvas with the deep: light from above, rays, plankton, a sea floor."""
    c, p = e.canvas, e.palette
    hue = p.hues.zenith
    top = p.tone(0.46 + 0.22 * p.light, 0.11, hue)
    c.backdrop([(0, top), (0.3, p.tone(0.33 + 0.12 * p.light, 0.10, hue + 6)),
                (0.65, p.tone(0.21 + 0.06 * p.light, 0.07, hue + 14)), (1, p.tone(0.10, 0.04, hue + 20))])  # fmt: skip
    sx = c.w * e.between(0.25, 0.75)
    c.glow(sx, -80, 900, p.tone(0.9, 0.07, hue), 0.6)
    for _ in range(7):
        x, lean = sx + e.between(-330, 330), e.between(-0.25, 0.25)
        wide, far = e.between(40, 120), e.between(800, 1250)
        shape = [(x - wide * 0.3, -60), (x + wide * 0.3, -60),
                 (x + lean * far + (x - sx) * 0.8 + wide, far), (x + lean * far + (x - sx) * 0.8 - wide, far)]  # fmt: skip
        beam = c.soften(c.polygon(shape), 26)
        faded = Mask(beam.cover * _fade_rows(beam, c.scale, far), beam.x, beam.y)
        c.paint(faded, p.tone(0.92, 0.06, hue), 0.17)
    plankton(e, count=60)


def plankton(e: Easel, *, count: int) -> None:
    """Scatter drifting lights."""
    c, p = e.canvas, e.palette
    for i in range(count):
        x, y, size = e.between(0, c.w), e.between(60, c.h), e.between(1.2, 3.6)
        calm = 0.35 if 0.54 < y / c.h < 0.69 else 1.0
        if i % 5 == 0:
            c.glow(x, y, size * 9, p.accent, 0.45 * calm)
        c.disc(x, y, size, p.glow, e.between(0.2, 0.7) * calm)


def sea_floor(e: Easel) -> None:
    """Draw rocks, weed and coral at the bottom."""
    c, p = e.canvas, e.palette
    hue = p.hues.zenith
    for i in range(3):
        base = c.h - 330 + i * 120
        xs = np.linspace(-20, c.w + 20, 9)
        line = smooth([(x, base + e.between(-60, 60)) for x in xs])
        colour = p.tone(0.19 - 0.04 * i, 0.05, hue + 15)
        for _ in range(7):
            _weed(
                e,
                e.between(0, c.w),
                base + 40,
                e.between(110, 300 - 40 * i),
                mix(colour, p.second, 0.16 + 0.06 * i),
            )
        c.fill(np.concatenate([line, [(c.w + 20, c.h + 20), (-20, c.h + 20)]]),
               Linear((0, base - 60), (0, base + 260), blend(mix(colour, p.tone(0.4, 0.08, hue), 0.2), colour)))  # fmt: skip


def bubbles(e: Easel, x: float, y: float, *, count: int) -> None:
    """Let bubbles rise from a place."""
    c, p = e.canvas, e.palette
    for i in range(count):
        size = e.between(4, 15)
        bx, by = x + e.between(-50, 50), y - i * e.between(28, 60)
        c.disc(
            bx,
            by,
            size,
            Radial((bx, by), size, ((0, p.middle), (0.75, p.middle), (1, p.paper))),
            0.35,
        )
        c.disc(bx - size * 0.35, by - size * 0.35, size * 0.22, p.paper, 0.8)


def _weed(e: Easel, x: float, y: float, height: float, colour: Colour) -> None:
    lean = e.between(-0.3, 0.3)
    spine = [
        (x + np.sin(t * 5 + x) * 22 * t + lean * height * t, y - height * t)
        for t in np.linspace(0, 1, 7)
    ]
    left: Points = smooth([(px - 11 * (1 - i / 6) - 1, py) for i, (px, py) in enumerate(spine)])
    right: Points = smooth([(px + 11 * (1 - i / 6) + 1, py) for i, (px, py) in enumerate(spine)])
    e.canvas.fill(np.concatenate([np.asarray(left), np.asarray(right)[::-1]]), colour, 0.9)


def _fade_rows(mask: Mask, scale: float, far: float) -> np.ndarray:
    rows = (np.arange(mask.cover.shape[0]) + mask.y) / scale
    return np.clip(1 - rows / far, 0, 1).astype(np.float32)[:, None]


def _dash(x: float, y: float, half: float, thick: float) -> Points:
    return [(x - half, y), (x - half * 0.3, y - thick / 2), (x + half * 0.4, y - thick / 2),
            (x + half, y), (x + half * 0.3, y + thick / 2), (x - half * 0.4, y + thick / 2)]  # fmt: skip
