"""Calls are read whole or not at all; what LangChain completes is not taken for whole."""

import json
from functools import reduce
from operator import add
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langchain_core.messages.content import InvalidToolCall
from langchain_core.messages.tool import tool_call, tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk

from agent.answers import BROKE_OFF, UNREADABLE, given_up, readable
from studio.providers.llm.whole import kept
from tools.script import ScriptArguments

SCHEMAS = {"draft_script": ScriptArguments}
SCRIPT = {"title": "Tides", "scenes": [{"narration": "One."}, {"narration": "Two."}]}
GOOD = json.dumps(SCRIPT)
HALF = GOOD[: GOOD.index('"narration": "Two')]


def streamed(text: str, *, finish: str = "tool_calls") -> AIMessage:
    """Give what comes of arguments that are streamed in pieces of five letters."""
    pieces = [text[at : at + 5] for at in range(0, len(text), 5)]
    chunks = [
        kept(ChatGenerationChunk(message=_chunk(piece, is_first=n == 0)))
        for n, piece in enumerate(pieces)
    ]
    whole = reduce(add, (chunk.message for chunk in chunks))
    assert isinstance(whole, AIMessageChunk)
    return AIMessage(
        content=whole.content,
        tool_calls=whole.tool_calls,
        invalid_tool_calls=whole.invalid_tool_calls,
        additional_kwargs=whole.additional_kwargs,
        response_metadata={"finish_reason": finish},
    )


def _chunk(piece: str, *, is_first: bool) -> AIMessageChunk:
    name, id = ("draft_script", "c1") if is_first else (None, None)
    return AIMessageChunk(
        content="", tool_call_chunks=[tool_call_chunk(name=name, args=piece, id=id, index=0)]
    )


def args_of(message: AIMessage) -> dict[str, Any]:
    (call,) = readable(message, SCHEMAS).tool_calls
    return call["args"]


def test_half_a_script_that_langchain_completes_is_not_taken() -> None:
    half = streamed(HALF)

    # The vendor's habit that this guards against: it looks whole, with one scene.
    assert len(half.tool_calls[0]["args"]["scenes"]) <= 2
    assert half.invalid_tool_calls == []
    assert args_of(half) == {UNREADABLE: BROKE_OFF}


def test_a_whole_script_is_taken_as_it_was_sent_and_nothing_is_left_beside_it() -> None:
    read = readable(streamed(GOOD), SCHEMAS)

    assert read.tool_calls[0]["args"] == SCRIPT
    assert read.additional_kwargs == {}


@pytest.mark.parametrize("around", ["```json\n{}\n```", "Here: {} Enjoy!"])
def test_fences_and_words_around_one_object_are_left_out(around: str) -> None:
    assert args_of(streamed(around.replace("{}", GOOD))) == SCRIPT


def test_two_objects_are_not_one() -> None:
    assert UNREADABLE in args_of(streamed(GOOD + GOOD))


def test_an_answer_that_was_cut_is_not_taken_though_it_reads_well() -> None:
    assert UNREADABLE in args_of(streamed(GOOD, finish="length"))


def test_text_that_only_speaks_of_a_call_stays_text() -> None:
    said = AIMessage(content='You pasted {"name": "draft_script", "arguments": {}}. ' + "So? " * 40)
    assert readable(said, SCHEMAS).tool_calls == []
    assert readable(said, SCHEMAS).text == said.text


def refusals(count: int, tool: str) -> list[Any]:
    said = [
        ToolMessage(f"{UNREADABLE}: x. Call it", tool_call_id=str(n), name=tool, status="error")
        for n in range(count)
    ]
    return [HumanMessage("Tides."), *said]


def test_a_model_is_asked_again_once_and_for_a_script_in_less() -> None:
    assert given_up(refusals(1, "set_style")) == ""
    assert given_up(refusals(2, "set_style")) == "x"
    assert given_up(refusals(2, "draft_script")) == ""
    assert given_up(refusals(3, "draft_script")) == "x"
    assert given_up([*refusals(3, "draft_script"), HumanMessage("Again.")]) == ""


@pytest.mark.parametrize("opening", ["[", '{"title": '])
def test_brackets_without_end_are_no_arguments(opening: str) -> None:
    deep = opening * 50_000
    broken = AIMessage("", invalid_tool_calls=[_invalid(deep)])
    wrapped = AIMessage(
        deep, tool_calls=[tool_call(name="draft_script", args={"scenes": deep}, id="1")]
    )

    for message in (broken, wrapped):
        (call,) = readable(message, SCHEMAS).tool_calls
        assert call["args"].keys() == {UNREADABLE}


def _invalid(args: str) -> InvalidToolCall:
    return InvalidToolCall(
        type="invalid_tool_call", name="draft_script", args=args, id="1", error=None
    )
