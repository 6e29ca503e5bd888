"""JSON Patch on a storyboard: whole and valid, or nothing changed."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.domain import edit
from studio.domain.errors import InvalidPatch, SceneLocked
from studio.domain.patch import patch
from studio.domain.storyboard import Storyboard
from tests.support.storyboards import storyboard

BOARD = storyboard("One.", "Two.", "Three.")
LOCKED = edit.set_lock(BOARD, BOARD.scenes[1].id, locked=True)


def op(op: str, path: str, value: Any = None, **more: str) -> dict[str, Any]:
    return {"op": op, "path": path} | ({} if value is None else {"value": value}) | more


def said(board: Storyboard) -> list[str]:
    return [scene.narration for scene in board.scenes]


def test_several_operations_are_one_new_storyboard() -> None:
    board = patch(
        BOARD,
        [
            op("test", "/scenes/1/narration", "Two."),
            op("replace", "/scenes/1/narration", "Dos."),
            op("add", "/scenes/-", {"narration": "Four."}),
            op("move", "/scenes/0", **{"from": "/scenes/3"}),
            op("replace", "/music/enabled", False),
        ],
    )
    assert said(board) == ["Four.", "One.", "Dos.", "Three."]
    assert len({scene.id for scene in board.scenes}) == 4
    assert not board.music.enabled
    assert said(BOARD) == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("operation", "path"),
    [
        (op("replace", "/scenes/9/narration", "x"), "/scenes/9/narration"),
        (op("test", "/scenes/0/narration", "other"), "/scenes/0/narration"),
        (op("replace", "/scenes/0/narration", 7), "/scenes/0/narration"),
        (op("replace", "/scenes/0/narration", "x" * 1201), "/scenes/0/narration"),
        (op("replace", "/scenes/0/motion", "fly"), "/scenes/0/motion"),
        (op("replace", "/output/width_px", 17), "/output"),
        (op("add", "/wings", 2), "/wings"),
        (op("replace", "/scenes/0/id", "../../etc"), "/scenes/0/id"),
        (op("replace", "", "everything"), ""),
        (op("replace", "no pointer", 1), "no pointer"),
        (op("replace", "/scenes/0/narration", "a\x00b"), ""),
        (op("replace", "/scenes/0/narration", "\ud800"), ""),
    ],
)
def test_what_does_not_fit_tells_its_path(operation: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidPatch) as caught:
        patch(BOARD, [operation])
    assert caught.value.path == path


@pytest.mark.parametrize(
    "operation",
    [
        op("replace", "/scenes/1/narration", "x"),
        op("remove", "/scenes/1"),
        op("replace", "/scenes", []),
        op("copy", "/scenes/1/narration", **{"from": "/scenes/0/narration"}),
        op("replace", "/scenes/1/id", "saaaaaaaa"),
    ],
)
def test_a_locked_scene_is_left_alone(operation: dict[str, Any]) -> None:
    with pytest.raises(SceneLocked, match="Scene 2 is locked"):
        patch(LOCKED, [operation])


def test_a_locked_scene_may_be_moved_and_unlocked_and_then_changed() -> None:
    board = patch(
        LOCKED,
        [
            op("move", "/scenes/0", **{"from": "/scenes/1"}),
            op("replace", "/scenes/0/locked", False),
            op("replace", "/scenes/0/narration", "Dos."),
        ],
    )
    assert said(board) == ["Dos.", "One.", "Three."]


TEXT = st.text("ab~/0\x00", max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
PATHS = st.sampled_from(
    (
        "",
        "/title",
        "/scenes",
        "/scenes/0",
        "/scenes/-",
        "/scenes/1/narration",
        "/scenes/1/locked",
        "/music",
        "/style/voice/voice",
        "/chosen_hook",
        "/hooks",
        "/scenes/0/id",
        "/x/~2",
    )
)
OPERATIONS = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "remove", "replace", "test", "move", "copy"]), "path": PATHS},
    optional={"value": JSON, "from": PATHS},
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(OPERATIONS, min_size=1, max_size=4))
def test_whatever_is_sent_leaves_a_valid_storyboard_or_is_refused_in_words(
    operations: list[dict[str, Any]],
) -> None:
    with suppress(InvalidPatch, SceneLocked):
        board = patch(LOCKED, operations)
        assert Storyboard.model_validate(board.model_dump()) == board
