"""The page in German, whose words are long: read, switched and kept, on a phone and on a desk."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from studio.domain.channel import Brand
from studio.domain.preset import preset_of
from studio.domain.storyboard import CaptionStyle, Mood, Tempo
from studio.domain.units import ThreadId, UserId
from studio.services import accounts, conversations, presets, storyboards
from studio.services.storyboard_cards import board_of, card_of
from studio.settings import Settings
from studio.wiring import open_studio
from studio.wording import wording
from tests.support.api import PASSWORD, app_for, served, settings_for
from tests.support.axe import violations
from tests.support.page import SIZES, is_as_wide_as_the_screen
from tests.support.storyboards import storyboard

EMAIL = "ada@example.com"
LINES = ("Zweimal am Tag steigt das Meer.", "Der Mond zieht am Wasser.", "Dann geht es zurück.")
CUT_OFF = """() => [...document.querySelectorAll('button, summary, select, .kicker, .tag, .facts, th')]
    .filter((e) => e.checkVisibility() && !e.closest('.thread-pick, .scenes'))
    .filter((e) => {
        const around = e.closest('.side, .drawer-inner, .card') ?? document.body;
        const isOut = e.getBoundingClientRect().right > around.getBoundingClientRect().right;
        return isOut || (e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1);
    })
    .map((e) => e.textContent || e.ariaLabel)"""


@dataclass
class Door:
    """An API, and a conversation with a storyboard in it."""

    url: str
    owner: UserId
    thread: ThreadId
    settings: Settings


@pytest.fixture
def door(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Door]:
    settings = settings_for(database_url, redis_url, tmp_path)
    with ThreadPoolExecutor(1) as aside:
        # Playwright's own loop runs in this thread.
        owner, thread = aside.submit(lambda: asyncio.run(_seed(settings))).result()
    with served(app_for(settings)) as url:
        yield Door(url, owner, thread, settings)


async def _seed(settings: Settings) -> tuple[UserId, ThreadId]:
    async with open_studio(settings) as studio, studio.work() as work:
        owner = (await accounts.register(work, email=EMAIL, password=PASSWORD)).id
        thread = (await conversations.create_thread(work, owner_id=owner, title="Gezeiten")).id
        saved = await storyboards.save(
            work,
            owner_id=owner,
            thread_id=thread,
            storyboard=storyboard(*LINES),
            expected_version=0,
            author="agent",
            message="Entwurf",
        )
        place = await board_of(
            work, owner_id=owner, thread_id=thread, events=studio.events, clock=studio.clock
        )
        await place.show_storyboard(card_of(saved, {}, words=wording("de")))
    return owner, thread


@pytest.mark.slow
@pytest.mark.parametrize("size", list(SIZES))
def test_a_german_browser_reads_german_until_the_reader_chooses_otherwise(
    browser: Browser, door: Door, size: str
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="de-DE")
    page = context.new_page()
    page.goto(door.url)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    _look(page, f"de-door-{size}")
    page.get_by_label("E-Mail").fill(EMAIL)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()

    expect(page.get_by_role("heading", name="Was soll das nächste Video erzählen?")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_attribute(
        "placeholder", "Text oder Änderung eingeben"
    )
    _look(page, f"de-empty-{size}")
    page.get_by_role("textbox").fill("spend")
    page.keyboard.press("Enter")
    gate = page.get_by_role("region", name="Genehmigung")
    expect(gate.get_by_role("row", name="Insgesamt")).to_contain_text("0,08\u00a0$")
    _look(page, f"de-gate-{size}")

    page.goto(f"{door.url}/#thread={door.thread}")
    board = page.get_by_role("region", name="Storyboard, Version 1")
    board.get_by_role("button", name="Szene 2 bearbeiten").click()
    board.get_by_role("button", name="Verlauf").click()
    expect(board.get_by_label("Sprechertext")).to_have_value(LINES[1])
    _look(page, f"de-board-{size}")

    if size == "phone":
        page.get_by_role("button", name="Videos und Einstellungen").click()
    choice = page.get_by_role("combobox", name="Sprache dieser Seite")
    _look(page, f"de-side-{size}")
    choice.select_option("pt")
    expect(page.locator(".side-foot:visible").get_by_label("Idioma desta página")).to_be_visible()
    _look(page, f"pt-side-{size}")
    page.reload()
    expect(page.get_by_role("button", name="Editar a cena 2")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "pt")
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("size", list(SIZES))
def test_what_went_wrong_is_told_in_the_readers_language_with_its_detail(
    browser: Browser, door: Door, size: str
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{door.url}/#thread={door.thread}")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Mot de passe").fill("not the password")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "L'e-mail, le mot de passe ou le lien n'est pas correct. ("
    )
    _look(page, f"fr-refused-{size}")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()

    board = page.get_by_role("region", name="Storyboard, version 1")
    board.get_by_role("button", name="Modifier la scène 2").click()
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(_rewrite(door))).result()
    board.get_by_label("Narration").fill("Autre chose.")
    board.get_by_role("button", name="Enregistrer").click()
    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text("Le storyboard a changé entre-temps ; regarde-le à nouveau. (")
    expect(trouble).to_contain_text("version 2")
    _look(page, f"fr-conflict-{size}")
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("size", list(SIZES))
def test_a_preset_is_read_in_the_readers_language(browser: Browser, door: Door, size: str) -> None:
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(_keep(door))).result()
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="es-ES")
    page = context.new_page()
    page.goto(door.url)
    page.get_by_label("Correo").fill(EMAIL)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    if size == "phone":
        page.get_by_role("button", name="Vídeos y ajustes").click()
    page.locator("summary:visible", has_text="Tus ajustes").click()
    page.locator("summary:visible", has_text="Noche").click()
    told = page.locator(".presets dl:visible")
    for line in ("palabra a palabra", "tenso", "lento", "francés", "todas", "lo habitual"):
        expect(told).to_contain_text(line, ignore_case=True)
    _look(page, f"es-preset-{size}")
    context.close()


async def _keep(door: Door) -> None:
    board = storyboard(*LINES)
    style = board.style.model_copy(update={"mood": Mood.TENSE, "captions": CaptionStyle.SINGLE})
    brief = board.brief.model_copy(update={"tempo": Tempo.SLOW, "language": "fr"})
    board = board.model_copy(update={"style": style, "brief": brief})
    async with open_studio(door.settings) as studio, studio.work() as work:
        preset = preset_of(board, title="Noche", brand=Brand())
        await presets.save(work, owner_id=door.owner, preset=preset)


async def _rewrite(door: Door) -> None:
    """Let another hand change the storyboard, without a word to the page."""
    async with open_studio(door.settings) as studio, studio.work() as work:
        await storyboards.save(
            work,
            owner_id=door.owner,
            thread_id=door.thread,
            storyboard=storyboard(*LINES[:2], "Und dann?"),
            expected_version=1,
            author="user",
            message="Von Hand",
        )


def _look(page: Page, name: str) -> None:
    """Nothing sticks out or is cut off, and axe has nothing to say."""
    assert violations(page) == []
    if folder := os.environ.get("REELWRIGHT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")
    assert is_as_wide_as_the_screen(page)
    assert page.evaluate(CUT_OFF) == []
