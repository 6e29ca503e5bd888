"""The offline director understands plain requests and invents nothing."""

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from studio.providers.llm.director.decide import decide
from studio.providers.llm.director.editing import output_of
from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.model import Director
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.text import sentences
from studio.providers.llm.director.writing import script
from tools.scenes import EditArguments
from tools.script import ScriptArguments

TEXT = (
    "Octopuses have three hearts. Two of them pump blood to the gills, and one serves the rest "
    "of the body. When an octopus swims, that heart stops beating. This is why it would rather "
    "crawl than swim. Their blood is blue, because it carries copper instead of iron. Each of "
    "the 8 arms can taste what it touches. Two thirds of the neurons sit in the arms."
)
BOARD: dict[str, Any] = {
    "ok": True,
    "version": 2,
    "target_s": 30,
    "scenes": [
        {"number": n, "seconds": 4.0, "narration": line, "locked": False}
        for n, line in enumerate(
            [
                "Octopuses have three hearts.",
                "Two pump blood to the gills. One serves the rest of the body.",
                "Their blood is blue.",
                "Each arm can taste.",
            ],
            start=1,
        )
    ],
}


def answered(ask: str, *results: str) -> list[BaseMessage]:
    drafted = AIMessage("", tool_calls=[{"name": "draft_script", "args": {}, "id": "c0"}])
    history: list[BaseMessage] = [
        HumanMessage("make a video"),
        drafted,
        ToolMessage("{}", tool_call_id="c0"),
        HumanMessage(ask),
    ]
    for number, result in enumerate(results, start=1):
        call = {"name": "x", "args": {}, "id": f"c{number}"}
        history += [
            AIMessage("", tool_calls=[call]),
            ToolMessage(result, tool_call_id=f"c{number}"),
        ]
    return history


@pytest.mark.parametrize(
    ("ask", "kinds"),
    [
        ("make a gif of it", ["gif"]),
        ("give me a GIF", ["gif"]),
        ("export it as webp", ["webp"]),
        ("just the audio", ["audio"]),
        ("send me the audio file", ["audio"]),
        ("give me a small copy for discord", ["relay"]),
        ("make me some thumbnails", ["covers"]),
        ("a gif and the audio file", ["gif", "audio"]),
    ],
)
def test_other_files_are_made_of_the_video_that_is_there(ask: str, kinds: list[str]) -> None:
    results: list[str] = []
    for kind in kinds:
        reply = decide(answered(ask, *results))
        assert reply.call == ("export_video", {"kind": kind})
        results.append(json.dumps({"ok": True, "file": "tides"}))
    assert decide(answered(ask, *results)).call is None


def test_a_file_that_is_wanted_with_a_change_comes_after_the_render() -> None:
    ask, results = "make scene 2 shorter and give me a gif", [json.dumps(BOARD)]
    names: list[str] = []
    while (call := decide(answered(ask, *results[: len(names) + 1])).call) is not None:
        names.append(call[0])
        results.append(json.dumps({"ok": True, "duration_s": 20}))
    assert names == ["edit_scenes", "render", "export_video"]


@pytest.mark.parametrize(
    "ask", ["the music is too loud", "scene 2: the sound alone is scary", "export"]
)
def test_what_only_sounds_like_another_file_is_none(ask: str) -> None:
    assert "export" not in understand(ask, has_video=True).kinds


def operations(ask: str) -> list[dict[str, Any]]:
    reply = decide(answered(ask, json.dumps(BOARD)))
    assert reply.call is not None
    name, arguments = reply.call
    assert name == "edit_scenes", reply
    EditArguments.model_validate(arguments)
    return arguments["operations"]


@pytest.mark.parametrize(
    ("ask", "seconds"),
    [
        ("make this into a 30 s video: ", 30),
        ("Please turn this text into a 45-second video:\n", 45),
        ("Make this into a 1 minute short: ", 60),
        ("create a 20 sec reel from this: ", 20),
    ],
)
def test_a_pasted_text_is_told_at_the_length_asked_for(ask: str, seconds: int) -> None:
    wish = understand(ask + TEXT, has_video=False)
    assert (wish.text, wish.target_s) == (TEXT, seconds)


def test_a_long_text_alone_is_a_text_to_tell() -> None:
    assert understand(TEXT, has_video=False).text == TEXT


