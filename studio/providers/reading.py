"""Documents and pages are read by a process of their own, with bounds and without this one's secrets."""

from collections.abc import Sequence
from pathlib import Path

from studio.domain.source import Passage
from studio.providers.opening import Opener, secluded

_PROGRAM = secluded("renderer.uploads.reading")
_TIMEOUT_S = 45.0


class ProcessReader:
    """A ``TextReader`` that survives whatever the bytes do to their parser."""

    def __init__(self, *, program: Sequence[str] = _PROGRAM, timeout_s: float = _TIMEOUT_S) -> None:
        """Take what reads a file, and how long it may take."""
        self._opener = Opener(program, timeout_s=timeout_s)

    async def read(self, path: Path, *, name: str) -> Passage:
        """Give the text of a file; its bytes alone decide what it is."""
        answer = await self._opener.answer(str(path), name, name=name)
        return Passage.model_validate(answer["passage"])
