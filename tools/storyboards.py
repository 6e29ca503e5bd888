"""Read, change and show the thread's storyboard."""

import json
from collections.abc import Callable, Mapping

from studio.db.work import Work
from studio.domain.asset import SceneAssets
from studio.domain.cards import StoryboardCard
from studio.domain.channel import Profile, begin, refuse_banned
from studio.domain.comparison import compare, told
from studio.domain.errors import InvalidEdit, InvalidScript, Misconfigured, VersionConflict
from studio.domain.events import StoryboardSaved
from studio.domain.pacing import lengths
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.domain.version_cards import ChangeCard
from studio.services import assets, profiles, scopes, storyboards
from studio.services.storyboard_cards import card_of
from studio.services.storyboards import SavedStoryboard
from tools.context import Rehearsal, ToolContext

ATTEMPTS = 4

Change = Callable[[Storyboard], Storyboard]


async def current(context: ToolContext) -> SavedStoryboard:
    """Give the newest version.

    Raises:
        InvalidEdit: Nothing was drafted yet.
    """
    saved = await latest(context)
    if saved is None or not saved.storyboard.scenes:
        raise InvalidEdit("There is no script yet; draft one first.")
    return saved


async def latest(context: ToolContext) -> SavedStoryboard | None:
    """Give the newest version, if there is one; where edits are only tried, the copy."""
    if context.rehearsal is not None:
        return context.rehearsal.saved
    async with context.studio.work() as work:
        return await storyboards.latest(
            work, owner_id=context.owner_id, thread_id=context.thread_id
        )


async def change(context: ToolContext, edit: Change, *, message: str) -> SavedStoryboard:
    """Apply a pure edit to the newest version, save the outcome as the next and show it.

    A call that already was applied, before a crash, is not applied again.

    Raises:
        StudioError: The edit does not fit.
    """
    if context.rehearsal is not None:
        return await _try(context, context.rehearsal, edit)
    for attempt in range(ATTEMPTS):
        try:
            saved = await _change_once(context, edit, message=message)
            break
        except VersionConflict:
            if attempt == ATTEMPTS - 1:
                raise
    else:
        raise AssertionError("unreachable")
    await context.emit(StoryboardSaved(turn_id=context.turn_id, version=saved.version))
    await show(context, saved)
    await show_change(context, saved)
    return saved


async def _try(context: ToolContext, copy: Rehearsal, edit: Change) -> SavedStoryboard:
    profile = await profiles.read(context.profiles, owner_id=context.owner_id)
    new = edit(copy.saved.storyboard)
    refuse_banned(profile, new, before=copy.saved.storyboard)
    copy.saved = copy.saved.model_copy(update={"storyboard": new})
    return copy.saved


async def show_change(context: ToolContext, saved: SavedStoryboard) -> None:
    """Put the card into the chat that tells what this message changes so far, or renew it."""
    card = await change_card(context, saved)
    if card is None:
        return
    await context.show_card("change", card, card_id=f"change-{context.root_id}")


async def change_card(context: ToolContext, saved: SavedStoryboard) -> ChangeCard | None:
    """Tell what this message changes so far; ``None`` where there is nothing to hold it against."""
    whose = {"owner_id": context.owner_id, "thread_id": context.thread_id}
    async with context.studio.work() as work:
        steps = await storyboards.history(work, **whose)
        earlier = [step for step in steps if step.turn_id != context.root_id]
        if not earlier:
            return None
        before = await storyboards.get(work, **whose, version=earlier[-1].version)
    return await card_between(context, before, saved)


async def card_between(
    context: ToolContext, before: SavedStoryboard, after: SavedStoryboard
) -> ChangeCard | None:
    """Tell what is different between two storyboards; ``None`` where there is nothing to tell."""
    async with context.studio.work() as work:
        if not scopes.is_shown(before.storyboard, after.storyboard):
            return None
        try:
            card = await scopes.of_change(
                work,
                payer=context.payer,
                old=before,
                new=after,
                pictures=context.studio.pictures,
                speech=context.studio.speech,
                hardware=context.studio.hardware,
            )
        except (Misconfigured, InvalidScript):
            # The edit stands all the same; what is missing is told when it is made.
            return None
    words = told(compare(before.storyboard, after.storyboard), context.wording.vocabulary)
    return card.model_copy(update={"words": words})


async def _change_once(context: ToolContext, edit: Change, *, message: str) -> SavedStoryboard:
    whose = {"owner_id": context.owner_id, "thread_id": context.thread_id}
    async with context.studio.work() as work:
        before = await storyboards.latest(work, **whose)
        if before and context.call_id:
            made = await storyboards.of_call(work, **whose, call_id=context.call_id)
            if made is not None:
                # Calls after this one may have changed more; theirs is the version to show.
                return before
        profile, old = await _begun(work, context, before)
        new = edit(old)
        refuse_banned(profile, new, before=old)
        return await storyboards.save(
            work,
            owner_id=context.owner_id,
            thread_id=context.thread_id,
            storyboard=new,
            expected_version=before.version if before else 0,
            author="agent",
            message=message,
            turn_id=context.root_id,
            call_id=context.call_id or None,
        )


async def _begun(
    work: Work, context: ToolContext, before: SavedStoryboard | None
) -> tuple[Profile, Storyboard]:
    """Give the channel's profile, and the storyboard as it stands or as the channel begins one."""
    if before is not None:
        profile = await profiles.read(context.profiles, owner_id=context.owner_id)
        return profile, before.storyboard
    profile = await profiles.refresh(work, context.profiles, owner_id=context.owner_id)
    return profile, begin(profile)


async def known_assets(
    context: ToolContext, storyboard: Storyboard
) -> Mapping[SceneId, SceneAssets]:
    """Give what is already made for the scenes."""
    async with context.studio.work() as work:
        return await assets.find_for(
            work,
            owner_id=context.owner_id,
            storyboard=storyboard,
            pictures=context.studio.pictures,
            speech=context.studio.speech,
        )


async def show(context: ToolContext, saved: SavedStoryboard) -> StoryboardCard:
    """Put the storyboard's card into the chat, or renew it."""
    made = await known_assets(context, saved.storyboard)
    card = card_of(saved, made, words=context.wording)
    await context.show_card("storyboard", card, card_id=f"storyboard-{context.turn_id}")
    return card


async def in_brief(context: ToolContext, saved: SavedStoryboard, **more: object) -> str:
    """Say in a few words for the model what a change led to."""
    board = saved.storyboard
    seconds = sum(lengths(board, await known_assets(context, board)))
    return answer(
        ok=True,
        version=saved.version,
        scenes=len(board.scenes),
        estimated_s=round(seconds, 1),
        **more,
    )


def estimated_s(saved: SavedStoryboard) -> float:
    """Estimate a video's length by its words alone, whatever voice has said of them."""
    return sum(lengths(saved.storyboard, {}))


def answer(**fields: object) -> str:
    """Write an answer for the model as compact JSON."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def scene_id(storyboard: Storyboard, number: int) -> SceneId:
    """Find a scene by its number as people count.

    Raises:
        InvalidEdit: There is no such scene.
    """
    if not 1 <= number <= len(storyboard.scenes):
        raise InvalidEdit(
            f"There is no scene {number}; the video has {len(storyboard.scenes)} scenes."
        )
    return storyboard.scenes[number - 1].id
