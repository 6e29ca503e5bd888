"""Versions: undo, redo, go back, bring one scene back, and compare."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from studio.db.work import Work
from studio.domain import lineage
from studio.domain.comparison import Comparison, compare
from studio.domain.errors import InvalidEdit, NotFound, TurnInProgress
from studio.domain.lineage import Author, Change, Reason, Standing, Step
from studio.domain.restore import restore_scene as restored
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, TurnId, UserId
from studio.domain.version_cards import ComparisonCard, VersionsCard
from studio.services import storyboards
from studio.services.storyboards import SavedStoryboard

FURTHEST = 200
"""Versions that are looked through for an older state of a scene."""
SHOWN = 50
"""Changes on a card; older ones are reached by their number, and over HTTP page by page."""


@dataclass(frozen=True, slots=True)
class History:
    """All that happened to a storyboard.

    Attributes:
        steps: Every version, oldest first.
        changes: What each sentence changed, oldest first; steps back are left out.
        standing: What undo and redo lead to.
    """

    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    standing: Standing

    @property
    def newest(self) -> int:
        """Give the newest version, 0 before the first."""
        return self.steps[-1].version if self.steps else 0

    @property
    def card(self) -> VersionsCard:
        """Show it."""
        past, future = self.standing.past, self.standing.future
        return VersionsCard(
            newest=self.newest,
            current=self.standing.current,
            changes=self.changes[-SHOWN:],
            undo=self.message_of(self.standing.current) if past else None,
            redo=self.message_of(future[-1]) if future else None,
        )

    def page(self, *, before: int | None, count: int) -> tuple[tuple[Change, ...], int | None]:
        """Give the newest changes before a version, and the version before which there are more."""
        told = [each for each in self.changes if before is None or each.version < before]
        shown = told[-count:]
        return tuple(shown), shown[0].version if len(told) > len(shown) else None

    def message_of(self, version: int) -> str:
        """Say what led to a version."""
        change = self.change_of(version)
        return change.message if change else ""

    def change_of(self, version: int) -> Change | None:
        """Give the change that a version belongs to; ``None`` for a step back."""
        return next((c for c in self.changes if c.first <= version <= c.version), None)


class Whose(TypedDict):
    """Whose storyboard, of which conversation."""

    owner_id: UserId
    thread_id: ThreadId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who goes back, and on whose behalf.

    Attributes:
        owner_id: Whose storyboard.
        thread_id: Which conversation's.
        author: Who does it.
        turn_id: The user's message that asks for it; ``None`` where no agent is asked.
        call_id: The tool call that asks for it.
        expected_version: What the caller takes for the newest; ``None`` for whatever is.
    """

    owner_id: UserId
    thread_id: ThreadId
    author: Author = "agent"
    turn_id: TurnId | None = None
    call_id: str | None = None
    expected_version: int | None = None

    @property
    def whose(self) -> Whose:
        """Give what every query asks for."""
        return {"owner_id": self.owner_id, "thread_id": self.thread_id}


@dataclass(frozen=True, slots=True)
class Moved:
    """What going back led to.

    Attributes:
        saved: The version that holds now.
        comparison: Against what held before.
        message: What was undone, done again or brought back.
        note: Which locked scenes are other ones now; empty where none is.
    """

    saved: SavedStoryboard
    comparison: Comparison = field(default_factory=Comparison)
    message: str = ""
    note: str = ""


