"""What thinks."""

import numpy as np

from studio.providers.images.illustration.canvas import (
    Points,
    smooth,
)
from studio.providers.images.illustration.objects.shading import halo, lit, side_shade, solid
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


def brain(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a brain with folds."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    pink = mix(p.second, p.paper, 0.35)
    outline = smooth([(x - r * 0.95, y + r * 0.1), (x - r * 0.9, y - r * 0.35), (x - r * 0.6, y - r * 0.65), (x - r * 0.2, y - r * 0.8), (x + r * 0.25, y - r * 0.78),
                      (x + r * 0.65, y - r * 0.6), (x + r * 0.95, y - r * 0.25), (x + r * 0.98, y + r * 0.15), (x + r * 0.75, y + r * 0.45), (x + r * 0.3, y + r * 0.5),
                      (x - r * 0.1, y + r * 0.55), (x - r * 0.5, y + r * 0.5), (x - r * 0.8, y + r * 0.4)], closed=True)  # fmt: skip
    stem = c.polygon(
        smooth(
            [
                (x + r * 0.2, y + r * 0.3),
                (x + r * 0.5, y + r * 0.35),
                (x + r * 0.5, y + r * 0.95),
                (x + r * 0.28, y + r * 0.95),
            ],
            closed=True,
        )
    )
    solid(e, stem, mix(pink, p.ink, 0.3))
    mask = c.polygon(outline)
    solid(e, mask, pink)
    folds: list[Points] = []
    for i in range(7):
        bx, by = x - r * 0.75 + i * r * 0.25, y - r * 0.5 + (i % 3) * r * 0.28
        folds.append(
            smooth(
                [
                    (bx - r * 0.2, by),
                    (bx, by - r * 0.14),
                    (bx + r * 0.12, by + r * 0.08),
                    (bx + r * 0.3, by - r * 0.02),
                    (bx + r * 0.36, by + r * 0.2),
                ]
            )
        )
    c.paint(c.inside(c.strokes(folds, r * 0.05), mask), mix(pink, p.ink, 0.45), 0.8)
    side_shade(e, mask, 0.8, 0.1)


def head_thinking(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a head in profile filled with night sky, a spark inside."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    face = smooth([(x - r * 0.42, y + r * 1.0), (x - r * 0.4, y + r * 0.5), (x - r * 0.66, y + r * 0.2), (x - r * 0.75, y - r * 0.3), (x - r * 0.5, y - r * 0.8), (x, y - r * 0.98),
                   (x + r * 0.45, y - r * 0.8), (x + r * 0.62, y - r * 0.4), (x + r * 0.6, y - r * 0.18), (x + r * 0.78, y + r * 0.12), (x + r * 0.63, y + r * 0.2),
                   (x + r * 0.64, y + r * 0.36), (x + r * 0.57, y + r * 0.42), (x + r * 0.58, y + r * 0.6), (x + r * 0.25, y + r * 0.64), (x + r * 0.24, y + r * 1.0)], closed=True)  # fmt: skip
    mask = c.polygon(face)
    c.shadow(mask, sigma=24, alpha=0.4, dy=20)
    c.paint(mask, lit((mix(p.zenith, p.ink, 0.5), mix(p.second, p.ink, 0.3)), y - r, y + r))
    c.glow(x - r * 0.05, y - r * 0.3, r * 0.75, p.accent, 0.7)
    spark: Points = [
        (x - r * 0.05 + rr * np.cos(a), y - r * 0.3 + rr * np.sin(a))
        for a, rr in ((i * np.pi / 4, r * (0.3 if i % 2 == 0 else 0.08)) for i in range(8))
    ]
    c.fill(spark, Colour(1, 0.98, 0.9))