@pytest.mark.parametrize(
    "ask",
    ["make a 30 s video about black holes", "a short video about black holes", "black holes"],
)
def test_a_bare_topic_is_outlined(ask: str) -> None:
    assert understand(ask, has_video=False).topic == "black holes"


def test_a_script_has_only_the_words_of_the_text() -> None:
    written = script(TEXT, target_s=15, telling=Telling())
    ScriptArguments.model_validate(written)
    said = " ".join(scene["narration"] for scene in written["scenes"])
    assert all(sentence in TEXT for sentence in sentences(said))
    assert len(said) < len(TEXT)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("remove scene 3", [("remove", 3)]),
        ("please delete the scene two", [("remove", 2)]),
        ("swap scenes 1 and 4", [("move", 4), ("move", 2)]),
        ("move scene 4 to the start", [("move", 4)]),
        ("lock scene 1", [("lock", 1)]),
        ("unlock scene 1 and remove scene 2", [("unlock", 1), ("remove", 2)]),
        ("scene 2 should last 5 seconds", [("retime", 2)]),
        ("make scene 3 longer", [("retime", 3)]),
        ("scene 2: Blood runs to the gills.", [("rewrite", 2)]),
        ("make scene 2 shorter", [("rewrite", 2)]),
        ("make it shorter", [("remove", 2)]),
        ("start with a question", [("rewrite", 1)]),
    ],
)
def test_an_edit_becomes_operations(ask: str, expected: list[tuple[str, int]]) -> None:
    assert [(o["op"], o["scene"]) for o in operations(ask)] == expected


@pytest.mark.parametrize(
    ("ask", "media", "scene"),
    [
        ("use my clip 1 in scene 2", 1, 2),
        ("Please show photo number three in the first scene", 3, 1),
        ("put my picture 2 into scene 3", 2, 3),
        ("use clip #2 for the last scene", 2, 4),
    ],
)
def test_the_users_own_media_take_the_place_of_a_picture(ask: str, media: int, scene: int) -> None:
    assert operations(ask) == [{"op": "use_media", "scene": scene, "media": media}]


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("let me hear clip 1", {"op": "hear", "sound": "under", "media": 1}),
        ("mute the clip in scene 2", {"op": "hear", "scene": 2, "sound": "muted"}),
        ("let me hear the clip in scene 3", {"op": "hear", "scene": 3, "sound": "under"}),
        (
            "let me hear only the clip in scene 2",
            {"op": "hear", "scene": 2, "sound": "instead"},
        ),
        ("mute my clip", {"op": "hear", "sound": "muted"}),
    ],
)
def test_a_clip_is_heard_or_muted(ask: str, expected: dict[str, object]) -> None:
    assert operations(ask) == [expected]


@pytest.mark.parametrize(
    ("ask", "motion", "scene"),
    [
        ("use parallax in scene 2", "parallax", 2),
        ("give scene 3 a parallax effect", "parallax", 3),
        ("zoom out in scene 1, please", "zoom_out", 1),
        ("scene 2 should pan left", "pan_left", 2),
    ],
)
def test_a_camera_move_is_given_to_a_scene(ask: str, motion: str, scene: int) -> None:
    assert operations(ask) == [{"op": "rewrite", "scene": scene, "motion": motion}]


def test_two_wishes_for_one_scene_are_one_rewrite() -> None:
    (one,) = operations("make scene 2 shorter and start with a question")
    assert one["narration"] == "Did you know that two pump blood to the gills?"


