"""What is at work, and whether it is well."""

from typing import Literal

from pydantic import BaseModel, Field


class Fleet(BaseModel):
    """The renderer's workers on all machines."""

    slots: int = Field(description="Tasks that can be at work at a time: one for each worker.")
    busy: int = Field(description="Of these, the ones that are at work.")
    waiting: int = Field(description="Tasks that wait for a worker.")
    machines: int


class Status(BaseModel):
    """What this server works with."""

    version: str
    model: str = Field(examples=["director"])
    model_kind: str = Field(examples=["offline"])
    pictures: str = Field(examples=["illustrator-1"])
    speech: str = Field(examples=["espeak-1"])
    languages: list[str] = Field(
        description="Those that a voice speaks: BCP 47, without regions.", examples=[["de", "en"]]
    )
    renderer: Fleet | None = Field(description="Null while the queue cannot be asked.")


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether everything that requests need is there; ``ok`` or what is wrong, by part."""

    ready: bool
    checks: dict[str, str]
