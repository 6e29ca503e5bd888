"""Locked scenes survive every tool: each has a decision here, and a new one without it fails."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from studio.domain.errors import StudioError
from studio.domain.scene import Scene
from studio.makers import Makers
from studio.providers.stock.fake import FakeLibrary
from studio.wiring import Studio
from studio.wording import wording
from tests.support.toolbox import Toolbox, open_toolbox
from tools.registry import TOOLS

LINES = ("Bees dance 3 times.", "Bees rest for 9 hours.", "Bees fly.", "Bees hum.")
LOCKED = (1, 2)
"""Their numbers: the first scene, which hooks open, and one in the middle."""

LOOKS = frozenset(
    [
        "read_source",
        "list_sources",
        "list_packs",
        "list_presets",
        "what_if",
        "suggest_topics",
        "check_storyboard",
        "show_claims",
        "list_voices",
        "hear_voice",
        "list_media",
        "find_stock",
        "list_picture_makers",
        "show_history",
        "compare_versions",
        "show_profile",
        "look_back",
        "show_storyboard",
        "show_cost",
        "show_batch",
        "list_shares",
    ]
)
"""They change no storyboard."""
ELSEWHERE = frozenset(
    [
        "save_preset",
        "change_preset",
        "delete_preset",
        "remember",
        "forget",
        "set_ask_rule",
        "set_budget",
        "set_wait_rule",
        "set_replacement_rule",
        "make_batch",
        "stop_batch",
        "retry_batch",
        "approve_scripts",
        "localise",
        "fork_video",
        "export_video",
        "share_video",
        "stop_sharing",
    ]
)
"""They change something else: rules, what is remembered, other conversations, what is public."""
MAKES = frozenset({"make_pictures", "make_voice", "render"})
"""They make what the storyboard says. Who makes it for a maker that is down is never changed where a
scene is locked: ``tests/integration/tools/test_outages.py``."""
MOVES = frozenset({"undo", "redo", "go_to_version"})
"""They let an older version hold, locked scenes too, and say so."""

SCRIPT = {"title": "New", "scenes": [{"narration": f"Wasps {n}."} for n in range(5)]}
TRANSLATED = {
    "language": "de",
    "title": "Bienen",
    "scenes": [{"scene": n, "narration": f"Bienen {n}."} for n in range(1, 5)],
}


def op(kind: str, number: int, **more: Any) -> dict[str, Any]:
    return {"operations": [{"op": kind, "scene": number, **more}]}


KEEPS: Mapping[str, tuple[dict[str, Any], ...]] = {
    "edit_scenes": (
        op("rewrite", 3, narration="Wasps.", visual_prompt="a wasp"),
        op("retime", 4, seconds=9),
        {"operations": [{"op": "add", "at": 5, "scene": {"narration": "Wasps."}}]},
        op("move", 3, to=4),
        op("remove", 5),
    ),
    "use_stock": ({"picks": [{"scene": 3}]},),
    "restore_scene": ({"scene": 4},),
    "set_brief": ({"target_s": 60, "tempo": "slow", "audience": "kids", "keywords": ["hive"]},),
    "set_pack": ({"pack": "horror"}, {"template": "listicle"}, {"pack": ""}),
    "use_preset": ({"name": "Mine"},),
    "fit_length": ({}, {"target_s": 15}, {"target_s": 60}),
    "set_style": (
        {"mood": "tense", "palette_seed": 7, "captions": "karaoke", "music_gain_db": -30},
    ),
    "set_music": ({"source": "generated", "mood": "tense"}, {"source": "off"}),
    "set_output": ({"format": "1:1"}, {"fps": 60}),
    "set_pictures": ({"maker": "flat"},),
    "draft_script": (SCRIPT, {**SCRIPT, "hooks": ["Wasps?"], "chosen_hook": 1}),
}
"""What may be asked of the whole, or of an open scene; a locked one is as it was, word for word."""

REFUSES: Mapping[str, tuple[dict[str, Any], ...]] = {
    "choose_hook": ({"hook": 2},),
    "edit_scenes": tuple(
        wanted
        for number in LOCKED
        for wanted in (
            op("rewrite", number, narration="Wasps."),
            op("rewrite", number, on_screen_text="Wasps"),
            op("rewrite", number, motion="pan_left", transition="crossfade"),
            op("remove", number),
            op("retime", number, seconds=9),
            op("use_media", number, media=None),
        )
    ),
    "set_source": ({"title": "Bee report"}, {"title": "Bee report", "scene": 2}),
    "set_pictures": ({"maker": "flat", "scenes": [2]},),
    "use_stock": ({"picks": [{"scene": 2}]},),
    "restore_scene": ({"scene": 2},),
    "translate_script": (TRANSLATED,),
}
"""What would change a locked scene; it is told by its number, and nothing is changed."""


@pytest.fixture
async def locked(studio: Studio) -> Toolbox:
    """A video of four scenes whose words were changed once before two of them were locked."""
    box = await open_toolbox(replace(studio, stock=Makers({"fake": FakeLibrary()})))
    await box.draft(*(f"{line} Once." for line in LINES), hooks=["Did you know?", "Look."])
    for number, line in enumerate(LINES, 1):
        await box.edit({"op": "rewrite", "scene": number, "narration": line})
    await box.call("save_preset", name="Mine")
    await box.edit(*({"op": "lock", "scene": number} for number in LOCKED))
    return box


def test_every_tool_has_a_decision_about_locked_scenes() -> None:
    decided = [LOOKS, ELSEWHERE, MAKES, MOVES, frozenset(KEEPS) | frozenset(REFUSES)]
    assert {tool.name for tool in TOOLS} == frozenset().union(*decided)
    assert sum(map(len, decided)) == len(TOOLS)


async def test_locked_scenes_are_as_they_were_whatever_else_is_asked(locked: Toolbox) -> None:
    before = await locked_scenes(locked)
    assert len(before) == len(LOCKED)
    for name, all_of in KEEPS.items():
        for wanted in all_of:
            await locked.call(name, **wanted)
            after = await locked_scenes(locked)
            assert {id: after.get(id) for id in before} == before, (name, wanted)


async def test_what_would_change_a_locked_scene_is_refused_by_its_number_in_five_languages(
    locked: Toolbox,
) -> None:
    before = (await locked.newest()).storyboard
    for name, all_of in REFUSES.items():
        for wanted in all_of:
            with pytest.raises(StudioError, match=r"Scene [12] is locked") as refused:
                await locked.call(name, **wanted)
            told = refused.value.message
            assert (await locked.newest()).storyboard == before, (name, wanted)
            said = {code: wording(code).said(told) for code in ("es", "fr", "de", "pt")}
            assert told not in said.values(), (name, said)


async def test_going_back_and_forth_says_which_locked_scenes_are_other_ones(
    locked: Toolbox,
) -> None:
    version = (await locked.newest()).version
    told = await locked.call("go_to_version", version=1)
    assert told["locked_told"] == "Scenes 1 and 2 were locked; going back changed them, too."
    await locked.call("go_to_version", version=version)
    german = replace(locked, language="de")
    told = await german.call("go_to_version", version=1)
    assert "Szenen 1 und 2 waren gesperrt" in told["locked_told"]


async def locked_scenes(box: Toolbox) -> dict[str, Scene]:
    return {s.id: s for s in (await box.newest()).storyboard.scenes if s.locked}
