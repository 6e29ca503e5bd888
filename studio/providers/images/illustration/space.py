"""Settings beyond the earth."""

from studio.providers.images.illustration import sky, terrain
from studio.providers.images.illustration.canvas import Linear, arc, blend
from studio.providers.images.illustration.palette import mix
from studio.providers.images.illustration.scene import Easel


def stars(e: Easel) -> None:
    """Space with a nebula."""
    p, c = e.palette, e.canvas
    c.backdrop(
        [
            (0, p.ink),
            (0.4, mix(p.zenith, p.ink, 0.3)),
            (0.7, mix(p.zenith, p.ink, 0.65)),
            (1, p.ink),
        ]
    )
    for i in range(9):
        t = (i - 4) / 4
        colour = (p.second, p.horizon, p.tone(0.6, 0.16, p.hues.zenith + 40))[i % 3]
        c.glow(
            c.cx + t * 480 + e.between(-90, 90),
            780 - t * 330 + e.between(-120, 120),
            e.between(260, 460),
            colour,
            0.22,
        )
    sky.stars(e, count=300, to=1900)


def planetrise(e: Easel) -> None:
    """A world's edge lit by its sun."""
    p, c = e.palette, e.canvas
    stars(e)
    x, r = c.cx + e.between(-160, 160), 1250.0
    y = 1010 + r
    c.glow(x, 1020, 760, p.glow, 0.55, flat=0.6)
    for k, alpha in ((46, 0.16), (22, 0.25), (8, 0.5)):
        c.paint(c.soften(c.circle(x, y, r + k), 9), mix(p.horizon, p.glow, 0.5), alpha)
    c.disc(
        x,
        y,
        r,
        Linear(
            (0, 1000), (0, 1700), ((0, p.middle), (0.25, mix(p.zenith, p.ink, 0.3)), (1, p.ink))
        ),
    )
    sky.sun(e, x + e.between(-200, 200), 930, 46)


def lunar(e: Easel) -> None:
    """The lander on the moon, the earth above."""
    p, c = e.palette, e.canvas
    c.backdrop([(0, p.ink), (0.6, mix(p.zenith, p.ink, 0.5)), (1, p.ink)])
    sky.stars(e, count=240, to=1200)
    side = e.side()
    _earth(e, c.cx + side * 270, 610, 118)
    grey = p.tone(0.72, 0.02, p.hues.accent)
    for i in range(3):
        line = terrain.ridge_line(e, 1030 + i * 110, 90, rough=0.15, waves=0.9 + 0.4 * i)
        tone = mix(grey, p.ink, 0.5 - 0.17 * i)
        c.fill(
            terrain.below(e, line),
            Linear((0, 960 + 100 * i), (0, c.h), blend(tone, mix(tone, p.ink, 0.8))),
        )
    for _ in range(16):
        x, y = e.between(0, c.w), e.between(1240, 1850)
        s = e.between(14, 70) * (y - 1050) / 600
        c.fill(arc(x, y, s, s * 0.26), p.ink, 0.45)
        c.line(arc(x, y + 2, s, s * 0.26, 10, 170), 3.5, grey, 0.45)
    _lander(e, c.cx - side * 120, 1085, 190)


def _earth(e: Easel, x: float, y: float, r: float) -> None:
    c, p = e.canvas, e.palette
    c.glow(x, y, r * 2.2, p.tone(0.7, 0.12, 240), 0.4)
    globe = c.circle(x, y, r)
    c.paint(
        globe,
        Linear(
            (x - r, y - r), (x + r, y + r), blend(p.tone(0.72, 0.11, 235), p.tone(0.25, 0.09, 260))
        ),
    )
    for _ in range(9):
        blob = c.soften(
            c.polygon(
                arc(
                    x + e.between(-0.9, 0.9) * r,
                    y + e.between(-0.9, 0.9) * r,
                    r * e.between(0.2, 0.6),
                    r * e.between(0.06, 0.16),
                )
            ),
            4,
        )
        c.paint(c.inside(blob, globe), p.paper, 0.6)
    night = c.soften(c.circle(x + r * 0.75, y + r * 0.7, r * 1.05), 14)
    c.paint(c.inside(night, globe), p.ink, 0.75)


def _lander(e: Easel, x: float, ground: float, r: float) -> None:
    c, p = e.canvas, e.palette
    gold, steel = p.tone(0.74, 0.13, 80), p.tone(0.8, 0.015, 250)
    c.fill(arc(x, ground + 6, r * 1.2, r * 0.1), p.ink, 0.5)
    for s in (-1, 1):
        c.line([(x + s * r * 0.4, ground - r * 0.72), (x + s * r * 1.0, ground)], 9, steel)
        c.line(
            [(x + s * r * 0.45, ground - r * 0.32), (x + s * r * 0.78, ground - r * 0.28)], 6, steel
        )
        c.fill(arc(x + s * r * 1.0, ground + 2, r * 0.15, r * 0.05), gold)
    base = [
        (x - r * 0.62, ground - r * 0.35),
        (x - r * 0.62, ground - r * 0.75),
        (x + r * 0.62, ground - r * 0.75),
        (x + r * 0.62, ground - r * 0.35),
    ]
    c.fill(
        base,
        Linear(
            (x - r * 0.6, 0),
            (x + r * 0.6, 0),
            ((0, mix(gold, p.paper, 0.4)), (0.5, gold), (1, mix(gold, p.ink, 0.6))),
        ),
    )
    cabin = [
        (x - r * 0.45, ground - r * 0.75),
        (x - r * 0.55, ground - r * 1.05),
        (x - r * 0.28, ground - r * 1.38),
        (x + r * 0.28, ground - r * 1.38),
        (x + r * 0.55, ground - r * 1.05),
        (x + r * 0.45, ground - r * 0.75),
    ]
    c.fill(
        cabin,
        Linear(
            (x - r * 0.5, 0),
            (x + r * 0.5, 0),
            blend(mix(steel, p.paper, 0.5), mix(steel, p.ink, 0.6)),
        ),
    )
    for s in (-1, 1):
        c.fill(
            [
                (x + s * r * 0.12, ground - r * 1.02),
                (x + s * r * 0.36, ground - r * 1.08),
                (x + s * r * 0.2, ground - r * 1.25),
            ],
            p.ink,
        )
    c.line([(x, ground - r * 1.38), (x, ground - r * 1.65)], 5, steel)
    c.disc(x, ground - r * 1.68, 12, p.accent)
    c.fill(
        [
            (x - r * 0.14, ground - r * 0.35),
            (x + r * 0.14, ground - r * 0.35),
            (x + r * 0.24, ground - r * 0.12),
            (x - r * 0.24, ground - r * 0.12),
        ],
        mix(steel, p.ink, 0.5),
    )
