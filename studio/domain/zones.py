"""Where in a frame text is safe and how large it is, for every shape and platform. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from studio.domain.caption_look import CaptionLook, CaptionPlace

CAPTIONS_PX, TITLE_PX = 304, 282
"""Heights of two lines of captions and of a title, at scale 1."""
LINE_PX = 1200
"""The longest line at scale 1: wider, and the eye must travel."""
UNDER_CAPTIONS_PX = 24
"""Between captions at the top and what stands below them, at scale 1."""
USUAL_LOOK = CaptionLook()
EDGE = 0.05
"""Of each side, kept free of text on any screen: the graphics-safe area of EBU R 95."""


class Platform(StrEnum):
    """Where a video will be watched; it decides what buttons and texts cover.

    Attributes:
        ANY: Inside every published zone of the frame's shape.
        TIKTOK: TikTok's feed.
        REELS: Instagram's and Facebook's reels.
        SHORTS: YouTube's short videos.
        FEED: A square between the posts of a feed.
        YOUTUBE: YouTube's player.
    """

    ANY = "any"
    TIKTOK = "tiktok"
    REELS = "reels"
    SHORTS = "shorts"
    FEED = "feed"
    YOUTUBE = "youtube"


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a frame, edges in pixels; they may lie between pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In pixels."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """Of the zone: x, y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def within(self, other: "Zone") -> "Zone":
        """Give what both have."""
        return Zone(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Screen:
    """A platform's screen.

    Attributes:
        width_px: Of the screen that ``safe`` is measured on.
        height_px: Likewise.
        safe: What no button and no text covers.
        foot: Captions end above this row.
        source: Where the figures come from.
        is_filled: Videos of another shape are cut off at its edges; else they are shown whole.
    """

    width_px: int
    height_px: int
    safe: Zone
    foot: float
    source: str
    is_filled: bool = False


STRICT = Screen(
    1080,
    1920,
    Zone(120, 288, 888, 1248),
    1248,
    "inside Google's figures for vertical YouTube ads (288 above, 672 below, 192 right) and Meta's"
    " for Reels ads (14 %, 35 %, 6 %), with 120 on the left for TikTok",
)
SCREENS = {
    Platform.TIKTOK: Screen(
        1080,
        1920,
        Zone(60, 130, 900, 1440),
        1420,
        "convention: TikTok publishes templates without figures; the rail on the right takes 120 to"
        " 250, the caption up to 480 below",
    ),
    Platform.REELS: Screen(
        1080,
        1920,
        Zone(65, 269, 900, 1248),
        1248,
        "Meta, facebook.com/business/help/980593475366490: 14 % above, 35 % below, 6 % aside; 180"
        " on the right for the rail",
    ),
    Platform.SHORTS: Screen(
        1080,
        1920,
        Zone(50, 100, 880, 1540),
        1420,
        "convention for organic Shorts; Google's stricter figures are for ads, see STRICT",
    ),
    Platform.FEED: Screen(
        1080,
        1080,
        Zone(54, 54, 1026, 972),
        972,
        "EBU R 95 graphics safe, 5 %; a tenth below for the sound button",
        is_filled=True,
    ),
    Platform.YOUTUBE: Screen(
        1920,
        1080,
        Zone(96, 54, 1824, 972),
        972,
        "EBU R 95 graphics safe, 5 %; a tenth below for the player's bar",
    ),
}
"""Each platform's screen; ``STRICT`` stands for ``ANY`` where the frame is upright."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where text goes in a frame.

    Attributes:
        scale: Size of text and of its margins against a frame of 1080x1920.
        caption_scale: Of the captions' letters, likewise.
        safe: What no button and no text of the platform covers.
        captions: Around the frame's middle, as low as they may stand unless they are wanted
            elsewhere.
        title: Around the frame's middle, as high as it may stand; never over the captions.
        card: From the title's top as far down as nothing stands.
        foot: Above this row end the texts that stand low.
    """

    scale: float
    caption_scale: float
    safe: Zone
    captions: Zone
    title: Zone
    card: Zone
    foot: float


def layout(
    width_px: int,
    height_px: int,
    platform: Platform = Platform.ANY,
    look: CaptionLook = USUAL_LOOK,
) -> Layout:
    """Lay out the text of a frame of any size.

    Args:
        width_px: Of the frame, a draft's included.
        height_px: Likewise.
        platform: Where it will be watched. A frame of another shape than the platform's screen is
            laid out for the part of the screen that it will fill.
        look: How large captions are wanted, and where.
    """
    screen = _screen(width_px, height_px, platform)
    safe = _safe(screen, width_px, height_px)
    scale = _scale(width_px, height_px)
    middle = width_px / 2
    half = min(safe.right - middle, middle - safe.left, LINE_PX * scale / 2)
    left, right = middle - half, middle + half
    foot = min(safe.bottom, _on_frame(screen, width_px, height_px, down=screen.foot))
    high = CAPTIONS_PX * scale * look.size.factor
    top = {
        CaptionPlace.LOW: foot - high,
        CaptionPlace.MIDDLE: max((safe.top + foot - high) / 2, safe.top + TITLE_PX * scale),
        CaptionPlace.HIGH: safe.top,
    }[look.place]
    is_low, is_high = look.place is CaptionPlace.LOW, look.place is CaptionPlace.HIGH
    head = top + high + UNDER_CAPTIONS_PX * scale if is_high else safe.top
    return Layout(
        scale=scale,
        caption_scale=scale * look.size.factor,
        safe=safe,
        captions=Zone(left, top, right, top + high),
        title=Zone(left, head, right, head + TITLE_PX * scale),
        card=Zone(left, head, right, foot if is_high else top),
        foot=top if is_low else foot,
    )


def _screen(width_px: int, height_px: int, platform: Platform) -> Screen:
    if platform is not Platform.ANY:
        return SCREENS[platform]
    if width_px == height_px:
        return SCREENS[Platform.FEED]
    return SCREENS[Platform.YOUTUBE] if width_px > height_px else STRICT


def _scale(width_px: int, height_px: int) -> float:
    """Size text by the shorter side; smaller where the frame has less height to share out."""
    return min(width_px, height_px) / 1080 * (1.0 if height_px > width_px else 0.8)


def _safe(screen: Screen, width_px: int, height_px: int) -> Zone:
    fit, zone = _fit(screen, width_px, height_px), screen.safe
    right, down = (width_px - screen.width_px / fit) / 2, (height_px - screen.height_px / fit) / 2
    seen = Zone(
        zone.left / fit + right,
        zone.top / fit + down,
        zone.right / fit + right,
        zone.bottom / fit + down,
    )
    across, up = EDGE * width_px, EDGE * height_px
    return seen.within(Zone(across, up, width_px - across, height_px - up))


def _on_frame(screen: Screen, width_px: int, height_px: int, *, down: float) -> float:
    fit = _fit(screen, width_px, height_px)
    return down / fit + (height_px - screen.height_px / fit) / 2


def _fit(screen: Screen, width_px: int, height_px: int) -> float:
    """Give how many pixels of the screen one of the frame covers."""
    fits = screen.width_px / width_px, screen.height_px / height_px
    return max(fits) if screen.is_filled else min(fits)
