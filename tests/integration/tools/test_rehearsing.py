"""What a change would take: a card, and nothing changed."""

import pytest

from studio.domain.errors import Invalid, InvalidEdit
from studio.providers.llm.director.rehearsing import Heard
from studio.services import storyboards
from tests.support.toolbox import Toolbox
from tools.rehearsing import EDITS, Step


async def test_an_edit_is_told_and_not_made(box: Toolbox) -> None:
    await box.draft("One.", "Two.", "Three.")
    before = await box.newest()
    operations = [{"op": "rewrite", "scene": 2, "narration": "Other words entirely."}]
    told = await box.call(
        "what_if",
        calls=[
            {"tool": "edit_scenes", "arguments": {"operations": operations}},
            {"tool": "set_style", "arguments": {"captions": "karaoke"}},
        ],
    )

    assert told["nothing_was_changed"]
    assert 2 in told["scenes"]
    assert told["takes_s"] > 0
    assert await box.newest() == before
    assert box.cards("change")[-1]["is_dry"]
    async with box.studio.work() as work:
        steps = await storyboards.history(work, owner_id=box.owner, thread_id=box.thread)
    assert len(steps) == 1


async def test_a_scene_that_would_go_is_told_with_the_new_numbers(box: Toolbox) -> None:
    await box.draft("One.", "Two.", "Three.", "Four.")
    gone = {"tool": "edit_scenes", "arguments": {"operations": [{"op": "remove", "scene": 2}]}}
    told = await box.call("what_if", calls=[gone])
    assert (told["removed"], told["renumbered"]) == ([2], [[3, 2], [4, 3]])
    assert box.cards("change")[-1]["removed"] == [2]
    assert (
        Heard("", "en")
        .told({**told, "scenes": []})
        .startswith(
            "This would remove scene 2. What was 3, 4 becomes 2, 3. That would touch no other scene"
        )
    )


async def test_what_does_not_fit_is_refused_as_the_edit_itself(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    gone = {"tool": "edit_scenes", "arguments": {"operations": [{"op": "remove", "scene": 9}]}}
    with pytest.raises(InvalidEdit, match="There is no scene 9"):
        await box.call("what_if", calls=[gone])
    with pytest.raises(Invalid, match="set_style: captions"):
        await box.call("what_if", calls=[{"tool": "set_style", "arguments": {"captions": "x"}}])
    with pytest.raises(InvalidEdit, match="change nothing"):
        await box.call("what_if", calls=[{"tool": "set_style", "arguments": {}}])
    stock = {"tool": "set_music", "arguments": {"source": "stock", "query": "rain"}}
    with pytest.raises(InvalidEdit, match="Stock has to be fetched"):
        await box.call("what_if", calls=[stock])


def test_every_edit_that_is_offered_can_be_tried() -> None:
    assert set(Step.model_json_schema()["properties"]["tool"]["enum"]) == set(EDITS)
