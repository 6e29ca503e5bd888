"""Lineage: how versions follow from each other, and what undo and redo lead to. Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Literal

from studio.domain.errors import InvalidEdit
from studio.domain.scene import Scene, named
from studio.domain.storyboard import Storyboard
from studio.domain.units import TurnId
from studio.domain.value import Value

Author = Literal["user", "agent"]


class Reason(StrEnum):
    """Why a version exists."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    GO_TO = "go_to"
    """An older version holds again, by name."""
    RESTORE = "restore"
    """One scene is as it was in an older version."""
    FORK = "fork"
    """The first version of a conversation that began as a copy."""


_BACK = frozenset({Reason.UNDO, Reason.REDO})
_EDITS = frozenset({Reason.EDIT, Reason.RESTORE, Reason.FORK})
_JOINED = frozenset({Reason.EDIT, Reason.RESTORE, Reason.GO_TO})


class Step(Value):
    """A version without its content.

    Attributes:
        version: 1 for the first of a thread.
        parent_version: What it was made from. Of an undo, a redo or a return: the version whose
            content holds again.
        reason: Why it exists.
        author: Who made it.
        message: What changed, in a line.
        touches: Which areas changed, e.g. ``"music"`` or ``"scene 2"``.
        turn_id: The user's message that led to it; ``None`` where no agent was asked.
        call_id: The tool call that made it.
        created_at: When it was saved.
    """

    version: int
    parent_version: int | None
    reason: Reason = Reason.EDIT
    author: Author = "agent"
    message: str = ""
    touches: tuple[str, ...] = ()
    turn_id: TurnId | None = None
    call_id: str | None = None
    created_at: datetime


class Change(Value):
    """All that one sentence changed: versions of one turn that follow upon each other.

    Attributes:
        version: The last of them.
        first: The first of them.
        parent_version: What the first was made from.
        reason: Why; of several, the first one's.
        author: Who made it.
        message: What changed, in a line.
        touches: Which areas changed.
        created_at: When the last was saved.
        stands: Whether it is part of what holds now: neither undone nor left behind.
        is_current: Whether its content holds now.
    """

    version: int
    first: int
    parent_version: int | None
    reason: Reason
    author: Author
    message: str
    touches: tuple[str, ...]
    created_at: datetime
    stands: bool = True
    is_current: bool = False


class Standing(Value):
    """Where a thread stands in its history.

    Attributes:
        current: The version whose content holds; 0 before the first.
        past: What undo leads to, the last one first to be reached.
        future: What redo leads to, likewise.
    """

    current: int = 0
    past: tuple[int, ...] = ()
    future: tuple[int, ...] = ()

    def back(self, steps: int) -> int:
        """Give the version that undoing so many changes leads to.

        Raises:
            InvalidEdit: There are not as many.
        """
        return _reached(self.past, steps, what="undo")

    def forth(self, steps: int) -> int:
        """Give the version that redoing so many changes leads to.

        Raises:
            InvalidEdit: There are not as many.
        """
        return _reached(self.future, steps, what="redo")


def standing(steps: Sequence[Step]) -> Standing:
    """Follow a history from its first version to its last."""
    now, before = Standing(), None
    for step in steps:
        now = _after(now, step, before)
        before = step
    return now


def changes(steps: Sequence[Step]) -> tuple[Change, ...]:
    """Give what was changed, sentence by sentence, oldest first; steps back are left out."""
    groups: list[list[Step]] = []
    now, before = Standing(), None
    for step in steps:
        if before and _joins(now, step, before):
            groups[-1].append(step)
        elif step.reason not in _BACK:
            groups.append([step])
        now = _after(now, step, before)
        before = step
    line = _line(steps, now.current)
    return tuple(_change(group, now.current, line) for group in groups)


