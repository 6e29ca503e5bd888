"""Play cases one after the other and score them."""

import time
from collections.abc import Callable, Sequence

import structlog

from evals.cases import Case
from evals.ground import Ground
from evals.play import play
from evals.report import Result
from evals.scorers import judge
from evals.thinkers import Thinker

Told = Callable[[Result], None]


async def run(
    ground: Ground, cases: Sequence[Case], *, thinker: Thinker, on_result: Told = lambda _: None
) -> list[Result]:
    """Play cases and give what came of each; one that fails leaves the others alone."""
    results: list[Result] = []
    for case in cases:
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(case=case.name):
            went = await play(ground, case, thinker=thinker)
        results.append(Result(case, judge(case, went), time.monotonic() - began))
        on_result(results[-1])
    return results
