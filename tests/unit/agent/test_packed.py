"""Checkpoints are packed, and older ones are read as they are."""

import zlib

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from agent import packed
from agent.packed import PackedSerializer

SAID = [HumanMessage(f"Wish number {n}", id=f"u{n}") for n in range(40)]


def serializer() -> PackedSerializer:
    return PackedSerializer(allowed_msgpack_modules=None)


def test_a_history_is_packed_to_a_fraction_and_comes_back() -> None:
    kind, stored = serializer().dumps_typed(SAID)
    assert kind == "msgpack+zlib"
    assert len(stored) < len(JsonPlusSerializer().dumps_typed(SAID)[1]) / 4
    assert serializer().loads_typed((kind, stored)) == SAID


def test_what_was_written_before_is_read() -> None:
    plain = JsonPlusSerializer(allowed_msgpack_modules=None).dumps_typed(SAID)
    assert serializer().loads_typed(plain) == SAID


def test_small_values_stay_plain() -> None:
    assert serializer().dumps_typed(7)[0] == "msgpack"


def test_a_value_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(bytes(packed.MOST_BYTES + 1), 1)
    with pytest.raises(ValueError, match="more than"):
        serializer().loads_typed(("msgpack+zlib", bomb))
