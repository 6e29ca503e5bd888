"""Tools that go back and forth: what they answer, show and leave alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pydantic import ValidationError

from studio.domain.budget import AskRule
from studio.domain.errors import InvalidEdit
from studio.domain.events import CardShown, StoryboardSaved
from studio.domain.units import ThreadId
from studio.services import conversations
from studio.wiring import Studio
from tests.support.makers import only
from tests.support.priced import PricedPictures
from tests.support.toolbox import Toolbox, open_toolbox


async def said(box: Toolbox, number: int, narration: str) -> None:
    """Change a scene in a message of its own."""
    newer = await open_toolbox(box.studio)
    box.turn = newer.turn
    await box.edit({"op": "rewrite", "scene": number, "narration": narration})


async def test_undo_and_redo_show_the_storyboard_that_holds(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await said(box, 1, "Uno.")
    answer = await box.call("undo")
    assert answer == {
        "ok": True,
        "version": 3,
        "message": "Undo: Rewrite scene 1",
        "scenes": 2,
        "changes": ["Scene 1: narration “Uno.” → “One.”"],
    }
    assert [s["narration"] for s in box.cards("storyboard")[-1]["scenes"]] == ["One.", "Two."]
    assert [e.version for e in box.told if isinstance(e, StoryboardSaved)] == [1, 2, 3]
    assert (await box.call("redo"))["version"] == 4
    with pytest.raises(InvalidEdit, match="nothing to redo"):
        await box.call("redo")


async def test_an_undo_run_again_after_a_crash_undoes_once(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await said(box, 1, "Uno.")
    await said(box, 2, "Dos.")
    first = await box.call("undo", call_id="u")
    again = await box.call("undo", call_id="u")
    assert again["version"] == first["version"] == 4
    assert await box.narrations() == ["Uno.", "Two."]


async def test_back_to_before_the_music_or_to_a_number(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await said(box, 1, "Uno.")
    await box.call("set_style", music_enabled=False)
    answer = await box.call("go_to_version", before="music")
    assert answer["message"] == "Back to before the music"
    assert answer["changes"] == ["Music on"]
    await box.call("go_to_version", version=1)
    assert await box.narrations() == ["One.", "Two."]
    for arguments in ({}, {"version": 1, "before": "music"}):
        with pytest.raises(InvalidEdit, match="one of both"):
            await box.call("go_to_version", **arguments)


async def test_one_scene_is_brought_back(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await said(box, 1, "Uno.")
    await said(box, 2, "Dos.")
    answer = await box.call("restore_scene", scene=1)
    assert answer["message"] == "Scene 1 as in version 1"
    assert await box.narrations() == ["One.", "Dos."]


async def test_the_history_tells_each_change_and_what_can_be_undone(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await said(box, 1, "Uno.")
    await box.call("undo")
    answer = await box.call("show_history")
    assert (answer["newest"], answer["holds"]) == (3, 1)
    assert [(c["version"], c["stands"]) for c in answer["changes"]] == [(1, True), (2, False)]
    [card] = box.cards("versions")
    assert (card["undo"], card["redo"]) == (None, "Rewrite scene 1")


async def test_what_changed_is_shown_side_by_side(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    with pytest.raises(InvalidEdit, match="nothing to compare"):
        await box.call("compare_versions")
    await said(box, 2, "Dos.")
    answer = await box.call("compare_versions")
    assert (answer["old"], answer["new"]) == (1, 2)
    assert answer["changes"] == ["Scene 2: narration “Two.” → “Dos.”"]
    [card] = box.cards("comparison")
    [scene] = card["scenes"]
    assert [(f["field"], f["old"], f["new"]) for f in scene["fields"]] == [
        ("narration", "Two.", "Dos.")
    ]


async def test_a_fork_is_shown_in_both_conversations(box: Toolbox) -> None:
    await box.draft("The moon pulls.", "The sea comes.", hooks=["Look!", "Why?"])
    await box.call("make_pictures")
    answer = await box.call("fork_video", hook=2, title="With a question", call_id="f")
    again = await box.call("fork_video", hook=2, title="With a question", call_id="f")
    assert answer == again == {"ok": True, "title": "With a question", "of_version": 1}
    assert len({card["thread_id"] for card in box.cards("fork")}) == 1
    other = ThreadId(box.cards("fork")[0]["thread_id"])
    async with box.studio.work() as work:
        told = await conversations.list_messages(work, owner_id=box.owner, thread_id=other)
        threads = await conversations.list_threads(work, owner_id=box.owner)
    assert [message.card_kind for message in told] == ["fork", "storyboard"]
    assert {thread.title for thread in threads} >= {"With a question", "Tides"}
    box.thread = other
    assert (await box.narrations())[0] == "Why? The moon pulls."
    made = await box.call("make_pictures")
    assert made == {"ok": True, "made": 0, "reused": 2}


async def test_nothing_to_undo_is_said_in_words(box: Toolbox) -> None:
    with pytest.raises(InvalidEdit, match="no version yet"):
        await box.call("undo")
    await box.draft("One.")
    with pytest.raises(InvalidEdit, match="nothing to undo"):
        await box.call("undo")
    with pytest.raises(ValidationError):
        await box.call("undo", steps=0)


async def test_a_change_is_told_with_what_it_makes_costs_and_keeps(box: Toolbox) -> None:
    await box.draft("One.", "Two.", "Three.")
    assert box.cards("change") == []
    await box.call("make_pictures")
    await box.call("make_voice")
    await said(box, 2, "Dos.")
    await box.call("set_style", music_enabled=False)
    [first, second] = box.cards("change")
    assert (first["old"], first["new"], second["old"], second["new"]) == (1, 2, 1, 3)
    assert second["words"] == ["Music off", "Scene 2: narration “Two.” → “Dos.”"]
    assert (second["scenes"], second["pictures"], second["lines"]) == ([2], [], [2])
    assert (second["cost_usd"], second["asks"]) == ("0", False)
    shown = [e.card_id for e in box.told if isinstance(e, CardShown) and e.kind == "change"]
    assert len(set(shown)) == 1


async def test_a_change_above_the_users_rule_says_that_it_asks(studio: Studio) -> None:
    dear = replace(
        studio,
        pictures=only(PricedPictures("0.04")),
        asks=AskRule(above_usd=Decimal("0.05"), unpriced=True),
    )
    box = await open_toolbox(dear)
    await box.draft("One.", "Two.", "Three.")
    await said(box, 1, "Uno.")
    card = box.cards("change")[-1]
    assert (card["pictures"], card["cost_usd"]) == ([1, 2, 3], "0.12")
    assert (card["above_usd"], card["asks"]) == ("0.05", True)


async def test_two_versions_are_compared_in_numbers_too(studio: Studio) -> None:
    box = await open_toolbox(replace(studio, pictures=only(PricedPictures("0.60"))))
    await box.draft("One two three.", "Four five six.")
    await said(box, 1, "One.")
    figures = (await box.call("compare_versions"))["figures"]
    assert figures["words"] == [6, 4]
    assert figures["scenes"] == [2, 2]
    assert figures["cost of its pictures and voices"] == [1.2, 1.2]
    assert figures["of that still to be paid"] == [1.2, 1.2]
    assert figures["seconds"][0] > figures["seconds"][1]
    (card,) = box.cards("comparison")
    assert card["figures"][0]["name"] == "length_s"


async def test_a_video_and_its_fork_are_put_side_by_side(box: Toolbox) -> None:
    hooks = ["Why one?", "One, and only one."]
    await box.draft("Why one? One.", "Two.", hooks=hooks, chosen_hook=1)
    with pytest.raises(InvalidEdit, match="no fork of this video"):
        await box.call("compare_versions", with_fork=True)
    await box.call("fork_video", hook=2, title="Other")
    both = await box.call("compare_versions", with_fork=True)
    assert (both["old_title"], both["new_title"]) == ("Tides", "Other")
    assert any("Scene 1: narration" in line for line in both["changes"])
    async with box.studio.work() as work:
        fork = await work.threads.newest_fork(owner_id=box.owner, thread_id=box.thread)
    assert fork is not None
    box.thread = ThreadId(fork.id)
    assert (await box.call("compare_versions", with_fork=True))["changes"] == both["changes"]
