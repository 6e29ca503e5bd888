"""Show the storyboard and the cost."""

from decimal import Decimal

from studio.domain.cards import CostCard, CostLine
from studio.domain.errors import Misconfigured
from studio.domain.estimate import Estimate
from studio.domain.pacing import lengths
from studio.domain.scene import Scene
from studio.services import budgets, ledger, quotes
from tools.context import ToolContext
from tools.spec import NoArguments, Tool
from tools.storyboards import answer, known_assets, latest, show


async def show_storyboard(context: ToolContext, arguments: NoArguments) -> str:
    """Show the storyboard to the user and its words to the model."""
    saved = await latest(context)
    if saved is None:
        return answer(ok=True, version=0, scenes=[])
    card = await show(context, saved)
    board, made = saved.storyboard, await known_assets(context, saved.storyboard)
    return answer(
        ok=True,
        version=saved.version,
        title=board.title,
        topic=board.brief.topic,
        target_s=board.brief.target_s,
        estimated_s=card.estimated_s,
        language=board.brief.language,
        tempo=board.brief.tempo,
        audience=board.brief.audience,
        tone=board.brief.tone,
        pack=board.pack,
        template=board.template,
        sources=[{"title": s.title, "url": s.url or s.name} for s in board.sources],
        mood=board.style.mood,
        captions=board.style.captions,
        caption_look=board.style.caption_look.model_dump(mode="json", exclude_defaults=True),
        overlays=board.style.overlays,
        progress_bar=board.style.progress_bar,
        voice=board.style.voice.voice,
        music=board.music.model_dump(mode="json", exclude_none=True),
        effects=board.style.effects,
        output={
            "format": board.output.format,
            "fps": board.output.fps,
            "codec": board.output.codec,
            "platform": board.output.platform,
        },
        keywords=list(board.brief.keywords),
        hooks=[hook.text for hook in board.hooks],
        chosen_hook=None if board.chosen_hook is None else board.chosen_hook + 1,
        scenes=[
            _told(n, scene, seconds)
            for n, (scene, seconds) in enumerate(
                zip(board.scenes, lengths(board, made), strict=True), start=1
            )
        ],
    )


async def show_cost(context: ToolContext, arguments: NoArguments) -> str:
    """Show what the thread has used, and what its storyboard still needs."""
    to_come = await _to_come(context)
    async with context.studio.work() as work:
        used = await ledger.lines(work, owner_id=context.owner_id, thread_id=context.thread_id)
        lost = await ledger.lost(work, owner_id=context.owner_id, thread_id=context.thread_id)
        left = await budgets.left(
            work,
            owner_id=context.owner_id,
            usual=context.studio.caps,
            thread_id=context.thread_id,
            turn_id=context.root_id,
        )
    lines = tuple(
        CostLine(
            provider=usage.provider,
            model=usage.model,
            unit=usage.unit,
            quantity=usage.quantity,
            cost_usd=_written(usage.cost_usd),
            is_cached=usage.is_cached,
        )
        for usage in used
    )
    card = CostCard(
        lines=lines,
        unknown_calls=lost.calls,
        unknown_usd=_written(lost.estimate_usd),
        budgets=left,
        to_come_calls=to_come.calls,
        to_come_usd=_written(to_come.cost_usd),
    )
    await context.show_card("cost", card, card_id=f"cost-{context.turn_id}")
    return answer(ok=True, **card.model_dump(mode="json"))


async def _to_come(context: ToolContext) -> Estimate:
    saved, studio = await latest(context), context.studio
    if saved is None:
        return Estimate()
    try:
        async with studio.work() as work:
            return quotes.estimated(
                await quotes.of_storyboard(
                    work,
                    owner_id=context.owner_id,
                    storyboard=saved.storyboard,
                    pictures=studio.pictures,
                    speech=studio.speech,
                )
            )
    except Misconfigured:
        # It names a maker that is gone: what was spent is told all the same.
        return Estimate(has_unknown=True)


def _written(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.normalize():f}"


def _told(number: int, scene: Scene, seconds: float) -> dict[str, object]:
    return {
        "number": number,
        "seconds": round(seconds, 1),
        "narration": scene.narration,
        "on_screen_text": scene.on_screen_text,
        "overlays": [
            {"kind": o.kind} | o.model_dump(mode="json", exclude_defaults=True)
            for o in scene.overlays
        ],
        "visual_prompt": scene.visual_prompt,
        "has_own_media": scene.media is not None,
        "clip_sound": scene.media.sound if scene.media else None,
        "motion": scene.motion,
        "fit": scene.fit,
        "transition": scene.transition,
        "locked": scene.locked,
    }


STORYBOARD = Tool(
    name="show_storyboard",
    description="Show the storyboard to the user and read its present words. Call it before "
    "editing when the words of the scenes are not known from this conversation.",
    arguments=NoArguments,
    run=show_storyboard,
)
COST = Tool(
    name="show_cost",
    description="Show what this conversation has used and cost so far.",
    arguments=NoArguments,
    run=show_cost,
)
