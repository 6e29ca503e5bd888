"""A conversation of many turns on the page: it opens by its end, and what was before comes by scrolling back."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from studio.services import accounts, conversations
from studio.settings import Settings
from studio.wiring import open_studio
from tests.support.api import PASSWORD, app_for, served, settings_for
from tests.support.axe import violations
from tests.support.long_talk import talk
from tests.support.page import SIZES, is_as_wide_as_the_screen

EMAIL = "ada@example.com"
TURNS = int(os.environ.get("REELWRIGHT_TEST_TURNS", "34"))
OPENED = 30
MOST_NODES = 4_000
"""In the page, when it opens; however many turns there are."""
WAIT_MS = 60_000


@pytest.fixture
def address(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a thread with many turns."""
    settings = settings_for(database_url, redis_url, tmp_path)
    with ThreadPoolExecutor(1) as aside:
        # Playwright's own loop runs in this thread.
        thread = aside.submit(lambda: asyncio.run(_prepare(settings))).result()
    with served(app_for(settings, runs=False)) as url:
        yield f"{url}/#thread={thread}"


async def _prepare(settings: Settings) -> str:
    async with open_studio(settings) as studio:
        async with studio.work() as work:
            ada = await accounts.register(work, email=EMAIL, password=PASSWORD)
            thread = await conversations.create_thread(work, owner_id=ada.id)
        await talk(studio, ada.id, thread.id, turns=TURNS)
    return str(thread.id)


@pytest.mark.slow
def test_it_opens_by_its_end_and_scrolling_back_shows_more(browser: Browser, address: str) -> None:
    for name, (width, height) in SIZES.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(address)
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

        wishes = page.locator("article.user")
        expect(wishes).to_have_count(OPENED, timeout=WAIT_MS)
        expect(page.get_by_text(f"Done, as you wished: {TURNS}.")).to_be_in_viewport()
        assert page.evaluate("document.querySelectorAll('*').length") < MOST_NODES
        assert is_as_wide_as_the_screen(page)
        assert violations(page) == []
        _keep(page, f"long-{name}")
        page.locator(".scroller").evaluate("(scroller) => { scroller.scrollTop = 0 }")

        expect(wishes).to_have_count(min(TURNS, 2 * OPENED), timeout=WAIT_MS)
        first = page.get_by_text(f"Wish number {TURNS - OPENED + 1}.", exact=True)
        expect(first).to_be_in_viewport()
        context.close()


def _keep(page: Page, name: str) -> None:
    """Leave a picture for people to look at, where they asked for one."""
    if folder := os.environ.get("REELWRIGHT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")
