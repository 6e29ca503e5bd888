"""Check the storyboard against the rules, and fit its length to the one asked for."""

from pydantic import Field

from studio.domain import edit
from studio.domain.cards import CheckCard
from studio.domain.changes import BriefChange
from studio.domain.storyboard import Storyboard
from studio.domain.stretching import Stretch, with_lengths
from studio.domain.validation import Level
from studio.services import checks, profiles
from studio.services.storyboards import SavedStoryboard
from tools.context import ToolContext
from tools.spec import Arguments, NoArguments, Tool
from tools.storyboards import answer, change, current


class FitArguments(Arguments):
    """To which length."""

    target_s: int | None = Field(
        None, ge=5, le=180, description="Seconds; left out, the length that was asked for."
    )


async def check_storyboard(context: ToolContext, arguments: NoArguments) -> str:
    """Ask all rules and show what they say."""
    saved = await current(context)
    studio = context.studio
    known = await profiles.read(context.profiles, owner_id=context.owner_id)
    async with studio.work() as work:
        found = await checks.review(
            work,
            studio.shelf,
            owner_id=context.owner_id,
            board=saved.storyboard,
            pictures=studio.pictures,
            speech=studio.speech,
            banned=known.banned,
        )
    said = context.wording.said
    issues = tuple(
        one.model_copy(update={"message": said(one.message), "fix": said(one.fix)})
        for one in found.issues
    )
    found = found.model_copy(update={"issues": issues})
    card = CheckCard.of(found, version=saved.version)
    await context.show_card("check", card, card_id=f"check-{context.turn_id}")
    return answer(
        ok=True,
        version=saved.version,
        seconds=found.seconds,
        target_s=found.target_s,
        **{f"{level.value}s": found.count(level) for level in Level},
        issues=[issue.model_dump(mode="json", exclude_none=True) for issue in found.issues],
    )


async def fit_length(context: ToolContext, arguments: FitArguments) -> str:
    """Lengthen pauses or take them out, as one new version; no word is changed."""
    if arguments.target_s is not None:
        asked = await current(context)
        fitted = await _fitted(context, _aimed(asked.storyboard, arguments.target_s))
    else:
        fitted = await _fitted(context, (await current(context)).storyboard)
    saved = await _keep(context, fitted, arguments.target_s)
    return answer(
        ok=True,
        version=saved.version,
        before_s=fitted.before_s,
        after_s=fitted.after_s,
        target_s=fitted.target_s,
        is_close=fitted.is_close,
        changed_scenes=fitted.changed,
        offers=fitted.offers,
    )


async def _fitted(context: ToolContext, board: Storyboard) -> Stretch:
    studio = context.studio
    async with studio.work() as work:
        return await checks.fit(
            work,
            owner_id=context.owner_id,
            board=board,
            pictures=studio.pictures,
            speech=studio.speech,
        )


async def _keep(context: ToolContext, fitted: Stretch, target_s: int | None) -> SavedStoryboard:
    def timed(board: Storyboard) -> Storyboard:
        aimed = board if target_s is None else _aimed(board, target_s)
        return with_lengths(aimed, fitted.storyboard)

    return await change(context, timed, message=f"Fit the length to {fitted.target_s} s")


def _aimed(board: Storyboard, target_s: int) -> Storyboard:
    return edit.set_brief(board, BriefChange(target_s=target_s))


CHECK = Tool(
    name="check_storyboard",
    description="Check the storyboard: does the hook land within 3 seconds, is the length right, are "
    "fields empty, pictures doubled, texts too long to read, words banned. Errors, warnings and "
    "suggestions with their rule. Call it before the first render, and when the user asks whether it "
    "is good; mend errors.",
    arguments=NoArguments,
    run=check_storyboard,
)
FIT = Tool(
    name="fit_length",
    description="Bring the video to the length asked for by longer or shorter pauses; words, voices and "
    "locked scenes stay. Where that is not enough, it answers what would be: tell the user, or rewrite "
    "scenes.",
    arguments=FitArguments,
    run=fit_length,
)
