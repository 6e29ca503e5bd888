"""Stock and music, asked for in plain words."""

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from studio.providers.llm.director.decide import decide
from tests.unit.director.boards import BOARD

FOUND = {
    "ok": True,
    "query": "sea",
    "scene": 2,
    "candidates": [{"number": 1, "id": "id-one"}, {"number": 2, "id": "id-two"}],
}


def calls(message: str, *, found: dict[str, Any] | None = None) -> list[tuple[str, dict[str, Any]]]:
    """Everything that a message leads to, but for looking and rendering."""
    said: list[BaseMessage] = [
        HumanMessage("make a video"),
        AIMessage("", tool_calls=[{"name": "draft_script", "args": {}, "id": "d"}]),
        ToolMessage("{}", tool_call_id="d"),
    ]
    if found:
        said += [
            AIMessage("", tool_calls=[{"name": "find_stock", "args": {}, "id": "f"}]),
            ToolMessage(json.dumps(found), tool_call_id="f"),
        ]
    said.append(HumanMessage(message))
    made: list[tuple[str, dict[str, Any]]] = []
    while (call := decide(said).call) is not None:
        made.append(call)
        answer = BOARD if call[0] == "show_storyboard" else {"ok": True, "duration_s": 9}
        said += [
            AIMessage("", tool_calls=[{"name": call[0], "args": call[1], "id": "x"}]),
            ToolMessage(json.dumps(answer), tool_call_id="x"),
        ]
    return [call for call in made if call[0] not in {"show_storyboard", "render"}]


@pytest.mark.parametrize(
    ("message", "call"),
    [
        (
            "find stock photos of a stormy sea",
            ("find_stock", {"kind": "picture", "query": "a stormy sea"}),
        ),
        ("stock clips of waves please", ("find_stock", {"kind": "clip", "query": "waves"})),
        ("Show me stock footage for scene 2", ("find_stock", {"kind": "clip", "scene": 2})),
        ("find music about the sea", ("find_stock", {"kind": "sound", "query": "the sea"})),
    ],
)
def test_a_search_is_made_and_nothing_is_rendered(message: str, call: tuple[str, Any]) -> None:
    assert calls(message) == [call]


@pytest.mark.parametrize(
    ("message", "picks", "kind"),
    [
        ("use stock for scene 2", [{"scene": 2}], "picture"),
        ("stock clips for all scenes", [{"scene": n} for n in (1, 2, 3, 4)], "clip"),
        ("use number 2 for scene 3", [{"scene": 3, "candidate": "id-two"}], "picture"),
        ("take option 1", [{"scene": 2, "candidate": "id-one"}], "picture"),
    ],
)
def test_stock_is_put_into_scenes(message: str, picks: list[dict[str, Any]], kind: str) -> None:
    assert calls(message, found=FOUND) == [("use_stock", {"picks": picks, "kind": kind})]


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("use my song", {"source": "upload"}),
        ("play my track 3 as music", {"source": "upload", "upload": 3}),
        ("calmer music", {"mood": "calm"}),
        ("the music should be more epic", {"mood": "epic"}),
        ("slower music", {"pace": "slow"}),
        ("music from Openverse about the sea", {"source": "stock", "query": "the sea"}),
        ("use number 2 as music", {"source": "stock", "candidate": "id-two"}),
        ("back to the generated music", {"source": "generated"}),
    ],
)
def test_music_is_chosen(message: str, asked: dict[str, Any]) -> None:
    assert calls(message, found=FOUND) == [("set_music", asked)]


def test_no_music_still_means_none() -> None:
    assert calls("no music") == [("set_style", {"music_enabled": False})]


def test_a_number_that_was_not_offered_is_said() -> None:
    assert calls("use number 7 for scene 1", found=FOUND) == []
    assert calls("use number 1 for scene 1") == []
