"""Every kind of overlay, drawn once: what dims the picture, and what is written."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from renderer.captions.styles import INK
from renderer.overlays.panel import Inks, Line, Plan, panel
from renderer.overlays.places import Places, places
from renderer.overlays.styles import Ground, OverlayLook
from renderer.pixels.sprites import Colour, Sprite, canvas, even, sprite
from studio.domain.overlays import Badge, CallToAction, Headline, LowerThird, Overlay, TitleCard
from studio.domain.zones import Layout

_SCRIM_DEPTH = {"top": 0.62, "deep": 0.62, "low": 0.54}
_SCRIM_BELOW_PX = 210
"""How far a scrim reaches below a headline, or into the captions."""
_DIMMED = 0.6
_NO_GROUND = 0.78
"""How dark a picture gets under a card whose letters stand on nothing else."""


@dataclass(frozen=True, slots=True)
class Veil:
    """An even colour over the whole frame."""

    colour: Colour
    strength: float


Scrim = Literal["top", "deep", "low"]
Backdrop = Veil | Scrim


@dataclass(frozen=True, slots=True)
class Drawn:
    """An overlay, ready to be laid over frames.

    Attributes:
        words: On their ground, in their place.
        backdrop: What is done to the picture below: a veil, or a soft darkness behind a headline,
            behind one under a badge, or above the captions.
    """

    words: Sprite
    backdrop: Backdrop | None


@dataclass(frozen=True, slots=True)
class Board:
    """All that decides how overlays are drawn."""

    look: OverlayLook
    inks: Inks
    places: Places


def draw(overlay: Overlay, board: Board, *, has_badge: bool) -> Drawn | None:
    """Draw an overlay; nothing where no font has any of its words.

    Args:
        overlay: What.
        board: How, where and with what.
        has_badge: A badge stands over a headline, which then leaves it room.
    """
    plan, lines, backdrop = _build(overlay, board, has_badge=has_badge)
    words = panel([line for line in lines if line.text.strip()], plan, board.inks)
    return None if words is None else Drawn(words, backdrop)


def scrim(place: Scrim, layout: Layout, width_px: int) -> Sprite:
    """Draw a soft darkness: from the top downwards, or about the rows above the captions."""
    below = _SCRIM_BELOW_PX * layout.scale
    room = places(layout)
    foot = (room.under_badge if place == "deep" else room.headline).bottom
    first, last = 0, even(foot + below)
    if place == "low":
        first, last = even(layout.captions.top - 1.7 * below), even(layout.captions.top + below)
    at = np.linspace(-1 if place == "low" else 0, 1, last - first, dtype=np.float32)
    depth = np.maximum(np.cos(at * np.pi / 2, dtype=np.float32), 0)
    mask = np.repeat(depth[:, None], width_px, axis=1)
    # A little noise keeps the long gradient from banding in 8 bits.
    grain = np.random.default_rng(7).uniform(-0.012, 0.012, mask.shape).astype(np.float32)
    soft = np.clip(mask + grain * mask, 0, 1).astype(np.float32)
    drawing = canvas(width_px, last - first).over(soft, INK, _SCRIM_DEPTH[place])
    return sprite(drawing, x=0, y=first)


def _build(
    overlay: Overlay, board: Board, *, has_badge: bool
) -> tuple[Plan, tuple[Line, ...], Backdrop | None]:
    look, room = board.look, board.places
    match overlay:
        case Headline():
            return _headline(overlay, board, has_badge=has_badge)
        case TitleCard():
            return _title_card(overlay, board)
        case LowerThird():
            return _lower_third(overlay, board)
        case Badge(label=label):
            plan = Plan(room.badge, look.pill, pad=(40, 30))
            return plan, (_line(label, look.pill, 84),), None
        case CallToAction(text=text):
            plan = Plan(room.call, look.pill, anchor="middle", pad=(52, 36))
            return plan, (_line(_main(text, board), look.pill, 62, rows=2),), None


def _headline(
    overlay: Headline, board: Board, *, has_badge: bool
) -> tuple[Plan, tuple[Line, ...], Backdrop | None]:
    look, room = board.look, board.places
    has_mark = look.mark == "beside" or not has_badge
    plan = Plan(
        room.under_badge if has_badge else room.headline,
        look.ground,
        mark=look.mark if has_mark else "none",
        pad=_pad(look.ground, 36, 30),
    )
    text = _main(overlay.text, board)
    backdrop = ("deep" if has_badge else "top") if look.ground.fill is None else None
    return plan, (_line(text, look.ground, look.headline_px, rows=4),), backdrop


def _title_card(card: TitleCard, board: Board) -> tuple[Plan, tuple[Line, ...], Backdrop]:
    look, inks = board.look, board.inks
    ground, veil = look.ground, Veil(INK, _DIMMED if look.ground.fill else _NO_GROUND)
    if card.ground == "palette":
        ground = Ground(look.page.fill, 0.0, 0, look.page.letters, look.page.quiet)
        veil = Veil(inks.colour(look.page.fill or INK), look.page.strength)
    plan = Plan(
        board.places.card,
        ground,
        anchor="middle",
        mark="above" if look.mark == "above" else "none",
        pad=_pad(ground, 44, 44) if ground.strength else (0, 0),
        gap_px=38,
    )
    kicker = Line(inks.fonts.capitals(card.kicker), "text", 42, ground.quiet, 1, 0.12)
    title = _line(_main(card.title, board), ground, look.title_px, rows=4, share=0.62)
    subtitle = Line(card.subtitle, "text", 50, ground.letters, 3, 0.26)
    return plan, (kicker, title, subtitle), veil


def _lower_third(
    overlay: LowerThird, board: Board
) -> tuple[Plan, tuple[Line, ...], Backdrop | None]:
    look, inks = board.look, board.inks
    plan = Plan(
        board.places.name,
        look.ground,
        align="right" if inks.fonts.is_right_to_left else "left",
        anchor="bottom",
        mark="beside" if look.mark != "none" else "none",
        pad=_pad(look.ground, 30, 26),
        gap_px=16,
    )
    has_role = bool(overlay.role.strip())
    name = _main(overlay.name, board)
    first = _line(name, look.ground, 64, rows=1 if has_role else 2, share=0.6 if has_role else 1.0)
    role = Line(overlay.role, "text", 42, look.ground.quiet, 1, 0.4)
    return plan, (first, role), "low" if look.ground.fill is None else None


def _line(text: str, ground: Ground, size_px: int, *, rows: int = 1, share: float = 1.0) -> Line:
    return Line(text, "display", size_px, ground.letters, rows, share)


def _main(text: str, board: Board) -> str:
    return board.inks.fonts.capitals(text) if board.look.is_upper else text


def _pad(ground: Ground, across: int, up: int) -> tuple[int, int]:
    return (across, up) if ground.fill else (0, 0)
