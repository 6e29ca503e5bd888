"""A batch on the page: the question with all videos and the price, and the table that keeps up."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from studio.db.work import Work
from studio.domain.batch import AskedVideo, BatchAsk, BatchKind
from studio.domain.cards import GateCard
from studio.domain.units import BatchId, ThreadId, UserId
from studio.services import accounts, batches, conversations, gates
from studio.services.batch_plans import Plan, Planned
from studio.services.batches import Terms
from studio.services.storyboard_cards import board_of
from studio.settings import Settings
from studio.wiring import Studio, open_studio
from tests.support import axe
from tests.support.api import PASSWORD, app_for, served, settings_for
from tests.support.page import SIZES, is_as_wide_as_the_screen
from tests.support.studio import execute

EMAIL = "ada@example.com"
TOPICS = (
    "Bees that dance",
    "Why the night sky is dark, although there are more stars than anybody will ever count",
    "Moss",
)
BATCH = BatchId(UUID(int=7))


async def _seed(settings: Settings, database_url: str) -> ThreadId:
    async with open_studio(settings) as studio, studio.work() as work:
        owner = (await accounts.register(work, email=EMAIL, password=PASSWORD)).id
        thread = (await conversations.create_thread(work, owner_id=owner, title="Many")).id
        videos = tuple(Planned(topic, 30, f"Make a video about {topic}") for topic in TOPICS)
        plan = Plan(BatchKind.TOPICS, "3 videos", videos, (Decimal("0.48"),) * 3)
        await _ask(studio, work, owner, thread, plan)
        card = await batches.begin(
            work,
            owner_id=owner,
            thread_id=thread,
            batch_id=BATCH,
            plan=plan,
            terms=Terms(agreed_usd=plan.total_usd),
        )
        place = await board_of(
            work, owner_id=owner, thread_id=thread, events=studio.events, clock=studio.clock
        )
        await place.show("batch", card, card_id="batch-1")
    # Nobody works on these turns: the page is to be seen as it is in between.
    await execute(
        database_url,
        "UPDATE turns SET status = 'running', worker = 'w', lease_until = now() + interval '1 h' "
        "WHERE batch_id IS NOT NULL",
    )
    return thread


async def _ask(studio: Studio, work: Work, owner: UserId, thread: ThreadId, plan: Plan) -> None:
    place = await board_of(
        work, owner_id=owner, thread_id=thread, events=studio.events, clock=studio.clock
    )
    asked = BatchAsk(
        videos=tuple(
            AskedVideo(title=video.title, target_s=video.target_s, cost_usd=cost)
            for video, cost in zip(plan.videos, plan.costs, strict=True)
        ),
        total_usd=plan.total_usd,
    )
    gate = await gates.ask(
        work,
        owner_id=owner,
        thread_id=thread,
        turn_id=place.turn_id,
        call_id="c",
        key="batch",
        message="Make 3 videos of 30 s each, for up to $1.44 in all?",
        asked=asked,
        now=studio.clock.now(),
    )
    await place.show("gate", GateCard.of(gate), card_id=gate.card_id)


@pytest.fixture(params=list(SIZES))
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    database_url: str,
    redis_url: str,
    tmp_path: Path,
) -> Iterator[Page]:
    """A signed-in page with a question about a batch, and its table."""
    settings = settings_for(database_url, redis_url, tmp_path)
    with ThreadPoolExecutor(1) as aside:
        # Playwright's own loop runs in this thread.
        thread = aside.submit(lambda: asyncio.run(_seed(settings, database_url))).result()
    width, height = SIZES[request.param]
    with served(app_for(settings)) as url:
        context = browser.new_context(viewport={"width": width, "height": height})
        opened = context.new_page()
        opened.goto(f"{url}/#thread={thread}")
        opened.get_by_label("E-mail").fill(EMAIL)
        opened.get_by_label("Password").fill(PASSWORD)
        opened.get_by_role("button", name="Sign in").click()
        yield opened
        context.close()


@pytest.mark.slow
def test_a_batch_is_asked_about_and_its_table_keeps_up(
    page: Page, request: pytest.FixtureRequest, database_url: str
) -> None:
    size = request.node.callspec.id
    gate = page.get_by_role("region", name="Approval: Make 3 videos")
    expect(gate.get_by_role("row", name="In all")).to_contain_text("$1.44")
    table = page.get_by_role("region", name="3 videos", exact=True)
    expect(table.get_by_text("Being made")).to_have_count(3)
    _change(database_url, "status = 'failed', error = 'The voice is away.'", TOPICS[0])
    _change(database_url, "status = 'waiting', worker = NULL, lease_until = NULL", TOPICS[1])
    expect(table.get_by_text("The voice is away.")).to_be_visible()
    expect(table.get_by_text("Asks you")).to_be_visible()
    table.scroll_into_view_if_needed()
    _look(page, f"batch-{size}")
    table.get_by_role("button", name="Stop the rest").click()
    expect(table.get_by_text("Stopped")).to_have_count(2)
    table.get_by_role("link", name=TOPICS[0]).click()
    expect(page.get_by_text(f"Make a video about {TOPICS[0]}").first).to_be_visible()


def _change(database_url: str, what: str, topic: str) -> None:
    message = f"Make a video about {topic}"
    with ThreadPoolExecutor(1) as aside:
        statement = f"UPDATE turns SET {what} WHERE message = '{message}'"  # noqa: S608 - ours
        aside.submit(lambda: asyncio.run(execute(database_url, statement))).result()


def _look(page: Page, name: str) -> None:
    """Hold what is seen against the rules of reach and width, and keep it to be looked at."""
    assert is_as_wide_as_the_screen(page)
    assert axe.violations(page) == []
    if folder := os.environ.get("REELWRIGHT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
