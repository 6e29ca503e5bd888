"""Lines of words on a ground: set, fitted into a box, and drawn into one sprite."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from renderer.captions.styles import INK
from renderer.overlays.styles import Ground, Shade
from renderer.pixels.frames import Reals
from renderer.pixels.sprites import Canvas, Colour, Sprite, blurred, canvas, even, rounded, sprite
from renderer.typesetting import lettering
from renderer.typesetting.fonts import Fonts, Role
from renderer.typesetting.lettering import Block, Placed
from studio.domain.zones import Zone

SHADOW_PX = 44
"""Room around a panel for its shadow and for a pulse."""
BAR_PX, BAR_LENGTH_PX, BAR_GAP_PX = 12, 96, 22


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one kind; they may take several rows.

    Attributes:
        text: What is written.
        role: In which typeface.
        size_px: The largest size of its letters, in pixels of 1080x1920.
        colour: Of its letters.
        rows: The most rows.
        share: The most of the panel's height.
    """

    text: str
    role: Role
    size_px: int
    colour: Shade
    rows: int
    share: float


@dataclass(frozen=True, slots=True)
class Plan:
    """How a panel is built.

    Attributes:
        box: All of it stays inside; pixels of the frame. All else is pixels of 1080x1920.
        ground: What the words stand on.
        align: Words and panel keep to this side of the box.
        anchor: Where in the box's height the panel stands.
        mark: A bar of the accent colour.
        pad: Between words and the ground's edge, across and up.
        gap_px: Between lines.
    """

    box: Zone
    ground: Ground
    align: Literal["left", "centre", "right"] = "centre"
    anchor: Literal["top", "middle", "bottom"] = "top"
    mark: Literal["above", "beside", "none"] = "none"
    pad: tuple[int, int] = (0, 0)
    gap_px: int = 8


@dataclass(frozen=True, slots=True)
class Inks:
    """All that decides how a panel is drawn; ``scale`` is 1 where a frame is 1080 wide."""

    fonts: Fonts
    accent: Colour
    scale: float

    def colour(self, shade: Shade) -> Colour:
        """Give a colour of the palette, or the colour itself."""
        return self.accent if shade == "accent" else shade


@dataclass(frozen=True, slots=True)
class _Set:
    """Lines in their places; x and y count from the panel's words' left top, unpadded."""

    placed: tuple[tuple[Line, tuple[Placed, ...]], ...]
    width: float
    height: float


def panel(lines: Sequence[Line], plan: Plan, inks: Inks) -> Sprite | None:
    """Draw a panel in its place; nothing where no font has any of its words."""
    text = _set(lines, plan, inks)
    if text is None:
        return None
    s, (across, up) = inks.scale, plan.pad
    beside, above = _mark_px(plan)
    width = text.width + (2 * across + beside) * s
    height = text.height + (2 * up + above) * s
    x, y = _corner(plan, width, height)
    margin = even(SHADOW_PX * s)
    shape = (even(height) + 2 * margin + 2, even(width) + 2 * margin + 2)
    left, top = even(x) - margin, even(y) - margin
    # Where the panel begins on its sheet, to a fraction of a pixel.
    at = (x - left, y - top)
    sheet = canvas(shape[1], shape[0])
    area = (at[0], at[1], at[0] + width, at[1] + height)
    is_right = plan.align == "right"
    words = (at[0] + (across + (0 if is_right else beside)) * s, at[1] + (up + above) * s)
    written = [(line, lettering.moved(placed, *words)) for line, placed in text.placed]
    letters = [(line, lettering.mask(placed, shape)) for line, placed in written]
    emoji = lettering.pictures([atom for _, placed in written for atom in placed], shape)
    mark = _mark(plan, shape, area, s)
    solid = [mask for _, mask in letters]
    solid += [mark] if mark is not None else []
    solid += [emoji.alpha] if emoji else []
    drawing = _ground(sheet, plan.ground, area, solid, inks)
    for line, mask in letters:
        drawing = drawing.over(mask, inks.colour(line.colour))
    drawing = drawing.topped(emoji)
    if mark is not None:
        drawing = drawing.over(mark, inks.accent)
    return sprite(drawing, x=left, y=top)


