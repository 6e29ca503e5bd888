"""Every sentence of the grammar, and what it leads to."""

import json
from typing import Any

import pytest

from studio.providers.llm.director.decide import decide
from tests.unit.director.boards import (
    BOARD,
    LINES,
    after,
    decided,
    history,
    operations,
    said,
    words_after,
)


@pytest.mark.parametrize(
    ("ask", "left"),
    [
        ("remove scene 3", "abd"),
        ("REMOVE SCENE 3!!!", "abd"),
        ("Please, could you remove the third scene?", "abd"),
        ("can you remove scene 3?", "abd"),
        ("would you mind deleting scene #3", "abd"),
        ("delete   scene no. 3 .", "abd"),
        ("get rid of scene three", "abd"),
        ("I don't need scene 3 any more", "abd"),
        ("how about dropping the 3rd scene", "abd"),
        ("why don't you take out scene3?", "abd"),
        ("scene 3 should go", "abd"),
        ("I would like you to cut scene 3, please.", "abd"),
        ("thanks, now remove scene 3", "abd"),
        ("remove scene 3 because it is boring", "abd"),
        ("remove scene 3 instead of scene 2", "abd"),
        ("don't remove scene 2, remove scene 3", "abd"),
        ("don't remove scene 2 but scene 3", "abd"),
        ("delete the last scene", "abc"),
        ("delete the last one", "abc"),
        ("delete the first scene", "bcd"),
        ("remove the last two scenes", "ab"),
        ("remove the second to last scene", "abd"),
        ("I want scene 3 gone", "abd"),
        ("take scene 3 out", "abd"),
        ("we could lose the third scene, I guess", "abd"),
        ("remove scene 3, not scene 2", "abd"),
        ("cut 2 and 3", "ad"),
        ("delete scenes 1, 2 and the last one", "c"),
        ("move scene 2 up", "bacd"),
        ("move scene 1 to the end, and scene 4 to the front", "dbca"),
        ("remove scenes 2 and 3", "ad"),
        ("remove scene 2 and scene 3", "ad"),
        ("remove 2 and 3", "ad"),
        ("remove scenes 2, 3 & 4", "a"),
        ("remove scenes 2 to 4", "a"),
        ("remove scenes 4 to 2", "a"),
        ("remove the second and third scenes", "ad"),
        ("remove everything except scene 2", "b"),
        ("keep scene 1 and remove the rest", "a"),
        ("swap 1 and 2", "bacd"),
        ("swap scenes 1 and 2", "bacd"),
        ("swap scene 1 and scene 2", "bacd"),
        ("switch scene 1 with scene 4", "dbca"),
        ("swap the first and last scene", "dbca"),
        ("swap the order of scenes 1 and 2", "bacd"),
        ("scene three, delete it", "abd"),
        ("exchange 1 with 3", "cbad"),
        ("move scene 3 to the front", "cabd"),
        ("put scene 3 first", "cabd"),
        ("start with scene 3", "cabd"),
        ("move scene 3 to the end", "abdc"),
        ("move the first scene to the end of the video", "bcda"),
        ("move scene 4 to position 2", "adbc"),
        ("move scene 4 before scene 2", "adbc"),
        ("move scene 1 after scene 3", "bcad"),
        ("move scenes 3 and 4 to the front", "cdab"),
        ("remove scene 1 and move scene 4 to the front", "dbc"),
        ("swap 1 and 2 and remove scene 1", "bcd"),
        ("remove scene 1, then move scene 2 after scene 3", "cbd"),
        ("move scene 4 to the front, remove scene 2 and scene 3", "da"),
    ],
)
def test_scenes_are_named_as_they_stood_before_the_message(ask: str, left: str) -> None:
    assert "".join(after(ask)) == left


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("the second scene is too long", [("rewrite", 2)]),
        ("scene 2's too long!", [("rewrite", 2)]),
        ("make scene 2 shorter", [("rewrite", 2)]),
        ("Scene 2 shorter", [("rewrite", 2)]),
        ("could scene 2 be a bit shorter?", [("rewrite", 2)]),
        ("I think scene 2 is way too long", [("rewrite", 2)]),
        ("scene 2 should not be so long", [("rewrite", 2)]),
        ("trim the second scene please", [("rewrite", 2)]),
        ("lock scene 1 and make scene 2 shorter", [("rewrite", 2), ("lock", 1)]),
        ("lock scene 2 and move it up", [("move", 2), ("lock", 1)]),
        ("unlock everything", [("unlock", n) for n in (1, 2, 3, 4)]),
        ("scene 2: shorter", [("rewrite", 2)]),
        ("scene 2 and scene 3 should be longer", [("retime", 2), ("retime", 3)]),
        ("scene 2 should show a beach at night", [("rewrite", 2)]),
        ("scene 2 should last 2 s", [("rewrite", 2), ("retime", 2)]),
        ("lock scene 1 and shorten the rest", [("rewrite", 2), ("lock", 1)]),
        ("lock scenes 1 and 3", [("lock", 1), ("lock", 3)]),
        ("lock all scenes", [("lock", n) for n in (1, 2, 3, 4)]),
        ("lock everything except scene 2", [("lock", n) for n in (1, 3, 4)]),
        ("lock scene 2 and make it shorter", [("rewrite", 2), ("lock", 2)]),
        ("scene 3 is too short", [("retime", 3)]),
        ("extend scene 3", [("retime", 3)]),
        ("make the first two scenes longer", [("retime", 1), ("retime", 2)]),
        ("make scene 3 and scene 4 longer", [("retime", 3), ("retime", 4)]),
        ("make scene 3 longer and scene 2 shorter", [("rewrite", 2), ("retime", 3)]),
        ("remove scene 3 and make scene 1 longer", [("retime", 1), ("remove", 3)]),
        ("swap scenes 1 and 2", [("move", 2)]),
        ("remove scene 2 and make it shorter", [("remove", 4), ("remove", 2)]),
        ("it is too long", [("remove", 3)]),
        ("shorter please", [("remove", 3)]),
    ],
)
def test_a_sentence_becomes_operations(ask: str, expected: list[tuple[str, int]]) -> None:
    assert [(o["op"], o["scene"]) for o in operations(ask)] == expected


