"""Choosing who makes pictures, and holding them to pictures that exist."""

from dataclasses import replace

import pytest

from studio.domain.asset import picture_maker, picture_request
from studio.domain.errors import InvalidEdit
from studio.makers import Makers
from studio.providers.images.fake import FlatPictures
from tests.support.toolbox import Toolbox


class Unable(FlatPictures):
    """Takes no references along."""

    name = "unable-1"
    max_references = 0


@pytest.fixture
def two(box: Toolbox) -> Toolbox:
    both = Makers({"flat": FlatPictures(), "unable": Unable()})
    return replace(box, studio=replace(box.studio, pictures=both))


async def test_makers_are_listed_with_their_price(two: Toolbox) -> None:
    told = await two.call("list_picture_makers")

    assert told["now"] == "flat"
    assert told["makers"] == [
        {"name": "flat", "usd_a_picture": "0", "references": 4},
        {"name": "unable", "usd_a_picture": "0", "references": 0},
    ]


async def test_one_scene_or_all_are_given_to_another_maker(two: Toolbox) -> None:
    await two.draft("One.", "Two.")

    await two.call("set_pictures", maker="unable", scenes=[2])
    board = (await two.newest()).storyboard
    assert [picture_maker(board, scene.id) for scene in board.scenes] == ["", "unable"]

    await two.call("set_pictures", maker="flat")
    board = (await two.newest()).storyboard
    assert [picture_maker(board, scene.id) for scene in board.scenes] == ["flat", "flat"]


async def test_a_maker_that_is_not_here_is_named_with_those_that_are(two: Toolbox) -> None:
    await two.draft("One.")

    with pytest.raises(InvalidEdit, match="flat, unable"):
        await two.call("set_pictures", maker="dreamer")


async def test_the_picture_of_a_scene_is_kept_to_and_makers_that_cannot_say_so(
    two: Toolbox,
) -> None:
    await two.draft("Mia wakes.", "Mia runs.", "The sea.")
    with pytest.raises(InvalidEdit, match="no picture yet"):
        await two.call("set_pictures", references=[{"name": "Mia", "scene": 1}])
    await two.call("make_pictures")

    told = await two.call("set_pictures", references=[{"name": "Mia", "scene": 1}])

    board = (await two.newest()).storyboard
    [reference] = board.style.references
    asked = [picture_request(board, scene.id).references for scene in board.scenes]
    assert asked == [(reference,), (reference,), ()]
    assert told["notes"] == []

    told = await two.call("set_pictures", maker="unable")
    assert told["notes"] == ["unable takes 0 of 1 reference pictures along. flat can."]


async def test_a_reference_that_is_not_there_is_named(two: Toolbox) -> None:
    await two.draft("Mia wakes.")

    with pytest.raises(InvalidEdit, match="no upload 3"):
        await two.call("set_pictures", references=[{"media": 3}])
    with pytest.raises(InvalidEdit, match="either"):
        await two.call("set_pictures", references=[{"name": "Mia"}])
