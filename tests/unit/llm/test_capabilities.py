"""What a model can do, found out from servers that differ."""

import json
from collections.abc import Callable, Generator
from typing import Any

import pytest

from studio.providers.llm import Capabilities, open_model, probe
from tests.support.vendor import Answer, Asked, VendorServer, serving

Turn = Callable[[dict[str, Any]], Answer]


def said(content: str | None = None, tool: dict[str, Any] | None = None) -> Answer:
    """Stream a chat completion of one chunk."""
    delta: dict[str, Any] = {"role": "assistant", "content": content}
    if tool is not None:
        function = {"name": "report_ready", "arguments": json.dumps(tool)}
        delta["tool_calls"] = [{"index": 0, "id": "c1", "type": "function", "function": function}]
    choice = {"index": 0, "delta": delta, "finish_reason": "stop"}
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    body = f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\ndata: [DONE]\n\n"
    return Answer(body.encode(), media_type="text/event-stream")


def failed(status: int) -> Answer:
    return Answer.of({"error": {"message": "tools are not supported"}}, status=status)


def capable(asked: dict[str, Any]) -> Answer:
    if "tools" in asked:
        return said(tool={"ready": True})
    return said('{"ready": true}' if "response_format" in asked else "ready")


def talker(asked: dict[str, Any]) -> Answer:
    return said("I am ready!")


def picky(status: int) -> Turn:
    def respond(asked: dict[str, Any]) -> Answer:
        wants_more = "tools" in asked or "response_format" in asked
        return failed(status) if wants_more else said("ready")

    return respond


@pytest.fixture
def server() -> Generator[VendorServer]:
    with serving(lambda asked: said("ready")) as running:
        yield running


async def found(server: VendorServer, turn: Turn) -> Capabilities:
    def respond(asked: Asked) -> Answer:
        return turn(asked.json)

    server.respond = respond
    chat = await open_model(spec="openai:m", base_url=f"{server.url}/v1", api_key="k")
    return await probe(chat)


@pytest.mark.parametrize(
    ("turn", "able"),
    [
        (capable, Capabilities(calls_tools=True, follows_schema=True)),
        (talker, Capabilities(calls_tools=False, follows_schema=False)),
        (picky(400), Capabilities(calls_tools=False, follows_schema=False)),
        (picky(422), Capabilities(calls_tools=False, follows_schema=False)),
    ],
    ids=["capable", "only talks", "400", "422"],
)
async def test_a_server_is_known_by_what_it_does(
    server: VendorServer, turn: Turn, able: Capabilities
) -> None:
    assert await found(server, turn) == able


@pytest.mark.parametrize(
    ("status", "words"), [(401, "refused our key"), (404, "does not exist there")]
)
async def test_where_nothing_can_be_found_out_it_says_why(
    server: VendorServer, status: int, words: str
) -> None:
    able = await found(server, lambda asked: failed(status))

    assert (able.calls_tools, able.follows_schema) == (None, None)
    assert words in able.why_not


async def test_the_offline_director_calls_tools() -> None:
    assert (await probe(await open_model(spec="director"))).calls_tools
