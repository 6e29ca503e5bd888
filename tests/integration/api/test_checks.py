"""Checks and the fitted length over HTTP."""

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from studio.services import conversations, storyboards
from studio.wiring import open_studio
from tests.support.api import app_for, served, settings_for
from tests.support.storyboards import storyboard
from tests.support.studio import user_with_key

LINES = (
    "Tides are slow, and they never stop for anybody at all.",
    "The moon pulls at the sea twice a day, a little later each time.",
)


@pytest.fixture
async def thread(
    database_url: str, redis_url: str, tmp_path: Path
) -> AsyncGenerator[httpx.AsyncClient]:
    settings = settings_for(database_url, redis_url, tmp_path)
    async with open_studio(settings) as studio:
        owner_id, key = await user_with_key(studio)
        async with studio.work() as work:
            one = await conversations.create_thread(work, owner_id=owner_id)
            await storyboards.save(
                work,
                owner_id=owner_id,
                thread_id=one.id,
                storyboard=storyboard(*LINES),
                expected_version=0,
                author="agent",
                message="Draft",
            )
        with served(app_for(settings, runs=False)) as url:
            headers = {"Authorization": f"Bearer {key}"}
            base = f"{url}/v1/threads/{one.id}"
            async with httpx.AsyncClient(base_url=base, headers=headers, timeout=30) as client:
                yield client


async def test_a_storyboard_is_checked_and_fitted(thread: httpx.AsyncClient) -> None:
    found = (await thread.get("/check")).json()
    fitted = (await thread.post("/fit", json={"target_s": 10})).json()
    again = (await thread.get("/check")).json()

    assert (found["version"], found["target_s"]) == (1, 30)
    assert found["issues"][0]["rule"] == "total_length"
    assert len(found["checked"]) == 11
    assert (fitted["version"], fitted["is_close"], fitted["changed"]) == (2, True, [1, 2])
    assert again["target_s"] == 10
    assert "total_length" not in {issue["rule"] for issue in again["issues"]}


async def test_a_length_that_nobody_may_ask_for_is_refused(thread: httpx.AsyncClient) -> None:
    assert (await thread.post("/fit", json={"target_s": 500})).status_code == 422
