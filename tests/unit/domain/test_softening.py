"""Softer words: what filters refuse goes, the subject stays."""

import pytest

from studio.domain.asset import PictureRequest
from studio.domain.softening import CALMING, in_softer_words, soften


@pytest.mark.parametrize(
    ("hard", "soft"),
    [
        ("a knight with a bloody sword at dawn", "a knight with a sword at dawn"),
        ("Two GUNS on a table", "Two prop on a table"),
        ("a naked statue in Rome", "a clothed statue in Rome"),
        ("ein Ritter mit blutigem Schwert", "ein Ritter mit Schwert"),
        ("un chevalier avec des armes", "un chevalier avec des prop"),
        ("bloodhounds, gunpowder and Essex", "bloodhounds, gunpowder and Essex"),
        ("the snakes of the nudibranch reef", "the snakes of the nudibranch reef"),
    ],
)
def test_only_whole_words_are_replaced(hard: str, soft: str) -> None:
    assert in_softer_words(hard) == soft


def test_a_request_is_softened_the_same_way_each_time_and_keeps_all_else() -> None:
    request = PictureRequest(
        prompt="a murdered king", negative_prompt="blood, nudity, text", seed=7, width_px=216
    )

    softened = soften(request)

    assert softened == soften(request)
    assert softened.prompt == f"a king, {CALMING}"
    assert softened.negative_prompt == "text"
    assert (softened.seed, softened.width_px) == (7, 216)


def test_a_picture_whose_words_are_fine_is_asked_for_calmly() -> None:
    assert soften(PictureRequest(prompt="a fox")).prompt == f"a fox, {CALMING}"
