"""An agent that makes pictures and is killed at a statement, in a process that is forked ready.

Two painters sell pictures at one server: ``first`` below ``/first``, ``second`` below ``/second``. Both
bill one idempotency key once. The agent calls ``make_pictures`` and then has a last word.
"""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk
from sqlalchemy import event
from sqlalchemy.engine import Engine

from studio.domain.budget import NEVER
from studio.jobs.memory import MemoryRenderQueue
from studio.makers import Makers
from studio.providers.images.openai import OpenAIPictures, OpenAIPicturesOptions
from studio.providers.vendor import Surroundings
from studio.wiring import Studio
from tests.support.makers import HUMMED
from tests.support.scripted import Scripted, call
from tests.support.studio import open_test_studio
from tests.support.turns import running

PRICE = Decimal("0.04")
TAKEOVER_S = 0.8


class Painter(Scripted):
    """Calls ``make_pictures``, and says a last word when it has its answer."""

    async def _astream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        is_made = isinstance(messages[-1], ToolMessage)
        said = AIMessageChunk(content="Painted.") if is_made else call("make_pictures", id="c1")
        yield ChatGenerationChunk(message=said)


def sold_by(studio: Studio, url: str) -> Studio:
    """Give a studio whose pictures two painters of a server sell."""
    house = Surroundings(read=studio.store.get)
    made = {
        name: OpenAIPictures(
            OpenAIPicturesOptions(
                base_url=f"{url}/{name}", model=name, price_usd=PRICE, replays=True
            ),
            house,
        )
        for name in ("first", "second")
    }
    return replace(
        studio,
        queue=MemoryRenderQueue(),
        pictures=Makers(made),
        speech=HUMMED,
        asks=NEVER,
        takeover_s=TAKEOVER_S,
    )


def die_at(statement: str) -> None:
    """Kill this process, as ``kill -9`` does, after such a statement and before its commit."""

    def struck(*told: Any) -> None:
        if re.match(statement, told[2]):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", struck)


def serve(url: str, redis_url: str, folder: str, vendor: str, statement: str) -> None:
    """Serve turns until killed."""
    if statement:
        die_at(statement)
    asyncio.run(_serve(url, redis_url, folder, vendor))


async def _serve(url: str, redis_url: str, folder: str, vendor: str) -> None:
    async with open_test_studio(url, redis_url, Path(folder)) as whole:
        shop, model = sold_by(whole, vendor), Painter.of()
        async with running(shop, url, model, worker=f"w{os.getpid()}", lease_s=TAKEOVER_S):
            await asyncio.Event().wait()
