"""Checks of a storyboard before it is made, and its length fitted."""

from collections.abc import Sequence

from studio.db.work import Work
from studio.domain import stretching, validation
from studio.domain.errors import InvalidEdit
from studio.domain.storyboard import Storyboard
from studio.domain.stretching import Stretch
from studio.domain.units import ThreadId, UserId
from studio.domain.validation import Review
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.packs.shelf import Shelf
from studio.services import assets, packs, storyboards
from studio.services.storyboards import SavedStoryboard


async def review(
    work: Work,
    shelf: Shelf,
    *,
    owner_id: UserId,
    board: Storyboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
    banned: Sequence[str] = (),
) -> Review:
    """Ask all rules of a storyboard, with what is made for it and the pack that it follows.

    ``banned`` are words that the user's channel never says.
    """
    made = await assets.find_for(
        work, owner_id=owner_id, storyboard=board, pictures=pictures, speech=speech
    )
    pack, _ = await packs.followed(work, shelf, owner_id=owner_id, board=board)
    return validation.review(board, made, pack=pack, banned=banned)


async def fit(
    work: Work,
    *,
    owner_id: UserId,
    board: Storyboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> Stretch:
    """Fit a storyboard's length to its brief, by what is measured."""
    made = await assets.find_for(
        work, owner_id=owner_id, storyboard=board, pictures=pictures, speech=speech
    )
    return stretching.fit(board, made)


async def newest(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> SavedStoryboard:
    """Give the storyboard that is checked.

    Raises:
        NotFound: The owner has no such thread.
        InvalidEdit: Nothing was drafted yet.
    """
    saved = await storyboards.latest(work, owner_id=owner_id, thread_id=thread_id)
    if saved is None or not saved.storyboard.scenes:
        raise InvalidEdit("There is no script yet; draft one first.")
    return saved
