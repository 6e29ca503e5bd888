"""What stands on the picture beside its captions, and what joins the scenes, once it was asked for."""

import pytest

from studio.domain.overlays import CallToAction, Overlay, TitleCard
from studio.domain.scene import Scene, Transition
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.providers.llm.director.spelling import mended
from tests.unit.director.boards import LINES, operations
from tools.scenes import EditArguments, apply


def after(ask: str, *overlays: Overlay) -> Storyboard:
    """The storyboard once the real tool has done what a message leads to."""
    scenes = tuple(
        Scene(id=SceneId(f"s{n}"), narration=line, overlays=overlays if n == 1 else ())
        for n, line in enumerate(LINES, start=1)
    )
    board = Storyboard(scenes=scenes)
    for one in EditArguments.model_validate({"operations": operations(ask)}).operations:
        board = apply(board, one)
    return board


def test_a_title_card_has_its_own_words_or_the_videos_title() -> None:
    (said,) = after("title card at the start: Three hearts").scenes[0].overlays
    (taken,) = after("title card at the start").scenes[0].overlays
    assert (said, taken) == (TitleCard(title="Three hearts"), TitleCard(title="Octopuses"))


def test_a_call_to_action_stands_on_the_last_scene() -> None:
    board = after("call to action at the end: follow me")
    assert [scene.overlays for scene in board.scenes[:-1]] == [(), (), ()]
    assert board.scenes[-1].overlays == (CallToAction(text="follow me"),)


def test_a_transition_leaves_alone_what_is_so_already() -> None:
    board = after("fades between the scenes")
    assert [scene.transition for scene in board.scenes] == [
        Transition.CROSSFADE,
        Transition.CUT,
        Transition.CROSSFADE,
        Transition.CUT,
    ]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("swich scenes 2 and 4", "switch scenes 2 and 4"),
        ("remvoe scene 3", "remove scene 3"),
        ("make the octopus sing", "make the octopus sing"),
        ("remove scene 3", "remove scene 3"),
    ],
)
def test_a_slip_of_the_finger_is_mended_and_nothing_else(said: str, meant: str) -> None:
    assert mended(said, "en") == meant
