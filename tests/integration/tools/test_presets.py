"""Presets in conversation: kept whole, used, told what is gone, changed, deleted once the user says yes."""

from dataclasses import replace
from typing import Any

import pytest

from studio.domain.errors import ApprovalNeeded, Conflict, Invalid, NotApproved, NotFound
from studio.domain.gate import Action, Answer, Gate, Via
from studio.domain.storyboard import CaptionStyle, Mood, Storyboard, Tempo
from studio.makers import Makers
from studio.providers.speech.fake import HummedSpeech
from studio.services import batches, conversations, gates
from tests.support.studio import make_thread
from tests.support.toolbox import Toolbox
from tests.support.turns import say


async def beside(box: Toolbox, **more: object) -> Toolbox:
    """Open another conversation of the same owner."""
    async with box.studio.work() as work:
        thread = await conversations.create_thread(work, owner_id=box.owner, title="Another")
    turn = await say(box.studio, box.owner, thread.id, "Another video, just make it.")
    return replace(box, thread=thread.id, turn=turn, told=[], **more)


async def answered(box: Toolbox, action: Action) -> Gate:
    async with box.studio.work() as work:
        asked = await gates.of_thread(work, owner_id=box.owner, thread_id=box.thread)
        return await gates.close(work, asked[-1], answer=Answer(action=action), via=Via.CARD)


async def made(box: Toolbox) -> Storyboard:
    """A video with a look and a sound of its own."""
    await box.call(
        "set_brief", topic="owls", target_s=45, tempo="fast", audience="kids", tone="dry"
    )
    await box.call("set_pack", pack="horror", template="storytime")
    await box.draft("One.", "Two.")
    await box.call("set_style", captions="pop", look="wet chalk", voice="en", voice_maker="hummed")
    await box.call("set_style", music_enabled=False)
    await box.call("set_output", format="1:1", platform="feed", fps=25)
    return (await box.newest()).storyboard


async def test_a_preset_keeps_all_but_the_story(box: Toolbox) -> None:
    before = await made(box)
    await box.call("save_preset", name="Night Owl")
    other = await beside(box)
    told = await other.call("use_preset", name="night owl")
    await other.draft("Another story.", "Its end.")
    after = (await other.newest()).storyboard

    assert (after.style, after.music, after.output) == (before.style, before.music, before.output)
    assert (after.brief.target_s, after.brief.tempo) == (45, Tempo.FAST)
    assert (after.brief.audience, after.brief.tone) == ("kids", "dry")
    assert (after.pack, after.template) == ("night-owl", "storytime")
    assert [s.motion for s in after.scenes] == [s.motion for s in before.scenes]
    assert (after.brief.topic, after.title) == ("", "Tides")
    assert told["because"] == ["Your preset Night Owl."]
    assert told["notes"] == []
    assert told["guidance"]["pack"]["pacing"]["target_s"] == 45


async def test_a_voice_that_is_gone_is_told_and_replaced_by_rule(box: Toolbox) -> None:
    two = replace(box.studio, speech=Makers({"first": HummedSpeech(), "second": HummedSpeech()}))
    there = replace(box, studio=two)
    await there.draft("One.", "Two.")
    await there.call("set_style", voice_maker="second", voice="en")
    await there.call("save_preset", name="Night Owl")
    other = await beside(box)
    told = await other.call("use_preset", name="Night Owl")

    assert told["notes"] == ["The voice second en is not here any more; hummed en speaks."]
    assert (await other.newest()).storyboard.style.voice.maker == "hummed"


async def test_a_batch_tells_what_of_its_preset_is_gone(box: Toolbox) -> None:
    two = replace(box.studio, speech=Makers({"first": HummedSpeech(), "second": HummedSpeech()}))
    there = replace(box, studio=two)
    await there.draft("One.", "Two.")
    await there.call("set_style", voice_maker="second", voice="en")
    await there.call("save_preset", name="Night Owl")
    told = await (await beside(box)).call(
        "make_batch", items=["Bees", "Moss"], preset="Night Owl", just_make_it=True
    )
    assert told["notes"] == ["The voice second en is not here any more; hummed en speaks."]