@pytest.mark.parametrize(
    ("ask", "seconds"),
    [
        ("scene 2 should last 7 seconds", 7.0),
        ("make scene 2 7.5 s long", 7.5),
        ("set the second scene to 6 sec", 6.0),
        ("make scene 2 two seconds longer", 6.6),
        ("extend scene 2 by 3 s", 7.6),
    ],
)
def test_a_scene_gets_the_length_asked_for(ask: str, seconds: float) -> None:
    (one,) = operations(ask)
    assert (one["op"], one["scene"], one["seconds"]) == ("retime", 2, seconds)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ("scene 2 should say: Blood is blue.", {2: "Blood is blue."}),
        ('Scene 2 should say "Blood is blue."', {2: "Blood is blue."}),
        ("scene 2: Blood is blue", {2: "Blood is blue"}),
        ("SCENE 2 - says: Blood is blue", {2: "Blood is blue"}),
        ("make the second scene say Blood is blue", {2: "Blood is blue"}),
        ("replace scene 2 with: Blood is blue", {2: "Blood is blue"}),
        ("change the text of scene 2 to: Blood is blue", {2: "Blood is blue"}),
        ("the text of scene 2 should be: Blood is blue", {2: "Blood is blue"}),
        ("in scene 2 say: Blood is blue", {2: "Blood is blue"}),
        ("rewrite scene 2 to: Blood is blue", {2: "Blood is blue"}),
        ("scene 2: In the first scene, blood", {2: "In the first scene, blood"}),
        ("scene 2: Red and then blue. Then green.", {2: "Red and then blue. Then green."}),
        ("scene 1: One fact\nscene 3: Three facts", {1: "One fact", 3: "Three facts"}),
        ("scene 1: One fact. Remove scene 4.", {1: "One fact."}),
        ("start with a question", {1: "Did you know that octopuses have three hearts?"}),
        ("start the video with a question", {1: "Did you know that octopuses have three hearts?"}),
        ("scene 3 should open with a question", {3: "Did you know that their blood is blue?"}),
        (
            "make scene 2 shorter and start the video with a question",
            {
                1: "Did you know that octopuses have three hearts?",
                2: "Two pump blood to the gills.",
            },
        ),
        (
            "make scene 2 shorter and start it with a question",
            {2: "Did you know that two pump blood to the gills?"},
        ),
        (
            "split scene 2",
            {2: "Two pump blood to the gills.", 3: "One serves the rest of the body."},
        ),
        (
            "merge scenes 1 and 3",
            {1: "Octopuses have three hearts. Their blood is blue.", 3: LINES[3]},
        ),
        ("combine scene 3 with scene 4", {3: "Their blood is blue. Each arm can taste."}),
        ("add a scene saying: It has no bones.", {5: "It has no bones."}),
        ("add a scene that says It has no bones. at the start", {1: "It has no bones."}),
        ("Add a new scene: It has no bones. Remove scene 1", {4: "It has no bones."}),
    ],
)
def test_words_end_up_where_they_were_meant_for(ask: str, words: dict[int, str]) -> None:
    told = words_after(ask)
    assert {number: told[number - 1] for number in words} == words


