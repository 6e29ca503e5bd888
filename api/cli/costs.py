"""``reelwright costs``: what was used, what it cost, what is uncertain, and what is left."""

import sys
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.cli.client import Refused
from api.cli.server import running_client
from studio.settings import Settings


def show(
    settings: Settings,
    console: Console,
    *,
    thread_id: str,
    days: int,
    is_csv: bool,
    url: str,
    api_key: str,
) -> int:
    """Show an account and give the exit code."""
    with running_client(settings, url=url, api_key=api_key) as client:
        try:
            if is_csv:
                sys.stdout.write(client.costs_csv(thread_id=thread_id, days=days))
                return 0
            costs = client.costs(thread_id=thread_id, days=days)
        except Refused as refusal:
            console.print(refusal.detail, style="red", markup=False)
            return 1
    if costs["lines"]:
        console.print(table(costs))
    for line in in_words(costs):
        console.print(line, markup=False, highlight=False)
    return 0


def table(costs: dict[str, Any]) -> Table:
    """Give a row for every line."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("day", "what", "used", "cost", "price of"):
        shown.add_column(column, justify="right" if column in {"used", "cost"} else "left")
    for line in costs["lines"]:
        what = " ".join(filter(None, (line["provider"], line["model"])))
        again = " reused" if line["is_cached"] else ""
        source = " ".join(filter(None, (line["price_source"], line["price_date"])))
        shown.add_row(
            str(line["day"]),
            escape(what),
            f"{line['quantity']:,} {line['unit']}{again}",
            dollars(line["cost_usd"]),
            escape(source),
        )
    return shown


def in_words(costs: dict[str, Any]) -> list[str]:
    """Say the sum, what is uncertain or held, and what is left."""
    more = ", and what has no known price" if costs["has_unknown"] else ""
    lines = [f"In all {dollars(costs['known_usd'])}{more}."]
    for each in costs["pending"]:
        lost = "that may have been billed" if each["state"] == "unknown" else "under way"
        lines.append(
            f"{each['calls']} {each['kind']} calls of {each['provider']} {lost} "
            f"count with {dollars(each['estimate_usd'])}."
        )
        lines += [f"  {reason}" for reason in each["reasons"]]
    for left in costs["left"]:
        cap = str(left["cap"]).replace("_", " ")
        lines.append(
            f"Left of the {cap}: {dollars(left['left_usd'])} of {dollars(left['limit_usd'])}."
        )
    return lines


def dollars(amount: str | None) -> str:
    """Write an amount; what nobody knows is said."""
    if amount is None:
        return "not known"
    whole, _, parts = f"{Decimal(amount):f}".partition(".")
    return f"${whole}.{parts.rstrip('0').ljust(2, '0')}"