async def test_a_batch_is_like_the_last_video(box: Toolbox) -> None:
    await made(box)
    other = await beside(box)
    told = await other.call("make_batch", items=["Bees", "Moss"], like="last", just_make_it=True)
    assert told["count"] == 2
    async with box.studio.work() as work:
        card = await batches.newest(work, owner_id=box.owner, thread_id=other.thread)
    assert card.videos[0].target_s == 45


async def test_a_voice_speaks_the_language_of_the_video(box: Toolbox) -> None:
    await made(box)
    await box.call("save_preset", name="Night Owl")
    other = await beside(box)
    told = await other.call("use_preset", name="Night Owl", language="de")

    assert told["notes"] == [
        "The voice en does not speak de; the usual voice of that language does."
    ]
    board = (await other.newest()).storyboard
    assert (board.brief.language, board.style.voice.voice) == ("de", "")


async def test_what_is_usual_is_the_default_preset_else_the_channel_and_kept_videos(
    box: Toolbox,
) -> None:
    with pytest.raises(NotFound, match="no usual settings"):
        await box.call("use_preset", like="usual")
    await box.call("remember", house={"captions": "karaoke"})
    told = await box.call("use_preset", like="usual")
    assert told["because"] == ["From your channel's profile: captions."]
    assert (await box.newest()).storyboard.style.captions is CaptionStyle.KARAOKE

    await box.draft("One.", "Two.")
    await box.call("save_preset", name="Night Owl", make_default=True)
    other = await beside(box)
    told = await other.call("use_preset", like="usual")
    assert told["because"] == ["Your default preset Night Owl."]


async def test_a_video_is_made_like_the_last_one(box: Toolbox) -> None:
    before = await made(box)
    other = await beside(box)
    told = await other.call("use_preset", like="last")

    after = (await other.newest()).storyboard
    assert (after.style, after.output) == (before.style, before.output)
    assert told["because"] == ["Your last video, Tides."]


async def test_a_video_that_has_words_keeps_its_language(box: Toolbox) -> None:
    await box.call("set_brief", language="de")
    await box.draft("Eins.", "Zwei.")
    await box.call("save_preset", name="Kauz")
    other = await beside(box)
    await other.draft("One.", "Two.")
    told = await other.call("use_preset", name="Kauz", language="de")

    assert (await other.newest()).storyboard.brief.language == "en"
    assert "stays in its language" in told["notes"][-1]


async def test_a_preset_is_listed_changed_renamed_and_made_the_default(box: Toolbox) -> None:
    await made(box)
    await box.call("save_preset", name="Night Owl")
    changed = await box.call("change_preset", target_s=30, mood="calm", make_default=True)
    assert changed["settings"]["length"] == "30 s"
    assert changed["settings"]["mood"] == Mood.CALM
    await box.call("change_preset", name="Night Owl", title="Barn Owl")

    listed = (await box.call("list_presets"))["presets"]
    assert [(one["name"], one["is_default"]) for one in listed] == [("barn-owl", True)]
    assert box.cards("presets")[-1]["presets"][0]["title"] == "Barn Owl"
    other = await beside(box)
    await other.call("use_preset", name="barn owl")
    assert (await other.newest()).storyboard.pack == "barn-owl"
    with pytest.raises(Conflict, match="Everybody has"):
        await box.call("save_preset", name="Horror")


