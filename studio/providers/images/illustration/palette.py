"""Colours: families designed in OKLCH, one family for all scenes of a video."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from studio.domain.colours import Colours
from studio.domain.storyboard import Mood


class Colour(NamedTuple):
    """Display-referred sRGB, each in [0, 1]."""

    r: float
    g: float
    b: float


class Family(NamedTuple):
    """Hues in degrees, OKLCH; ``light`` is the time of day, 0 night to 1 day."""

    zenith: float
    horizon: float
    land: float
    accent: float
    second: float
    light: float


FAMILIES = (
    Family(285, 45, 290, 75, 20, 0.45),
    Family(222, 55, 225, 35, 85, 0.5),
    Family(262, 245, 265, 80, 30, 0.15),
    Family(190, 95, 185, 50, 25, 0.7),
    Family(350, 55, 330, 85, 20, 0.5),
    Family(240, 200, 245, 55, 95, 0.75),
    Family(310, 25, 295, 65, 190, 0.35),
    Family(205, 160, 200, 60, 15, 0.4),
    Family(30, 75, 15, 85, 200, 0.6),
    Family(255, 300, 270, 350, 80, 0.25),
)

MOODS = {
    Mood.CALM: (0.0, 0.78),
    Mood.BRIGHT: (0.14, 1.12),
    Mood.TENSE: (-0.3, 0.9),
    Mood.WARM: (0.05, 1.0),
    Mood.EPIC: (-0.15, 1.12),
    Mood.PLAYFUL: (0.2, 1.25),
}
"""Mood: (shift of the time of day, factor of chroma)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one picture.

    Attributes:
        hues: The family with the theme's pull applied.
        light: Time of day, 0 night to 1 day.
        chroma: Factor on every chroma.
    """

    hues: Family
    light: float
    chroma: float

    def tone(self, lightness: float, chroma: float, hue: float) -> Colour:
        """Give a colour by lightness in [0, 1], chroma and hue in degrees."""
        return oklch(lightness, chroma * self.chroma, hue)

    @property
    def zenith(self) -> Colour:
        return self.tone(0.16 + 0.40 * self.light, 0.075 + 0.05 * self.light, self.hues.zenith)

    @property
    def middle(self) -> Colour:
        return mix(self.zenith, self.horizon, 0.5)

    @property
    def horizon(self) -> Colour:
        return self.tone(0.40 + 0.44 * self.light, 0.10 + 0.02 * self.light, self.hues.horizon)

    @property
    def accent(self) -> Colour:
        return self.tone(0.80, 0.155, self.hues.accent)

    @property
    def second(self) -> Colour:
        return self.tone(0.66, 0.17, self.hues.second)

    @property
    def paper(self) -> Colour:
        return self.tone(0.955, 0.028, self.hues.accent)

    @property
    def ink(self) -> Colour:
        return self.tone(0.17, 0.05, self.hues.land)

    @property
    def glow(self) -> Colour:
        return self.tone(0.90, 0.10, self.hues.accent)

    def land(self, near: float) -> Colour:
        """Give the colour of terrain: 0 on the horizon, 1 at the viewer's feet."""
        close = self.tone(0.13 + 0.12 * self.light, 0.05, self.hues.land)
        far = mix(self.horizon, self.tone(0.38 + 0.2 * self.light, 0.08, self.hues.land), 0.45)
        return mix(far, close, near**0.8)


class Swatch(NamedTuple):
    """A colour as OKLCH; the hue in degrees."""

    lightness: float
    chroma: float
    hue: float


@dataclass(frozen=True, slots=True)
class HeldPalette(Palette):
    """Colours that were given: those of sky, land and what stands out are taken as they are.

    Attributes:
        swatches: Zenith, horizon, land, accent, second.
        lift: How much lighter the scene is than its video.
        turn: How far the scene turns land and sky towards its theme, degrees.
    """

    swatches: tuple[Swatch, ...] = ()
    lift: float = 0.0
    turn: float = 0.0

    @property
    def zenith(self) -> Colour:
        return self._shown(0, turn=self.turn * 0.5)

    @property
    def horizon(self) -> Colour:
        return self._shown(1)

    @property
    def accent(self) -> Colour:
        return self._shown(3, lift=0.0)

    @property
    def second(self) -> Colour:
        return self._shown(4, lift=0.0)

    @property
    def glow(self) -> Colour:
        return mix(self.accent, Colour(1.0, 1.0, 1.0), 0.45)

    def land(self, near: float) -> Colour:
        """Give the colour of terrain: 0 on the horizon, 1 at the viewer's feet."""
        close = self._shown(2, turn=self.turn)
        return mix(mix(self.horizon, close, 0.35), close, near**0.8)

    def _shown(self, place: int, *, turn: float = 0.0, lift: float | None = None) -> Colour:
        swatch = self.swatches[place]
        light = swatch.lightness + (self.lift if lift is None else lift)
        return oklch(min(0.98, max(0.04, light)), swatch.chroma, swatch.hue + turn)


_SHADE, _TURN = 0.17, 14.0
"""How far a scene's light and its sky's hue may stray from its video's."""
_FARTHEST = 26.0
"""Degrees that a pulled hue may stay away from its theme's."""


_PULL_HELD, _LIFT = 0.3, 0.35
"""Where colours are held to: what is left of a theme's pull, and how much its light lifts them."""


