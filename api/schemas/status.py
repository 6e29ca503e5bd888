"""What is at work, and whether it is well."""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, Field

from studio.domain.retirement import Retirement


class Fleet(BaseModel):
    """The renderer's workers on all machines."""

    slots: int = Field(description="Tasks that can be at work at a time: one for each worker.")
    busy: int = Field(description="Of these, the ones that are at work.")
    waiting: int = Field(description="Tasks that wait for a worker.")
    machines: int


class Ending(BaseModel):
    """A model that has ended, or ends within 60 days."""

    setting: str = Field(description="What names it.", examples=["REELWRIGHT_MODEL"])
    provider: str
    model: str
    ends_on: date = Field(description="From this day on it does not answer.")
    is_over: bool
    successor: str = Field(description="Answers the same requests; empty where none does.")
    message: str = Field(description="In a sentence.")

    @classmethod
    def of(cls, setting: str, end: Retirement, *, today: date) -> Self:
        """Show an end."""
        return cls(
            setting=setting,
            provider=end.provider,
            model=end.model,
            ends_on=end.ends,
            is_over=end.is_over(today),
            successor=end.successor,
            message=end.told(today),
        )


class Status(BaseModel):
    """What this server works with."""

    version: str
    model: str = Field(examples=["director"])
    model_kind: str = Field(examples=["offline"])
    pictures: str = Field(examples=["illustrator-1"])
    speech: str = Field(examples=["espeak-1"])
    picture_makers: list[str] = Field(
        description="All that make pictures here, the first one serves where none is chosen.",
        examples=[["illustrator"]],
    )
    speech_makers: list[str] = Field(description="All that speak here.", examples=[["espeak"]])
    stock_libraries: list[str] = Field(
        description="All that are asked for stock.", examples=[["openverse", "wikimedia"]]
    )
    endings: list[Ending] = Field(description="Models that end soon, or have ended.")
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
