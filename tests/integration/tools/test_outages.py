"""Where a maker is down or refuses, the user is asked who does it; nobody does it by themselves."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from studio.domain.asset import PictureRequest, SpeechRequest, picture_maker
from studio.domain.errors import (
    ApprovalNeeded,
    InvalidEdit,
    NotApproved,
    ProviderBalanceEmpty,
    ProviderFailed,
    ProviderUnavailable,
    UnsupportedLanguage,
)
from studio.domain.events import TextDelta
from studio.domain.gate import Action, Answer, GateKind, ProviderAsk, ReplacementAsk
from studio.domain.money import CallKind
from studio.domain.storyboard import VoiceStyle
from studio.makers import UNBILLED, Makers, Order, Picture, Speech, Voice
from studio.providers.images.fake import FlatPictures
from studio.providers.speech.fake import HummedSpeech
from studio.services import assets, rules, storyboards
from studio.services.rules import Replacement
from studio.wiring import Studio
from tests.support.outages import DOWN, PRICE, REFUSED, painted, painting, said
from tests.support.priced import PricedPictures
from tests.support.toolbox import Toolbox, open_toolbox
from tests.support.vendor import Answer as Told
from tests.support.vendor import Asked, Respond, VendorServer

USE, WAIT = Answer(action=Action.APPROVE), Answer(action=Action.RETRY)
SKIP = Answer(action=Action.REJECT)
RULE = Replacement(CallKind.PICTURE, "openai", "flat")


def bad_for(word: str, answer: Told = DOWN) -> Respond:
    """Answer badly where the prompt has a word in it."""

    def respond(asked: Asked) -> Told:
        return answer if word in asked.json["prompt"] else painted()

    return respond


@pytest.fixture
async def shop(studio: Studio) -> AsyncGenerator[tuple[Toolbox, VendorServer]]:
    """A painter that is down for scene 2, and three scenes."""
    async with painting(studio, bad_for("picture 1")) as (whole, vendor):
        box = await open_toolbox(whole)
        await box.draft("One.", "Two.", "Three.")
        yield box, vendor


async def ask(box: Toolbox, call_id: str = "c") -> ProviderAsk:
    """Let the tool come to its question."""
    with pytest.raises(ApprovalNeeded):
        await box.call("make_pictures", call_id=call_id)
    card = box.cards("gate")[-1]
    assert card["kind"] == GateKind.PROVIDER
    return ProviderAsk.model_validate(card["ask"])


async def makers(box: Toolbox) -> list[str]:
    board = (await box.newest()).storyboard
    return [picture_maker(board, scene.id) for scene in board.scenes]


async def test_the_question_names_the_trouble_the_others_and_shows_a_free_sample(
    shop: tuple[Toolbox, VendorServer],
) -> None:
    box, vendor = shop
    asked = await ask(box)

    assert (asked.maker, asked.trouble, asked.numbers) == ("openai", "unavailable", (2,))
    assert "maintenance" in asked.reason
    [flat] = asked.alternatives
    assert (flat.name, flat.total_usd, flat.extra_usd) == ("flat", 0, -PRICE)
    assert [line.scene for line in flat.lines] == [2]
    assert flat.picture is not None
    async with box.studio.work() as work:
        sample = await assets.get_asset(work, owner_id=box.owner, asset_id=flat.picture)
    assert await box.studio.store.exists(sample.key)
    assert len(vendor.asked) == 3
    assert await makers(box) == ["", "", ""]
    question = box.cards("gate")[-1]["message"]
    assert question.startswith("The picture of scene 2 was not made by OpenAI's pictures.")
    assert question.endswith(
        "maintenance. Let flat (free) make it, wait and try again, or go on without?"
    )


async def test_the_other_scenes_go_on_meanwhile(shop: tuple[Toolbox, VendorServer]) -> None:
    box, _ = shop
    await ask(box)

    shown = box.cards("storyboard")[-1]["scenes"]

    assert [scene["picture"] is not None for scene in shown] == [True, False, True]


async def test_a_yes_is_a_new_version_and_what_was_shown_is_taken(
    shop: tuple[Toolbox, VendorServer],
) -> None:
    box, vendor = shop
    [flat] = (await ask(box)).alternatives
    await said(box, USE)
    before = (await box.newest()).version

    told = await box.call("make_pictures", call_id="c")

    saved = await box.newest()
    assert await makers(box) == ["", "flat", ""]
    assert saved.version == before + 1
    assert saved.message == "The pictures of scene 2 by flat instead of openai, as you said"
    assert told == {"ok": True, "made": 0, "reused": 3}
    assert box.cards("storyboard")[-1]["scenes"][1]["picture"] == str(flat.picture)
    assert len(vendor.asked) == 3


async def test_a_call_that_is_run_again_after_a_kill_changes_nothing_twice(
    shop: tuple[Toolbox, VendorServer],
) -> None:
    box, vendor = shop
    await ask(box)
    with pytest.raises(ApprovalNeeded):
        await box.call("make_pictures", call_id="c")
    assert len({card["gate_id"] for card in box.cards("gate")}) == 1
    await said(box, USE)
    await box.call("make_pictures", call_id="c")
    version, calls = (await box.newest()).version, len(vendor.asked)

    await box.call("make_pictures", call_id="c")

    assert ((await box.newest()).version, len(vendor.asked)) == (version, calls)


async def test_waiting_tries_what_was_agreed_upon_again(
    shop: tuple[Toolbox, VendorServer],
) -> None:
    box, vendor = shop
    await ask(box)
    vendor.respond = lambda _: painted()
    await said(box, WAIT)

    told = await box.call("make_pictures", call_id="c")

    assert (told["made"], told["reused"]) == (1, 2)
    assert await makers(box) == ["", "", ""]


async def test_waiting_for_one_that_stays_down_asks_once_more(
    shop: tuple[Toolbox, VendorServer],
) -> None:
    box, _ = shop
    await ask(box)
    await said(box, WAIT)

    await ask(box)
    await said(box, USE)
    await box.call("make_pictures", call_id="c")

    assert await makers(box) == ["", "flat", ""]


async def test_what_is_skipped_is_not_asked_for_again(shop: tuple[Toolbox, VendorServer]) -> None:
    box, vendor = shop
    await ask(box)
    await said(box, SKIP)

    with pytest.raises(ProviderFailed, match="scene 2: left out, as you said"):
        await box.call("make_pictures", call_id="c")

    assert len(vendor.asked) == 3


async def test_a_word_instead_is_for_the_agent_to_act_on(
    shop: tuple[Toolbox, VendorServer],
) -> None:
    box, _ = shop
    await ask(box)
    await said(box, Answer(action=Action.EDIT, note="use my own photo"))

    with pytest.raises(NotApproved, match="use my own photo"):
        await box.call("make_pictures", call_id="c")


async def test_a_refusal_after_softer_words_is_asked_about_too(studio: Studio) -> None:
    async with painting(studio, bad_for("picture", REFUSED)) as (whole, vendor):
        box = await open_toolbox(whole)
        await box.draft("One.", "Two.")
        asked = await ask(box)
        await said(box, Answer(action=Action.EDIT, scenes=(2,)))
        with pytest.raises(ProviderFailed, match="scene 1: left out, as you said"):
            await box.call("make_pictures", call_id="c")

    assert (asked.trouble, asked.numbers) == ("refused", (1, 2))
    assert len(vendor.asked) == 4
    assert await makers(box) == ["", "flat"]


async def test_an_open_breaker_is_asked_about_without_a_call(studio: Studio) -> None:
    async with painting(studio, lambda _: DOWN) as (whole, vendor):
        box = await open_toolbox(whole)
        await box.draft(*(f"Number {n}." for n in range(1, 9)))
        asked = await ask(box)

    assert asked.numbers == tuple(range(1, 9))
    assert len(vendor.asked) == 5
    assert "maintenance" in asked.reason
    assert asked.retry_at is not None


async def test_a_paid_alternative_tells_its_price_and_its_yes_allows_it(studio: Studio) -> None:
    async with painting(studio, bad_for("picture 1"), others=()) as (whole, _):
        other = PricedPictures("0.06", name="other-1")
        both = Makers({**whole.pictures.by_name, "other": other}, whole.pictures.lanes)
        asks = whole.asks.model_copy(update={"above_usd": Decimal("0.09")})
        box = await open_toolbox(replace(whole, pictures=both, asks=asks))
        await box.draft("One.", "Two.")
        [choice] = (await ask(box)).alternatives
        assert (choice.extra_usd, choice.picture) == (Decimal("0.02"), None)
        assert "other ($0.02 a scene more)" in box.cards("gate")[-1]["message"]
        assert other.asked == []
        await said(box, Answer(action=Action.APPROVE, use="other"))

        await box.call("make_pictures", call_id="c")

    assert len(other.asked) == 1


async def test_by_the_users_rule_it_goes_on_without_asking_and_says_so(
    shop: tuple[Toolbox, VendorServer],
) -> None:
    box, _ = shop
    async with box.studio.work() as work:
        await rules.replace(work, owner_id=box.owner, rule=RULE)

    await box.call("make_pictures")

    assert await makers(box) == ["", "flat", ""]
    assert box.cards("gate") == []
    [text] = [event.delta for event in box.told if isinstance(event, TextDelta)]
    assert text.endswith("maintenance. flat makes the pictures of scene 2, as your rule says.")
    assert "maintenance" in text
    assert (await box.newest()).message.endswith("as your rule says")


async def test_two_that_replace_each_other_and_are_both_down_end_in_an_error(
    studio: Studio,
) -> None:
    async with painting(studio, lambda _: DOWN, others=()) as (whole, _):
        both = Makers({**whole.pictures.by_name, "away": Away()}, whole.pictures.lanes)
        box = await open_toolbox(replace(whole, pictures=both))
        await box.draft("One.")
        async with box.studio.work() as work:
            for maker, instead in (("openai", "away"), ("away", "openai")):
                rule = Replacement(CallKind.PICTURE, maker, instead)
                await rules.replace(work, owner_id=box.owner, rule=rule)
        with pytest.raises(ProviderFailed, match="The painter is away"):
            await box.call("make_pictures")

    assert await makers(box) == ["away"]


async def test_a_model_that_is_gone_may_be_replaced_by_its_successor(studio: Studio) -> None:
    gone = Told.of({"error": {"code": "model_not_found", "message": "gone"}}, status=404)
    async with painting(studio, lambda _: gone, others=("openai:m2", "other:m3")) as (whole, _):
        box = await open_toolbox(whole)
        await box.draft("One.")
        asked = await ask(box)
        await said(box, USE)
        await box.call("make_pictures", call_id="c")

    assert asked.trouble == "model"
    assert [each.name for each in asked.alternatives] == ["openai:m2"]
    assert await makers(box) == ["openai:m2"]


async def test_a_locked_scene_is_left_alone(shop: tuple[Toolbox, VendorServer]) -> None:
    box, _ = shop
    await box.edit({"op": "lock", "scene": 2})

    with pytest.raises(ProviderFailed, match=r"scene 2: .*maintenance"):
        await box.call("make_pictures")


class Away(FlatPictures):
    """Cannot be reached."""

    name = "away-1"

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        raise ProviderUnavailable("The painter is away.")


class Hoarse(HummedSpeech):
    """Has no balance left."""

    name = "hoarse-1"

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        raise ProviderBalanceEmpty("The account at Hoarse has no balance left.")


async def test_another_voice_says_the_whole_video(studio: Studio) -> None:
    speech = Makers({"hoarse": Hoarse(), "hummed": HummedSpeech()})
    box = await open_toolbox(replace(studio, speech=speech))
    await box.draft("One.", "Two.")
    with pytest.raises(ApprovalNeeded):
        await box.call("make_voice", call_id="v")
    asked = ProviderAsk.model_validate(box.cards("gate")[-1]["ask"])
    assert (asked.what, asked.trouble, asked.scenes) == (CallKind.VOICE, "balance", ())
    [hummed] = asked.alternatives
    assert hummed.sample is not None
    await said(box, USE)

    told = await box.call("make_voice", call_id="v")

    assert (told["made"], told["reused"]) == (1, 1)
    assert (await box.newest()).storyboard.style.voice.maker == "hummed"


async def test_a_rule_waits_for_a_yes_and_is_taken_back_at_once(
    shop: tuple[Toolbox, VendorServer],
) -> None:
    box, _ = shop
    wanted = {"what": "picture", "maker": "openai", "instead": "flat"}
    with pytest.raises(ApprovalNeeded):
        await box.call("set_replacement_rule", **wanted, call_id="r")
    gate = await said(box, USE)
    assert isinstance(gate.ask, ReplacementAsk)

    await box.call("set_replacement_rule", **wanted, call_id="r")

    async with box.studio.work() as work:
        assert await rules.replacements(work, owner_id=box.owner) == (RULE,)
    await box.call("set_replacement_rule", maker="openai", instead="")
    async with box.studio.work() as work:
        assert await rules.replacements(work, owner_id=box.owner) == ()


async def test_a_rule_names_makers_that_are_here(shop: tuple[Toolbox, VendorServer]) -> None:
    box, _ = shop
    with pytest.raises(InvalidEdit, match="There are: openai, flat"):
        await box.call("set_replacement_rule", maker="openai", instead="dreamer")
    with pytest.raises(InvalidEdit, match="cannot replace itself"):
        await box.call("set_replacement_rule", maker="openai", instead="openai")


async def test_a_language_is_checked_against_the_voice_that_speaks(studio: Studio) -> None:
    class Basque(HummedSpeech):
        name = "basque-1"

        async def voices(self) -> Sequence[Voice]:
            return (Voice(id="eu", language="eu", label="Basque"),)

    speech = Makers({"hummed": HummedSpeech(), "basque": Basque()})
    box = await open_toolbox(replace(studio, speech=speech))
    await box.draft("One.")
    with pytest.raises(UnsupportedLanguage):
        await box.call("set_brief", language="eu")
    async with box.studio.work() as work:
        saved = await box.newest()
        style = saved.storyboard.style.model_copy(update={"voice": VoiceStyle(maker="basque")})
        await storyboards.save(
            work,
            owner_id=box.owner,
            thread_id=box.thread,
            storyboard=saved.storyboard.model_copy(update={"style": style}),
            expected_version=saved.version,
            author="user",
            message="Take the Basque voice",
        )

    assert (await box.call("set_brief", language="eu"))["ok"]
