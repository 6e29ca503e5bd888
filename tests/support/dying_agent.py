"""An agent that is killed beside a checkpoint: ``python -m tests.support.dying_agent``.

It calls ``undo`` once. ``writes`` kills it when the call's answer should be written, so after the
storyboard's row; ``checkpoint`` when the step's checkpoint should be, so after the answer.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.messages import ToolMessage
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver

from agent.checkpoints import Checkpoints
from studio.jobs.memory import MemoryRenderQueue
from tests.support.makers import FLAT, HUMMED
from tests.support.scripted import Scripted, call
from tests.support.studio import open_test_studio
from tests.support.turns import running


class DyingSaver(AsyncPostgresSaver):
    """Kills its process, as ``kill -9`` does."""

    def __init__(self, saver: AsyncPostgresSaver, point: str) -> None:
        super().__init__(saver.conn, serde=saver.serde)
        self._point = point
        self._is_answered = False

    async def aput_writes(
        self, config: Any, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        is_answer = any(_holds_answer(value) for _, value in writes)
        if is_answer and self._point == "writes":
            os.kill(os.getpid(), signal.SIGKILL)
        await super().aput_writes(config, writes, task_id, task_path)
        self._is_answered |= is_answer

    async def aput(self, config: Any, checkpoint: Any, metadata: Any, new_versions: Any) -> Any:
        if self._is_answered:
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().aput(config, checkpoint, metadata, new_versions)


class DyingCheckpoints(Checkpoints):
    """Gives savers that kill."""

    def __init__(self, kept: Checkpoints, point: str) -> None:
        self._kept = kept
        self._point = point
        self.memory = kept.memory

    def saver(self) -> AsyncPostgresSaver:
        return DyingSaver(self._kept.saver(), self._point)


def _holds_answer(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, ToolMessage) for item in items)


async def main(url: str, redis_url: str, folder: str, point: str) -> None:
    """Serve turns until killed."""
    async with open_test_studio(url, redis_url, Path(folder)) as whole:
        studio = replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)
        model = Scripted.of([call("undo", id="c-undo")], ["never said"])
        async with running(
            studio,
            url,
            model,
            worker="doomed",
            lease_s=1.0,
            wrap=lambda kept: DyingCheckpoints(kept, point),
        ):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
