"""What is different between two storyboards, in words and as data."""

from studio.domain import edit
from studio.domain.changes import BriefChange, OutputChange, SceneChange, SceneDraft, StyleChange
from studio.domain.comparison import Comparison, compare
from studio.domain.output import Format
from studio.domain.scene import Motion
from studio.domain.storyboard import CaptionStyle, Hook, Storyboard, Tempo
from tests.support.storyboards import storyboard

BOARD = storyboard("One.", "Two.", "Three.", "Four.")


def ids(board: Storyboard) -> list[str]:
    return [scene.id for scene in board.scenes]


def test_a_storyboard_is_not_different_from_itself() -> None:
    assert compare(BOARD, BOARD) == Comparison()
    assert compare(BOARD, BOARD).words == ()


def test_a_changed_scene_tells_each_field_before_and_after() -> None:
    scene = BOARD.scenes[1].id
    change = SceneChange(narration="Second.", motion=Motion.STILL)
    [difference] = compare(BOARD, edit.rewrite_scene(BOARD, scene, change)).scenes
    assert (difference.kind, difference.old_number, difference.new_number) == ("changed", 2, 2)
    assert [(f.field, f.old, f.new) for f in difference.fields] == [
        ("narration", "Two.", "Second."),
        ("motion", "zoom_in", "still"),
    ]
    assert difference.words == "Scene 2: narration “Two.” → “Second.”, motion “zoom in” → “still”"


def test_only_the_scene_that_moved_counts_as_moved() -> None:
    moved = edit.move_scene(BOARD, BOARD.scenes[3].id, to=0)
    found = compare(BOARD, moved)
    assert found.words == ("Scene 1: was scene 4",)
    assert found.areas == ("scene 1", "order")


def test_scenes_come_and_go_with_what_they_say() -> None:
    new = edit.add_scene(BOARD, SceneDraft(narration="Extra."), at=1)
    assert compare(BOARD, new).words == ("Scene 2 is new: “Extra.”",)
    assert compare(new, BOARD).words == ("Scene 2 is gone: “Extra.”",)


def test_a_redrafted_scene_is_held_against_the_one_in_its_place() -> None:
    other = storyboard("One.", "Zwei.", "Three.", "Four.")
    [difference] = compare(BOARD, other).scenes
    assert (difference.kind, difference.scene) == ("changed", other.scenes[1].id)
    assert difference.words == "Scene 2: narration “Two.” → “Zwei.”"


def test_what_all_scenes_share_is_told_first() -> None:
    board = edit.set_style(
        BOARD, StyleChange(captions=CaptionStyle.POP, music_enabled=False, voice="maria")
    )
    board = edit.set_brief(board, BriefChange(tempo=Tempo.FAST))
    board = edit.set_lock(board, board.scenes[0].id, locked=True)
    found = compare(BOARD, board)
    assert found.words == (
        "Tempo “normal” → “fast”",
        "Captions “bold” → “pop”",
        "Voice nothing → “maria”",
        "Music off",
        "Scene 1: lock on",
    )
    assert {"voice", "captions", "music", "lock", "scene 1"} <= set(found.areas)


def test_a_new_first_sentence_is_a_new_hook() -> None:
    board = edit.rewrite_scene(BOARD, BOARD.scenes[0].id, SceneChange(narration="Look!"))
    assert "hook" in compare(BOARD, board).areas
    board = edit.rewrite_scene(BOARD, BOARD.scenes[1].id, SceneChange(narration="Look!"))
    assert "hook" not in compare(BOARD, board).areas


def test_long_texts_are_shortened_in_words_and_whole_as_data() -> None:
    long = "word " * 60
    board = edit.rewrite_scene(BOARD, BOARD.scenes[0].id, SceneChange(narration=long))
    [difference] = compare(BOARD, board).scenes
    assert difference.fields[0].new == long
    assert len(difference.words) < 150


def test_of_two_scenes_that_swap_both_have_moved_and_what_stands_between_has_not() -> None:
    swapped = edit.move_scene(BOARD, BOARD.scenes[2].id, to=0)
    swapped = edit.move_scene(swapped, BOARD.scenes[0].id, to=2)
    assert compare(BOARD, swapped).words == ("Scene 1: was scene 3", "Scene 3: was scene 1")


def test_a_shape_and_a_hook_are_told_as_people_name_them() -> None:
    board = BOARD.model_copy(update={"hooks": (Hook(text="One."), Hook(text="Two?"))})
    square = edit.set_output(edit.choose_hook(board, 0), OutputChange(format=Format.SQUARE))
    assert compare(board, square).words == ("Chosen hook nothing → 1", "Format “9:16” → “1:1”")
