"""Creatures, plants, people."""

import numpy as np

from studio.providers.images.illustration.canvas import (
    Linear,
    Points,
    Radial,
    arc,
    blend,
    box,
    smooth,
)
from studio.providers.images.illustration.objects.shading import ball, halo, solid
from studio.providers.images.illustration.palette import mix
from studio.providers.images.illustration.scene import Easel


def heart(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a heart with a gleam and a pulse of rings."""
    c, p = e.canvas, e.palette
    red = p.tone(0.63, 0.21, 22)
    for i in range(3):
        c.paint(
            c.strokes([_heart(x, y, r * (1.22 + 0.22 * i))], 4, closed=True),
            mix(red, p.paper, 0.4),
            0.4 - 0.11 * i,
        )
    c.glow(x, y, r * 1.9, red, 0.4)
    mask = c.polygon(_heart(x, y, r))
    c.shadow(mask, sigma=26, alpha=0.4, dy=24)
    light = (x - r * 0.45, y - r * 0.5)
    stops = ((0, mix(red, p.paper, 0.45)), (0.4, red), (1, mix(red, p.ink, 0.55)))
    c.paint(mask, Radial(light, r * 1.9, stops))
    gleam = c.stroke(arc(x - r * 0.42, y - r * 0.3, r * 0.34, r * 0.34, 190, 262), r * 0.11)
    c.paint(gleam, p.paper, 0.75)


def octopus(e: Easel, x: float, y: float, r: float) -> None:
    """Draw an octopus with curling arms."""
    c, p = e.canvas, e.palette
    skin = p.second
    dark = mix(skin, p.ink, 0.35)
    c.glow(x, y, r * 2.0, mix(skin, p.glow, 0.5), 0.3)
    for order in (0, 1):
        for i in range(8):
            if i % 2 != order:
                continue
            t = (i - 3.5) / 3.5
            spread = t * r * 1.35
            spine = smooth([(x + t * r * 0.34, y + r * 0.18), (x + spread * 0.55, y + r * (0.62 - 0.1 * abs(t))),
                            (x + spread * 0.95, y + r * (0.92 - 0.25 * abs(t))), (x + spread * 1.22, y + r * (0.78 + 0.1 * order)),
                            (x + spread * 1.18, y + r * (0.52 + 0.14 * order)), (x + spread * 1.0, y + r * (0.56 + 0.14 * order))])  # fmt: skip
            colour = skin if order else dark
            arm = c.polygon(_taper(spine, r * 0.15, r * 0.02))
            c.paint(
                arm, Linear((x, y), (x + spread, y + r), blend(mix(colour, p.paper, 0.1), colour))
            )
            for k in range(14, 56, 6):
                px, py = spine[k]
                c.disc(
                    float(px),
                    float(py) + r * 0.02,
                    r * 0.028 * (1 - k / 75),
                    mix(colour, p.paper, 0.5),
                    0.75,
                )
    head = smooth([(x - r * 0.34, y + r * 0.3), (x - r * 0.42, y), (x - r * 0.56, y - r * 0.5), (x - r * 0.3, y - r * 0.95),
                   (x + r * 0.22, y - r * 1.0), (x + r * 0.56, y - r * 0.55), (x + r * 0.42, y), (x + r * 0.34, y + r * 0.3), (x, y + r * 0.42)], closed=True)  # fmt: skip
    mask = c.polygon(head)
    stops = ((0, mix(skin, p.paper, 0.5)), (0.45, skin), (1, mix(skin, p.ink, 0.45)))
    c.paint(mask, Radial((x - r * 0.25, y - r * 0.6), r * 1.25, stops))
    for dx, dy, s in (
        (0.2, -0.7, 0.07),
        (0.33, -0.5, 0.045),
        (0.05, -0.82, 0.04),
        (-0.1, -0.62, 0.05),
    ):
        c.disc(x + dx * r, y + dy * r, s * r, mix(skin, p.paper, 0.55), 0.5)
    for side in (-1, 1):
        ex, ey = x + side * r * 0.22, y - r * 0.08
        c.disc(ex, ey, r * 0.13, p.paper)
        c.disc(ex + r * 0.02, ey + r * 0.015, r * 0.075, p.ink)
        c.disc(ex - r * 0.015, ey - r * 0.03, r * 0.025, p.paper)


def jellyfish(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a glowing jellyfish."""
    c, p = e.canvas, e.palette
    colour = mix(p.accent, p.second, e.between(0, 0.8))
    c.glow(x, y, r * 2.2, colour, 0.55)
    for i in range(9):
        t = (i - 4) / 4
        phase = e.between(0, 6)
        ys = np.linspace(0, 1, 14)
        line = np.stack(
            [
                x + t * r * 0.7 + np.sin(ys * 7 + phase) * r * 0.1 * ys,
                y + ys * r * e.between(1.3, 2.3),
            ],
            1,
        )
        c.fill(
            _taper(line, r * (0.055 if i % 2 else 0.1), 1.5),
            Linear((0, y), (0, y + r * 2), blend(mix(colour, p.paper, 0.4), p.zenith)),
            0.6,
        )
    bell = np.concatenate([arc(x, y, r, r * 0.95, 180, 360), smooth([(x + r, y), (x + r * 0.72, y + r * 0.16), (x + r * 0.5, y + r * 0.05), (x + r * 0.25, y + r * 0.17),
                           (x, y + r * 0.05), (x - r * 0.25, y + r * 0.17), (x - r * 0.5, y + r * 0.05), (x - r * 0.72, y + r * 0.16), (x - r, y)])])  # fmt: skip
    stops = ((0, p.paper), (0.5, colour), (1, mix(colour, p.zenith, 0.5)))
    c.paint(c.polygon(bell), Radial((x - r * 0.2, y - r * 0.5), r * 1.35, stops), 0.88)
    inner = arc(x, y - r * 0.12, r * 0.55, r * 0.5, 180, 360)
    c.fill(inner, p.paper, 0.22)


def fish(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a fish."""
    c, p = e.canvas, e.palette
    s = e.side()

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + s * a * r, y + b * r) for a, b in points]

    tail = smooth(at((-0.65, 0), (-1.25, -0.5), (-1.12, 0), (-1.25, 0.5)), closed=True)
    solid(e, c.polygon(tail), p.accent, shadow=0.2)
    solid(
        e,
        c.polygon(smooth(at((-0.3, -0.4), (0.0, -0.85), (0.5, -0.4)), closed=True)),
        p.accent,
        shadow=0,
    )
    body = c.polygon(
        smooth(
            at(
                (1.0, 0.02),
                (0.55, -0.42),
                (0, -0.52),
                (-0.5, -0.26),
                (-0.8, 0),
                (-0.5, 0.26),
                (0, 0.5),
                (0.55, 0.4),
            ),
            closed=True,
        )
    )
    solid(e, body, p.second)
    for a in (-0.28, 0.05, 0.34):
        stripe = c.polygon(at((a, -0.7), (a + 0.13, -0.7), (a + 0.06, 0.7), (a - 0.07, 0.7)))
        c.paint(c.inside(stripe, body), p.paper, 0.5)
    solid(
        e,
        c.polygon(smooth(at((0.25, 0.1), (-0.1, 0.3), (0.12, 0.02)), closed=True)),
        p.accent,
        shadow=0.1,
    )
    ((ex, ey),) = at((0.68, -0.1))
    c.disc(ex, ey, r * 0.1, p.paper)
    c.disc(ex + s * r * 0.02, ey, r * 0.055, p.ink)


def plant(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a seedling growing from a mound."""
    c, p = e.canvas, e.palette
    halo(e, x, y - r * 0.3, r)
    green = p.tone(0.68, 0.17, 145)
    foot = y + r * 0.95
    stem = smooth(
        [(x, foot), (x - r * 0.05, y + r * 0.3), (x + r * 0.04, y - r * 0.3), (x, y - r * 0.75)]
    )
    c.paint(c.stroke(stem, r * 0.09), mix(green, p.ink, 0.25))
    for base, side, size in (
        (0.35, -1, 0.7),
        (0.12, 1, 0.85),
        (-0.3, -1, 0.75),
        (-0.45, 1, 0.62),
        (-0.75, -1, 0.34),
    ):
        by = y + base * r
        tip = (x + side * size * r, by - size * r * 0.62)
        mid = ((x + tip[0]) / 2, (by + tip[1]) / 2)
        bend = size * r * 0.3
        leaf = smooth(
            [
                (x, by),
                (mid[0] - side * bend * 0.3, mid[1] - bend),
                tip,
                (mid[0] + side * bend * 0.5, mid[1] + bend * 0.75),
            ],
            closed=True,
        )
        mask = c.polygon(leaf)
        solid(e, mask, green, shadow=0.2)
        c.line([(x, by), tip], r * 0.022, mix(green, p.paper, 0.45), 0.8)
    mound = c.polygon(np.concatenate([arc(x, foot + r * 0.1, r * 0.8, r * 0.28, 180, 360)]))
    solid(e, mound, p.tone(0.36, 0.06, 55))


def flame(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a fire in three heats."""
    c, p = e.canvas, e.palette
    c.glow(x, y, r * 2.7, p.tone(0.72, 0.18, 50), 0.65)
    for size, colour, tip in (
        (1.0, p.tone(0.60, 0.22, 32), p.tone(0.5, 0.2, 22)),
        (0.7, p.tone(0.76, 0.18, 62), p.tone(0.68, 0.2, 45)),
        (0.42, p.tone(0.95, 0.09, 95), p.tone(0.86, 0.16, 85)),
    ):
        base = y + r * 0.95
        s = r * size
        outline = smooth([(x, base), (x - s * 0.6, base - s * 0.22), (x - s * 0.68, base - s * 0.75), (x - s * 0.36, base - s * 1.2),
                          (x - s * 0.34, base - s * 1.48), (x - s * 0.1, base - s * 1.25), (x + s * 0.12, base - s * 1.95),
                          (x + s * 0.3, base - s * 1.42), (x + s * 0.5, base - s * 1.12), (x + s * 0.7, base - s * 0.62), (x + s * 0.52, base - s * 0.18)], closed=True)  # fmt: skip
        c.fill(outline, Linear((0, base - s * 1.9), (0, base), blend(tip, colour)))
    for _ in range(16):
        px, py = x + e.between(-0.9, 0.9) * r, y - e.between(0.2, 1.5) * r
        c.disc(px, py, e.between(2, 6), p.glow, e.between(0.4, 0.9))


def person(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a figure seen from behind, looking into the light."""
    c, p = e.canvas, e.palette
    halo(e, x, y - r * 0.2, r)
    coat = mix(p.second, p.ink, 0.35)
    legs = [(x - r * 0.2, y + r * 0.35), (x + r * 0.2, y + r * 0.35), (x + r * 0.17, y + r * 1.05), (x + r * 0.03, y + r * 1.05),
            (x, y + r * 0.55), (x - r * 0.04, y + r * 1.05), (x - r * 0.18, y + r * 1.05)]  # fmt: skip
    solid(e, c.polygon(legs), p.ink)
    torso = smooth([(x - r * 0.1, y - r * 0.52), (x - r * 0.32, y - r * 0.4), (x - r * 0.4, y + r * 0.12), (x - r * 0.3, y + r * 0.48),
                    (x + r * 0.3, y + r * 0.48), (x + r * 0.4, y + r * 0.12), (x + r * 0.32, y - r * 0.4), (x + r * 0.1, y - r * 0.52)], closed=True)  # fmt: skip
    solid(e, c.polygon(torso), coat)
    ball(e, x, y - r * 0.72, r * 0.2, p.tone(0.7, 0.08, 55))
    hair = np.concatenate([arc(x, y - r * 0.74, r * 0.22, r * 0.22, 165, 375)])
    c.fill(hair, p.ink)


def crowd(e: Easel, x: float, y: float, r: float) -> None:
    """Draw rows of busts, nearer rows larger."""
    c, p = e.canvas, e.palette
    tones = (p.second, p.accent, p.horizon, p.middle, p.paper)
    for row, (count, size, dy) in enumerate(((6, 0.26, -0.45), (5, 0.32, 0.0), (4, 0.4, 0.55))):
        for i in range(count):
            px = x + (i - (count - 1) / 2) * r * (0.46 + 0.1 * row)
            py, s = y + dy * r, size * r
            tone = mix(tones[int(e.random.integers(5))], p.ink, 0.32 - 0.13 * row)
            body = np.concatenate(
                [
                    arc(px, py + s * 1.2, s * 0.95, s * 0.95, 180, 360),
                    [(px + s * 0.95, py + s * 2.2), (px - s * 0.95, py + s * 2.2)],
                ]
            )
            solid(e, c.polygon(body), tone, shadow=0.25)
            ball(
                e,
                px,
                py - s * 0.2,
                s * 0.46,
                p.tone(e.between(0.45, 0.85), 0.07, e.between(45, 70)),
                shadow=0.2,
            )
    low = c.soften(c.polygon(box(x - r * 3, y + r * 1.25, x + r * 3, y + r * 3)), r * 0.16)
    c.paint(low, mix(p.zenith, p.ink, 0.6), 0.9)


def bird(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a soaring bird."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r * 0.7)
    wing = [
        (0, 0.05),
        (0.3, -0.28),
        (0.75, -0.5),
        (1.2, -0.42),
        (1.45, -0.25),
        (1.1, -0.25),
        (0.75, -0.12),
        (0.4, 0.12),
        (0.12, 0.28),
    ]
    right = smooth([(x + a * r, y + b * r) for a, b in wing], closed=True)
    left = smooth([(x - a * r, y + b * r) for a, b in wing], closed=True)
    for shape, tone in ((left, p.paper), (right, mix(p.paper, p.zenith, 0.2))):
        solid(e, c.polygon(shape), tone, shadow=0.2)
    body = smooth(
        [
            (x, y - r * 0.22),
            (x + r * 0.11, y),
            (x + r * 0.07, y + r * 0.3),
            (x + r * 0.15, y + r * 0.55),
            (x - r * 0.15, y + r * 0.55),
            (x - r * 0.07, y + r * 0.3),
            (x - r * 0.11, y),
        ],
        closed=True,
    )
    solid(e, c.polygon(body), mix(p.paper, p.second, 0.15), shadow=0.2)


def cat(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a sitting cat from behind, tail curled."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    fur = mix(p.ink, p.second, 0.18)
    tail = smooth(
        [
            (x + r * 0.3, y + r * 0.9),
            (x + r * 0.85, y + r * 0.85),
            (x + r * 0.95, y + r * 0.35),
            (x + r * 0.7, y + r * 0.1),
            (x + r * 0.72, y - r * 0.1),
        ]
    )
    c.paint(c.stroke(tail, r * 0.14), fur)
    body = smooth(
        [
            (x, y - r * 0.4),
            (x - r * 0.34, y - r * 0.1),
            (x - r * 0.52, y + r * 0.5),
            (x - r * 0.46, y + r * 0.95),
            (x + r * 0.46, y + r * 0.95),
            (x + r * 0.52, y + r * 0.5),
            (x + r * 0.34, y - r * 0.1),
        ],
        closed=True,
    )
    solid(e, c.polygon(body), fur)
    head = c.polygon(arc(x, y - r * 0.5, r * 0.37, r * 0.32))
    for s in (-1, 1):
        solid(
            e,
            c.polygon(
                [
                    (x + s * r * 0.36, y - r * 0.5),
                    (x + s * r * 0.33, y - r * 1.0),
                    (x + s * r * 0.06, y - r * 0.75),
                ]
            ),
            fur,
            shadow=0,
        )
    solid(e, head, fur, shadow=0)
    rim = c.stroke(arc(x, y - r * 0.5, r * 0.37, r * 0.32, 190, 250), 6)
    c.paint(rim, p.glow, 0.5)


def _heart(x: float, y: float, r: float) -> np.ndarray:
    t = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    hx = 16 * np.sin(t) ** 3
    hy = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
    return np.stack([x + hx / 16.5 * r, y + hy / 16.5 * r], 1)


def _taper(spine: Points, start: float, end: float) -> np.ndarray:
    p = np.asarray(spine, np.float64)
    d = np.gradient(p, axis=0)
    n = np.stack([-d[:, 1], d[:, 0]], 1) / (np.hypot(d[:, 0], d[:, 1])[:, None] + 1e-9)
    w = np.linspace(start, end, len(p))[:, None]
    return np.concatenate([p + n * w, (p - n * w)[::-1]])
