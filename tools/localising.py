"""A video in other languages: forks that share its pictures, and the words of each."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from studio.domain.batch import MAX_VIDEOS
from studio.domain.errors import Invalid
from studio.domain.languages import check_spoken, primaries
from studio.domain.storyboard import Hook, Storyboard
from studio.domain.translation import TranslatedScene, Translation, speaks, translated
from studio.services import localisations
from tools import batches
from tools.budgets import exact
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import SavedStoryboard, answer, change, current, estimated_s

OFF_LENGTH = 0.15
"""Share of its length that a translation may be off before it is worth saying so."""


class LocaliseArguments(Arguments):
    """Into which languages."""

    languages: list[str] = Field(
        min_length=1,
        max_length=MAX_VIDEOS,
        description="BCP 47 tags, e.g. `de` and `pt-BR`; one video for each.",
    )
    budget_usd: float | None = Field(
        None, ge=0, description="A hard cap on what all of them may cost, if the user names one."
    )
    just_make_it: bool = Field(False, description="The user wants no question.")


class TranslateArguments(Arguments):
    """All words of the video in the other language."""

    language: str = Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP 47 tag.")
    title: str = Field(min_length=1, max_length=120)
    hooks: list[str] = Field(
        default_factory=list, max_length=5, description="All of them, in their order."
    )
    keywords: list[Annotated[str, Field(max_length=60)]] = Field(
        default_factory=list, max_length=20, description="All of the brief's, in their order."
    )
    scenes: list[TranslatedScene] = Field(description="Every scene, by its number.")


async def localise(context: ToolContext, arguments: LocaliseArguments) -> str:
    """Ask once for all languages, then let each be made in a conversation of its own.

    Raises:
        Invalid: No language model is connected, or a language is named twice or is the video's own.
        UnsupportedLanguage: No voice speaks one.
        BudgetExceeded: A cap stands in the way of the whole.
        NotApproved: The user said no.
    """
    if not context.writes:
        raise Invalid(localisations.NO_WRITER)
    studio = context.studio
    board = (await current(context)).storyboard
    languages = await localisations.check(studio.speech, board, arguments.languages)
    async with studio.work() as work:
        plan = await localisations.plan(
            work,
            owner_id=context.owner_id,
            thread_id=context.thread_id,
            languages=languages,
            pictures=studio.pictures,
            speech=studio.speech,
        )
    budget: Decimal | None = exact(arguments.budget_usd)
    return await batches.begin(context, plan, budget_usd=budget, asks=not arguments.just_make_it)


async def translate_script(context: ToolContext, arguments: TranslateArguments) -> str:
    """Put the words of another language into the storyboard, all or none.

    Raises:
        InvalidEdit: Something is not translated, or a scene is locked.
        UnsupportedLanguage: No voice speaks the language.
    """
    before = await current(context)
    board = before.storyboard
    voices = await context.studio.speech.get(board.style.voice.maker).voices()
    check_spoken(arguments.language, primaries(voice.language for voice in voices))
    told = [voice.language for voice in voices if voice.id == board.style.voice.voice]
    words = Translation(
        language=arguments.language,
        title=arguments.title,
        keywords=tuple(arguments.keywords),
        hooks=tuple(Hook(text=text) for text in arguments.hooks),
        scenes=tuple(arguments.scenes),
    )
    options: dict[str, Any] = {
        "keeps_voice": speaks(told, arguments.language),
        # A copy that was made to be translated is: half of it would be of no use.
        "keeps_locked": context.batch_id is None,
    }

    def apply(newest: Storyboard) -> Storyboard:
        return translated(newest, words, **options)

    saved = await change(context, apply, message=f"Translate into {arguments.language}")
    return outcome(before, saved)


def outcome(before: SavedStoryboard, after: SavedStoryboard) -> str:
    """Say for the model what a translation led to, and whether its words take as long as they did."""
    was_s, is_s = estimated_s(before), estimated_s(after)
    fields: dict[str, object] = {"version": after.version, "estimated_s": round(is_s, 1)}
    if abs(is_s - was_s) > was_s * OFF_LENGTH:
        fields["length"] = (
            f"These words take about {is_s:.1f} s, the ones before took {was_s:.1f} s. Call "
            f"translate_script again with {'fewer' if is_s > was_s else 'more'} words."
        )
    return answer(ok=True, scenes=len(after.storyboard.scenes), **fields)


LOCALISE = Tool(
    name="localise",
    description="Make this video in other languages, each as a fork in a conversation of its own: its "
    "pictures are used again, words, voice and captions are the language's. Asks the user once for "
    "all, with the costs.",
    arguments=LocaliseArguments,
    run=localise,
)
TRANSLATE = Tool(
    name="translate_script",
    description="Tell this very video in another language: give all its words translated, every "
    "scene's narration, on-screen text and overlays. Voice and captions follow; pictures stay. For a "
    "video beside this one call `localise` instead.",
    arguments=TranslateArguments,
    run=translate_script,
)
