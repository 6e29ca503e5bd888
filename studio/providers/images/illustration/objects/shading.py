"""How every object is lit: from the upper left, with a soft shadow and a gleam."""

from collections.abc import Callable

from studio.providers.images.illustration.canvas import Linear, Mask, Radial, blend
from studio.providers.images.illustration.palette import Colour, mix
from studio.providers.images.illustration.scene import Easel


def solid(e: Easel, mask: Mask, colour: Colour, *, shadow: float = 0.35) -> None:
    """Paint a body: light on top, deep at its foot, a shadow behind."""
    c, p = e.canvas, e.palette
    x0, y0 = mask.x / c.scale, mask.y / c.scale
    x1, y1 = x0 + mask.cover.shape[1] / c.scale, y0 + mask.cover.shape[0] / c.scale
    if shadow:
        c.shadow(mask, sigma=20, alpha=shadow, dx=8, dy=18)
    light, dark = mix(colour, p.paper, 0.28), mix(colour, p.ink, 0.34)
    c.paint(mask, Linear((x0, y0), (x1, y1), ((0, light), (0.45, colour), (1, dark))))


def ball(e: Easel, x: float, y: float, r: float, colour: Colour, *, shadow: float = 0.3) -> None:
    """Paint a sphere."""
    c, p = e.canvas, e.palette
    mask = c.circle(x, y, r)
    if shadow:
        c.shadow(mask, sigma=r * 0.12, alpha=shadow, dx=r * 0.05, dy=r * 0.1)
    stops = ((0, mix(colour, p.paper, 0.55)), (0.4, colour), (1, mix(colour, p.ink, 0.55)))
    c.paint(mask, Radial((x - r * 0.38, y - r * 0.42), r * 1.5, stops))


def side_shade(e: Easel, mask: Mask, share: float, alpha: float = 0.25) -> None:
    """Darken the right part of a shape."""
    c = e.canvas
    x0, width = mask.x / c.scale, mask.cover.shape[1] / c.scale
    half = c.polygon(
        [
            (x0 + width * share, 0),
            (x0 + width + 5, 0),
            (x0 + width + 5, c.h),
            (x0 + width * share, c.h),
        ]
    )
    c.paint(c.inside(half, mask), e.palette.ink, alpha)


def placed(
    x: float, y: float, r: float, *, side: int = 1
) -> Callable[..., list[tuple[float, float]]]:
    """Give what lays points, in radii from a centre, on the canvas; ``side`` -1 mirrors them."""

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + side * a * r, y + b * r) for a, b in points]

    return at


def halo(e: Easel, x: float, y: float, r: float) -> None:
    """Put light behind an object."""
    e.canvas.glow(x, y, r * 2.3, e.palette.glow, 0.42)


def lit(colours: tuple[Colour, Colour], y0: float, y1: float) -> Linear:
    """Give a gradient from top to bottom."""
    return Linear((0, y0), (0, y1), blend(*colours))
