"""Uploads are examined by a process of their own, with bounds and without this one's secrets."""

import base64
from collections.abc import Sequence
from pathlib import Path

from studio.domain.media import MediaMeasures
from studio.ports import Examined
from studio.providers.opening import Opener, secluded

_PROGRAM = secluded("renderer.uploads.intake")
_TIMEOUT_S = 90.0


class ProcessExaminer:
    """A ``MediaExaminer`` that survives whatever the bytes do to their decoder."""

    def __init__(self, *, program: Sequence[str] = _PROGRAM, timeout_s: float = _TIMEOUT_S) -> None:
        """Take what examines a file, and how long it may take."""
        self._opener = Opener(program, timeout_s=timeout_s)

    async def examine(self, path: Path, *, name: str, clean: Path) -> Examined:
        """Measure an upload and write what is kept of it."""
        answer = await self._opener.answer(str(path), name, str(clean), name=name)
        return Examined(
            measures=MediaMeasures.model_validate(answer["measures"]),
            thumbnail=base64.b64decode(answer["thumbnail"]),
        )
