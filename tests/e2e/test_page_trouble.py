"""The chat page when the world is not kind: reloads, broken lines, a change of mind, an edit."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.support.axe import violations
from tests.support.page import SIZES, VIDEO, say, sign_in
from tests.support.product import TEXT, Product

EDIT = "make scene 2 shorter and start with a question"
VIDEO_MS = 120_000
JSON = "application/json"
Scheme = Literal["light", "dark"]

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def context(browser: Browser, product: Product) -> Iterator[BrowserContext]:
    """A signed-in browser."""
    width, height = SIZES["desk"]
    opened = browser.new_context(
        viewport={"width": width, "height": height}, storage_state=sign_in(browser, product)
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def finished(context: BrowserContext, product: Product) -> str:
    """The address of a conversation with a storyboard and a finished video."""
    page = context.new_page()
    page.goto(product.url)
    say(page, TEXT)
    expect(page.locator(VIDEO)).to_have_count(1, timeout=VIDEO_MS)
    address = page.url
    page.close()
    return address


def test_a_stopped_run_says_so_and_the_page_is_free_again(page: Page, product: Product) -> None:
    page.goto(product.url)
    say(page, TEXT)
    page.get_by_role("button", name="Stop", exact=True).click()

    expect(page.get_by_text("Stopped. What was finished is kept.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    # The thread bears the first words of the message, then the title of the draft.
    expect(page.locator(".thread").first).to_contain_text(
        re.compile("octopuses have three hearts|heart stops beating", re.IGNORECASE)
    )


def test_what_is_sent_while_a_run_is_under_way_waits_and_follows_it(
    page: Page, product: Product
) -> None:
    # Cards come while this looks; what fades in has too little contrast for a moment.
    page.emulate_media(reduced_motion="reduce")
    page.goto(product.url)
    say(page, TEXT)
    box = page.get_by_role("textbox", name="Your message")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    expect(page.get_by_role("article", name="You")).to_have_count(1)
    waiting = page.get_by_role("list", name="Sent when this is done")
    for text in ("no music", "go on"):
        box.fill(text)
        page.keyboard.press("Enter")
        expect(box).to_have_value("")
    expect(waiting.get_by_role("listitem")).to_have_count(2)
    assert violations(page) == []
    waiting.get_by_role("button", name="Take “go on” back").click()
    expect(box).to_have_value("go on")
    expect(box).to_be_focused()
    expect(page.get_by_role("article", name="You")).to_have_count(1)
    page.get_by_role("button", name="Stop", exact=True).click()

    expect(page.get_by_role("article", name="You")).to_have_count(2, timeout=30_000)
    expect(page.get_by_role("article", name="You").last).to_have_text("no music")
    expect(waiting).to_have_count(0)
    expect(box).to_have_value("go on")


def test_a_message_whose_fate_is_unknown_is_there_once_when_sent_again(
    page: Page, product: Product
) -> None:
    def arrive_but_break(route: Route) -> None:
        with product.client() as client:
            asked = route.request
            with client.stream(
                "POST", asked.url, content=asked.post_data_buffer, headers={"Content-Type": JSON}
            ) as answer:
                next(answer.iter_bytes())
        route.abort()

    page.goto(product.url)
    page.route("**/v1/threads/*/runs", arrive_but_break, times=1)
    say(page, TEXT)
    again = page.get_by_role("button", name="Send again")
    expect(again).to_be_visible(timeout=20_000)
    expect(page.get_by_role("article", name="You")).to_have_count(0)
    again.click()

    expect(page.get_by_role("article", name="You")).to_have_count(1)
    expect(page.locator(".storyboard").first).to_be_visible(timeout=30_000)


def test_a_reload_and_a_lost_connection_end_in_the_same_conversation(
    page: Page, product: Product
) -> None:
    page.goto(product.url)
    say(page, TEXT)
    expect(page.locator(".storyboard").first).to_be_visible(timeout=30_000)
    page.route("**/v1/runs/*/events", lambda route: route.abort(), times=1)
    page.reload()
    expect(page.get_by_text("Reconnecting")).to_be_visible(timeout=20_000)

    expect(page.locator(VIDEO)).to_have_count(1, timeout=VIDEO_MS)
    expect(page.get_by_role("button", name="Send")).to_be_visible(timeout=30_000)
    shown = texts(page)
    page.reload()
    expect(page.locator(VIDEO)).to_have_count(1, timeout=20_000)
    assert texts(page) == shown
    assert len(set(shown)) == len(shown)


def test_an_edit_gives_a_second_version_of_the_video(page: Page, product: Product) -> None:
    videos = page.get_by_role("region", name="Video: ").locator("video")
    page.goto(product.url)
    say(page, TEXT)
    expect(videos).to_have_count(1, timeout=VIDEO_MS)
    say(page, EDIT)

    expect(videos).to_have_count(2, timeout=VIDEO_MS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wrong_for_those_who_cannot_see_or_point(
    size: str, scheme: Scheme, page: Page, finished: str, product: Product
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.goto(finished)
    expect(page.locator(VIDEO)).to_have_count(1, timeout=20_000)
    assert violations(page) == []
    page.goto(product.url)
    expect(page.get_by_role("heading", name="What should the")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wrong_with_the_sign_in_either(
    size: str, scheme: Scheme, browser: Browser, product: Product
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    stranger = context.new_page()
    stranger.goto(product.url)
    expect(stranger.get_by_label("Password")).to_be_visible()
    assert violations(stranger) == []
    context.close()


def texts(page: Page) -> list[str]:
    return page.locator("article").all_inner_texts()
