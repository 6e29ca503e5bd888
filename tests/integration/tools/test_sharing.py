"""A video becomes public after its owner's yes and not before, in the words of the answer."""

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from studio.domain.errors import ApprovalNeeded, Conflict, GateClosed, NotApproved, NotFound
from studio.domain.gate import Action, Answer, Gate, GateKind, Via
from studio.domain.share import PublishAsk, ShareState
from studio.services import conversations, gates, reconciler, renders, shares
from studio.wiring import Studio
from tests.support.finished import finish_video
from tests.support.toolbox import Toolbox

YES, NO = Answer(action=Action.APPROVE), Answer(action=Action.REJECT)


class Later:
    """A clock that is some days ahead."""

    def __init__(self, studio: Studio, days: float) -> None:
        self._now = studio.clock.now() + timedelta(days=days)

    def now(self) -> Any:
        return self._now


async def asked(box: Toolbox, **arguments: Any) -> Gate:
    """Call it once: it asks, and nothing is public."""
    with pytest.raises(ApprovalNeeded):
        await box.call("share_video", call_id="s", **arguments)
    async with box.studio.work() as work:
        found = await gates.of_thread(work, owner_id=box.owner, thread_id=box.thread)
        assert await shares.list_open(work, owner_id=box.owner, now=box.studio.clock.now()) == ()
    return found[-1]


async def said(box: Toolbox, gate: Gate, answer: Answer) -> None:
    async with box.studio.work() as work:
        await gates.close(work, gate, answer=answer, via=Via.CARD, by=box.owner)


async def test_it_asks_always_and_makes_one_link_after_a_yes(box: Toolbox) -> None:
    await finish_video(box.studio, box.owner, box.thread)
    gate = await asked(box)
    assert gate.kind is GateKind.PUBLISH
    assert isinstance(gate.ask, PublishAsk)
    assert (gate.ask.title, gate.ask.days, gate.ask.version) == ("Tide", 7, 1)
    assert gate.default is Action.REJECT
    await said(box, gate, YES)

    told = await box.call("share_video", call_id="s")
    again = await box.call("share_video", call_id="s")

    assert told == again
    assert "/s/" not in str(told)
    async with box.studio.work() as work:
        (made,) = await shares.list_open(work, owner_id=box.owner, now=box.studio.clock.now())
    assert made.gate_id == gate.id
    assert made.expires_at - made.created_at == timedelta(days=7)
    (line,) = box.cards("shares")[0]["items"]
    assert (line["share"], line["state"]) == (str(made.id), "open")
    with pytest.raises(ApprovalNeeded):
        await box.call("share_video", call_id="another")


async def test_processes_that_run_the_approved_call_at_once_make_one_link(box: Toolbox) -> None:
    await finish_video(box.studio, box.owner, box.thread)
    await said(box, await asked(box), YES)
    await asyncio.gather(*(box.call("share_video", call_id="s") for _ in range(4)))
    assert (await box.call("list_shares"))["count"] == 1


async def test_title_and_days_are_the_ones_that_the_owner_words(box: Toolbox) -> None:
    await finish_video(box.studio, box.owner, box.thread)
    gate = await asked(box, title="Watch now", days=30)
    await said(box, gate, Answer(action=Action.EDIT, title="The tide", days=2))
    told = await box.call("share_video", call_id="s", title="Watch now", days=30)
    assert told["title"] == "The tide"
    async with box.studio.work() as work:
        (made,) = await shares.list_open(work, owner_id=box.owner, now=box.studio.clock.now())
    assert made.expires_at - made.created_at == timedelta(days=2)


@pytest.mark.parametrize("answer", [NO, Answer(action=Action.EDIT, note="not yet")])
async def test_a_no_publishes_nothing(box: Toolbox, answer: Answer) -> None:
    await finish_video(box.studio, box.owner, box.thread)
    await said(box, await asked(box), answer)
    with pytest.raises(NotApproved):
        await box.call("share_video", call_id="s")
    assert (await box.call("list_shares"))["count"] == 0


