"""What every value of the domain is."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; a change is a new value."""

    model_config = ConfigDict(frozen=True, extra="forbid")
