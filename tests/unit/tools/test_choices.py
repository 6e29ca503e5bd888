"""What people call a voice or a scene, found or refused."""

import pytest

from studio.domain.errors import InvalidEdit
from studio.makers import Voice
from tests.support.storyboards import storyboard
from tools.storyboards import scene_id
from tools.style import find_voice

VOICES = (
    Voice("en/a", "en-GB", "Anna (female)"),
    Voice("en/b", "en", "Ben (male)"),
    Voice("de/a", "de", "Anna (female)"),
)


@pytest.mark.parametrize(
    ("wanted", "language", "found"),
    [
        ("en/b", "en", "en/b"),
        ("  BEN (male) ", "en", "en/b"),
        ("male", "en-US", "en/b"),
        ("female", "en", "en/a"),
        ("Anna (female)", "de", "de/a"),
        ("de/a", "en", "de/a"),
    ],
)
def test_a_voice_is_found_by_id_label_or_word(wanted: str, language: str, found: str) -> None:
    assert find_voice(VOICES, wanted, language=language).id == found


@pytest.mark.parametrize("wanted", ["", "mal", "Carla"])
def test_a_voice_that_is_not_there_is_refused_with_those_that_are(wanted: str) -> None:
    with pytest.raises(InvalidEdit, match=r"Voices: en/a \(Anna \(female\)\), en/b"):
        find_voice(VOICES, wanted, language="en")


def test_scenes_are_counted_from_one() -> None:
    board = storyboard("One.", "Two.")
    assert [scene_id(board, n) for n in (1, 2)] == [scene.id for scene in board.scenes]
    for number in (0, 3, -1):
        with pytest.raises(InvalidEdit, match="has 2 scenes"):
            scene_id(board, number)