async def test_silence_until_the_deadline_publishes_nothing(box: Toolbox) -> None:
    patient = replace(box, studio=replace(box.studio, answer_within_s=3600.0))
    await finish_video(box.studio, box.owner, box.thread)
    gate = await asked(patient)
    await reconciler.take_defaults(box.studio.works, Later(box.studio, 1))
    with pytest.raises(GateClosed):
        await said(box, gate, YES)
    with pytest.raises(NotApproved):
        await patient.call("share_video", call_id="s")


async def test_only_a_row_that_says_yes_publishes(box: Toolbox) -> None:
    video = await finish_video(box.studio, box.owner, box.thread)
    gate = await asked(box)
    async with box.studio.work() as work:
        for id in (gate.id, UUID(int=7)):
            with pytest.raises((NotApproved, NotFound)):
                await shares.share_approved(
                    work,
                    box.studio.links,
                    owner_id=box.owner,
                    thread_id=box.thread,
                    gate_id=id,  # pyright: ignore[reportArgumentType]
                    now=box.studio.clock.now(),
                )
        assert (await renders.get(work, owner_id=box.owner, render_id=video)).id == video


async def test_what_is_not_finished_is_not_asked_about(box: Toolbox) -> None:
    await box.draft("One tide.")
    with pytest.raises(NotFound):
        await box.call("share_video")
    await finish_video(box.studio, box.owner, box.thread)
    with pytest.raises(NotFound):
        await box.call("share_video", version=9)


async def test_links_are_listed_and_ended(box: Toolbox) -> None:
    await finish_video(box.studio, box.owner, box.thread)
    await said(box, await asked(box), YES)
    await box.call("share_video", call_id="s")
    assert [one["title"] for one in (await box.call("list_shares"))["shares"]] == ["Tide"]
    assert (await box.call("stop_sharing"))["stopped"] == ["Tide"]
    assert box.cards("shares")[-1]["items"][0]["state"] == ShareState.STOPPED
    assert (await box.call("list_shares"))["count"] == 0
    with pytest.raises(NotFound):
        await box.call("stop_sharing")


async def test_links_of_other_videos_end_only_after_a_yes(box: Toolbox) -> None:
    await finish_video(box.studio, box.owner, box.thread)
    await said(box, await asked(box), YES)
    await box.call("share_video", call_id="s")
    async with box.studio.work() as work:
        elsewhere = (await conversations.create_thread(work, owner_id=box.owner)).id
    here = replace(box, thread=elsewhere)
    for answer, left in ((NO, 1), (YES, 0)):
        call = f"stop-{left}"
        with pytest.raises(ApprovalNeeded, match="End the links to your other videos, too"):
            await here.call("stop_sharing", everywhere=True, call_id=call)
        async with box.studio.work() as work:
            (gate,) = [
                g
                for g in await gates.of_thread(work, owner_id=box.owner, thread_id=elsewhere)
                if g.is_open
            ]
        await said(here, gate, answer)
        with nullcontext() if answer is YES else pytest.raises(NotApproved):
            await here.call("stop_sharing", everywhere=True, call_id=call)
        assert (await box.call("list_shares"))["count"] == left


async def test_everywhere_asks_nothing_where_all_links_are_of_this_video(box: Toolbox) -> None:
    await finish_video(box.studio, box.owner, box.thread)
    await said(box, await asked(box), YES)
    await box.call("share_video", call_id="s")
    assert (await box.call("stop_sharing", everywhere=True))["count"] == 1


async def test_an_open_video_under_way_is_not_shared_by_hand(box: Toolbox) -> None:
    video = await finish_video(box.studio, box.owner, box.thread)
    terms = PublishAsk(render_id=video, version=1, title="Tide", days=1)
    async with box.studio.work() as work:
        await shares.share(
            work, box.studio.links, owner_id=box.owner, terms=terms, now=box.studio.clock.now()
        )
    async with box.studio.works.connect() as connection:
        await connection.exec_driver_sql("UPDATE renders SET status = 'running'")
        await connection.commit()
    async with box.studio.work() as work:
        with pytest.raises(Conflict):
            await shares.share(
                work, box.studio.links, owner_id=box.owner, terms=terms, now=box.studio.clock.now()
            )
