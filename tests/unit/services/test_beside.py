"""What goes on beside a call."""

import asyncio

from studio.lanes import beside


async def test_what_goes_on_beside_a_call_ends_with_it_even_if_its_cancellation_is_lost() -> None:
    is_beating = asyncio.Event()

    async def beat() -> None:
        is_beating.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return

    async def call() -> str:
        await is_beating.wait()
        return "answered"

    async with asyncio.timeout(5):
        assert await beside(call(), beat, every_s=0.01) == "answered"
