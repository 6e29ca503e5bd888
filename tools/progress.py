"""A progress card that follows a count."""

from typing import Literal

from studio.domain.cards import ProgressCard
from studio.domain.events import CardPatched
from studio.domain.render import RenderStatus
from tools.context import ToolContext

Stage = Literal["pictures", "voice", "render", "export"]
State = Literal["running", "done", "failed", "cancelled"]


def ended(status: RenderStatus) -> State:
    """Give what a card shows of work that is over."""
    states: dict[RenderStatus, State] = {
        RenderStatus.DONE: "done",
        RenderStatus.FAILED: "failed",
        RenderStatus.CANCELLED: "cancelled",
    }
    return states[status]


async def show_progress(
    context: ToolContext,
    card_id: str,
    *,
    stage: Stage,
    label: str,
    done: int,
    total: int,
    state: State = "running",
) -> None:
    """Show or replace a progress card."""
    card = ProgressCard(
        stage=stage,
        label=context.wording.said(label),
        done=done,
        total=max(1, total),
        fraction=1.0 if state == "done" else done / max(1, total),
        state=state,
    )
    await context.show_card("progress", card, card_id=card_id)


async def patch_progress(
    context: ToolContext, card_id: str, *, done: int, total: int, seconds_left: float | None = None
) -> None:
    """Move a progress card on."""
    values = {
        "done": done,
        "total": max(1, total),
        "fraction": done / max(1, total),
        "seconds_left": seconds_left,
    }
    await context.emit(
        CardPatched(
            turn_id=context.turn_id,
            card_id=card_id,
            kind="progress",
            patch=[{"op": "replace", "path": f"/{k}", "value": v} for k, v in values.items()],
        )
    )
