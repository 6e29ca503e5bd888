"""What is painted once is what would be painted anew."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from renderer.captions.cues import Captions
from renderer.overlays.stage import Overlays
from renderer.painting.painter import painting, paints
from renderer.painting.shot import Shot
from renderer.pixels.frames import Planes, blank
from renderer.shelf import Shelf
from renderer.typesetting.fonts import Fonts
from studio.domain.captions import Cue
from studio.domain.overlays import Badge, CallToAction, OverlayStyle, TitleCard, shown
from studio.domain.scene import Motion
from studio.domain.segments import Layer, Segment
from studio.domain.storyboard import CaptionStyle
from studio.domain.units import Frames
from studio.domain.zones import layout
from studio.typefaces import font_path
from tests.support.segments import (
    FPS,
    HEIGHT,
    PICTURE,
    WIDTH,
    cue,
    layer,
    segment,
    shown_headline,
    textured,
)

FRAMES = 24
HEADLINE = "Three hearts"
CUE = cue(("stand", 100, 350), ("still", 380, 600), until_ms=650)


def still(style: CaptionStyle, *cues: Cue, headline: str = HEADLINE) -> Segment:
    share = layer(frames=FRAMES, motion=Motion.STILL, cues=cues, headline=headline)
    return segment(share, frames=FRAMES).model_copy(update={"caption_style": style})


def one_by_one(wanted: Segment, share: Layer) -> list[Planes]:
    """Every frame painted from nothing."""
    fonts = Fonts(font_path, "en")
    shot = Shot(share, textured(), width_px=WIDTH, height_px=HEIGHT, fps=FPS)
    room = layout(WIDTH, HEIGHT)
    overlays = Overlays(
        share.overlays,
        fonts,
        style=wanted.overlay_style,
        accent=(255, 221, 51),
        layout=room,
        fps=FPS,
    )
    captions = Captions(
        share.cues,
        fonts,
        style=wanted.caption_style,
        palette_seed=0,
        layout=room,
        fps=FPS,
    )
    frames = [blank(WIDTH, HEIGHT) for _ in range(FRAMES)]
    for number, frame in enumerate(frames):
        shot.paint(frame, number)
        overlays.paint(frame, number)
        captions.paint(frame, number)
    return frames


@pytest.mark.parametrize("style", list(CaptionStyle))
def test_a_scene_that_stands_still_is_painted_as_if_every_frame_were_new(
    style: CaptionStyle,
) -> None:
    wanted = still(style, CUE)
    for paint, made in zip(
        paints(wanted, {PICTURE: textured()}, font_path),
        one_by_one(wanted, wanted.layers[0]),
        strict=True,
    ):
        frame = blank(WIDTH, HEIGHT)
        paint(frame)
        assert np.array_equal(frame.y, made.y)
        assert np.array_equal(frame.u, made.u)
        assert np.array_equal(frame.v, made.v)


def test_a_body_that_begins_under_a_standing_headline_shows_it_whole() -> None:
    wanted = still(CaptionStyle.BOLD)
    standing = shown_headline(HEADLINE, first=-20, end=FRAMES)
    later = wanted.layers[0].model_copy(update={"overlays": (standing,)})
    frame = blank(WIDTH, HEIGHT)
    next(iter(paints(segment(later, frames=2), {PICTURE: textured()}, font_path)))(frame)
    assert np.array_equal(frame.y, one_by_one(wanted, wanted.layers[0])[20].y)


def test_frames_that_are_skipped_do_not_change_the_others() -> None:
    wanted = still(CaptionStyle.BOLD, CUE)
    frame, skipped = blank(WIDTH, HEIGHT), blank(WIDTH, HEIGHT)
    for paint in paints(wanted, {PICTURE: textured()}, font_path):
        paint(frame)
    last = list(islice(paints(wanted, {PICTURE: textured()}, font_path), FRAMES - 1, None))
    last[0](skipped)
    assert np.array_equal(frame.y, skipped.y)


@pytest.mark.parametrize("style", list(OverlayStyle))
def test_overlays_that_come_and_go_over_a_still_scene_leave_nothing_behind(
    style: OverlayStyle,
) -> None:
    passing = (
        Badge(label="3", for_ms=500),
        TitleCard(title="Hearts", from_ms=300, for_ms=400),
        CallToAction(text="Follow"),
    )
    share = layer(frames=FRAMES, motion=Motion.STILL).model_copy(
        update={"overlays": shown(passing, frames=Frames(FRAMES), fps=FPS)}
    )
    wanted = segment(share, frames=FRAMES).model_copy(update={"overlay_style": style})
    for paint, made in zip(
        paints(wanted, {PICTURE: textured()}, font_path), one_by_one(wanted, share), strict=True
    ):
        frame = blank(WIDTH, HEIGHT)
        paint(frame)
        assert np.array_equal(frame.y, made.y)
        assert np.array_equal(frame.u, made.u)


def test_a_picture_from_the_shelf_is_painted_as_one_that_was_decoded(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf", 10_000_000, 60)
    one = segment(layer(frames=1), frames=1)

    def painted() -> Planes:
        frame = blank(WIDTH, HEIGHT)
        next(painting(one, {PICTURE: textured()}, font_path, shelf=shelf).frames)(frame)
        return frame

    decoded, again = painted(), painted()

    assert np.array_equal(again.y, decoded.y)
    assert np.array_equal(again.u, decoded.u)
    assert np.array_equal(again.v, decoded.v)
    (kept,) = shelf.folder.iterdir()
    kept.write_bytes(bytes([90]) * kept.stat().st_size)
    assert (painted().y[:9] == 90).all()
