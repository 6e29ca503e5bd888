"""Tools that change the storyboard: one call, one version, told once."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from studio.domain.errors import InvalidEdit, NotFound, SceneLocked, UnsupportedLanguage
from studio.domain.events import StoryboardSaved
from studio.domain.overlays import (
    Badge,
    CallToAction,
    LowerThird,
    OverlayStyle,
    ProgressBar,
)
from studio.domain.scene import Fit
from studio.domain.units import UserId
from studio.wiring import Studio
from tests.support.studio import make_thread
from tests.support.toolbox import Toolbox, open_toolbox


async def test_a_script_is_saved_and_shown(box: Toolbox) -> None:
    answer = await box.draft("Why tides?", "The moon pulls.", hooks=["Look!", "Why?"])
    assert (answer["ok"], answer["version"], answer["scenes"]) == (True, 1, 2)
    assert [e.version for e in box.told if isinstance(e, StoryboardSaved)] == [1]
    [card] = box.cards("storyboard")
    assert (card["title"], card["hooks"]) == ("Tides", ["Look!", "Why?"])
    assert [(s["number"], s["narration"]) for s in card["scenes"]] == [
        (1, "Why tides?"),
        (2, "The moon pulls."),
    ]
    assert card["estimated_s"] == answer["estimated_s"] > 0


async def test_operations_of_one_call_are_one_version_with_numbers_counted_on_the_way(
    box: Toolbox,
) -> None:
    await box.draft("One.", "Two.", "Three.")
    answer = await box.edit(
        {"op": "remove", "scene": 1},
        {"op": "rewrite", "scene": 1, "narration": "Second.", "fit": "interest"},
        {"op": "add", "at": 3, "scene": {"narration": "Last."}},
        {"op": "move", "scene": 3, "to": 1},
        {"op": "lock", "scene": 1},
    )
    assert answer["version"] == 2
    assert await box.narrations() == ["Last.", "Second.", "Three."]
    assert (await box.newest()).storyboard.scenes[0].locked
    assert (await box.newest()).storyboard.scenes[1].fit is Fit.INTEREST
    assert (
        await box.newest()
    ).message == "Remove scene 1, rewrite scene 1, add scene 3, move scene 3"


async def test_an_operation_that_does_not_fit_undoes_its_whole_call(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    with pytest.raises(InvalidEdit, match="no scene 9; the video has 1 scenes"):
        await box.edit({"op": "remove", "scene": 1}, {"op": "remove", "scene": 9})
    assert await box.narrations() == ["One.", "Two."]


async def test_a_locked_scene_is_left_alone(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await box.edit({"op": "lock", "scene": 1})
    with pytest.raises(SceneLocked):
        await box.edit({"op": "rewrite", "scene": 1, "narration": "Other."})
    await box.edit({"op": "unlock", "scene": 1})
    await box.edit({"op": "rewrite", "scene": 1, "narration": "Other."})
    assert await box.narrations() == ["Other.", "Two."]


async def test_a_call_run_again_after_a_crash_changes_nothing_twice(box: Toolbox) -> None:
    await box.draft("One.", "Two.", "Three.")
    await box.edit({"op": "remove", "scene": 1}, call_id="a")
    await box.edit({"op": "lock", "scene": 1}, call_id="b")
    repeated = await box.edit({"op": "remove", "scene": 1}, call_id="a")
    await box.edit({"op": "lock", "scene": 1}, call_id="b")
    assert await box.narrations() == ["Two.", "Three."]
    assert repeated["version"] == (await box.newest()).version == 3
    assert box.cards("storyboard")[-1]["version"] == 3


async def test_edits_of_two_processes_both_count(box: Toolbox) -> None:
    await box.draft("One.", "Two.", "Three.", "Four.")
    await asyncio.gather(
        *(box.edit({"op": "retime", "scene": n, "seconds": 5 + n}) for n in (1, 2, 3, 4))
    )
    lengths = [scene.fixed_ms for scene in (await box.newest()).storyboard.scenes]
    assert lengths == [6000, 7000, 8000, 9000]


async def test_a_hook_opens_the_first_scene(box: Toolbox) -> None:
    await box.draft("The moon pulls.", hooks=["Look!", "Why do tides come?"])
    await box.call("choose_hook", hook=2)
    board = (await box.newest()).storyboard
    assert board.scenes[0].narration.startswith("Why do tides come?")
    assert box.cards("storyboard")[-1]["chosen_hook"] == 1
    with pytest.raises(InvalidEdit):
        await box.call("choose_hook", hook=5)


async def test_the_brief_takes_only_what_was_said(box: Toolbox) -> None:
    await box.call("set_brief", topic="tides", target_s=40)
    await box.call("set_brief", language="es", tempo="fast")
    brief = (await box.newest()).storyboard.brief
    assert (brief.topic, brief.target_s, brief.language, brief.tempo) == ("tides", 40, "es", "fast")


async def test_a_language_that_no_voice_speaks_is_refused_with_those_that_are_spoken(
    box: Toolbox,
) -> None:
    with pytest.raises(UnsupportedLanguage, match=r"No voice speaks 'tlh'.*en"):
        await box.call("set_brief", language="tlh")


async def test_the_style_takes_a_voice_by_its_name(box: Toolbox) -> None:
    voice = (await box.studio.speech.default.voices())[0]
    await box.draft("One.")
    await box.call("set_style", voice=voice.label.upper(), mood="calm", music_enabled=False)
    board = (await box.newest()).storyboard
    assert (board.style.voice.voice, board.style.mood, board.music.enabled) == (
        voice.id,
        "calm",
        False,
    )
    with pytest.raises(InvalidEdit, match=r"There is no voice 'Nobody'\. Voices: "):
        await box.call("set_style", voice="Nobody")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("draft_script", {"title": "T", "scenes": []}),
        ("draft_script", {"title": "T", "scenes": [{"narration": "n"}] * 61}),
        ("edit_scenes", {"operations": []}),
        ("edit_scenes", {"operations": [{"op": "explode", "scene": 1}]}),
        ("edit_scenes", {"operations": [{"op": "remove", "scene": 0}]}),
        ("choose_hook", {"hook": 6}),
        ("set_brief", {"target_s": 1}),
        ("set_brief", {"language": "english please"}),
        ("set_style", {"mood": "grumpy"}),
        ("set_output", {"format": "4:3"}),
        ("set_output", {"fps": 50}),
        ("set_output", {"codec": "vp9"}),
        ("make_pictures", {"scenes": [1]}),
    ],
)
async def test_arguments_out_of_bounds_never_reach_the_tool(
    box: Toolbox, name: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        await box.call(name, **arguments)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("edit_scenes", {"operations": [{"op": "remove", "scene": 1}]}),
        ("make_pictures", {}),
        ("make_voice", {}),
        ("render", {}),
    ],
)
async def test_before_there_is_a_script_the_model_is_told_to_draft_one(
    box: Toolbox, name: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(InvalidEdit, match="draft one first"):
        await box.call(name, **arguments)


async def test_another_persons_thread_is_not_found(studio: Studio, box: Toolbox) -> None:
    await box.draft("One.")
    stranger, _ = await make_thread(studio.works, "eve@example.com")
    foreign = replace(box, owner=UserId(stranger))
    for call in (
        foreign.draft("Mine now."),
        foreign.call("show_storyboard"),
        foreign.call("show_cost"),
        foreign.call("render"),
    ):
        with pytest.raises(NotFound):
            await call
    assert await box.narrations() == ["One."]


async def test_two_threads_know_nothing_of_each_other(studio: Studio, box: Toolbox) -> None:
    other = await open_toolbox(studio)
    await box.draft("One.")
    assert await other.call("show_storyboard") == {"ok": True, "version": 0, "scenes": []}


async def test_overlays_are_set_read_and_cleared(box: Toolbox) -> None:
    badge = {"kind": "badge", "label": "1 of 2"}
    name = {"kind": "lower_third", "name": "Ada", "role": "Diver", "from_ms": 500, "for_ms": 3_000}
    await box.draft("One.", "Two.")
    await box.edit({"op": "rewrite", "scene": 1, "overlays": [badge, name]})
    first = (await box.newest()).storyboard.scenes[0]
    assert first.overlays == (
        Badge(label="1 of 2"),
        LowerThird(name="Ada", role="Diver", from_ms=500, for_ms=3_000),
    )
    told = await box.call("show_storyboard")
    assert [o["kind"] for o in told["scenes"][0]["overlays"]] == ["badge", "lower_third"]

    await box.edit({"op": "rewrite", "scene": 1, "narration": "Still one."})
    assert (await box.newest()).storyboard.scenes[0].overlays == first.overlays
    await box.edit({"op": "rewrite", "scene": 1, "overlays": []})
    assert (await box.newest()).storyboard.scenes[0].overlays == ()


async def test_a_scene_can_be_drafted_and_added_with_overlays(box: Toolbox) -> None:
    call = {"kind": "call_to_action", "text": "Follow"}
    await box.draft("One.")
    await box.edit({"op": "add", "at": 2, "scene": {"narration": "Two.", "overlays": [call]}})
    assert (await box.newest()).storyboard.scenes[1].overlays == (CallToAction(text="Follow"),)
    with pytest.raises(ValidationError, match="kind"):
        await box.edit({"op": "rewrite", "scene": 1, "overlays": [{"kind": "sparkles"}]})


async def test_the_look_of_overlays_and_the_progress_bar_are_part_of_the_style(
    box: Toolbox,
) -> None:
    await box.draft("One.")
    await box.call("set_style", overlays="paper", progress_bar="segments")
    style = (await box.newest()).storyboard.style
    assert (style.overlays, style.progress_bar) == (OverlayStyle.PAPER, ProgressBar.SEGMENTS)


async def test_the_output_is_set_by_name_and_shown(box: Toolbox) -> None:
    await box.draft("One.")
    await box.call("set_output", format="720x1280", fps=60)
    await box.call("set_output", codec="hevc", platform="shorts")

    output = (await box.newest()).storyboard.output
    assert (output.width_px, output.height_px) == (720, 1280)
    shown = await box.call("show_storyboard")
    assert shown["output"] == {
        "format": "720x1280",
        "fps": 60,
        "codec": "hevc",
        "platform": "shorts",
    }
