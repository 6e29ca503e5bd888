"""Keep a video at the length asked for: by pauses, by a hair of the voice's rate, and else in words."""

from dataclasses import dataclass
from typing import Any

from studio.domain.asset import SceneAssets, speech_request
from studio.domain.lineage import Reason
from studio.domain.pacing import characters_for, lengths
from studio.domain.storyboard import Storyboard
from studio.domain.stretching import (
    CLOSE_ENOUGH,
    Stretch,
    fit,
    is_other_length,
    is_retold,
    rate_for,
    why_missed,
    with_lengths,
)
from studio.domain.units import SceneId
from studio.services import assets, paces, storyboards
from studio.services.storyboards import SavedStoryboard
from tools.context import ToolContext
from tools.storyboards import change, known_assets

AIM = "target_s"
"""In ``Storyboard.own``, where a length was asked for."""
DRAFTED = "Draft the script"
WORTH_WRITING_AGAIN = 0.08
"""Share of the length; less is mended by pauses and the voice's rate."""
USUAL_SCENE_S = 4.5
"""Before there are scenes."""


@dataclass(frozen=True, slots=True)
class _Before:
    """What a message has begun with, and whether it went back in time."""

    board: Storyboard | None
    is_return: bool


async def measure(context: ToolContext, board: Storyboard) -> dict[str, Any]:
    """Tell a model how many characters of narration fill the length, at the pace of the voice."""
    if AIM not in board.own:
        return {}
    brief = board.brief
    async with context.studio.work() as work:
        pace = await paces.of_voice(
            work, owner_id=context.owner_id, storyboard=board, speech=context.studio.speech
        )
    characters = characters_for(
        brief.target_s,
        scenes=len(board.scenes) or max(1, round(brief.target_s / USUAL_SCENE_S)),
        pace=pace,
        language=brief.language,
        tempo=brief.tempo,
    )
    return {"narration_characters": characters}


async def another_measure(context: ToolContext, board: Storyboard) -> dict[str, Any]:
    """Ask a model once in a turn to write again, where what it wrote is far from the length."""
    off = sum(lengths(board, await known_assets(context, board))) / board.brief.target_s - 1
    if AIM not in board.own or abs(off) <= WORTH_WRITING_AGAIN:
        return {}
    async with context.studio.work() as work:
        steps = await storyboards.history(
            work, owner_id=context.owner_id, thread_id=context.thread_id
        )
    drafts = [s for s in steps if s.turn_id == context.root_id and s.message == DRAFTED]
    if len(drafts) > 1:
        return {}
    written = sum(len(scene.spoken) for scene in board.scenes)
    wanted = (await measure(context, board))["narration_characters"]
    return {"written_characters": written, "write_again_with": wanted}


async def keep_length(context: ToolContext, saved: SavedStoryboard) -> SavedStoryboard:
    """Bring a video that this message has written anew, or asked another length of, to its length.

    No word is changed. What is locked, and a tempo that this message asks for, stay.
    """
    board = saved.storyboard
    if AIM not in board.own or not board.scenes:
        return saved
    before = await _before(context)
    if before.is_return or not is_retold(before.board, board):
        return saved
    made = await known_assets(context, board)
    if abs(sum(lengths(board, made)) / board.brief.target_s - 1) <= CLOSE_ENOUGH:
        return saved
    fitted = await _fitted(context, before.board, board, dict(made))
    if fitted.storyboard == board:
        return saved
    return await change(
        context,
        lambda now: _timed(now, fitted.storyboard),
        message=f"Fit the length to {fitted.target_s} s",
    )


async def told_of_length(
    context: ToolContext, saved: SavedStoryboard, *, seconds: float
) -> dict[str, Any]:
    """Say why a video that this message has changed is not as long as was asked for, and what helps."""
    board = saved.storyboard
    if AIM not in board.own or abs(seconds / board.brief.target_s - 1) <= CLOSE_ENOUGH:
        return {}
    before = await _before(context)
    if before.is_return or not is_other_length(before.board, board):
        return {}
    tempo = before.board.brief.tempo if before.board else board.brief.tempo
    missed = why_missed(board, seconds=seconds, is_new_tempo=tempo is not board.brief.tempo)
    return {
        "target_s": board.brief.target_s,
        "off_length": missed,
        "length_told": context.wording.said(missed),
    }


async def _fitted(
    context: ToolContext,
    before: Storyboard | None,
    board: Storyboard,
    made: dict[SceneId, SceneAssets],
) -> Stretch:
    is_chosen = before is not None and before.brief.tempo is not board.brief.tempo
    rate = None if is_chosen or not _is_free(context, board) else rate_for(board, made)
    if rate is None:
        return fit(board, made)
    spoken = board.model_copy(update={"voice_rate": rate})
    await assets.make_voices(
        context.studio.works,
        store=context.studio.store,
        makers=context.studio.speech,
        payer=context.payer,
        storyboard=spoken,
    )
    return fit(spoken, await known_assets(context, spoken))


def _is_free(context: ToolContext, board: Storyboard) -> bool:
    """Tell whether the voice may say everything again for nothing."""
    maker = context.studio.speech.get(board.style.voice.maker)
    said = [scene.id for scene in board.scenes if scene.spoken]
    return all(maker.quote(speech_request(board, scene)).cost_usd == 0 for scene in said[:1])


def _timed(board: Storyboard, fitted: Storyboard) -> Storyboard:
    """Take over the lengths and the voice's rate alone, in case more was changed meanwhile."""
    return with_lengths(board, fitted).model_copy(update={"voice_rate": fitted.voice_rate})


async def _before(context: ToolContext) -> _Before:
    whose = {"owner_id": context.owner_id, "thread_id": context.thread_id}
    async with context.studio.work() as work:
        steps = await storyboards.history(work, **whose)
        earlier = [step for step in steps if step.turn_id != context.root_id]
        mine = [step for step in steps if step.turn_id == context.root_id]
        board = None
        if earlier:
            found = await storyboards.get(work, **whose, version=earlier[-1].version)
            board = found.storyboard
    is_return = not mine or any(step.reason is not Reason.EDIT for step in mine)
    return _Before(board, is_return)
