"""What a change would take: edits are tried on a copy, a card is shown, and nothing is kept."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field, ValidationError

from studio.domain.errors import Invalid, InvalidEdit
from studio.domain.events import Event
from tools import brief, checking, hooks, music, output, packs, pictures, presets, scenes, style
from tools.context import Rehearsal, ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import answer, card_between, current

EDITS = {
    tool.name: tool
    for tool in (
        brief.TOOL,
        style.TOOL,
        output.TOOL,
        scenes.TOOL,
        hooks.TOOL,
        packs.SET,
        pictures.SET,
        music.TOOL,
        checking.FIT,
        presets.USE,
    )
}
"""Tools that change the storyboard alone, so that they can be tried on a copy."""
BROUGHT = "Stock has to be fetched before it can be tried; find it first, then ask what it takes."


class Step(Arguments):
    """One edit that would be made."""

    tool: Literal[
        "set_brief",
        "set_style",
        "set_output",
        "edit_scenes",
        "choose_hook",
        "set_pack",
        "set_pictures",
        "set_music",
        "fit_length",
        "use_preset",
    ]
    arguments: dict[str, Any] = Field(default_factory=dict, description="As that tool takes them.")


class WhatIfArguments(Arguments):
    """The edits, as they would be called."""

    calls: list[Step] = Field(min_length=1, max_length=8)


async def what_if(context: ToolContext, arguments: WhatIfArguments) -> str:
    """Tell what edits would change, cost and take, without making them.

    Raises:
        Invalid: The arguments of an edit do not fit.
        InvalidEdit: An edit does not fit, or changes nothing.
    """
    before = await current(context)
    copy = Rehearsal(before)
    trying = replace(context, rehearsal=copy, emit=_unheard)
    for step in arguments.calls:
        await _try(trying, step)
    if copy.saved.storyboard == before.storyboard:
        raise InvalidEdit("That would change nothing.")
    card = await card_between(context, before, copy.saved)
    if card is None:
        raise InvalidEdit("What that takes cannot be told: a maker that it names is not here.")
    card = card.model_copy(update={"is_dry": True, "new": before.version})
    await context.show_card("change", card, card_id=f"what-if-{context.call_id or context.turn_id}")
    return answer(
        ok=True,
        nothing_was_changed=True,
        words=card.words,
        scenes=card.scenes,
        removed=card.removed,
        renumbered=card.renumbered,
        takes_s=card.takes_s,
        cost_usd=card.cost_usd,
        asks_first=card.asks,
        stays=card.segments_reused,
    )


async def _try(context: ToolContext, step: Step) -> None:
    if step.tool == "set_music" and step.arguments.keys() & {"query", "candidate"}:
        raise InvalidEdit(BROUGHT)
    if step.tool == "set_music" and step.arguments.get("source") == "stock":
        raise InvalidEdit(BROUGHT)
    tool = EDITS[step.tool]
    try:
        asked = tool.arguments.model_validate(step.arguments)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise Invalid(f"{step.tool}: {place}: {first['msg']}") from error
    await tool.run(context, asked)


async def _unheard(event: Event) -> None:
    """Nobody is told of what is only tried."""


TOOL = Tool(
    name="what_if",
    description="Tell what edits would change, cost and take WITHOUT making them, where the user asks "
    "('what would it cost to put scene 3 at night?', 'how long would German take?'). Give the calls that "
    "would be made. Then tell the user, and make them only if they say so.",
    arguments=WhatIfArguments,
    run=what_if,
)
