"""Checks in conversation: rules by name on a card, and the length fitted as one version."""

import pytest

from studio.domain.errors import InvalidEdit
from tests.support.toolbox import Toolbox

LINES = [
    "Tides are slow, and they never stop for anybody at all.",
    "The moon pulls at the sea twice a day, a little later each time.",
    "In a narrow bay the water rises as high as a house of four floors.",
]


async def test_a_check_is_told_and_shown(box: Toolbox) -> None:
    await box.call("set_brief", topic="tides", target_s=60)
    await box.draft("Hello and welcome to my channel.", *LINES[1:])
    told = await box.call("check_storyboard")

    rules = {(issue["rule"], issue["level"]) for issue in told["issues"]}
    assert {("hook_says_something", "suggestion"), ("total_length", "error")} <= rules
    assert told["errors"] == 1
    card = box.cards("check")[-1]
    assert card["issues"][0]["rule"] == "total_length"
    assert (card["version"], card["target_s"]) == (told["version"], 60)


async def test_nothing_is_checked_before_there_is_a_script(box: Toolbox) -> None:
    with pytest.raises(InvalidEdit, match="draft one first"):
        await box.call("check_storyboard")


async def test_a_length_is_fitted_by_the_measured_voice_and_undone_as_one_step(
    box: Toolbox,
) -> None:
    await box.draft(*LINES)
    await box.edit({"op": "lock", "scene": 1})
    await box.call("make_voice")
    before = (await box.newest()).storyboard
    told = await box.call("check_storyboard")
    wanted = round(told["seconds"] * 1.12)
    fitted = await box.call("fit_length", target_s=wanted)
    after = await box.newest()

    assert fitted["is_close"]
    assert fitted["changed_scenes"] == [2, 3]
    assert after.version == fitted["version"]
    assert after.storyboard.brief.target_s == wanted
    assert after.storyboard.scenes[0] == before.scenes[0]
    assert after.message == f"Fit the length to {wanted} s"
    assert "total_length" not in {i["rule"] for i in (await box.call("check_storyboard"))["issues"]}
