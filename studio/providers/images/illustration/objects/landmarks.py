"""What people go to see, and what takes them there."""

import numpy as np

from studio.providers.images.illustration.canvas import arc, box, smooth
from studio.providers.images.illustration.objects.shading import (
    ball,
    halo,
    lit,
    placed,
    side_shade,
    solid,
)
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


def lighthouse(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a striped lighthouse on its rock, beams on both sides."""
    c, p = e.canvas, e.palette
    y, r = y + r * 0.12, r * 0.85
    red, white = p.tone(0.56, 0.2, 27), p.tone(0.95, 0.012, 80)
    lamp = y - r * 0.98
    for side in (-1, 1):
        beam = placed(x, lamp, r, side=side)((0, -0.05), (3.4, -0.75), (3.4, 0.28), (0, 0.05))
        c.paint(c.soften(c.polygon(beam), r * 0.05), p.glow, 0.34)
    at = placed(x, y, r)
    tower = c.polygon(at((-0.2, -0.72), (0.2, -0.72), (0.32, 0.88), (-0.32, 0.88)))
    solid(e, tower, white)
    for band in (-0.52, 0.02, 0.56):
        stripe = c.polygon(box(x - r, y + r * band, x + r, y + r * (band + 0.27)))
        c.paint(c.inside(stripe, tower), red)
    side_shade(e, tower, 0.55)
    for wy in (-0.36, 0.18):
        c.fill(box(x - r * 0.05, y + r * wy, x + r * 0.05, y + r * (wy + 0.14), 8), mix(p.ink, red, 0.2))  # fmt: skip
    door = np.concatenate([arc(x, y + r * 0.66, r * 0.09, r * 0.09, 180, 360), at((0.09, 0.88), (-0.09, 0.88))])  # fmt: skip
    c.fill(door, mix(p.ink, red, 0.2))
    solid(e, c.polygon(box(x - r * 0.3, y - r * 0.8, x + r * 0.3, y - r * 0.7, 6)), p.ink)
    c.fill(box(x - r * 0.15, lamp - r * 0.14, x + r * 0.15, y - r * 0.8), lit((p.glow, p.accent), lamp - r * 0.2, lamp + r * 0.2))  # fmt: skip
    for bar in (-0.15, -0.05, 0.05, 0.15):
        c.line([(x + r * bar, lamp - r * 0.14), (x + r * bar, y - r * 0.8)], r * 0.016, p.ink)
    solid(e, c.polygon(arc(x, lamp - r * 0.13, r * 0.21, r * 0.2, 180, 360)), red, shadow=0)
    c.disc(x, lamp - r * 0.35, r * 0.035, p.ink)
    c.glow(x, lamp, r * 1.1, p.glow, 0.9)
    rock = [(-1.15, 1.2), (-0.9, 0.98), (-0.5, 0.92), (-0.3, 0.8), (0.3, 0.82), (0.55, 0.95), (0.95, 1.02), (1.2, 1.22)]  # fmt: skip
    solid(e, c.polygon(smooth(at(*rock), closed=True)), mix(p.land(0.8), p.ink, 0.25))


def ship(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a sailing ship before the wind."""
    c, p = e.canvas, e.palette
    side = e.side()
    at = placed(x, y, r, side=side)
    wood, cloth = p.tone(0.36, 0.07, 50), p.tone(0.94, 0.03, 85)
    halo(e, x, y, r)
    for mast, top in ((-0.42, -0.85), (0.12, -1.12), (0.62, -0.78)):
        c.line(at((mast, 0.5), (mast, top)), r * 0.035, wood)
        for level in range(2 if mast != 0.12 else 3):
            head, foot, half = top + 0.1 + 0.48 * level, top + 0.52 + 0.48 * level, 0.24 + 0.07 * level  # fmt: skip
            sail = [(mast - half * 0.8, head), (mast + half * 0.7, head), (mast + half * 1.25, (head + foot) / 2), (mast + half, foot), (mast - half, foot), (mast - half * 0.55, (head + foot) / 2)]  # fmt: skip
            solid(e, c.polygon(smooth(at(*sail), closed=True, steps=8)), mix(cloth, p.second, 0.1 * level), shadow=0.25)  # fmt: skip
        flag = at((mast, top), (mast + 0.22, top + 0.05), (mast, top + 0.11))
        c.fill(flag, p.accent)
    jib = at((0.66, -0.6), (1.22, 0.4), (0.7, 0.36))
    solid(e, c.polygon(jib), mix(cloth, p.second, 0.15), shadow=0.2)
    hull = [(-1.0, 0.36), (-0.92, 0.6), (-0.7, 0.9), (0.6, 0.9), (0.92, 0.66), (1.16, 0.38), (0.7, 0.5), (-0.5, 0.5)]  # fmt: skip
    mask = c.polygon(smooth(at(*hull), closed=True, steps=6))
    solid(e, mask, wood)
    band = c.polygon(smooth([*at((-1.1, 0.56), (0.0, 0.66), (1.2, 0.52)), *at((1.2, 0.6), (0.0, 0.74), (-1.1, 0.64))], closed=True))  # fmt: skip
    c.paint(c.inside(band, mask), p.accent, 0.85)
    foam = smooth(at((-1.25, 0.9), (-0.6, 0.86), (0.2, 0.92), (0.8, 0.86), (1.3, 0.92)))
    c.paint(c.soften(c.stroke(foam, r * 0.06), r * 0.012), p.paper, 0.75)


def castle(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a castle with pointed towers and lit windows."""
    c, p = e.canvas, e.palette
    r *= 0.9
    stone, roof = mix(p.tone(0.72, 0.03, 70), p.horizon, 0.18), p.second
    halo(e, x, y, r)
    for tx, top, half in ((-0.32, -0.5, 0.17), (0.34, -0.7, 0.18), (0.0, -0.28, 0.2)):
        _tower(e, (x + tx * r, y, r), top=top, half=half, colours=(mix(stone, p.ink, 0.14), roof))
    wall = c.polygon(box(x - r * 0.8, y + r * 0.28, x + r * 0.8, y + r * 0.95))
    solid(e, wall, stone)
    for i in range(9):
        left = x - r * 0.8 + i * r * 0.19
        c.fill(box(left, y + r * 0.17, left + r * 0.1, y + r * 0.3), mix(stone, p.paper, 0.12))
    for tx in (-0.84, 0.84):
        _tower(e, (x + tx * r, y, r), top=-0.12, half=0.2, colours=(stone, roof))
    gate = np.concatenate([arc(x, y + r * 0.62, r * 0.18, r * 0.2, 180, 360), [(x + r * 0.18, y + r * 0.95), (x - r * 0.18, y + r * 0.95)]])  # fmt: skip
    c.fill(gate, mix(p.ink, roof, 0.15))
    c.glow(x, y + r * 0.8, r * 0.4, p.accent, 0.5)
    hill = [(-1.5, 1.22), (-0.9, 0.98), (0, 0.9), (0.9, 0.98), (1.5, 1.22)]
    solid(e, c.polygon(smooth(placed(x, y, r)(*hill))), mix(p.land(0.7), p.ink, 0.15))


def pyramid(e: Easel, x: float, y: float, r: float) -> None:
    """Draw three pyramids, one side of each in the sun."""
    c, p = e.canvas, e.palette
    sand = p.tone(0.76, 0.1, 75)
    foot = y + r * 0.9
    for dx, size in ((0.95, 0.55), (-0.9, 0.72), (0.05, 1.15)):
        px, top, half = x + dx * r, foot - size * r * 1.3, size * r * 1.05
        ridge = px + half * 0.28
        whole = c.polygon([(px, top), (px + half, foot), (px - half, foot)])
        c.shadow(whole, sigma=24, alpha=0.25, dx=20, dy=6)
        c.paint(whole, lit((mix(sand, p.paper, 0.4), sand), top, foot))
        dark = c.polygon([(px, top), (px + half, foot), (ridge, foot)])
        c.paint(dark, lit((mix(sand, p.ink, 0.35), mix(sand, p.ink, 0.55)), top, foot))
        for course in range(1, 9):
            level = top + (foot - top) * course / 9
            reach = half * course / 9
            c.line([(px - reach, level), (px + reach, level)], 2.5, mix(sand, p.ink, 0.6), 0.28)
    ground = c.soften(c.polygon(arc(x, foot + r * 0.08, r * 2.4, r * 0.12)), r * 0.03)
    c.paint(ground, mix(sand, p.ink, 0.28), 0.9)


def robot(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a friendly robot."""
    c, p = e.canvas, e.palette
    metal, joint = mix(p.tone(0.84, 0.02, 240), p.paper, 0.2), p.tone(0.4, 0.03, 250)
    halo(e, x, y, r)
    for side in (-1, 1):
        at = placed(x, y, r, side=side)
        c.line(smooth(at((0.46, 0.32), (0.82, 0.5), (0.78, 0.86))), r * 0.13, joint)
        ball(e, x + side * r * 0.78, y + r * 0.9, r * 0.13, metal)
        solid(e, c.polygon(box(x + side * r * 0.25 - r * 0.13, y + r * 0.85, x + side * r * 0.25 + r * 0.13, y + r * 1.12, 24)), joint)  # fmt: skip
        solid(e, c.polygon(box(x + side * r * 0.68 - r * 0.09, y - r * 0.62, x + side * r * 0.68 + r * 0.09, y - r * 0.28, 20)), p.second)  # fmt: skip
    solid(e, c.polygon(box(x - r * 0.52, y + r * 0.1, x + r * 0.52, y + r * 0.94, r * 0.16)), metal)
    panel = box(x - r * 0.28, y + r * 0.3, x + r * 0.28, y + r * 0.66, 20)
    c.fill(panel, mix(p.ink, joint, 0.3))
    for i, colour in enumerate((p.accent, p.second, p.glow)):
        c.disc(x + (i - 1) * r * 0.16, y + r * 0.48, r * 0.055, colour)
    c.line([(x, y - r * 0.85), (x, y - r * 1.14)], r * 0.05, joint)
    c.glow(x, y - r * 1.18, r * 0.4, p.accent, 0.7)
    ball(e, x, y - r * 1.18, r * 0.1, p.accent, shadow=0)
    solid(e, c.polygon(box(x - r * 0.66, y - r * 0.86, x + r * 0.66, y + r * 0.02, r * 0.2)), metal)
    c.fill(box(x - r * 0.52, y - r * 0.7, x + r * 0.52, y - r * 0.14, r * 0.14), mix(p.ink, joint, 0.2))  # fmt: skip
    for side in (-1, 1):
        c.glow(x + side * r * 0.24, y - r * 0.46, r * 0.3, p.glow, 0.8)
        c.disc(x + side * r * 0.24, y - r * 0.46, r * 0.11, p.glow)
    c.line(arc(x, y - r * 0.34, r * 0.16, r * 0.09, 20, 160), r * 0.035, p.glow)


def car(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a car from the side."""
    c, p = e.canvas, e.palette
    at = placed(x, y, r * 1.1, side=e.side())
    halo(e, x, y, r)
    shade = c.polygon(arc(x, y + r * 0.66, r * 1.35, r * 0.1))
    c.paint(c.soften(shade, r * 0.05), p.ink, 0.55)
    body = [(-1.2, 0.46), (-1.22, 0.12), (-1.02, -0.02), (-0.62, -0.08), (-0.3, -0.42), (0.32, -0.44), (0.68, -0.06), (1.1, 0.04), (1.26, 0.22), (1.22, 0.46)]  # fmt: skip
    solid(e, c.polygon(smooth(at(*body), closed=True, steps=10)), p.second)
    glass = [(-0.48, -0.06), (-0.24, -0.34), (0.0, -0.36), (0.0, -0.06)]
    rear = [(0.08, -0.06), (0.08, -0.36), (0.28, -0.34), (0.52, -0.06)]
    for pane in (glass, rear):
        c.fill(at(*pane), lit((mix(p.paper, p.zenith, 0.15), mix(p.zenith, p.paper, 0.3)), y - r * 0.4, y))  # fmt: skip
    c.line(at((0.04, -0.02), (0.04, 0.4)), 4, mix(p.second, p.ink, 0.5), 0.7)
    c.line(at((-0.12, 0.08), (-0.02, 0.08)), r * 0.03, mix(p.second, p.paper, 0.5))
    for wx in (-0.68, 0.74):
        ((cx, cy),) = at((wx, 0.46))
        c.disc(cx, cy, r * 0.29, p.tone(0.2, 0.01, 260))
        ball(e, cx, cy, r * 0.16, p.tone(0.8, 0.01, 250), shadow=0)
        c.disc(cx, cy, r * 0.05, p.ink)
    ((lx, ly), (tx, ty)) = at((1.16, 0.16), (-1.16, 0.14))
    c.glow(lx, ly, r * 0.5, p.glow, 0.8)
    c.fill(arc(lx, ly, r * 0.07, r * 0.05), p.paper)
    c.fill(arc(tx, ty, r * 0.05, r * 0.05), p.tone(0.6, 0.22, 25))


def bicycle(e: Easel, x: float, y: float, r: float) -> None:
    """Draw a bicycle from the side."""
    c, p = e.canvas, e.palette
    at = placed(x, y, r, side=e.side())
    steel, rubber = p.second, mix(p.ink, p.paper, 0.12)
    halo(e, x, y, r)
    shade = c.polygon(arc(x, y + r * 0.86, r * 1.2, r * 0.07))
    c.paint(c.soften(shade, r * 0.04), p.ink, 0.5)
    for wx in (-0.68, 0.68):
        ((cx, cy),) = at((wx, 0.38))
        spokes = [[(cx, cy), (cx + r * 0.42 * np.cos(a), cy + r * 0.42 * np.sin(a))] for a in np.linspace(0, 2 * np.pi, 18, endpoint=False)]  # fmt: skip
        c.paint(c.strokes([np.asarray(s) for s in spokes], 3), p.paper, 0.55)
        c.line(arc(cx, cy, r * 0.44, r * 0.44), r * 0.065, rubber)
        c.line(arc(cx, cy, r * 0.395, r * 0.395), r * 0.02, p.paper, 0.8)
        c.disc(cx, cy, r * 0.05, rubber)
    frame = (
        ((-0.68, 0.38), (-0.3, -0.2)), ((-0.3, -0.2), (0.42, -0.26)), ((0.42, -0.26), (-0.08, 0.38)),
        ((-0.08, 0.38), (-0.68, 0.38)), ((-0.08, 0.38), (-0.34, -0.32)), ((0.68, 0.38), (0.38, -0.46)),
    )  # fmt: skip
    tubes = c.strokes([np.asarray(at(*pair)) for pair in frame], r * 0.075)
    c.shadow(tubes, sigma=12, alpha=0.3, dx=6, dy=12)
    c.paint(tubes, lit((mix(steel, p.paper, 0.35), steel), y - r * 0.4, y + r * 0.4))
    c.line(smooth(at((0.2, -0.5), (0.38, -0.48), (0.5, -0.56), (0.58, -0.42))), r * 0.06, rubber)
    c.line(at((-0.48, -0.36), (-0.2, -0.36)), r * 0.1, rubber)
    ((gx, gy),) = at((-0.08, 0.38))
    c.line(arc(gx, gy, r * 0.12, r * 0.12), r * 0.035, rubber)
    c.line(at((-0.08, 0.38), (0.06, 0.58)), r * 0.04, rubber)
    c.line(at((0.0, 0.58), (0.14, 0.58)), r * 0.05, rubber)


def _tower(
    e: Easel,
    place: tuple[float, float, float],
    *,
    top: float,
    half: float,
    colours: tuple[Colour, Colour],
) -> None:
    """Draw a round tower with a pointed roof, a flag and a lit window."""
    x, y, r = place
    c, p = e.canvas, e.palette
    stone, roof = colours
    walls = c.polygon(box(x - r * half, y + r * top, x + r * half, y + r * 0.95))
    solid(e, walls, stone)
    side_shade(e, walls, 0.6, 0.18)
    peak = top - half * 2.3
    c.line([(x, y + r * peak), (x, y + r * (peak - 0.2))], r * 0.018, p.ink)
    c.fill([(x, y + r * (peak - 0.2)), (x + r * 0.16, y + r * (peak - 0.15)), (x, y + r * (peak - 0.1))], p.accent)  # fmt: skip
    cone = [(x, y + r * peak), (x + r * half * 1.25, y + r * (top + 0.03)), (x - r * half * 1.25, y + r * (top + 0.03))]  # fmt: skip
    solid(e, c.polygon(cone), roof, shadow=0.2)
    wy = y + r * (top + 0.2)
    c.glow(x, wy, r * 0.22, p.accent, 0.6)
    c.fill(np.concatenate([arc(x, wy, r * 0.045, r * 0.06, 180, 360), [(x + r * 0.045, wy + r * 0.1), (x - r * 0.045, wy + r * 0.1)]]), p.glow)  # fmt: skip
