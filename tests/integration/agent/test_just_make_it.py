"""A user who says "just make it" is shown nothing first in that request, and asked about money still."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.domain.budget import AskRule
from studio.domain.conversation import TurnStatus
from studio.domain.gate import GateKind
from studio.domain.units import ThreadId, UserId
from studio.domain.waits import WaitRule
from studio.jobs.memory import MemoryRenderQueue
from studio.services import gates, rules
from studio.wiring import Studio
from tests.integration.agent.test_gates import painting
from tests.integration.agent.test_script_gates import REWRITE, newest
from tests.support.makers import HUMMED, only
from tests.support.priced import PricedPictures
from tests.support.scripted import Piece, call
from tests.support.studio import open_test_studio
from tests.support.turns import ended, open_thread, running, say

AGAIN: tuple[list[Piece], ...] = (
    ["Painted."],
    [call("edit_scenes", REWRITE, id="c3")],
    [call("make_pictures", id="c4")],
    ["Done."],
)
ASKED = "Just make it: a video about bees"
EDIT = "Scene 3 should say: Bees hum."


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio, None]:
    """A studio that asks above a dollar."""
    asks = AskRule(above_usd=Decimal(1), unpriced=True)
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), speech=HUMMED, asks=asks)


async def user_who_looks_first(studio: Studio) -> tuple[UserId, ThreadId]:
    owner, thread = await open_thread(studio)
    async with studio.work() as work:
        await rules.wait(work, owner_id=owner, rule=WaitRule(script=True, above_scenes=0))
    return owner, thread


async def test_nothing_is_shown_first_and_the_next_message_waits_again(
    studio: Studio, database_url: str
) -> None:
    free = replace(studio, pictures=only(PricedPictures("0.00")))
    owner, thread = await user_who_looks_first(free)
    async with running(free, database_url, painting(*AGAIN)):
        turn = await say(free, owner, thread, ASKED)
        assert await ended(free, owner, thread, turn) is TurnStatus.DONE
        turn = await say(free, owner, thread, EDIT)
        assert await ended(free, owner, thread, turn) is TurnStatus.WAITING

    gate = await newest(free, owner, thread)
    assert (gate.kind, gate.turn_id) == (GateKind.SCRIPT, turn)


async def test_a_change_in_haste_waits_for_nothing(studio: Studio, database_url: str) -> None:
    free = replace(studio, pictures=only(PricedPictures("0.00")))
    owner, thread = await user_who_looks_first(free)
    async with running(free, database_url, painting(*AGAIN)):
        for message in (ASKED, f"{EDIT} Just make it."):
            turn = await say(free, owner, thread, message)
            assert await ended(free, owner, thread, turn) is TurnStatus.DONE

    async with free.work() as work:
        assert await gates.of_thread(work, owner_id=owner, thread_id=thread) == ()


async def test_money_is_asked_about_all_the_same(studio: Studio, database_url: str) -> None:
    dear = PricedPictures("0.60")
    priced = replace(studio, pictures=only(dear))
    owner, thread = await user_who_looks_first(priced)
    async with running(priced, database_url, painting()):
        turn = await say(priced, owner, thread, ASKED)
        assert await ended(priced, owner, thread, turn) is TurnStatus.WAITING

    assert dear.asked == []
    assert (await newest(priced, owner, thread)).kind is GateKind.SPEND
