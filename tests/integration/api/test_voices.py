"""Voices over HTTP: listed, and heard."""

import asyncio
import io
import sys
import wave
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from tests.support.api import client_of_a_user, settings_for


@pytest.fixture
async def http(
    database_url: str, redis_url: str, tmp_path: Path
) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of_a_user(settings_for(database_url, redis_url, tmp_path)) as client:
        yield client


async def test_the_command_line_prints_a_line_for_each_voice(http: httpx.AsyncClient) -> None:
    key = http.headers["Authorization"].removeprefix("Bearer ")
    argv = ("voices", "--language", "de", "--url", str(http.base_url), "--api-key", key)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "api.cli", *argv, stdout=PIPE, stderr=PIPE
    )
    out, err = await process.communicate()

    assert process.returncode == 0, err
    rows = [line.split("\t") for line in out.decode().splitlines()]
    assert ("espeak", "de+m7", "de", "free") in {(r[0], r[1], r[2], r[4]) for r in rows}


async def test_voices_are_listed_and_one_is_heard(http: httpx.AsyncClient) -> None:
    listed = (await http.get("/v1/voices", params={"language": "pt"})).json()["items"]
    chosen = listed[0]
    wanted = {"maker": chosen["maker"], "voice": chosen["id"], "language": "pt"}
    sample = (await http.post("/v1/voices/sample", json=wanted)).json()
    sound = await http.get(sample["url"], headers={"Authorization": ""})

    assert {voice["language"].split("-")[0] for voice in listed} == {"pt"}
    assert (chosen["price_per_1000_usd"], chosen["sample_usd"]) == ("0", "0")
    with wave.open(io.BytesIO(sound.content)) as file:
        assert file.getnframes() == sample["duration_ms"] * 48


async def test_a_voice_that_is_not_there_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/voices/sample", json={"voice": "nobody"})
    other = await http.get("/v1/voices", params={"maker": "nobody"})
    stranger = await http.get("/v1/voices", headers={"Authorization": ""})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_edit")
    assert (other.status_code, stranger.status_code) == (422, 401)
