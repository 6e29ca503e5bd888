"""House and home."""

import numpy as np

from studio.providers.images.illustration.canvas import (
    arc,
    box,
    smooth,
)
from studio.providers.images.illustration.objects.shading import halo, lit, solid
from studio.providers.images.illustration.palette import mix
from studio.providers.images.illustration.scene import Easel


def house(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a home with warm windows."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    solid(
        e,
        c.polygon(box(x + r * 0.36, y - r * 0.88, x + r * 0.58, y - r * 0.2)),
        mix(p.second, p.ink, 0.35),
    )
    wall = c.polygon(box(x - r * 0.75, y - r * 0.15, x + r * 0.75, y + r * 0.9))
    solid(e, wall, mix(p.paper, p.horizon, 0.25))
    roof = c.polygon(
        [
            (x - r * 1.02, y - r * 0.02),
            (x, y - r * 0.92),
            (x + r * 1.02, y - r * 0.02),
            (x + r * 0.9, y + r * 0.06),
            (x - r * 0.9, y + r * 0.06),
        ]
    )
    solid(e, roof, p.second)
    solid(
        e,
        c.polygon(
            np.concatenate(
                [
                    arc(x, y + r * 0.46, r * 0.17, r * 0.17, 180, 360),
                    [(x + r * 0.17, y + r * 0.9), (x - r * 0.17, y + r * 0.9)],
                ]
            )
        ),
        mix(p.second, p.ink, 0.45),
        shadow=0,
    )
    for s in (-1, 1):
        wx, wy = x + s * r * 0.46, y + r * 0.36
        c.glow(wx, wy, r * 0.5, p.accent, 0.5)
        c.fill(
            box(wx - r * 0.14, wy - r * 0.16, wx + r * 0.14, wy + r * 0.16, 8),
            lit((p.glow, p.accent), wy - r * 0.2, wy + r * 0.2),
        )
        c.line([(wx, wy - r * 0.16), (wx, wy + r * 0.16)], 6, p.paper)
        c.line([(wx - r * 0.14, wy), (wx + r * 0.14, wy)], 6, p.paper)
    c.disc(x, y - r * 0.36, r * 0.13, p.accent)


def umbrella(e: Easel, x: float, y: float, r: float) -> None:
    """Draw an open umbrella."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    c.line([(x, y - r * 0.85), (x, y + r * 0.72)], r * 0.05, p.ink)
    c.line(arc(x + r * 0.13, y + r * 0.72, r * 0.13, r * 0.16, 180, 10), r * 0.07, p.ink)
    dome = c.polygon(arc(x, y + r * 0.1, r * 1.1, r * 0.92, 180, 360))
    scallops = [
        arc(x - r * 1.1 + (i + 0.5) * r * 0.55, y + r * 0.1, r * 0.275, r * 0.12) for i in range(4)
    ]
    solid(e, dome, p.second)
    for i, bend in ((0, -0.55), (1, 0.55)):
        panel = np.concatenate(
            [
                smooth(
                    [
                        (x, y - r * 0.82),
                        (x + bend * r * 0.75, y - r * 0.5),
                        (x + bend * r, y + r * 0.1),
                    ]
                ),
                [(x, y + r * 0.1)],
            ]
        )
        c.paint(c.inside(c.polygon(panel), dome), p.paper if i else p.accent, 0.35)
    under = mix(p.zenith, p.horizon, 0.5)
    for shape in scallops:
        c.fill(shape, mix(under, p.ink, 0.3))


def bed(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a window with the rising sun over a made bed."""
    c, p = e.canvas, e.palette
    frame = c.polygon(box(x - r * 0.8, y - r * 1.15, x + r * 0.8, y + r * 0.2, 18))
    solid(e, frame, p.paper)
    pane = c.polygon(box(x - r * 0.7, y - r * 1.05, x + r * 0.7, y + r * 0.1, 6))
    c.paint(pane, lit((p.tone(0.7, 0.1, 240), p.tone(0.9, 0.1, 70)), y - r, y + r * 0.1))
    c.paint(c.inside(c.circle(x + r * 0.15, y - r * 0.05, r * 0.34), pane), p.accent)
    hills = smooth(
        [
            (x - r, y - r * 0.05),
            (x - r * 0.4, y - r * 0.22),
            (x + r * 0.1, y - r * 0.02),
            (x + r * 0.5, y - r * 0.15),
            (x + r, y),
        ]
    )
    c.paint(
        c.inside(c.polygon(np.concatenate([hills, [(x + r, y + r), (x - r, y + r)]])), pane),
        p.tone(0.5, 0.1, 150),
    )
    c.line([(x, y - r * 1.1), (x, y + r * 0.15)], r * 0.06, p.paper)
    c.glow(x, y - r * 0.3, r * 2.2, p.glow, 0.35)
    solid(e, c.polygon(box(x - r * 1.25, y + r * 0.32, x + r * 1.25, y + r * 0.95, 50)), p.second)
    for s in (-1, 1):
        solid(
            e,
            c.polygon(
                box(
                    x + s * r * 0.58 - r * 0.46,
                    y + r * 0.16,
                    x + s * r * 0.58 + r * 0.46,
                    y + r * 0.5,
                    60,
                )
            ),
            p.paper,
        )
    fold = c.polygon(box(x - r * 1.25, y + r * 0.5, x + r * 1.25, y + r * 0.66, 30))
    solid(e, fold, mix(p.paper, p.accent, 0.4), shadow=0.2)
