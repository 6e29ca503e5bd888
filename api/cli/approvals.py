"""Approvals on the command line: asked for on the terminal, or given beforehand up to an amount."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape

from studio.domain.budget import dollars
from studio.domain.gate import RETIRED

YES = frozenset({"y", "yes"})
WAIT, SKIP = "wait", "skip"
NOBODY_LOOKED = (
    "Nobody was there to look at it first, as your rule has it (GET, PUT /v1/me/wait-rule)."
)
SHOWN_FIRST = {
    "script": NOBODY_LOOKED,
    "scripts": NOBODY_LOOKED,
    "change": NOBODY_LOOKED,
    "publish": "Nobody was there to allow that others see it; `reelwright share` makes a link.",
}
"""What no amount of money stands for, and what is said where nobody sits at the terminal."""
NOBODY_CHOSE = (
    "Nobody was there to choose another maker; set a rule for it (PUT /v1/me/replacements)."
)


@dataclass(slots=True)
class Allowance:
    """What the user allows without being asked.

    Attributes:
        left_usd: How much may still be approved; ``None`` for nothing.
        ask: Asks on the terminal; ``None`` where nobody sits at one.
        choose: Lets the user choose in words; likewise.
    """

    left_usd: Decimal | None = None
    ask: Callable[[str], bool] | None = None
    choose: Callable[[str], str] | None = None

    def decide(self, interrupt: dict[str, Any]) -> dict[str, Any]:
        """Answer what a run waits for; a price that nobody knows is never approved beforehand."""
        if _asked(interrupt).get("kind") == "provider":
            return self._choose(interrupt)
        if (nobody := SHOWN_FIRST.get(str(_asked(interrupt).get("kind")))) is not None:
            return self._look(interrupt, nobody)
        total = _asked(interrupt).get("total_usd")
        price = None if total is None else Decimal(str(total))
        if self.left_usd is not None and price is not None and price <= self.left_usd:
            self.left_usd -= price
            return {"action": "approve"}
        question = str(interrupt.get("message") or "May the agent go on?")
        if self.ask is not None:
            return {"action": "approve" if self.ask(question) else "reject"}
        return {"action": "reject", "note": _why(price)}

    def _look(self, interrupt: dict[str, Any], nobody: str) -> dict[str, Any]:
        """Let the user look; no amount that was allowed beforehand is a look."""
        if self.ask is None:
            return {"action": "reject", "note": nobody}
        is_yes = self.ask(str(interrupt.get("message") or "May the agent go on?"))
        return {"action": "approve" if is_yes else "reject"}

    def _choose(self, interrupt: dict[str, Any]) -> dict[str, Any]:
        """Let the user say who does it; nobody but they may take another maker than was agreed."""
        ways: list[dict[str, str]] = _asked(interrupt).get("alternatives") or []
        names = [way["name"] for way in ways]
        if self.choose is None:
            return {"action": "reject", "note": NOBODY_CHOSE}
        # A model that has ended does not come back.
        outs = (SKIP,) if _asked(interrupt).get("trouble") == RETIRED else (WAIT, SKIP)
        said = self.choose(f"{interrupt.get('message')} [{'/'.join((*names, *outs))}] ")
        if said in names:
            return {"action": "approve", "use": said}
        return {"action": "retry" if said == WAIT and WAIT in outs else "reject"}


def allowance(console: Console, yes_usd: float | None) -> Allowance:
    """Give what is allowed beforehand, and a way to ask where there is a terminal."""
    left = None if yes_usd is None else Decimal(str(yes_usd))
    if not sys.stdin.isatty():
        return Allowance(left)
    return Allowance(left, _asking(console), _choosing(console))


def _asking(console: Console) -> Callable[[str], bool]:
    def ask(question: str) -> bool:
        said = console.input(f"[bold]{escape(question)}[/] \\[y/N] ")
        return said.strip().lower() in YES

    return ask


def _choosing(console: Console) -> Callable[[str], str]:
    def choose(question: str) -> str:
        return console.input(f"[bold]{escape(question)}[/]").strip().lower()

    return choose


def _why(price: Decimal | None) -> str:
    if price is None:
        return "Nobody was there to approve a price that is not known."
    return f"Nobody was there to approve it; --yes {price} would."


def told(interrupt: dict[str, Any]) -> str:
    """Say what a run waits for, line by line."""
    asked = _asked(interrupt)
    bought: list[dict[str, Any]] = asked.get("lines") or []
    lines = [str(interrupt.get("message") or "")]
    for line in bought:
        cost = line.get("cost_usd")
        price = "price not known" if cost is None else dollars(Decimal(str(cost)))
        what = f"{line['provider']} {line['model']}".strip()
        lines.append(f"  scene {line['scene']}: {line['what']} by {what}, {price}")
    script: list[dict[str, Any]] = asked.get("script") or []
    lines += [f"  {line['scene']}. {line['narration']}" for line in script]
    scripts = [one for one in asked.get("videos") or () if "script" in one]
    lines += [f"  {line}" for one in scripts for line in script_lines(one)]
    lines += [f"  {words}" for words in asked.get("words") or ()]
    if asked.get("kind") == "publish":
        lines.append(f'  "{asked["title"]}", {asked["days"]} days')
    ways: list[dict[str, Any]] = asked.get("alternatives") or []
    for way in ways:
        cost = way.get("total_usd")
        price = "price not known" if cost is None else dollars(Decimal(str(cost)))
        lines.append(f"  {way['name']}: {way['title']}, {price} for {len(way['lines'])} calls")
    return "\n".join(lines)


def script_lines(one: dict[str, Any]) -> list[str]:
    """Write the script of one video of a batch, a line for each scene."""
    lines = [f"{one['number']}. {one['title']}"]
    for line in one["script"]:
        written = f" [{line['on_screen_text']}]" if line["on_screen_text"] else ""
        lines.append(f"   {line['scene']}. {line['narration']}{written}")
    return lines


def _asked(interrupt: dict[str, Any]) -> dict[str, Any]:
    metadata: dict[str, Any] = interrupt.get("metadata") or {}
    return metadata.get("ask") or {}
