"""Undo, redo, go back, restore, compare and fork on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from studio.db.engine import Database, open_database
from studio.db.work import Work
from studio.domain import edit
from studio.domain.changes import SceneChange, StyleChange
from studio.domain.errors import InvalidEdit, NotFound, VersionConflict
from studio.domain.lineage import Reason
from studio.domain.storyboard import CaptionStyle, Hook, Storyboard
from studio.domain.units import ThreadId, TurnId, UserId
from studio.services import conversations, forks, storyboards, versions
from studio.services.versions import Hand, Moved
from tests.support.storyboards import storyboard
from tests.support.studio import make_thread

Edit = Callable[[Storyboard], Storyboard]


class Desk:
    """One thread and the hand that changes it."""

    def __init__(self, works: Database, owner: UserId, thread: ThreadId) -> None:
        self.works, self.owner, self.thread = works, owner, thread
        self.hand = Hand(owner_id=owner, thread_id=thread)

    async def draft(self, *narrations: str) -> None:
        await self.edit(lambda _: storyboard(*narrations), message="Draft the script")

    async def edit(self, change: Edit, *, message: str = "", turn: TurnId | None = None) -> int:
        async with self.works.work() as work:
            before = await storyboards.latest(work, owner_id=self.owner, thread_id=self.thread)
            saved = await storyboards.save(
                work,
                owner_id=self.owner,
                thread_id=self.thread,
                storyboard=change(before.storyboard if before else Storyboard()),
                expected_version=before.version if before else 0,
                author="agent",
                message=message,
                turn_id=turn,
            )
        return saved.version

    async def say(self, number: int, narration: str) -> int:
        return await self.edit(
            lambda b: edit.rewrite_scene(
                b, b.scenes[number - 1].id, SceneChange(narration=narration)
            ),
            message=f"Rewrite scene {number}",
        )

    async def do(self, call: Callable[..., Awaitable[Moved]], **arguments: Any) -> Moved:
        async with self.works.work() as work:
            return await call(work, self.hand, **arguments)

    async def newest(self) -> storyboards.SavedStoryboard:
        async with self.works.work() as work:
            saved = await storyboards.latest(work, owner_id=self.owner, thread_id=self.thread)
        assert saved is not None
        return saved

    async def said(self) -> list[str]:
        return [scene.narration for scene in (await self.newest()).storyboard.scenes]


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url, pool=20)
    yield database
    await database.close()


@pytest.fixture
async def desk(works: Database) -> Desk:
    made = Desk(works, *await make_thread(works))
    await made.draft("One.", "Two.", "Three.")
    return made


async def test_undo_appends_a_version_whose_parent_is_the_one_that_holds_again(desk: Desk) -> None:
    await desk.say(2, "Second.")
    moved = await desk.do(versions.undo)
    assert moved.message == "Undo: Rewrite scene 2"
    assert moved.comparison.words == ("Scene 2: narration “Second.” → “Two.”",)
    newest = await desk.newest()
    assert (newest.version, newest.parent_version, newest.reason) == (3, 1, Reason.UNDO)
    assert await desk.said() == ["One.", "Two.", "Three."]
    assert (await desk.do(versions.redo)).message == "Redo: Rewrite scene 2"
    assert await desk.said() == ["One.", "Second.", "Three."]
    with pytest.raises(InvalidEdit, match="nothing to redo"):
        await desk.do(versions.redo)


async def test_a_new_edit_after_undo_ends_redo_but_loses_no_version(desk: Desk) -> None:
    await desk.say(2, "Second.")
    await desk.do(versions.undo)
    await desk.say(3, "Third.")
    with pytest.raises(InvalidEdit, match="nothing to redo"):
        await desk.do(versions.redo)
    await desk.do(versions.go_to, version=2)
    assert await desk.said() == ["One.", "Second.", "Three."]


async def test_several_edits_of_one_message_are_undone_at_once(desk: Desk) -> None:
    turn = TurnId(uuid4())
    await desk.edit(lambda b: edit.set_style(b, StyleChange(captions=CaptionStyle.POP)), turn=turn)
    await desk.edit(lambda b: edit.remove_scene(b, b.scenes[0].id), turn=turn)
    moved = await desk.do(versions.undo)
    assert len(moved.comparison.words) == 2
    assert (await desk.newest()).storyboard == storyboard("One.", "Two.", "Three.")


async def test_two_edits_that_cancel_out_can_be_undone_past(desk: Desk) -> None:
    turn = TurnId(uuid4())
    first = await desk.say(1, "Uno.")
    await desk.edit(lambda b: edit.set_lock(b, b.scenes[0].id, locked=True), turn=turn)
    await desk.edit(lambda b: edit.set_lock(b, b.scenes[0].id, locked=False), turn=turn)
    await desk.do(versions.undo)
    assert (await desk.newest()).parent_version == first
    await desk.do(versions.undo)
    assert await desk.said() == ["One.", "Two.", "Three."]


async def test_back_to_before_the_music(desk: Desk) -> None:
    await desk.say(1, "Uno.")
    await desk.edit(lambda b: edit.set_style(b, StyleChange(music_enabled=False)))
    await desk.say(2, "Dos.")
    moved = await desk.do(versions.go_before, words="the music")
    assert moved.message == "Back to before the music"
    newest = await desk.newest()
    assert (newest.parent_version, newest.storyboard.music.enabled) == (2, True)
    assert await desk.said() == ["Uno.", "Two.", "Three."]
    await desk.do(versions.undo)
    assert await desk.said() == ["Uno.", "Dos.", "Three."]


async def test_going_to_what_holds_already_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidEdit, match="version 1 is what holds"):
        await desk.do(versions.go_to, version=1)
    with pytest.raises(NotFound, match="no storyboard version 9"):
        await desk.do(versions.go_to, version=9)


async def test_one_scene_comes_back_and_the_others_stay(desk: Desk) -> None:
    await desk.say(2, "Second.")
    await desk.say(3, "Third.")
    moved = await desk.do(versions.restore_scene, scene=2)
    assert (moved.message, moved.saved.reason) == ("Scene 2 as in version 1", Reason.RESTORE)
    assert await desk.said() == ["One.", "Two.", "Third."]
    with pytest.raises(InvalidEdit, match="as it was in version 1"):
        await desk.do(versions.restore_scene, scene=2, version=1)


async def test_a_scene_taken_out_comes_back_without_naming_a_version(desk: Desk) -> None:
    await desk.edit(lambda b: edit.remove_scene(b, b.scenes[1].id))
    await desk.say(1, "Uno.")
    await desk.do(versions.restore_scene, scene=2)
    assert await desk.said() == ["Uno.", "Two.", "Three."]


async def test_what_changed_is_told_of_the_last_change_and_of_any_two(desk: Desk) -> None:
    await desk.say(1, "Uno.")
    await desk.say(2, "Dos.")
    whose: Any = {"owner_id": desk.owner, "thread_id": desk.thread}
    async with desk.works.work() as work:
        last = await versions.compare_versions(work, **whose)
        both = await versions.compare_versions(work, **whose, old=1, new=3)
    assert (last.old, last.new) == (2, 3)
    assert last.words == ("Scene 2: narration “Two.” → “Dos.”",)
    assert (both.old, both.new, len(both.words)) == (1, 3, 2)


async def test_a_stale_expectation_changes_nothing(desk: Desk) -> None:
    await desk.say(1, "Uno.")
    stale = Hand(owner_id=desk.owner, thread_id=desk.thread, expected_version=1)
    with pytest.raises(VersionConflict):
        async with desk.works.work() as work:
            await versions.undo(work, stale)
    assert (await desk.newest()).version == 2


async def test_undone_by_two_at_once_two_changes_are_undone(desk: Desk) -> None:
    await desk.say(1, "Uno.")
    await desk.say(2, "Dos.")
    await asyncio.gather(desk.do(versions.undo), desk.do(versions.undo))
    assert await desk.said() == ["One.", "Two.", "Three."]


async def test_a_fork_is_a_conversation_of_its_own(desk: Desk) -> None:
    await desk.edit(lambda b: b.model_copy(update={"hooks": (Hook(text="A?"), Hook(text="B!"))}))
    await desk.say(2, "Second.")
    async with desk.works.work() as work:
        made = await forks.fork(work, desk.hand, version=2, title="With B", hook=2)
    assert (made.thread.forked_from, made.thread.forked_version) == (desk.thread, 2)
    assert (made.saved.version, made.saved.reason) == (1, Reason.FORK)
    other = Desk(desk.works, desk.owner, made.thread.id)
    assert await other.said() == ["B! One.", "Two.", "Three."]
    await other.say(3, "Changed there.")
    assert await desk.said() == ["One.", "Second.", "Three."]
    await other.do(versions.undo)
    with pytest.raises(InvalidEdit, match="nothing to undo"):
        await other.do(versions.undo)


async def test_a_fork_asked_for_again_by_its_call_is_made_once(desk: Desk) -> None:
    hand = Hand(owner_id=desk.owner, thread_id=desk.thread, call_id="call-1")
    async with desk.works.work() as work:
        first = await forks.fork(work, hand)
    async with desk.works.work() as work:
        again = await forks.fork(work, hand)
    assert (first.thread.id, first.is_new, again.is_new) == (again.thread.id, True, False)


async def test_a_fork_outlives_where_it_comes_from(desk: Desk) -> None:
    async with desk.works.work() as work:
        made = await forks.fork(work, desk.hand)
        await conversations.delete_thread(work, owner_id=desk.owner, thread_id=desk.thread)
    async with desk.works.work() as work:
        kept = await conversations.get_thread(work, owner_id=desk.owner, thread_id=made.thread.id)
    assert kept.forked_from is None
    assert await Desk(desk.works, desk.owner, kept.id).said() == ["One.", "Two.", "Three."]


async def test_what_another_owns_cannot_be_gone_back_in(desk: Desk) -> None:
    other, _ = await make_thread(desk.works, "eve@example.com")
    hand = Hand(owner_id=other, thread_id=desk.thread)
    calls: list[Callable[[Work], Awaitable[object]]] = [
        lambda work: versions.undo(work, hand),
        lambda work: versions.redo(work, hand),
        lambda work: versions.go_to(work, hand, version=1),
        lambda work: versions.go_before(work, hand, words="music"),
        lambda work: versions.restore_scene(work, hand, scene=1),
        lambda work: versions.history(work, owner_id=other, thread_id=desk.thread),
        lambda work: versions.compare_versions(work, owner_id=other, thread_id=desk.thread),
        lambda work: forks.fork(work, hand),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            async with desk.works.work() as work:
                await call(work)
