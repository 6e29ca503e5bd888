"""Links to files."""

from pydantic import BaseModel, Field


class Link(BaseModel):
    """A signed address that needs no token until it expires."""

    url: str = Field(examples=["/v1/artifacts/0190.../?exp=1764000000&sig=..."])
