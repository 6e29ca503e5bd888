"""The weather of providers on the page: a quiet line that opens."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from studio.settings import MakerSettings
from tests.support.api import PASSWORD, app_for, make_user, served, settings_for
from tests.support.axe import violations
from tests.support.outage import MESSAGE, bring_down
from tests.support.page import SIZES, is_as_wide_as_the_screen

EMAIL = "ada@example.com"
MODEL = "gpt-image-1.5"


@pytest.fixture
def url(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An API whose picture provider is down."""
    monkeypatch.setenv("REELWRIGHT_PICTURES_OPENAI_MODEL", MODEL)
    monkeypatch.setenv("REELWRIGHT_PICTURES_OPENAI_API_KEY", "k" * 20)
    makers = MakerSettings(pictures="openai,illustrator")
    settings = settings_for(database_url, redis_url, tmp_path).model_copy(update={"makers": makers})

    async def prepare() -> None:
        await make_user(settings, EMAIL)
        await bring_down(settings, model=MODEL)

    with ThreadPoolExecutor(1) as aside:
        # Playwright's own loop runs in this thread.
        aside.submit(lambda: asyncio.run(prepare())).result()
    with served(app_for(settings, runs=False)) as address:
        yield address


@pytest.mark.slow
def test_a_quiet_line_opens_into_the_weather_of_all_providers(browser: Browser, url: str) -> None:
    for name, (width, height) in SIZES.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        _sign_in(page, url)
        if name == "phone":
            page.get_by_role("button", name="Videos and settings").click()

        line = page.locator("summary:visible", has_text="Providers")
        expect(line).to_contain_text("One is down")
        line.focus()
        page.keyboard.press("Enter")

        told = page.locator("ul:visible", has_text="Illustrator").last
        expect(told).to_contain_text(MESSAGE)
        expect(told).to_contain_text("83 % failed")
        expect(told).to_contain_text("gpt-image-2 (next)")
        expect(told).to_contain_text("free")
        assert is_as_wide_as_the_screen(page)
        assert violations(page) == []
        _keep(page, f"providers-{name}")
        context.close()


def _sign_in(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Your message")).to_be_visible()


def _keep(page: Page, name: str) -> None:
    """Leave a picture for people to look at, where they asked for one."""
    if folder := os.environ.get("REELWRIGHT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")
