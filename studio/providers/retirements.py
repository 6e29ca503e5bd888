"""When models end, from a dated table."""

import tomllib
from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict

from studio.domain.retirement import Retirement
from studio.providers.vendor import Options

_TABLE = Path(__file__).with_name("retirements.toml")


class _Row(BaseModel):
    """The end of some models; ``*`` in a name stands for anything."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str
    models: tuple[str, ...]
    ends: date
    successor: str = ""
    instead: str
    source: str
    read_on: date

    def of(self, model: str) -> Retirement:
        return Retirement(model=model, **self.model_dump(exclude={"models"}))


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Mapping[str, str]
    end: tuple[_Row, ...]


def retirement(provider: str, model: str, *, base_url: str = "") -> Retirement | None:
    """Give the announced end of a model, if there is one.

    Args:
        provider: As charges name it.
        model: Its name there.
        base_url: Where it is asked; empty for the vendor's own address. At any other place a name
            says nothing about the model behind it.
    """
    table = _table()
    if base_url and httpx.URL(base_url).host != table.home.get(provider):
        return None
    for row in table.end:
        if row.provider == provider and any(fnmatchcase(model, name) for name in row.models):
            return row.of(model)
    return None


def end_of(provider: str, options: Options) -> Retirement | None:
    """Give the announced end of the model that a provider's options name, if there is one."""
    model = getattr(options, "model", "")
    return retirement(provider, model, base_url=getattr(options, "base_url", "")) if model else None


def ends_of(told: Mapping[str, Options]) -> dict[str, Retirement]:
    """Give the announced ends of the models that providers' options name."""
    found = {name: end_of(name, options) for name, options in told.items()}
    return {name: end for name, end in found.items() if end is not None}


def successors(told: Mapping[str, Options], ends: Mapping[str, Retirement]) -> dict[str, Options]:
    """Give, for each model that ends, the options of the one that answers in its place.

    Returns:
        By ``"name:model"``. What the operator knew of the old one's price is not known of it.
    """
    return {
        f"{name}:{end.successor}": _for_model(told[name], end.successor)
        for name, end in ends.items()
        if end.successor
    }


def _for_model(options: Options, model: str) -> Options:
    changed: dict[str, object] = {"model": model}
    if "price_usd" in type(options).model_fields:
        changed["price_usd"] = None
    return options.model_copy(update=changed)


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table.model_validate(tomllib.loads(_TABLE.read_text(encoding="utf-8")))
