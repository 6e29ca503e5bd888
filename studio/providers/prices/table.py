"""Tables of prices: data files with a source and a date in every row."""

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from pydantic import Field, ValidationError

from studio.domain.errors import Misconfigured
from studio.domain.money import Price
from studio.domain.value import Value

ANY = "*"


class Row(Value):
    """What so many of a unit cost.

    Attributes:
        provider: As charges name it.
        model: The model's name; ``"*"`` is any model of the provider that has no row of its own.
        unit: As in ``Usage``.
        variant: E.g. a quality that has its own price; empty where there are none.
        usd: US dollars for ``per`` units.
        per: How many units ``usd`` buys.
        source: Who says so.
        date: When it was read there.
    """

    provider: str
    model: str
    unit: str
    variant: str = ""
    usd: Decimal = Field(ge=0)
    per: int = Field(default=1, ge=1)
    source: str = Field(min_length=1)
    date: date

    @property
    def price(self) -> Price:
        """Give the price of one."""
        return Price(usd=self.usd / self.per, source=self.source, dated=self.date)


class Table(Value):
    """A data file."""

    price: tuple[Row, ...] = ()

    def find(self, provider: str, model: str, unit: str, *, variant: str = "") -> Price | None:
        """Give the price of one unit, of the model's own row before a row for any model."""
        rows = [
            row
            for row in self.price
            if (row.provider, row.unit, row.variant) == (provider, unit, variant)
            and row.model in {model, ANY}
        ]
        rows.sort(key=lambda row: row.model == ANY)
        return rows[0].price if rows else None


def shipped() -> Table:
    """Give the table that comes along."""
    text = files("studio.providers.prices").joinpath("prices.toml").read_text("utf-8")
    return _parse(text)


def read(path: Path) -> Table:
    """Read an operator's table.

    Raises:
        Misconfigured: It cannot be read, or a row is not whole.
    """
    try:
        return _parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Misconfigured(f"The price table {str(path)!r} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise Misconfigured(
            f"The price table {str(path)!r} is wrong at {place}: {first['msg']}."
        ) from error


def _parse(text: str) -> Table:
    return Table.model_validate(tomllib.loads(text, parse_float=Decimal))
