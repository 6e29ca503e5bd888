"""A video whose model has ended moves on to another maker with one yes, before anything is called."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from studio.domain.answering import answer_schema
from studio.domain.errors import ApprovalNeeded, InvalidAnswer, NotApproved
from studio.domain.gate import Action, Answer, ProviderAsk
from studio.domain.money import CallKind
from studio.domain.retirement import Retirement
from studio.makers import Makers, PictureMaker, Voice
from studio.providers.images.fake import FlatPictures
from studio.providers.speech.fake import HummedSpeech
from studio.wiring import Studio
from tests.support.outages import said
from tests.support.priced import PricedPictures
from tests.support.toolbox import Toolbox, open_toolbox

USE, SKIP = Answer(action=Action.APPROVE), Answer(action=Action.REJECT)
WAIT = Answer(action=Action.RETRY)
END = Retirement(
    provider="old-1",
    model="m",
    ends=date(2026, 12, 1),
    successor="m2",
    instead="m2",
    source="a test",
    read_on=date(2026, 11, 1),
)
TOLD = "m of old-1 ended on 2026-12-01; in its place: m2."


class On:
    """A clock that stands still at noon."""

    def __init__(self, day: date) -> None:
        self._now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now


class Shop:
    """An old maker whose model ends on 2026-12-01, one of another vendor's, and its successor."""

    def __init__(self, studio: Studio, *, ends: Sequence[str] = ("old",)) -> None:
        self.old = PricedPictures("0.04", name="old-1")
        self.new = PricedPictures("0.06", name="new-1")
        made: dict[str, PictureMaker] = {
            "old": self.old,
            "flat": FlatPictures(),
            "old:m2": self.new,
        }
        pictures = Makers(made, ends=dict.fromkeys(ends, END))
        self.studio = replace(studio, pictures=pictures)

    def on(self, day: date) -> Studio:
        return replace(self.studio, clock=On(day))


BEFORE, AFTER = date(2026, 11, 30), date(2026, 12, 1)


async def drafted(shop: Shop, day: date = AFTER) -> Toolbox:
    box = await open_toolbox(shop.on(day))
    await box.draft("One.", "Two.")
    return box


async def ask(box: Toolbox, tool: str = "make_pictures", call_id: str = "c") -> ProviderAsk:
    with pytest.raises(ApprovalNeeded):
        await box.call(tool, call_id=call_id)
    return ProviderAsk.model_validate(box.cards("gate")[-1]["ask"])


async def makers(box: Toolbox) -> tuple[str, list[str]]:
    board = (await box.newest()).storyboard
    return board.style.picture_maker, [scene.picture_maker for scene in board.scenes]


@pytest.mark.parametrize("tool", ["make_pictures", "render"])
async def test_it_asks_before_a_call_the_successor_first(studio: Studio, tool: str) -> None:
    shop = Shop(studio)
    box = await drafted(shop)

    asked = await ask(box, tool)

    assert (asked.trouble, asked.maker, asked.numbers) == ("retired", "old", (1, 2))
    assert [each.name for each in asked.alternatives] == ["old:m2", "flat"]
    new, flat = asked.alternatives
    assert (new.total_usd, new.extra_usd) == (Decimal("0.12"), Decimal("0.04"))
    assert (new.picture, flat.picture is None) == (None, False)
    assert box.cards("gate")[-1]["message"] == (
        f"The pictures of scenes 1 and 2 cannot be made by old any longer. {TOLD} Move this video "
        "to old:m2 ($0.02 a scene more) or flat (free)? Pictures that are made already stay."
    )
    assert shop.old.asked == shop.new.asked == []


async def test_one_yes_moves_the_whole_thread_as_one_version(studio: Studio) -> None:
    shop = Shop(studio)
    box = await drafted(shop)
    await box.call("set_pictures", maker="old", scenes=[2])
    before = (await box.newest()).version
    await ask(box)
    await said(box, USE)

    told = await box.call("make_pictures", call_id="c")

    saved = await box.newest()
    assert told == {"ok": True, "made": 2, "reused": 0}
    assert await makers(box) == ("old:m2", ["", ""])
    assert saved.version == before + 1
    assert saved.message == (
        "All pictures to come by old:m2 instead of old, which has ended, as you said"
    )
    assert (len(shop.old.asked), len(shop.new.asked)) == (0, 2)


