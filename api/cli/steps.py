"""What a command shows while it works: steps with their times, and sentences between them."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

_NAME_WIDTH = 12


class Step:
    """One step under way; ``detail`` is shown when it is done."""

    def __init__(self) -> None:
        """Begin without a detail."""
        self.detail = ""


class Steps:
    """Shows steps on a terminal."""

    def __init__(self, console: Console) -> None:
        """Show them on this console."""
        self.console = console

    @contextmanager
    def step(self, name: str, doing: str) -> Generator[Step, None, None]:
        """Show that something is being done, then how long it took."""
        begun = time.monotonic()
        step = Step()
        with self.console.status(f"{name:<{_NAME_WIDTH}} {escape(doing)} ..."):
            yield step
        took = time.monotonic() - begun
        self.console.print(
            f" [green]✓[/] {name:<{_NAME_WIDTH}} {escape(step.detail)} [dim]{took:.1f} s[/]",
            highlight=False,
        )

    def say(self, text: str, *, style: str = "") -> None:
        """Show a sentence."""
        self.console.print(f" {escape(text)}", style=style or None, highlight=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        """Show something that the user should know of."""
        self.say(f"! {text}", style="yellow")

    def trouble(self, source: str, level: str, text: str) -> None:
        """Show a line of trouble from a child's log."""
        style = "yellow" if level == "warning" else "red"
        self.say(f"{source}: {text}", style=style)
