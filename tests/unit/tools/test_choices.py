"""What people call a voice or a scene, found or refused."""

from collections.abc import Sequence

import pytest

from studio.domain.errors import InvalidEdit
from studio.makers import Makers, Voice
from studio.providers.speech.espeak import EspeakSpeech
from studio.providers.speech.fake import HummedSpeech
from studio.services import voices
from tests.support.storyboards import storyboard
from tools.storyboards import scene_id

VOICES = (
    Voice("en/a", "en-GB", "Anna (female)"),
    Voice("en/b", "en", "Ben (male)"),
    Voice("de/a", "de", "Anna (female)"),
)


class Choir(HummedSpeech):
    async def voices(self) -> Sequence[Voice]:
        return VOICES


CHOIR = Makers({"hummed": HummedSpeech(), "choir": Choir()})


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
async def test_a_voice_is_found_by_id_label_or_word_with_whoever_has_it(
    wanted: str, language: str, found: str
) -> None:
    offer = await voices.choose(CHOIR, wanted, language=language)

    assert (offer.maker, offer.voice.id) == ("choir", found)


@pytest.mark.parametrize(
    ("wanted", "language", "found"),
    [
        ("female", "en", "en-us+f2"),
        ("", "en", "en-us+m7"),
        ("woman", "es", "es+f2"),
        ("male", "fr", "fr-fr+m7"),
        ("female", "de", "de+f2"),
        ("female", "pt", "pt-br+f2"),
    ],
)
async def test_the_built_in_voice_is_a_woman_or_a_man_of_the_usual_region(
    wanted: str, language: str, found: str
) -> None:
    offer = await voices.choose(Makers({"espeak": EspeakSpeech()}), wanted, language=language)

    assert offer.voice.id == found


@pytest.mark.parametrize("wanted", ["mal", "Carla"])
async def test_a_voice_that_is_not_there_is_refused_with_those_that_are(wanted: str) -> None:
    with pytest.raises(InvalidEdit, match=r"Voices: en/a \(Anna \(female\)\), en/b"):
        await voices.choose(CHOIR, wanted, maker="choir", language="en")


async def test_without_a_name_the_makers_first_voice_of_the_language_is_taken() -> None:
    offer = await voices.choose(CHOIR, "", maker="choir", language="de")

    assert offer.voice.id == "de/a"


def test_scenes_are_counted_from_one() -> None:
    board = storyboard("One.", "Two.")
    assert [scene_id(board, n) for n in (1, 2)] == [scene.id for scene in board.scenes]
    for number in (0, 3, -1):
        with pytest.raises(InvalidEdit, match="has 2 scenes"):
            scene_id(board, number)
