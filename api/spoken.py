"""In which language a door words what it shows: the one that the user writes in."""

from studio.db.work import Work
from studio.domain.units import ThreadId, UserId
from studio.providers.llm.director.recognising import conversation_language
from studio.services import transcripts
from studio.wording import Wording, wording


async def words_of(work: Work, *, owner_id: UserId, thread_id: ThreadId) -> Wording:
    """Give the words of a conversation's language, by what its user said last."""
    said = await transcripts.last_said(work, owner_id=owner_id, thread_id=thread_id)
    return wording(conversation_language(said))
