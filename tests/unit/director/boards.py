"""A conversation with the director about four scenes, and what its calls make of them."""

import json
from functools import reduce
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.providers.llm.director.decide import Reply, decide
from tools.scenes import EditArguments, apply

LINES = (
    "Octopuses have three hearts.",
    "Two pump blood to the gills. One serves the rest of the body.",
    "Their blood is blue.",
    "Each arm can taste.",
)
SECONDS = (2.3, 4.6, 1.8, 1.7)
BOARD: dict[str, Any] = {
    "ok": True,
    "version": 2,
    "title": "Octopuses",
    "target_s": 30,
    "voice": "",
    "hooks": [
        "What do you know about octopuses?",
        "They taste with arms.",
        "Three hearts, one octopus.",
    ],
    "chosen_hook": 1,
    "scenes": [
        {
            "number": n,
            "seconds": SECONDS[n - 1],
            "narration": line,
            "on_screen_text": "Blue" if n == 3 else "",
            "overlays": [],
            "transition": "crossfade" if n == 2 else "cut",
            "locked": False,
        }
        for n, line in enumerate(LINES, start=1)
    ],
}


def history(ask: str, *results: str, has_video: bool = True) -> list[BaseMessage]:
    """A conversation up to the results that tools gave since the last message."""
    drafted = AIMessage("", tool_calls=[{"name": "draft_script", "args": {}, "id": "c0"}])
    told: list[BaseMessage] = [HumanMessage("hello")]
    if has_video:
        told += [drafted, ToolMessage("{}", tool_call_id="c0")]
    told.append(HumanMessage(ask))
    for number, result in enumerate(results, start=1):
        call = {"name": "x", "args": {}, "id": f"c{number}"}
        told += [
            AIMessage("", tool_calls=[call]),
            ToolMessage(result, tool_call_id=f"c{number}"),
        ]
    return told


def decided(ask: str, *, board: bool = True, has_video: bool = True) -> Reply:
    """The answer, or where it first looks at the storyboard, what it does then."""
    reply = decide(history(ask, has_video=has_video))
    if board and reply.call == ("show_storyboard", {}):
        return decide(history(ask, json.dumps(BOARD), has_video=has_video))
    return reply


def operations(ask: str) -> list[dict[str, Any]]:
    """The operations on scenes that a message leads to; their shape is checked."""
    reply = decided(ask)
    assert reply.call is not None, reply.text
    name, arguments = reply.call
    assert name == "edit_scenes", reply
    EditArguments.model_validate(arguments)
    return arguments["operations"]


def words_after(ask: str) -> list[str]:
    """The narration of all scenes once the operations were applied by the real tool."""
    board = Storyboard(
        scenes=tuple(
            Scene(id=SceneId(letter), narration=line)
            for letter, line in zip("abcd", LINES, strict=True)
        )
    )
    return [scene.narration for scene in _applied(board, ask).scenes]


def after(ask: str) -> list[str]:
    """The letters of the scenes once the operations were applied by the real tool."""
    board = Storyboard(
        scenes=tuple(Scene(id=SceneId(letter), narration=letter) for letter in "abcd")
    )
    return [str(scene.id) for scene in _applied(board, ask).scenes]


def said(ask: str) -> str:
    """The words that end the turn, each call answered with a success."""
    results = [json.dumps(BOARD)]
    while (reply := decide(history(ask, *results))).call:
        results.append('{"ok": true, "duration_s": 12.0}')
    return reply.text


def _applied(board: Storyboard, ask: str) -> Storyboard:
    checked = EditArguments.model_validate({"operations": operations(ask)})
    return reduce(apply, checked.operations, board)
