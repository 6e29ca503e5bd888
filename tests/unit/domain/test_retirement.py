"""A video moves from a maker that has ended to another, and keeps what is made."""

import pytest

from studio.domain.retirement import pictures_moved
from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard, Style
from studio.domain.units import SceneId


def named(name: str) -> str:
    """Serve as ``Makers.named`` does, with ``old`` as the usual one."""
    return name or "old"


def moved(style: str, *scenes: str, anew: int) -> tuple[str, list[str]]:
    """Move a video whose last scenes are to be made."""
    board = Storyboard(
        style=Style(picture_maker=style),
        scenes=tuple(
            Scene(id=SceneId(f"s{n}"), narration="x", picture_maker=maker)
            for n, maker in enumerate(scenes)
        ),
    )
    missing = [scene.id for scene in board.scenes[len(scenes) - anew :]]
    after = pictures_moved(board, old="old", to="new", named=named, anew=missing)
    return after.style.picture_maker, [scene.picture_maker for scene in after.scenes]


@pytest.mark.parametrize(
    ("style", "scenes", "anew", "after"),
    [
        ("", ["", "old", "other"], 3, ("new", ["", "", "other"])),
        ("old", ["", "old", ""], 1, ("new", ["old", "old", ""])),
        ("other", ["", "old"], 1, ("other", ["", "new"])),
        ("new", ["", "old"], 1, ("new", ["", ""])),
        ("other", ["other"], 1, ("other", ["other"])),
    ],
)
def test_what_is_to_come_moves_and_what_is_made_stays(
    style: str, scenes: list[str], anew: int, after: tuple[str, list[str]]
) -> None:
    assert moved(style, *scenes, anew=anew) == after