def choose_palette(
    *,
    palette_seed: int,
    mood: Mood,
    hue: float | None,
    light: float | None,
    shade: float = 0.0,
    held: Colours | None = None,
) -> Palette:
    """Pick the video's family and bend it to a scene.

    Args:
        palette_seed: The same for all scenes of a video.
        mood: The video's.
        hue: Where the scene's theme pulls sky and land, OKLCH degrees.
        light: The time of day a theme insists on.
        shade: Sets a scene apart from the others of its video, -1 to 1.
        held: The video's colours, where it has its own; themes then bend them little.
    """
    if held is not None:
        return _held_to(held, hue=hue, light=light, shade=shade)
    shift, chroma = MOODS[mood]
    family = FAMILIES[(palette_seed * 7 + palette_seed // 10) % len(FAMILIES)]
    drift = ((palette_seed // 3) % 7 - 3) * 4.0
    hues = [h + drift for h in family[:5]]
    family = Family(*hues, family.light)  # pyright: ignore[reportCallIssue] - five hues
    day = min(1.0, max(0.0, family.light + shift))
    if light is not None:
        day = day * 0.25 + light * 0.75
    day = min(1.0, max(0.0, day + _SHADE * shade * (1 if light is None else 0.4)))
    family = family._replace(zenith=family.zenith + _TURN * shade)
    if hue is not None:
        family = family._replace(
            zenith=_towards(family.zenith, hue, 0.7),
            horizon=_towards(family.horizon, hue, 0.45),
            land=_towards(family.land, hue, 0.7),
        )
    return Palette(family, day, chroma)


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """Convert to sRGB, giving up chroma where the display cannot show it."""
    return _oklch(round(lightness, 4), round(chroma, 4), round(hue % 360, 2))


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """Blend in OKLab: 0 gives ``a``, 1 gives ``b``."""
    lab = _to_oklab(np.array(a)) * (1 - t) + _to_oklab(np.array(b)) * t
    return Colour(*(float(v) for v in np.clip(_from_oklab(lab), 0, 1)))


def lightness(colour: Colour) -> float:
    """Give the OKLab lightness in [0, 1]."""
    return float(_to_oklab(np.array(colour))[0])


def ramp(stops: list[tuple[float, Colour]], places: np.ndarray) -> np.ndarray:
    """Interpolate colours in OKLab.

    Args:
        stops: Places in rising order and their colours.
        places: Any shape, in the stops' range.

    Returns:
        float32, shape (3, *places.shape).
    """
    labs = np.array([_to_oklab(np.array(c)) for _, c in stops])
    xs = [x for x, _ in stops]
    lab = np.stack([np.interp(places, xs, labs[:, i]) for i in range(3)], axis=-1)
    rgb = np.clip(_from_oklab(lab), 0, 1)
    return np.moveaxis(rgb, -1, 0).astype(np.float32)


def _held_to(held: Colours, *, hue: float | None, light: float | None, shade: float) -> Palette:
    names = ("zenith", "horizon", "land", "accent", "second")
    swatches = tuple(_swatch(getattr(held, name)) for name in names)
    hues = [swatch.hue for swatch in swatches]
    day = held.light if light is None else held.light + _PULL_HELD * (light - held.light)
    day = min(1.0, max(0.0, day + _SHADE * 0.5 * shade))
    turn = 0.0 if hue is None else ((hue - hues[0] + 180) % 360 - 180) * _PULL_HELD
    family = Family(*hues, held.light)  # pyright: ignore[reportCallIssue] - five hues
    return HeldPalette(
        family,
        day,
        held.strength,
        swatches=swatches,
        lift=_LIFT * (day - held.light),
        turn=min(max(turn, -_FARTHEST), _FARTHEST),
    )


def _swatch(colour: str) -> Swatch:
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    lightness, a, b = (float(v) for v in _to_oklab(rgb))
    return Swatch(lightness, float(np.hypot(a, b)), float(np.rad2deg(np.arctan2(b, a)) % 360))


def _towards(hue: float, target: float, strength: float) -> float:
    """Turn a hue; where it would stop half-way round the wheel, in a colour of neither, it goes on."""
    turn = (target - hue + 180) % 360 - 180
    left = turn * (1 - strength)
    return target - min(max(left, -_FARTHEST), _FARTHEST)


@lru_cache(maxsize=4096)
def _oklch(lightness: float, chroma: float, hue: float) -> Colour:
    angle = np.deg2rad(hue)
    for step in range(24):
        c = chroma * (1 - step / 24)
        rgb = _from_oklab(np.array([lightness, c * np.cos(angle), c * np.sin(angle)]))
        if rgb.min() >= -0.002 and rgb.max() <= 1.002:
            return Colour(*(float(v) for v in np.clip(rgb, 0, 1)))
    return Colour(lightness, lightness, lightness)


_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LMS_INVERSE = np.linalg.inv(_LMS)
_LAB_INVERSE = np.linalg.inv(_LAB)


def _to_oklab(rgb: np.ndarray) -> np.ndarray:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((np.maximum(rgb, 0) + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _LMS.T) @ _LAB.T


def _from_oklab(lab: np.ndarray) -> np.ndarray:
    linear = ((lab @ _LAB_INVERSE.T) ** 3) @ _LMS_INVERSE.T
    low = linear * 12.92
    high = 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055
    return np.where(linear <= 0.0031308, low, high)
