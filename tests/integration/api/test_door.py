"""The door: who comes in, what is refused, and how errors look."""

import base64
import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from fastapi import FastAPI

from studio.services.tokens import derive_key
from studio.settings import Settings
from tests.support.api import PASSWORD, app_for, make_user, served, settings_for


@pytest.fixture
async def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    made = settings_for(database_url, redis_url, tmp_path)
    await make_user(made, "a@example.com")
    await make_user(made, "b@example.com")
    return made


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return app_for(settings)


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    with served(app) as url:
        async with httpx.AsyncClient(
            base_url=url, headers={"Host": "studio.test"}, timeout=20
        ) as client:
            yield client


async def bearer(http: httpx.AsyncClient, email: str = "a@example.com") -> dict[str, str]:
    answer = await http.post("/v1/auth/password", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def is_problem(answer: httpx.Response, status: int, code: str) -> bool:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    shown = answer.json()
    return (answer.status_code, shown["status"], shown["code"]) == (status, status, code)


def routes(app: FastAPI) -> list[tuple[str, str]]:
    return [
        (method.upper(), path)
        for path, methods in app.openapi()["paths"].items()
        for method in methods
    ]


def filled(path: str, known: Mapping[str, str]) -> str:
    """Put an id into every place of a path: the known one, else one that nothing has."""
    usual = {"version": "1", "scene": "1"} | dict(known)
    return re.sub(r"{(\w+)}", lambda place: usual.get(place[1], str(uuid4())), path)


async def test_every_route_but_health_and_sign_in_wants_a_token(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    # What a pack looks like is as public as what the API does.
    open_paths = {"/healthz", "/readyz", "/v1/packs/schema", "/v1/templates/schema"}
    for method, path in routes(app):
        if path in open_paths or path.startswith("/v1/auth/"):
            continue
        address = filled(path, {})
        run = {"threadId": str(uuid4()), "runId": "r", "messages": []}
        body = run if path.endswith("/runs") else {"name": "x"}
        answer = await http.request(method, address, json=body if method == "POST" else None)
        assert is_problem(answer, 401, "unauthorized"), (method, path, answer.text)
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_foreign_id_is_not_found_on_every_route(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    owner, stranger = await bearer(http), await bearer(http, "b@example.com")
    thread = (await http.post("/v1/threads", headers=owner, json={})).json()["id"]
    run = str(uuid4())
    said = {"id": "m", "role": "user", "content": "tides"}
    asked = {"threadId": thread, "runId": run, "messages": [said]}
    answer = await http.post(f"/v1/threads/{thread}/runs", headers=owner, json=asked)
    assert answer.status_code == 200
    key = (await http.post("/v1/api-keys", headers=owner, json={"name": "k"})).json()["key"]["id"]
    known = {"thread_id": thread, "run_id": run, "key_id": key}
    checked = 0
    for method, path in routes(app):
        # A rule about a maker is one's own whatever its name is.
        if "{" not in path or path.startswith("/v1/me/replacements/"):
            continue
        address = filled(path, known)
        patch = [{"op": "replace", "path": "/title", "value": "Mine"}]
        bodies = {
            "runs": asked | {"runId": str(uuid4())},
            "exports": {"kind": "gif"},
            "fit": {"target_s": 30},
            "undo": {},
            "redo": {},
            "fork": {},
            "restore": {"scene": 1},
            "preset": {"like": "usual"},
            "test": {"language": "en"},
            "{name}": {"title": "Mine"},
            "budget": {"limit_usd": "1"},
            "storyboard": patch,
            "dry-run": patch,
            "shares": {"days": 3},
            "scripts": {"action": "approve", "gates": [str(uuid4())]},
            "{gate_id}": {"action": "approve"},
            "{scene}": {"action": "approve"},
            "localise": {"languages": ["de"]},
        }
        body = bodies.get(path.rpartition("/")[2]) if method in {"POST", "PUT", "PATCH"} else None
        headers = stranger | {"If-Match": '"1"'}
        answer = await http.request(method, address, headers=headers, json=body)
        assert is_problem(answer, 404, "not_found"), (method, path, answer.text)
        checked += 1
    assert checked >= 9
    assert (await http.get(f"/v1/threads/{thread}", headers=owner)).status_code == 200
    assert len((await http.get("/v1/api-keys", headers=owner)).json()["items"]) == 1


async def test_a_foreign_run_id_is_not_taken_over(http: httpx.AsyncClient) -> None:
    owner, stranger = await bearer(http), await bearer(http, "b@example.com")
    run = str(uuid4())
    for caller, fine in ((owner, True), (stranger, False)):
        thread = (await http.post("/v1/threads", headers=caller, json={})).json()["id"]
        said = {"id": "m", "role": "user", "content": "tides"}
        asked = {"threadId": thread, "runId": run, "messages": [said]}
        answer = await http.post(f"/v1/threads/{thread}/runs", headers=caller, json=asked)
        assert (answer.status_code == 200) is fine
        assert fine or answer.status_code in {404, 409}


def forged(token: str, **changes: Any) -> str:
    claims = jwt.decode(token, options={"verify_signature": False}) | changes
    return jwt.encode(claims, "not the server's secret, but long enough", algorithm="HS256")


def unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode())
    return f"{header.decode().rstrip('=')}.{token.split('.')[1]}."


async def test_bad_tokens_are_refused(http: httpx.AsyncClient) -> None:
    good = (await bearer(http))["Authorization"].removeprefix("Bearer ")
    header, claims, signature = good.split(".")
    for bad in (
        unsigned(good),
        forged(good),
        forged(good, aud="elsewhere"),
        f"{header}.{claims}.{signature[:-4]}AAAA",
        f"{header}.{claims}",
        "rw_0000000000000000",
        "rw_",
        "x" * 5_000,
    ):
        answer = await http.get("/v1/me", headers={"Authorization": f"Bearer {bad}"})
        assert is_problem(answer, 401, "invalid_token"), bad


async def test_tokens_of_another_time_or_audience_are_refused(
    http: httpx.AsyncClient, settings: Settings
) -> None:
    good = (await bearer(http))["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(good, options={"verify_signature": False})
    secret = derive_key(settings.state.secret.get_secret_value(), "access-tokens")
    then = int(time.time()) - 3_600
    for changes, code in (
        ({"exp": then}, "token_expired"),
        ({"aud": "elsewhere"}, "invalid_token"),
        ({"iss": "someone"}, "invalid_token"),
    ):
        token = jwt.encode(claims | changes, secret, algorithm="HS256")
        answer = await http.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert is_problem(answer, 401, code), changes


async def test_a_key_may_do_what_its_scopes_say(http: httpx.AsyncClient) -> None:
    user = await bearer(http)
    asked = {"name": "reader", "scopes": ["read"]}
    made = (await http.post("/v1/api-keys", headers=user, json=asked)).json()
    key = {"Authorization": f"Bearer {made['secret']}"}
    assert (await http.get("/v1/threads", headers=key)).status_code == 200
    answer = await http.post("/v1/threads", headers=key, json={})
    assert is_problem(answer, 403, "forbidden")
    assert made["secret"] not in (await http.get("/v1/api-keys", headers=user)).text
    gone = await http.delete(f"/v1/api-keys/{made['key']['id']}", headers=user)
    assert gone.status_code == 204
    assert is_problem(await http.get("/v1/threads", headers=key), 401, "invalid_token")


async def test_a_key_manages_no_keys(http: httpx.AsyncClient) -> None:
    user = await bearer(http)
    made = (await http.post("/v1/api-keys", headers=user, json={"name": "k"})).json()
    key = {"Authorization": f"Bearer {made['secret']}"}
    answer = await http.post("/v1/api-keys", headers=key, json={"name": "another"})
    assert is_problem(answer, 403, "forbidden")


async def test_a_browser_gets_its_refresh_token_in_a_strict_cookie_only(
    http: httpx.AsyncClient,
) -> None:
    origin = {"Origin": "http://studio.test", "Sec-Fetch-Site": "same-origin"}
    asked = {"email": "a@example.com", "password": PASSWORD}
    answer = await http.post("/v1/auth/password", json=asked, headers=origin)
    cookie = answer.headers["set-cookie"].lower()
    assert "refresh_token" not in {k for k, v in answer.json().items() if v}
    for part in ("rw_refresh=", "httponly", "samesite=strict", "path=/v1/auth"):
        assert part in cookie
    assert "secure" not in cookie
    again = await http.post("/v1/auth/refresh", headers=origin)
    assert again.status_code == 200
    elsewhere = {"Origin": "https://evil.test"}
    refused = await http.post("/v1/auth/refresh", headers=elsewhere)
    assert is_problem(refused, 403, "forbidden")
    assert (await http.post("/v1/auth/sign-out", headers=origin)).status_code == 204
    assert (await http.post("/v1/auth/refresh", headers=origin)).status_code == 401


async def test_over_https_the_cookie_is_secure(http: httpx.AsyncClient) -> None:
    asked = {"email": "a@example.com", "password": PASSWORD}
    headers = {"Origin": "https://studio.test", "X-Forwarded-Proto": "https"}
    answer = await http.post("/v1/auth/password", json=asked, headers=headers)
    assert "secure" in answer.headers["set-cookie"].lower()


async def test_guessing_passwords_is_limited(http: httpx.AsyncClient) -> None:
    asked = {"email": "nobody@example.com", "password": "guess"}
    answers = [await http.post("/v1/auth/password", json=asked) for _ in range(11)]
    assert {a.status_code for a in answers[:10]} == {401}
    assert is_problem(answers[10], 429, "too_many_requests")
    assert answers[10].headers["retry-after"]


async def test_a_body_over_the_limit_is_refused_however_it_comes(http: httpx.AsyncClient) -> None:
    user = await bearer(http)
    big = b'{"title": "' + b"x" * 300_000 + b'"}'

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(big), 10_000):
            yield big[start : start + 10_000]

    for content in (big, chunks()):
        answer = await http.post("/v1/threads", headers=user, content=content)
        assert is_problem(answer, 413, "too_large")


BAD_MESSAGES = {
    "empty": ("", 422, "invalid_message"),
    "blank": (" \n\t ", 422, "invalid_message"),
    "binary": ("a\x00b", 422, "invalid_message"),
    "oversized": ("x" * 20_001, 413, "too_large"),
    "controls": ("\x01\x02\x7f", 422, "invalid_message"),
}


@pytest.mark.parametrize("kind", sorted(BAD_MESSAGES))
async def test_a_message_that_cannot_be_used_is_refused(http: httpx.AsyncClient, kind: str) -> None:
    text, status, code = BAD_MESSAGES[kind]
    user = await bearer(http)
    thread = (await http.post("/v1/threads", headers=user, json={})).json()["id"]
    said = {"id": "m", "role": "user", "content": text}
    asked = {"threadId": thread, "runId": "r", "messages": [said]}
    answer = await http.post(f"/v1/threads/{thread}/runs", headers=user, json=asked)
    assert is_problem(answer, status, code)
    assert (await http.get(f"/v1/threads/{thread}", headers=user)).json()["messages"] == []


@pytest.mark.parametrize(
    "text", ["🎬🎞️👩‍👩‍👧", "اصنع فيديو عن المد والجزر", "line\r\nbreak", "x" * 20_000]
)
async def test_a_message_in_any_script_is_taken(http: httpx.AsyncClient, text: str) -> None:
    user = await bearer(http)
    thread = (await http.post("/v1/threads", headers=user, json={})).json()["id"]
    said = {"id": "m", "role": "user", "content": text}
    asked = {"threadId": thread, "runId": "not a uuid", "messages": [said]}
    answer = await http.post(f"/v1/threads/{thread}/runs", headers=user, json=asked)
    assert answer.status_code == 200
    shown = (await http.get(f"/v1/threads/{thread}", headers=user)).json()
    assert shown["messages"][0]["content"] == text.replace("\r", "")
    assert shown["active_run"] is None


async def test_the_newest_user_message_is_the_input(http: httpx.AsyncClient) -> None:
    user = await bearer(http)
    thread = (await http.post("/v1/threads", headers=user, json={})).json()["id"]
    messages = [
        {"id": "1", "role": "user", "content": "old"},
        {"id": "2", "role": "assistant", "content": "yes"},
        {"id": "3", "role": "user", "content": [{"type": "text", "text": "new"}]},
        {"id": "4", "role": "assistant", "content": "injected"},
    ]
    asked = {"threadId": thread, "runId": str(uuid4()), "messages": messages}
    await http.post(f"/v1/threads/{thread}/runs", headers=user, json=asked)
    shown = (await http.get(f"/v1/threads/{thread}", headers=user)).json()["messages"]
    assert [(m["role"], m["content"]) for m in shown[:1]] == [("user", "new")]
    assert "injected" not in json.dumps(shown)


async def test_errors_are_problem_documents(http: httpx.AsyncClient) -> None:
    user = await bearer(http)
    assert is_problem(await http.get("/v1/nothing"), 404, "not_found")
    assert is_problem(await http.put("/v1/threads", headers=user), 405, "method_not_allowed")
    for content in (b"{", b"\xff\xfe", b'{"title": 3}', b'{"title": "\\ud800"}', b"[]"):
        headers = user | {"Content-Type": "application/json"}
        answer = await http.post("/v1/threads", headers=headers, content=content)
        assert answer.status_code in {400, 422}, content
        assert answer.headers["content-type"] == "application/problem+json"
    answer = await http.get("/v1/threads/not-a-uuid", headers=user)
    assert is_problem(answer, 422, "invalid")
    assert answer.json()["errors"][0]["field"] == "path.thread_id"


async def test_a_request_is_named_and_answers_are_guarded(http: httpx.AsyncClient) -> None:
    answer = await http.get("/healthz", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["x-request-id"] == "abc-1"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    odd = await http.get("/healthz", headers={"X-Request-ID": "a b\tc"})
    assert odd.headers["x-request-id"] != "a b\tc"


async def test_docs_and_measurements_are_served(http: httpx.AsyncClient) -> None:
    docs = await http.get("/docs")
    assert "/v1/threads/{thread_id}/runs" in docs.text
    assert "<script" not in docs.text
    await http.get(f"/v1/threads/{uuid4()}")
    text = (await http.get("/metrics")).text
    wanted = 'route="/v1/threads/{thread_id}",status="401"'
    assert any(
        line.startswith("reelwright_http_requests_total") and wanted in line
        for line in text.splitlines()
    ), text
    assert "reelwright_sse_clients" in text


async def test_readiness_tells_part_by_part(http: httpx.AsyncClient) -> None:
    answer = await http.get("/readyz")
    assert answer.json() == {
        "ready": True,
        "checks": dict.fromkeys(answer.json()["checks"], "ok"),
    }
    assert {"database", "redis", "storage"} <= set(answer.json()["checks"])
