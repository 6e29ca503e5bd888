"""The question about an outage outlives every process: it is asked once, and nothing is paid twice."""

import asyncio
import multiprocessing
import signal
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import text

from studio.domain.conversation import TurnStatus
from studio.domain.events import TurnWaiting
from studio.domain.gate import Action, Answer, Gate, GateKind
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, UserId
from studio.services import gates, storyboards, waiting
from studio.wiring import Studio
from tests.support.dying_painter import PRICE, serve
from tests.support.outages import DOWN, painted
from tests.support.storyboards import storyboard
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, say, told
from tests.support.vendor import Answer as Told
from tests.support.vendor import Asked, VendorServer, serving

GATE = "INSERT INTO gates"
VERSION = "INSERT INTO storyboards"
PAID = r"UPDATE charges SET .*state=.* WHERE"
SECOND = Answer(action=Action.APPROVE, use="second")
WAIT_S = 60


@dataclass
class Bills:
    """Sells pictures, each idempotency key once; the first painter is down for one of them."""

    sold: dict[str, str] = field(default_factory=dict[str, str])

    def respond(self, asked: Asked) -> Told:
        painter, prompt = asked.path.split("/")[1], asked.json["prompt"]
        if painter == "first" and "picture 1" in prompt:
            return DOWN
        self.sold[asked.headers["idempotency-key"]] = f"{painter}: {prompt[:9]}"
        return painted()


@pytest.fixture
def bills() -> Bills:
    return Bills()


@pytest.fixture
def vendor(bills: Bills) -> Generator[VendorServer]:
    with serving(bills.respond) as server:
        yield server


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio]:
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield whole


@dataclass
class House:
    """Starts processes that serve one thread, and looks at what they left."""

    studio: Studio
    places: tuple[str, ...]
    nursery: ForkServerContext
    owner: UserId
    thread: ThreadId

    def start(self, *, dies_at: str = "") -> BaseProcess:
        process = self.nursery.Process(target=serve, args=(*self.places, dies_at), daemon=True)
        process.start()
        return process

    async def dies(self, *, at: str) -> None:
        process = self.start(dies_at=at)
        await asyncio.to_thread(process.join, WAIT_S)
        assert process.exitcode == -signal.SIGKILL

    async def gates(self) -> tuple[Gate, ...]:
        async with self.studio.work() as work:
            return tuple(await gates.of_thread(work, owner_id=self.owner, thread_id=self.thread))

    async def charges(self) -> Counter[tuple[str, str, Decimal | None]]:
        async with self.studio.works.connect() as connection:
            found = await connection.execute(
                text("SELECT model, state, cost_usd FROM charges WHERE kind = 'picture'")
            )
            return Counter(tuple(row) for row in found)

    async def newest(self) -> storyboards.SavedStoryboard:
        async with self.studio.work() as work:
            saved = await storyboards.latest(work, owner_id=self.owner, thread_id=self.thread)
        assert saved is not None
        return saved


@pytest.fixture
async def house(
    studio: Studio, vendor: VendorServer, database_url: str, redis_url: str, tmp_path: Path
) -> House:
    owner, thread = await open_thread(studio)
    async with studio.work() as work:
        await storyboards.save(
            work,
            owner_id=owner,
            thread_id=thread,
            storyboard=three(),
            expected_version=0,
            author="user",
            message="Draft",
        )
    places = (database_url, redis_url, str(tmp_path), vendor.url)
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload([serve.__module__])
    return House(studio, places, nursery, owner, thread)


def three() -> Storyboard:
    return storyboard("One.", "Two.", "Three.")


async def test_a_gate_is_asked_once_answered_once_and_paid_once_whoever_dies(
    house: House, bills: Bills
) -> None:
    turn = await say(house.studio, house.owner, house.thread, "Paint.")
    await house.dies(at=GATE)
    assert await house.gates() == ()

    waits = house.start()
    await told(house.studio, house.thread, TurnWaiting, turn=turn)
    waits.kill()
    await asyncio.to_thread(waits.join)
    [gate] = await house.gates()
    assert (gate.is_open, gate.kind) == (True, GateKind.PROVIDER)

    async with house.studio.work() as work:
        done = await waiting.answer(
            work, owner_id=house.owner, thread_id=house.thread, gate_id=gate.id, said=SECOND
        )
    assert done.turn_id is not None
    await house.dies(at=VERSION)
    await house.dies(at=PAID)
    last = house.start()
    end = await ended(house.studio, house.owner, house.thread, done.turn_id)
    last.kill()
    await asyncio.to_thread(last.join)

    assert end is TurnStatus.DONE
    [answered] = await house.gates()
    assert (answered.id, answered.answer) == (gate.id, SECOND)
    assert sorted(bills.sold.values()) == [
        "first: picture 0",
        "first: picture 2",
        "second: picture 1",
    ]
    assert await house.charges() == {
        ("first", "settled", PRICE): 2,
        ("second", "settled", PRICE): 1,
        ("first", "released", None): 2,
    }
    assert [scene.picture_maker for scene in (await house.newest()).storyboard.scenes] == [
        "",
        "second",
        "",
    ]
    assert (await house.newest()).version == 2
