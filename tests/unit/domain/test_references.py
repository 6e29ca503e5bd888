"""Reference pictures: which scenes they go along with, and what they change."""

import pytest

from studio.domain.asset import PictureRequest, digest, references_of
from studio.domain.storyboard import Reference, Style
from studio.domain.units import StorageKey
from tests.support.storyboards import storyboard

MIA = Reference(name="Mia", key=StorageKey("uploads/aa/mia.png"))
LOOK = Reference(key=StorageKey("uploads/bb/look.png"))


@pytest.mark.parametrize(
    ("narration", "names"),
    [
        ("Mia runs.", ["Mia", ""]),
        ("MIA'S run.", ["Mia", ""]),
        ("Miami is warm.", [""]),
        ("The sea.", [""]),
    ],
)
def test_a_named_reference_goes_with_the_scenes_that_name_it(
    narration: str, names: list[str]
) -> None:
    board = storyboard(narration)
    board = board.model_copy(update={"style": Style(references=(MIA, LOOK))})

    assert [each.name for each in references_of(board, board.scenes[0].id)] == names


def test_a_picture_without_references_keeps_its_recipe_and_one_with_them_has_its_own() -> None:
    plain = PictureRequest(prompt="a fox")
    held = plain.model_copy(update={"references": (MIA,)})

    assert "references" not in plain.model_dump(mode="json")
    assert len({digest(plain), digest(held)}) == 2
    assert PictureRequest.model_validate(held.model_dump(mode="json")) == held
