"""Voices in conversation: listed with prices, heard before they are used, and paid by a click only."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.domain.errors import BudgetExceeded, InvalidEdit
from studio.makers import Makers
from studio.providers.prices import PriceBook
from studio.providers.prices.table import shipped
from studio.providers.speech.elevenlabs import ElevenLabs, ElevenLabsOptions
from studio.providers.speech.fake import HummedSpeech
from studio.services import ledger, voices
from studio.services.charges import Payer
from tests.support.toolbox import Toolbox
from tests.support.vendor import Answer, Asked, VendorServer, serving
from tests.support.voices import elevenlabs, hum, mp3

HELLO = Answer(mp3(hum("Hello there", 1.0)), media_type="audio/mpeg")


@pytest.fixture
async def vendor(box: Toolbox) -> AsyncGenerator[VendorServer]:
    answers = elevenlabs()
    made = answers.speech
    answers.speech = lambda asked: HELLO if asked.path == "/rachel.mp3" else made(asked)
    with serving(answers) as server:
        listed = answers.others["/v2/voices"]
        assert isinstance(listed, dict)
        listed["voices"][0]["preview_url"] = f"{server.url}/rachel.mp3"
        maker = ElevenLabs(
            ElevenLabsOptions(base_url=server.url, model="eleven_flash_v2_5"),
            PriceBook((shipped(),)),
        )
        speech = Makers({"hummed": HummedSpeech(), "elevenlabs": maker})
        box.studio = replace(box.studio, speech=speech)
        yield server
        await maker.aclose()


def spoken(server: VendorServer) -> list[Asked]:
    return [asked for asked in server.asked if asked.method == "POST"]


async def test_voices_of_all_makers_are_listed_with_their_prices(
    box: Toolbox, vendor: VendorServer
) -> None:
    answer = await box.call("list_voices")

    told = {(v["maker"], v["label"]): v["usd_per_1000_characters"] for v in answer["voices"]}
    assert told == {
        ("hummed", "en: hum"): "0",
        ("elevenlabs", "Rachel: female, american"): "0.04",
        ("elevenlabs", "Adam: male"): "0.04",
    }


async def test_a_style_takes_a_voice_of_another_maker(box: Toolbox, vendor: VendorServer) -> None:
    await box.draft("One tide.")

    await box.call("set_style", voice_maker="elevenlabs", voice="rachel")
    chosen = (await box.newest()).storyboard.style.voice
    await box.call("set_style", voice="en: hum")
    back = (await box.newest()).storyboard.style.voice

    assert (chosen.maker, chosen.voice) == ("elevenlabs", "21m00")
    assert (back.maker, back.voice) == ("", "en")
    with pytest.raises(InvalidEdit, match="There are: hummed, elevenlabs"):
        await box.call("set_style", voice_maker="azure")


async def test_the_providers_own_sample_is_heard_for_nothing_and_fetched_once(
    box: Toolbox, vendor: VendorServer
) -> None:
    answers = [await box.call("hear_voice", voice="Rachel") for _ in range(2)]

    assert all(a["can_be_heard"] and a["sample_usd"] == "0" for a in answers)
    first, second = box.cards("voice")
    assert first["sample"] == second["sample"] is not None
    assert not spoken(vendor)
    assert sum(asked.path == "/rachel.mp3" for asked in vendor.asked) == 1


async def test_a_sample_that_was_made_here_is_heard_again(box: Toolbox) -> None:
    answers = [await box.call("hear_voice", voice="en: hum") for _ in range(2)]

    assert all(answer["can_be_heard"] for answer in answers)
    first, second = box.cards("voice")
    assert first["sample"] == second["sample"] is not None


async def test_a_sample_that_costs_waits_for_whoever_pays_and_is_paid_once(
    box: Toolbox, vendor: VendorServer
) -> None:
    answer = await box.call("hear_voice", voice="Adam")

    price = Decimal(answer["sample_usd"])
    assert price == Decimal("0.04") * len(voices.SENTENCES["en"]) / 1000
    assert not answer["can_be_heard"]
    assert not spoken(vendor)

    studio = box.studio
    offer = await voices.choose(studio.speech, "Adam", language="en")
    payer = Payer(owner_id=box.owner, thread_id=box.thread, turn_id=None, caps=studio.caps)

    async def hear(accepts_usd: Decimal) -> object:
        return await voices.sample(
            studio.works,
            store=studio.store,
            makers=studio.speech,
            payer=payer,
            offer=offer,
            language="en",
            accepts_usd=accepts_usd,
        )

    with pytest.raises(BudgetExceeded, match="accept that price"):
        await hear(price - Decimal("0.0001"))
    assert await hear(price) == await hear(Decimal(0))
    assert len(spoken(vendor)) == 1
    async with studio.work() as work:
        used = await ledger.lines(work, owner_id=box.owner, thread_id=box.thread)
    assert sum(u.cost_usd or 0 for u in used if u.provider == "elevenlabs") == price
