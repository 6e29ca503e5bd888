"""Suggest what a video could be about: what a pack knows, and where a model is connected, new ones."""

import structlog
from pydantic import Field

from studio.domain.errors import StudioError
from studio.domain.storyboard import Storyboard
from studio.services import packs
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import answer, latest

log = structlog.get_logger()

FRESH = 8
LONGEST = 120
"""Characters of a topic; a longer line is no topic but a remark."""


class TopicsArguments(Arguments):
    """Of which pack."""

    pack: str = Field("", max_length=80, description="Its name or title; empty gives one of each.")
    language: str = Field("", max_length=40, description="BCP 47; empty takes the video's.")


async def suggest_topics(context: ToolContext, arguments: TopicsArguments) -> str:
    """Suggest what a video could be about.

    Raises:
        NotFound: There is no such pack.
    """
    saved = await latest(context)
    brief = saved.storyboard.brief if saved else Storyboard().brief
    language = arguments.language or brief.language
    async with context.studio.work() as work:
        found = await packs.topics(
            work,
            context.studio.shelf,
            owner_id=context.owner_id,
            called=arguments.pack,
            language=language,
        )
    if not arguments.pack:
        return answer(ok=True, topics=found)
    [(name, known)] = found.items()
    return answer(ok=True, topics=found, fresh=await _fresh(context, name, known, language))


async def _fresh(
    context: ToolContext, pack: str, known: tuple[str, ...], language: str
) -> list[str]:
    """Have new topics written; asked again for the same pack they are found, at no cost.

    The known ones are there all the same, so trouble with the model is no trouble here.
    """
    if context.writer is None:
        return []
    try:
        written = await context.writer.write(wish(pack, known, language))
    except StudioError as error:
        log.warning("topics.not_written", reason=error.code)
        return []
    lines = (line.strip(" \t-*•") for line in written.splitlines())
    return [line for line in lines if 0 < len(line) <= LONGEST][:FRESH]


def wish(pack: str, known: tuple[str, ...], language: str) -> str:
    """Ask for topics like those that are known."""
    examples = "\n".join(known)
    return (
        f"Suggest {FRESH} new topics for short vertical videos of the kind {pack!r}, in the language "
        f"with the tag {language!r}, one a line. They are as concrete as these and none of them:\n"
        f"<data>\n{examples}\n</data>"
    )


TOOL = Tool(
    name="suggest_topics",
    description="Suggest topics of a niche pack, or one of each pack, when the user does not know what "
    "to make a video about.",
    arguments=TopicsArguments,
    run=suggest_topics,
)
