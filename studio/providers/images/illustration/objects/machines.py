"""Vehicles, devices, trophies and signs."""

import numpy as np

from studio.providers.images.illustration.canvas import Linear, arc, blend, box, smooth
from studio.providers.images.illustration.objects.shading import ball, halo, lit, side_shade, solid
from studio.providers.images.illustration.palette import mix
from studio.providers.images.illustration.scene import Easel


def rocket(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a rocket under way."""
    c, p = e.canvas, e.palette
    c.glow(x, y + r * 1.1, r * 1.6, p.accent, 0.7)
    for size, colour in ((1.0, p.second), (0.62, p.accent), (0.32, p.paper)):
        jet = smooth([(x - r * 0.22 * size, y + r * 0.62), (x - r * 0.27 * size, y + r * (0.62 + 0.35 * size)), (x, y + r * (0.65 + 0.85 * size)),
                      (x + r * 0.27 * size, y + r * (0.62 + 0.35 * size)), (x + r * 0.22 * size, y + r * 0.62)], closed=True)  # fmt: skip
        c.fill(jet, colour, 0.92)
    for s in (-1, 1):
        fin = smooth(
            [
                (x + s * r * 0.3, y + r * 0.08),
                (x + s * r * 0.64, y + r * 0.42),
                (x + s * r * 0.66, y + r * 0.82),
                (x + s * r * 0.26, y + r * 0.58),
            ],
            closed=True,
        )
        solid(e, c.polygon(fin), p.second)
    body = c.polygon(smooth([(x, y - r * 1.12), (x + r * 0.3, y - r * 0.65), (x + r * 0.4, y - r * 0.1), (x + r * 0.27, y + r * 0.62),
                             (x - r * 0.27, y + r * 0.62), (x - r * 0.4, y - r * 0.1), (x - r * 0.3, y - r * 0.65)], closed=True))  # fmt: skip
    solid(e, body, p.paper)
    side_shade(e, body, 0.62, 0.2)
    c.paint(c.inside(c.polygon(box(x - r, y - r * 1.2, x + r, y - r * 0.68)), body), p.second)
    c.paint(c.inside(c.polygon(box(x - r, y + r * 0.42, x + r, y + r * 0.5)), body), p.second)
    c.disc(x, y - r * 0.24, r * 0.2, mix(p.second, p.ink, 0.3))
    c.disc(x, y - r * 0.24, r * 0.145, lit((p.glow, p.middle), y - r * 0.4, y))
    c.line(arc(x, y - r * 0.24, r * 0.1, r * 0.1, 190, 270), r * 0.03, p.paper, 0.9)


def planet(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a banded planet with a ring."""
    c, p = e.canvas, e.palette
    c.glow(x, y, r * 2, p.second, 0.35)
    tilt = e.between(-24, 24)
    ring = [_ellipse(x, y, r * k, r * k * 0.24, tilt) for k in (1.62, 1.16)]
    whole = c.polygon(*ring)
    tone = Linear(
        (x - r * 1.6, y),
        (x + r * 1.6, y),
        ((0, p.glow), (0.5, mix(p.accent, p.zenith, 0.4)), (1, p.glow)),
    )
    c.paint(whole, tone, 0.85)
    ball(e, x, y, r * 0.84, p.second, shadow=0)
    globe = c.circle(x, y, r * 0.84)
    for i in range(5):
        yy = y - r * 0.6 + i * r * 0.3
        band = c.polygon(_ellipse(x, yy, r * 1.0, r * e.between(0.03, 0.08), tilt))
        c.paint(
            c.inside(c.soften(band, 3), globe),
            mix(p.second, p.paper if i % 2 else p.ink, 0.45),
            0.5,
        )
    front = c.polygon(_turned_half(x, y, r * 3, tilt))
    c.paint(c.inside(whole, front), tone, 0.95)


def phone(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a telephone with a feed."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    solid(e, c.polygon(box(x - r * 0.6, y - r * 1.12, x + r * 0.6, y + r * 1.12, r * 0.16)), p.ink)
    screen = c.polygon(box(x - r * 0.53, y - r * 1.04, x + r * 0.53, y + r * 1.04, r * 0.11))
    c.paint(screen, lit((p.second, p.middle), y - r, y + r))
    c.fill(box(x - r * 0.15, y - r * 0.99, x + r * 0.15, y - r * 0.92, 20), p.ink)
    card = c.polygon(box(x - r * 0.43, y - r * 0.78, x + r * 0.43, y - r * 0.12, r * 0.07))
    solid(e, card, p.accent, shadow=0.25)
    c.disc(x - r * 0.18, y - r * 0.5, r * 0.13, p.paper, 0.9)
    hill = smooth(
        [
            (x - r * 0.43, y - r * 0.2),
            (x - r * 0.1, y - r * 0.4),
            (x + r * 0.15, y - r * 0.26),
            (x + r * 0.43, y - r * 0.48),
        ]
    )
    c.paint(c.inside(c.polygon(np.concatenate([hill, [(x + r, y), (x - r, y)]])), card), p.second)
    for i, wide in enumerate((0.86, 0.6, 0.74)):
        yy = y + r * (0.06 + 0.2 * i)
        c.fill(box(x - r * 0.43, yy, x + r * (wide - 0.43), yy + r * 0.09, 20), p.paper, 0.75)
    c.disc(x, y + r * 0.84, r * 0.1, p.paper, 0.9)


def chip(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a processor with glowing traces."""
    c, p = e.canvas, e.palette
    c.glow(x, y, r * 2.4, p.accent, 0.4)
    for i in range(6):
        off = (i - 2.5) * r * 0.22
        far, bend = r * e.between(1.15, 1.5), e.between(-0.2, 0.2) * r
        for path in ([(x + off, y - r * 0.7), (x + off, y - r * 0.95), (x + off + bend, y - far)], [(x + off, y + r * 0.7), (x + off, y + r * 0.95), (x + off - bend, y + far)],
                     [(x - r * 0.7, y + off), (x - r * 0.95, y + off), (x - far, y + off + bend)], [(x + r * 0.7, y + off), (x + r * 0.95, y + off), (x + far, y + off - bend)]):  # fmt: skip
            c.line(path, r * 0.04, p.accent, 0.8)
            c.disc(*path[-1], r * 0.05, p.glow)
    solid(
        e,
        c.polygon(box(x - r * 0.76, y - r * 0.76, x + r * 0.76, y + r * 0.76, r * 0.1)),
        mix(p.ink, p.middle, 0.25),
    )
    core = c.polygon(box(x - r * 0.46, y - r * 0.46, x + r * 0.46, y + r * 0.46, r * 0.07))
    solid(e, core, p.second)
    c.paint(
        c.strokes(
            [box(x - r * 0.3, y - r * 0.3, x + r * 0.3, y + r * 0.3, r * 0.05)],
            r * 0.035,
            closed=True,
        ),
        p.paper,
        0.8,
    )
    c.disc(x, y, r * 0.12, p.paper)


def note(e: Easel, x: float, y: float, r: float) -> None:
    """Draw two joined quavers."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    beam = [
        (x - r * 0.4, y - r * 0.72),
        (x + r * 0.62, y - r * 0.95),
        (x + r * 0.62, y - r * 0.66),
        (x - r * 0.4, y - r * 0.43),
    ]
    for sx, sy in ((-0.4, 0.62), (0.62, 0.4)):
        c.paint(
            c.polygon(box(x + sx * r - r * 0.11, y - r * 0.7, x + sx * r, y + sy * r)),
            mix(p.accent, p.ink, 0.12),
        )
        solid(
            e,
            c.polygon(
                _ellipse(x + sx * r - r * 0.24, y + sy * r + r * 0.06, r * 0.3, r * 0.21, -20)
            ),
            p.accent,
        )
    beam = [(px - (r * 0.11 if i in (0, 3) else 0), py) for i, (px, py) in enumerate(beam)]
    solid(e, c.polygon(beam), p.accent, shadow=0.2)


def trophy(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a cup of gold."""
    c, p = e.canvas, e.palette
    c.glow(x, y, r * 2.3, p.glow, 0.55)
    gold = p.tone(0.80, 0.15, 84)
    for s in (-1, 1):
        c.paint(
            c.strokes([arc(x + s * r * 0.62, y - r * 0.45, r * 0.36, r * 0.36, 0, 360)], r * 0.1),
            mix(gold, p.ink, 0.2),
        )
    bowl = c.polygon(smooth([(x - r * 0.72, y - r * 0.95), (x - r * 0.66, y - r * 0.3), (x - r * 0.36, y + r * 0.12), (x - r * 0.09, y + r * 0.3),
                             (x + r * 0.09, y + r * 0.3), (x + r * 0.36, y + r * 0.12), (x + r * 0.66, y - r * 0.3), (x + r * 0.72, y - r * 0.95)]))  # fmt: skip
    solid(
        e,
        c.polygon(box(x - r * 0.1, y + r * 0.2, x + r * 0.1, y + r * 0.7)),
        mix(gold, p.ink, 0.25),
    )
    solid(e, bowl, gold)
    side_shade(e, bowl, 0.68, 0.16)
    c.fill(arc(x, y - r * 0.95, r * 0.72, r * 0.13), mix(gold, p.ink, 0.4))
    star = [
        (x + d * np.sin(a), y - r * 0.4 - d * np.cos(a))
        for a, d in ((i * np.pi / 5, r * (0.27 if i % 2 == 0 else 0.12)) for i in range(10))
    ]
    c.fill(star, p.paper, 0.95)
    solid(
        e,
        c.polygon(box(x - r * 0.46, y + r * 0.66, x + r * 0.46, y + r * 0.98, r * 0.05)),
        mix(p.second, p.ink, 0.4),
    )


def dumbbell(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a dumbbell."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    bar = c.polygon(box(x - r * 1.15, y - r * 0.09, x + r * 1.15, y + r * 0.09, r * 0.08))
    solid(e, bar, mix(p.paper, p.ink, 0.25))
    for s in (-1, 1):
        for off, tall, colour in ((0.52, 0.72, p.second), (0.8, 0.54, p.accent)):
            px = x + s * off * r
            solid(
                e,
                c.polygon(box(px - r * 0.13, y - tall * r, px + r * 0.13, y + tall * r, r * 0.09)),
                colour,
            )


def target(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a target with an arrow in its middle."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    for i, k in enumerate((1.0, 0.76, 0.52, 0.28)):
        tone = p.paper if i % 2 else p.second
        mask = c.circle(x, y, r * k)
        c.shadow(mask, sigma=10, alpha=0.25, dy=6)
        c.paint(
            mask,
            Linear(
                (x - r * k, y - r * k),
                (x + r * k, y + r * k),
                blend(mix(tone, p.paper, 0.25), mix(tone, p.ink, 0.2)),
            ),
        )
    shaft = c.stroke([(x, y), (x + r * 0.95, y - r * 0.95)], r * 0.07)
    c.shadow(shaft, sigma=10, alpha=0.45, dx=14, dy=30)
    c.paint(shaft, p.accent)
    for k in (0.72, 0.86):
        bx, by = x + r * k, y - r * k
        c.fill(
            [
                (bx, by),
                (bx + r * 0.05, by - r * 0.26),
                (bx + r * 0.26, by - r * 0.42),
                (bx + r * 0.42, by - r * 0.26),
                (bx + r * 0.26, by - r * 0.05),
            ],
            p.accent,
        )


def calendar(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a month with days ticked off."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    solid(e, c.polygon(box(x - r * 0.9, y - r * 0.8, x + r * 0.9, y + r * 0.92, r * 0.13)), p.paper)
    head = c.inside(
        c.polygon(box(x - r * 0.9, y - r * 0.8, x + r * 0.9, y + r * 0.3, r * 0.13)),
        c.polygon(box(x - r, y - r, x + r, y - r * 0.4)),
    )
    c.paint(head, lit((p.second, mix(p.second, p.ink, 0.2)), y - r * 0.8, y - r * 0.4))
    for s in (-1, 1):
        solid(
            e,
            c.polygon(
                box(
                    x + s * r * 0.45 - r * 0.06,
                    y - r * 0.98,
                    x + s * r * 0.45 + r * 0.06,
                    y - r * 0.62,
                    20,
                )
            ),
            mix(p.ink, p.paper, 0.2),
            shadow=0,
        )
    done = int(e.between(6, 15))
    for i in range(20):
        px, py = x + (i % 5 - 2) * r * 0.32, y - r * 0.17 + (i // 5) * r * 0.29
        colour = p.accent if i < done else mix(p.paper, p.ink, 0.18)
        c.fill(box(px - r * 0.11, py - r * 0.1, px + r * 0.11, py + r * 0.1, r * 0.04), colour)
        if i < done:
            c.line(
                [
                    (px - r * 0.05, py),
                    (px - r * 0.01, py + r * 0.05),
                    (px + r * 0.06, py - r * 0.05),
                ],
                r * 0.028,
                p.paper,
            )


def plane(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a paper plane and its trail."""
    c, p = e.canvas, e.palette
    trail = smooth(
        [
            (x - r * 1.9, y + r * 1.3),
            (x - r * 1.3, y + r * 0.8),
            (x - r * 1.25, y + r * 1.25),
            (x - r * 0.85, y + r * 0.95),
            (x - r * 0.5, y + r * 0.35),
        ]
    )
    for i in range(0, len(trail) - 3, 6):
        c.line(trail[i : i + 4], 7, p.paper, 0.7)
    nose, left, right, fold, tail = (
        (x + r * 1.05, y - r * 0.9),
        (x - r * 1.05, y - r * 0.22),
        (x + r * 0.3, y + r * 0.95),
        (x - r * 0.38, y + r * 0.12),
        (x - r * 0.25, y + r * 0.75),
    )
    solid(e, c.polygon([nose, left, fold]), p.paper)
    c.fill([nose, fold, tail], mix(p.paper, p.ink, 0.45))
    solid(
        e,
        c.polygon([nose, (x - r * 0.1, y + r * 0.3), right]),
        mix(p.paper, p.second, 0.18),
        shadow=0,
    )


def football(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a ball with seams."""
    c, p = e.canvas, e.palette
    halo(e, x, y, r)
    ball(e, x, y, r * 0.92, p.paper)
    globe = c.circle(x, y, r * 0.92)

    def pentagon(px: float, py: float, s: float) -> list[tuple[float, float]]:
        return [(px + s * np.sin(k * 1.2566), py - s * np.cos(k * 1.2566)) for k in range(5)]

    c.fill(pentagon(x, y, r * 0.3), p.ink)
    for k in range(5):
        a = k * 1.2566
        px, py = x + r * 0.85 * np.sin(a), y - r * 0.85 * np.cos(a)
        c.paint(c.inside(c.polygon(pentagon(px, py, r * 0.27)), globe), p.ink)
        c.line(
            [
                (x + r * 0.3 * np.sin(a), y - r * 0.3 * np.cos(a)),
                (x + r * 0.62 * np.sin(a), y - r * 0.62 * np.cos(a)),
            ],
            r * 0.035,
            p.ink,
        )


def _ellipse(x: float, y: float, rx: float, ry: float, tilt: float) -> np.ndarray:
    points, a = arc(0, 0, rx, ry), np.deg2rad(tilt)
    return points @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) + [x, y]


def _turned_half(x: float, y: float, far: float, tilt: float) -> np.ndarray:
    a = np.deg2rad(tilt)
    return np.array([(-far, 0), (far, 0), (far, far), (-far, far)]) @ np.array(
        [[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]
    ) + [x, y]
