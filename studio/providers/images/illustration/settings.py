"""Settings: the whole ground of a picture, by name."""

from collections.abc import Callable

import numpy as np

from studio.providers.images.illustration import city, patterns, sky, space, terrain, water
from studio.providers.images.illustration.canvas import Linear, arc, blend, box
from studio.providers.images.illustration.palette import mix
from studio.providers.images.illustration.scene import Easel


def sea(e: Easel) -> None:
    """Open water under a low sun or a moon."""
    horizon = e.between(1000, 1080)
    sky.gradient(e, horizon=horizon / e.canvas.h)
    x = _lamp(e, e.between(620, 900), 120)
    sky.clouds(e, count=3, top=480, bottom=900)
    water.reflect(e, horizon, strength=0.75)
    water.swell(e, horizon)
    water.glitter(e, x, horizon, width=130)


def lake(e: Easel) -> None:
    """Mountains mirrored in a lake, firs on its shore."""
    horizon = e.between(1020, 1070)
    sky.gradient(e, horizon=0.55)
    _lamp(e, e.between(520, 640), 80)
    for i in range(3):
        line = terrain.ridge_line(e, 960 + 40 * i, 330 - 80 * i, rough=0.75, waves=1.4)
        colour = e.palette.land(0.15 + 0.3 * i)
        foot = mix(colour, e.palette.horizon, 0.5)
        e.canvas.fill(terrain.below(e, line), Linear((0, 640), (0, horizon), blend(colour, foot)))
    for i in range(16):
        x = e.canvas.w * (i / 15) + e.between(-30, 30)
        far = abs(x - e.canvas.cx) / e.canvas.cx
        tree = terrain.pine(x, horizon + 4, (60 + 190 * far**1.5) * e.between(0.7, 1.1))
        e.canvas.paint(e.canvas.polygon(*tree), e.palette.land(0.85))
    water.reflect(e, horizon, strength=0.8)
    water.swell(e, horizon)


def deep(e: Easel) -> None:
    """Under water."""
    water.deep(e)
    water.sea_floor(e)
    water.bubbles(e, e.canvas.cx + e.side() * 320, 1020, count=9)


def mountains(e: Easel) -> None:
    """Ridges in the haze."""
    sky.gradient(e, horizon=0.5)
    _lamp(e, e.between(560, 720), 105)
    if e.palette.light > 0.35:
        sky.clouds(e, count=3, top=420, bottom=700)
    terrain.ridges(
        e, first=860, last=1480, count=6, height=e.between(260, 340), rough=e.between(0.45, 0.85)
    )


def peak(e: Easel) -> None:
    """One great summit."""
    sky.gradient(e, horizon=0.55)
    _lamp(e, e.between(520, 600), 72)
    terrain.ridges(e, first=1000, last=1080, count=2, height=220, rough=0.7)
    terrain.snow_caps(
        e, e.canvas.cx + e.between(-90, 90), 1220, e.between(560, 680), e.between(560, 640)
    )
    terrain.forest(e, first=1270, last=1620, bands=3, tall=200)


def moonlit(e: Easel) -> None:
    """A night of hills under a great moon."""
    sky.gradient(e, horizon=0.6)
    sky.stars(e, count=160)
    draw = sky.crescent if e.random.random() < 0.35 else sky.moon
    draw(e, e.canvas.cx + e.between(-80, 80), 720, e.between(190, 250))
    terrain.ridges(e, first=1060, last=1420, count=4, height=210, rough=0.35)


def meadow(e: Easel) -> None:
    """Soft hills by day."""
    sky.gradient(e, horizon=0.6)
    _lamp(e, e.between(560, 660), 100)
    sky.clouds(e, count=3, top=420, bottom=720)
    terrain.ridges(e, first=1010, last=1260, count=4, height=130, rough=0.0)
    terrain.round_trees(e, y=1110, count=4, tall=200)


def forest(e: Easel) -> None:
    """Firs in the mist, light between them."""
    sky.gradient(e, horizon=0.5)
    _lamp(e, e.between(600, 700), 110)
    terrain.forest(e, first=840, last=1560, bands=5, tall=e.between(330, 430))


def winter(e: Easel) -> None:
    """A forest under falling snow."""
    forest(e)
    p, c = e.palette, e.canvas
    line = terrain.ridge_line(e, 1490, 90, rough=0, waves=0.8)
    white = mix(p.paper, p.zenith, 0.3)
    c.fill(
        terrain.below(e, line), Linear((0, 1400), (0, c.h), blend(white, mix(white, p.zenith, 0.7)))
    )
    sky.snow(e)


