"""Towns: skylines with lit windows, streets, a road to the horizon, famous silhouettes."""

import numpy as np

from studio.providers.images.illustration.canvas import Linear, Points, blend, box
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


def skyline(e: Easel, *, ground: float, tall: float, near: float, windows: bool = True) -> None:
    """Draw a row of buildings standing at ``ground``.

    Args:
        e: The easel.
        ground: Height of their feet.
        tall: Of the tallest.
        near: 0 in the haze, 1 at the front.
        windows: Light some.
    """
    c, p = e.canvas, e.palette
    body = mix(p.land(0.15 + 0.85 * near), p.ink, 0.25 * near)
    x = -30.0
    middle = c.w * e.between(0.35, 0.65)
    while x < c.w + 20:
        width = e.between(58, 128) * (0.8 + 0.45 * near)
        bell = 0.5 + 0.5 * np.exp(-(((x + width / 2 - middle) / (c.w * 0.3)) ** 2))
        top = ground - tall * bell * e.between(0.45, 1.0)
        tint = mix(body, p.horizon, e.between(0, 0.14))
        side = Linear(
            (x, top), (x, ground), blend(tint, mix(tint, p.horizon, 0.45 * (1 - near) + 0.1))
        )
        c.fill(_roof(e, x, top, width, ground + 900), side)
        c.fill(box(x + width * 0.72, top + 4, x + width, ground + 900), p.ink, 0.18)
        if windows:
            _windows(e, x, top, width, ground, near)
        x += width + e.between(-6, 10)


def street_lights(e: Easel, *, y: float) -> None:
    """Blur the lamps of a wet street into bokeh."""
    c, p = e.canvas, e.palette
    colours = (p.accent, p.second, p.glow, p.horizon)
    for i in range(34):
        colour = colours[int(e.random.integers(4))]
        x, yy, size = e.between(0, c.w), e.between(y, c.h + 40), e.between(14, 56)
        disc = c.soften(c.circle(x, yy, size), 3)
        c.paint(disc, colour, e.between(0.06, 0.24))
        if i % 3 == 0:
            c.glow(x, yy, size * 3, colour, 0.2)


def road(e: Easel, *, horizon: float) -> None:
    """Lead a road with a dashed middle from the viewer's feet to the horizon."""
    c, p = e.canvas, e.palette
    far = c.cx + e.between(-140, 140)
    bend = e.between(-260, 260)
    ts = np.linspace(0, 1, 40)

    def across(offset: float) -> np.ndarray:
        y = horizon + (c.h + 20 - horizon) * ts**1.6
        x = far + bend * np.sin(ts * np.pi) * 0.5 + (c.cx - far) * ts + offset * (8 + 640 * ts**1.6)
        return np.stack([x, y], 1)

    asphalt = Linear(
        (0, horizon), (0, c.h), blend(mix(p.land(0.5), p.horizon, 0.4), mix(p.land(1), p.ink, 0.6))
    )
    c.fill(np.concatenate([across(-1), across(1)[::-1]]), asphalt)
    for edge in (-0.93, 0.9):
        c.fill(np.concatenate([across(edge), across(edge + 0.03)[::-1]]), p.paper, 0.55)
    left, right = across(-0.018), across(0.018)
    for i in range(0, 38, 3):
        c.fill(np.concatenate([left[i : i + 2], right[i : i + 2][::-1]]), p.accent, 0.85)


def eiffel(e: Easel, x: float, ground: float, height: float, colour: Colour) -> None:
    """Draw the tower of Paris."""
    c = e.canvas
    ts = np.linspace(0, 1, 40)
    half = height * (0.19 * (1 - ts) ** 2.6 + 0.02 * (1 - ts) + 0.004)
    ys = ground - height * ts
    outline = np.concatenate([np.stack([x - half, ys], 1), np.stack([x + half, ys], 1)[::-1]])
    holes: list[Points] = []
    for low, high in ((0.0, 0.15), (0.2, 0.33), (0.38, 0.6)):
        y0, y1 = ground - height * low, ground - height * high
        a = float(np.interp(low, ts, half)) * 0.56
        b = float(np.interp(high, ts, half)) * (0.42 if low else 0.6)
        tip = [(x - b, y1 + height * 0.03), (x, y1), (x + b, y1 + height * 0.03)]
        holes.append([(x - a, y0 + 1), *tip, (x + a, y0 + 1)])
    c.paint(c.polygon(outline, *holes), colour)
    for level, wide in ((0.17, 1.25), (0.35, 1.35), (0.92, 2.2)):
        w = float(np.interp(level, ts, half)) * wide
        c.fill(box(x - w, ground - height * level - 9, x + w, ground - height * level + 9), colour)
    c.line([(x, ground - height), (x, ground - height * 1.06)], 4, colour)


