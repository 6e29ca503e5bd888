"""One scene as it was, and nothing else changed."""

import pytest

from studio.domain import edit
from studio.domain.changes import SceneChange
from studio.domain.errors import InvalidEdit, SceneLocked
from studio.domain.restore import restore_scene
from studio.domain.storyboard import Storyboard
from tests.support.storyboards import storyboard

OLD = storyboard("One.", "Two.", "Three.")
SECOND = OLD.scenes[1].id


def said(board: Storyboard) -> list[str]:
    return [scene.narration for scene in board.scenes]


def test_a_changed_scene_is_changed_back_where_it_stands_now() -> None:
    now = edit.rewrite_scene(OLD, SECOND, SceneChange(narration="Other."))
    now = edit.move_scene(now, SECOND, to=0)
    now = edit.rewrite_scene(now, OLD.scenes[2].id, SceneChange(narration="Kept."))
    assert said(restore_scene(now, OLD, 1)) == ["Two.", "One.", "Kept."]


def test_a_scene_that_was_taken_out_comes_back_to_its_place() -> None:
    now = edit.remove_scene(OLD, SECOND)
    assert said(restore_scene(now, OLD, 2)) == ["One.", "Two.", "Three."]


def test_a_scene_that_was_written_anew_gives_its_place_back() -> None:
    assert said(restore_scene(storyboard("A.", "B.", "C."), OLD, 2)) == ["A.", "Two.", "C."]


def test_a_locked_scene_is_not_replaced() -> None:
    now = edit.rewrite_scene(OLD, SECOND, SceneChange(narration="Other."))
    now = edit.set_lock(now, SECOND, locked=True)
    with pytest.raises(SceneLocked, match="Scene 2 is locked"):
        restore_scene(now, OLD, 2)


def test_what_comes_back_is_not_locked() -> None:
    locked = edit.set_lock(OLD, SECOND, locked=True)
    now = edit.rewrite_scene(OLD, SECOND, SceneChange(narration="Other."))
    assert not restore_scene(now, locked, 2).scenes[1].locked


def test_a_scene_that_never_was_is_refused() -> None:
    with pytest.raises(InvalidEdit, match="no scene 9"):
        restore_scene(OLD, OLD, 9)
