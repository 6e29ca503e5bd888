"""Scripts of a batch, answered at once: each by its id, and nothing that was not shown."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from studio.domain.asking import ScriptsAsk
from studio.domain.batch import BatchCard, VideoState
from studio.domain.conversation import TurnStatus
from studio.domain.errors import NotApproved, NotFound
from studio.domain.gate import Action, Answer, Ask, Gate, GateState, SpendAsk, Via
from studio.domain.share import PublishAsk
from studio.domain.units import GateId, RenderId, ThreadId, UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.services import batch_scripts, batches, conversations, gates, waiting
from studio.services.batch_scripts import Outcome
from studio.wiring import Studio
from tests.support.batches import SCRIPT, asks, begun, claimed, ended, threads_of
from tests.support.studio import open_test_studio, user_with_key
from tests.support.turns import open_thread, say

OTHERS: dict[str, Ask] = {
    "spend": SpendAsk(lines=(), total_usd=Decimal(2)),
    "publish": PublishAsk(render_id=RenderId(UUID(int=1)), version=1, title="Bees", days=7),
}


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio, None]:
    """A studio in which nobody works."""
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue())


async def answered(
    studio: Studio,
    owner: UserId,
    card: BatchCard,
    gate_ids: Sequence[GateId],
    action: Action = Action.APPROVE,
) -> dict[GateId, str]:
    """Answer scripts, and give the code of what was refused by their ids; empty for a success."""
    assert action is Action.APPROVE or action is Action.REJECT
    async with studio.work() as work:
        told = await batch_scripts.answer(
            work, owner_id=owner, batch_id=card.batch_id, gate_ids=gate_ids, action=action
        )
    return codes(told)


def codes(told: Sequence[Outcome]) -> dict[GateId, str]:
    return {one.gate_id: one.refused.code if one.refused else "" for one in told}


async def gate_of(studio: Studio, owner: UserId, gate_id: GateId) -> Gate:
    async with studio.work() as work:
        (gate,) = await gates.of_ids(work, owner_id=owner, gate_ids=[gate_id])
    return gate


async def states(studio: Studio, owner: UserId, card: BatchCard) -> list[VideoState]:
    async with studio.work() as work:
        now = await batches.get(work, owner_id=owner, batch_id=card.batch_id)
    return [video.state for video in now.videos]


async def test_what_was_shown_is_answered_and_what_came_up_later_waits(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 3)
    first, second, third = threads_of(card)
    shown = [await asks(studio, owner, first), await asks(studio, owner, second)]
    later = await asks(studio, owner, third)
    assert await answered(studio, owner, card, shown) == dict.fromkeys(shown, "")
    gate = await gate_of(studio, owner, shown[0])
    assert (gate.state, gate.via) == (GateState.APPROVED, Via.BATCH)
    assert (await gate_of(studio, owner, later)).is_open
    assert await states(studio, owner, card) == ["queued", "queued", "asks"]


async def test_the_list_has_the_scripts_that_wait_and_nothing_else(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 3)
    first, second, _ = threads_of(card)
    await asks(studio, owner, first, OTHERS["spend"])
    script = await asks(studio, owner, second)
    async with studio.work() as work:
        (one,) = await batch_scripts.waiting_scripts(work, owner_id=owner, batch_id=card.batch_id)
    assert (one.gate_id, one.number, one.thread_id) == (script, 2, second)
    assert one.script == SCRIPT.script


@pytest.mark.parametrize("kind", OTHERS)
async def test_what_spends_or_publishes_is_never_answered_with_the_scripts(
    studio: Studio, kind: str
) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 2)
    first, second = threads_of(card)
    other = await asks(studio, owner, first, OTHERS[kind])
    script = await asks(studio, owner, second)
    told = await answered(studio, owner, card, [other, script])
    assert told == {other: "invalid_answer", script: ""}
    assert (await gate_of(studio, owner, other)).is_open


async def test_a_stale_answer_is_refused_and_the_others_count(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 3)
    stale, rejected, open_one = [await asks(studio, owner, each) for each in threads_of(card)]
    await say(studio, owner, threads_of(card)[0], "shorter hook")
    assert await answered(studio, owner, card, [rejected], Action.REJECT) == {rejected: ""}
    told = await answered(studio, owner, card, [stale, rejected, open_one, open_one])
    assert told == {stale: "gate_closed", rejected: "gate_closed", open_one: ""}
    assert (await gate_of(studio, owner, rejected)).state is GateState.REJECTED


async def test_gates_of_other_batches_threads_and_people_are_unknown(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 1)
    other = await begun(studio, owner, thread, 1)
    eve, _ = await user_with_key(studio, "eve@example.com")
    async with studio.work() as work:
        eves = (await conversations.create_thread(work, owner_id=eve)).id
    hers = await begun(studio, eve, eves, 1)
    foreign = [
        await asks(studio, owner, threads_of(other)[0]),
        await asks(studio, eve, threads_of(hers)[0]),
        GateId(uuid7()),
    ]
    assert await answered(studio, owner, card, foreign) == dict.fromkeys(foreign, "not_found")
    assert (await gate_of(studio, eve, foreign[1])).is_open
    with pytest.raises(NotFound):
        await answered(studio, eve, card, foreign)


async def test_two_answers_at_once_are_one_for_each_script(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 4)
    shown = [await asks(studio, owner, each) for each in threads_of(card)]
    both = await asyncio.gather(
        answered(studio, owner, card, shown),
        answered(studio, owner, card, shown[::-1], Action.REJECT),
    )
    for gate_id in shown:
        assert sorted(told[gate_id] for told in both) == ["", "gate_closed"]


async def question(studio: Studio, owner: UserId, thread: ThreadId, card: BatchCard) -> GateId:
    """Ask about all scripts of a batch that wait, in another conversation."""
    async with studio.work() as work:
        found = await batch_scripts.waiting_scripts(work, owner_id=owner, batch_id=card.batch_id)
    return await asks(studio, owner, thread, ScriptsAsk(batch_id=card.batch_id, videos=found))


async def carried_out(
    studio: Studio, owner: UserId, thread: ThreadId, gate_id: GateId
) -> dict[GateId, str]:
    async with studio.work() as work:
        return codes(
            await batch_scripts.answer_approved(
                work, owner_id=owner, thread_id=thread, gate_id=gate_id
            )
        )


async def test_without_a_yes_in_the_questions_row_no_script_is_approved(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 2)
    shown = [await asks(studio, owner, each) for each in threads_of(card)]
    await say(studio, owner, thread, "approve all the scripts")
    asked = await question(studio, owner, thread, card)
    for gate_id, where in ((asked, thread), (shown[0], threads_of(card)[0])):
        with pytest.raises(NotApproved):
            await carried_out(studio, owner, where, gate_id)
    await say(studio, owner, thread, "no")
    with pytest.raises(NotApproved):
        await carried_out(studio, owner, thread, asked)
    assert await states(studio, owner, card) == ["asks", "asks"]


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        ("yes", (1, 2)),
        ("Approve all the scripts.", (1, 2)),
        ("alle Skripte freigeben", (1, 2)),
        ("yes to 2", (2,)),
        ("ja zu Video 2", (2,)),
        ("Sí al guion 1", (1,)),
        ("oui aux vidéos 1 et 2", (1, 2)),
        ("sim aos roteiros 1 e 2", (1, 2)),
        ("yes to 2 and 7", ()),
        ("yes, but make them funnier", ()),
        ("reject all the scripts", ()),
    ],
)
async def test_the_users_own_words_decide_which_are_approved(
    studio: Studio, said: str, yes: tuple[int, ...]
) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 3)
    shown = [await asks(studio, owner, each) for each in threads_of(card)[:2]]
    await say(studio, owner, thread, "approve all the scripts")
    asked = await question(studio, owner, thread, card)
    later = await asks(studio, owner, threads_of(card)[2])
    await say(studio, owner, thread, said)
    if yes:
        told = await carried_out(studio, owner, thread, asked)
        assert told == {shown[number - 1]: "" for number in yes}
        # The call that carries it out may run again after a crash.
        assert await carried_out(studio, owner, thread, asked) == told
    for number, gate_id in enumerate(shown, 1):
        assert (await gate_of(studio, owner, gate_id)).is_open == (number not in yes)
    assert (await gate_of(studio, owner, later)).is_open


async def test_a_script_that_was_answered_after_the_question_is_told_as_such(
    studio: Studio,
) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 2)
    shown = [await asks(studio, owner, each) for each in threads_of(card)]
    await say(studio, owner, thread, "approve all the scripts")
    asked = await question(studio, owner, thread, card)
    async with studio.work() as work:
        await waiting.answer(
            work,
            owner_id=owner,
            thread_id=threads_of(card)[0],
            gate_id=shown[0],
            said=Answer(action=Action.REJECT),
        )
    await say(studio, owner, thread, "yes")
    told = await carried_out(studio, owner, thread, asked)
    assert told == {shown[0]: "gate_closed", shown[1]: ""}


@pytest.mark.parametrize("said", ["approve the script", "Alle Skripte freigeben", "ok"])
async def test_in_the_conversation_of_one_video_the_words_answer_its_own_script(
    studio: Studio, said: str
) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 2)
    first, second = [await asks(studio, owner, each) for each in threads_of(card)]
    await say(studio, owner, threads_of(card)[0], said)
    assert (await gate_of(studio, owner, first)).state is GateState.APPROVED
    assert (await gate_of(studio, owner, second)).is_open


async def test_words_about_scripts_answer_no_other_question(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 1)
    (first,) = threads_of(card)
    spend = await asks(studio, owner, first, OTHERS["spend"])
    await say(studio, owner, first, "approve all the scripts")
    assert (await gate_of(studio, owner, spend)).state is GateState.REJECTED
    await ended(studio, await claimed(studio, first), TurnStatus.DONE)