def haunted_house(e: Easel, x: float, ground: float, size: float) -> None:
    """Draw a crooked mansion with lit windows."""
    c, p = e.canvas, e.palette
    ink = mix(p.ink, p.land(1), 0.3)

    def part(x0: float, x1: float, top: float, roof: float) -> None:
        lean = size * 0.015
        c.fill([(x + x0 * size, ground), (x + x0 * size + lean, ground - top * size),
                (x + x1 * size + lean, ground - top * size), (x + x1 * size, ground)], ink)  # fmt: skip
        c.fill([(x + (x0 - 0.06) * size, ground - top * size + 4),
                (x + (x0 + x1) / 2 * size + lean * 2, ground - (top + roof) * size),
                (x + (x1 + 0.06) * size, ground - top * size + 4)], ink)  # fmt: skip

    part(-0.55, -0.2, 0.62, 0.42)
    part(-0.3, 0.42, 0.52, 0.36)
    part(0.26, 0.56, 0.86, 0.46)
    part(-0.08, 0.12, 0.8, 0.4)
    lit = [
        (-0.4, 0.4),
        (-0.12, 0.3),
        (0.06, 0.3),
        (0.4, 0.66),
        (0.4, 0.34),
        (0.03, 0.68),
        (0.24, 0.3),
    ]
    for i, (wx, wy) in enumerate(lit):
        if i == 6:
            continue
        left, top, w, h = x + wx * size, ground - wy * size, size * 0.042, size * 0.1
        c.glow(left, top, size * 0.2, p.accent, 0.5)
        arch = [(left - w, top + h), *_arch(left, top, w), (left + w, top + h)]
        c.fill(arch, Linear((left, top - w), (left, top + h), blend(p.glow, p.accent)))
        c.line([(left, top - w), (left, top + h)], 4, ink)
        c.line([(left - w, top + h * 0.35), (left + w, top + h * 0.35)], 4, ink)
    c.fill(
        [
            (x - 0.03 * size, ground),
            *_arch(x + 0.03 * size, ground - 0.14 * size, 0.06 * size),
            (x + 0.09 * size, ground),
        ],
        p.accent,
        0.8,
    )


def bare_tree(e: Easel, x: float, y: float, height: float, *, lean: float = 0) -> None:
    """Draw a leafless tree, branch by branch."""

    def grow(px: float, py: float, angle: float, long: float, thick: float, left: int) -> None:
        qx, qy = px + long * np.cos(angle), py + long * np.sin(angle)
        e.canvas.fill(_limb(px, py, qx, qy, thick, thick * 0.66), e.palette.ink)
        if left:
            for turn in (-1, 1):
                grow(
                    qx,
                    qy,
                    angle + turn * e.between(0.22, 0.62),
                    long * e.between(0.62, 0.84),
                    thick * 0.62,
                    left - 1,
                )

    grow(x, y, -np.pi / 2 + lean, height * 0.3, height * 0.055, 6)


def bats(e: Easel, *, count: int, top: float, bottom: float) -> None:
    """Send a flock of bats across the sky."""
    c, p = e.canvas, e.palette
    for _ in range(count):
        x, y, s = e.between(0.1, 0.9) * c.w, e.between(top, bottom), e.between(14, 36)
        half = [
            (0, 0.3),
            (0.15, -0.1),
            (0.3, 0.12),
            (0.75, -0.4),
            (1.5, -0.1),
            (1.1, 0.08),
            (0.95, 0.4),
            (0.6, 0.2),
            (0.3, 0.5),
            (0, 0.75),
        ]
        right = [(x + a * s, y + b * s) for a, b in half]
        c.fill(right + [(2 * x - a, b) for a, b in right[::-1]], p.ink, 0.9)


def _roof(e: Easel, x: float, top: float, width: float, ground: float) -> Points:
    kind = int(e.random.integers(6))
    foot = [(x + width, ground), (x, ground)]
    if kind == 0:
        return [(x, top + width * 0.3), (x + width, top), *foot]
    if kind == 1:
        return [(x, top), (x + width * 0.3, top), (x + width * 0.3, top - 36), (x + width * 0.7, top - 36),
                (x + width * 0.7, top), (x + width, top), *foot]  # fmt: skip
    if kind == 2:
        m = x + width / 2
        return [
            (x, top),
            (m - 6, top - 24),
            (m - 2, top - 110),
            (m + 2, top - 110),
            (m + 6, top - 24),
            (x + width, top),
            *foot,
        ]
    return [(x, top), (x + width, top), *foot]


def _windows(e: Easel, x: float, top: float, width: float, ground: float, near: float) -> None:
    c, p = e.canvas, e.palette
    size = 7.5 + 4.5 * near
    columns = max(2, int((width - 14) / (size * 2.1)))
    rows = int((ground + 30 - top - 30) / (size * 2.5))
    share = 0.2 + 0.3 * (1 - p.light)
    warm: list[Points] = []
    cool: list[Points] = []
    for row in range(max(0, rows)):
        for column in range(columns):
            if e.random.random() > share:
                continue
            wx = x + 9 + column * (width - 14) / columns
            wy = top + 26 + row * size * 2.5
            (warm if e.random.random() < 0.8 else cool).append(
                box(wx, wy, wx + size, wy + size * 1.35)
            )
    strength = (0.95 - 0.4 * p.light) * (0.35 + 0.65 * near)
    for panes, colour in ((warm, mix(p.accent, p.glow, 0.4)), (cool, mix(p.second, p.paper, 0.4))):
        if panes:
            c.paint(c.polygon(*panes), colour, strength)


def _arch(x: float, y: float, w: float) -> list[tuple[float, float]]:
    return [(x - w * np.cos(a), y - w * 1.2 * np.sin(a)) for a in np.linspace(0, np.pi, 12)]


def _limb(px: float, py: float, qx: float, qy: float, a: float, b: float) -> Points:
    nx, ny = -(qy - py), qx - px
    n = np.hypot(nx, ny)
    nx, ny = nx / n / 2, ny / n / 2
    return [
        (px + nx * a, py + ny * a),
        (qx + nx * b, qy + ny * b),
        (qx - nx * b, qy - ny * b),
        (px - nx * a, py - ny * a),
    ]
