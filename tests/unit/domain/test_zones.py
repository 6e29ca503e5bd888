"""Text has room inside every platform's zone, whatever the frame's shape and size."""

from dataclasses import fields
from itertools import product

import pytest

from renderer.overlays.places import places
from studio.domain.caption_look import CaptionLook, CaptionPlace, CaptionSize
from studio.domain.zones import SCREENS, Platform, Zone, layout

SIZES = ((1080, 1920), (1080, 1080), (1920, 1080), (720, 1280), (540, 960), (960, 540))
EVERYWHERE = list(product(SIZES, Platform))
SCREENED = [p for p in Platform if p is not Platform.ANY]


def holds(outer: Zone, inner: Zone) -> bool:
    return outer.within(inner) == inner


@pytest.mark.parametrize(("size", "platform"), EVERYWHERE)
def test_captions_and_title_are_safe_and_apart(size: tuple[int, int], platform: Platform) -> None:
    found = layout(*size, platform)

    assert holds(Zone(0, 0, *size), found.safe)
    assert holds(found.safe, found.captions)
    assert holds(found.safe, found.title)
    assert found.title.bottom <= found.captions.top


@pytest.mark.parametrize(("size", "platform"), EVERYWHERE)
@pytest.mark.parametrize(("place", "wanted"), list(product(CaptionPlace, CaptionSize)))
def test_wherever_captions_are_wanted_nothing_stands_on_them(
    size: tuple[int, int], platform: Platform, place: CaptionPlace, wanted: CaptionSize
) -> None:
    found = layout(*size, platform, CaptionLook(place=place, size=wanted))

    assert holds(found.safe, found.captions)
    others = places(found)
    zones = [found.title, *(getattr(others, f.name) for f in fields(others))]
    for zone in zones:
        assert holds(found.safe, zone)
        assert zone.height > 0
        assert zone.bottom <= found.captions.top or zone.top >= found.captions.bottom
    assert others.under_badge.bottom <= others.call.top or others.under_badge.top > others.call.top


@pytest.mark.parametrize("size", SIZES)
def test_captions_stand_higher_where_that_is_wanted(size: tuple[int, int]) -> None:
    low, middle, high = (
        layout(*size, look=CaptionLook(place=place)).captions.top for place in CaptionPlace
    )

    assert high < middle < low


@pytest.mark.parametrize(("size", "platform"), EVERYWHERE)
def test_captions_stand_in_the_middle_and_can_be_read(
    size: tuple[int, int], platform: Platform
) -> None:
    found = layout(*size, platform)

    assert found.captions.centre[0] == pytest.approx(size[0] / 2)
    assert found.captions.width >= 0.5 * min(size)


def test_without_a_platform_an_upright_frame_keeps_inside_the_strict_zone() -> None:
    found = layout(1080, 1920)

    assert found.safe == Zone(120, 288, 888, 1248)
    assert found.captions == Zone(192, 944, 888, 1248)


@pytest.mark.parametrize("platform", [Platform.TIKTOK, Platform.SHORTS])
def test_a_platform_that_covers_less_lets_captions_stand_lower(platform: Platform) -> None:
    assert layout(1080, 1920, platform).captions.bottom == 1420


@pytest.mark.parametrize("platform", Platform)
def test_a_draft_is_laid_out_as_the_video_is(platform: Platform) -> None:
    whole, draft = layout(1080, 1920, platform), layout(540, 960, platform)

    assert draft.scale == whole.scale / 2
    assert (draft.captions.left, draft.captions.top) == pytest.approx(
        (whole.captions.left / 2, whole.captions.top / 2)
    )


def test_a_square_in_an_upright_screen_avoids_only_what_covers_it() -> None:
    found = layout(1080, 1080, Platform.TIKTOK)

    assert found.safe == Zone(60, 54, 900, 1020), "the square fills rows 420 to 1500 of the screen"


def test_an_upright_frame_in_a_feed_keeps_to_the_square_that_is_seen() -> None:
    found = layout(1080, 1920, Platform.FEED)

    assert (found.safe.top, found.safe.bottom) == (474, 1392)


@pytest.mark.parametrize("platform", SCREENED)
def test_every_screen_names_its_source(platform: Platform) -> None:
    assert SCREENS[platform].source
