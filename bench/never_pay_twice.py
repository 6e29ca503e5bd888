"""Kill the API at every await point of calls that cost money, and compare the bill with the ledger.

    .venv/bin/python bench/never_pay_twice.py --kills 200 --json out/never_pay_twice.json

A metered provider (``tests/support/metered.py``, a process of its own) bills what it is asked for. The
real API, on embedded PostgreSQL and Valkey, makes one project after another against it. In each, it is
killed by SIGKILL up to four times: where the provider has just received a request, has made the
answer, is in the middle of streaming it, has sent all of it; and inside our own transactions, which
a trigger holds open at that row. Each time a new API takes over. Then the provider's meter, the
ledger and what was needed are compared.

Three installations take turns. In ``keyed`` ones the provider bills an idempotency key once: texts,
pictures and voices must be billed once, and these are the figures at the top. In ``orders`` pictures
are ordered by name (Replicate), in ``plain`` nothing heeds a key. There, a call that dies before its
answer, or before the name of the work is saved, cannot be made once: it follows decision 10's rule and
is reported apart, under ``plain``: what was billed is settled or unknown.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, LiteralString

import httpx
import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))

from api.cli import doorstep
from bench import strikes
from tests.support.metered import price_table
from tests.support.product import begin
from tests.support.servers import open_folder, running_postgres, running_valkey

TAKEOVER_S = 4
PROJECT_S = 240
POLL_S = 0.03
PER_TURN = 4
"""A turn whose processes died five times is given up."""
SCENES = 2
STEPS = 4
"""Calls of the language model in one project: three tools and a last word."""

TEXT = (
    "text:received",
    "text:made",
    "text:streaming",
    "text:answered",
    "db:charges:text:reserved",
    "db:charges:text:sent",
    "db:answers",
    "db:usage",
    "db:charges:text:settled",
    "db:checkpoint_writes",
    "db:checkpoints",
)
SYNCHRONOUS = ("received", "made", "answered")
OURS = ("reserved", "sent", "settled")
Mode = Literal["keyed", "orders", "plain"]
TURNS: tuple[Mode, ...] = ("keyed", "orders", "keyed", "plain", "keyed")
"""Whose turn it is in five projects."""


@dataclass
class World:
    """Everything that runs.

    Attributes:
        meter: Address of the provider.
        database: Its URL.
        redis_url: Likewise.
        folder: For state and logs.
        port: Of the API.
        key: Of the local user.
        eye: Looks into the database, and holds the lock that triggers wait for.
        nursery: Starts processes.
        api: The process at work.
        kills: How often which point was struck.
    """

    meter: str
    database: str
    redis_url: str
    folder: Path
    port: int
    key: str
    eye: psycopg.Connection[Any]
    nursery: subprocess.Popen[str]
    api: int = 0
    kills: dict[str, int] = field(default_factory=dict)

    def start(self, mode: Mode) -> None:
        """Start an API."""
        heeds = mode != "plain"
        model = "keyed" if heeds else "plain"
        replays = str(heeds).lower()
        environment = {
            "DATABASE_URL": self.database,
            "REDIS_URL": self.redis_url,
            "REELWRIGHT_STATE_DIR": str(self.folder / "state"),
            "REELWRIGHT_PORT": str(self.port),
            "REELWRIGHT_TAKEOVER_S": str(TAKEOVER_S),
            "REELWRIGHT_LOG_FORMAT": "json",
            "REELWRIGHT_PRICES": str(self.folder / "prices.toml"),
            # Nobody is here to say yes.
            "REELWRIGHT_BUDGET_ASK_ABOVE_USD": "1000000",
            "REELWRIGHT_MODEL": f"openai:{model}",
            "REELWRIGHT_MODEL_BASE_URL": f"{self.meter}/v1",
            "REELWRIGHT_MODEL_API_KEY": "a-key-for-tests",
            "REELWRIGHT_MODEL_REPLAYS": replays,
            "REELWRIGHT_PICTURES": "replicate" if mode == "orders" else "openai",
            "REELWRIGHT_PICTURES_OPENAI_BASE_URL": f"{self.meter}/v1",
            "REELWRIGHT_PICTURES_OPENAI_MODEL": model,
            "REELWRIGHT_PICTURES_OPENAI_REPLAYS": replays,
            "REELWRIGHT_PICTURES_OPENAI_PRICE_USD": "0.04",
            "REELWRIGHT_PICTURES_REPLICATE_BASE_URL": f"{self.meter}/v1",
            "REELWRIGHT_PICTURES_REPLICATE_MODEL": "someone/painter",
            "REELWRIGHT_PICTURES_REPLICATE_API_KEY": "a-key-for-tests",
            "REELWRIGHT_PICTURES_REPLICATE_PRICE_USD": "0.04",
            "REELWRIGHT_SPEECH": "openai",
            "REELWRIGHT_SPEECH_OPENAI_BASE_URL": f"{self.meter}/v1",
            "REELWRIGHT_SPEECH_OPENAI_MODEL": model,
            "REELWRIGHT_SPEECH_OPENAI_REPLAYS": replays,
            "REELWRIGHT_SPEECH_OPENAI_PRICE_USD": "0.01",
        }
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        order = {"environment": environment, "log": str(self.folder / "api.log")}
        self.nursery.stdin.write(json.dumps(order) + "\n")
        self.nursery.stdin.flush()
        self.api = int(self.nursery.stdout.readline())

    def kill(self) -> None:
        """Kill the API, as the kernel would."""
        os.kill(self.api, signal.SIGKILL)
        while Path(f"/proc/{self.api}").exists():
            time.sleep(0.005)

    @contextmanager
    def client(self) -> Generator[httpx.Client]:
        """Talk to the API, once it answers."""
        base_url = f"http://127.0.0.1:{self.port}"
        headers = {"Authorization": f"Bearer {self.key}"}
        with httpx.Client(
            base_url=base_url, headers=headers, timeout=60, trust_env=False
        ) as client:
            deadline = time.monotonic() + PROJECT_S
            while True:
                try:
                    client.get("/healthz")
                    break
                except httpx.TransportError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.05)
            yield client

    def ask(self, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """Look into the database."""
        return self.eye.execute(statement, values).fetchall()

    def arm(self, point: str) -> None:
        """Hold whoever comes to a point next."""
        if point.startswith("db:"):
            self.eye.execute("INSERT INTO strike VALUES (%s)", (point,))
        else:
            httpx.post(f"{self.meter}/meter/hold", json={"point": point}, trust_env=False)

    def is_reached(self, point: str) -> bool:
        """Tell whether someone is held there."""
        if point.startswith("db:"):
            return bool(self._held())
        return bool(httpx.get(f"{self.meter}/meter", trust_env=False).json()["held"])

    def disarm(self, point: str) -> None:
        """Let everything go on."""
        if point.startswith("db:"):
            self.eye.execute("DELETE FROM strike")
            for (pid,) in self._held():
                self.eye.execute("SELECT pg_terminate_backend(%s)", (pid,))
        else:
            httpx.post(f"{self.meter}/meter/go", json={}, trust_env=False)

    def _held(self) -> list[tuple[Any, ...]]:
        return self.ask(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted"
        )


def make_project(world: World, number: int, points: Sequence[str], *, mode: Mode) -> str:
    """Make one project while the API is killed at points; give how it ended."""
    world.start(mode)
    with world.client() as client:
        waiting = list(points)
        if waiting:
            world.arm(waiting[0])
        _, run = begin(client, f"topic {number}")
    deadline = time.monotonic() + PROJECT_S
    status = ""
    while time.monotonic() < deadline:
        if waiting and world.is_reached(waiting[0]):
            world.kill()
            point = waiting.pop(0)
            world.disarm(point)
            world.kills[point] = world.kills.get(point, 0) + 1
            if waiting:
                world.arm(waiting[0])
            world.start(mode)
        [(status, code)] = world.ask("SELECT status, error_code FROM turns WHERE id = %s", run)
        if status not in {"queued", "running"}:
            status = f"{status} {code or ''}".strip()
            break
        time.sleep(POLL_S)
    if waiting:
        world.disarm(waiting[0])
    world.kill()
    return status


def plan(mode: Mode) -> list[tuple[str, ...]]:
    """Give the points of each kind, in the order in which a project comes to them."""
    at_provider = ("order:received", "order:made", "order:answered", "order:polled")
    if mode != "orders":
        at_provider = tuple(f"picture:{phase}" for phase in SYNCHRONOUS)
    pictures = (*at_provider, *(f"db:charges:picture:{at}" for at in OURS), "db:assets:picture")
    if mode == "orders":
        pictures += ("db:charges:picture:ordered",)
    voices = tuple(f"voice:{phase}" for phase in SYNCHRONOUS)
    voices += (*(f"db:charges:voice:{at}" for at in OURS), "db:assets:voice")
    return [TEXT, pictures, voices, TEXT[::-1]]


def needed(projects: Mapping[Mode, int]) -> dict[str, int]:
    """Count the calls that so many projects need, by kind and model."""
    keyed, orders, plain = (projects[mode] for mode in ("keyed", "orders", "plain"))
    return {
        "text:keyed": (keyed + orders) * STEPS,
        "picture:keyed": keyed * SCENES,
        "voice:keyed": (keyed + orders) * SCENES,
        "order": orders * SCENES,
        "text:plain": plain * STEPS,
        "picture:plain": plain * SCENES,
        "voice:plain": plain * SCENES,
    }


def report(world: World, ends: dict[str, int], projects: Mapping[Mode, int]) -> dict[str, Any]:
    """Compare the meter, the ledger and what was needed."""
    bill = httpx.get(f"{world.meter}/meter", trust_env=False).json()
    rows = world.ask(
        "SELECT CASE provider WHEN 'replicate' THEN 'order' ELSE kind || ':' || model END, state,"
        " count(*), coalesce(sum(cost_usd), 0), coalesce(sum(estimate_usd), 0)"
        " FROM charges GROUP BY 1, 2"
    )
    kinds: dict[str, dict[str, Any]] = {}
    counts = {kind: count for kind, count in needed(projects).items() if count}
    for kind, count in counts.items():
        of = [row[1:] for row in rows if row[0] == kind]
        unknown = [row for row in of if row[0] == "unknown"]
        kinds[kind] = {
            "calls_needed": count,
            "calls_billed": bill["calls"].get(kind, 0),
            "ledger_usd": f"{sum((row[2] for row in of), Decimal(0)):f}",
            "meter_usd": bill["usd"].get(kind, "0"),
            "settled": sum(row[1] for row in of if row[0] == "settled"),
            "unknown": sum(row[1] for row in unknown),
            "unknown_held_usd": f"{sum((row[3] for row in unknown), Decimal(0)):f}",
            "reserved": sum(row[1] for row in of if row[0] == "reserved"),
        }
    exact = {kind: told for kind, told in kinds.items() if kind.endswith(":keyed")}
    return {
        "kills": sum(world.kills.values()),
        **_sum(exact),
        "stuck_in_reserved": sum(told["reserved"] for told in kinds.values()),
        "projects": sum(projects.values()),
        "ended": ends,
        "exact": exact,
        "plain": {kind: told for kind, told in kinds.items() if kind not in exact},
        "kills_by_point": world.kills,
    }


def _sum(kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "calls_needed": sum(told["calls_needed"] for told in kinds.values()),
        "calls_billed": sum(told["calls_billed"] for told in kinds.values()),
        "ledger_usd": float(sum((Decimal(t["ledger_usd"]) for t in kinds.values()), Decimal(0))),
        "meter_usd": float(sum((Decimal(t["meter_usd"]) for t in kinds.values()), Decimal(0))),
    }


@contextmanager
def _program(*argv: str) -> Generator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *argv],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def running_world() -> Generator[World]:
    """Start the provider, the servers and whatever starts APIs."""
    with (
        open_folder() as folder,
        running_postgres() as postgres,
        running_valkey() as valkey,
        _program("tests.support.metered") as provider,
        _program("bench.nursery") as nursery,
    ):
        database, redis_url = postgres.start().url, valkey.start().url
        asyncio.run(doorstep.prepare_database(database))
        key = asyncio.run(doorstep.welcome(database, api_key="")).api_key
        (folder / "prices.toml").write_text(price_table())
        assert provider.stdout is not None
        with psycopg.connect(database, autocommit=True) as eye:
            strikes.install(eye)
            world = World(
                meter=provider.stdout.readline().strip(),
                database=database,
                redis_url=redis_url,
                folder=folder,
                port=_free_port(),
                key=key,
                eye=eye,
                nursery=nursery,
            )
            try:
                yield world
            finally:
                if world.api and Path(f"/proc/{world.api}").exists():
                    world.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def run(kills: int, *, seconds: float = float("inf")) -> dict[str, Any]:
    """Make projects until there were so many kills, or the time is over."""
    ends: dict[str, int] = {}
    projects: dict[Mode, int] = dict.fromkeys(TURNS, 0)
    deadline = time.monotonic() + seconds
    with running_world() as world:
        number = 0
        while sum(world.kills.values()) < kills and time.monotonic() < deadline:
            mode = TURNS[number % len(TURNS)]
            left = kills - sum(world.kills.values())
            texts, *others, last = plan(mode)
            points = [texts[number % len(texts)]]
            points += [kind[projects[mode] % len(kind)] for kind in others]
            points += [last[number % len(last)]]
            end = make_project(world, number, points[: min(PER_TURN, left)], mode=mode)
            ends[end] = ends.get(end, 0) + 1
            projects[mode] += 1
            number += 1
            sys.stderr.write(f"project {number}: {end}, {sum(world.kills.values())} kills\n")
        return report(world, ends, projects)


def main() -> None:
    """Read the command line, run, write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    given = parser.parse_args()
    told = json.dumps(run(given.kills, seconds=given.seconds), indent=2)
    sys.stdout.write(told + "\n")
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(told + "\n")


if __name__ == "__main__":
    main()
