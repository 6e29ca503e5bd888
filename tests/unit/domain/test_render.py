"""What is waited for, and how long it still takes."""

import pytest

from studio.domain.render import (
    WATCHED_AT_ONCE,
    RenderProfile,
    Urgency,
    seconds_left,
    urgency_of,
)

DRAFT, STANDARD = RenderProfile.DRAFT, RenderProfile.STANDARD


@pytest.mark.parametrize(
    ("profile", "is_asked_in_turn", "others", "urgency"),
    [
        (STANDARD, True, 0, Urgency.INTERACTIVE),
        (STANDARD, True, WATCHED_AT_ONCE, Urgency.BATCH),
        (STANDARD, False, 0, Urgency.BATCH),
        (DRAFT, False, 100, Urgency.INTERACTIVE),
    ],
)
def test_somebody_waits_for_drafts_and_for_the_first_few_renders(
    profile: RenderProfile, is_asked_in_turn: bool, others: int, urgency: Urgency
) -> None:
    asked = urgency_of(profile, is_asked_in_turn=is_asked_in_turn, others=others)
    assert asked is urgency


@pytest.mark.parametrize(
    ("fraction", "worked_s", "left_s"),
    [(0.0, 5.0, None), (0.01, 5.0, None), (0.5, 8.0, 8.0), (0.8, 8.0, 2.0), (1.0, 8.0, 0.0)],
)
def test_the_rest_takes_as_long_as_the_same_share_before(
    fraction: float, worked_s: float, left_s: float | None
) -> None:
    assert seconds_left(fraction, worked_s=worked_s) == left_s
