"""A pack makes a few seconds with itself, and nobody is paid for it."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.domain.budget import Caps
from studio.domain.errors import Misconfigured
from studio.domain.timeline import Timeline
from studio.jobs.memory import MemoryRenderQueue
from studio.makers import Makers
from studio.packs.shelf import built_in
from studio.services import pack_tests, renders, storyboards
from studio.wiring import Studio
from tests.support.makers import FLAT, HUMMED
from tests.support.studio import make_thread, open_test_studio


@pytest.fixture
async def studio(database_url: str, redis_url: str, tmp_path: Path) -> AsyncGenerator[Studio]:
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        yield replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)


async def begin(studio: Studio, name: str, *, language: str = "en"):
    owner, _ = await make_thread(studio.works)
    thread, render = await pack_tests.begin(
        studio.works,
        owner_id=owner,
        pack=built_in().packs[name],
        language=language,
        store=studio.store,
        pictures=studio.pictures,
        speech=studio.speech,
        caps=Caps(request=Decimal(0)),
        queue=studio.queue,
        hardware=studio.hardware,
    )
    async with studio.work() as work:
        saved = await storyboards.latest(work, owner_id=owner, thread_id=thread)
        sheet = await renders.load_job(work, render_id=render.id)
    assert saved is not None
    return saved.storyboard, sheet.timeline


@pytest.mark.parametrize(("name", "language"), [("horror", "en"), ("top5", "de"), ("story", "pt")])
async def test_a_few_seconds_are_asked_for_in_the_packs_own_look(
    studio: Studio, name: str, language: str
) -> None:
    pack = built_in().packs[name]
    board, timeline = await begin(studio, name, language=language)

    assert abs(_seconds(timeline) - pack_tests.LASTS_S) < 0.5
    assert (board.pack, board.style.palette) == (name, pack.palette)
    assert board.style.look == pack.words[language].look
    assert {scene.motion for scene in board.scenes} <= set(pack.motions)
    assert isinstance(studio.queue, MemoryRenderQueue)
    assert studio.queue.take() is not None


async def test_where_everybody_wants_money_nothing_is_made(studio: Studio) -> None:
    dear = replace(studio, pictures=Makers({}))

    with pytest.raises(Misconfigured, match="add 'illustrator' to REELWRIGHT_PICTURES"):
        await begin(dear, "horror")


def _seconds(timeline: Timeline) -> float:
    return timeline.frames / timeline.fps
