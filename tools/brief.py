"""Set what the video is about, how long, in which language and at which pace."""

from pydantic import Field

from studio.domain import edit
from studio.domain.changes import BriefChange
from studio.domain.channel import begin
from studio.domain.comparison import compare
from studio.domain.languages import check_spoken, primaries
from studio.domain.storyboard import Storyboard, Tempo
from studio.services import profiles
from tools.context import ToolContext
from tools.lengths import measure
from tools.spec import Arguments, Tool
from tools.storyboards import change, in_brief, latest


class BriefArguments(Arguments):
    """Only what changes."""

    topic: str | None = Field(None, max_length=500, description="One line: what it is about.")
    source_text: str | None = Field(
        None, max_length=20_000, description="The user's own text, word for word."
    )
    target_s: int | None = Field(None, ge=5, le=180, description="Wanted length in seconds.")
    language: str | None = Field(
        None,
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        description="BCP 47 tag of the narration, e.g. `en` or `pt-BR`.",
    )
    tempo: Tempo | None = Field(None, description="How fast the voice speaks.")
    keywords: list[str] | None = Field(None, description="Words people search for.")
    audience: str | None = Field(None, max_length=120, description="For whom it is, e.g. `kids`.")
    tone: str | None = Field(
        None, max_length=120, description="How it speaks, e.g. `dry, no jokes`."
    )


async def set_brief(context: ToolContext, arguments: BriefArguments) -> str:
    """Change the brief.

    Raises:
        UnsupportedLanguage: No voice speaks the language.
    """
    if arguments.language:
        saved = await latest(context)
        maker = saved.storyboard.style.voice.maker if saved else ""
        voices = await context.studio.speech.get(maker).voices()
        check_spoken(arguments.language, primaries(v.language for v in voices))
    wanted = BriefChange(**arguments.model_dump(exclude_none=True))
    saved = await change(context, lambda b: edit.set_brief(b, wanted), message="Set the brief")
    habits = await _habits(context) if saved.version == 1 else {}
    measured = await measure(context, saved.storyboard)
    return await in_brief(context, saved, **habits, **measured)


async def _habits(context: ToolContext) -> dict[str, str]:
    """Say what a new video has of the user's channel, so that nobody wonders where it is from."""
    profile = await profiles.read(context.profiles, owner_id=context.owner_id)
    words = context.wording.vocabulary
    found = compare(Storyboard(), begin(profile)).general
    if not found:
        return {}
    as_ever = ", ".join(words.now(field) for field in found)
    return {"habits_told": context.wording.said(f"As for your other videos: {as_ever}.")}


TOOL = Tool(
    name="set_brief",
    description="Set what the video is about, its length, language, tempo, keywords, audience "
    "and tone. Call it before draft_script and write for them. Changing the language does not translate the scenes: rewrite them too.",
    arguments=BriefArguments,
    run=set_brief,
)
