"""Forks: a conversation of its own that begins with a version of another."""

from dataclasses import dataclass
from uuid import uuid5

from uuid_utils.compat import uuid7

from studio.db.work import Work
from studio.domain import edit
from studio.domain.conversation import Thread
from studio.domain.errors import InvalidEdit, NotFound
from studio.domain.lineage import Reason
from studio.domain.units import ThreadId, UserId
from studio.domain.version_cards import ForkCard
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.ports import Clock, EventBus
from studio.services import conversations, storyboards
from studio.services.storyboard_cards import board_of, card
from studio.services.storyboards import SavedStoryboard
from studio.services.versions import Hand
from studio.wording import Wording


@dataclass(frozen=True, slots=True)
class Forked:
    """A conversation that began as a copy, and its first version."""

    owner_id: UserId
    thread: Thread
    saved: SavedStoryboard
    is_new: bool


async def fork(
    work: Work,
    hand: Hand,
    *,
    version: int | None = None,
    title: str = "",
    hook: int | None = None,
    thread_id: ThreadId | None = None,
) -> Forked:
    """Begin a conversation of its own with a version; pictures, voices and segments are shared.

    Everything that is made is found by its content, so a fork costs only what it changes.

    Args:
        work: The transaction.
        hand: Who asks, in which conversation.
        version: Which one; ``None`` for the newest.
        title: Of the new video; empty for the same with a number.
        hook: Open the new video with this hook, from 1.
        thread_id: What to call the new conversation; asked for twice, it is made once.

    Raises:
        NotFound: The owner has no such thread or version.
        InvalidEdit: There is no version yet, or no such hook.
        SceneLocked: The first scene is locked, and another hook is wanted.
    """
    newest = await storyboards.latest(work, **hand.whose)
    if newest is None:
        raise InvalidEdit("There is no script yet; draft one first.")
    source = await storyboards.get(work, **hand.whose, version=version or newest.version)
    origin = await conversations.get_thread(work, **hand.whose)
    chosen = thread_id or _fork_id(hand)
    made = await conversations.fork_thread(
        work,
        owner_id=hand.owner_id,
        thread_id=chosen,
        title=title.strip() or f"{source.storyboard.title or origin.title} (2)".strip(),
        forked_from=hand.thread_id,
        version=source.version,
    )
    if made is None:
        thread = await conversations.get_thread(work, owner_id=hand.owner_id, thread_id=chosen)
        saved = await storyboards.latest(work, owner_id=hand.owner_id, thread_id=chosen)
        if saved is None or thread.forked_from != hand.thread_id:
            raise NotFound("There is no such thread.")
        return Forked(hand.owner_id, thread, saved, is_new=False)
    board = source.storyboard.model_copy(update={"title": made.title[:120]})
    saved = await storyboards.save(
        work,
        owner_id=hand.owner_id,
        thread_id=chosen,
        storyboard=board if hook is None else edit.choose_hook(board, hook - 1),
        expected_version=0,
        author=hand.author,
        message=f"Fork of version {source.version}",
        reason=Reason.FORK,
    )
    return Forked(hand.owner_id, made, saved, is_new=True)


async def introduce(
    work: Work,
    made: Forked,
    *,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
    events: EventBus,
    clock: Clock,
    words: Wording,
) -> ForkCard:
    """Show in a new fork what it is a copy of, and give the card that both conversations show.

    Raises:
        NotFound: What it comes from is gone.
    """
    source = made.thread.forked_from
    if source is None:
        raise NotFound("What this was forked from is deleted.")
    origin = await conversations.get_thread(work, owner_id=made.owner_id, thread_id=source)
    shown = ForkCard(
        thread_id=made.thread.id,
        title=made.thread.title,
        of_thread_id=source,
        of_title=origin.title,
        of_version=made.thread.forked_version or 1,
    )
    if made.is_new:
        board = await card(
            work,
            owner_id=made.owner_id,
            saved=made.saved,
            pictures=pictures,
            speech=speech,
            words=words,
        )
        place = await board_of(
            work, owner_id=made.owner_id, thread_id=made.thread.id, events=events, clock=clock
        )
        await place.show("fork", shown, card_id=f"fork-{made.thread.id}")
        await place.show_storyboard(board)
    return shown


def _fork_id(hand: Hand) -> ThreadId:
    """Name a fork after the call that asks for it, so that a call that is run again finds it."""
    return ThreadId(uuid5(hand.thread_id, hand.call_id) if hand.call_id else uuid7())