def desert(e: Easel) -> None:
    """Dunes under a great sun."""
    sky.gradient(e, horizon=0.5)
    _lamp(e, e.between(700, 800), 150)
    terrain.dunes(e, first=960)


def town(e: Easel) -> None:
    """A skyline in three depths."""
    sky.gradient(e, horizon=0.58)
    _lamp(e, e.between(560, 680), 130)
    city.skyline(e, ground=1060, tall=560, near=0.1, windows=False)
    city.skyline(e, ground=1130, tall=500, near=0.5)
    e.canvas.glow(e.canvas.cx, 1130, 900, e.palette.horizon, 0.35, flat=0.3)
    city.skyline(e, ground=1290, tall=430, near=1.0)
    low = e.canvas.soften(e.canvas.polygon(box(-300, 1270, e.canvas.w + 300, e.canvas.h + 300)), 60)
    e.canvas.paint(low, mix(e.palette.ink, e.palette.land(1), 0.3), 0.94)
    city.street_lights(e, y=1480)


def river_city(e: Easel) -> None:
    """A skyline and its mirror image."""
    sky.gradient(e, horizon=0.55)
    _lamp(e, e.between(540, 680), 110)
    city.skyline(e, ground=1060, tall=520, near=0.15, windows=False)
    city.skyline(e, ground=1070, tall=430, near=0.7)
    water.reflect(e, 1075, strength=0.75)
    water.swell(e, 1075)


def paris(e: Easel) -> None:
    """The tower above the roofs."""
    sky.gradient(e, horizon=0.58)
    x = e.canvas.cx + e.side() * e.between(60, 150)
    sky.sun(e, 2 * e.canvas.cx - x, 860, 150)
    sky.clouds(e, count=3, top=430, bottom=760)
    city.skyline(e, ground=1120, tall=150, near=0.15, windows=False)
    city.eiffel(e, x, 1150, 640, mix(e.palette.land(0.85), e.palette.ink, 0.3))
    city.skyline(e, ground=1200, tall=120, near=0.8)
    water.reflect(e, 1230, strength=0.6)


def haunted(e: Easel) -> None:
    """A mansion before the moon."""
    c = e.canvas
    sky.gradient(e, horizon=0.6)
    sky.stars(e, count=70)
    x = c.cx + e.side() * 90
    sky.moon(e, x, 690, 260)
    sky.clouds(e, count=3, top=560, bottom=880)
    terrain.ridges(e, first=1090, last=1240, count=2, height=120, rough=0.1)
    city.haunted_house(e, 2 * c.cx - x, 1150, 430)
    hill = terrain.ridge_line(e, 1180, 70, rough=0, waves=0.6)
    c.fill(
        terrain.below(e, hill),
        Linear(
            (0, 1100), (0, c.h), blend(mix(e.palette.ink, e.palette.land(1), 0.35), e.palette.ink)
        ),
    )
    for s in (-1, 1):
        city.bare_tree(e, c.cx + s * (c.cx - 70), 1240, 640, lean=-0.16 * s)
    city.bats(e, count=7, top=520, bottom=800)
    c.glow(c.cx, 1230, 900, e.palette.horizon, 0.3, flat=0.14)


def hilltop(e: Easel) -> None:
    """A bare hill before a huge sun, for a lone figure."""
    c, p = e.canvas, e.palette
    sky.gradient(e, horizon=0.58)
    c.glow(c.cx, 790, 900, p.glow, 0.45)
    c.disc(c.cx, 790, 330, Linear((0, 460), (0, 1120), blend(p.paper, p.accent)))
    sky.clouds(e, count=2, top=560, bottom=930)
    terrain.ridges(e, first=1050, last=1130, count=2, height=110, rough=0.2)
    hill = np.concatenate(
        [arc(c.cx, 2050, 1250, 1010, 180, 360), [(c.w + 400, c.h + 50), (-400, c.h + 50)]]
    )
    c.fill(hill, Linear((0, 1040), (0, c.h), blend(p.land(0.85), p.ink)))


def road(e: Easel) -> None:
    """A road to the mountains."""
    sky.gradient(e, horizon=0.52)
    _lamp(e, e.between(700, 780), 120)
    terrain.ridges(e, first=930, last=1020, count=3, height=220, rough=0.6)
    ground = e.canvas.polygon(box(-20, 1030, e.canvas.w + 20, e.canvas.h + 20))
    e.canvas.paint(
        ground,
        Linear(
            (0, 1030),
            (0, e.canvas.h),
            blend(mix(e.palette.land(0.6), e.palette.horizon, 0.3), e.palette.land(1)),
        ),
    )
    city.road(e, horizon=1030)