async def test_a_call_that_is_run_again_moves_and_pays_once(studio: Studio) -> None:
    shop = Shop(studio)
    box = await drafted(shop)
    await ask(box)
    await ask(box)
    await said(box, USE)
    await box.call("make_pictures", call_id="c")
    version = (await box.newest()).version

    await box.call("make_pictures", call_id="c")

    assert ((await box.newest()).version, len(shop.new.asked)) == (version, 2)
    assert len({card["gate_id"] for card in box.cards("gate")}) == 1


async def test_it_is_never_asked_again_there_even_after_going_back(studio: Studio) -> None:
    shop = Shop(studio)
    box = await drafted(shop)
    await ask(box)
    await said(box, Answer(action=Action.APPROVE, use="flat"))
    await box.call("make_pictures", call_id="c")
    questions = len(box.cards("gate"))

    await box.call("go_to_version", version=1)
    await box.edit({"op": "rewrite", "scene": 1, "visual_prompt": "another"})
    await box.call("make_pictures")

    assert len(box.cards("gate")) == questions
    assert await makers(box) == ("flat", ["", ""])
    assert shop.old.asked == []


async def test_what_the_old_model_made_is_kept_until_it_changes(studio: Studio) -> None:
    shop = Shop(studio)
    early = await drafted(shop, BEFORE)
    await early.call("make_pictures")
    box = replace(early, studio=shop.on(AFTER))
    await box.edit({"op": "rewrite", "scene": 2, "visual_prompt": "another"})
    asked = await ask(box)
    await said(box, USE)
    assert asked.numbers == (2,)

    told = await box.call("make_pictures", call_id="c")

    assert told == {"ok": True, "made": 1, "reused": 1}
    assert await makers(box) == ("old:m2", ["old", ""])
    await box.edit({"op": "rewrite", "scene": 1, "visual_prompt": "one more"})
    await box.call("make_pictures")
    assert await makers(box) == ("old:m2", ["", ""])
    assert (len(shop.old.asked), len(shop.new.asked)) == (2, 2)


async def test_a_no_calls_nobody_and_says_so(studio: Studio) -> None:
    shop = Shop(studio)
    box = await drafted(shop)
    await ask(box)
    await said(box, SKIP)

    with pytest.raises(
        NotApproved, match=r"did not approve it; nothing was done\. m of old-1 ended"
    ):
        await box.call("make_pictures", call_id="c")

    assert shop.old.asked == shop.new.asked == []
    assert await makers(box) == ("", ["", ""])


async def test_there_is_nothing_to_wait_for_and_no_scene_to_choose(studio: Studio) -> None:
    box = await drafted(Shop(studio))
    asked = await ask(box)

    assert answer_schema(asked)["properties"]["action"]["enum"] == ["approve", "edit", "reject"]
    with pytest.raises(InvalidAnswer, match="does not come back"):
        await said(box, WAIT)
    with pytest.raises(InvalidAnswer, match="not asked for"):
        await said(box, Answer(action=Action.EDIT, scenes=(1,)))


async def test_what_is_there_or_ends_later_is_not_asked_about(studio: Studio) -> None:
    shop = Shop(studio)
    box = await drafted(shop, BEFORE)

    await box.call("make_pictures")
    await replace(box, studio=shop.on(AFTER)).call("make_pictures")

    assert box.cards("gate") == []
    assert len(shop.old.asked) == 2


async def test_with_nobody_else_the_old_one_is_asked_all_the_same(studio: Studio) -> None:
    shop = Shop(studio, ends=("old", "flat", "old:m2"))
    box = await drafted(shop)

    await box.call("make_pictures")

    assert (box.cards("gate"), len(shop.old.asked)) == ([], 2)


async def test_a_voice_moves_too_and_stays_the_same_voice_where_it_can(studio: Studio) -> None:
    class Two(HummedSpeech):
        name = "two-1"

        async def voices(self) -> Sequence[Voice]:
            return (Voice(id="x", language="en", label="X"), *await super().voices())

    speech = Makers({"old": HummedSpeech(), "old:m2": Two()}, ends={"old": END})
    box = await open_toolbox(replace(studio, speech=speech, clock=On(AFTER)))
    await box.draft("One.", "Two.")
    await box.call("set_style", voice="en: hum")
    asked = await ask(box, "make_voice")
    await said(box, USE)

    told = await box.call("make_voice", call_id="c")

    voice = (await box.newest()).storyboard.style.voice
    assert (asked.what, asked.trouble) == (CallKind.VOICE, "retired")
    assert asked.undone == "The voice cannot be recorded by old any longer."
    assert (voice.maker, voice.voice) == ("old:m2", "en")
    assert told == {"ok": True, "made": 1, "reused": 1}
