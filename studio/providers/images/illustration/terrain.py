"""Land: ridges with air between them, dunes, hills, trees."""

import numpy as np

from studio.providers.images.illustration.canvas import Linear, Points, Radial, blend
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


def ridge_line(e: Easel, y: float, height: float, *, rough: float, waves: float) -> np.ndarray:
    """Give a skyline of summed octaves, points from left to right.

    Args:
        e: For its random stream.
        y: Where the line lies, design units.
        height: From valley to peak.
        rough: 0 smooth to 1 craggy.
        waves: Peaks over the width.
    """
    xs = np.linspace(-20, e.canvas.w + 20, 420)
    t = xs / e.canvas.w
    total = np.zeros_like(t)
    strength, amount = 1.0, 0.0
    for octave in range(7):
        phase, frequency = e.between(0, 10), waves * 2**octave * e.between(0.85, 1.15)
        total += strength * _wave(t * frequency + phase, sharp=rough)
        amount += strength
        strength *= 0.32 + 0.2 * rough
    return np.stack([xs, y - total / amount * height], 1)


def below(e: Easel, line: np.ndarray) -> np.ndarray:
    """Close a skyline at the bottom of the canvas."""
    return np.concatenate([line, [(e.canvas.w + 20, e.canvas.h + 20), (-20, e.canvas.h + 20)]])


def ridges(e: Easel, *, first: float, last: float, count: int, height: float, rough: float) -> None:
    """Stack ridges from the horizon to the viewer, paler with distance, mist in the valleys."""
    c, p = e.canvas, e.palette
    for i in range(count):
        near = i / max(1, count - 1)
        y = first + (last - first) * near**1.2
        line = ridge_line(
            e, y, height * (0.65 + 0.5 * near), rough=rough, waves=e.between(1.0, 1.9)
        )
        colour = p.land(0.12 + 0.88 * near)
        mist = mix(colour, p.horizon, 0.5 * (1 - near) + 0.08)
        top = float(line[:, 1].min())
        c.fill(below(e, line), Linear((0, top), (0, top + height * 2.1), blend(colour, mist)))
    _ground_fade(e, last)


def snow_caps(e: Easel, x: float, base: float, width: float, height: float) -> None:
    """Draw one great mountain, lit from one side, its summit under snow."""
    c, p = e.canvas, e.palette
    steps = 26
    left = [(x - width * (1 - i / steps), base - height * (i / steps) ** 1.25 + e.between(-1, 1) * 9)
            for i in range(steps)]  # fmt: skip
    right = [(x + width * (i / steps), base - height * (1 - i / steps) ** 1.25 + e.between(-1, 1) * 9)
             for i in range(1, steps + 1)]  # fmt: skip
    summit = (x, base - height)
    spine = [(x + np.sin(i * 1.7) * 16 * (i / 12) + i * 7 * e.between(0.2, 1), base - height * (1 - i / 12))
             for i in range(1, 13)]  # fmt: skip
    lit = mix(p.land(0.35), p.horizon, 0.35)
    dark = p.land(0.6)
    foot = mix(lit, p.horizon, 0.55)
    whole = c.polygon([*left, summit, *right])
    c.paint(whole, Linear((0, base - height), (0, base), blend(lit, foot)))
    shade = c.polygon([summit, *spine, (x + width, base), *right[::-1]])
    c.paint(shade, Linear((0, base - height), (0, base), blend(dark, mix(dark, foot, 0.75))), 0.9)
    cap = [(x - width, base - height * 1.05), (x + width, base - height * 1.05)]
    edge = [(x + width * 0.45 - i * width * 0.9 / 12, base - height * (0.72 - (0.1 if i % 2 else -0.06) * e.between(0.5, 1.3)))
            for i in range(13)]  # fmt: skip
    snow = c.inside(whole, c.polygon([*cap, *edge]))
    c.paint(snow, mix(p.paper, Colour(1, 1, 1), 0.4), 0.95)
    c.paint(c.inside(snow, shade), mix(p.paper, p.zenith, 0.5), 0.75)


