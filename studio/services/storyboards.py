"""Storyboards: immutable versions, one after the other."""

from datetime import datetime
from typing import cast

from studio.db.rows import StoryboardRow
from studio.db.work import Work
from studio.domain.comparison import compare
from studio.domain.errors import NotFound, VersionConflict
from studio.domain.lineage import Author, Reason, Step
from studio.domain.storyboard import Storyboard
from studio.domain.units import StoryboardId, ThreadId, TurnId, UserId
from studio.domain.value import Value


class SavedStoryboard(Value):
    """A version of a storyboard.

    Attributes:
        id: Of this version.
        version: 1 for the first of a thread.
        parent_version: What it was made from; ``None`` for the first.
        storyboard: The content.
        author: Who made it.
        message: What changed, in a line.
        reason: Why it exists.
        created_at: When it was saved.
    """

    id: StoryboardId
    version: int
    parent_version: int | None
    storyboard: Storyboard
    author: Author
    message: str
    reason: Reason = Reason.EDIT
    created_at: datetime


async def latest(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> SavedStoryboard | None:
    """Give the newest version; ``None`` where there is none yet.

    Raises:
        NotFound: The owner has no such thread.
    """
    await _check(work, owner_id, thread_id)
    row = await work.storyboards.latest(owner_id=owner_id, thread_id=thread_id)
    return None if row is None else _saved(row)


async def get(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, version: int
) -> SavedStoryboard:
    """Give a version.

    Raises:
        NotFound: The owner has no such version.
    """
    row = await work.storyboards.get(owner_id=owner_id, thread_id=thread_id, version=version)
    if row is None:
        raise NotFound(f"There is no storyboard version {version}.")
    return _saved(row)


async def of_call(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, call_id: str
) -> SavedStoryboard | None:
    """Give the version that a tool call made; ``None`` where it made none."""
    row = await work.storyboards.of_call(owner_id=owner_id, thread_id=thread_id, call_id=call_id)
    return None if row is None else _saved(row)


async def history(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> tuple[Step, ...]:
    """List the versions without their content, oldest first.

    Raises:
        NotFound: The owner has no such thread.
    """
    await _check(work, owner_id, thread_id)
    rows = await work.storyboards.history(owner_id=owner_id, thread_id=thread_id)
    return tuple(_step(row) for row in rows)


async def save(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    storyboard: Storyboard,
    expected_version: int,
    author: Author,
    message: str,
    reason: Reason = Reason.EDIT,
    turn_id: TurnId | None = None,
    call_id: str | None = None,
) -> SavedStoryboard:
    """Save a version after ``expected_version``, 0 for the first; an unchanged one is not saved.

    Args:
        work: The transaction.
        owner_id: Whose.
        thread_id: Of which conversation.
        storyboard: The content.
        expected_version: What the content was made from.
        author: Who made it.
        message: What changed, in a line.
        reason: Why it exists.
        turn_id: The user's message that led to it; what one message changes is one change.
        call_id: The tool call that asks for it; a thread has one version of each.

    Raises:
        NotFound: The owner has no such thread.
        VersionConflict: The newest version is another one.
    """
    present = await _held(work, owner_id, thread_id, expected_version)
    before = Storyboard.model_validate(present.content) if present else Storyboard()
    if present and before == storyboard:
        return _saved(present)
    row = await work.storyboards.add(
        owner_id=owner_id,
        thread_id=thread_id,
        version=expected_version + 1,
        parent_version=expected_version or None,
        content=storyboard.model_dump(mode="json"),
        author=author,
        message=message,
        reason=reason.value,
        touches=compare(before, storyboard).areas,
        turn_id=turn_id,
        call_id=call_id,
    )
    await _touch(work, owner_id, thread_id, storyboard)
    return _saved(row)


async def hold_again(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    version: int,
    expected_version: int,
    author: Author,
    message: str,
    reason: Reason,
    turn_id: TurnId | None = None,
    call_id: str | None = None,
) -> SavedStoryboard:
    """Let an older version hold again: a new version with its content, and with it as parent.

    The arguments are those of ``save``; ``version`` is the older one.

    Raises:
        NotFound: The owner has no such thread or version.
        VersionConflict: The newest version is another one.
    """
    present = await _held(work, owner_id, thread_id, expected_version)
    older = await get(work, owner_id=owner_id, thread_id=thread_id, version=version)
    before = Storyboard.model_validate(present.content) if present else Storyboard()
    row = await work.storyboards.add(
        owner_id=owner_id,
        thread_id=thread_id,
        version=expected_version + 1,
        parent_version=version,
        content=older.storyboard.model_dump(mode="json"),
        author=author,
        message=message,
        reason=reason.value,
        touches=compare(before, older.storyboard).areas,
        turn_id=turn_id,
        call_id=call_id,
    )
    await _touch(work, owner_id, thread_id, older.storyboard)
    return _saved(row)


async def _held(
    work: Work, owner_id: UserId, thread_id: ThreadId, expected: int
) -> StoryboardRow | None:
    """Give the newest version, and keep others from adding one before the commit."""
    if await work.threads.lock(owner_id=owner_id, thread_id=thread_id) is None:
        raise NotFound("There is no such thread.")
    present = await work.storyboards.latest(owner_id=owner_id, thread_id=thread_id)
    version = present.version if present else 0
    if version != expected:
        raise VersionConflict(
            f"The storyboard is at version {version}, not {expected}; read it again."
        )
    return present


async def _touch(work: Work, owner_id: UserId, thread_id: ThreadId, board: Storyboard) -> None:
    title = board.title.strip() or None
    await work.threads.touch(owner_id=owner_id, thread_id=thread_id, title=title)


async def _check(work: Work, owner_id: UserId, thread_id: ThreadId) -> None:
    if await work.threads.get(owner_id=owner_id, thread_id=thread_id) is None:
        raise NotFound("There is no such thread.")


def _saved(row: StoryboardRow) -> SavedStoryboard:
    return SavedStoryboard(
        id=StoryboardId(row.id),
        version=row.version,
        parent_version=row.parent_version,
        storyboard=Storyboard.model_validate(row.content),
        author=cast(Author, row.author),
        message=row.message,
        reason=Reason(row.reason),
        created_at=row.created_at,
    )


def _step(row: StoryboardRow) -> Step:
    return Step(
        version=row.version,
        parent_version=row.parent_version,
        reason=Reason(row.reason),
        author=cast(Author, row.author),
        message=row.message,
        touches=tuple(row.touches),
        turn_id=TurnId(row.turn_id) if row.turn_id else None,
        call_id=row.call_id,
        created_at=row.created_at,
    )
