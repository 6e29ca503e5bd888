"""A video in the browser that plays while it is made, and goes on in the finished file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.page import SIZES, VIDEO, say, sign_in, wait_until
from tests.support.product import Product

SENTENCES = (
    "The tide comes in twice a day.",
    "The moon pulls the water up.",
    "The far side rises as well.",
    "Ships wait for the flood.",
    "Crabs follow the edge of the sea.",
    "The sand remembers every wave.",
    "And then it all goes back.",
    "Six hours later it begins again.",
)
TEXT = f"Make this into a 20 s video: {' '.join(SENTENCES)}"
VIDEO_MS = 120_000
LIVE = "video.live"
PLAYS = "v.currentTime > 0.3 && v.videoWidth > 0"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def page(browser: Browser, product: Product) -> Iterator[Page]:
    width, height = SIZES["desk"]
    context = browser.new_context(
        viewport={"width": width, "height": height}, storage_state=sign_in(browser, product)
    )
    yield context.new_page()
    context.close()


def test_the_video_plays_while_it_is_made_and_goes_on_when_it_is_done(
    page: Page, product: Product
) -> None:
    page.goto(product.url)
    say(page, TEXT)
    live = page.locator(LIVE)
    expect(live).to_have_count(1, timeout=VIDEO_MS)
    wait_until(live, PLAYS)
    told = live.evaluate("(v) => ({ error: v.error, seconds: v.duration, muted: v.muted })")
    assert told["error"] is None
    assert told["muted"]
    expect(page.locator(VIDEO)).to_have_count(0)
    page.screenshot(path=product.state.parent / "live.png")

    expect(page.locator(VIDEO)).to_have_count(1, timeout=VIDEO_MS)
    finished = page.locator(VIDEO)
    wait_until(finished, PLAYS)
    assert finished.evaluate("(v) => v.duration") == pytest.approx(told["seconds"], abs=0.1)
    expect(live).to_have_count(0)
