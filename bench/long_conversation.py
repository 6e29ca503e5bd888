"""What a turn costs after 3, 30 and 300 turns: ``python -m bench.long_conversation [--turns N] [--director]``.

Each turn changes a scene. A scripted model, which takes no time, reads the storyboard first, as a model
would; ``--director`` lets the offline director answer instead, and its thinking counts. Told for the turns
around each mark, as means: milliseconds of CPU of this process, bytes that the turn writes into
LangGraph's tables, bytes that they hold afterwards, tokens of history in one call of the model, and tokens
of the whole turn with everything that goes along with each call: rules, tools, history.
"""

import argparse
import asyncio
import json
import random
import re
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from agent.checkpoints import setup
from agent.condensing import CHARACTERS_PER_TOKEN, tokens
from agent.graph import toolset
from evals.fleet import InstantFleet
from studio.db.migrate import migrate
from studio.domain.conversation import TurnStatus
from studio.domain.units import ThreadId, TurnId, UserId
from studio.providers.llm.director.model import Director
from studio.wiring import Studio
from tests.support.makers import FLAT, HUMMED
from tests.support.scripted import Scripted, call
from tests.support.servers import running_postgres, running_valkey
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, running, say, status_of

MARKS = (3, 30, 300)
AROUND = 5
"""So many turns before and after; one about the third."""
PATIENCE, TRIES = 600, 20
COUNTED = """
CREATE TABLE written (bytes bigint NOT NULL);
INSERT INTO written VALUES (0);
CREATE FUNCTION count_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE written SET bytes = bytes + octet_length(NEW.checkpoint::text)
    + octet_length(NEW.metadata::text) + 100;
  RETURN NULL;
END $$;
CREATE FUNCTION count_blob() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE written SET bytes = bytes + coalesce(octet_length(NEW.blob), 0) + 100; RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR UPDATE ON checkpoints
  FOR EACH ROW EXECUTE FUNCTION count_checkpoint();
CREATE TRIGGER counted AFTER INSERT OR UPDATE ON checkpoint_blobs
  FOR EACH ROW EXECUTE FUNCTION count_blob();
CREATE TRIGGER counted AFTER INSERT OR UPDATE ON checkpoint_writes
  FOR EACH ROW EXECUTE FUNCTION count_blob();
"""
"""Bytes as they are sent, before PostgreSQL compresses them; 100 stand for a row's names and ids."""
HELD = """
SELECT (SELECT coalesce(sum(pg_column_size(t.*)), 0) FROM checkpoints t)
     + (SELECT coalesce(sum(pg_column_size(t.*)), 0) FROM checkpoint_blobs t)
     + (SELECT coalesce(sum(pg_column_size(t.*)), 0) FROM checkpoint_writes t),
       (SELECT count(*) FROM checkpoints), (SELECT bytes FROM written)
"""
LEXICON = Path(__file__).parent.parent / "studio/providers/images/illustration/lexicon/en.json"
RULE, RULE_TURN = "Never show a clown in this video", 2


def _sentence(number: int) -> str:
    """Say words that no other turn says, so that nothing packs better than real talk would."""
    dice = random.Random(number)  # noqa: S311 - the same words every time
    return f"{' '.join(dice.sample(_words(), 12)).capitalize()}."


@lru_cache(maxsize=1)
def _words() -> list[str]:
    known = re.findall(r"[a-z]{3,}", LEXICON.read_text("utf-8"))
    return list(dict.fromkeys(known))