async def history(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> History:
    """Tell what happened to a storyboard.

    Raises:
        NotFound: The owner has no such thread.
    """
    steps = await storyboards.history(work, owner_id=owner_id, thread_id=thread_id)
    return History(steps, lineage.changes(steps), lineage.standing(steps))


async def undo(work: Work, hand: Hand, *, steps: int = 1) -> Moved:
    """Take the last changes back; each is all that one message changed.

    Raises:
        NotFound: The owner has no such thread.
        InvalidEdit: There are not as many.
        VersionConflict: The newest version is another one than expected.
    """
    known = await _locked_history(work, hand)
    target = known.standing.back(steps)
    path = [known.standing.current, *reversed(known.standing.past)][:steps]
    return await _hold_again(work, hand, known, target, Reason.UNDO, _undone(known, path))


async def redo(work: Work, hand: Hand, *, steps: int = 1) -> Moved:
    """Do again what was undone last; errors are those of ``undo``."""
    known = await _locked_history(work, hand)
    target = known.standing.forth(steps)
    path = list(reversed(known.standing.future))[:steps]
    said = "; ".join(filter(None, (known.message_of(version) for version in path)))
    return await _hold_again(work, hand, known, target, Reason.REDO, f"Redo: {said}")


async def go_to(work: Work, hand: Hand, *, version: int) -> Moved:
    """Let an older version hold again, whatever came after it.

    Raises:
        NotFound: The owner has no such thread or version.
        InvalidEdit: It holds already.
        VersionConflict: The newest version is another one than expected.
    """
    known = await _locked_history(work, hand)
    older = await storyboards.get(work, **hand.whose, version=version)
    present = await storyboards.get(work, **hand.whose, version=known.newest)
    if older.storyboard == present.storyboard:
        raise InvalidEdit(f"Nothing is to be done: version {version} is what holds now.")
    said = f"Back to version {version}"
    return await _hold_again(work, hand, known, version, Reason.GO_TO, said)


async def go_before(work: Work, hand: Hand, *, words: str) -> Moved:
    """Go back to what held before the newest change that words name, e.g. ``"music"``.

    Raises:
        NotFound: The owner has no such thread.
        InvalidEdit: No change is named by them.
    """
    known = await _locked_history(work, hand)
    target = lineage.before_words(known.steps, words)
    said = f"Back to before the {words.strip().removeprefix('the ')}"
    return await _hold_again(work, hand, known, target, Reason.GO_TO, said)


async def restore_scene(work: Work, hand: Hand, *, scene: int, version: int | None = None) -> Moved:
    """Bring one scene back as it was.

    Args:
        work: The transaction.
        hand: Who asks.
        scene: Its number.
        version: Where it comes from; ``None`` for the newest older one in which it differs.

    Raises:
        NotFound: The owner has no such thread or version.
        InvalidEdit: There is no such scene, or it is as it was.
        SceneLocked: What would be replaced is locked.
        VersionConflict: The newest version is another one than expected.
    """
    known = await _locked_history(work, hand)
    present = await storyboards.get(work, **hand.whose, version=known.newest)
    source, board = await _older_scene(work, hand, known, present, scene=scene, version=version)
    message = f"Scene {scene} as in version {source}"
    saved = await storyboards.save(
        work,
        **hand.whose,
        storyboard=board,
        expected_version=known.newest,
        author=hand.author,
        message=message,
        reason=Reason.RESTORE,
        turn_id=hand.turn_id,
        call_id=hand.call_id,
    )
    return Moved(saved, compare(present.storyboard, board), message)


async def compare_versions(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    old: int | None = None,
    new: int | None = None,
) -> ComparisonCard:
    """Tell what is different between two versions.

    Args:
        work: The transaction.
        owner_id: Whose.
        thread_id: Which conversation's.
        old: One version; ``None`` for what held before the change that led to the other.
        new: The other; ``None`` for the newest.

    Raises:
        NotFound: The owner has no such thread or version.
        InvalidEdit: There are not two versions yet.
    """
    known = await history(work, owner_id=owner_id, thread_id=thread_id)
    later = known.newest if new is None else new
    earlier = _before(known, later) if old is None else old
    if not later or not earlier:
        raise InvalidEdit("There is nothing to compare yet; change something first.")
    whose: Whose = {"owner_id": owner_id, "thread_id": thread_id}
    one = await storyboards.get(work, **whose, version=earlier)
    other = await storyboards.get(work, **whose, version=later)
    found = compare(one.storyboard, other.storyboard)
    return ComparisonCard(
        old=earlier, new=later, words=found.words, general=found.general, scenes=found.scenes
    )


async def at_rest(work: Work, hand: Hand) -> None:
    """Refuse while the agent is at work, and keep it from beginning before the commit.

    Raises:
        NotFound: The owner has no such thread.
        TurnInProgress: What the agent is changing cannot be half undone.
    """
    if await work.threads.lock(owner_id=hand.owner_id, thread_id=hand.thread_id) is None:
        raise NotFound("There is no such thread.")
    if await work.turns.active(owner_id=hand.owner_id, thread_id=hand.thread_id):
        raise TurnInProgress("The agent is at work on this; wait for it or stop it first.")


async def _locked_history(work: Work, hand: Hand) -> History:
    if await work.threads.lock(owner_id=hand.owner_id, thread_id=hand.thread_id) is None:
        raise NotFound("There is no such thread.")
    known = await history(work, **hand.whose)
    if not known.steps:
        raise InvalidEdit("There is no version yet; draft a script first.")
    return known


async def _hold_again(
    work: Work, hand: Hand, known: History, version: int, reason: Reason, message: str
) -> Moved:
    expected = known.newest if hand.expected_version is None else hand.expected_version
    before = await storyboards.get(work, **hand.whose, version=known.newest)
    saved = await storyboards.hold_again(
        work,
        **hand.whose,
        version=version,
        expected_version=expected,
        author=hand.author,
        message=message,
        reason=reason,
        turn_id=hand.turn_id,
        call_id=hand.call_id,
    )
    note = lineage.unlocked_by(before.storyboard, saved.storyboard)
    return Moved(saved, compare(before.storyboard, saved.storyboard), message, note)


async def _older_scene(
    work: Work,
    hand: Hand,
    known: History,
    present: SavedStoryboard,
    *,
    scene: int,
    version: int | None,
) -> tuple[int, Storyboard]:
    if version is not None:
        older = await storyboards.get(work, **hand.whose, version=version)
        board = restored(present.storyboard, older.storyboard, scene)
        if board == present.storyboard:
            raise InvalidEdit(f"Scene {scene} is as it was in version {version}.")
        return version, board
    for candidate in _older(known)[:FURTHEST]:
        older = await storyboards.get(work, **hand.whose, version=candidate)
        try:
            board = restored(present.storyboard, older.storyboard, scene)
        except InvalidEdit:
            continue
        if board != present.storyboard:
            return candidate, board
    raise InvalidEdit(f"No older version has another scene {scene}.")


def _older(known: History) -> Sequence[int]:
    return [step.version for step in reversed(known.steps[:-1])]


def _before(known: History, version: int) -> int | None:
    """Give what held before the change that led to a version."""
    change = known.change_of(version)
    if change is None:
        # A step back: what held before it is the version before it.
        return version - 1 or None
    if change.reason is Reason.GO_TO:
        return change.first - 1 or None
    return change.parent_version


def _undone(known: History, path: Sequence[int]) -> str:
    said = "; ".join(filter(None, (known.message_of(version) for version in path)))
    return f"Undo: {said}"
