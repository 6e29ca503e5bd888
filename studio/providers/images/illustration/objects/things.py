"""Things of the house and the desk."""

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
from studio.providers.images.illustration.objects.shading import ball, halo, lit, side_shade, solid
from studio.providers.images.illustration.palette import mix
from studio.providers.images.illustration.scene import Easel


def cup(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a steaming cup on its saucer."""
    c, p = e.canvas, e.palette
    halo(e, x, y - r * 0.2, r)
    saucer = c.polygon(arc(x, y + r * 0.86, r * 1.15, r * 0.2))
    solid(e, saucer, mix(p.paper, p.horizon, 0.3))
    c.fill(arc(x, y + r * 0.83, r * 0.8, r * 0.11), mix(p.paper, p.ink, 0.3), 0.5)
    handle = c.strokes([arc(x + r * 0.78, y + r * 0.22, r * 0.34, r * 0.36)], r * 0.14)
    solid(e, handle, p.second, shadow=0.25)
    body = smooth([(x - r * 0.86, y - r * 0.3), (x - r * 0.8, y + r * 0.3), (x - r * 0.5, y + r * 0.82), (x, y + r * 0.9),
                   (x + r * 0.5, y + r * 0.82), (x + r * 0.8, y + r * 0.3), (x + r * 0.86, y - r * 0.3)])  # fmt: skip
    mask = c.polygon(body)
    solid(e, mask, p.second)
    side_shade(e, mask, 0.72, 0.16)
    band = c.inside(c.polygon(box(x - r, y + r * 0.16, x + r, y + r * 0.3)), mask)
    c.paint(band, p.paper, 0.75)
    c.fill(arc(x, y - r * 0.3, r * 0.86, r * 0.2), mix(p.second, p.paper, 0.5))
    c.fill(
        arc(x, y - r * 0.28, r * 0.76, r * 0.155),
        lit((p.tone(0.24, 0.05, 50), p.tone(0.42, 0.08, 55)), y - r * 0.45, y - r * 0.1),
    )
    for i in range(3):
        sx = x + (i - 1) * r * 0.36
        ys = np.linspace(0, 1, 18)
        line = np.stack(
            [
                sx + np.sin(ys * 6 + i * 1.3) * r * 0.13,
                y - r * 0.42 - ys * r * (0.95 + 0.2 * (i == 1)),
            ],
            1,
        )
        c.paint(c.soften(c.stroke(line, r * 0.08), r * 0.035), p.paper, 0.5)


def book(e: Easel, x: float, y: float, r: float) -> None:
    """Draw an open book giving light."""
    c, p = e.canvas, e.palette
    c.glow(x, y - r * 0.3, r * 2.3, p.glow, 0.6)
    for s in (-1, 1):
        cover = [
            (x, y + r * 0.62),
            (x + s * r * 1.22, y + r * 0.4),
            (x + s * r * 1.22, y - r * 0.42),
            (x, y - r * 0.2),
        ]
        solid(e, c.polygon(cover), p.second)
        for k in range(3):
            off = k * r * 0.035
            page = smooth(
                [
                    (x, y + r * 0.5 - off),
                    (x + s * r * 0.5, y + r * 0.24 - off),
                    (x + s * r * 1.12, y + r * 0.32 - off),
                ]
            )
            top = smooth(
                [
                    (x + s * r * 1.12, y - r * 0.5 - off),
                    (x + s * r * 0.5, y - r * 0.58 - off),
                    (x, y - r * 0.3 - off),
                ]
            )
            tone = mix(p.paper, p.ink, 0.16 - 0.08 * k)
            c.fill(
                np.concatenate([page, top]),
                Linear((x, 0), (x + s * r * 1.1, 0), blend(mix(tone, p.ink, 0.24), tone)),
            )
        for k in range(5):
            yy = y - r * 0.34 + k * r * 0.13
            ink: Points = smooth(
                [
                    (x + s * r * 0.16, yy - r * 0.03),
                    (x + s * r * 0.5, yy - r * 0.11),
                    (x + s * r * (0.98 if k < 4 else 0.66), yy - r * 0.05),
                ]
            )
            c.line(ink, r * 0.03, mix(p.paper, p.ink, 0.4), 0.7)
    for _ in range(14):
        c.disc(
            x + e.between(-0.8, 0.8) * r,
            y - e.between(0.55, 1.45) * r,
            e.between(2.5, 8),
            p.accent,
            e.between(0.4, 0.95),
        )


def bulb(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a glowing light bulb."""
    c, p = e.canvas, e.palette
    c.glow(x, y - r * 0.25, r * 3, p.accent, 0.75)
    for i in range(12):
        a = i * np.pi / 6 - np.pi / 2
        if abs(np.sin(a) - 1) < 0.4:
            continue
        points = [(x + d * np.cos(a), y - r * 0.3 + d * np.sin(a)) for d in (r * 1.05, r * 1.32)]
        c.line(points, r * 0.06, p.glow, 0.85)
    glass = smooth([(x - r * 0.24, y + r * 0.52), (x - r * 0.36, y + r * 0.26), (x - r * 0.68, y - r * 0.12), (x - r * 0.7, y - r * 0.55), (x - r * 0.4, y - r * 0.93),
                    (x, y - r * 1.03), (x + r * 0.4, y - r * 0.93), (x + r * 0.7, y - r * 0.55), (x + r * 0.68, y - r * 0.12), (x + r * 0.36, y + r * 0.26), (x + r * 0.24, y + r * 0.52)], closed=True)  # fmt: skip
    c.paint(
        c.polygon(glass), Radial((x, y - r * 0.3), r, ((0, p.paper), (0.55, p.glow), (1, p.accent)))
    )
    wire = smooth(
        [
            (x - r * 0.14, y + r * 0.5),
            (x - r * 0.22, y - r * 0.16),
            (x - r * 0.1, y - r * 0.34),
            (x, y - r * 0.14),
            (x + r * 0.1, y - r * 0.34),
            (x + r * 0.22, y - r * 0.16),
            (x + r * 0.14, y + r * 0.5),
        ]
    )
    c.line(wire, r * 0.04, p.second)
    for i in range(3):
        solid(
            e,
            c.polygon(
                box(
                    x - r * (0.27 - 0.02 * i),
                    y + r * (0.5 + 0.15 * i),
                    x + r * (0.27 - 0.02 * i),
                    y + r * (0.63 + 0.15 * i),
                    14,
                )
            ),
            mix(p.middle, p.paper, 0.45),
            shadow=0.2,
        )
    c.fill(arc(x, y + r * 0.95, r * 0.14, r * 0.1, 0, 180), p.ink)


def clock(e: Easel, x: float, y: float, r: float) -> None:
    """Draw an alarm clock."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    for s in (-1, 1):
        c.line(
            [(x + s * r * 0.5, y + r * 0.75), (x + s * r * 0.66, y + r * 1.02)],
            r * 0.11,
            mix(p.second, p.ink, 0.4),
        )
        bell = c.polygon(
            _turned(arc(0, 0, r * 0.34, r * 0.3, 180, 360), s * 38, x + s * r * 0.56, y - r * 0.78)
        )
        solid(e, bell, p.accent)
    ball(e, x, y, r * 0.95, p.second)
    c.disc(x, y, r * 0.77, lit((p.paper, mix(p.paper, p.horizon, 0.35)), y - r, y + r))
    for i in range(12):
        a = i * np.pi / 6
        near = 0.58 if i % 3 == 0 else 0.63
        c.line(
            [(x + r * k * np.sin(a), y - r * k * np.cos(a)) for k in (near, 0.69)],
            r * (0.055 if i % 3 == 0 else 0.03),
            p.ink,
            0.85,
        )
    hour = e.between(0, 2 * np.pi)
    for angle, long, thick, colour in (
        (hour, 0.38, 0.07, p.ink),
        (hour * 12 % (2 * np.pi), 0.56, 0.05, p.ink),
        (hour * 7, 0.6, 0.022, p.second),
    ):
        c.line(
            [(x, y), (x + r * long * np.sin(angle), y - r * long * np.cos(angle))],
            r * thick,
            colour,
        )
    c.disc(x, y, r * 0.06, p.second)


def hourglass(e: Easel, x: float, y: float, r: float) -> None:
    """Draw an hourglass, sand running."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    glass = smooth(
        [
            (x - r * 0.58, y - r * 0.85),
            (x - r * 0.55, y - r * 0.45),
            (x - r * 0.06, y),
            (x - r * 0.55, y + r * 0.45),
            (x - r * 0.58, y + r * 0.85),
        ]
    )
    right = np.stack([2 * x - glass[:, 0], glass[:, 1]], 1)
    whole = c.polygon(np.concatenate([glass, right[::-1]]))
    c.paint(whole, p.paper, 0.32)
    sand = lit((p.accent, mix(p.accent, p.second, 0.6)), y - r, y + r)
    level = e.between(0.3, 0.55)
    c.paint(
        c.inside(
            c.polygon(
                [
                    (x - r, y - r * level),
                    (x, y - r * level + r * 0.08),
                    (x + r, y - r * level),
                    (x + r, y),
                    (x - r, y),
                ]
            ),
            whole,
        ),
        sand,
    )
    heap = smooth(
        [
            (x - r * 0.7, y + r * 0.86),
            (x - r * 0.4, y + r * 0.68),
            (x, y + r * 0.4),
            (x + r * 0.4, y + r * 0.68),
            (x + r * 0.7, y + r * 0.86),
        ]
    )
    c.paint(c.inside(c.polygon(heap), whole), sand)
    c.line([(x, y), (x, y + r * 0.5)], r * 0.028, p.accent)
    shine = np.add(glass, [r * 0.1, 0])
    c.paint(c.inside(c.stroke(shine, r * 0.05), whole), p.paper, 0.5)
    for s in (-1, 1):
        solid(
            e,
            c.polygon(
                box(
                    x - r * 0.76,
                    y + s * r * 0.92 - r * 0.1,
                    x + r * 0.76,
                    y + s * r * 0.92 + r * 0.1,
                    r * 0.08,
                )
            ),
            p.second,
        )


