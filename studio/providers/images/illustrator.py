"""The built-in illustrator: pictures from words without a model, in worker processes."""

import asyncio
import ctypes
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Literal

from studio.domain.asset import PictureRequest
from studio.domain.errors import ProviderFailed
from studio.domain.layers import Layers, layered
from studio.domain.money import Usage, free
from studio.makers import UNBILLED, Order, Picture
from studio.providers.vendor import NoOptions, Vendor

_PR_SET_PDEATHSIG = 1
_WAIT_S = 60.0


class Illustrator:
    """Draws pictures; processes are started at the first picture and end with this one."""

    name = "illustrator-3"
    replays = True
    draws_layers: Literal[True] = True
    max_references = 0

    def __init__(self, *, processes: int = 2) -> None:
        """Take the number of worker processes."""
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def quote(self, request: PictureRequest) -> Usage:
        """It runs here."""
        return free(self.name, "pictures", 1)

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        """Draw a picture of the requested size; the same request gives the same bytes.

        Raises:
            ProviderFailed: The drawing failed, or its worker died twice.
        """
        try:
            return await self._draw(request)
        except BrokenProcessPool:
            await self.aclose()
        try:
            return await self._draw(request)
        except BrokenProcessPool as error:
            await self.aclose()
            message = "The illustrator's worker died twice; is the machine out of memory?"
            raise ProviderFailed(message) from error

    async def aclose(self) -> None:
        """End the worker processes; the next picture starts new ones."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    async def _draw(self, request: PictureRequest) -> Picture:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_prepare,
                initargs=(os.getpid(),),
            )
        future = asyncio.wrap_future(self._pool.submit(draw, request))
        try:
            return await asyncio.wait_for(future, _WAIT_S)
        except TimeoutError as error:
            message = f"The picture took more than {_WAIT_S:.0f} seconds."
            raise ProviderFailed(message) from error
        except (ValueError, ArithmeticError, OSError, MemoryError) as error:
            raise ProviderFailed(f"The picture could not be drawn: {error}.") from error


VENDOR = Vendor(
    name="illustrator",
    title="the illustrator",
    options=NoOptions,
    open=lambda options, house: Illustrator(),
)


def draw(request: PictureRequest) -> Picture:
    """Draw a picture in this process."""
    from studio.providers.images.illustration.compose import illustrate, layers  # noqa: PLC0415
    from studio.providers.images.illustration.finish import (  # noqa: PLC0415
        cut_out,
        jpeg,
        thumbnail,
    )

    image = illustrate(request)
    flat = jpeg(image)
    sheets = layers(request) if request.is_layered else None
    if sheets is not None:
        flat = layered(flat, Layers(far=jpeg(sheets[0]), near=cut_out(sheets[1])))
    return Picture(jpeg=flat, thumbnail=thumbnail(image))


def _prepare(parent: int) -> None:
    import cv2  # noqa: PLC0415

    cv2.setNumThreads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
