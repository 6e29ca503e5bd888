"""Work that a provider does while we wait: ordered once, looked at until it is done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import Field

from studio.domain.errors import OutcomeUnknown, ProviderFailed, billed
from studio.providers.vendor import ServerOptions

T = TypeVar("T")


class JobOptions(ServerOptions):
    """Options of a provider that works on orders."""

    timeout_s: float = Field(
        default=600.0, gt=0, description="Longest wait for one piece of work, its queue included."
    )
    poll_s: float = Field(
        default=1.0, gt=0, le=60, description="Between two looks at work that is ordered."
    )


async def wait_for(
    look: Callable[[], Awaitable[T | None]], *, title: str, timeout_s: float, poll_s: float
) -> T:
    """Look until there is something.

    Args:
        look: Gives ``None`` while the work goes on.
        title: The provider, for people.
        timeout_s: Longest wait.
        poll_s: Between two looks.

    Raises:
        OutcomeUnknown: It is not done in time. The provider goes on, and whoever asks again joins
            the same work.
    """
    try:
        async with asyncio.timeout(timeout_s):
            while (found := await look()) is None:  # noqa: ASYNC110 - providers have no event
                await asyncio.sleep(poll_s)
            return found
    except TimeoutError as error:
        raise OutcomeUnknown(
            f"{title} works for more than {timeout_s:.0f} seconds; ask again to go on waiting."
        ) from error


def forgotten(title: str) -> ProviderFailed:
    """Name work whose name the provider knows no longer; it may have been done."""
    return billed(ProviderFailed(f"{title} has forgotten the work that was ordered; ask again."))