def _scenes() -> list[dict[str, str]]:
    return [
        {"narration": _sentence(-n), "visual_prompt": _sentence(-n - 100)} for n in range(1, 10)
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


class WatchedDirector(Director):
    """The offline director; what it is shown is kept."""

    _shown: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def shown(self) -> list[list[BaseMessage]]:
        """Give what it was shown, call by call."""
        return self._shown

    async def _astream(
        self, messages: list[BaseMessage], *more: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        self._shown.append(messages)
        async for chunk in super()._astream(messages, *more, **kwargs):
            yield chunk


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one turn."""

    cpu_ms: float
    written_bytes: float
    held_bytes: float
    history_tokens_a_call: float
    tokens_a_turn: float


def _reply(number: int, done: int, *, is_new: bool) -> list[Any]:
    name = f"c{number}-{done}"
    if number == 1 and (is_new or done):
        script = json.dumps({"title": "Sea", "scenes": _scenes()})
        return ["Drafted."] if done else [call("draft_script", script, id=name)]
    if done == 0:
        return [call("show_storyboard", id=name)]
    if done == 1:
        operation = {"op": "rewrite", "scene": number % 9 + 1, "narration": _sentence(number)}
        return [call("edit_scenes", json.dumps({"operations": [operation]}), id=name)]
    return ["I changed the scene as you wished; only it is made again."]


def _wish(number: int, *, is_directed: bool) -> str:
    rule = f" {RULE}." if number == RULE_TURN else ""
    if not is_directed:
        return f"Wish number {number} for a scene, as follows: {_sentence(number + 1000)}{rule}"
    if number == 1:
        return "\n\n".join(scene["narration"] for scene in _scenes())
    # Each is an edit and no more, so that all turns call as many tools.
    return f'Scene {number % 9 + 1}: "{_sentence(number)}"'


async def _measure(
    url: str, redis_url: str, folder: Path, turns: int, *, is_directed: bool
) -> list[Cost]:
    costs: list[Cost] = []
    await migrate(url)
    await setup(url)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(COUNTED)
    model = WatchedDirector() if is_directed else Talker.of()
    fixed = _fixed_tokens()
    async with open_test_studio(url, redis_url, folder) as whole:
        studio = replace(whole, queue=InstantFleet(whole.work), pictures=FLAT, speech=HUMMED)
        owner, thread = await open_thread(studio)
        written = 0
        async with running(studio, url, model):
            for number in range(1, turns + 1):
                begin = time.process_time()
                wish = _wish(number, is_directed=is_directed)
                turn = await say(studio, owner, thread, wish)
                await _over(studio, owner, thread, turn)
                cpu_ms = (time.process_time() - begin) * 1000
                history = _history(model.shown)
                if number > RULE_TURN and not is_directed:
                    assert any(RULE in m.text for m in model.shown[-1]), number
                model.shown.clear()
                held, so_far = await _stored(url)
                costs.append(
                    Cost(
                        cpu_ms,
                        so_far - written,
                        held,
                        max(history),
                        sum(history) + fixed * len(history),
                    )
                )
                written = so_far
    return costs


async def _over(studio: Studio, owner: UserId, thread: ThreadId, turn: TurnId) -> None:
    """Wait for a turn's end, however busy the machine is."""
    for _ in range(TRIES):
        try:
            status = await ended(studio, owner, thread, turn)
        except TimeoutError:
            status = await status_of(studio, owner, turn)
        if status.is_final:
            break
    else:
        raise TimeoutError("a turn never ended")
    assert status is TurnStatus.DONE


def _fixed_tokens() -> int:
    tools = json.dumps([convert_to_openai_tool(tool) for tool in toolset()])
    return len(tools) // CHARACTERS_PER_TOKEN


def _history(shown: Sequence[Sequence[BaseMessage]]) -> list[int]:
    return [tokens(messages) for messages in shown]  # pyright: ignore[reportArgumentType]


async def _stored(url: str) -> tuple[int, int]:
    """Measure once the checkpoints of the turn's steps are pruned to the newest."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for _ in range(PATIENCE):
            row = await (await connection.execute(HELD)).fetchone()
            if row and row[1] <= 1:
                return int(row[0]), int(row[2])
            await asyncio.sleep(0.05)
    raise TimeoutError("the checkpoints were not pruned")


def run(turns: int, *, is_directed: bool = False) -> dict[str, Any]:
    """Talk, and tell what turns cost at the marks and how that grew."""
    with (
        running_postgres() as postgres,
        running_valkey() as valkey,
        tempfile.TemporaryDirectory() as name,
    ):
        url, redis_url = postgres.start().url, valkey.start().url
        measured = _measure(url, redis_url, Path(name), turns, is_directed=is_directed)
        costs = asyncio.run(measured)
    told: dict[str, Any] = {str(mark): _around(costs, mark) for mark in MARKS if mark <= len(costs)}
    first, last = told[str(MARKS[0])], told[max(told, key=int)]
    names = [field.name for field in fields(Cost)]
    told["growth"] = {name: round(last[name] / first[name], 2) for name in names}
    told["most"] = {name: max(getattr(cost, name) for cost in costs[2:]) for name in names}
    told["turns"] = [asdict(cost) for cost in costs]
    return told


def _around(costs: Sequence[Cost], mark: int) -> dict[str, float]:
    """Give means over the turns around a mark; the first turn, which drafts, is left out."""
    around = min(AROUND, mark - 2)
    near = costs[mark - 1 - around : mark + around]
    names = [field.name for field in fields(Cost)]
    return {name: round(statistics.mean(getattr(c, name) for c in near), 1) for name in names}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=305)
    parser.add_argument("--director", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    told = run(asked.turns, is_directed=asked.director)
    print(json.dumps({name: told[name] for name in told if name != "turns"}, indent=2))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
