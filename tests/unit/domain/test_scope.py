"""What a change touches, makes and leaves, told before anything is made."""

from studio.domain import edit
from studio.domain.asset import SceneAssets
from studio.domain.changes import SceneChange, StyleChange
from studio.domain.scene import Motion, Transition
from studio.domain.scope import Scope, imagined, pieces_wanted, scope_of
from studio.domain.storyboard import CaptionStyle, Storyboard
from studio.domain.timeline import compile_timeline
from studio.domain.units import SceneId
from tests.support.storyboards import assets_for, storyboard

BOARD = storyboard(*(f"This is what scene number {n} says." for n in range(1, 11)))
MADE = assets_for(BOARD)
THIRD = BOARD.scenes[2].id


def scope(new: Storyboard, *lacking: SceneId, voice: bool = False, picture: bool = False) -> Scope:
    """Hold a storyboard against the one that is made and rendered."""
    made = assets_for(new)
    for scene in lacking:
        gone = ({"voice": None} if voice else {}) | ({"picture": None} if picture else {})
        made[scene] = made[scene].model_copy(update=gone)
    rendered = pieces_wanted(BOARD, MADE)
    return scope_of(BOARD, new, made=made, known=MADE, rendered=rendered)


def test_nothing_is_made_for_nothing() -> None:
    found = scope(BOARD)
    assert (found.scenes, found.words, found.work.segments) == ((), (), 0)
    assert not found.work.is_sound_made
    assert found.reused == found.whole.segments == 10
    assert found.share() == 0


def test_another_picture_renders_its_scene_alone() -> None:
    new = edit.rewrite_scene(BOARD, THIRD, SceneChange(visual_prompt="at night"))
    found = scope(new, THIRD, picture=True)
    assert (found.scenes, found.work.pictures, found.work.lines) == ((3,), (3,), ())
    assert (found.work.segments, found.reused) == (1, 9)
    assert not found.work.is_sound_made
    assert found.share() <= 0.2
    assert found.share(is_bought=True) <= 0.2


def test_other_words_are_spoken_and_mixed_and_only_their_scene_is_rendered() -> None:
    new = edit.rewrite_scene(BOARD, THIRD, SceneChange(narration="Something else entirely."))
    found = scope(new, THIRD, voice=True)
    assert (found.scenes, found.work.pictures, found.work.lines) == ((3,), (), (3,))
    assert (found.work.segments, found.work.is_sound_made) == (1, True)


def test_another_move_costs_a_render_and_no_maker() -> None:
    found = scope(edit.rewrite_scene(BOARD, THIRD, SceneChange(motion=Motion.STILL)))
    assert (found.work.pictures, found.work.lines, found.work.segments) == ((), (), 1)


def test_scenes_that_change_places_are_kept() -> None:
    found = scope(edit.move_scene(BOARD, THIRD, to=0))
    assert (found.work.segments, found.reused, found.work.is_sound_made) == (0, 10, True)
    assert found.words == ("Scene 1: was scene 3",)


def test_captions_of_all_scenes_touch_all_scenes() -> None:
    found = scope(edit.set_style(BOARD, StyleChange(captions=CaptionStyle.POP)))
    assert found.scenes == tuple(range(1, 11))
    assert found.reused == 0
    assert found.share() > 0.5


def test_a_transition_is_a_piece_of_its_own() -> None:
    new = edit.rewrite_scene(BOARD, THIRD, SceneChange(transition=Transition.CROSSFADE))
    found = scope(new)
    assert found.work.segments == 2
    assert found.render_s < found.total_s


def test_what_was_never_rendered_is_rendered_whole() -> None:
    new = edit.rewrite_scene(BOARD, THIRD, SceneChange(motion=Motion.STILL))
    found = scope_of(BOARD, new, made=MADE, known=MADE, rendered=frozenset())
    assert found.scenes == (3,)
    assert (found.reused, found.render_s) == (0, found.total_s)


def test_what_is_not_made_yet_is_laid_out_as_estimated() -> None:
    bare: dict[SceneId, SceneAssets] = {}
    timeline = compile_timeline(BOARD, imagined(BOARD, bare))
    assert len(timeline.clips) == 10
    seconds = timeline.frames / timeline.fps
    assert 10 < seconds < 40
    found = scope_of(BOARD, BOARD, made=bare, known=bare, rendered=frozenset())
    assert found.work.pictures == found.work.lines == tuple(range(1, 11))
    assert found.share() == 1
