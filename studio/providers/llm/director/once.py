"""A whole video in one go: "just make it", alone, after a wish or with one."""

from collections.abc import Sequence

from studio.domain.haste import haste
from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.wishes import Reading, Request, Wish


def wish_of(message: str, *, has_video: bool, thread: str, earlier: Sequence[str]) -> Wish:
    """Give what a message asks for; of one that says "just make it", what is to be made.

    Args:
        message: As it was written.
        has_video: There is one already that it may be about.
        thread: The language of the messages before.
        earlier: What the user said before, the oldest first.
    """
    said = haste(message)
    if said is None:
        return understand(message, has_video=has_video, thread=thread)
    if said.rest:
        return understand(said.rest, has_video=has_video, thread=said.code)
    if has_video:
        return Wish(reading=Reading(requests=(Request("render"),)), language=said.code)
    wishes = (understand(text, has_video=False, thread=thread) for text in reversed(earlier))
    return next((wish for wish in wishes if wish.is_new), Wish(talk="nothing", language=said.code))