def before_words(steps: Sequence[Step], words: str) -> int:
    """Give the version that held before the newest standing edit that words name.

    Of a sentence that changed several things, only what comes from there on is left behind.

    Raises:
        InvalidEdit: No change is named by them, or there is nothing before it.
    """
    wanted = " ".join(words.casefold().split()).removeprefix("the ")
    line = _line(steps, standing(steps).current)
    for step in reversed(steps):
        if step.version not in line or step.reason not in _EDITS or not _is_named(step, wanted):
            continue
        if step.parent_version is None:
            raise InvalidEdit(f"The video began with {words!r}; there is nothing before it.")
        return step.parent_version
    raise InvalidEdit(f"No change of this video is about {words!r}; show the history and choose.")


def _after(now: Standing, step: Step, before: Step | None) -> Standing:
    if step.reason is Reason.UNDO:
        return _moved(now, step.parent_version)
    if step.reason is Reason.REDO:
        turned = Standing(current=now.current, past=now.future, future=now.past)
        there = _moved(turned, step.parent_version)
        return Standing(current=there.current, past=there.future, future=there.past)
    if before and _joins(now, step, before):
        return Standing(current=step.version, past=now.past)
    past = (*now.past, now.current) if now.current else ()
    return Standing(current=step.version, past=past)


def _moved(now: Standing, to: int | None) -> Standing:
    past, future, current = list(now.past), list(now.future), now.current
    while past and current != to:
        future.append(current)
        current = past.pop()
    return Standing(current=current, past=tuple(past), future=tuple(future))


def _joins(now: Standing, step: Step, before: Step) -> bool:
    """Tell whether a version is one change with the version before it."""
    is_one_turn = step.turn_id is not None and step.turn_id == before.turn_id
    both = step.reason in _JOINED and before.reason in _JOINED
    return is_one_turn and both and now.current == before.version


def _line(steps: Sequence[Step], current: int) -> set[int]:
    """Give the versions that the present content was made from, step by step, and itself."""
    parents = {step.version: step.parent_version for step in steps}
    line: set[int] = set()
    version: int | None = current
    while version and version not in line:
        line.add(version)
        version = parents.get(version)
    return line


def _reached(stack: tuple[int, ...], steps: int, *, what: str) -> int:
    if not stack:
        raise InvalidEdit(f"There is nothing to {what}.")
    if not 1 <= steps <= len(stack):
        raise InvalidEdit(f"There is no more than {len(stack)} to {what}, not {steps}.")
    return stack[-steps]


def _change(group: Sequence[Step], current: int, stands: set[int]) -> Change:
    first, last = group[0], group[-1]
    said = list(dict.fromkeys(step.message for step in group if step.message))
    lines = [line if n == 0 else line[:1].lower() + line[1:] for n, line in enumerate(said)]
    return Change(
        version=last.version,
        first=first.version,
        parent_version=first.parent_version,
        reason=first.reason,
        author=first.author,
        message="; ".join(lines),
        touches=tuple(dict.fromkeys(area for step in group for area in step.touches)),
        created_at=last.created_at,
        stands=last.version in stands,
        is_current=last.version == current,
    )


def _is_named(step: Step, wanted: str) -> bool:
    if wanted in {area.casefold() for area in step.touches}:
        return True
    return bool(wanted) and wanted in step.message.casefold()


def unlocked_by(before: Storyboard, after: Storyboard) -> str:
    """Say which locked scenes are other ones, or gone, after going back; empty for none."""
    kept = {scene.id: scene for scene in after.scenes}
    numbers = [
        number
        for number, scene in enumerate(before.scenes, 1)
        if scene.locked and _content(kept.get(scene.id)) != _content(scene)
    ]
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"Scene {numbers[0]} was locked; going back changed it, too."
    return f"{named(numbers).capitalize()} were locked; going back changed them, too."


def _content(scene: Scene | None) -> Scene | None:
    """Give a scene without its lock: to open one again changes nothing in it."""
    return None if scene is None else scene.model_copy(update={"locked": False})
