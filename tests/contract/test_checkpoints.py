"""The saver as we configure it, held against LangGraph's own conformance suite."""

from collections.abc import AsyncGenerator

from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.conformance.capabilities import BASE_CAPABILITIES
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver

from agent import checkpoints

USED = {capability.value for capability in BASE_CAPABILITIES} | {"prune"}
"""What LangGraph needs of every saver, and what we call ourselves."""


async def test_the_saver_conforms(database_url: str) -> None:
    await checkpoints.setup(database_url)
    async with checkpoints.open_checkpoints(database_url) as kept:

        @checkpointer_test(name="reelwright")
        async def saver() -> AsyncGenerator[AsyncPostgresSaver]:
            yield kept.saver()

        report = await validate(saver)
    failures = {name: result.failures for name, result in report.results.items() if result.failures}
    assert failures == {}
    assert {name for name, result in report.results.items() if result.passed} >= USED