def _set(lines: Sequence[Line], plan: Plan, inks: Inks) -> _Set | None:
    s, box = inks.scale, plan.box
    beside, above = _mark_px(plan)
    gaps = plan.gap_px * (len(lines) - 1)
    room = box.width - (2 * plan.pad[0] + beside) * s
    height = box.height - (2 * plan.pad[1] + above + gaps) * s
    blocks = [(line, found) for line in lines if (found := _block(line, room, height, inks))]
    if not blocks:
        return None
    width = max(block.width for _, block in blocks)
    placed: list[tuple[Line, tuple[Placed, ...]]] = []
    y = 0.0
    for line, block in blocks:
        top, bottom = _ink(block.placed)
        placed.append((line, lettering.moved(_aligned(block, plan, width), 0, y - top)))
        y += bottom - top + plan.gap_px * s
    return _Set(tuple(placed), width, y - plan.gap_px * s)


def _block(line: Line, room: float, height: float, inks: Inks) -> Block | None:
    pieces = lettering.atoms(line.text.split(), inks.fonts, line.role)
    if not pieces:
        return None
    return lettering.block(
        pieces,
        inks.fonts,
        line.role,
        size_px=round(line.size_px * inks.scale),
        width_px=int(room),
        height_px=int(height * line.share),
        max_lines=line.rows,
    )


def _aligned(block: Block, plan: Plan, width: float) -> tuple[Placed, ...]:
    if plan.align == "centre":
        return lettering.moved(block.placed, width / 2, 0)
    is_right = plan.align == "right"
    return lettering.moved(
        lettering.to_side(block.placed, is_right=is_right), width if is_right else 0, 0
    )


def _ink(placed: Sequence[Placed]) -> tuple[float, float]:
    """Measure from where to where letters reach; capitals at least, so that rows look even."""
    tops: list[float] = []
    bottoms: list[float] = []
    for atom in placed:
        for run in atom.runs:
            above, below = run.reach
            tops.append(atom.baseline - max(above, 0.7 * run.size_px))
            bottoms.append(atom.baseline + max(below, 0.06 * run.size_px))
    return min(tops), max(bottoms)


def _mark_px(plan: Plan) -> tuple[int, int]:
    bar = BAR_PX + BAR_GAP_PX
    return (bar if plan.mark == "beside" else 0), (bar if plan.mark == "above" else 0)


def _corner(plan: Plan, width: float, height: float) -> tuple[float, float]:
    box = plan.box
    free = box.width - width, box.height - height
    across = {"left": 0.0, "centre": 0.5, "right": 1.0}[plan.align]
    down = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[plan.anchor]
    return box.left + free[0] * across, box.top + free[1] * down


def _mark(
    plan: Plan, shape: tuple[int, int], area: tuple[float, float, float, float], s: float
) -> Reals | None:
    left, top, right, bottom = area
    across, up = plan.pad[0] * s, plan.pad[1] * s
    thick, long = BAR_PX * s, BAR_LENGTH_PX * s
    if plan.mark == "above":
        begin = {
            "left": left + across,
            "centre": (left + right - long) / 2,
            "right": right - across - long,
        }[plan.align]
        return rounded(shape, (begin, top + up, begin + long, top + up + thick), thick / 2)
    if plan.mark == "beside":
        begin = right - across - thick if plan.align == "right" else left + across
        return rounded(shape, (begin, top + up, begin + thick, bottom - up), thick / 2)
    return None


def _ground(
    sheet: Canvas,
    ground: Ground,
    area: tuple[float, float, float, float],
    solid: Sequence[Reals],
    inks: Inks,
) -> Canvas:
    s, shape = inks.scale, (sheet.alpha.shape[0], sheet.alpha.shape[1])
    if ground.fill is None:
        both = np.maximum.reduce(solid)
        shadow = np.minimum(blurred(both, 12 * s, down_px=6 * s) * np.float32(1.3), 1)
        close = blurred(both, 3 * s, down_px=3 * s)
        return sheet.over(shadow, INK, 0.6).over(close, INK, 0.7)
    if not ground.strength:
        return sheet
    plate = rounded(shape, area, ground.radius_px * s)
    shadow = blurred(plate, 11 * s, down_px=7 * s)
    return sheet.over(shadow, INK, 0.4).over(plate, inks.colour(ground.fill), ground.strength)
