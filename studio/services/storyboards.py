"""Storyboards: immutable versions, one after the other."""

from datetime import datetime
from typing import Literal, cast

from studio.db.rows import StoryboardRow
from studio.db.work import Work
from studio.domain.errors import NotFound, VersionConflict
from studio.domain.scene import Value
from studio.domain.storyboard import Storyboard
from studio.domain.units import StoryboardId, ThreadId, UserId

Author = Literal["user", "agent"]


class SavedStoryboard(Value):
    """A version of a storyboard.

    Attributes:
        id: Of this version.
        version: 1 for the first of a thread.
        parent_version: What it was made from; ``None`` for the first.
        storyboard: The content.
        author: Who made it.
        message: What changed, in a line.
        created_at: When it was saved.
    """

    id: StoryboardId
    version: int
    parent_version: int | None
    storyboard: Storyboard
    author: Author
    message: str
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


async def history(
    work: Work, *, owner_id: UserId, thread_id: ThreadId
) -> tuple[SavedStoryboard, ...]:
    """List the versions, oldest first.

    Raises:
        NotFound: The owner has no such thread.
    """
    await _check(work, owner_id, thread_id)
    rows = await work.storyboards.history(owner_id=owner_id, thread_id=thread_id)
    return tuple(_saved(row) for row in rows)


async def save(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    storyboard: Storyboard,
    expected_version: int,
    author: Author,
    message: str,
    call_id: str | None = None,
) -> SavedStoryboard:
    """Save a version after ``expected_version``, 0 for the first; an unchanged one is not saved.

    ``call_id`` names the tool call that asks for it; a thread has one version of each.

    Raises:
        NotFound: The owner has no such thread.
        VersionConflict: The newest version is another one.
    """
    if await work.threads.lock(owner_id=owner_id, thread_id=thread_id) is None:
        raise NotFound("There is no such thread.")
    present = await work.storyboards.latest(owner_id=owner_id, thread_id=thread_id)
    version = present.version if present else 0
    if version != expected_version:
        raise VersionConflict(
            f"The storyboard is at version {version}, not {expected_version}; read it again."
        )
    if present and Storyboard.model_validate(present.content) == storyboard:
        return _saved(present)
    row = await work.storyboards.add(
        owner_id=owner_id,
        thread_id=thread_id,
        version=version + 1,
        content=storyboard.model_dump(mode="json"),
        author=author,
        message=message,
        call_id=call_id,
    )
    await work.threads.touch(
        owner_id=owner_id, thread_id=thread_id, title=storyboard.title.strip() or None
    )
    return _saved(row)


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
        created_at=row.created_at,
    )
