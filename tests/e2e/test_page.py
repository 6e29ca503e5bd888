"""The chat page in a real browser: one conversation, on a phone and on a desk."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.page import SIZES, VIDEO, is_as_wide_as_the_screen, say, sign_in, wait_until
from tests.support.product import Product

TEXT = (
    "Make this into a 15 s video: Honey never spoils. Jars from old tombs were still good to eat. "
    "Bees dry it with their wings, until nothing can live in it."
)
VIDEO_MS = 120_000
ONE_LINE_PX = 50
"""More than the empty message box is high, less than one of two lines."""
VIDEOS_PX = 80
"""Room for one video of the list at least."""
PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "chat-page.png"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, product: Product) -> str:
    """The cookies of somebody who followed the one-time link."""
    return sign_in(browser, product)


@pytest.fixture(params=list(SIZES))
def page(request: pytest.FixtureRequest, browser: Browser, signed_in: str) -> Iterator[Page]:
    """A signed-in page whose console must stay silent."""
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, storage_state=signed_in
    )
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.storage_state(path=signed_in)
    context.close()
    assert said == []


def test_a_conversation_on_the_page_ends_in_a_video_that_plays(
    page: Page, product: Product, request: pytest.FixtureRequest
) -> None:
    page.goto(product.url)
    say(page, TEXT)

    expect(page.get_by_text("Jars from old tombs were still good to eat").first).to_be_visible()
    expect(page.get_by_role("progressbar").first).to_be_visible(timeout=VIDEO_MS)
    video = page.locator(VIDEO).first
    expect(video).to_be_visible(timeout=VIDEO_MS)
    wait_until(video, "v.readyState >= 1")
    assert video.evaluate("(v) => v.videoHeight") == 1920
    assert video.evaluate("(v) => v.duration") > 5
    assert is_as_wide_as_the_screen(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    assert download.value.suggested_filename.endswith(".mp4")

    page.reload()
    expect(page.locator(VIDEO).first).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Your video is ready").first).to_be_visible()
    if "desk" in request.node.name and os.environ.get("REELWRIGHT_WRITE_PICTURES"):
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(1_000)
        page.screenshot(path=PICTURE)

    say(page, "a gif and the audio file")
    teaser = page.get_by_role("img", name="The first seconds of the video")
    expect(teaser).to_be_visible(timeout=VIDEO_MS)
    wait_until(teaser, "v.complete && v.naturalWidth === 320")
    sound = page.locator("audio")
    expect(sound).to_be_visible(timeout=VIDEO_MS)
    wait_until(sound, "v.duration > 5")
    assert is_as_wide_as_the_screen(page)


def test_the_page_can_be_used_with_the_keyboard_alone(page: Page, product: Product) -> None:
    page.goto(product.url)
    box = page.get_by_role("textbox", name="Your message")
    expect(box).to_be_visible()
    assert box.evaluate("(b) => b.clientHeight") < ONE_LINE_PX
    skip = page.get_by_role("button", name="Skip to the message box")
    skip.focus()
    page.keyboard.press("Tab")
    expect(skip).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    expect(box).to_have_value("one\ntwo")
    page.reload()
    expect(box).to_have_value("one\ntwo")

    menu = page.get_by_role("button", name="Videos and settings")
    if menu.is_visible():
        menu.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(menu).to_be_focused()


def test_what_is_written_from_the_right_ends_on_the_left(page: Page, product: Product) -> None:
    page.goto(product.url)
    say(page, "مرحبا بالبحر.")
    said = page.get_by_role("article", name="You").locator("p")

    first, stop = said.evaluate(
        """(p) => [0, p.firstChild.length - 1].map((at) => {
            const range = document.createRange();
            range.setStart(p.firstChild, at);
            range.setEnd(p.firstChild, at + 1);
            return range.getBoundingClientRect().left;
        })"""
    )

    assert stop < first


@pytest.mark.parametrize("height", [844, 640])
def test_whatever_is_open_beside_the_chat_the_rest_stays_in_reach(
    page: Page, product: Product, height: int
) -> None:
    width = page.evaluate("innerWidth")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(product.url)
    menu = page.get_by_role("button", name="Videos and settings")
    is_phone = menu.is_visible()
    if is_phone:
        menu.click()
    beside = page.get_by_role("dialog") if is_phone else page.get_by_role("complementary")
    summaries = beside.locator("summary")
    expect(summaries).to_have_count(4)
    for summary in summaries.all():
        summary.click()
        expect(beside.locator("details[open]")).to_have_count(1)
        for name in ("New video", "Sign out"):
            box = beside.get_by_role("button", name=name).bounding_box()
            assert box
            assert 0 <= box["y"] <= height - box["height"]
        videos = beside.get_by_role("navigation", name="Your videos").bounding_box()
        assert videos
        assert videos["height"] > VIDEOS_PX
    if is_phone:
        beside.get_by_role("button", name="Close", exact=True).click()
        expect(beside).to_be_hidden()
        expect(menu).to_be_focused()


def test_a_stranger_is_asked_to_sign_in(browser: Browser, product: Product) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    stranger = context.new_page()
    said: list[str] = []
    stranger.on("console", lambda message: said.append(message.text))
    stranger.goto(product.url)

    expect(stranger.get_by_label("Password")).to_be_visible()
    assert said == []
    stranger.goto(f"{product.url}/signin#token=wrong")
    expect(stranger.get_by_text("link").first).to_be_visible()
    context.close()
