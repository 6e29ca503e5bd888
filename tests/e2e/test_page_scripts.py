"""The scripts of a batch on the page: read first, then answered together, from the table or the chat."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from studio.domain.asking import ScriptAsk, ScriptsAsk
from studio.domain.cards import GateCard
from studio.domain.units import SceneId, ThreadId
from studio.services import accounts, batch_scripts, conversations, gates
from studio.services.storyboard_cards import board_of
from studio.settings import Settings
from studio.wiring import open_studio
from tests.support import axe
from tests.support.api import PASSWORD, app_for, served, settings_for
from tests.support.batches import LINE, asks, begun, threads_of
from tests.support.page import SIZES, is_as_wide_as_the_screen

EMAIL = "ada@example.com"
SAID = (
    "Bees vote by dancing.",
    "Moss was here before the trees.",
    "Twice a day the sea walks away.",
)


async def _seed(settings: Settings) -> ThreadId:
    async with open_studio(settings) as studio:
        async with studio.work() as work:
            owner = (await accounts.register(work, email=EMAIL, password=PASSWORD)).id
            thread = (await conversations.create_thread(work, owner_id=owner, title="Many")).id
        card = await begun(studio, owner, thread, 3)
        for where, narration in zip(threads_of(card), SAID, strict=True):
            lines = (
                LINE.model_copy(update={"narration": narration}),
                LINE.model_copy(update={"scene": 2, "id": SceneId("s2"), "on_screen_text": "Why?"}),
            )
            await asks(studio, owner, where, ScriptAsk(version=1, script=lines))
        async with studio.work() as work:
            place = await board_of(
                work, owner_id=owner, thread_id=thread, events=studio.events, clock=studio.clock
            )
            await place.show("batch", card, card_id="batch-1")
            found = await batch_scripts.waiting_scripts(
                work, owner_id=owner, batch_id=card.batch_id
            )
            gate = await gates.ask(
                work,
                owner_id=owner,
                thread_id=thread,
                turn_id=place.turn_id,
                call_id="c",
                key="scripts",
                message="Make the videos from these 3 scripts?",
                asked=ScriptsAsk(batch_id=card.batch_id, videos=found),
                now=studio.clock.now(),
            )
            await place.show("gate", GateCard.of(gate), card_id=gate.card_id)
    return thread


@pytest.fixture(params=list(SIZES))
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    database_url: str,
    redis_url: str,
    tmp_path: Path,
) -> Iterator[Page]:
    """A signed-in page with a batch whose three scripts wait, and a question about all of them."""
    settings = settings_for(database_url, redis_url, tmp_path)
    with ThreadPoolExecutor(1) as aside:
        # Playwright's own loop runs in this thread.
        thread = aside.submit(lambda: asyncio.run(_seed(settings))).result()
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
def test_scripts_are_read_and_answered_together(page: Page, request: pytest.FixtureRequest) -> None:
    size = request.node.callspec.id
    table = page.get_by_role("region", name="3 videos", exact=True)
    expect(table.get_by_text("Asks you")).to_have_count(3)
    # Nothing can be approved before it was read.
    expect(table.get_by_role("button", name="Approve")).to_have_count(0)
    table.get_by_role("button", name="Read the scripts (3)").click()
    for narration in SAID:
        expect(table.get_by_text(narration)).to_be_visible()
    table.get_by_role("checkbox", name="2. Topic 1").uncheck()
    _look(page, f"scripts-table-{size}")
    table.get_by_role("button", name="Approve 2 scripts").click()
    expect(table.get_by_text("Asks you")).to_have_count(1)
    expect(table).to_be_focused()
    expect(table.get_by_text(SAID[0])).to_have_count(0)
    expect(table.get_by_text(SAID[1])).to_be_visible()


@pytest.mark.slow
def test_the_question_in_the_chat_shows_every_script_and_takes_some(
    page: Page, request: pytest.FixtureRequest
) -> None:
    size = request.node.callspec.id
    gate = page.get_by_role("region", name="Approval: Make the videos from these 3 scripts?")
    for narration in SAID:
        expect(gate.get_by_text(narration)).to_be_visible()
    expect(gate.get_by_role("button", name="Leave them waiting")).to_be_visible()
    gate.get_by_role("checkbox", name="3. Topic 2").uncheck()
    gate.scroll_into_view_if_needed()
    _look(page, f"scripts-gate-{size}")
    gate.get_by_role("button", name="Approve 2 scripts").click()
    expect(gate.get_by_text("Approved", exact=True)).to_be_visible()
    expect(gate.get_by_role("button")).to_have_count(0)


def _look(page: Page, name: str) -> None:
    """Hold what is seen against the rules of reach and width, and keep it to be looked at."""
    assert is_as_wide_as_the_screen(page)
    assert axe.violations(page) == []
    if folder := os.environ.get("REELWRIGHT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
