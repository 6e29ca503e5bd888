"""``reelwright providers``: who is called, for how much, and how that goes."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.cli.client import Refused
from api.cli.costs import dollars
from api.cli.server import running_client
from studio.settings import Settings

_COLOURS = {"ended": "red", "down": "red", "struggling": "yellow", "slow": "yellow"}
_UNITS = {"pictures": "picture", "tokens_in": "tokens in", "tokens_out": "tokens out"}


def show(settings: Settings, console: Console, *, url: str, api_key: str) -> int:
    """Show every provider and give the exit code."""
    with running_client(settings, url=url, api_key=api_key) as client:
        try:
            found = client.providers()
        except Refused as refusal:
            console.print(refusal.detail, style="red", markup=False)
            return 1
    console.print(table(found))
    for line in in_words(found):
        console.print(line, markup=False, highlight=False)
    return 0


def table(providers: list[dict[str, Any]]) -> Table:
    """Give a row for every model."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("provider", "model", "health", "calls", "p50", "p95", "errors", "price"):
        shown.add_column(column, overflow="fold")
    for each in providers:
        health = str(each["health"])
        colour = _COLOURS.get(health, "default")
        for model in each["models"] or [None]:
            shown.add_row(
                escape(f"{each['kind']}: {each['name']}"),
                escape(_named(model)),
                f"[{colour}]{health}[/]",
                *(_figures(model) if model else ("", "", "", "", "")),
            )
    return shown


def in_words(providers: list[dict[str, Any]]) -> list[str]:
    """Say what is wrong, what ends, and what limits hold."""
    lines: list[str] = []
    for each in providers:
        if each["flow"] != "flowing":
            again = f" It is tried again at {each['retry_at']}." if each["retry_at"] else ""
            lines.append(f"{each['title']} is left alone: {each['message']}{again}")
        lines += [model["warning"] for model in each["models"] if model["warning"]]
        if limits := _limits(each["limits"]):
            lines.append(f"{each['kind']}: {each['name']} takes {limits}.")
    return lines


def _named(model: dict[str, Any] | None) -> str:
    if model is None:
        return ""
    return f"{model['model']} (next)" if model["is_next"] else str(model["model"])


def _figures(model: dict[str, Any]) -> tuple[str, ...]:
    errors = model["error_rate"]
    return (
        str(model["calls"]),
        _seconds(model["p50_s"]),
        _seconds(model["p95_s"]),
        "" if errors is None else f"{errors:.0%}",
        escape("; ".join(_price(price) for price in model["prices"])),
    )


def _price(price: dict[str, Any]) -> str:
    unit = _UNITS.get(price["unit"], price["unit"])
    if price["usd"] == "0":
        return "free"
    if price["usd"] is None:
        return f"a {unit}: price not known" if price["per"] == 1 else f"{unit}: price not known"
    return (
        f"{dollars(price['usd'])} a {unit}"
        if price["per"] == 1
        else (f"{dollars(price['usd'])} for {price['per']:,} {unit}")
    )


def _limits(limits: dict[str, int | None]) -> str:
    words = {
        "concurrency": "{} calls at a time",
        "requests_per_minute": "{} calls a minute",
        "tokens_per_minute": "{} tokens a minute",
    }
    return ", ".join(words[name].format(most) for name, most in limits.items() if most is not None)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"