def air(e: Easel) -> None:
    """Nothing but clouds."""
    sky.gradient(e, horizon=0.85)
    _lamp(e, 620, 130)
    sky.clouds(e, count=6, top=420, bottom=1080)
    sky.clouds(e, count=4, top=1360, bottom=1900)


def rings(e: Easel) -> None:
    """Rings around the middle."""
    patterns.studio(e)
    patterns.rings(e, e.canvas.cx, 790)


def rays(e: Easel) -> None:
    """Beams behind the middle."""
    patterns.studio(e)
    sky.rays(e, e.canvas.cx, 790, count=14, alpha=0.2, turn=e.between(0, 1))
    e.canvas.disc(e.canvas.cx, 790, 375, mix(e.palette.middle, e.palette.horizon, 0.5), 0.85)
    patterns.confetti(e)


def plain(e: Easel) -> None:
    """A lit wall, a disc, a shelf."""
    c, p = e.canvas, e.palette
    patterns.studio(e)
    x = c.cx + e.between(-60, 60)
    tone = mix(p.middle, p.horizon, 0.6)
    c.disc(
        x,
        770,
        390,
        Linear((0, 380), (0, 1160), blend(mix(tone, p.paper, 0.2), mix(tone, p.zenith, 0.5))),
    )
    c.paint(c.strokes([arc(x, 770, 440, 440)], 3), p.paper, 0.28)
    floor = Linear(
        (0, 1055), (0, c.h), blend(mix(p.zenith, p.ink, 0.25), mix(p.zenith, p.ink, 0.7))
    )
    c.fill(box(-10, 1055, c.w + 10, c.h + 10), floor)
    c.glow(c.cx, 1075, 520, p.glow, 0.24, flat=0.14)
    patterns.confetti(e, count=18)


def arch(e: Easel) -> None:
    """Arches one within the other."""
    c, p = e.canvas, e.palette
    patterns.studio(e)
    for i in range(4):
        r = 440 - 62 * i
        tone = mix(mix(p.zenith, p.second, 0.35), p.horizon, i / 3)
        shape = np.concatenate(
            [arc(c.cx, 720, r, r, 180, 360), [(c.cx + r, 1065), (c.cx - r, 1065)]]
        )
        mask = c.polygon(shape)
        c.shadow(mask, sigma=18, alpha=0.28)
        c.paint(
            mask,
            Linear((0, 280), (0, 1080), blend(mix(tone, p.paper, 0.16), mix(tone, p.ink, 0.12))),
        )
    c.fill(
        box(-10, 1065, c.w + 10, c.h + 10),
        Linear((0, 1065), (0, c.h), blend(mix(p.second, p.ink, 0.6), mix(p.zenith, p.ink, 0.75))),
    )
    c.fill(box(-10, 1065, c.w + 10, 1071), p.paper, 0.3)


def pattern(draw: Callable[[Easel], None]) -> Callable[[Easel], None]:
    """Put an abstract pattern on a studio ground."""

    def on_ground(e: Easel) -> None:
        patterns.studio(e)
        draw(e)

    return on_ground


SETTINGS: dict[str, Callable[[Easel], None]] = {
    "sea": sea, "lake": lake, "deep": deep, "mountains": mountains, "peak": peak,
    "moonlit": moonlit, "meadow": meadow, "forest": forest, "winter": winter, "desert": desert,
    "city": town, "river_city": river_city, "paris": paris, "haunted": haunted, "stars": space.stars,
    "planetrise": space.planetrise, "lunar": space.lunar, "hilltop": hilltop, "road": road, "sky": air,
    "rings": rings, "rays": rays, "plain": plain, "arch": arch,
    "contours": pattern(patterns.topography), "flow": pattern(patterns.flow),
    "bauhaus": pattern(patterns.bauhaus), "paper": pattern(patterns.layers),
    "steps": pattern(patterns.maze_path), "stones": pattern(patterns.balance),
}  # fmt: skip

ABSTRACT = (
    "contours",
    "flow",
    "paper",
    "rings",
    "steps",
    "stones",
    "bauhaus",
    "hilltop",
    "planetrise",
    "mountains",
)


def _lamp(e: Easel, y: float, radius: float) -> float:
    x = e.canvas.cx + e.side() * e.between(60, 250)
    if e.palette.light < 0.3:
        sky.stars(e, count=110, to=900)
        (sky.crescent if e.random.random() < 0.3 else sky.moon)(e, x, y, radius)
    else:
        sky.sun(e, x, y, radius)
    return x
