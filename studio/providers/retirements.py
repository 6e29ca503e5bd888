"""When models end, from a dated table."""

import tomllib
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

_TABLE = Path(__file__).with_name("retirements.toml")


class Retirement(BaseModel):
    """The end of some models.

    Attributes:
        provider: As charges name it.
        models: Their names; ``*`` stands for anything.
        ends: The last day is the one before.
        instead: What the provider, or we, name in its place.
        source: Who says so.
        read_on: When it was read there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str
    models: tuple[str, ...]
    ends: date
    instead: str
    source: str
    read_on: date


def retirement(provider: str, model: str) -> Retirement | None:
    """Give the announced end of a model, if there is one."""
    for row in _rows():
        if row.provider == provider and any(fnmatchcase(model, name) for name in row.models):
            return row
    return None


@lru_cache(maxsize=1)
def _rows() -> tuple[Retirement, ...]:
    found: dict[str, Any] = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(Retirement.model_validate(row) for row in found["end"])
