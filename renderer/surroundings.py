"""What every task needs around it: a folder for its files, a name, and words for what went wrong."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from rq import get_current_job

from studio.domain.errors import StudioError
from studio.storage.local import FULL

TOO_HEAVY = (
    "A picture or clip needs more memory than one task of the renderer may take; make it smaller."
)


@contextmanager
def scratch() -> Generator[Path]:
    """Give a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="reelwright-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def file_name(title: str) -> str:
    """Give a name for downloads, without its ending."""
    kept = "".join(c if c.isalnum() or c in " -_" else " " for c in title)
    return "-".join(kept.split())[:60].lower() or "video"


def reason(error: BaseException) -> str:
    """Give the first error of a group, in words."""
    while isinstance(error, BaseExceptionGroup):
        error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
    return error.message if isinstance(error, StudioError) else str(error)


def unwritten(errors: ExceptionGroup[OSError]) -> str:
    """Say that, and why, a file could not be written."""
    if errors.subgroup(lambda error: isinstance(error, OSError) and error.errno in FULL):
        return "The renderer's disk is full; make room and ask for the render again."
    return f"The renderer could not write its files: {reason(errors)}."


def has_another_try() -> bool:
    """Tell whether the queue will run this task again when it fails."""
    job = get_current_job()
    return job is not None and bool(job.retries_left)
