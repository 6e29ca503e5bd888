"""A voice on the page: its price, the click that pays it, and the sample that plays."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from studio.domain.cards import VoiceCard
from studio.domain.conversation import Message, Role
from studio.domain.units import TurnId
from studio.ports import Clock
from studio.services import accounts, conversations, voices
from studio.settings import MakerSettings, Settings
from studio.wiring import open_studio
from tests.support.api import PASSWORD, app_for, served, settings_for
from tests.support.axe import violations
from tests.support.page import SIZES, is_as_wide_as_the_screen, wait_until
from tests.support.vendor import VendorServer, serving
from tests.support.voices import elevenlabs
from tools.voices import voice_card

EMAIL = "ada@example.com"


@dataclass
class Booth:
    """An API with a voice that costs something, and the vendor that speaks."""

    url: str
    vendor: VendorServer

    @property
    def spoken(self) -> int:
        """Count the utterances that were paid."""
        return sum(asked.method == "POST" for asked in self.vendor.asked)


@pytest.fixture
def booth(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Booth]:
    with serving(elevenlabs()) as vendor:
        for name, value in {"BASE_URL": vendor.url, "MODEL": "eleven_flash_v2_5"}.items():
            monkeypatch.setenv(f"REELWRIGHT_SPEECH_ELEVENLABS_{name}", value)
        settings = settings_for(database_url, redis_url, tmp_path).model_copy(
            update={"makers": MakerSettings(speech="espeak,elevenlabs")}
        )
        with ThreadPoolExecutor(1) as aside:
            # Playwright's own loop runs in this thread.
            aside.submit(lambda: asyncio.run(_show_a_voice(settings))).result()
        with served(app_for(settings, runs=False)) as url:
            yield Booth(url, vendor)


async def _show_a_voice(settings: Settings) -> None:
    """Put the card of a voice into a conversation, as the agent does."""
    async with open_studio(settings) as studio:
        offer = await voices.choose(studio.speech, "Adam", language="en")
        price = voices.sample_usd(studio.speech, offer, language="en")
        card = voice_card(offer, language="en", sample_usd=price)
        async with studio.work() as work:
            user = await accounts.register(work, email=EMAIL, password=PASSWORD)
            thread = await conversations.create_thread(work, owner_id=user.id, title="Voices")
            turn_id = TurnId(uuid4())
            await conversations.start_turn(
                work,
                owner_id=user.id,
                thread_id=thread.id,
                turn_id=turn_id,
                message="Let me hear Adam.",
                message_id="m-1",
            )
            await conversations.save_message(
                work,
                owner_id=user.id,
                thread_id=thread.id,
                message=_of(card, turn_id, studio.clock),
            )


def _of(card: VoiceCard, turn_id: TurnId, clock: Clock) -> Message:
    return Message(
        id="voice-1",
        turn_id=turn_id,
        role=Role.ACTIVITY,
        content=card.model_dump_json(),
        card_kind="voice",
        created_at=clock.now(),
    )


@pytest.mark.slow
def test_a_sample_is_paid_by_a_click_once_and_plays(browser: Browser, booth: Booth) -> None:
    for name, (width, height) in SIZES.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        _open(page, booth.url, is_narrow=name == "phone")

        card = page.get_by_role("region", name="Voice: Adam")
        expect(card).to_contain_text("elevenlabs · $0.04 per 1,000 characters")
        button = card.get_by_role("button", name="Hear it for $0.00184")
        expect(button).to_be_visible()
        assert violations(page) == []
        button.focus()
        page.keyboard.press("Enter")

        sound = card.locator("audio")
        expect(sound).to_be_visible()
        wait_until(sound, "v.readyState > 0 && v.duration > 0.5")
        assert is_as_wide_as_the_screen(page)
        assert violations(page) == []
        _keep(page, f"voice-{name}")
        context.close()

    assert booth.spoken == 1


def _open(page: Page, url: str, *, is_narrow: bool) -> None:
    page.goto(url)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    if is_narrow:
        page.get_by_role("button", name="Videos and settings").click()
    page.locator(".thread-pick:visible", has_text="Voices").click()


def _keep(page: Page, name: str) -> None:
    """Leave a picture for people to look at, where they asked for one."""
    if folder := os.environ.get("REELWRIGHT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")
