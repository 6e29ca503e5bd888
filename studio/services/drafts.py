"""Drafts beside each other: two versions, or a video and its fork, in words and in numbers."""

from collections.abc import Iterable
from decimal import Decimal

from studio.db.work import Work
from studio.domain.comparison import compare
from studio.domain.errors import InvalidEdit, Misconfigured
from studio.domain.figures import Measures, figures
from studio.domain.pacing import lengths
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, UserId
from studio.domain.version_cards import ComparisonCard
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import assets, conversations, quotes, storyboards, versions
from studio.services.quotes import Quoted
from studio.services.storyboards import SavedStoryboard


async def of_versions(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    old: int | None,
    new: int | None,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> ComparisonCard:
    """Compare two versions of a conversation, as ``versions.compare_versions`` chooses them.

    Raises:
        NotFound: The owner has no such thread or version.
        InvalidEdit: There are not two versions yet.
    """
    found = await versions.compare_versions(
        work, owner_id=owner_id, thread_id=thread_id, old=old, new=new
    )
    both = [
        await storyboards.get(work, owner_id=owner_id, thread_id=thread_id, version=n)
        for n in (found.old, found.new)
    ]
    one, other = [
        await _measured(work, owner_id, each.storyboard, pictures, speech) for each in both
    ]
    return found.model_copy(update={"figures": figures(one, other)})


async def of_fork(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> ComparisonCard:
    """Compare a video with the fork that was made of it last, else with what it is a fork of.

    Raises:
        NotFound: The owner has no such thread.
        InvalidEdit: It has no fork and is none, or the other one is gone.
    """
    here = await conversations.get_thread(work, owner_id=owner_id, thread_id=thread_id)
    fork = await work.threads.newest_fork(owner_id=owner_id, thread_id=thread_id)
    first, second = (thread_id, ThreadId(fork.id)) if fork else (here.forked_from, thread_id)
    if first is None:
        raise InvalidEdit("There is no fork of this video to compare it with; make one first.")
    old = await _newest(work, owner_id, first)
    new = await _newest(work, owner_id, second)
    found = compare(old.storyboard, new.storyboard)
    one, other = [
        await _measured(work, owner_id, each.storyboard, pictures, speech) for each in (old, new)
    ]
    return ComparisonCard(
        old=old.version,
        new=new.version,
        words=found.words,
        general=found.general,
        scenes=found.scenes,
        figures=figures(one, other),
        old_title=old.storyboard.title,
        new_title=new.storyboard.title,
    )


async def _newest(work: Work, owner_id: UserId, thread_id: ThreadId) -> SavedStoryboard:
    saved = await storyboards.latest(work, owner_id=owner_id, thread_id=thread_id)
    if saved is None:
        raise InvalidEdit("One of the two videos has no script; there is nothing to compare.")
    return saved


async def _measured(
    work: Work,
    owner_id: UserId,
    board: Storyboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> Measures:
    cost = to_come = None
    seconds = sum(lengths(board, {}))
    try:
        made = await assets.find_for(
            work, owner_id=owner_id, storyboard=board, pictures=pictures, speech=speech
        )
        quoted = await quotes.of_storyboard(
            work, owner_id=owner_id, storyboard=board, pictures=pictures, speech=speech
        )
    except Misconfigured:
        # It names a maker that is gone: what can be counted is counted all the same.
        pass
    else:
        seconds = sum(lengths(board, made))
        cost, to_come = _price(quoted), _price(q for q in quoted if not q.is_there)
    return Measures(
        length_s=round(seconds, 2),
        scenes=len(board.scenes),
        words=sum(len(scene.narration.split()) for scene in board.scenes),
        cost_usd=cost,
        to_come_usd=to_come,
    )


def _price(quoted: Iterable[Quoted]) -> Decimal | None:
    costs = [one.used.cost_usd for one in quoted]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None