@pytest.mark.parametrize(
    ("ask", "tool", "arguments"),
    [
        ("use a female voice", "set_style", {"voice": "female"}),
        ("clean captions please", "set_style", {"captions": "clean"}),
        ("karaoke captions please", "set_style", {"captions": "karaoke"}),
        ("set the caption style to typewriter", "set_style", {"captions": "typewriter"}),
        ("no music, epic mood", "set_style", {"mood": "epic", "music_enabled": False}),
        ("speak faster", "set_brief", {"tempo": "fast"}),
        ("in Spanish please", "set_brief", {"language": "es"}),
        ("use hook 3", "choose_hook", {"hook": 3}),
        ("make it square", "set_output", {"format": "1:1"}),
        ("a 16:9 version please", "set_output", {"format": "16:9"}),
        ("Can I get the video in landscape format?", "set_output", {"format": "16:9"}),
        ("switch to 9 x 16", "set_output", {"format": "9:16"}),
        ("Render it in 720p for my phone", "set_output", {"format": "720x1280"}),
        ("60 fps", "set_output", {"fps": 60}),
        ("make it 24 frames per second", "set_output", {"fps": 24}),
        ("as HEVC", "set_output", {"codec": "hevc"}),
        (
            "export it in H.265, square, at 25fps",
            "set_output",
            {"format": "1:1", "fps": 25, "codec": "hevc"},
        ),
        ("use AV1", "set_output", {"codec": "av1"}),
        ("back to h264", "set_output", {"codec": "h264"}),
        ("preview", "render", {"profile": "draft"}),
        ("render it", "render", {"profile": "standard"}),
    ],
)
def test_other_requests_call_their_tool(ask: str, tool: str, arguments: dict[str, Any]) -> None:
    assert decide(answered(ask, json.dumps(BOARD))).call == (tool, arguments)


@pytest.mark.parametrize(
    ("ask", "known"),
    [("make it 50 fps", "24, 25, 30 or 60"), ("in 4:3", "16:9"), ("as VP9 please", "AV1")],
)
def test_an_output_that_there_is_not_is_refused_with_those_that_there_are(
    ask: str, known: str
) -> None:
    reply = decide(answered(ask, json.dumps(BOARD)))
    assert reply.call is None
    assert known in reply.text


@pytest.mark.parametrize(
    ("ask", "topic", "output"),
    [
        ("make a 16:9 video about black holes", "black holes", {"format": "16:9"}),
        (
            "a square 60 fps video about square numbers",
            "square numbers",
            {"format": "1:1", "fps": 60},
        ),
        ("a short video about landscape gardens", "landscape gardens", {}),
        ("portrait photography", "portrait photography", {}),
    ],
)
def test_a_new_video_has_the_output_that_was_asked_for(
    ask: str, topic: str, output: dict[str, Any]
) -> None:
    wish = understand(ask, has_video=False)
    assert wish.topic == topic
    assert output_of(wish) == output


def test_an_edit_ends_with_a_render() -> None:
    reply = decide(answered("remove scene 3", json.dumps(BOARD), "{}"))
    assert reply.call == ("render", {"profile": "standard"})


def test_what_it_cannot_do_it_says() -> None:
    reply = decide(answered("compose a symphony for my cat"))
    assert reply.call is None
    assert "offline director" in reply.text


@pytest.mark.parametrize("ask", ["remove scene 3", "render", "undo"])
def test_what_the_checks_found_is_said_after_any_render(ask: str) -> None:
    told = "But this video failed its checks: black picture in scene 1 at 0.0 s."
    rendered = json.dumps({"duration_s": 9.0, "quality": "failed", "quality_told": told})
    results = [json.dumps(BOARD)]
    while (reply := decide(answered(ask, *results))).call:
        is_render = reply.call[0] == "render"
        results.append(rendered if is_render else "{}")
    assert reply.text.endswith(told)
    assert reply.text != told


def test_what_was_mended_is_said_before_what_the_checks_still_find() -> None:
    told = {
        "duration_s": 9.0,
        "quality": "passed with warnings",
        "quality_told": "Its checks passed with warnings: caption contrast.",
        "repairs": ["the sound was mixed again: loudness"],
        "repairs_told": "Some of it was mended automatically (the sound was mixed again: loudness).",
    }
    results = [json.dumps(BOARD), "{}", json.dumps(told)]
    reply = decide(answered("remove scene 3", *results))
    assert reply.call is None
    assert reply.text.endswith(f"{told['repairs_told']} {told['quality_told']}")


def test_a_tool_that_failed_is_told_of() -> None:
    history = answered("remove scene 9", json.dumps(BOARD))
    lost = ToolMessage("invalid_edit: No scene 9.", tool_call_id="c9", status="error")
    assert "No scene 9." in decide([*history, lost]).text


async def test_it_streams_its_words_and_then_its_call() -> None:
    pieces = [
        p async for p in Director().astream([HumanMessage(f"make this a 20 s video: {TEXT}")])
    ]
    assert sum(bool(p.text) for p in pieces) > 3
    whole = pieces[0]
    for piece in pieces[1:]:
        whole += piece
    assert whole.tool_calls[0]["name"] == "set_brief"
