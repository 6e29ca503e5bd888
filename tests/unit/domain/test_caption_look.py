"""What is wanted of captions changes them, and makes again only what shows them."""

import pytest

from studio.domain import edit
from studio.domain.caption_look import CaptionLook, CaptionPlace, CaptionSize
from studio.domain.changes import StyleChange
from studio.domain.comparison import compare
from studio.domain.render import RenderProfile
from studio.domain.segments import Segment, segments_of
from studio.domain.storyboard import CaptionStyle, Storyboard
from studio.domain.timeline import compile_timeline
from tests.support.storyboards import assets_for, storyboard

SAID = ("The fox sleeps.", "It wakes at night.")


def segments(of: Storyboard) -> tuple[Segment, ...]:
    return segments_of(compile_timeline(of, assets_for(of)), RenderProfile.STANDARD)


def changed(of: Storyboard, **wanted: object) -> Storyboard:
    return edit.set_style(of, StyleChange.model_validate(wanted))


def test_a_colour_stays_when_the_style_changes_and_goes_where_it_is_left_to_the_video() -> None:
    yellow = changed(storyboard(*SAID), caption_colour="#ffd400", caption_size="large")

    kept = changed(yellow, captions=CaptionStyle.KARAOKE)
    plain = changed(kept, caption_colour="auto")

    assert kept.style.caption_look == CaptionLook(colour="#ffd400", size=CaptionSize.LARGE)
    assert plain.style.caption_look == CaptionLook(size=CaptionSize.LARGE)


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="caption_colour"):
        StyleChange.model_validate({"caption_colour": "yellowish"})


def test_captions_that_are_off_are_in_no_piece_and_the_narration_stays() -> None:
    off = changed(storyboard(*SAID), captions_shown=False)

    assert not any(layer.cues for piece in segments(off) for layer in piece.layers)
    assert any(clip.cues for clip in compile_timeline(off, assets_for(off)).clips)
    again = changed(off, captions_shown=True)
    assert [s.digest for s in segments(again)] == [s.digest for s in segments(storyboard(*SAID))]


def test_what_changed_is_said_in_words() -> None:
    found = compare(storyboard(*SAID), changed(storyboard(*SAID), caption_place=CaptionPlace.HIGH))

    assert [field.words for field in found.general] == ["place of the captions “low” → “high”"]