async def test_which_preset_is_meant_is_asked_where_it_could_be_any(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    for name in ("Night Owl", "Barn Owl"):
        await box.call("save_preset", name=name)
    with pytest.raises(Invalid, match="Which preset"):
        await box.call("change_preset", target_s=30)


async def test_a_preset_is_deleted_only_once_the_user_says_yes(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await box.call("save_preset", name="Night Owl")
    with pytest.raises(ApprovalNeeded, match="Delete the preset Night Owl"):
        await box.call("delete_preset", name="night owl", call_id="c1")
    await answered(box, Action.REJECT)
    with pytest.raises(NotApproved):
        await box.call("delete_preset", name="night owl", call_id="c1")
    assert len((await box.call("list_presets"))["presets"]) == 1

    with pytest.raises(ApprovalNeeded):
        await box.call("delete_preset", name="night owl", call_id="c2")
    await answered(box, Action.APPROVE)
    assert (await box.call("delete_preset", name="night owl", call_id="c2"))["deleted"]
    assert (await box.call("list_presets"))["presets"] == []
    own = [one for one in (await box.call("list_packs"))["packs"] if one["is_own"]]
    assert own == []


async def test_a_yes_is_to_the_preset_as_it_was_asked_about(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await box.call("save_preset", name="Night Owl")
    with pytest.raises(ApprovalNeeded):
        await box.call("delete_preset", name="night owl", call_id="c1")
    await box.call("change_preset", target_s=60)
    await answered(box, Action.APPROVE)
    with pytest.raises(Conflict, match="changed after you were asked"):
        await box.call("delete_preset", name="night owl", call_id="c1")
    assert len((await box.call("list_presets"))["presets"]) == 1


async def test_everything_is_forgotten_only_once_the_user_says_yes(box: Toolbox) -> None:
    await box.call("remember", ban=["guru"])
    with pytest.raises(ApprovalNeeded, match="Forget everything"):
        await box.call("forget", everything=True, call_id="c1")
    assert "never says: guru" in (await box.call("show_profile"))["profile"]
    await answered(box, Action.APPROVE)
    assert (await box.call("forget", everything=True, call_id="c1"))["profile"] == []


@pytest.mark.parametrize(
    "second",
    [
        ("forget", {"rule": 1}),
        ("forget", {"fields": ["name"]}),
        ("remember", {"allow": ["guru"]}),
    ],
)
async def test_a_message_forgets_one_thing_and_asks_before_the_next(
    box: Toolbox, second: tuple[str, dict[str, Any]]
) -> None:
    brand = {"name": "Tides", "handle": "@tides"}
    await box.call("remember", rule="No jokes", ban=["guru", "hack"], brand=brand)
    await box.call("remember", rule="Short lines")
    await box.call("forget", rule=1, call_id="c1")
    before = await box.call("show_profile")
    tool, gone = second
    with pytest.raises(ApprovalNeeded, match="Forget this about your channel, too"):
        await box.call(tool, **gone, call_id="c2")
    assert await box.call("show_profile") == before
    await answered(box, Action.APPROVE)
    assert (await box.call(tool, **gone, call_id="c2")) != before


async def test_a_call_that_forgets_many_things_asks_first(box: Toolbox) -> None:
    await box.call("remember", ban=["guru", "hack"], brand={"name": "Tides", "handle": "@tides"})
    calls: list[tuple[str, dict[str, Any]]] = [
        ("forget", {"fields": ["name", "handle"]}),
        ("remember", {"allow": ["guru", "hack"]}),
    ]
    for tool, gone in calls:
        with pytest.raises(ApprovalNeeded):
            await box.call(tool, **gone)
    told = (await box.call("show_profile"))["profile"]
    assert "never says: guru, hack" in told
    assert any("@tides" in line for line in told)


async def test_presets_are_nobody_elses(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await box.call("save_preset", name="Night Owl")
    owner, thread = await make_thread(box.studio.works, "stranger@example.com")
    turn = await say(box.studio, owner, thread, "A video.")
    stranger = replace(box, owner=owner, thread=thread, turn=turn)
    with pytest.raises(NotFound, match="You have none"):
        await stranger.call("use_preset", name="Night Owl")
    assert (await stranger.call("list_presets"))["presets"] == []
