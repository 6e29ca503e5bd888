"""Files of one's own, attached on the page in a real browser."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.support import clips
from tests.support.api import PASSWORD, app_for, make_user, served, settings_for
from tests.support.axe import violations
from tests.support.page import SIZES, is_as_wide_as_the_screen

EMAIL = "a@example.com"
ATTACH = "Attach pictures, clips, sounds and documents"
DROP = """(bytes) => {
    const held = new DataTransfer();
    held.items.add(new File([new Uint8Array(bytes)], "dropped.png"));
    for (const type of ["dragover", "drop"])
        document.body.dispatchEvent(
            new DragEvent(type, { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def address(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[str]:
    settings = settings_for(database_url, redis_url, tmp_path / "state")
    with ThreadPoolExecutor(1) as other_thread:
        # Playwright's loop runs in this one.
        other_thread.submit(lambda: asyncio.run(make_user(settings, EMAIL))).result()
    with served(app_for(settings, runs=False)) as url:
        yield url


@pytest.fixture(params=list(SIZES))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A signed-in page."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    opened.goto(address)
    opened.get_by_label("E-mail").fill(EMAIL)
    opened.get_by_label("Password").fill(PASSWORD)
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("button", name=ATTACH)).to_be_visible(timeout=30_000)
    yield opened
    context.close()


@pytest.fixture
def beach(tmp_path: Path) -> Path:
    path = tmp_path / "a beach in the evening, seen from far away.png"
    Image.linear_gradient("L").convert("RGB").save(path)
    return path


def test_pictures_and_clips_are_attached_named_and_taken_away(
    page: Page, beach: Path, tmp_path: Path
) -> None:
    clip = clips.write(tmp_path / "surf.mp4", frames=15, size=(270, 480))
    drawing = tmp_path / "drawing.jpg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    chips = page.get_by_role("list", name="Attached").get_by_role("listitem")
    message = page.get_by_role("textbox", name="Your message")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=ATTACH).click()
    assert chooser.value.is_multiple()
    chooser.value.set_files([beach, clip, drawing])

    expect(chips).to_have_count(3)
    expect(chips.nth(0).get_by_role("button", name="picture 1")).to_be_visible(timeout=60_000)
    expect(chips.nth(1).get_by_role("button", name="clip 2")).to_be_visible(timeout=60_000)
    expect(chips.nth(2)).to_contain_text("save it as PNG", timeout=60_000)
    expect(chips.nth(0).locator("img")).to_have_js_property("complete", True)
    assert chips.nth(0).locator("img").evaluate("(i) => i.naturalWidth") > 0
    assert is_as_wide_as_the_screen(page)
    assert violations(page) == []
    _photograph(page)

    page.get_by_role("button", name="picture 1").click()
    expect(message).to_have_value("Use picture 1 in scene ")
    page.get_by_role("button", name="clip 2").click()
    expect(message).to_have_value("Use picture 1 in scene clip 2 ")
    page.get_by_role("button", name="Remove drawing.jpg").click()
    expect(chips).to_have_count(2)
    page.keyboard.press("Tab")
    message.press("Enter")
    expect(page.get_by_role("list", name="Attached")).to_have_count(0)


def test_an_upload_shows_how_far_it_is_and_can_be_stopped(page: Page, beach: Path) -> None:
    held: list[Route] = []
    page.route("**/v1/media?*", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks what it is given
    page.locator("input[type=file]").set_input_files(beach)

    going = page.get_by_role("progressbar", name=f"Uploading {beach.name}")
    expect(going).to_be_visible()
    page.get_by_role("button", name=f"Remove {beach.name}").click()

    expect(going).to_have_count(0)
    page.unroute("**/v1/media?*")
    # The queue goes on behind the one that was stopped; dropping a file is another way in.
    page.evaluate(DROP, list(beach.read_bytes()))
    expect(page.get_by_role("button", name="picture 1")).to_be_visible(timeout=60_000)


def test_a_document_is_told_from_though_no_word_names_it(page: Page) -> None:
    box = page.get_by_role("textbox", name="Your message")
    document = FilePayload(name="tides.txt", mimeType="text/plain", buffer=b"The moon pulls.")
    page.locator("input[type=file]").set_input_files(document)
    expect(box).to_have_value("Make a video of document 1")

    box.fill("Make a 20 s video from this")
    page.keyboard.press("Enter")

    expect(page.get_by_role("article", name="You")).to_have_text(
        "Make a 20 s video from this (document 1)"
    )


def test_files_of_no_use_are_told_of_before_they_are_sent(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box = page.get_by_role("textbox", name="Your message")
    box.fill("my words")
    chips = page.get_by_role("list", name="Attached").get_by_role("listitem")
    for name, kind, data, told in (
        ("empty.docx", "application/octet-stream", b"", "The file is empty."),
        ("empty.png", "image/png", b"", "The file is empty."),
        ("tool.exe", "application/x-msdownload", b"MZ", "This kind of file is of no use here."),
        ("long.pdf", "application/pdf", bytes(20 * 1024**2 + 1), "It is larger than 20 MiB."),
    ):
        file = FilePayload(name=name, mimeType=kind, buffer=data)
        page.locator("input[type=file]").set_input_files(file)
        expect(chips.last).to_contain_text(name)
        expect(chips.last).to_contain_text(told)

    assert not [url for url in asked if "/v1/media" in url or "/v1/sources" in url]
    expect(box).to_have_value("my words")
    assert is_as_wide_as_the_screen(page)
    assert violations(page) == []


def _photograph(page: Page) -> None:
    """Keep a picture for whoever wants to look."""
    folder = os.environ.get("REELWRIGHT_SHOTS")
    if folder and page.viewport_size:
        page.screenshot(path=Path(folder) / f"attached-{page.viewport_size['width']}.png")
