"""Leases of turns, messages, and what another's thread refuses."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from studio.db.engine import Database, open_database
from studio.domain.conversation import Message, Role, Turn, TurnStatus
from studio.domain.errors import NotFound, VersionConflict
from studio.domain.money import Usage
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services import conversations, ledger, storyboards
from tests.support.storyboards import storyboard
from tests.support.studio import make_thread

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


async def start(works: Database, owner_id: UserId, thread_id: ThreadId):
    turn_id = TurnId(uuid4())
    async with works.work() as work:
        return await conversations.start_turn(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            turn_id=turn_id,
            message="tides",
            message_id=str(turn_id),
        )


async def claim(works: Database, worker: str, lease_s: float = 30.0):
    async with works.work() as work:
        return await conversations.claim_turn(work, worker=worker, lease_s=lease_s)


async def renew(works: Database, turn: Turn, worker: str, lease_s: float = 30.0):
    async with works.work() as work:
        return await conversations.renew_lease(
            work, turn_id=turn.id, worker=worker, lease_s=lease_s
        )


async def say(
    works: Database, owner_id: UserId, thread_id: ThreadId, turn: Turn, content: str, id: str = "m"
):
    message = Message(id=id, turn_id=turn.id, role=Role.ASSISTANT, content=content, created_at=NOW)
    async with works.work() as work:
        await conversations.save_message(
            work, owner_id=owner_id, thread_id=thread_id, message=message
        )


async def record(
    works: Database,
    owner_id: UserId,
    thread_id: ThreadId,
    quantity: int,
    cost: Decimal | None,
    unit: str = "tokens_in",
):
    usage = Usage(provider="p", model="m", unit=unit, quantity=quantity, cost_usd=cost)
    async with works.work() as work:
        await work.usage.add(
            owner_id=owner_id, thread_id=thread_id, turn_id=None, **usage.model_dump()
        )


async def test_a_renewed_lease_keeps_others_away(works: Database) -> None:
    turn = await start(works, *await make_thread(works))
    await claim(works, "one", lease_s=-1)

    lease = await renew(works, turn, "one")

    assert (lease.is_held, lease.cancel_requested) == (True, False)
    assert await claim(works, "two") is None


async def test_a_worker_learns_that_its_turn_was_taken_over(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    turn = await start(works, owner_id, thread_id)
    await claim(works, "one", lease_s=-1)
    taken = await claim(works, "two")

    assert taken is not None
    assert taken.attempt == 2
    assert not (await renew(works, turn, "one")).is_held
    async with works.work() as work:
        await conversations.release_turn(work, turn_id=turn.id, worker="one")
        assert not await conversations.finish_turn(
            work, turn_id=turn.id, worker="one", status=TurnStatus.DONE
        )
    assert (await renew(works, turn, "two")).is_held


async def test_a_worker_learns_that_its_turn_was_cancelled(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    turn = await start(works, owner_id, thread_id)
    await claim(works, "one")
    async with works.work() as work:
        await conversations.request_cancel(work, owner_id=owner_id, turn_id=turn.id)

    assert (await renew(works, turn, "one")).cancel_requested


async def test_a_turn_given_back_is_anybodys_and_costs_no_attempt(works: Database) -> None:
    turn = await start(works, *await make_thread(works))
    await claim(works, "one")
    async with works.work() as work:
        await conversations.release_turn(work, turn_id=turn.id, worker="one")

    taken = await claim(works, "two")

    assert taken is not None
    assert (taken.turn.id, taken.attempt) == (turn.id, 1)


async def test_a_message_saved_again_keeps_its_place(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    turn = await start(works, owner_id, thread_id)
    for content, id in (("one", "a"), ("two", "b"), ("one again", "a")):
        await say(works, owner_id, thread_id, turn, content, id)

    async with works.work() as work:
        messages = await conversations.list_messages(work, owner_id=owner_id, thread_id=thread_id)
    assert [m.content for m in messages] == ["tides", "one again", "two"]


async def test_sums_with_an_unknown_price_are_unknown(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    await record(works, owner_id, thread_id, 10, Decimal("0.10"))
    await record(works, owner_id, thread_id, 5, None)
    await record(works, owner_id, thread_id, 3, Decimal("0.1"), unit="tokens_out")
    await record(works, owner_id, thread_id, 4, Decimal("0.2"), unit="tokens_out")

    async with works.work() as work:
        lines = await ledger.lines(work, owner_id=owner_id, thread_id=thread_id)
    assert [(u.unit, u.quantity, u.cost_usd) for u in lines] == [
        ("tokens_in", 15, None),
        ("tokens_out", 7, Decimal("0.3")),
    ]


async def test_a_strangers_writes_into_a_thread_are_refused(works: Database) -> None:
    owner_id, thread_id = await make_thread(works)
    turn = await start(works, owner_id, thread_id)
    await record(works, owner_id, thread_id, 1, None)
    stranger, own = await make_thread(works, "eve@example.com")
    theirs = await start(works, stranger, own)

    async def save(thread: ThreadId, owner: UserId):
        async with works.work() as work:
            await storyboards.save(
                work,
                owner_id=owner,
                thread_id=thread,
                storyboard=storyboard("Tides."),
                expected_version=0,
                author="user",
                message="",
            )

    async def read():
        async with works.work() as work:
            await ledger.lines(work, owner_id=stranger, thread_id=thread_id)

    for call in (
        say(works, stranger, thread_id, turn, "forged"),
        say(works, stranger, thread_id, theirs, "forged"),
        say(works, stranger, own, turn, "forged"),
        save(thread_id, stranger),
        read(),
    ):
        with pytest.raises(NotFound):
            await call
    await save(thread_id, owner_id)
    with pytest.raises(VersionConflict):
        await save_other(works, owner_id, thread_id)
    async with works.work() as work:
        messages = await conversations.list_messages(work, owner_id=owner_id, thread_id=thread_id)
        [line] = await ledger.lines(work, owner_id=owner_id, thread_id=thread_id)
    assert ([m.content for m in messages], line.quantity) == (["tides"], 1)


async def save_other(works: Database, owner_id: UserId, thread_id: ThreadId):
    async with works.work() as work:
        await storyboards.save(
            work,
            owner_id=owner_id,
            thread_id=thread_id,
            storyboard=storyboard("Other tides."),
            expected_version=0,
            author="user",
            message="",
        )
