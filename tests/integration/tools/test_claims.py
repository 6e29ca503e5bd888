"""Where a claim comes from is asked and answered, and a source is set, in conversation."""

from dataclasses import replace
from typing import Any

import pytest

from studio.domain import edit
from studio.domain.asking import ScriptAsk
from studio.domain.citation import Citation
from studio.domain.claims import Origin, claims_of
from studio.domain.errors import ApprovalNeeded, InvalidEdit
from studio.domain.scope import pieces_wanted
from studio.domain.source import Quoted
from studio.domain.waits import WaitRule
from studio.services import gates, rules, storyboards
from tests.support.toolbox import Toolbox

LINES = ("Bees visit 5,000 flowers a day.", "Honey cures a cough.", "They dance.")


async def test_the_user_asks_where_it_comes_from_and_gives_a_source(box: Toolbox) -> None:
    await box.draft(*LINES)

    asked = await box.call("show_claims")
    source = {"title": "Bee report", "url": "https://bees.example/a"}
    given = await box.call("set_source", about="5000", **source)

    assert [(c["scene"], c["from"]) for c in asked["claims"]] == [
        (1, "unsourced"),
        (2, "unsourced"),
    ]
    assert given["claims"][0]["from"] == "Bee report (https://bees.example/a)"
    assert given["claims"][0]["note"] == "named, but not read here"
    assert given["unsourced"] == 1
    first, second, third = box.cards("storyboard")[-1]["scenes"]
    assert [line["mark"] for line in first["claims"]] == ["Bee report (https://bees.example/a)"]
    assert [line["is_sourced"] for line in second["claims"]] == [False]
    assert third["claims"] == []
    # Other words in the scene leave its source; another figure is another claim.
    await box.edit({"op": "rewrite", "scene": 1, "narration": "Bees visit 9,000 flowers."})
    again = await box.call("show_claims", scene=1)
    assert again["claims"][0]["from"] == "unsourced"


async def test_the_check_names_each_scene_whose_claim_has_nothing_behind_it(box: Toolbox) -> None:
    await box.draft(*LINES)
    before = await box.call("check_storyboard")
    await box.call("set_source", title="My notes")
    after = await box.call("check_storyboard")

    found = [i for i in before["issues"] if i["rule"] == "figures_have_sources"]
    assert [(i["scene"], i["level"]) for i in found] == [(2, "warning"), (1, "suggestion")]
    assert "Honey cures a cough." in found[0]["message"]
    assert "figures_have_sources" not in {i["rule"] for i in after["issues"]}


async def test_a_source_without_a_target_is_for_all_and_can_be_taken_away(box: Toolbox) -> None:
    await box.draft(*LINES)

    given = await box.call("set_source", title="My notes")
    gone = await box.call("set_source", scene=2, remove=True)

    assert given["unsourced"] == 0
    assert [c["from"] for c in gone["claims"]] == ["unsourced"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scene": 3, "title": "x"},
        {"scene": 1},
        {"scene": 1, "url": "file:///etc/passwd"},
        {"scene": 1, "source": 4},
    ],
)
async def test_what_cannot_be_a_source_is_refused(box: Toolbox, wrong: dict[str, Any]) -> None:
    await box.draft(*LINES)
    with pytest.raises(InvalidEdit):
        await box.call("set_source", **wrong)


async def test_a_script_cites_what_was_read_and_nothing_else(box: Toolbox) -> None:
    await box.draft(*LINES)
    read = Quoted(title="Bee report", name="bees.pdf", read_at=box.studio.clock.now())
    saved = await box.newest()
    async with box.studio.work() as work:
        await storyboards.save(
            work,
            owner_id=box.owner,
            thread_id=box.thread,
            storyboard=saved.storyboard.model_copy(update={"sources": (read,)}),
            expected_version=saved.version,
            author="agent",
            message="Read it",
        )
    scenes: list[dict[str, Any]] = [{"narration": line} for line in LINES]
    scenes[0]["cites"] = [{"says": "5,000 flowers", "source": 1}]

    await box.call("draft_script", title="Bees", scenes=scenes)

    first, second = claims_of((await box.newest()).storyboard)
    assert (first.origin, first.is_read, first.mark) == (Origin.CITED, True, "Bee report")
    assert second.origin is Origin.UNSOURCED
    scenes[0]["cites"] = [{"says": "5,000 flowers", "source": 2}]
    with pytest.raises(InvalidEdit, match="has no source 2"):
        await box.call("draft_script", title="Bees", scenes=scenes)


async def test_no_piece_of_the_video_is_made_again_for_a_source(box: Toolbox) -> None:
    await box.draft(*LINES)
    board = (await box.newest()).storyboard
    named = edit.SceneChange(citations=(Citation(title="My notes"),))

    sourced = edit.rewrite_scene(board, board.scenes[0].id, named)

    assert pieces_wanted(sourced, {}) == pieces_wanted(board, {})


async def test_a_script_that_waits_shows_what_stands_behind_its_claims(box: Toolbox) -> None:
    await box.draft(*LINES)
    await box.call("set_source", title="Bee report", scene=1)
    async with box.studio.work() as work:
        await rules.wait(work, owner_id=box.owner, rule=WaitRule(script=True))
    german = replace(box, language="de")
    with pytest.raises(ApprovalNeeded):
        await german.call("make_pictures")
    async with box.studio.work() as work:
        (gate,) = await gates.of_thread(work, owner_id=box.owner, thread_id=box.thread)
    assert isinstance(gate.ask, ScriptAsk)
    marks = [[claim.mark for claim in line.claims] for line in gate.ask.script]
    assert marks == [["Bee report"], ["ohne Beleg"], []]
