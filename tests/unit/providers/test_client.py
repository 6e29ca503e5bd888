"""Calls over HTTP: what is repeated, what is not, and how each trouble is named."""

from collections.abc import AsyncGenerator, Generator

import pytest

from studio.domain.errors import (
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderBalanceEmpty,
    ProviderBusy,
    ProviderFailed,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderRefused,
    ProviderUnavailable,
    StudioError,
)
from studio.makers import Order
from studio.providers import client
from studio.providers.client import ProviderClient
from tests.support.vendor import Answer, Asked, Hang, VendorServer, serving

KEY = "sk-very-secret-key"
OK = Answer.of({"fine": True})


@pytest.fixture
def server() -> Generator[VendorServer]:
    with serving(lambda asked: OK) as running:
        yield running


@pytest.fixture
async def http(server: VendorServer) -> AsyncGenerator[ProviderClient]:
    async with ProviderClient(
        title="Acme",
        base_url=server.url,
        headers={"Authorization": f"Bearer {KEY}"},
        timeout_s=0.5,
        mend="ACME_KEY",
    ) as opened:
        yield opened


def in_turn(*answers: Answer | Hang):
    left = list(answers)

    def respond(_: Asked) -> Answer | Hang:
        return left.pop(0) if len(left) > 1 else left[0]

    return respond


async def test_a_key_and_an_idempotency_key_go_along(
    http: ProviderClient, server: VendorServer
) -> None:
    answer = await http.ask("POST", "/v1/things", order=Order("call-1"), json={"a": 1})

    [asked] = server.asked
    assert answer == {"fine": True}
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert (asked.headers["idempotency-key"], asked.json) == ("call-1", {"a": 1})


async def test_a_busy_provider_is_asked_again_when_it_says(
    http: ProviderClient, server: VendorServer
) -> None:
    server.respond = in_turn(Answer.of({}, status=429, Retry_After="0"), OK)

    assert await http.ask("GET", "/") == {"fine": True}
    assert len(server.asked) == 2


async def test_a_provider_that_wants_us_to_wait_for_an_hour_is_not_waited_for(
    http: ProviderClient, server: VendorServer
) -> None:
    server.respond = in_turn(Answer.of({}, status=429, Retry_After="3600"))

    with pytest.raises(ProviderBusy) as caught:
        await http.ask("GET", "/")

    assert caught.value.retry_after_s == 3600
    assert len(server.asked) == 1


@pytest.mark.parametrize("wait", [pytest.param("0", id="says when"), pytest.param("", id="silent")])
async def test_a_provider_that_stays_down_is_given_up(
    http: ProviderClient, server: VendorServer, wait: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_FIRST_WAIT", lambda _: 0.0)
    server.respond = in_turn(Answer.of({}, status=503, **({"Retry_After": wait} if wait else {})))

    with pytest.raises(ProviderUnavailable, match="Acme has trouble"):
        await http.ask("GET", "/")

    assert len(server.asked) == client.ATTEMPTS


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (Answer.of({"error": {"message": "bad key"}}, status=401), ProviderKeyRefused, "ACME_KEY"),
        (Answer.of({"detail": {"message": "no"}}, status=403), ProviderKeyRefused, "It says: no"),
        (Answer.of({"error": "gone"}, status=404), ProviderModelUnknown, "gone"),
        (Answer.of({}, status=402), ProviderBalanceEmpty, "no balance"),
        (
            Answer.of({"error": {"code": "insufficient_quota"}}, status=429),
            ProviderBalanceEmpty,
            "no balance",
        ),
        (
            Answer.of({"detail": {"status": "quota_exceeded", "message": "0 left"}}, status=401),
            ProviderBalanceEmpty,
            "0 left",
        ),
        (
            Answer.of({"error": {"code": "moderation_blocked", "message": "hm"}}, status=400),
            ProviderRefused,
            "policy",
        ),
        (Answer.of({"error": {"message": "odd"}}, status=400), ProviderFailed, "HTTP 400"),
        (Answer.of({"error": {"message": "in a good answer"}}), ProviderFailed, "in a good answer"),
        (Answer(b"<html>", media_type="text/html"), ProviderAnswerInvalid, "text/html is not JSON"),
        (Answer(b"[1]"), ProviderAnswerInvalid, "not an object"),
    ],
)
async def test_trouble_is_named_and_not_repeated(
    http: ProviderClient,
    server: VendorServer,
    answer: Answer,
    error: type[StudioError],
    words: str,
) -> None:
    server.respond = in_turn(answer)

    with pytest.raises(StudioError) as caught:
        await http.ask("POST", "/")

    assert type(caught.value) is error
    assert words in caught.value.message
    assert len(server.asked) == 1


@pytest.mark.parametrize("lost", [Hang(), Answer(b'{"fine": true}', cut=4)], ids=["hang", "cut"])
async def test_a_lost_answer_is_asked_for_again_only_where_that_is_free(
    http: ProviderClient, server: VendorServer, lost: Answer | Hang
) -> None:
    server.respond = in_turn(lost, OK)
    with pytest.raises(OutcomeUnknown, match="may have been billed"):
        await http.ask("POST", "/")
    assert len(server.asked) == 1

    server.respond = in_turn(lost, OK)
    assert await http.ask("POST", "/", replays=True) == {"fine": True}


async def test_a_server_that_is_not_there_was_not_asked() -> None:
    with serving(lambda asked: OK) as gone:
        url = gone.url
    async with ProviderClient(title="Acme", base_url=url) as http:
        with pytest.raises(ProviderUnavailable) as caught:
            await http.ask("POST", "/")

    assert type(caught.value) is ProviderUnavailable


async def test_another_kind_of_body_than_wanted_is_refused(
    http: ProviderClient, server: VendorServer
) -> None:
    server.respond = in_turn(Answer(b"hello", media_type="text/plain; charset=utf-8"))

    with pytest.raises(ProviderAnswerInvalid, match="text/plain came"):
        await http.fetch("GET", "/", kinds=("audio/",))


async def test_a_key_that_a_provider_repeats_is_not_told(
    http: ProviderClient, server: VendorServer
) -> None:
    server.respond = in_turn(Answer.of({"error": {"message": f"bad key {KEY}!"}}, status=401))

    with pytest.raises(ProviderKeyRefused) as caught:
        await http.ask("GET", "/")

    assert KEY not in caught.value.message
    assert "bad key ***!" in caught.value.message


async def test_an_endless_body_is_left(
    http: ProviderClient, server: VendorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "MAX_BYTES", 1000)
    server.respond = in_turn(Answer(b"x" * 2000))

    with pytest.raises(ProviderAnswerInvalid, match="more than"):
        await http.fetch("GET", "/")
