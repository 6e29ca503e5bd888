"""Citations: what stands behind a claim of a scene. Pure."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from studio.domain.value import Value

MOST_CITATIONS = 20
MAX_SAYS = 600


class Citation(Value):
    """A source of something that a scene says.

    Attributes:
        says: The words, or the figures, that it stands behind; empty for all that the scene says.
        title: As people call the source.
        url: Of a page; empty for anything else.
        name: Of a document's file; empty for anything else.
    """

    says: Annotated[str, Field(max_length=MAX_SAYS)] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    url: Annotated[str, Field(max_length=2_000, pattern=r"^(https?://\S+)?$")] = ""
    name: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not (self.title.strip() or self.url or self.name):
            raise ValueError("a source has a title, an address or a file's name")
        return self

    @property
    def label(self) -> str:
        """Give what people are told: its title, and its address where that is another thing."""
        title = self.title.strip() or self.name
        return (
            f"{title} ({self.url})"
            if title and self.url and title != self.url
            else title or self.url
        )


Citations = Annotated[tuple[Citation, ...], Field(max_length=MOST_CITATIONS)]
