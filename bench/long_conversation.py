"""What a turn costs after 3, 30 and 300 turns: ``python -m bench.long_conversation [--turns N] [--json FILE]``.

Each turn reads the storyboard and changes a scene, as a model would; the model is scripted and takes no time.
Told for the turns around each mark, as medians: milliseconds of CPU of this process, bytes that
PostgreSQL holds in the thread's checkpoints afterwards, and tokens that the model is shown.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk

from agent.condensing import tokens
from studio.db.migrate import migrate
from studio.domain.conversation import TurnStatus
from studio.jobs.memory import MemoryRenderQueue
from tests.support.makers import FLAT, HUMMED
from tests.support.scripted import Scripted, call
from tests.support.servers import running_postgres, running_valkey
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, running, say

MARKS = (3, 30, 300)
AROUND = 5
PATIENCE = 600
HELD = """
SELECT (SELECT coalesce(sum(pg_column_size(t.*)), 0) FROM checkpoints t)
     + (SELECT coalesce(sum(pg_column_size(t.*)), 0) FROM checkpoint_blobs t)
     + (SELECT coalesce(sum(pg_column_size(t.*)), 0) FROM checkpoint_writes t),
       (SELECT count(*) FROM checkpoints)
"""
SCENES = [
    {"narration": f"This is what scene number {n} says to whoever looks.", "visual_prompt": "sea"}
    for n in range(9)
]


class Talker(Scripted):
    """Reads the storyboard, changes a scene, and says so; drafts first."""

    async def _astream(
        self, messages: list[BaseMessage], *more: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        last = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
        done = sum(isinstance(m, ToolMessage) for m in messages[last:])
        number = messages[last].text.split("number ")[1].split()[0]
        is_new = not any(isinstance(m, AIMessage) for m in messages)
        self.script[:] = [_reply(int(number), done, is_new=is_new)]
        async for chunk in super()._astream(messages, *more, **kwargs):
            yield chunk


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one turn."""

    cpu_ms: float
    held_bytes: int
    shown_tokens: int


def _reply(number: int, done: int, *, is_new: bool) -> list[Any]:
    name = f"c{number}-{done}"
    if number == 1 and (is_new or done):
        script = json.dumps({"title": "Sea", "scenes": SCENES})
        return ["Drafted."] if done else [call("draft_script", script, id=name)]
    if done == 0:
        return [call("show_storyboard", id=name)]
    if done == 1:
        words = f"These are other words, number {number}, for this scene."
        operation = {"op": "rewrite", "scene": number % 9 + 1, "narration": words}
        return [call("edit_scenes", json.dumps({"operations": [operation]}), id=name)]
    return ["I changed the scene as you wished; only it is made again."]


async def _measure(url: str, redis_url: str, folder: Path, turns: int) -> list[Cost]:
    costs: list[Cost] = []
    await migrate(url)
    async with open_test_studio(url, redis_url, folder) as whole:
        studio = replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)
        owner, thread = await open_thread(studio)
        model = Talker.of()
        async with running(studio, url, model):
            for number in range(1, turns + 1):
                begin = time.process_time()
                turn = await say(studio, owner, thread, f"Wish number {number} for a scene.")
                assert await ended(studio, owner, thread, turn) is TurnStatus.DONE
                cpu_ms = (time.process_time() - begin) * 1000
                shown = model.shown[-1]
                model.shown.clear()
                held = await _held(url)
                costs.append(Cost(cpu_ms, held, tokens(shown)))  # pyright: ignore[reportArgumentType]
    return costs


async def _held(url: str) -> int:
    """Measure once the checkpoints of the turn's steps are pruned to the newest."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for _ in range(PATIENCE):
            row = await (await connection.execute(HELD)).fetchone()
            if row and row[1] <= 1:
                return int(row[0])
            await asyncio.sleep(0.05)
    raise TimeoutError("the checkpoints were not pruned")


def run(turns: int) -> dict[str, Any]:
    """Talk, and tell what turns cost at the marks and how that grew."""
    with (
        running_postgres() as postgres,
        running_valkey() as valkey,
        tempfile.TemporaryDirectory() as name,
    ):
        url, redis_url = postgres.start().url, valkey.start().url
        costs = asyncio.run(_measure(url, redis_url, Path(name), turns))
    told: dict[str, Any] = {}
    for mark in (mark for mark in MARKS if mark <= turns):
        near = costs[max(1, mark - AROUND) : mark + 1]
        told[str(mark)] = {
            "cpu_ms": round(statistics.median(cost.cpu_ms for cost in near), 1),
            "held_bytes": round(statistics.median(cost.held_bytes for cost in near)),
            "held_bytes_a_turn": round(costs[mark - 1].held_bytes / mark),
            "shown_tokens": round(statistics.median(cost.shown_tokens for cost in near)),
        }
    first, last = told[str(MARKS[0])], told[max(told, key=int)]
    told["growth"] = {name: round(last[name] / first[name], 2) for name in first}
    told["most"] = {
        "held_bytes": max(cost.held_bytes for cost in costs),
        "shown_tokens": max(cost.shown_tokens for cost in costs),
    }
    return told


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    told = run(asked.turns)
    print(json.dumps(told, indent=2))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
