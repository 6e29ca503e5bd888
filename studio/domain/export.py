"""Exports: other files that are made of a finished video."""

from enum import StrEnum

from studio.domain.render import Artifact, ArtifactKind, RenderStatus
from studio.domain.units import ExportId, RenderId
from studio.domain.value import Value

RELAY_BYTES = int(9.5 * 1024 * 1024)
"""What a chat takes as an upload, with room for its envelope."""


class ExportKind(StrEnum):
    """What a finished video can be made into.

    Attributes:
        GIF: The first seconds, small, without sound: plays everywhere.
        WEBP: The same, larger and smoother in fewer bytes: plays in browsers.
        COVERS: Three pictures to choose a cover from, in one ZIP file.
        AUDIO: The sound alone, as AAC.
        RELAY: A copy of at most ``RELAY_BYTES``, to be uploaded in a chat.
    """

    GIF = "gif"
    WEBP = "webp"
    COVERS = "covers"
    AUDIO = "audio"
    RELAY = "relay"

    @property
    def artifact(self) -> ArtifactKind:
        """What the file is called among the files of its render."""
        return ArtifactKind(self.value)


class Export(Value):
    """One export, as it stands.

    Attributes:
        id: Of this export.
        render_id: Of which video.
        kind: What it is made into.
        status: Where it stands.
        fraction: Done, 0 to 1.
        seconds_left: Until it is done, by what it took so far; ``None`` while nothing can be said.
        error: What went wrong, for the user; empty unless failed.
        artifact: ``None`` until done.
    """

    id: ExportId
    render_id: RenderId
    kind: ExportKind
    status: RenderStatus
    fraction: float
    seconds_left: float | None = None
    error: str = ""
    artifact: Artifact | None = None
