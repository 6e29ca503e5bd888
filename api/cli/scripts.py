"""Scripts of a batch on the command line: all are printed, then answered in one line."""

import re
import sys
from collections.abc import Callable
from typing import Any

from rich.console import Console

from api.cli.approvals import YES, script_lines
from api.cli.client import Client

NONE_WAIT = "No script waits for a yes."
NOBODY_READ = "Nobody was there to read them; run it in a terminal, or answer over HTTP."
QUESTION = "[bold]Make the videos of which?[/] \\[all / 1,3 / reject all / none] "
ALL = YES | {"all"}
REJECT = frozenset({"reject", "reject all"})


def asking(console: Console) -> Callable[[], str] | None:
    """Give the way to ask; ``None`` where nobody sits at a terminal."""
    return (lambda: console.input(QUESTION)) if sys.stdin.isatty() else None


def answer_scripts(
    client: Client, console: Console, batch_id: str, ask: Callable[[], str] | None
) -> bool:
    """Print the scripts that wait and send one answer to them, each by its id; tells whether it did."""
    waiting = client.batch_scripts(batch_id)
    if not waiting:
        console.print(NONE_WAIT)
        return False
    for one in waiting:
        console.print("\n".join(script_lines(one)), markup=False)
    if ask is None:
        console.print(NOBODY_READ)
        return False
    action, numbers = said(ask(), [one["number"] for one in waiting])
    if not numbers:
        return False
    gates = [one["gate_id"] for one in waiting if one["number"] in numbers]
    told = client.answer_scripts(batch_id, {"action": action, "gates": gates})
    console.print("\n".join(outcome(told, action)), markup=False)
    return True


def said(words: str, there: list[int]) -> tuple[str, set[int]]:
    """Read an answer: what is said, and to the scripts of which videos; to none where it is unclear."""
    plain = " ".join(words.lower().split())
    if plain in ALL:
        return "approve", set(there)
    if plain in REJECT:
        return "reject", set(there)
    if not re.fullmatch(r"\d+(?:[\s,]+\d+)*", plain):
        return "approve", set()
    numbers = {int(number) for number in re.findall(r"\d+", plain)}
    return "approve", numbers if numbers <= set(there) else set()


def outcome(told: dict[str, Any], action: str) -> list[str]:
    """Say which were answered, and which were not and why."""
    done = ", ".join(str(one["number"]) for one in told["answered"])
    head = [f"{'Approved' if action == 'approve' else 'Rejected'}: {done}."] if done else []
    return head + [f"Not answered: {one['number']}: {one['reason']}" for one in told["refused"]]
