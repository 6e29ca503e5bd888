"""Somebody else on the same ground, whose things no conversation may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from studio.domain.changes import SceneDraft, ScriptDraft
from studio.domain.edit import draft
from studio.domain.media import MediaKind
from studio.domain.stock import StockQuery
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, UserId
from studio.services import accounts, conversations, stock, storyboards
from studio.services.stock import Shelf
from studio.wiring import Studio

MARK = "heron-4711"
"""Stands in all that is the neighbour's; where it is told to others, a wall has a hole."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody with a video of their own.

    Attributes:
        owner: Who it is.
        thread: Their conversation.
        names: What a case's recorded model may name of theirs, by the word that stands for it.
    """

    owner: UserId
    thread: ThreadId
    names: Mapping[str, str]

    async def version(self, studio: Studio) -> int:
        """Give the number of their newest storyboard, which nobody else may raise."""
        async with studio.work() as work:
            saved = await storyboards.latest(work, owner_id=self.owner, thread_id=self.thread)
        return saved.version if saved else 0


async def move_in(studio: Studio) -> Neighbour:
    """Give a ground its neighbour."""
    script = ScriptDraft(title=MARK, scenes=(SceneDraft(narration=f"The {MARK} waits."),))
    async with studio.work() as work:
        email = f"neighbour-{uuid4().hex[:8]}@example.com"
        owner = (await accounts.register(work, email=email, password=uuid4().hex)).id
        thread = (await conversations.create_thread(work, owner_id=owner)).id
        saved = await storyboards.save(
            work,
            owner_id=owner,
            thread_id=thread,
            storyboard=draft(Storyboard(), script),
            expected_version=0,
            author="user",
            message="Draft the script",
        )
    shelf = Shelf(studio.works, studio.store, studio.examiner, studio.stock, studio.clock)
    picture = await stock.search(
        shelf, owner_id=owner, query=StockQuery(words=MARK, kind=MediaKind.PICTURE)
    )
    song = await stock.search(
        shelf, owner_id=owner, query=StockQuery(words=MARK, kind=MediaKind.SOUND)
    )
    names = {
        "neighbour.thread": str(thread),
        "neighbour.owner": str(owner),
        "neighbour.storyboard": str(saved.id),
        "neighbour.picture": str(picture.candidates[0].id),
        "neighbour.song": str(song.candidates[0].id),
    }
    return Neighbour(owner, thread, names)
