"""A running API over real servers, with a scripted runner in the place of the agent."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from api.door import OpenParts, build
from api.limits import open_sign_in_limit, open_watch_limit
from api.metrics import Metrics
from api.slots import Slots
from api.state import Parts
from studio.domain.asset import digest
from studio.domain.cards import GateCard
from studio.domain.conversation import Message, Role, TurnStatus
from studio.domain.events import (
    CardPatched,
    CardShown,
    Event,
    TextDelta,
    TextEnded,
    TextStarted,
    ToolEnded,
    ToolStarted,
    TurnCancelled,
    TurnFinished,
    TurnStarted,
    TurnWaiting,
)
from studio.domain.gate import Alternative, Ask, Line, ProviderAsk, SpendAsk
from studio.domain.money import CallKind
from studio.domain.scene import Scene
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId, UserId
from studio.services import accounts, assets, conversations, gates, waiting
from studio.services.charges import Payer
from studio.services.conversations import ClaimedTurn
from studio.settings import DatabaseSettings, RedisSettings, Settings, StateSettings
from studio.wiring import Studio, open_studio
from tests.support.profiles import Shelf
from tests.support.studio import user_with_key

SPEND = SpendAsk(
    lines=tuple(
        Line(
            key=digest("scene", scene),
            scene=scene,
            what=CallKind.PICTURE,
            provider="p",
            model="m",
            cost_usd=Decimal("0.04"),
        )
        for scene in (1, 2)
    ),
    total_usd=Decimal("0.08"),
    above_usd=Decimal(0),
)
WORDS = ["Tides ", "follow ", "the ", "moon."]
PASSWORD = "correct horse battery"


async def an_outage(studio: Studio, owner_id: UserId) -> ProviderAsk:
    """Ask who paints scenes 2 and 3, with a sample of the one that costs nothing."""
    scenes = (Scene(id=SceneId("a")), Scene(id=SceneId("b"), visual_prompt="the moon over a bay"))
    board = Storyboard(scenes=scenes)
    payer = Payer(owner_id=owner_id, thread_id=None, turn_id=None, caps=studio.caps)
    makers = studio.pictures
    await assets.make_pictures(
        studio.works, store=studio.store, makers=makers, payer=payer, storyboard=board
    )
    async with studio.work() as work:
        made = await assets.find_for(
            work, owner_id=owner_id, storyboard=board, pictures=makers, speech=studio.speech
        )
    picture = made[SceneId("b")].picture
    assert picture is not None
    ways = (("illustrator", "Illustrator", "0"), ("gemini", "Gemini", "0.067"))
    return ProviderAsk(
        what=CallKind.PICTURE,
        maker="openai",
        title="OpenAI's pictures",
        trouble="unavailable",
        reason="OpenAI's pictures has trouble (HTTP 503); try again later. It says: maintenance",
        undone="The pictures of scenes 2 and 3 were not made by OpenAI's pictures.",
        numbers=(2, 3),
        retry_at=studio.clock.now() + timedelta(seconds=90),
        alternatives=tuple(
            Alternative(
                name=name,
                title=title,
                lines=tuple(
                    Line(
                        key=digest(name, scene),
                        scene=scene,
                        what=CallKind.PICTURE,
                        provider=name,
                        model="",
                        cost_usd=Decimal(usd),
                    )
                    for scene in (2, 3)
                ),
                price="free" if usd == "0" else "$0.03 a scene more",
                total_usd=Decimal(usd) * 2,
                extra_usd=(Decimal(usd) - Decimal("0.04")) * 2,
                picture=picture.id if usd == "0" else None,
            )
            for name, title, usd in ways
        ),
    )


def settings_for(database_url: str, redis_url: str, state_dir: Path) -> Settings:
    return Settings(
        state=StateSettings(state_dir=state_dir, secret=SecretStr("s" * 64)),
        database=DatabaseSettings(database_url=SecretStr(database_url)),
        redis=RedisSettings(redis_url=SecretStr(redis_url)),
    )


class ScriptedRunner:
    """Claims turns and answers each with the same few events.

    ``slow`` waits for a cancel; ``lost`` is begun by a worker that dies in the middle of a word;
    ``spend`` waits for an approval, ``outage`` for the choice of another maker.
    """

    def __init__(self, studio: Studio, *, pause_s: float = 0.0) -> None:
        self._studio = studio
        self._bell = asyncio.Event()
        self.pause_s = pause_s

    def wake(self) -> None:
        self._bell.set()

    async def run(self) -> None:
        while True:
            async with self._studio.work() as work:
                claimed = await conversations.claim_turn(work, worker="script", lease_s=30)
            if claimed is None:
                self._bell.clear()
                try:
                    async with asyncio.timeout(0.2):
                        await self._bell.wait()
                except TimeoutError:
                    pass
                continue
            await self._answer(claimed)

    async def _answer(self, claimed: ClaimedTurn) -> None:
        turn = claimed.turn
        status = TurnStatus.DONE
        if turn.message in {"spend", "outage"}:
            is_outage = turn.message == "outage"
            asked = await an_outage(self._studio, claimed.owner_id) if is_outage else SPEND
            await self._ask(claimed, asked)
            return
        for event in self._script(claimed):
            await asyncio.sleep(self.pause_s)
            await self._studio.events.publish(turn.thread_id, event)
        if turn.message == "slow":
            await self._wait_for_cancel(claimed)
            status = TurnStatus.CANCELLED
        async with self._studio.work() as work:
            await conversations.save_message(
                work,
                owner_id=claimed.owner_id,
                thread_id=turn.thread_id,
                message=Message(
                    id=f"m-{turn.id}",
                    turn_id=turn.id,
                    role=Role.ASSISTANT,
                    content="".join(WORDS),
                    created_at=datetime.now(UTC),
                ),
            )
            await conversations.finish_turn(work, turn_id=turn.id, worker="script", status=status)
        end = TurnFinished if status is TurnStatus.DONE else TurnCancelled
        await self._studio.events.publish(turn.thread_id, end(turn_id=turn.id))

    async def _ask(self, claimed: ClaimedTurn, asked: Ask) -> None:
        turn = claimed.turn
        await self._studio.events.publish(turn.thread_id, TurnStarted(turn_id=turn.id))
        async with self._studio.work() as work:
            gate = await gates.ask(
                work,
                owner_id=claimed.owner_id,
                thread_id=turn.thread_id,
                turn_id=turn.id,
                call_id=f"c-{turn.id}",
                key="spend",
                message="Make 2 pictures for up to $0.08?",
                asked=asked,
                now=self._studio.clock.now(),
            )
        card = GateCard.of(gate).model_dump(mode="json")
        shown = CardShown(turn_id=turn.id, card_id=gate.card_id, kind="gate", content=card)
        await self._studio.events.publish(turn.thread_id, shown)
        async with self._studio.work() as work:
            open_gates = await waiting.pause(
                work,
                owner_id=claimed.owner_id,
                thread_id=turn.thread_id,
                turn_id=turn.id,
                worker="script",
            )
        await self._studio.events.publish(
            turn.thread_id, TurnWaiting(turn_id=turn.id, gates=open_gates)
        )

    def _script(self, claimed: ClaimedTurn) -> Iterator[Event]:
        turn_id = claimed.turn.id
        message_id, call = f"m-{turn_id}", f"c-{turn_id}"
        card = f"pictures-{turn_id}"
        yield TurnStarted(turn_id=turn_id)
        if claimed.turn.message == "lost":
            yield TextStarted(turn_id=turn_id, message_id=message_id)
            yield TextDelta(turn_id=turn_id, message_id=message_id, delta="Half a ")
            yield TurnStarted(turn_id=turn_id, is_resumed=True)
        yield TextStarted(turn_id=turn_id, message_id=message_id)
        for word in WORDS:
            yield TextDelta(turn_id=turn_id, message_id=message_id, delta=word)
        yield TextEnded(turn_id=turn_id, message_id=message_id)
        if claimed.turn.resumes is not None:
            return
        yield ToolStarted(
            turn_id=turn_id, tool_call_id=call, name="make_pictures", arguments='{"scenes": [1]}'
        )
        yield CardShown(turn_id=turn_id, card_id=card, kind="progress", content={"fraction": 0.0})
        patch = [{"op": "replace", "path": "/fraction", "value": 1.0}]
        yield CardPatched(turn_id=turn_id, card_id=card, kind="progress", patch=patch)
        yield ToolEnded(
            turn_id=turn_id, tool_call_id=call, message_id=f"r-{turn_id}", content="made"
        )

    async def _wait_for_cancel(self, claimed: ClaimedTurn) -> None:
        while True:
            async with self._studio.work() as work:
                lease = await conversations.renew_lease(
                    work, turn_id=claimed.turn.id, worker="script", lease_s=30
                )
            if lease.cancel_requested:
                return
            await asyncio.sleep(0.05)


def scripted(settings: Settings, *, pause_s: float = 0.0, runs: bool = True) -> OpenParts:
    @asynccontextmanager
    async def open_parts(metrics: Metrics) -> AsyncGenerator[Parts]:
        redis_url = settings.redis.redis_url.get_secret_value()
        async with (
            open_studio(settings) as studio,
            open_sign_in_limit(redis_url) as sign_ins,
            open_watch_limit(redis_url) as watchers,
        ):
            runner = ScriptedRunner(studio, pause_s=pause_s)
            async with asyncio.TaskGroup() as group:
                task = group.create_task(runner.run()) if runs else None
                yield Parts(
                    studio=studio,
                    metrics=metrics,
                    slots=Slots(metrics),
                    sign_ins=sign_ins,
                    watchers=watchers,
                    wake_runner=runner.wake,
                    public_url="",
                    profiles=Shelf(),
                    model_name="script",
                    model_kind="test",
                    version="0",
                )
                if task:
                    task.cancel()

    return open_parts


@asynccontextmanager
async def client_of_a_user(settings: Settings) -> AsyncGenerator[httpx.AsyncClient]:
    """Serve the API, and give a client that is signed in by a key."""
    async with open_studio(settings) as studio:
        _, key = await user_with_key(studio)
    headers = {"Authorization": f"Bearer {key}"}
    with served(app_for(settings, runs=False)) as url:
        async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as client:
            yield client


@contextmanager
def served(app: FastAPI) -> Generator[str]:
    """Serve an app over HTTP in a thread of its own; give its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=2)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 120
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, "the server took too long to start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(15)


async def make_user(settings: Settings, email: str) -> None:
    async with open_studio(settings) as studio, studio.work() as work:
        await accounts.register(work, email=email, password=PASSWORD)


def sign_in(url: str, email: str) -> str:
    answer = httpx.post(
        f"{url}/v1/auth/password", json={"email": email, "password": PASSWORD}, timeout=20
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def app_for(settings: Settings, *, pause_s: float = 0.0, runs: bool = True) -> FastAPI:
    return build(scripted(settings, pause_s=pause_s, runs=runs), version="0")
