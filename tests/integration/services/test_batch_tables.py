"""How batches stand: as many statements for a page of them as for one, whatever their videos do."""

from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event

from studio.domain.batch import BatchCard, BatchState, VideoState
from studio.domain.conversation import TurnStatus
from studio.domain.units import UserId
from studio.jobs.memory import MemoryRenderQueue
from studio.services import batches
from studio.wiring import Studio
from tests.support.batches import asks, begun, claimed, ended, threads_of
from tests.support.finished import finish_video
from tests.support.studio import open_test_studio
from tests.support.turns import open_thread, say


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio, None]:
    """A studio in which nobody works."""
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue())


@contextmanager
def counted() -> Generator[list[str]]:
    """Collect the statements that this process sends to its databases."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(told[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def table(studio: Studio, owner: UserId, card: BatchCard) -> BatchCard:
    async with studio.work() as work:
        return await batches.get(work, owner_id=owner, batch_id=card.batch_id)


async def listed(studio: Studio, owner: UserId, limit: int) -> tuple[list[BatchCard], int]:
    """Give the newest batches, and how many statements that took."""
    with counted() as sent:
        async with studio.work() as work:
            found = await batches.list_all(work, owner_id=owner, limit=limit)
    return [card for _, card in found], len(sent)


async def test_a_page_of_batches_takes_as_many_statements_as_one_batch(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    small = await begun(studio, owner, thread, 1)
    _, for_one = await listed(studio, owner, 20)
    large = [await begun(studio, owner, thread, 4) for _ in range(3)]
    for card in (small, *large):
        first, *rest = threads_of(card)
        turn = await claimed(studio, first)
        await finish_video(studio, owner, first)
        await ended(studio, turn, TurnStatus.DONE)
        for other in rest[:2]:
            await asks(studio, owner, other)
    cards, for_all = await listed(studio, owner, 20)
    assert for_all <= for_one
    assert [card.batch_id for card in cards] == [c.batch_id for c in (*reversed(large), small)]
    for card in cards[:-1]:
        states = [video.state for video in card.videos]
        assert states[:3] == [VideoState.DONE, VideoState.ASKS, VideoState.ASKS]
        assert card.videos[0].video is not None
        assert card.videos[0].fraction == 1.0
        assert card.videos[1].reason == "Make the video from this script of 1 scene?"
    assert [video.state for video in cards[-1].videos] == [VideoState.DONE]


async def test_a_batch_is_read_alone_as_it_is_in_a_list(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    await begun(studio, owner, thread, 2)
    card = await begun(studio, owner, thread, 3)
    await asks(studio, owner, threads_of(card)[1])
    cards, _ = await listed(studio, owner, 1)
    assert cards == [await table(studio, owner, card)]


async def test_what_the_user_says_instead_of_a_yes_is_where_the_video_stands(
    studio: Studio,
) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 2)
    first, second = threads_of(card)
    await asks(studio, owner, first)
    await ended(studio, await claimed(studio, second), TurnStatus.FAILED)
    await say(studio, owner, first, "shorter hook")
    now = await table(studio, owner, card)
    assert [v.state for v in now.videos] == [VideoState.QUEUED, VideoState.FAILED]
    assert now.state is BatchState.RUNNING
    turn = await claimed(studio, first)
    await finish_video(studio, owner, first)
    await ended(studio, turn, TurnStatus.DONE)
    now = await table(studio, owner, card)
    assert [v.state for v in now.videos] == [VideoState.DONE, VideoState.FAILED]


async def test_stopping_stops_what_the_user_said_instead_of_a_yes(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 1)
    (first,) = threads_of(card)
    await asks(studio, owner, first)
    await say(studio, owner, first, "shorter hook")
    async with studio.work() as work:
        stopped = await batches.stop(work, owner_id=owner, batch_id=card.batch_id)
    assert [v.state for v in stopped.videos] == [VideoState.CANCELLED]
    assert stopped.state is BatchState.CANCELLED


async def test_an_edit_by_hand_is_no_word_to_the_agent(studio: Studio) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 1)
    (first,) = threads_of(card)
    await ended(studio, await claimed(studio, first), TurnStatus.FAILED)
    async with studio.work() as work:
        await work.turns.note(owner_id=owner, thread_id=first, turn_id=uuid4())
    (video,) = (await table(studio, owner, card)).videos
    assert video.state is VideoState.FAILED


@pytest.mark.parametrize("status", [TurnStatus.CANCELLED, TurnStatus.FAILED])
async def test_later_talk_about_a_finished_video_leaves_it_finished(
    studio: Studio, status: TurnStatus
) -> None:
    owner, thread = await open_thread(studio)
    card = await begun(studio, owner, thread, 1)
    (first,) = threads_of(card)
    turn = await claimed(studio, first)
    await finish_video(studio, owner, first)
    await ended(studio, turn, TurnStatus.DONE)
    await say(studio, owner, first, "scene 2 at night")
    assert (await table(studio, owner, card)).state is BatchState.DONE
    await ended(studio, await claimed(studio, first), status)
    assert (await table(studio, owner, card)).state is BatchState.DONE
