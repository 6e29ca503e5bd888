"""What lives in a garden."""

import numpy as np

from studio.providers.images.illustration.canvas import Linear, Radial, arc, blend, smooth
from studio.providers.images.illustration.palette import mix
from studio.providers.images.illustration.scene import Easel


def bee(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a bee in flight, with glassy wings."""
    c, p = e.canvas, e.palette
    honey, dark = p.tone(0.80, 0.165, 80), p.tone(0.22, 0.03, 70)
    c.glow(x, y, r * 1.8, honey, 0.22)
    for turn, size in ((-62, 0.82), (-98, 0.7)):
        wing = _petal(x - r * 0.05, y - r * 0.3, r * size, r * 0.34, turn)
        mask = c.polygon(wing)
        c.paint(mask, mix(p.paper, p.zenith, 0.15), 0.5)
        c.paint(c.strokes([wing], 3, closed=True), p.paper, 0.75)
    body = smooth(
        [(x - r * 0.86, y + r * 0.16), (x - r * 0.5, y - r * 0.3), (x + r * 0.05, y - r * 0.4),
         (x + r * 0.42, y - r * 0.2), (x + r * 0.46, y + r * 0.2), (x + r * 0.05, y + r * 0.44),
         (x - r * 0.5, y + r * 0.42)], closed=True)  # fmt: skip
    mask = c.polygon(body)
    c.shadow(mask, sigma=22, alpha=0.35, dy=r * 0.18)
    light = (x - r * 0.2, y - r * 0.35)
    stops = ((0, mix(honey, p.paper, 0.5)), (0.45, honey), (1, mix(honey, dark, 0.55)))
    c.paint(mask, Radial(light, r * 1.2, stops))
    for place in (-0.58, -0.26, 0.06):
        stripe = c.stroke(
            arc(x + (place - 0.5) * r, y + r * 0.02, r * 0.62, r * 0.62, -50, 50), r * 0.15
        )
        c.paint(c.inside(stripe, mask), dark, 0.92)
    head = c.circle(x + r * 0.58, y - r * 0.04, r * 0.25)
    c.paint(
        head, Radial((x + r * 0.5, y - r * 0.16), r * 0.42, blend(mix(dark, honey, 0.35), dark))
    )
    c.disc(x + r * 0.66, y - r * 0.08, r * 0.075, p.paper)
    c.disc(x + r * 0.68, y - r * 0.07, r * 0.04, dark)
    for end_x, end_y in ((0.86, -0.5), (1.02, -0.36)):
        feeler = smooth(
            [(x + r * 0.66, y - r * 0.26), (x + r * (end_x - 0.1), y + r * (end_y - 0.02)),
             (x + r * end_x, y + r * end_y)])  # fmt: skip
        c.line(feeler, max(3, r * 0.035), dark)
        c.disc(x + r * end_x, y + r * end_y, r * 0.045, dark)


def flower(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a flower with two rings of petals on a stem."""
    c, p = e.canvas, e.palette
    green, seed = p.tone(0.52, 0.12, 145), p.tone(0.80, 0.165, 80)
    cx, cy = x, y - r * 0.25
    stem = smooth([(x, cy), (x + r * 0.06, y + r * 0.5), (x - r * 0.02, y + r)])
    c.line(stem, r * 0.075, Linear((x, cy), (x, y + r), blend(green, mix(green, p.ink, 0.4))))
    for side in (-1, 1):
        leaf = _petal(x + side * r * 0.02, y + r * 0.75, r * 0.62, r * 0.17, -90 + side * 52)
        c.paint(c.polygon(leaf), Linear((x, y + r), (x, y), blend(mix(green, p.ink, 0.3), green)))
    c.glow(cx, cy, r * 1.4, p.second, 0.3)
    for ring, (count, long, wide) in enumerate(((9, 0.72, 0.21), (9, 0.55, 0.17))):
        colour = mix(p.second, p.paper, 0.12 + 0.3 * ring)
        for i in range(count):
            petal = _petal(cx, cy, r * long, r * wide, 360 * (i + ring / 2) / count - 90)
            mask = c.polygon(petal)
            c.shadow(mask, sigma=10, alpha=0.22, dy=6)
            c.paint(mask, Radial((cx, cy), r * long, blend(mix(colour, p.ink, 0.35), colour)))
    c.paint(
        c.circle(cx, cy, r * 0.21),
        Radial((cx - r * 0.07, cy - r * 0.08), r * 0.3, blend(mix(seed, p.paper, 0.4), mix(seed, p.ink, 0.3))),
    )  # fmt: skip


def _petal(x: float, y: float, long: float, wide: float, turn: float) -> np.ndarray:
    """Give a drop that begins at (x, y) and points ``turn`` degrees clockwise from the right."""
    along = np.linspace(0, 1, 28)
    across = wide * np.sin(np.pi * along**0.8)
    right = np.stack([along * long, across], 1)
    left = np.stack([along * long, -across], 1)[::-1]
    outline = np.concatenate([right, left])
    angle = np.deg2rad(turn)
    cos, sin = np.cos(angle), np.sin(angle)
    return outline @ np.array([[cos, sin], [-sin, cos]]) + np.array([x, y])