def coins(e: Easel, x: float, y: float, r: float) -> None:
    """Draw rising stacks of coins."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    gold, edge = p.tone(0.82, 0.15, 86), p.tone(0.56, 0.13, 70)
    for i, count in enumerate((2, 4, 7)):
        sx, wide, thick = x + (i - 1) * r * 0.82, r * 0.38, r * 0.17
        for k in range(count):
            sy = y + r * 0.85 - k * thick * 1.06 + (i % 2) * 8
            shift = e.between(-0.03, 0.03) * r
            rim = np.concatenate(
                [
                    arc(sx + shift, sy, wide, wide * 0.32, 0, 180),
                    arc(sx + shift, sy - thick, wide, wide * 0.32, 180, 360),
                ]
            )
            mask = c.polygon(rim)
            c.paint(
                mask,
                Linear(
                    (sx - wide, 0),
                    (sx + wide, 0),
                    ((0, edge), (0.3, gold), (1, mix(edge, p.ink, 0.3))),
                ),
            )
            c.fill(
                arc(sx + shift, sy - thick, wide, wide * 0.32),
                lit((mix(gold, p.paper, 0.5), gold), sy - thick * 2, sy),
            )
            c.paint(
                c.strokes([arc(sx + shift, sy - thick, wide * 0.72, wide * 0.22)], 3.5), edge, 0.7
            )


def coin(e: Easel, x: float, y: float, r: float) -> None:
    """Draw one great coin."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    gold, edge = p.tone(0.82, 0.15, 86), p.tone(0.55, 0.13, 70)
    c.shadow(c.circle(x, y, r * 0.95), sigma=26, alpha=0.4, dy=24)
    c.disc(x + r * 0.08, y + r * 0.06, r * 0.94, edge)
    c.disc(
        x,
        y,
        r * 0.94,
        Linear(
            (x - r, y - r), (x + r, y + r), ((0, mix(gold, p.paper, 0.6)), (0.5, gold), (1, edge))
        ),
    )
    c.paint(c.strokes([arc(x, y, r * 0.76, r * 0.76)], r * 0.05), edge, 0.75)
    star = [
        (x + d * np.sin(a), y - d * np.cos(a))
        for a, d in ((i * np.pi / 5, r * (0.48 if i % 2 == 0 else 0.21)) for i in range(10))
    ]
    solid(e, c.polygon(star), mix(gold, edge, 0.45), shadow=0.2)


def _turned(points: np.ndarray, degrees: float, x: float, y: float) -> np.ndarray:
    a = np.deg2rad(degrees)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    return points @ turn + [x, y]
