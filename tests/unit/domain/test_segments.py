"""A segment's digest covers everything that its frames show, and nothing else."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.caption_look import CaptionLook, CaptionPlace
from studio.domain.explanation import Piece, pieces_of
from studio.domain.footage import Footage
from studio.domain.output import Codec, Hardware
from studio.domain.overlays import OverlayStyle, ProgressBar
from studio.domain.render import RenderProfile
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.segments import as_begun, header_key, segments_of
from studio.domain.storyboard import CaptionStyle
from studio.domain.timeline import Clip, Timeline, compile_timeline
from studio.domain.units import Milliseconds, SceneId, StorageKey
from studio.domain.zones import Platform
from tests.support.segments import shown_headline
from tests.support.storyboards import assets_for, storyboard

CLIPS = st.lists(
    st.tuples(
        st.sampled_from(["", "alpha", "alpha beta, gamma."]),
        st.sampled_from(["", "Seven facts"]),
        st.sampled_from([Motion.STILL, Motion.ZOOM_IN]),
        st.sampled_from([Transition.CUT, Transition.CROSSFADE, Transition.PUSH_LEFT]),
    ),
    min_size=1,
    max_size=4,
)
Shows = Callable[[Piece, int], bool]


def has_captions(piece: Piece, _: int) -> bool:
    return bool(piece.segment.layers[0].cues)


def has_text(piece: Piece, _: int) -> bool:
    return bool(piece.segment.layers[0].cues or piece.segment.layers[0].overlays)


def has_overlays(piece: Piece, _: int) -> bool:
    return bool(piece.segment.layers[0].overlays)


def always(piece: Piece, _: int) -> bool:
    return True


def has_scene(piece: Piece, number: int) -> bool:
    return number in piece.numbers


def has_words_of(piece: Piece, number: int) -> bool:
    return number == piece.numbers[0]


def never(piece: Piece, number: int) -> bool:
    return False


FOOTAGE = Footage(start_ms=Milliseconds(500), end_ms=Milliseconds(9_000))
WHOLE: dict[str, tuple[object, Shows]] = {
    "caption_style": (CaptionStyle.POP, has_captions),
    "caption_look": (CaptionLook(colour="#ffd400"), has_captions),
    "language": ("tr", has_text),
    "palette_seed": (5, has_text),
    "platform": (Platform.TIKTOK, has_text),
    "overlay_style": (OverlayStyle.PAPER, has_overlays),
    "progress_bar": (ProgressBar.SEGMENTS, always),
    "codec": (Codec.HEVC, always),
    "hardware": (Hardware.AUTO, always),
}
OF_A_CLIP: dict[str, tuple[object, Shows]] = {
    "picture": (StorageKey("pictures/bb/other.jpg"), has_scene),
    "motion": (Motion.PAN_LEFT, has_scene),
    "fit": (Fit.INTEREST, has_scene),
    "footage": (FOOTAGE, has_scene),
    "overlays": ((shown_headline("Another headline", end=999),), has_words_of),
    "scene_id": (SceneId("renamed"), never),
}


def timeline_of(clips: list[tuple[str, str, Motion, Transition]]) -> Timeline:
    board = storyboard(*(narration for narration, *_ in clips))
    scenes = tuple(
        scene.model_copy(update={"on_screen_text": text, "motion": motion, "transition": to})
        for scene, (_, text, motion, to) in zip(board.scenes, clips, strict=True)
    )
    return compile_timeline(board.model_copy(update={"scenes": scenes}), assets_for(board))


def changed_clip(timeline: Timeline, number: int, change: dict[str, object]) -> Timeline:
    clips: list[Clip] = list(timeline.clips)
    clips[number - 1] = clips[number - 1].model_copy(update=change)
    return timeline.model_copy(update={"clips": tuple(clips)})


def changed_places(before: Timeline, after: Timeline) -> list[bool]:
    old, new = (pieces_of(made, RenderProfile.STANDARD) for made in (before, after))
    return [a.segment.digest != b.segment.digest for a, b in zip(old, new, strict=True)]


@given(CLIPS, st.sampled_from(sorted(WHOLE)))
def test_what_all_scenes_share_counts_where_it_is_seen_and_nowhere_else(
    clips: list[tuple[str, str, Motion, Transition]], name: str
) -> None:
    before = timeline_of(clips)
    value, shows = WHOLE[name]

    after = before.model_copy(update={name: value})

    pieces = pieces_of(before, RenderProfile.STANDARD)
    assert changed_places(before, after) == [shows(piece, 0) for piece in pieces]


@given(CLIPS)
def test_other_text_makes_room_for_captions_wherever_they_stand(
    clips: list[tuple[str, str, Motion, Transition]],
) -> None:
    before = timeline_of(clips)

    after = before.model_copy(update={"caption_look": CaptionLook(place=CaptionPlace.HIGH)})

    pieces = pieces_of(before, RenderProfile.STANDARD)
    assert changed_places(before, after) == [has_text(piece, 0) for piece in pieces]


@given(CLIPS, st.sampled_from(sorted(OF_A_CLIP)), st.data())
def test_what_a_scene_has_of_its_own_counts_where_that_scene_is_seen(
    clips: list[tuple[str, str, Motion, Transition]], name: str, data: st.DataObject
) -> None:
    before = timeline_of(clips)
    number = data.draw(st.integers(1, len(clips)))
    value, shows = OF_A_CLIP[name]

    after = changed_clip(before, number, {name: value})

    pieces = pieces_of(before, RenderProfile.STANDARD)
    assert changed_places(before, after) == [shows(piece, number) for piece in pieces]


def test_the_transition_out_of_a_silent_still_scene_outlives_a_change_of_its_length() -> None:
    still = ("", "", Motion.STILL, Transition.CROSSFADE)
    before = timeline_of([still, still])
    first, second = before.clips
    longer = first.model_copy(update={"frames": first.frames + 6})
    later = second.model_copy(update={"start": second.start + 6})

    after = before.model_copy(update={"clips": (longer, later)})

    assert changed_places(before, after) == [True, False, False]


def test_a_resting_clip_moves_on_by_itself_so_that_its_place_in_the_scene_counts() -> None:
    still = timeline_of(
        [("", "", Motion.STILL, Transition.CROSSFADE), ("", "", Motion.STILL, Transition.CUT)]
    )
    for shown, count in ((None, 1), (FOOTAGE, 2)):
        timeline = changed_clip(still, 1, {"footage": shown})
        body, fade, _ = (piece.segment for piece in pieces_of(timeline, RenderProfile.DRAFT))
        assert len({body.layers[0].first, fade.layers[0].first}) == count


@pytest.mark.parametrize("field", ["codec", "hardware", "width_px", "height_px", "fps", "profile"])
def test_segments_share_a_header_only_where_all_of_the_stream_is_the_same(field: str) -> None:
    first, *_ = segments_of(
        timeline_of([("One.", "", Motion.STILL, Transition.CUT)]), RenderProfile.STANDARD
    )
    other = {
        "codec": Codec.AV1,
        "hardware": Hardware.NVENC,
        "width_px": 720,
        "height_px": 1280,
        "fps": 60,
        "profile": RenderProfile.ARCHIVE,
    }

    assert header_key(first) != header_key(first.model_copy(update={field: other[field]}))


def test_segments_of_graphics_processors_have_a_header_each() -> None:
    clips = [
        ("One.", "", Motion.STILL, Transition.CUT),
        ("Two.", "", Motion.PAN_LEFT, Transition.CUT),
    ]
    timeline = timeline_of(clips)
    assisted = timeline.model_copy(update={"hardware": Hardware.AUTO})

    places = [
        len({header_key(segment) for segment in segments_of(made, RenderProfile.STANDARD)})
        for made in (timeline, assisted)
    ]

    assert places == [1, 2]


@pytest.mark.parametrize("profile", [RenderProfile.DRAFT, RenderProfile.ARCHIVE])
def test_only_finished_videos_are_left_to_graphics_processors(profile: RenderProfile) -> None:
    before = timeline_of([("One.", "", Motion.STILL, Transition.CUT)])
    after = before.model_copy(update={"hardware": Hardware.AUTO})

    assert segments_of(after, profile) == segments_of(before, profile)


def test_pieces_are_begun_as_they_are_watched_and_the_last_few_longest_first() -> None:
    moving = [(f"words {n}", "", Motion.ZOOM_IN, Transition.CROSSFADE) for n in range(5)]
    segments = segments_of(timeline_of(moving), RenderProfile.STANDARD)

    begun = as_begun(segments, frames=lambda s: s.frames)

    lengths = [segment.frames for segment in begun]
    assert begun[:-6] == list(segments[:-6])
    assert sorted(begun, key=lambda s: s.start) == list(segments)
    assert lengths[-6:] == sorted(lengths[-6:], reverse=True)
    assert begun[-1].start < segments[-1].start


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_what_can_be_watched_first_is_begun_first(count: int) -> None:
    moving = [(f"words {n}", "", Motion.ZOOM_IN, Transition.CROSSFADE) for n in range(2)]
    segments = segments_of(timeline_of(moving), RenderProfile.STANDARD)[:count]

    assert as_begun(segments, frames=lambda s: s.frames)[:1] == list(segments[:1])
    assert len(as_begun(segments, frames=lambda s: s.frames)) == count
