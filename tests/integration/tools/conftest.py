"""A studio with quick makers, and tools to call in it."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.jobs.memory import MemoryRenderQueue
from studio.wiring import Studio
from tests.support.makers import FLAT, HUMMED
from tests.support.studio import open_test_studio
from tests.support.toolbox import Toolbox, open_toolbox


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio, None]:
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)


@pytest.fixture
async def box(studio: Studio) -> Toolbox:
    return await open_toolbox(studio)
