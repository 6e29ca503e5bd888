"""Access tokens and links are good for what they were signed for, and for a time."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import jwt
import pytest

from studio.domain.errors import InvalidToken, TokenExpired
from studio.domain.units import UserId
from studio.services.tokens import ACCESS_S, LINK_S, LINK_STEP_S, Links, Tokens, derive_key

SECRET = "s" * 40
NOON = datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)
USER = UserId(UUID(int=7))
SCOPES = frozenset({"read", "write"})


@dataclass(frozen=True)
class Stopped:
    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment


def claims(**changes: Any) -> dict[str, Any]:
    token = Tokens(SECRET, Stopped()).issue(USER, scopes=SCOPES)
    return jwt.decode(token, options={"verify_signature": False}) | changes


def signed(payload: dict[str, Any], *, algorithm: str = "HS256") -> str:
    return jwt.encode(payload, derive_key(SECRET, "access-tokens"), algorithm=algorithm)


def read(token: str, *, later_s: int = 0) -> tuple[UserId, frozenset[str]]:
    return Tokens(SECRET, Stopped(NOON + timedelta(seconds=later_s))).read(token)


def checked(links: Links, kind: str, id: UUID, query: str, owner_id: UUID = USER) -> None:
    exp, sig = (parse_qs(query)[name][0] for name in ("exp", "sig"))
    links.check(kind, id, exp=int(exp), sig=sig, owner_id=owner_id)


def test_a_token_tells_its_user_and_scopes() -> None:
    assert read(signed(claims())) == (USER, SCOPES)


def test_a_token_expires() -> None:
    token = signed(claims())

    assert read(token, later_s=ACCESS_S - 1)[0] == USER
    with pytest.raises(TokenExpired):
        read(token, later_s=ACCESS_S)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-api"},
        {"iss": "someone"},
        {"sub": "nobody"},
        {"exp": "soon"},
    ],
)
def test_a_token_with_wrong_claims_is_refused(changes: dict[str, Any]) -> None:
    # PyJWT itself refuses to write an expiry that is no number of a kind; a forger does not.
    token = jwt.api_jws.encode(
        json.dumps(claims(**changes)).encode(),
        derive_key(SECRET, "access-tokens"),
        algorithm="HS256",
    )

    with pytest.raises(InvalidToken):
        read(token)


@pytest.mark.parametrize("missing", ["exp", "aud", "iss", "sub", "scope", "iat"])
def test_a_token_without_a_claim_is_refused(missing: str) -> None:
    payload = claims()
    del payload[missing]

    with pytest.raises(InvalidToken):
        read(signed(payload))


def test_a_token_without_a_signature_is_refused() -> None:
    with pytest.raises(InvalidToken):
        read(jwt.encode(claims(), "", algorithm="none"))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_token_signed_with_another_algorithm_is_refused() -> None:
    with pytest.raises(InvalidToken):
        read(signed(claims(), algorithm="HS512"))


def test_a_token_signed_with_another_key_is_refused() -> None:
    with pytest.raises(InvalidToken):
        read(Tokens("t" * 40, Stopped()).issue(USER, scopes=SCOPES))
    with pytest.raises(InvalidToken):
        read(jwt.encode(claims(), SECRET, algorithm="HS256"))


@pytest.mark.parametrize("text", ["", "rw", "a.b.c", "é", "\udc80"])
def test_text_that_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(InvalidToken):
        read(text)


def test_a_link_opens_what_it_was_signed_for_and_nothing_else() -> None:
    links, id = Links(SECRET, Stopped()), uuid4()
    query = links.sign("assets", id, owner_id=USER)

    checked(links, "assets", id, query)
    for kind, other, owner in (
        ("artifacts", id, USER),
        ("assets", uuid4(), USER),
        ("assets", id, uuid4()),
    ):
        with pytest.raises(InvalidToken):
            checked(links, kind, other, query, owner)


@pytest.mark.parametrize("sig", ["", "0" * 64, "é", "\udc80"])
def test_a_forged_link_is_refused(sig: str) -> None:
    links, id = Links(SECRET, Stopped()), uuid4()
    exp = int(parse_qs(links.sign("assets", id, owner_id=USER))["exp"][0])

    with pytest.raises(InvalidToken):
        links.check("assets", id, exp=exp, sig=sig, owner_id=USER)


def test_a_link_of_another_installation_or_with_a_longer_life_is_refused() -> None:
    links, id = Links(SECRET, Stopped()), uuid4()
    query = parse_qs(links.sign("assets", id, owner_id=USER))
    exp, sig = int(query["exp"][0]), query["sig"][0]

    with pytest.raises(InvalidToken):
        links.check("assets", id, exp=exp + 1, sig=sig, owner_id=USER)
    with pytest.raises(InvalidToken):
        replace(links, secret="t" * 40).check("assets", id, exp=exp, sig=sig, owner_id=USER)


def test_a_link_lives_fifteen_to_twenty_minutes() -> None:
    links, id = Links(SECRET, Stopped()), uuid4()
    query = links.sign("assets", id, owner_id=USER)

    checked(replace(links, clock=Stopped(NOON + timedelta(seconds=LINK_S))), "assets", id, query)
    late = replace(links, clock=Stopped(NOON + timedelta(seconds=LINK_S + LINK_STEP_S)))
    with pytest.raises(TokenExpired):
        checked(late, "assets", id, query)


def test_links_signed_within_five_minutes_are_equal() -> None:
    links, id = Links(SECRET, Stopped()), uuid4()
    first, same, next_ = (
        replace(links, clock=Stopped(NOON + timedelta(seconds=s))).sign("assets", id, owner_id=USER)
        for s in (0, LINK_STEP_S - 2, LINK_STEP_S)
    )

    assert first == same
    assert first != next_
