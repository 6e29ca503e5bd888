"""Finished files, as clients see them."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from api.agui import Sign
from studio.domain.render import Artifact, ArtifactKind


class FileShown(BaseModel):
    """A finished file."""

    id: UUID
    kind: ArtifactKind
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    url: str = Field(description="Signed address that needs no token for 15 minutes.")

    @classmethod
    def of(cls, artifact: Artifact, sign: Sign) -> Self:
        """Show a file, with an address to fetch it from."""
        return cls.model_validate(artifact.model_dump() | {"url": sign("artifacts", artifact.id)})