@pytest.mark.parametrize(
    ("ask", "number", "topic"),
    [
        ("add a scene about ink and mimicry after scene 2", 3, "ink and mimicry"),
        ("add a scene about ink before scene 1", 1, "ink"),
        ("after scene 2, add a scene about ink", 3, "ink"),
        ("please insert another scene on ink at the end.", 5, "ink"),
        ("add a scene at the end about ink", 5, "ink"),
        ("put a scene about ink after the first scene", 2, "ink"),
        ("add a scene about ink", 5, "ink"),
        ("add a scene about ink after scene 2 and remove scene 1", 2, "ink"),
    ],
)
def test_an_added_scene_is_a_labelled_place_for_words(ask: str, number: int, topic: str) -> None:
    assert topic in words_after(ask)[number - 1]
    assert "placeholder" in said(ask)


@pytest.mark.parametrize(
    ("ask", "tool", "arguments"),
    [
        ("use a male voice", "set_style", {"voice": "male"}),
        (
            "use the ElevenLabs voice Rachel",
            "set_style",
            {"voice_maker": "elevenlabs", "voice": "rachel"},
        ),
        ("try the Kokoro voice", "set_style", {"voice_maker": "kokoro"}),
        ("change voice", "set_style", {"voice": "female"}),
        ("turn down the music", "set_style", {"music_gain_db": -26.0}),
        ("the music should be louder", "set_style", {"music_gain_db": -12.0}),
        ("speed it up", "set_brief", {"tempo": "fast"}),
        ("keep it under 15 seconds", "set_brief", {"target_s": 15}),
        ("can we get it down to 10 seconds?", "set_brief", {"target_s": 10}),
        ("another voice", "set_style", {"voice": "female"}),
        ("I don't want any music", "set_style", {"music_enabled": False}),
        ("turn the music on", "set_style", {"music_enabled": True}),
        ("don't add music", "set_style", {"music_enabled": False}),
        ("can you speak slower?", "set_brief", {"tempo": "slow"}),
        ("make the whole thing 20 seconds", "set_brief", {"target_s": 20}),
        ("make it a minute long", "set_brief", {"target_s": 60}),
        ("lock scene 1 and make it 20 s", "set_brief", {"target_s": 20}),
        ("make it 12 s", "set_brief", {"target_s": 12}),
        ("the video should be a total of 12 seconds", "set_brief", {"target_s": 12}),
        ("cut everything down to 12 s", "set_brief", {"target_s": 12}),
        ("take the 2nd hook", "choose_hook", {"hook": 2}),
        ("how much did it cost?", "show_cost", {}),
        ("what does scene 2 say?", "show_storyboard", {}),
        ("how long is it?", "show_storyboard", {}),
        ("export", "render", {"profile": "standard"}),
    ],
)
def test_other_sentences_call_their_tool(ask: str, tool: str, arguments: dict[str, Any]) -> None:
    assert decided(ask, board=tool not in {"show_cost", "show_storyboard"}).call == (
        tool,
        arguments,
    )


def operations_on(ask: str, number: int, **facts: Any) -> list[tuple[str, int, Any]]:
    """The operations where one scene of the board is different."""
    scenes = [s | facts if s["number"] == number else s for s in BOARD["scenes"]]
    reply = decide(history(ask, json.dumps({**BOARD, "scenes": scenes})))
    assert reply.call is not None
    return [(o["op"], o["scene"], o.get("seconds")) for o in reply.call[1]["operations"]]


def test_a_locked_scene_is_passed_over_where_all_scenes_are_meant() -> None:
    found = operations_on("make every scene longer", 2, locked=True)
    assert [number for _, number, _ in found] == [1, 3, 4]


def test_a_locked_scene_is_never_left_out_to_save_time() -> None:
    assert operations_on("make it shorter", 3, locked=True) == [("remove", 4, None)]


def test_a_scene_that_was_held_gets_shorter_by_letting_it_go() -> None:
    assert operations_on("make scene 3 shorter", 3, seconds=6.0) == [("retime", 3, None)]
