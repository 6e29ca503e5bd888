"""Where on the screen each kind of overlay stands: never on rows of the captions. Pure."""

import math
from dataclasses import dataclass

from studio.domain.zones import Layout, Zone

INSET_PX = 4
BADGE_PX = 128
UNDER_BADGE_PX = 276
LOW_PX = 172
AIR_PX = 24
"""Between badge and headline, and between overlays and captions; pixels of 1080x1920, as all."""


@dataclass(frozen=True, slots=True)
class Places:
    """The room of each kind, in pixels of the frame.

    Attributes:
        badge: At the top.
        headline: At the top.
        under_badge: The same where a badge stands above it.
        card: Everything above the captions; below them where they stand at the top.
        call: Above the captions, about the frame's middle; at the foot where they stand higher.
        name: The same rows, as wide as the safe zone.
    """

    badge: Zone
    headline: Zone
    under_badge: Zone
    card: Zone
    call: Zone
    name: Zone


def places(layout: Layout) -> Places:
    """Share the rows beside the captions out."""
    scale, title, safe = layout.scale, layout.title, layout.safe
    inset, air = INSET_PX * scale, AIR_PX * scale
    left, right, top = title.left + inset, title.right - inset, title.top + inset
    under = top + BADGE_PX * scale + air
    foot = layout.foot - air
    head = foot - LOW_PX * scale
    lowest = min(under + UNDER_BADGE_PX * scale, min(head, layout.card.bottom) - air)
    return Places(
        badge=Zone(left, top, right, under - air),
        headline=Zone(left, top, right, title.bottom),
        under_badge=Zone(left, under, right, lowest),
        card=Zone(left, top + air, right, layout.card.bottom - air),
        call=Zone(left, head, right, foot),
        name=Zone(math.ceil(safe.left), head, math.floor(safe.right), foot),
    )
