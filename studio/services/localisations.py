"""Localisations: a video in other languages, each a fork whose pictures are the same."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import uuid4

from studio.db.work import Work
from studio.domain.batch import MAX_VIDEOS, BatchKind
from studio.domain.errors import Invalid, InvalidEdit
from studio.domain.languages import check_spoken, primaries, primary
from studio.domain.money import CallKind
from studio.domain.storyboard import Storyboard
from studio.domain.translation import pictured
from studio.domain.units import ThreadId, UserId
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import quotes, storyboards
from studio.services.batch_plans import Plan, Planned

NO_WRITER = (
    "No language model is connected, and without one nothing can be translated; connect one, or "
    "paste the text in the other language. Nothing was changed."
)


async def check(
    speech: Makers[SpeechMaker], board: Storyboard, languages: Sequence[str]
) -> tuple[str, ...]:
    """Give the languages that a video can be told in.

    Raises:
        Invalid: There is none or there are too many, one is named twice or is the video's own.
        UnsupportedLanguage: No voice of the video's maker speaks one.
    """
    wanted = tuple(tag.strip() for tag in languages)
    if not wanted or len(wanted) > MAX_VIDEOS:
        raise Invalid(f"Name 1 to {MAX_VIDEOS} languages.")
    if len({tag.lower() for tag in wanted}) < len(wanted):
        raise Invalid("A language is named twice.")
    if board.brief.language.lower() in {tag.lower() for tag in wanted}:
        raise Invalid(f"The video is in {board.brief.language!r} already.")
    voices = await speech.get(board.style.voice.maker).voices()
    for tag in wanted:
        check_spoken(tag, primaries(voice.language for voice in voices))
    return wanted


async def plan(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    languages: Sequence[str],
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> Plan:
    """Plan a fork in each language; pictures are bought once at most, voices in each.

    Raises:
        NotFound: The owner has no such thread.
        InvalidEdit: There is no script yet.
    """
    saved = await storyboards.latest(work, owner_id=owner_id, thread_id=thread_id)
    if saved is None or not saved.storyboard.scenes:
        raise InvalidEdit("There is no script yet; draft one first.")
    board = saved.storyboard
    videos: list[Planned] = []
    costs: list[Decimal | None] = []
    for number, tag in enumerate(languages):
        quoted = await quotes.of_storyboard(
            work,
            owner_id=owner_id,
            storyboard=_spoken_in(board, tag),
            pictures=pictures,
            speech=speech,
        )
        # What the first one buys is there for all others.
        bought = [one for one in quoted if number == 0 or one.what is not CallKind.PICTURE]
        costs.append(quotes.estimated(bought).cost_usd)
        videos.append(
            Planned(
                title=f"{board.title or 'Video'} [{tag}]"[:120],
                target_s=board.brief.target_s,
                message=_wish(tag, len(board.scenes)),
                fork_of=(thread_id, saved.version),
            )
        )
    title = f"{board.title or 'Video'} in {', '.join(languages)}"
    return Plan(BatchKind.LANGUAGES, title[:200], tuple(videos), tuple(costs))


def _spoken_in(board: Storyboard, language: str) -> Storyboard:
    """Give words of the same length that no voice has said yet: they are bought in any case."""
    board = pictured(board)
    salt = uuid4().hex
    scenes = tuple(
        scene.model_copy(update={"narration": _other(scene.narration, f"{salt} {n} ")})
        for n, scene in enumerate(board.scenes)
    )
    brief = board.brief.model_copy(update={"language": language})
    style = board.style
    if primary(language) != primary(board.brief.language):
        voice = style.voice.model_copy(update={"voice": ""})
        style = style.model_copy(update={"voice": voice})
    return board.model_copy(update={"scenes": scenes, "brief": brief, "style": style})


def _other(narration: str, beginning: str) -> str:
    if not narration.strip():
        return narration
    # A translation may be longer than what it says.
    return (beginning + "word " * len(narration))[: max(len(beginning), len(narration) * 5 // 4)]


def _wish(language: str, scenes: int) -> str:
    return (
        f"Translate this video into the language {language}: read it with `show_storyboard`, then "
        f"call `translate_script` once with the title, all hooks, all keywords and all {scenes} "
        "scenes, said as a native speaker says them and about as long as they are. Keep names and "
        "figures. Where it answers that the words take much more or less time, call it again with "
        "words that fit. Then `render`; where the voice cannot read a script, translate again in one "
        "that it reads. Change nothing else, and ask nothing."
    )
