"""The weather of providers: over HTTP, on the command line, in doctor and to Prometheus."""

import asyncio
import io
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from rich.console import Console

from api.cli.provider_checks import weather
from api.cli.providers import in_words, table
from api.cli.state import StateDir
from studio.settings import MakerSettings, RedisSettings, Settings
from tests.support.api import app_for, make_user, served, settings_for, sign_in
from tests.support.outage import MESSAGE, bring_down


@pytest.fixture
def settings(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    monkeypatch.setenv("REELWRIGHT_PICTURES_OPENAI_MODEL", "gpt-image-1.5")
    monkeypatch.setenv("REELWRIGHT_PICTURES_OPENAI_API_KEY", "k" * 20)
    monkeypatch.setenv("REELWRIGHT_PICTURES_OPENAI_CONCURRENCY", "3")
    makers = MakerSettings(pictures="openai,illustrator", speech="espeak")
    settings = settings_for(database_url, redis_url, tmp_path)
    return settings.model_copy(update={"makers": makers})


@pytest.fixture
def client(settings: Settings) -> Generator[httpx.Client]:
    asyncio.run(make_user(settings, "ada@example.com"))
    asyncio.run(bring_down(settings, model="gpt-image-1.5"))
    with served(app_for(settings, runs=False)) as url:
        headers = {"Authorization": f"Bearer {sign_in(url, 'ada@example.com')}"}
        with httpx.Client(base_url=url, headers=headers, timeout=20) as http:
            yield http


def providers(client: httpx.Client) -> dict[str, dict[str, Any]]:
    items = client.get("/v1/providers").raise_for_status().json()["items"]
    return {f"{each['kind']}/{each['name']}": each for each in items}


def test_everything_that_is_known_of_a_provider_is_told(client: httpx.Client) -> None:
    assert client.get("/v1/providers", headers={"Authorization": ""}).status_code == 401

    told = providers(client)

    makers = {"pictures/openai", "pictures/illustrator", "speech/espeak"}
    assert set(told) == makers | {"stock/openverse", "stock/wikimedia"}
    openai = told["pictures/openai"]
    assert (openai["flow"], openai["trouble"]) == ("stopped", "unavailable")
    assert openai["health"] in {"down", "ended"}
    assert openai["message"] == MESSAGE
    assert openai["retry_at"]
    assert openai["limits"]["concurrency"] == 3
    first, following = openai["models"]
    assert (first["model"], first["retires_on"]) == ("gpt-image-1.5", "2026-12-01")
    assert (first["calls"], first["error_rate"], first["last_error"]) == (
        6,
        0.8333,
        "provider_unavailable",
    )
    assert first["p50_s"] is not None
    assert (following["model"], following["is_next"], following["calls"]) == (
        "gpt-image-2",
        True,
        0,
    )
    assert following["prices"][0]["unit"] == "pictures"
    free = told["speech/espeak"]
    assert free["health"] == "untried"
    assert free["models"][0]["prices"] == [
        {"usd": "0", "per": 1000, "unit": "characters", "source": "this machine", "dated": None}
    ]


def test_what_runs_here_is_timed_beside_its_price(client: httpx.Client) -> None:
    client.post("/v1/voices/sample", json={"voice": "en-us+m7"}).raise_for_status()

    (model,) = providers(client)["speech/espeak"]["models"]

    assert model["calls"] == 1
    assert model["prices"][0]["usd"] == "0"


def test_the_makers_are_listed_with_what_ends(client: httpx.Client) -> None:
    told = client.get("/v1/status").raise_for_status().json()

    assert told["picture_makers"] == ["openai", "illustrator", "openai:gpt-image-2"]
    assert told["speech_makers"] == ["espeak"]
    assert told["stock_libraries"] == ["openverse", "wikimedia"]
    (end,) = told["endings"]
    assert (end["setting"], end["model"], end["successor"]) == (
        "REELWRIGHT_PICTURES_OPENAI_MODEL",
        "gpt-image-1.5",
        "gpt-image-2",
    )


def test_the_command_line_and_doctor_tell_it(client: httpx.Client, settings: Settings) -> None:
    items = client.get("/v1/providers").raise_for_status().json()["items"]
    file = io.StringIO()
    Console(file=file, width=160).print(table(items))

    assert "pictures: openai" in file.getvalue()
    assert "83%" in file.getvalue()
    words = in_words(items)
    assert words[0].startswith(f"OpenAI's pictures is left alone: {MESSAGE} It is tried again at")
    assert any("gpt-image-1.5 of openai" in line for line in words)
    assert "pictures: openai takes 3 calls at a time." in words

    (openai,) = [each for each in items if each["name"] == "openai"]
    openai["models"][0]["prices"][0] |= {"usd": None, "per": 1}
    Console(file=file, width=300).print(table([openai]))
    assert "a picture: price not known" in file.getvalue()
    openai["models"][0]["prices"][0] |= {"unit": "characters", "per": 1000}
    Console(file=file, width=300).print(table([openai]))
    assert "a characters" not in file.getvalue()
    assert "characters: price not known" in file.getvalue()

    found = weather(settings, StateDir(settings.state.state_dir))
    assert found.state == "warn"
    assert "openai is left alone" in found.detail


def test_prometheus_sees_it(client: httpx.Client) -> None:
    told = client.get("/metrics").text

    of = 'kind="pictures",provider="openai"'
    model = '{kind="pictures",model="gpt-image-1.5",provider="openai"'
    assert f"reelwright_provider_flow{{{of}}} 0.0" in told
    assert f"reelwright_provider_error_rate{model}}} 0.8333" in told
    assert f'reelwright_provider_seconds{model},quantile="0.95"}}' in told
    assert f"reelwright_provider_model_retires_timestamp_seconds{model}}} 1.7960832e+09" in told


def test_without_redis_doctor_says_that_nothing_is_known(settings: Settings) -> None:
    away = RedisSettings(redis_url=SecretStr("redis://127.0.0.1:1/0"))

    found = weather(settings.model_copy(update={"redis": away}), StateDir(settings.state.state_dir))

    assert (found.state, found.detail) == ("warn", "unknown; Redis does not answer")
