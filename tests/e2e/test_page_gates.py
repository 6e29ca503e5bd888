"""An approval on the page: read, answered by keyboard, and the run goes on."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import npm
from tests.support.api import PASSWORD, app_for, make_user, served, settings_for
from tests.support.page import SIZES, is_as_wide_as_the_screen, say

EMAIL = "ada@example.com"
AXE_VERSION = "4.14.1"


@pytest.fixture(params=list(SIZES))
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    database_url: str,
    redis_url: str,
    tmp_path: Path,
) -> Iterator[Page]:
    """A signed-in page of an API whose runs are scripted."""
    settings = settings_for(database_url, redis_url, tmp_path)
    with ThreadPoolExecutor(1) as aside:
        # Playwright's own loop runs in this thread.
        aside.submit(lambda: asyncio.run(make_user(settings, EMAIL))).result()
    width, height = SIZES[request.param]
    with served(app_for(settings)) as url:
        context = browser.new_context(viewport={"width": width, "height": height})
        opened = context.new_page()
        opened.goto(url)
        opened.get_by_label("E-mail").fill(EMAIL)
        opened.get_by_label("Password").fill(PASSWORD)
        opened.get_by_role("button", name="Sign in").click()
        yield opened
        context.close()


@pytest.mark.slow
def test_some_scenes_are_approved_by_keyboard(page: Page, request: pytest.FixtureRequest) -> None:
    say(page, "spend")
    card = page.get_by_role("region", name="Approval")
    expect(card.get_by_text("Make 2 pictures for up to $0.08?")).to_be_visible()
    expect(card.get_by_role("row", name="In all")).to_contain_text("$0.08")
    assert is_as_wide_as_the_screen(page)
    assert _violations(page) == []
    _keep(page, f"gate-{request.node.callspec.id}")

    card.get_by_role("checkbox", name="Scene 1").focus()
    page.keyboard.press("Space")
    expect(card.get_by_role("row", name="Chosen")).to_contain_text("$0.04")
    card.get_by_role("button", name="Approve 1 of 2 scenes").focus()
    page.keyboard.press("Enter")

    expect(card.get_by_text("Approved", exact=True)).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    expect(card).to_be_focused()
    expect(page.get_by_label("Reelwright").get_by_text("Tides follow the moon.")).to_be_visible()
    _keep(page, f"gate-answered-{request.node.callspec.id}")


@pytest.mark.slow
def test_another_maker_is_seen_and_chosen(page: Page, request: pytest.FixtureRequest) -> None:
    say(page, "outage")
    card = page.get_by_role("region", name="Approval: The pictures of scenes 2 and 3")
    expect(
        card.get_by_text("The pictures of scenes 2 and 3 were not made by OpenAI")
    ).to_be_visible(timeout=30_000)
    expect(card.get_by_text("maintenance")).to_be_visible()
    expect(card.get_by_text("$0.03 a scene more")).to_be_visible()
    sample = card.get_by_role("img", name="Scene 2 by Illustrator")
    sample.scroll_into_view_if_needed()
    expect(sample).to_have_js_property("complete", True)
    assert sample.evaluate("(image) => image.naturalWidth") > 0
    assert is_as_wide_as_the_screen(page)
    assert _violations(page) == []
    _keep(page, f"outage-{request.node.callspec.id}")

    card.get_by_role("checkbox", name="2").focus()
    page.keyboard.press("Space")
    card.get_by_role("button", name="Use for 3").first.focus()
    page.keyboard.press("Enter")

    expect(card.locator(".tag").get_by_text("illustrator", exact=True)).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    expect(page.get_by_label("Reelwright").get_by_text("Tides follow the moon.")).to_be_visible()
    _keep(page, f"outage-answered-{request.node.callspec.id}")


def _violations(page: Page) -> list[str]:
    axe = npm.package("axe-core", AXE_VERSION) / "axe-core" / "axe.min.js"
    page.wait_for_timeout(500)
    page.evaluate(axe.read_text())
    return [found["id"] for found in page.evaluate("axe.run().then((r) => r.violations)")]


def _keep(page: Page, name: str) -> None:
    """Leave a picture for people to look at, where they asked for one."""
    if folder := os.environ.get("REELWRIGHT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")
