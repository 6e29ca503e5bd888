"""What a worker does once before its first fork, so that no task's process does it again."""

import asyncio
import gc
from uuid import UUID

import av.subtitles.stream  # noqa: F401  # pyright: ignore[reportUnusedImport]
import numpy.fft  # noqa: F401  # pyright: ignore[reportUnusedImport]
import structlog
from PIL import Image, ImageFont

from renderer.pixels import kernels
from renderer.sound import waves
from studio.domain.errors import NotFound, StudioError
from studio.domain.units import RenderId
from studio.services import renders
from studio.typefaces import font_path
from studio.wiring import open_from_environment

log = structlog.get_logger()

NO_RENDER = RenderId(UUID(int=0))


def rehearse() -> None:
    """Go a task's way up to its first frame: what is read, compiled and imported there is kept.

    A part that is not there yet is no trouble: tasks wait for it and tell of it themselves.
    """
    kernels.warm_up()
    waves.warm_up()
    Image.preinit()
    ImageFont.truetype(str(font_path("display", "en", weight=900)), 10)
    asyncio.run(_look_up_nothing())
    # What lies here now is never garbage: no collection touches, and so copies, its pages again.
    gc.collect()
    gc.freeze()


async def _look_up_nothing() -> None:
    try:
        async with open_from_environment() as studio, studio.work() as work:
            await renders.load_job(work, render_id=NO_RENDER)
    except NotFound:
        return
    except StudioError as error:
        log.warning("worker.unrehearsed", reason=error.message)
