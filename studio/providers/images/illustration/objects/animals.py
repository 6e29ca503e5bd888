"""Animals of wood and field, seen from the front."""

from dataclasses import dataclass

import numpy as np

from studio.providers.images.illustration.canvas import (
    Linear,
    Mask,
    Points,
    arc,
    blend,
    box,
    smooth,
)
from studio.providers.images.illustration.objects.shading import ball, halo, placed, solid
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


@dataclass(frozen=True, slots=True)
class Coat:
    """The colours of an animal: most of it, its face and breast, its feet and ears."""

    fur: Colour
    light: Colour
    dark: Colour


def fox(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a sitting fox, its tail around it."""
    p = e.palette
    coat = Coat(p.tone(0.64, 0.175, 46), p.tone(0.95, 0.02, 70), p.tone(0.24, 0.04, 40))
    _sitting(e, (x, y, r), coat, tail=1.0)
    _pointed_ears(e, (x, y, r), coat, tall=1.36)
    _face(e, (x, y, r), coat, cheek=0.64)


def wolf(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a sitting wolf, grey, with eyes that glow."""
    p = e.palette
    coat = Coat(p.tone(0.56, 0.025, 260), p.tone(0.88, 0.012, 250), p.tone(0.24, 0.03, 265))
    _sitting(e, (x, y, r), coat, tail=0.86)
    _pointed_ears(e, (x, y, r), coat, tall=1.28)
    _face(e, (x, y, r), coat, cheek=0.7, eye=p.tone(0.86, 0.15, 85))


def dog(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a sitting dog with hanging ears, its tongue out."""
    c, p = e.canvas, e.palette
    coat = Coat(p.tone(0.68, 0.1, 65), p.tone(0.93, 0.03, 75), p.tone(0.36, 0.07, 50))
    at = placed(x, y, r)
    tail = smooth(at((0.3, 0.85), (0.75, 0.8), (0.98, 0.45), (0.95, 0.15)))
    c.paint(c.stroke(tail, r * 0.17), coat.fur)
    _sitting(e, (x, y, r), coat, tail=0)
    solid(e, c.polygon(arc(x, y - r * 0.5, r * 0.47, r * 0.45)), coat.fur, shadow=0.2)
    muzzle = c.polygon(arc(x, y - r * 0.32, r * 0.26, r * 0.24))
    c.fill(box(x - r * 0.08, y - r * 0.2, x + r * 0.08, y + r * 0.06, r * 0.08), p.tone(0.66, 0.16, 15))  # fmt: skip
    solid(e, muzzle, coat.light, shadow=0)
    _nose(e, x, y - r * 0.42, r * 0.1)
    _eyes(e, x, y - r * 0.58, r, wide=0.19)
    for side in (-1, 1):
        turned = placed(x, y, r, side=side)
        ear = [(0.22, -0.9), (0.5, -0.84), (0.68, -0.5), (0.66, -0.12), (0.48, -0.08), (0.4, -0.42)]
        solid(e, c.polygon(smooth(turned(*ear), closed=True)), coat.dark, shadow=0.25)


def bear(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a sitting bear."""
    c, p = e.canvas, e.palette
    coat = Coat(p.tone(0.42, 0.07, 55), p.tone(0.66, 0.07, 65), p.tone(0.24, 0.04, 45))
    halo(e, x, y, r)
    _ground(e, x, y, r)
    body = c.polygon(arc(x, y + r * 0.45, r * 0.66, r * 0.62))
    solid(e, body, coat.fur)
    c.paint(c.inside(c.polygon(arc(x, y + r * 0.5, r * 0.36, r * 0.42)), body), coat.light, 0.55)
    for side in (-1, 1):
        ball(e, x + side * r * 0.42, y + r * 0.92, r * 0.24, coat.fur)
        c.disc(x + side * r * 0.42, y + r * 0.95, r * 0.12, coat.light, 0.6)
        arm = smooth(
            placed(x, y, r, side=side)((0.5, 0.1), (0.72, 0.42), (0.56, 0.7), (0.38, 0.6)),
            closed=True,
        )
        solid(e, c.polygon(arm), mix(coat.fur, coat.dark, 0.25), shadow=0.25)
        ball(e, x + side * r * 0.38, y - r * 0.82, r * 0.18, coat.fur, shadow=0)
        c.disc(x + side * r * 0.38, y - r * 0.8, r * 0.09, coat.light, 0.7)
    solid(e, c.polygon(arc(x, y - r * 0.45, r * 0.54, r * 0.48)), coat.fur, shadow=0.25)
    solid(e, c.polygon(arc(x, y - r * 0.28, r * 0.25, r * 0.2)), coat.light, shadow=0)
    _nose(e, x, y - r * 0.36, r * 0.1)
    _eyes(e, x, y - r * 0.55, r, wide=0.21)


def elephant(e: Easel, x: float, y: float, r: float) -> None:
    """Draw an elephant's head, its ears wide."""
    c, p = e.canvas, e.palette
    hide, rose = p.tone(0.6, 0.03, 255), p.tone(0.72, 0.07, 20)
    halo(e, x, y, r)
    _ground(e, x, y + r * 0.2, r)
    solid(e, c.polygon(arc(x, y + r * 0.3, r * 0.82, r * 0.72)), mix(hide, p.ink, 0.3))
    for side in (-1, 1):
        at = placed(x, y, r, side=side)
        leg = box(x + side * r * 0.5 - r * 0.2, y + r * 0.4, x + side * r * 0.5 + r * 0.2, y + r * 1.2, r * 0.1)  # fmt: skip
        solid(e, c.polygon(leg), mix(hide, p.ink, 0.22), shadow=0.2)
        for nail in (-0.11, 0, 0.11):
            c.fill(arc(x + r * (side * 0.5 + nail), y + r * 1.2, r * 0.045, r * 0.06, 180, 360), mix(hide, p.paper, 0.6))  # fmt: skip
        ear = [(0.3, -0.72), (0.78, -0.95), (1.22, -0.62), (1.24, -0.05), (0.92, 0.36), (0.6, 0.3), (0.36, 0.02)]  # fmt: skip
        solid(e, c.polygon(smooth(at(*ear), closed=True)), mix(hide, p.ink, 0.12))
        inner = [(0.46, -0.56), (0.78, -0.74), (1.06, -0.52), (1.06, -0.08), (0.86, 0.2), (0.56, 0.1)]  # fmt: skip
        c.fill(smooth(at(*inner), closed=True), mix(hide, rose, 0.5), 0.75)
    head = [(0, -0.92), (0.4, -0.82), (0.56, -0.4), (0.46, 0.02), (0.3, 0.26), (0, 0.34), (-0.3, 0.26), (-0.46, 0.02), (-0.56, -0.4), (-0.4, -0.82)]  # fmt: skip
    front = placed(x, y, r)
    solid(e, c.polygon(smooth(front(*head), closed=True)), hide)
    for side in (-1, 1):
        tusk = [(0.17, 0.2), (0.34, 0.18), (0.44, 0.52), (0.36, 0.74), (0.3, 0.5)]
        at = placed(x, y, r, side=side)
        solid(e, c.polygon(smooth(at(*tusk), closed=True)), p.paper, shadow=0.2)
    trunk = [(-0.22, -0.1), (0.22, -0.1), (0.2, 0.4), (0.13, 0.86), (0.22, 1.04), (0.42, 1.02), (0.44, 1.16), (0.2, 1.26), (-0.04, 1.14), (-0.14, 0.8), (-0.2, 0.4)]  # fmt: skip
    solid(e, c.polygon(smooth(front(*trunk), closed=True)), mix(hide, p.paper, 0.08), shadow=0.3)
    for step in range(6):
        fold = arc(x, y + r * (0.16 + 0.12 * step), r * (0.17 - 0.01 * step), r * 0.05, 20, 160)
        c.line(fold, max(3, r * 0.018), mix(hide, p.ink, 0.45), 0.6)
    _eyes(e, x, y - r * 0.3, r, wide=0.33)


def owl(e: Easel, x: float, y: float, r: float) -> None:
    """Draw an owl on a branch, its eyes wide open."""
    c, p = e.canvas, e.palette
    r *= 0.88
    coat = Coat(p.tone(0.5, 0.075, 60), p.tone(0.86, 0.05, 80), p.tone(0.3, 0.05, 50))
    halo(e, x, y, r)
    at = placed(x, y, r)
    branch = smooth(at((-1.5, 0.98), (-0.6, 0.86), (0.4, 0.92), (1.5, 0.78)))
    solid(e, c.stroke(branch, r * 0.13), p.tone(0.3, 0.05, 50))
    body = [(0, -0.95), (0.5, -0.86), (0.62, -0.35), (0.6, 0.3), (0.4, 0.8), (0, 0.98), (-0.4, 0.8), (-0.6, 0.3), (-0.62, -0.35), (-0.5, -0.86)]  # fmt: skip
    mask = c.polygon(smooth(at(*body), closed=True))
    for side in (-1, 1):
        tuft = placed(x, y, r, side=side)((0.16, -0.86), (0.56, -1.24), (0.58, -0.6))
        solid(e, c.polygon(tuft), coat.fur, shadow=0)
    solid(e, mask, coat.fur)
    breast = c.inside(c.polygon(arc(x, y + r * 0.42, r * 0.42, r * 0.5)), mask)
    c.paint(breast, coat.light, 0.85)
    _feathers(e, (x, y, r), breast, coat.dark)
    for side in (-1, 1):
        wing = [(0.5, -0.28), (0.76, 0.1), (0.68, 0.6), (0.4, 0.86), (0.42, 0.3)]
        turned = placed(x, y, r, side=side)
        solid(e, c.polygon(smooth(turned(*wing), closed=True)), coat.dark, shadow=0.25)
        ex, ey = x + side * r * 0.25, y - r * 0.5
        ball(e, ex, ey, r * 0.29, coat.light, shadow=0.2)
        ball(e, ex, ey, r * 0.19, p.tone(0.84, 0.16, 80), shadow=0)
        c.disc(ex, ey, r * 0.105, p.ink)
        c.disc(ex - r * 0.045, ey - r * 0.055, r * 0.035, p.paper)
        for toe in (0.12, 0.2, 0.28):
            c.disc(x + side * r * toe, y + r * 0.9, r * 0.06, p.tone(0.74, 0.13, 70))
    solid(e, c.polygon(at((-0.08, -0.38), (0.08, -0.38), (0, -0.16))), p.tone(0.74, 0.15, 65), shadow=0.2)  # fmt: skip


def _feathers(e: Easel, place: tuple[float, float, float], breast: Mask, colour: Colour) -> None:
    x, y, r = place
    for row in range(5):
        for column in range(-2, 3):
            across = x + r * (0.17 * column + 0.085 * (row % 2))
            scale = arc(across, y + r * (0.02 + 0.16 * row), r * 0.08, r * 0.07, 10, 170)
            e.canvas.paint(e.canvas.inside(e.canvas.stroke(scale, r * 0.022), breast), colour, 0.6)


def _sitting(e: Easel, place: tuple[float, float, float], coat: Coat, *, tail: float) -> None:
    """Draw the body of a sitting beast of prey; its head comes after."""
    x, y, r = place
    c, at = e.canvas, placed(x, y, r)
    halo(e, x, y, r)
    _ground(e, x, y, r)
    if tail:
        brush = [(0.2, 0.92), (0.66, 1.0), (1.06, 0.8), (1.18, 0.38), (1.0, -0.04), (0.84, 0.2), (0.76, 0.46), (0.4, 0.56)]  # fmt: skip
        mask = c.polygon(smooth([(x + a * r * tail, y + b * r) for a, b in brush], closed=True))
        solid(e, mask, coat.fur)
        tip = c.inside(c.circle(x + r * 1.02 * tail, y + r * 0.02, r * 0.27), mask)
        c.paint(c.soften(tip, r * 0.012), coat.light)
    body = [(0, -0.3), (-0.3, -0.08), (-0.46, 0.45), (-0.44, 0.97), (0.44, 0.97), (0.46, 0.45), (0.3, -0.08)]  # fmt: skip
    solid(e, c.polygon(smooth(at(*body), closed=True)), coat.fur)
    for side in (-1, 1):
        leg = c.polygon(box(x + side * r * 0.15 - r * 0.1, y + r * 0.3, x + side * r * 0.15 + r * 0.1, y + r * 1.0, r * 0.1))  # fmt: skip
        solid(e, leg, mix(coat.fur, coat.light, 0.12), shadow=0.2)
        sock = box(x + side * r * 0.15 - r, y + r * 0.74, x + side * r * 0.15 + r, y + r * 1.1)
        c.paint(c.inside(c.polygon(sock), leg), coat.dark, 0.9)
    breast = [(0, -0.2), (-0.25, 0.02), (-0.2, 0.36), (0, 0.6), (0.2, 0.36), (0.25, 0.02)]
    c.fill(smooth(at(*breast), closed=True), coat.light)


def _pointed_ears(e: Easel, place: tuple[float, float, float], coat: Coat, *, tall: float) -> None:
    x, y, r = place
    for side in (-1, 1):
        at = placed(x, y, r, side=side)
        solid(e, e.canvas.polygon(at((0.08, -0.78), (0.38, -tall), (0.47, -0.62))), coat.fur, shadow=0.2)  # fmt: skip
        inner = at((0.18, -0.82), (0.36, -tall + 0.16), (0.42, -0.68))
        e.canvas.fill(inner, coat.dark, 0.9)


def _face(
    e: Easel,
    place: tuple[float, float, float],
    coat: Coat,
    *,
    cheek: float,
    eye: Colour | None = None,
) -> None:
    """Draw a pointed face with light cheeks."""
    x, y, r = place
    c, at = e.canvas, placed(x, y, r)
    right: Points = [(0.3, -0.88), (0.5, -0.62), (cheek, -0.34), (0.3, -0.18)]
    left = [(-a, b) for a, b in right[::-1]]
    head = c.polygon(smooth(at((0, -0.92), *right, (0, 0.06), *left), closed=True))
    solid(e, head, coat.fur, shadow=0.3)
    for side in (-1, 1):
        turned = placed(x, y, r, side=side)
        side_of = [(0.0, 0.08), (0.3, -0.16), (cheek + 0.04, -0.34), (0.4, -0.42), (0.16, -0.3), (0.0, -0.16)]  # fmt: skip
        c.paint(c.inside(c.polygon(smooth(turned(*side_of), closed=True)), head), coat.light)
    if eye is not None:
        for side in (-1, 1):
            c.disc(x + side * r * 0.21, y - r * 0.5, r * 0.085, eye)
    _eyes(e, x, y - r * 0.5, r, wide=0.21, size=0.05 if eye is not None else 0.07)
    _nose(e, x, y - r * 0.02, r * 0.085)


def _eyes(e: Easel, x: float, y: float, r: float, *, wide: float, size: float = 0.07) -> None:
    c, p = e.canvas, e.palette
    for side in (-1, 1):
        c.disc(x + side * r * wide, y, r * size, p.tone(0.16, 0.02, 40))
        c.disc(x + side * r * wide - r * 0.02, y - r * 0.025, r * size * 0.36, p.paper)


def _nose(e: Easel, x: float, y: float, r: float) -> None:
    c, p = e.canvas, e.palette
    c.fill(arc(x, y, r, r * 0.75), p.tone(0.2, 0.02, 30))
    c.disc(x - r * 0.3, y - r * 0.28, r * 0.22, p.paper, 0.7)


def _ground(e: Easel, x: float, y: float, r: float) -> None:
    """Raise a hill under an animal, so that it sits somewhere in any setting."""
    c, p = e.canvas, e.palette
    top = y + r * 0.9
    slope = [(-4.4, 2.6), (-2.6, 1.62), (-1.3, 1.08), (0.1, 0.9), (1.5, 1.1), (2.8, 1.66), (4.4, 2.6)]  # fmt: skip
    hill = smooth(placed(x, y, r)(*slope))
    near = mix(p.land(0.92), p.ink, 0.25)
    lit_by = mix(p.land(0.55), p.horizon, 0.12)
    outline = np.concatenate([hill, [(x + r * 4.4, c.h + 40), (x - r * 4.4, c.h + 40)]])
    c.fill(outline, Linear((0, top), (0, top + r * 1.5), blend(lit_by, near)))
    shade = c.polygon(arc(x + r * 0.15, top + r * 0.12, r * 0.85, r * 0.1))
    c.paint(c.soften(shade, r * 0.05), p.ink, 0.5)
