"""The chat page in a real browser."""

import re
import shutil
import time

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.product import Product

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
VIDEO = ".card.video .screen"
"""The finished video; one that is watched while it is made lies in its progress."""
TURN_MS = 60_000
"""A turn's last words, after all that it made, on a busy machine."""
SIZES = {"phone": (390, 844), "desk": (1280, 800)}


def signin_link(product: Product) -> str:
    """Give the one-time link that the product printed."""
    told = (product.state.parent / f"{product.state.name}.out").read_text()
    found = re.search(r"http://\S+/signin#token=\S+", told)
    assert found, told
    return found[0]


def sign_in(browser: Browser, product: Product) -> str:
    """Follow the one-time link and give the file that holds the cookies."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(signin_link(product))
    expect(page.get_by_role("textbox").first).to_be_visible()
    assert "token" not in page.url
    path = product.state.parent / "cookies.json"
    context.storage_state(path=path)
    context.close()
    return str(path)


def say(page: Page, text: str) -> None:
    """Send a message as soon as the page takes one.

    A video is shown before its run has ended. Until then a message would wait for its end.
    """
    page.get_by_role("textbox", name="Your message").fill(text)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled(timeout=TURN_MS)
    page.keyboard.press("Enter")


def wait_until(player: Locator, is_so: str, *, seconds: float = 30.0) -> None:
    """Wait until something holds of a video ``v``.

    Playwright's own waiting is an ``eval``, which the page's policy forbids.
    """
    until = time.monotonic() + seconds
    while not player.evaluate(f"(v) => {is_so}"):
        assert time.monotonic() < until, f"it never came: {is_so}"
        player.page.wait_for_timeout(100)


def is_as_wide_as_the_screen(page: Page) -> bool:
    """Tell whether nothing sticks out sideways."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )
