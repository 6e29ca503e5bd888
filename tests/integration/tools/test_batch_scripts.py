"""All scripts of a batch in one question: the call asks, and the user's yes in its row decides."""

import pytest

from studio.domain.asking import ScriptsAsk
from studio.domain.batch import VideoState
from studio.domain.errors import ApprovalNeeded, NotApproved, NotFound
from studio.domain.gate import Action, Answer, Gate, GateKind
from studio.domain.units import ThreadId
from studio.services import gates, waiting
from tests.support.batches import asks, begun, threads_of
from tests.support.toolbox import Toolbox


async def waits(box: Toolbox, count: int) -> list[ThreadId]:
    """Begin a batch whose scripts all wait, and give its conversations."""
    threads = threads_of(await begun(box.studio, box.owner, box.thread, count))
    for thread in threads:
        await asks(box.studio, box.owner, thread)
    return threads


async def question(box: Toolbox) -> Gate:
    async with box.studio.work() as work:
        (gate,) = await gates.of_thread(work, owner_id=box.owner, thread_id=box.thread)
    return gate


async def said(box: Toolbox, answer: Answer) -> None:
    gate = await question(box)
    async with box.studio.work() as work:
        await waiting.answer(
            work, owner_id=box.owner, thread_id=box.thread, gate_id=gate.id, said=answer
        )


async def states(box: Toolbox) -> list[VideoState]:
    told = await box.call("show_batch")
    return [video["state"] for video in told["videos"]]


async def test_the_call_asks_with_every_script_and_approves_nothing_by_itself(
    box: Toolbox,
) -> None:
    await waits(box, 2)
    for _ in range(2):
        with pytest.raises(ApprovalNeeded, match="Make the videos from these 2 scripts"):
            await box.call("approve_scripts", call_id="a")
    gate = await question(box)
    assert gate.kind is GateKind.SCRIPTS
    assert isinstance(gate.ask, ScriptsAsk)
    assert [video.script[0].narration for video in gate.ask.videos] == ["Bees dance."] * 2
    assert await states(box) == ["asks", "asks"]


async def test_the_yes_is_carried_out_for_the_videos_that_it_names(box: Toolbox) -> None:
    await waits(box, 3)
    with pytest.raises(ApprovalNeeded):
        await box.call("approve_scripts", call_id="a")
    await said(box, Answer(action=Action.EDIT, scenes=(1, 3)))
    told = await box.call("approve_scripts", call_id="a")
    assert (told["approved"], told["count"], told["scripts_waiting"]) == ([1, 3], 3, 1)
    assert await states(box) == ["queued", "asks", "queued"]
    assert box.cards("batch")


async def test_what_was_answered_meanwhile_is_told_in_the_conversations_language(
    box: Toolbox,
) -> None:
    first, _ = await waits(box, 2)
    with pytest.raises(ApprovalNeeded):
        await box.call("approve_scripts", call_id="a")
    async with box.studio.work() as work:
        (gate,) = await gates.of_thread(work, owner_id=box.owner, thread_id=first)
        await waiting.answer(
            work,
            owner_id=box.owner,
            thread_id=first,
            gate_id=gate.id,
            said=Answer(action=Action.REJECT),
        )
    await said(box, Answer(action=Action.APPROVE))
    box.language = "de"
    told = await box.call("approve_scripts", call_id="a")
    assert told["approved"] == [2]
    assert told["notes"] == [
        "Video 1 blieb, wie es ist: Das wurde schon beantwortet; die erste Antwort zählt."
    ]


async def test_a_no_leaves_all_of_them_waiting(box: Toolbox) -> None:
    await waits(box, 2)
    with pytest.raises(ApprovalNeeded):
        await box.call("approve_scripts", call_id="a")
    await said(box, Answer(action=Action.REJECT))
    with pytest.raises(NotApproved):
        await box.call("approve_scripts", call_id="a")
    assert await states(box) == ["asks", "asks"]


async def test_where_no_script_waits_nothing_is_asked(box: Toolbox) -> None:
    with pytest.raises(NotFound, match="There is no batch yet"):
        await box.call("approve_scripts")
    await begun(box.studio, box.owner, box.thread, 1)
    with pytest.raises(NotFound, match="No script of the batch waits"):
        await box.call("approve_scripts")
