"""What swims: whale, shark, sea turtle, and the butterfly, which swims in air."""

import numpy as np

from studio.providers.images.illustration.canvas import Linear, Points, arc, blend, smooth
from studio.providers.images.illustration.objects.shading import halo, placed, solid
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel

Outline = list[tuple[float, float]]


def whale(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a great whale, its belly grooved."""
    c, p = e.canvas, e.palette
    hide = mix(p.tone(0.5, 0.08, 240), p.second, 0.12)
    pale = p.tone(0.88, 0.03, 230)
    side = e.side()
    at = placed(x + side * r * 0.18, y, r * 0.94, side=side)
    c.glow(x, y, r * 2.1, mix(hide, p.glow, 0.5), 0.3)
    body: Outline = [(1.3, 0.06), (1.2, -0.22), (0.8, -0.46), (0.2, -0.54), (-0.4, -0.38), (-0.9, -0.17), (-1.3, -0.22), (-1.32, -0.06), (-0.9, 0.14), (-0.3, 0.42), (0.4, 0.52), (1.0, 0.38)]  # fmt: skip
    mask = c.polygon(smooth(at(*body), closed=True))
    solid(e, mask, hide)
    belly: Outline = [(1.32, 0.1), (0.9, 0.14), (0.4, 0.16), (-0.2, 0.22), (-0.8, 0.2), (-0.5, 0.7), (0.5, 0.8), (1.2, 0.6)]  # fmt: skip
    c.paint(c.inside(c.polygon(smooth(at(*belly), closed=True)), mask), pale, 0.9)
    for groove in range(5):
        line = smooth(at((1.18 - 0.06 * groove, 0.2 + 0.055 * groove), (0.6, 0.24 + 0.06 * groove), (-0.1, 0.28 + 0.05 * groove)))  # fmt: skip
        c.paint(c.inside(c.stroke(line, r * 0.018), mask), hide, 0.55)
    fluke: Outline = [(-1.06, -0.1), (-1.3, -0.5), (-1.66, -0.66), (-1.5, -0.34), (-1.68, 0.02), (-1.34, 0.0)]  # fmt: skip
    solid(e, c.polygon(smooth(at(*fluke), closed=True)), hide, shadow=0)
    flipper: Outline = [(0.42, 0.2), (0.34, 0.56), (0.02, 0.92), (-0.14, 0.86), (0.02, 0.5), (0.14, 0.22)]  # fmt: skip
    solid(e, c.polygon(smooth(at(*flipper), closed=True)), mix(hide, p.ink, 0.2), shadow=0.3)
    ((ex, ey),) = at((0.78, 0.02))
    c.disc(ex, ey, r * 0.06, p.ink)
    c.disc(ex - r * 0.015, ey - r * 0.02, r * 0.02, p.paper)


def shark(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a shark, its mouth a little open."""
    c, p = e.canvas, e.palette
    hide, pale = p.tone(0.5, 0.035, 245), p.tone(0.9, 0.015, 230)
    at = placed(x, y, r * 1.05, side=e.side())
    c.glow(x, y, r * 2.0, mix(hide, p.glow, 0.4), 0.25)
    tail: Outline = [(-0.98, -0.02), (-1.22, -0.3), (-1.62, -0.72), (-1.5, -0.3), (-1.36, 0.02), (-1.58, 0.42), (-1.2, 0.14)]  # fmt: skip
    fin: Outline = [(0.34, -0.24), (0.12, -0.56), (-0.14, -0.82), (-0.12, -0.5), (-0.2, -0.2)]
    for outline in (tail, fin):
        solid(e, c.polygon(smooth(at(*outline), closed=True)), mix(hide, p.ink, 0.15), shadow=0.2)
    body: Outline = [(1.42, -0.06), (1.1, -0.22), (0.5, -0.34), (-0.1, -0.3), (-0.7, -0.14), (-1.14, -0.06), (-1.12, 0.06), (-0.6, 0.16), (0.0, 0.28), (0.6, 0.26), (1.1, 0.1)]  # fmt: skip
    mask = c.polygon(smooth(at(*body), closed=True))
    solid(e, mask, hide)
    belly: Outline = [(1.42, 0.0), (0.9, 0.04), (0.3, 0.06), (-0.4, 0.05), (-1.1, 0.02), (-0.6, 0.5), (0.6, 0.5)]  # fmt: skip
    c.paint(c.inside(c.polygon(smooth(at(*belly), closed=True)), mask), pale, 0.9)
    for gill in range(4):
        slit = smooth(at((0.5 - 0.09 * gill, -0.12), (0.46 - 0.09 * gill, 0.0), (0.5 - 0.09 * gill, 0.1)))  # fmt: skip
        c.line(slit, r * 0.02, mix(hide, p.ink, 0.6), 0.8)
    side_fin: Outline = [(0.36, 0.14), (0.2, 0.48), (-0.16, 0.78), (-0.14, 0.5), (0.04, 0.16)]
    solid(e, c.polygon(smooth(at(*side_fin), closed=True)), mix(hide, p.ink, 0.25), shadow=0.3)
    c.line(smooth(at((1.24, 0.04), (1.02, 0.1), (0.86, 0.06))), r * 0.028, p.ink, 0.75)
    ((ex, ey),) = at((0.98, -0.08))
    c.disc(ex, ey, r * 0.05, p.ink)
    c.disc(ex - r * 0.012, ey - r * 0.018, r * 0.017, p.paper)


def turtle(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a sea turtle seen from above, swimming upwards at a slant."""
    c, p = e.canvas, e.palette
    skin, shell = p.tone(0.66, 0.1, 150), p.tone(0.47, 0.09, 110)
    turn = np.deg2rad(-52 if e.side() > 0 else -128)
    c.glow(x, y, r * 1.9, mix(skin, p.glow, 0.5), 0.3)

    def at(points: Points) -> np.ndarray:
        cos, sin = np.cos(turn), np.sin(turn)
        return np.asarray(points) * r @ np.array([[cos, sin], [-sin, cos]]) + np.array([x, y])

    fore: Outline = [(0.5, 0.36), (0.72, 0.72), (0.5, 1.16), (0.12, 1.4), (0.02, 1.3), (0.22, 0.9), (0.14, 0.5)]  # fmt: skip
    hind: Outline = [(-0.5, 0.34), (-0.86, 0.66), (-1.16, 0.66), (-1.0, 0.36), (-0.7, 0.1)]
    for outline in (fore, hind):
        for side in (-1, 1):
            limb = smooth(at([(a, side * b) for a, b in outline]), closed=True)
            solid(e, c.polygon(limb), skin, shadow=0.25)
    solid(e, c.polygon(at(arc(0.98, 0, 0.29, 0.2))), skin, shadow=0.2)
    for side in (-1, 1):
        (ex, ey), (gx, gy) = at([(1.1, side * 0.12), (1.12, side * 0.13)])
        c.disc(float(ex), float(ey), r * 0.05, p.ink)
        c.disc(float(gx), float(gy) - r * 0.015, r * 0.016, p.paper)
    rim: Outline = [(0.82, 0), (0.6, 0.42), (0.1, 0.62), (-0.46, 0.5), (-0.86, 0), (-0.46, -0.5), (0.1, -0.62), (0.6, -0.42)]  # fmt: skip
    mask = c.polygon(smooth(at(rim), closed=True))
    solid(e, mask, shell)
    for plate in _plates():
        colour = mix(shell, mix(p.second, p.paper, 0.4), 0.42)
        c.paint(c.inside(c.polygon(at(plate)), mask), colour, 0.85)


def butterfly(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a butterfly with open wings."""
    c, p = e.canvas, e.palette
    dark = p.tone(0.22, 0.03, 280)
    halo(e, x, y, r)
    upper: Outline = [(0.06, -0.16), (0.3, -0.72), (0.8, -1.02), (1.16, -0.86), (1.12, -0.4), (0.72, -0.02), (0.1, 0.06)]  # fmt: skip
    lower: Outline = [(0.06, 0.04), (0.6, 0.06), (0.92, 0.34), (0.82, 0.74), (0.5, 0.94), (0.22, 0.6)]  # fmt: skip
    for side in (-1, 1):
        at = placed(x, y, r, side=side)
        for outline, colour in ((lower, p.second), (upper, p.accent)):
            _wing(e, at(*outline), colour, dark, foot=(x, y))
        for a, b, size in ((0.92, -0.8, 0.06), (1.02, -0.6, 0.045), (0.7, 0.72, 0.055)):
            ((sx, sy),) = at((a, b))
            c.disc(sx, sy, r * size, p.paper, 0.9)
        feeler = smooth(at((0.02, -0.4), (0.12, -0.74), (0.34, -0.98)))
        c.line(feeler, max(3, r * 0.025), dark)
        c.disc(float(feeler[-1][0]), float(feeler[-1][1]), r * 0.04, dark)
    body = c.polygon(arc(x, y + r * 0.06, r * 0.085, r * 0.5))
    solid(e, body, mix(dark, p.paper, 0.12), shadow=0.3)
    c.disc(x, y - r * 0.42, r * 0.1, dark)


def _wing(
    e: Easel, outline: Outline, colour: Colour, dark: Colour, *, foot: tuple[float, float]
) -> None:
    c, p = e.canvas, e.palette
    edge = smooth(outline, closed=True)
    mask = c.polygon(edge)
    c.shadow(mask, sigma=18, alpha=0.3, dx=6, dy=16)
    c.paint(mask, dark)
    inner = np.array(foot) + (edge - np.array(foot)) * 0.86
    far = tuple(float(v) for v in inner[len(inner) // 2])
    light = Linear(foot, (far[0], far[1]), blend(mix(colour, p.paper, 0.45), colour))
    c.paint(c.inside(c.polygon(inner), mask), light)
    for share in (0.3, 0.5, 0.7):
        vein = [foot, tuple(inner[int(len(inner) * share)])]
        c.paint(c.inside(c.stroke(vein, 5), mask), dark, 0.55)


def _plates() -> list[Outline]:
    """Give the plates of a turtle's shell, in radii: a row along its back and one on each side."""
    back = [(0.44, 0.17, 0.2), (0.04, 0.2, 0.23), (-0.4, 0.19, 0.19)]
    plates = [_hexagon(at, 0.0, long, wide) for at, long, wide in back]
    for side in (-1, 1):
        for at, out, long, wide in ((0.34, 0.36, 0.16, 0.12), (-0.1, 0.43, 0.19, 0.13), (-0.48, 0.32, 0.13, 0.1)):  # fmt: skip
            plates.append(_hexagon(at, side * out, long, wide))
    return plates


def _hexagon(x: float, y: float, long: float, wide: float) -> Outline:
    angles = np.deg2rad([0, 60, 120, 180, 240, 300])
    return [(x + long * 1.1 * float(np.cos(a)), y + wide * 1.1 * float(np.sin(a))) for a in angles]
