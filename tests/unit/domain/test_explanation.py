"""Why pieces are made again, told from two timelines."""

import pytest

from studio.domain import edit
from studio.domain.explanation import RENDERER, Explanation, explain, explain_sound, pieces_of
from studio.domain.render import RenderProfile
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.storyboard import CaptionStyle, Storyboard
from studio.domain.timeline import Timeline, compile_timeline
from studio.domain.units import Digest, StorageKey
from tests.support.storyboards import assets_for, storyboard

BOARD = storyboard("One tide.", "Two tides.", "Three tides.")


def compiled(board: Storyboard) -> Timeline:
    return compile_timeline(board, assets_for(board))


def told(old: Timeline, new: Timeline) -> list[str]:
    """Each piece as ``place: verdict`` or ``place: changes``."""
    before, after = (pieces_of(made, RenderProfile.STANDARD) for made in (old, new))
    return [_line(each) for each in explain(before, after)]


def _line(each: Explanation) -> str:
    place = ">".join(str(number) for number in each.piece.numbers)
    return f"{place}: {', '.join(each.changes) or each.verdict}"


def with_scene(number: int, **changes: object) -> Storyboard:
    scenes = list(BOARD.scenes)
    scenes[number - 1] = scenes[number - 1].model_copy(update=changes)
    return BOARD.model_copy(update={"scenes": tuple(scenes)})


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"on_screen_text": "X"}, "on-screen text"),
        ({"motion": Motion.STILL}, "camera move"),
        ({"fit": Fit.CONTAIN}, "fit of the picture"),
        ({"narration": "Two waves."}, "captions"),
        ({"narration": "Two long waves."}, "length, captions"),
    ],
)
def test_a_changed_scene_is_the_only_one_and_says_what_changed(
    change: dict[str, object], word: str
) -> None:
    assert told(compiled(BOARD), compiled(with_scene(2, **change))) == [
        "1: same",
        f"2: {word}",
        "3: same",
    ]


def test_another_picture_is_told_at_the_scene_and_at_the_transition_into_it() -> None:
    old = compiled(with_scene(1, transition=Transition.CROSSFADE))
    clip = old.clips[1].model_copy(update={"picture": StorageKey("pictures/bb/new.jpg")})
    new = old.model_copy(update={"clips": (old.clips[0], clip, old.clips[2])})

    assert told(old, new) == ["1: same", "1>2: the next scene's picture", "2: picture", "3: same"]


def test_a_scene_put_in_between_is_new_and_moves_the_others_without_cost() -> None:
    added = edit.add_scene(BOARD, edit.SceneDraft(narration="New.", visual_prompt="new"), at=1)

    assert told(compiled(BOARD), compiled(added)) == ["1: same", "2: new", "3: same", "4: same"]


def test_a_transition_to_another_scene_says_so() -> None:
    old = with_scene(1, transition=Transition.CROSSFADE)
    new = edit.remove_scene(old, old.scenes[1].id)

    assert told(compiled(old), compiled(new)) == ["1: same", "1>2: next scene", "2: same"]


def test_another_caption_style_spares_the_scene_that_nobody_speaks_over() -> None:
    silent = storyboard("One tide.", "", "Three tides.")
    style = silent.style.model_copy(update={"captions": CaptionStyle.POP})
    new = silent.model_copy(update={"style": style})

    assert told(compiled(silent), compiled(new)) == [
        "1: caption style",
        "2: same",
        "3: caption style",
    ]


def test_a_piece_of_an_older_renderer_is_made_again_for_that_reason_alone() -> None:
    pieces = pieces_of(compiled(BOARD), RenderProfile.STANDARD)
    old_segment = pieces[0].segment.model_copy(update={"digest": Digest("0" * 64)})
    old = (pieces[0].model_copy(update={"segment": old_segment}), *pieces[1:])

    assert explain(old, pieces)[0].changes == (RENDERER,)


def test_the_first_video_is_new_throughout() -> None:
    pieces = pieces_of(compiled(BOARD), RenderProfile.STANDARD)

    assert {each.verdict for each in explain((), pieces)} == {"new"}


def test_the_sound_tells_a_new_voice_from_a_moved_one() -> None:
    old = compiled(BOARD).audio
    moved = old.voices[1].model_copy(update={"start_ms": 5_000})
    spoken = old.voices[1].model_copy(update={"key": StorageKey("voices/bb/new.wav")})

    def changed(voice: object, **others: object) -> tuple[str, ...]:
        voices = (old.voices[0], voice, old.voices[2])
        return explain_sound(old, old.model_copy(update={"voices": voices, **others}))

    assert explain_sound(old, old) == ()
    assert changed(moved) == ("times of the voices",)
    assert changed(spoken, music_mood=None) == ("music", "voices")