def dunes(e: Easel, *, first: float) -> None:
    """Roll dunes with a bright and a shaded flank."""
    c, p = e.canvas, e.palette
    for i in range(5):
        near = i / 4
        y = first + (c.h - first) * 0.72 * near**1.1
        line = ridge_line(e, y, 120 + 120 * near, rough=0.0, waves=e.between(0.5, 0.9))
        bright = mix(p.horizon, p.land(near), 0.25 + 0.45 * near)
        dark = mix(bright, p.ink, 0.35 + 0.2 * near)
        c.fill(below(e, line), Linear((0, y - 200), (0, y + 420), blend(bright, dark)))
        crest = int(np.argmin(line[:, 1]))
        side = e.side()
        part = line[crest:] if side > 0 else line[: crest + 1][::-1]
        if len(part) > 40:
            steps = np.arange(len(part))
            back = np.stack(
                [part[:, 0] + side * -1 * steps * 0.35, part[:, 1] + steps * (1.0 + near)], 1
            )
            shade = c.soften(c.polygon(np.concatenate([part, back[::-1]])), 2)
            body = c.polygon(below(e, line))
            c.paint(c.inside(shade, body), mix(dark, p.zenith, 0.3), 0.6)
    _ground_fade(e, 1250)


def pine(x: float, y: float, height: float) -> list[Points]:
    """Give the outline of a fir standing at (x, y)."""
    tiers = 6
    left, right = [], []
    for i in range(tiers):
        top, out = y - height * (1 - i / tiers), height * (0.07 + 0.17 * (i + 1) / tiers)
        bottom = top + height / tiers
        left += [(x - out * 0.42, top), (x - out, bottom + height * 0.035)]
        right += [(x + out * 0.42, top), (x + out, bottom + height * 0.035)]
    trunk = [(x - height * 0.02, y + height * 0.09), (x + height * 0.02, y + height * 0.09)]
    return [[(x, y - height * 1.06), *right, trunk[1], trunk[0], *left[::-1]]]


def forest(e: Easel, *, first: float, last: float, bands: int, tall: float) -> None:
    """Plant bands of firs, paler with distance."""
    c, p = e.canvas, e.palette
    for band in range(bands):
        near = band / max(1, bands - 1)
        y = first + (last - first) * near
        height = tall * (0.4 + 0.75 * near)
        colour = p.land(0.2 + 0.8 * near)
        line = ridge_line(e, y, 70, rough=0.2, waves=1.2)
        x = -40.0
        while x < c.w + 40:
            ground = float(np.interp(x, line[:, 0], line[:, 1]))
            tree = pine(x, ground + 14, height * e.between(0.6, 1.15))
            c.paint(
                c.polygon(*tree),
                Linear(
                    (0, ground - height), (0, ground), blend(colour, mix(colour, p.horizon, 0.18))
                ),
            )
            x += height * e.between(0.2, 0.5)
        foot = mix(colour, p.horizon, 0.32 * (1 - near))
        c.fill(below(e, line), Linear((0, y - 40), (0, y + 300), blend(colour, foot)))
        if band < bands - 1:
            c.glow(c.cx, y + 60, c.w, p.horizon, 0.22 * (1 - near), flat=0.16)
    _ground_fade(e, last)


def round_trees(e: Easel, *, y: float, count: int, tall: float) -> None:
    """Plant leafy trees with a lit side."""
    c, p = e.canvas, e.palette
    for i in range(count):
        x = c.w * (i + e.between(0.1, 0.9)) / count
        if 0.3 < x / c.w < 0.7 and count < 5:
            x = c.w * (0.12 if e.side() < 0 else 0.88)
        height = tall * e.between(0.7, 1.15)
        crown = height * 0.36
        dark, lit = p.land(0.75), mix(p.land(0.4), p.accent, 0.22)
        c.line([(x, y), (x, y - height * 0.6)], height * 0.05, p.ink)
        whole = c.circle(x, y - height * 0.7, crown)
        light = (x - crown * 0.4, y - height * 0.7 - crown * 0.5)
        c.paint(whole, Radial(light, crown * 1.7, blend(lit, dark)))


def _ground_fade(e: Easel, y: float) -> None:
    c, p = e.canvas, e.palette
    ground = Linear((0, y), (0, c.h), blend(p.land(0.95), mix(p.land(1), p.ink, 0.6)))
    fade = c.soften(
        c.polygon(
            [(-300, y + 330), (c.w + 300, y + 330), (c.w + 300, c.h + 300), (-300, c.h + 300)]
        ),
        90,
    )
    c.paint(fade, ground, 0.55)


def _wave(t: np.ndarray, *, sharp: float) -> np.ndarray:
    round_ = 0.5 + 0.5 * np.sin(2 * np.pi * t)
    peak = 1 - np.abs(2 * (t - np.floor(t)) - 1)
    return round_ * (1 - sharp) + peak * sharp
