"""Composition: what a request's words, mood and seeds become."""

import hashlib
from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.domain.asset import PictureRequest
from studio.providers.images.illustration import charts, finish, sky
from studio.providers.images.illustration.canvas import Canvas
from studio.providers.images.illustration.figures import Figure, find_figure
from studio.providers.images.illustration.lettering import display_font
from studio.providers.images.illustration.objects.catalogue import OBJECTS
from studio.providers.images.illustration.palette import Palette, choose_palette
from studio.providers.images.illustration.scene import Easel
from studio.providers.images.illustration.settings import ABSTRACT, SETTINGS
from studio.providers.images.illustration.vocabulary import Found, find_themes

CHARTS = ("bars", "bars_down", "curve", "curve_down")
_STANDING = {"plain", "arch"}
_STUDIO = ("plain", "rings", "rays", "arch")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn.

    Attributes:
        setting: A name in ``SETTINGS``.
        hero: A name in ``OBJECTS`` or ``CHARTS``; empty for none.
        companions: A second object, drawn ``count`` times and small; empty for none.
        count: Of the companions.
        figure: A number to show.
        weather: ``"rain"``, ``"snow"`` or empty.
        hue: Where the theme pulls the colours.
        light: The time of day the theme insists on.
    """

    setting: str
    hero: str = ""
    companions: str = ""
    count: int = 0
    figure: Figure | None = None
    weather: str = ""
    hue: float | None = None
    light: float | None = None


def illustrate(request: PictureRequest) -> Image.Image:
    """Draw a request; the same request gives the same pixels."""
    random = np.random.default_rng(_seed(request))
    plan = choose_plan(request, random)
    palette = choose_palette(
        palette_seed=request.palette_seed, mood=request.mood, hue=plan.hue, light=plan.light
    )
    easel = Easel(Canvas(request.width_px, request.height_px), palette, random)
    draw(easel, plan)
    return finish.to_image(easel.canvas, random)


def choose_plan(request: PictureRequest, random: np.random.Generator) -> Plan:
    """Decide what is drawn, from the words first and the seed where they leave a choice."""
    found = find_themes(request.prompt, request.language)
    figure = find_figure(request.prompt)
    if not found:
        return _plan_without_theme(figure, random)
    lead = found[0]
    hero, companions, count = _cast(found, random)
    if hero in CHARTS and figure:
        hero = ""
    setting = _setting(found, hero, figure, random)
    moody = [f.theme for f in found]
    return Plan(
        setting=setting,
        hero=hero,
        companions=companions,
        count=count,
        figure=figure,
        weather=next((t.name for t in moody if t.name in ("rain", "snow")), ""),
        hue=next((t.hue for t in moody if t.hue is not None), None),
        light=_light(found, lead),
    )


def draw(e: Easel, plan: Plan) -> None:
    """Draw setting, hero, number and weather, then settle the light."""
    SETTINGS[plan.setting](e)
    if plan.figure and plan.figure.kind == "percent":
        font = display_font("en")
        charts.ring(e, plan.figure.share, plan.figure.label, font)
    else:
        _draw_cast(e, plan)
    if plan.weather == "rain":
        sky.rain(e)
    elif plan.weather == "snow" and plan.setting != "winter":
        sky.snow(e)
    finish.calm_captions(e.canvas)
    finish.vignette(e.canvas)


def palette_of(request: PictureRequest) -> Palette:
    """Give the colours a request is drawn in."""
    plan = choose_plan(request, np.random.default_rng(_seed(request)))
    return choose_palette(
        palette_seed=request.palette_seed, mood=request.mood, hue=plan.hue, light=plan.light
    )


def _draw_cast(e: Easel, plan: Plan) -> None:
    x, y, r = e.canvas.cx, 785.0, 250.0
    font = display_font("en") if plan.figure else None
    if plan.setting == "hilltop":
        y, r = 905, 150
    elif plan.setting == "meadow":
        y, r = 880, 215
    if plan.setting in _STANDING:
        y += 12
    if plan.companions:
        y, r = 850, 215
        for i in range(plan.count):
            OBJECTS[plan.companions](
                e, x + (i - (plan.count - 1) / 2) * 190, 575 - 30 * (i % 2), 66
            )
    if plan.figure and font:
        if plan.hero:
            _hero(e, plan.hero, x, 670, 150)
            charts.numeral(e, plan.figure.label, font, y=950, height=185)
        else:
            charts.numeral(e, plan.figure.label, font, y=785)
    elif plan.hero:
        _hero(e, plan.hero, x, y, r)


def _hero(e: Easel, name: str, x: float, y: float, r: float) -> None:
    if name.startswith("bars"):
        charts.bars(e, rising=name == "bars")
    elif name.startswith("curve"):
        charts.curve(e, rising=name == "curve")
    else:
        OBJECTS[name](e, x, y, r)


def _cast(found: list[Found], random: np.random.Generator) -> tuple[str, str, int]:
    heroes = [_pick(f.theme.heroes, random) for f in found]
    counted = next((i for i, f in enumerate(found) if f.count and heroes[i] in OBJECTS), None)
    hero = next((h for i, h in enumerate(heroes[:3]) if h and i != counted), "")
    if counted is None:
        return hero, "", 0
    if not hero or hero in CHARTS:
        hero = heroes[counted]
    return hero, heroes[counted], found[counted].count


def _setting(
    found: list[Found], hero: str, figure: Figure | None, random: np.random.Generator
) -> str:
    names = [_pick(f.theme.settings, random) for f in found]
    scenic = next((n for n in names[:3] if n not in _STUDIO), None)
    if figure and figure.kind == "percent":
        return _pick(("rings", "plain", "contours", "rays"), random)
    if hero in CHARTS:
        return names[0] if names[0] in _STUDIO else "plain"
    return scenic if scenic and names[0] not in _STUDIO else names[0]


def _light(found: list[Found], lead: Found) -> float | None:
    named = {f.theme.name: f.theme.light for f in found}
    return named.get("night", lead.theme.light) if "night" in named else lead.theme.light


def _plan_without_theme(figure: Figure | None, random: np.random.Generator) -> Plan:
    if figure:
        return Plan(_pick(("rings", "rays", "contours", "flow", "paper"), random), figure=figure)
    setting = _pick(ABSTRACT, random)
    return Plan(setting, hero="person" if setting == "hilltop" else "")


def _pick(options: tuple[str, ...], random: np.random.Generator) -> str:
    return options[int(random.integers(len(options)))]


def _seed(request: PictureRequest) -> int:
    return int.from_bytes(hashlib.sha256(request.model_dump_json().encode()).digest()[:8], "big")
