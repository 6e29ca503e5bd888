"""A video keeps the length asked for: a model is told the measure, then pauses and the voice's rate mend it."""

import pytest

from studio.services import storyboards
from tests.support.toolbox import Toolbox, open_toolbox
from tools.context import ToolContext
from tools.lengths import told_of_length

LINES = [
    "Tides are slow, and they never stop for anybody at all.",
    "The moon pulls at the sea twice a day, a little later each time.",
    "In a narrow bay the water rises as high as a house of four floors.",
]
WRITTEN = sum(map(len, LINES))


def context_of(box: Toolbox) -> ToolContext:
    async def nowhere(_: object) -> None:
        pass

    return ToolContext(
        studio=box.studio,
        owner_id=box.owner,
        thread_id=box.thread,
        turn_id=box.turn,
        root_id=box.turn,
        emit=nowhere,
        profiles=box.shelf,
        language=box.language,
    )


async def another_message(box: Toolbox) -> None:
    box.turn = (await open_toolbox(box.studio)).turn


async def estimated(box: Toolbox) -> float:
    return (await box.call("show_storyboard"))["estimated_s"]


async def test_the_brief_tells_how_much_is_to_be_written(box: Toolbox) -> None:
    usual = (await box.call("set_brief", target_s=30))["narration_characters"]
    fast = (await box.call("set_brief", tempo="fast"))["narration_characters"]

    assert 350 < usual < 430
    assert fast == pytest.approx(usual * 1.15, rel=0.02)


async def test_a_script_far_from_the_length_is_asked_for_once_more(box: Toolbox) -> None:
    await box.call("set_brief", target_s=30)
    first = await box.draft(*LINES)
    again = await box.draft(*LINES, "And so it goes.")
    same = await box.draft(*LINES, "And so it goes.")

    assert first["written_characters"] == WRITTEN
    assert first["write_again_with"] > WRITTEN * 1.5
    assert "write_again_with" not in again
    assert "write_again_with" not in same


async def test_a_length_that_nobody_asked_for_is_nobodys_measure(box: Toolbox) -> None:
    told = await box.draft(*LINES)
    before = (await box.newest()).version
    await box.call("make_voice")

    assert "write_again_with" not in told
    assert (await box.newest()).version == before


@pytest.mark.parametrize(("target_s", "rate"), [(14, 1.0), (11, 1.05)])
async def test_a_new_video_is_fitted_once_its_voice_is_measured(
    box: Toolbox, target_s: int, rate: float
) -> None:
    await box.call("set_brief", target_s=target_s)
    await box.draft(*LINES)
    await box.call("make_voice")

    saved = await box.newest()
    assert await estimated(box) == pytest.approx(target_s, rel=0.05)
    assert saved.storyboard.voice_rate == pytest.approx(rate, abs=0.05)
    assert saved.message == f"Fit the length to {target_s} s"


async def test_a_tempo_that_is_asked_for_is_kept_and_the_length_told(box: Toolbox) -> None:
    await box.call("set_brief", target_s=12)
    await box.draft(*LINES)
    await box.call("make_voice")
    await another_message(box)
    await box.call("set_brief", tempo="slow")
    await box.call("make_voice")
    saved, seconds = await box.newest(), await estimated(box)
    box.language = "de"

    told = await told_of_length(context_of(box), saved, seconds=seconds)

    assert saved.storyboard.voice_rate == 1.0
    assert seconds > 12 * 1.05
    assert "die Stimme behält das Tempo" in told["length_told"]
    assert "keeps the tempo" in told["off_length"]


async def test_what_was_gone_back_to_stays_as_it_was(box: Toolbox) -> None:
    await box.call("set_brief", target_s=14)
    await box.draft(*LINES)
    await another_message(box)
    await box.call("set_brief", target_s=30)
    await another_message(box)
    await box.call("undo")
    before = (await box.newest()).version
    await box.call("make_voice")

    assert (await box.newest()).version == before
    async with box.studio.work() as work:
        steps = await storyboards.history(work, owner_id=box.owner, thread_id=box.thread)
    assert not any(step.message.startswith("Fit the length") for step in steps)
