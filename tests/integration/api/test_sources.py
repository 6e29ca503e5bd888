"""Documents and pages over HTTP: uploaded, listed, read, and nobody else's."""

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from studio.domain.source import MAX_DOCUMENT_BYTES
from studio.wiring import Studio, open_studio
from tests.support import documents
from tests.support.api import app_for, served, settings_for
from tests.support.studio import user_with_key


async def key_of(studio: Studio, email: str) -> dict[str, str]:
    _, key = await user_with_key(studio, email)
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
async def http(
    database_url: str, redis_url: str, tmp_path: Path
) -> AsyncGenerator[tuple[httpx.AsyncClient, dict[str, str]]]:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        mine = await key_of(studio, "a@example.com")
        theirs = await key_of(studio, "b@example.com")
        with served(app_for(settings, runs=False)) as url:
            async with httpx.AsyncClient(base_url=url, headers=mine, timeout=30) as client:
                yield client, theirs


async def test_a_document_is_uploaded_listed_and_read_by_its_owner_alone(
    http: tuple[httpx.AsyncClient, dict[str, str]],
) -> None:
    client, theirs = http
    word = documents.docx("The moon pulls at the sea.", title="Tides")
    sent = await client.post("/v1/sources", params={"name": "../t.docx"}, content=word)
    listed = (await client.get("/v1/sources")).json()["items"]
    path = f"/v1/sources/{sent.json()['id']}/text"

    assert sent.status_code == 201
    assert listed == [sent.json()]
    assert (listed[0]["number"], listed[0]["kind"]) == (1, "docx")
    assert (listed[0]["title"], listed[0]["name"]) == ("Tides", "t.docx")
    assert (await client.get(path)).text == "The moon pulls at the sea."
    assert (await client.get(path, headers=theirs)).status_code == 404
    assert (await client.get("/v1/sources", headers=theirs)).json()["items"] == []


async def test_a_document_may_be_as_large_as_is_promised_and_no_larger(
    http: tuple[httpx.AsyncClient, dict[str, str]],
) -> None:
    client, _ = http
    scanned = documents.pdf("The moon pulls at the sea.") + b"%" * 4 * 1024**2
    large = await client.post("/v1/sources", params={"name": "a.pdf"}, content=scanned)
    path = "/v1/sources"
    over = await client.post(path, params={"name": "b.pdf"}, content=b"%" * (20 * 1024**2 + 1))

    assert large.status_code == 201
    assert (over.status_code, over.json()["code"]) == (413, "too_large")
    assert "larger than 20 MiB" in over.json()["detail"]


async def test_what_cannot_be_read_is_refused_in_words(
    http: tuple[httpx.AsyncClient, dict[str, str]],
) -> None:
    client, _ = http
    locked = documents.pdf("x", password="secret")
    refused = await client.post("/v1/sources", params={"name": "a.pdf"}, content=locked)
    inside = await client.post("/v1/sources/page", json={"url": "https://10.0.0.1/admin"})
    none = await client.post("/v1/sources/page", json={"url": "file:///etc/passwd"})

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_media")
    assert "locked with a password" in refused.json()["detail"]
    assert inside.status_code == 502
    assert "private network" in inside.json()["detail"]
    assert none.status_code == 422


async def test_a_document_may_have_megabytes_and_one_over_its_limit_is_refused_unread(
    http: tuple[httpx.AsyncClient, dict[str, str]],
) -> None:
    client, _ = http
    book = b"The moon pulls at the sea. " * 100_000
    large = bytes(MAX_DOCUMENT_BYTES + 1)

    sent = await client.post("/v1/sources", params={"name": "a.txt"}, content=book)
    refused = await client.post("/v1/sources", params={"name": "b.txt"}, content=large)

    assert (sent.status_code, sent.json()["is_cut"]) == (201, True)
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert "20 MiB" in refused.json()["detail"]
