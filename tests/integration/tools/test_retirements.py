"""A model that ends soon is warned of in the conversation that uses it, once."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from studio.domain.conversation import Role
from studio.domain.events import TextDelta
from studio.domain.retirement import Retirement
from tests.support.makers import only
from tests.support.priced import PricedPictures
from tests.support.toolbox import Toolbox
from tests.support.turns import messages_of

END = Retirement(
    provider="priced-1",
    model="m",
    ends=date(2026, 12, 1),
    instead="n",
    source="a test",
    read_on=date(2026, 11, 1),
)


class At:
    """A clock that stands still."""

    def __init__(self, day: str) -> None:
        self._now = datetime.fromisoformat(f"{day}T12:00:00+00:00")

    def now(self) -> datetime:
        return self._now


def on(box: Toolbox, day: str, end: Retirement = END) -> Toolbox:
    studio = replace(
        box.studio,
        clock=At(day),
        pictures=only(PricedPictures("0.01")),
        ends={"REELWRIGHT_PICTURES_PRICED_MODEL": end},
    )
    return replace(box, studio=studio)


async def warnings(box: Toolbox) -> list[str]:
    said = await messages_of(box.studio, box.owner, box.thread)
    return [m.content for m in said if m.role is Role.ASSISTANT]


async def test_what_ends_soon_is_said_once_in_a_conversation(box: Toolbox) -> None:
    soon = on(box, "2026-11-28")
    await soon.draft("One.")

    await soon.call("make_pictures")
    await soon.edit({"op": "rewrite", "scene": 1, "visual_prompt": "another"})
    await soon.call("make_pictures")

    told = ["m of priced-1 ends on 2026-12-01, in 3 days; in its place: n."]
    assert await warnings(soon) == told
    assert [e.delta for e in soon.told if isinstance(e, TextDelta)] == told


@pytest.mark.parametrize("other", [{"model": "x"}, {"ends": date(2027, 9, 1)}])
async def test_what_is_not_used_or_ends_late_is_not_mentioned(
    box: Toolbox, other: dict[str, object]
) -> None:
    quiet = on(box, "2026-11-28", END.model_copy(update=other))
    await quiet.draft("One.")

    await quiet.call("make_pictures")

    assert await warnings(quiet) == []
