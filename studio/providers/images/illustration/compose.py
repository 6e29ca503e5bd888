"""Composition: what a request's words, mood and seeds become."""

import hashlib
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from studio.domain.asset import PictureRequest
from studio.providers.images.illustration import charts, finish, shots, sky
from studio.providers.images.illustration.canvas import Canvas
from studio.providers.images.illustration.figures import Figure, find_figure
from studio.providers.images.illustration.lettering import display_font
from studio.providers.images.illustration.objects.catalogue import OBJECTS
from studio.providers.images.illustration.palette import Palette, choose_palette
from studio.providers.images.illustration.scene import Easel
from studio.providers.images.illustration.settings import ABSTRACT, SETTINGS
from studio.providers.images.illustration.shots import FOCUS_Y, SHOTS, WIDE, Shot
from studio.providers.images.illustration.vocabulary import Found, find_themes

CHARTS = ("bars", "bars_down", "curve", "curve_down")
_STANDING = {"plain", "arch"}
_STUDIO = ("plain", "rings", "rays", "arch")
_GROUNDS = (*_STUDIO, "contours", "flow", "paper")
_SWIMMING = {"fish", "jellyfish", "octopus", "whale", "shark", "turtle"}
_SURFACES = {"sea", "lake"}
_UNSEEN = 0.02
"""Of 1: how solid a foreground must be somewhere, to be one."""


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
        shot: From where it is seen.
        arrangement: How often the hero is drawn, a name in ``shots.ARRANGEMENTS``.
        is_mirrored: Whether left and right of the setting are swapped.
        shade: How much this scene is lighter or darker than its video, -1 to 1.
    """

    setting: str
    hero: str = ""
    companions: str = ""
    count: int = 0
    figure: Figure | None = None
    weather: str = ""
    hue: float | None = None
    light: float | None = None
    shot: Shot = WIDE
    arrangement: str = "solo"
    is_mirrored: bool = False
    shade: float = 0.0


def illustrate(request: PictureRequest) -> Image.Image:
    """Draw a request; the same request gives the same pixels."""
    random = np.random.default_rng(_seed(request))
    plan = choose_plan(request, random)
    palette = _palette(request, plan)
    size = {"width_px": request.width_px, "height_px": request.height_px}
    world = Easel(shots.world(**size, shot=plan.shot), palette, random)
    draw_world(world, plan)
    frame = Easel(shots.framed(world.canvas, plan.shot, **size), palette, random)
    draw_frame(frame, plan)
    return finish.to_image(frame.canvas, random)


def layers(request: PictureRequest) -> tuple[Image.Image, Image.Image] | None:
    """Draw a request's background, and its foreground with alpha; nothing without a foreground.

    The foreground is what a picture is about: its objects, or its number. Over black and over white,
    it shows how solid it is; laid over the background it is the picture of ``illustrate`` again,
    but for rain and snow, which lie on the background.
    """
    random = np.random.default_rng(_seed(request))
    plan = choose_plan(request, random)
    if not (plan.hero or plan.figure):
        return None
    palette = _palette(request, plan)
    size = {"width_px": request.width_px, "height_px": request.height_px}
    world = Easel(shots.world(**size, shot=plan.shot), palette, random)
    draw_world(world, replace(plan, hero="", companions=""))
    dark, light = (_near(plan, palette, random, ground, **size) for ground in (0.0, 1.0))
    alpha = np.clip(1 - (light.planes - dark.planes).mean(axis=0), 0, 1)
    if alpha.max() <= _UNSEEN:
        return None
    far = Easel(shots.framed(world.canvas, plan.shot, **size), palette, random)
    draw_frame(far, replace(plan, hero="", figure=None))
    for touch in (finish.calm_captions, finish.vignette):
        touch(dark)
    return finish.to_image(far.canvas, random), finish.to_cut_out(dark, alpha)


def _near(
    plan: Plan,
    palette: Palette,
    random: np.random.Generator,
    ground: float,
    *,
    width_px: int,
    height_px: int,
) -> Canvas:
    """Draw what a picture is about, over one grey; the same objects every time."""
    size = {"width_px": width_px, "height_px": height_px}
    own = deepcopy(random)
    world = Easel(shots.world(**size, shot=plan.shot), palette, own)
    world.canvas.planes += np.float32(ground)
    if plan.hero in OBJECTS and not plan.figure:
        _draw_cast(world, plan)
    frame = Easel(shots.framed(world.canvas, plan.shot, **size), palette, own)
    _draw_subject(frame, plan)
    return frame.canvas


def choose_plan(request: PictureRequest, random: np.random.Generator) -> Plan:
    """Decide what is drawn, from the words first and the seed where they leave a choice."""
    plan = _subject(request, random)
    is_studio = plan.setting in _STUDIO or plan.setting in ABSTRACT
    arrangement = shots.arrangement_of(plan.hero, is_studio=is_studio, random=random)
    is_wide = arrangement != "solo" or plan.count
    is_steady = plan.setting in _STANDING or plan.setting == "hilltop"
    options = SHOTS[:2] if is_wide else SHOTS[:3] if is_steady else SHOTS
    return replace(
        plan,
        shot=options[int(random.integers(len(options)))],
        arrangement=arrangement,
        is_mirrored=bool(random.random() < 0.5),
        shade=float(random.uniform(-1, 1)),
    )


def _subject(request: PictureRequest, random: np.random.Generator) -> Plan:
    words = request.subject or request.prompt
    found = find_themes(words, request.language)
    figure = find_figure(words)
    if not found:
        return _plan_without_theme(figure, random)
    lead = found[0]
    hero, companions, count = _cast(found, random)
    if hero in CHARTS and figure:
        hero = ""
    setting = _setting(found, hero, figure, random)
    if hero in _SWIMMING and setting in _SURFACES:
        hero = ""
    if setting == "deep" and not hero:
        hero = _pick(("fish", "jellyfish"), random)
    if setting in _STUDIO and not (hero or figure):
        setting = _pick(ABSTRACT[:7], random)
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


def draw_world(e: Easel, plan: Plan) -> None:
    """Draw the setting, and a hero that stands in it."""
    SETTINGS[plan.setting](e)
    if plan.is_mirrored:
        shots.mirror(e.canvas)
    if plan.hero in OBJECTS and not plan.figure:
        _draw_cast(e, plan)


def draw_frame(e: Easel, plan: Plan) -> None:
    """Draw numbers and weather, which know no distance, then settle the light."""
    _draw_subject(e, plan)
    if plan.weather == "rain":
        sky.rain(e)
    elif plan.weather == "snow" and plan.setting != "winter":
        sky.snow(e)
    finish.calm_captions(e.canvas)
    finish.vignette(e.canvas)


def _palette(request: PictureRequest, plan: Plan) -> Palette:
    return choose_palette(
        palette_seed=request.palette_seed,
        mood=request.mood,
        hue=plan.hue,
        light=plan.light,
        shade=plan.shade,
        held=request.palette,
    )


def _draw_subject(e: Easel, plan: Plan) -> None:
    if plan.figure:
        _draw_figure(e, plan, plan.figure)
    elif plan.hero in CHARTS:
        _chart(e, plan.hero)


def _draw_cast(e: Easel, plan: Plan) -> None:
    x, y, r = e.canvas.cx, FOCUS_Y, 250.0
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
        arrangement = "solo"
    else:
        arrangement = plan.arrangement
    shots.arrange(e, plan.hero, arrangement, x=x, y=y, r=r)


def _draw_figure(e: Easel, plan: Plan, figure: Figure) -> None:
    font = display_font("en")
    if font is None:
        return
    if figure.kind == "percent":
        style = charts.SHARES[int(e.random.integers(len(charts.SHARES)))]
        style(e, figure.share, figure.label, font)
    elif plan.hero in OBJECTS:
        OBJECTS[plan.hero](e, e.canvas.cx, 670, 150)
        charts.numeral(e, figure.label, font, y=950, height=185)
    else:
        charts.numeral(e, figure.label, font, y=FOCUS_Y)


def _chart(e: Easel, name: str) -> None:
    if name.startswith("bars"):
        charts.bars(e, rising=name == "bars")
    else:
        charts.curve(e, rising=name == "curve")


def _cast(found: list[Found], random: np.random.Generator) -> tuple[str, str, int]:
    heroes = [_pick(f.theme.heroes, random) for f in found]
    counted = next((i for i, f in enumerate(found) if f.count and heroes[i] in OBJECTS), None)
    named = [i for i, f in enumerate(found) if f.theme.is_named]
    order = [i for i in (*named, *range(len(heroes[:3]))) if heroes[i] and i != counted]
    hero = heroes[order[0]] if order else ""
    if counted is None:
        return hero, "", 0
    if not hero or hero in CHARTS:
        hero = heroes[counted]
    return hero, heroes[counted], found[counted].count


def _setting(
    found: list[Found], hero: str, figure: Figure | None, random: np.random.Generator
) -> str:
    names = [_pick(f.theme.settings, random) for f in found]
    lives = next((i for i, f in enumerate(found) if f.theme.is_named and hero in f.theme.heroes), 0)
    lead, theme = names[lives], found[lives].theme
    scenic = next((n for n in names[:3] if n not in _STUDIO), None)
    if figure and figure.kind == "percent":
        return _pick(("contours", "flow", "rings"), random)
    if hero in CHARTS:
        return lead if lead in _STUDIO else "plain"
    if theme.is_named and len(theme.settings) == 1:
        return lead
    if scenic and lead not in _STUDIO:
        places = [n for f, n in zip(found, names, strict=True) if "" in f.theme.heroes]
        return next((n for n in places[:3] if n not in _STUDIO), scenic)
    return _pick(_GROUNDS, random) if lead in _STUDIO else lead


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
    plain = request.model_copy(update={"is_layered": False}).model_dump_json()
    return int.from_bytes(hashlib.sha256(plain.encode()).digest()[:8], "big")
