"""Play cases, a few at a time, and score them."""

import asyncio
import time
from collections.abc import Callable, Sequence

import structlog

from evals.cases import Case
from evals.ground import Ground
from evals.play import play
from evals.report import Result
from evals.scorers import judge
from evals.thinkers import Thinker

AT_A_TIME = 3
"""Conversations wait more than they compute."""

Told = Callable[[Result], None]


async def run(
    ground: Ground, cases: Sequence[Case], *, thinker: Thinker, on_result: Told = lambda _: None
) -> list[Result]:
    """Play cases and give what came of each, in their order; one that fails leaves the others alone."""
    slots = asyncio.Semaphore(AT_A_TIME)

    async def one(case: Case) -> Result:
        async with slots:
            began = time.monotonic()
            with structlog.contextvars.bound_contextvars(case=case.name):
                went = await play(ground, case, thinker=thinker)
            took_s = time.monotonic() - began
            result = Result(case, judge(case, went), took_s, went.thinking_usd)
            on_result(result)
            return result

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(case)) for case in cases]
    return [task.result() for task in tasks]
