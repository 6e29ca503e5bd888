"""The encoder obeys the protocol's order whatever happened on the stream."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from ag_ui.core import BaseEvent
from hypothesis import given
from hypothesis import strategies as st

from api.agui import Encoder, encode_messages, plain, signed
from studio.domain.conversation import Message, Role, ToolCall, Turn, TurnStatus
from studio.domain.events import (
    CardPatched,
    CardShown,
    Event,
    TextDelta,
    TextEnded,
    TextStarted,
    ToolEnded,
    ToolStarted,
    TurnCancelled,
    TurnFailed,
    TurnFinished,
    TurnStarted,
)
from studio.domain.units import ThreadId, TurnId

THREAD = ThreadId(uuid4())
TURN = TurnId(uuid4())
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def sign(kind: str, id: UUID) -> str:
    return f"/{kind}/{id}"


def encode(*events: Event) -> list[BaseEvent]:
    encoder = Encoder(THREAD, sign=sign)
    return [told for event in events for told in encoder.encode(event)]


def names(events: list[BaseEvent]) -> list[str]:
    return [str(event.type.value) for event in events]


def test_a_plain_run() -> None:
    told = encode(
        TurnStarted(turn_id=TURN),
        TextStarted(turn_id=TURN, message_id="m"),
        TextDelta(turn_id=TURN, message_id="m", delta="Hello"),
        TextEnded(turn_id=TURN, message_id="m"),
        ToolStarted(turn_id=TURN, tool_call_id="c", name="render", arguments="{}", message_id="m"),
        ToolEnded(turn_id=TURN, tool_call_id="c", message_id="r", content="done"),
        TurnFinished(turn_id=TURN),
    )
    assert names(told) == [
        "RUN_STARTED",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_END",
        "TOOL_CALL_START",
        "TOOL_CALL_ARGS",
        "TOOL_CALL_END",
        "TOOL_CALL_RESULT",
        "RUN_FINISHED",
    ]
    finished = told[-1].model_dump(by_alias=True, mode="json")
    assert finished["outcome"]["type"] == "success"
    assert (finished["threadId"], finished["runId"]) == (str(THREAD), str(TURN))


def test_a_run_taken_over_by_another_worker_closes_what_the_first_left_open() -> None:
    told = encode(
        TurnStarted(turn_id=TURN),
        TextStarted(turn_id=TURN, message_id="lost"),
        TurnStarted(turn_id=TURN),
        TextStarted(turn_id=TURN, message_id="new"),
        TurnCancelled(turn_id=TURN),
    )
    assert names(told) == [
        "RUN_STARTED",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_END",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_END",
        "RUN_FINISHED",
    ]
    assert told[-1].model_dump(mode="json")["outcome"]["type"] == "cancelled"


def test_nothing_follows_the_end_of_a_run() -> None:
    late = CardPatched(turn_id=TURN, card_id="c", kind="progress", patch=[])
    assert names(encode(TurnFailed(turn_id=TURN, code="x", message="No."), late)) == [
        "RUN_STARTED",
        "RUN_ERROR",
    ]


def test_what_a_snapshot_told_is_not_told_again() -> None:
    encoder = Encoder(THREAD, sign=sign)
    encoder.start(TURN)
    call = ToolCall(id="c", name="render", arguments="{}")
    stored = [
        Message(id="m", turn_id=TURN, role=Role.ASSISTANT, tool_calls=(call,), created_at=NOW),
        Message(id="r", turn_id=TURN, role=Role.TOOL, tool_call_id="c", created_at=NOW),
    ]
    assert names(encoder.snapshot(stored)) == ["MESSAGES_SNAPSHOT"]
    assert encoder.encode(TextDelta(turn_id=TURN, message_id="m", delta="x")) == []
    assert encoder.encode(ToolStarted(turn_id=TURN, tool_call_id="c", name="n", arguments="")) == []
    assert (
        encoder.encode(ToolEnded(turn_id=TURN, tool_call_id="c", message_id="r", content="")) == []
    )
    joined = encoder.encode(TextDelta(turn_id=TURN, message_id="half", delta="x"))
    assert names(joined) == ["TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT"]


def test_cards_get_links_beside_ids() -> None:
    picture, video = uuid4(), uuid4()
    content = {"scenes": [{"picture": str(picture)}, {"picture": None}], "video": str(video)}
    assert signed(content, sign) == {
        "scenes": [
            {"picture": str(picture), "picture_url": f"/assets/{picture}"},
            {"picture": None},
        ],
        "video": str(video),
        "video_url": f"/artifacts/{video}",
    }


def test_a_patch_that_sets_a_picture_also_sets_its_link() -> None:
    picture = uuid4()
    patch = [{"op": "replace", "path": "/scenes/0/picture", "value": str(picture)}]
    told = encode(CardPatched(turn_id=TURN, card_id="c", kind="storyboard", patch=patch))
    operations = told[-1].model_dump(by_alias=True, mode="json")["patch"]
    assert operations[1] == {
        "op": "add",
        "path": "/scenes/0/picture_url",
        "value": f"/assets/{picture}",
    }


def test_stored_messages_become_the_protocols() -> None:
    stored = [
        Message(id="1", turn_id=TURN, role=Role.USER, content="Hi", created_at=NOW),
        Message(id="2", turn_id=TURN, role=Role.ASSISTANT, content="Yes", created_at=NOW),
        Message(
            id="3",
            turn_id=TURN,
            role=Role.ACTIVITY,
            card_kind="cost",
            content='{"lines": []}',
            created_at=NOW,
        ),
    ]
    told = [
        message.model_dump(by_alias=True, exclude_none=True, mode="json")
        for message in encode_messages(stored, sign=sign)
    ]
    assert told == [
        {"id": "1", "role": "user", "content": "Hi"},
        {"id": "2", "role": "assistant", "content": "Yes"},
        {"id": "3", "role": "activity", "activityType": "cost", "content": {"lines": []}},
    ]


def test_a_failed_turn_ends_with_its_stored_error() -> None:
    turn = Turn(
        id=TURN,
        thread_id=THREAD,
        status=TurnStatus.FAILED,
        message="",
        message_id="m",
        error_code="provider_failed",
        error="The model is away.",
        created_at=NOW,
    )
    (error,) = Encoder(THREAD, sign=sign).end(turn)[1:]
    shown = error.model_dump(mode="json")
    assert (shown["code"], shown["message"]) == ("provider_failed", "The model is away.")


TURNS = st.sampled_from([TURN, TurnId(uuid4())])
IDS = st.sampled_from(["a", "b"])
EVENTS = st.one_of(
    st.builds(TurnStarted, turn_id=TURNS),
    st.builds(TurnFinished, turn_id=TURNS),
    st.builds(TurnCancelled, turn_id=TURNS),
    st.builds(TextStarted, turn_id=TURNS, message_id=IDS),
    st.builds(TextDelta, turn_id=TURNS, message_id=IDS, delta=st.just("x")),
    st.builds(TextEnded, turn_id=TURNS, message_id=IDS),
    st.builds(
        CardShown, turn_id=TURNS, card_id=IDS, kind=st.just("cost"), content=st.just({"lines": []})
    ),
)


@given(st.lists(EVENTS, max_size=40))
def test_any_stream_is_told_in_the_protocols_order(events: list[Event]) -> None:
    is_running, open_texts = False, set[str]()
    for event in encode(*events):
        shown = event.model_dump(by_alias=True, mode="json")
        kind, message_id = shown["type"], shown.get("messageId", "")
        if kind == "RUN_STARTED":
            assert not open_texts
            is_running = True
            continue
        assert is_running
        if kind == "TEXT_MESSAGE_START":
            assert message_id not in open_texts
            open_texts.add(message_id)
        elif kind == "TEXT_MESSAGE_CONTENT":
            assert message_id in open_texts
        elif kind == "TEXT_MESSAGE_END":
            open_texts.remove(message_id)
        elif kind in {"RUN_FINISHED", "RUN_ERROR"}:
            assert not open_texts
            is_running = False


def test_a_null_in_a_card_reaches_the_client_and_an_unset_field_does_not() -> None:
    patch = [{"op": "replace", "path": "/seconds_left", "value": None}]
    shown, patched = encode(
        CardShown(turn_id=TURN, card_id="p", kind="progress", content={"seconds_left": None}),
        CardPatched(turn_id=TURN, card_id="p", kind="progress", patch=patch),
    )[1:]

    assert plain(shown)["content"] == {"seconds_left": None}
    assert plain(patched) == {
        "type": "ACTIVITY_DELTA",
        "messageId": "p",
        "activityType": "progress",
        "patch": patch,
    }
