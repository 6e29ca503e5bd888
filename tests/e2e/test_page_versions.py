"""History on the page: a scene changed by hand, undone, compared, gone back to and forked."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from studio.db.work import Work
from studio.domain import edit
from studio.domain.changes import SceneChange
from studio.domain.lineage import Author
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, UserId
from studio.domain.version_cards import ChangeCard
from studio.services import accounts, conversations, storyboards
from studio.services.storyboard_cards import board_of, card_of
from studio.settings import Settings
from studio.wiring import Studio, open_studio
from studio.wording import wording
from tests.support import axe
from tests.support.api import PASSWORD, app_for, served, settings_for
from tests.support.page import SIZES, is_as_wide_as_the_screen
from tests.support.storyboards import storyboard

EMAIL = "ada@example.com"
BOARD = storyboard(
    "Twice a day, the sea climbs the shore.",
    "The moon pulls at the water, and lets it go.",
    "Between the two, the sand belongs to nobody.",
)
CHANGE = ChangeCard(
    old=1,
    new=2,
    words=("Scene 2: narration “The moon pulls.” → “The moon pulls at the water.”",),
    scenes=(2,),
    pictures=(2,),
    lines=(2,),
    render_s=3.4,
    total_s=11.2,
    segments_made=1,
    segments_reused=2,
    is_sound_made=True,
    takes_s=9.1,
    cost_usd="0.04",
    above_usd="1",
    asks=False,
)


async def _seed(settings: Settings) -> ThreadId:
    async with open_studio(settings) as studio, studio.work() as work:
        owner = (await accounts.register(work, email=EMAIL, password=PASSWORD)).id
        thread = (await conversations.create_thread(work, owner_id=owner, title="Tides")).id
        first = BOARD.scenes[1].id
        before = edit.rewrite_scene(BOARD, first, SceneChange(narration="The moon pulls."))
        await _save(studio, work, owner, thread, before, "agent", "Draft the script", 0)
        await _save(studio, work, owner, thread, BOARD, "agent", "Rewrite scene 2", 1)
    return thread


async def _save(
    studio: Studio,
    work: Work,
    owner: UserId,
    thread: ThreadId,
    board: Storyboard,
    author: Author,
    message: str,
    expected: int,
) -> None:
    saved = await storyboards.save(
        work,
        owner_id=owner,
        thread_id=thread,
        storyboard=board,
        expected_version=expected,
        author=author,
        message=message,
    )
    place = await board_of(
        work, owner_id=owner, thread_id=thread, events=studio.events, clock=studio.clock
    )
    await place.show_storyboard(card_of(saved, {}, words=wording("en")))
    if expected:
        await place.show("change", CHANGE, card_id="change-1")


@pytest.fixture(params=list(SIZES))
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    database_url: str,
    redis_url: str,
    tmp_path: Path,
) -> Iterator[Page]:
    """A signed-in page with a storyboard of two versions."""
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
def test_a_scene_is_changed_by_hand_and_everything_can_be_gone_back_to(
    page: Page, request: pytest.FixtureRequest
) -> None:
    size = request.node.callspec.id
    board = page.get_by_role("region", name="Storyboard, version")
    expect(page.get_by_role("region", name="Change, version 1 to 2")).to_contain_text(
        "below the $1.00"
    )
    _look(page, f"change-{size}")

    board.get_by_role("button", name="Edit scene 2").click()
    form = page.get_by_role("form", name="Scene 2")
    expect(form.get_by_label("Narration")).to_be_focused()
    form.get_by_label("Narration").fill("The moon pulls the sea, and lets it go.")
    _look(page, f"scene-form-{size}")
    form.get_by_role("button", name="Save").click()
    expect(board.get_by_text("v3")).to_be_visible()
    expect(board.get_by_role("button", name="Edit scene 2")).to_be_focused()
    expect(board.locator(".scene-text").nth(1)).to_have_text(
        "The moon pulls the sea, and lets it go."
    )

    expect(board.get_by_role("button", name="Undo")).to_be_enabled()
    board.get_by_role("button", name="Undo").press("Enter")
    expect(board.locator(".scene-text").nth(1)).to_have_text(
        "The moon pulls at the water, and lets it go."
    )
    expect(board.get_by_role("button", name="Undo")).to_be_focused()
    expect(board.get_by_role("button", name="Redo")).to_be_enabled()
    board.get_by_role("button", name="Redo").press("Enter")
    expect(board.locator(".scene-text").nth(1)).to_have_text(
        "The moon pulls the sea, and lets it go."
    )

    expect(board.get_by_role("button", name="Redo")).to_be_focused()
    _lock_and_unlock(page, board, size)

    board.get_by_role("button", name="History").click()
    page.get_by_role("button", name="Compare version 1 with now").click()
    table = page.get_by_role("region", name="Version 1 and version 7")
    expect(table.get_by_role("row", name="Scene 2, narration")).to_contain_text("The moon pulls.")
    table.scroll_into_view_if_needed()
    _look(page, f"history-{size}")

    page.get_by_role("button", name="Go back to version 1").click()
    expect(board.locator(".scene-text").nth(1)).to_have_text("The moon pulls.")

    board.get_by_role("button", name="Fork").click()
    fork = page.get_by_role("region", name="Fork")
    expect(fork.get_by_text("Fork of version 8")).to_be_visible()
    _look(page, f"fork-{size}")
    fork.get_by_role("link", name="Open the original").click()
    expect(page.get_by_role("link", name="Open the fork")).to_be_visible()


def _lock_and_unlock(page: Page, board: Locator, size: str) -> None:
    board.get_by_role("button", name="Edit scene 1").click()
    form = page.get_by_role("form", name="Scene 1")
    form.get_by_role("button", name="Lock").click()
    expect(form).to_have_count(0)
    board.get_by_role("button", name="Edit scene 1").click()
    expect(form.get_by_text("A locked scene stays as it is.")).to_be_visible()
    expect(form.get_by_label("Narration")).to_be_disabled()
    _look(page, f"scene-locked-{size}")
    form.get_by_role("button", name="Unlock").click()
    expect(form).to_have_count(0)


def _look(page: Page, name: str) -> None:
    """See that nothing is wrong with the page; leave a picture where one was asked for."""
    assert is_as_wide_as_the_screen(page)
    assert axe.violations(page) == []
    if folder := os.environ.get("REELWRIGHT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")
