"""Packs in conversation: followed, saved as one's own, renamed, deleted; the user's word stays."""

import pytest

from studio.domain.errors import ApprovalNeeded, Conflict, NotFound
from studio.domain.scene import Motion, Transition
from studio.domain.storyboard import CaptionStyle
from studio.packs.shelf import built_in
from studio.services import conversations
from tests.support.studio import make_thread
from tests.support.toolbox import Toolbox
from tests.support.turns import say

HORROR = built_in().packs["horror"]


async def test_a_pack_tells_what_a_script_is_written_from(box: Toolbox) -> None:
    await box.call("set_brief", topic="der Keller", target_s=30, language="en")
    told = await box.call("set_pack", pack="Horror", template="Top 5")

    assert told["pack"]["pacing"] == {"target_s": 30, "scenes": 6, "words": 58}
    assert told["pack"]["hooks"][0] == "There is a rule about der Keller, and I broke it at 3 a.m."
    assert told["pack"]["motions"] == list(HORROR.motions)
    assert [beat["on_screen"] for beat in told["template"]["beats"]][1:6] == [
        "5",
        "4",
        "3",
        "2",
        "1",
    ]
    assert sum(beat["seconds"] for beat in told["template"]["beats"]) == pytest.approx(30, abs=0.5)
    board = (await box.newest()).storyboard
    assert (board.pack, board.template) == ("horror", "listicle")
    assert board.style.palette == HORROR.palette


async def test_its_words_are_in_the_language_of_the_video(box: Toolbox) -> None:
    await box.call("set_brief", topic="el mar", language="es")
    told = await box.call("set_pack", pack="misterio")

    assert told["pack"]["title"] == "Misterio"
    assert "el mar" in told["pack"]["hooks"][0]


async def test_a_script_moves_as_the_pack_allows_where_its_writer_left_that_open(
    box: Toolbox,
) -> None:
    await box.call("set_pack", pack="horror")
    scenes = [{"narration": f"Step {n}."} for n in range(5)]
    scenes[1] |= {"motion": "pan_left", "transition": "whip_left"}
    scenes[2] |= {"motion": "still"}
    await box.call("draft_script", title="Cellar", scenes=scenes)

    made = (await box.newest()).storyboard.scenes
    assert [scene.motion for scene in made] == [
        Motion.ZOOM_IN, Motion.DRIFT_LEFT, Motion.STILL, Motion.TILT_UP, Motion.ZOOM_IN,
    ]  # fmt: skip
    assert {scene.transition for scene in made} <= set(HORROR.transitions)


async def test_without_a_pack_a_script_is_as_it_always_was(box: Toolbox) -> None:
    await box.draft("One.", "Two.")

    made = (await box.newest()).storyboard.scenes
    assert [(s.motion, s.transition) for s in made] == [(Motion.ZOOM_IN, Transition.CUT)] * 2


async def test_what_the_user_said_stays_and_the_agent_is_told(box: Toolbox) -> None:
    await box.draft("One.", "Two.")
    await box.call("set_style", captions="karaoke")
    told = await box.call("set_pack", pack="horror")

    assert told["kept_as_the_user_set_it"] == ["captions"]
    assert (await box.newest()).storyboard.style.captions is CaptionStyle.KARAOKE


async def test_a_format_is_saved_listed_followed_and_renamed(box: Toolbox) -> None:
    await box.call("set_pack", pack="horror")
    await box.draft("One.", "Two.")
    await box.call("set_style", captions="pop", look="wet chalk on slate")
    saved = await box.call("save_preset", name="Night Channel")
    other = await open_toolbox_of_same_owner(box)

    assert saved["preset"] == "night-channel"
    listed = (await other.call("list_packs"))["packs"]
    assert [one["name"] for one in listed if one["is_own"]] == ["night-channel"]
    await other.call("set_pack", pack="night channel")
    board = (await other.newest()).storyboard
    assert (board.style.captions, board.style.look) == (CaptionStyle.POP, "wet chalk on slate")
    assert board.style.palette == HORROR.palette

    await box.call("change_preset", name="night channel", title="Cellar stories")
    assert (await other.call("set_pack", pack="cellar stories"))["pack"][
        "title"
    ] == "Cellar stories"
    with pytest.raises(ApprovalNeeded):
        await box.call("delete_preset", name="cellar stories")


async def open_toolbox_of_same_owner(box: Toolbox) -> Toolbox:
    async with box.studio.work() as work:
        thread = await conversations.create_thread(work, owner_id=box.owner)
    turn = await say(box.studio, box.owner, thread.id, "Another video.")
    return Toolbox(box.studio, box.owner, thread.id, turn)


async def test_topics_are_in_the_language_of_the_video(box: Toolbox) -> None:
    await box.call("set_brief", language="de")

    assert (
        "der Geruch von Regen"
        in (await box.call("suggest_topics", pack="science"))["topics"]["science"]
    )
    assert len((await box.call("suggest_topics"))["topics"]) == 12


async def test_nobody_follows_the_pack_of_another(box: Toolbox) -> None:
    await box.draft("One.")
    await box.call("save_preset", name="Mine")
    owner, thread = await make_thread(box.studio.works, "stranger@example.com")
    turn = await say(box.studio, owner, thread, "A video.")
    stranger = Toolbox(box.studio, owner, thread, turn)

    with pytest.raises(NotFound, match="There is no 'mine'"):
        await stranger.call("set_pack", pack="mine")
    with pytest.raises(NotFound):
        await stranger.call("delete_preset", name="mine")


async def test_a_name_that_everybody_has_is_refused(box: Toolbox) -> None:
    await box.draft("One.")

    with pytest.raises(Conflict, match="Everybody has a pack 'horror'"):
        await box.call("save_preset", name="Horror")
    with pytest.raises(NotFound, match="There are: facts, finance"):
        await box.call("set_pack", pack="telenovela")
