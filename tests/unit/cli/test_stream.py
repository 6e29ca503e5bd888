"""Reading event streams and applying patches."""

from typing import Any

import pytest

from api.cli.stream import ServerEvent, parse_events, patched

BODY = ': ping\r\n\r\nid: 1-0\r\nevent: x\r\ndata: {"a":\r\ndata: "\u2028é"}\r\n\r\nid: 2-0\ndata: {}\n\n'.encode()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_whole_wherever_the_network_cuts(size: int) -> None:
    chunks = [BODY[i : i + size] for i in range(0, len(BODY), size)]

    assert list(parse_events(chunks)) == [
        ServerEvent(id="1-0", data={"a": "\u2028é"}),
        ServerEvent(id="2-0", data={}),
    ]


def test_an_event_that_never_ends_is_not_given() -> None:
    assert list(parse_events([b'id: 1\ndata: {"a": 1}\n'])) == []


@pytest.mark.parametrize(
    ("operation", "result"),
    [
        ({"op": "replace", "path": "/fraction", "value": 1.0}, {"fraction": 1.0, "list": [1, 2]}),
        ({"op": "add", "path": "/a~1b", "value": 3}, {"fraction": 0.5, "list": [1, 2], "a/b": 3}),
        ({"op": "add", "path": "/list/-", "value": 3}, {"fraction": 0.5, "list": [1, 2, 3]}),
        ({"op": "add", "path": "/list/0", "value": 3}, {"fraction": 0.5, "list": [3, 1, 2]}),
        ({"op": "replace", "path": "/list/1", "value": 3}, {"fraction": 0.5, "list": [1, 3]}),
        ({"op": "remove", "path": "/list/0"}, {"fraction": 0.5, "list": [2]}),
        ({"op": "remove", "path": "/fraction"}, {"list": [1, 2]}),
        ({"op": "replace", "path": "", "value": {"new": 1}}, {"new": 1}),
    ],
)
def test_a_patch_changes_a_copy(operation: dict[str, Any], result: dict[str, Any]) -> None:
    content = {"fraction": 0.5, "list": [1, 2]}

    assert patched(content, [operation]) == result
    assert content == {"fraction": 0.5, "list": [1, 2]}
