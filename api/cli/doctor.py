"""``reelwright doctor``: one table of what is there, what is missing and how to mend it."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.cli import checks, provider_checks
from api.cli.checks import Check
from api.cli.state import StateDir
from studio.settings import Settings

_MARKS = {"ok": "[green]✓[/]", "warn": "[yellow]![/]", "bad": "[red]✗[/]"}


def examine(settings: Settings, console: Console, *, ask_paid: bool = False) -> int:
    """Show every finding; 1 where something keeps Reelwright from working.

    Args:
        settings: What is configured.
        console: Where to show it.
        ask_paid: Whether a model that may cost money is asked what it can do, too.
    """
    state = StateDir(settings.state.state_dir)
    looks = CHECKS | ({"model": checks.probed_model} if ask_paid else {})
    findings = {name: look(settings, state) for name, look in looks.items()}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "part", "found", "to mend it"):
        table.add_column(column, overflow="fold")
    for name, found in findings.items():
        table.add_row(_MARKS[found.state], name, escape(found.detail), escape(found.mend))
    console.print(table)
    return 1 if any(found.state == "bad" for found in findings.values()) else 0


CHECKS: dict[str, Check] = {
    "Python": checks.python,
    "PostgreSQL": checks.postgres_binaries,
    "Valkey": checks.valkey_binary,
    "database": checks.database,
    "queue": checks.key_value_store,
    "renderer": checks.renderer,
    "storage": checks.storage,
    "disk": checks.disk,
    "fonts": checks.fonts,
    "voice": checks.voice,
    "model": checks.model,
    "retirements": provider_checks.ends,
    "providers": provider_checks.weather,
    "ffmpeg": checks.ffmpeg,
    "decoders": checks.seclusion,
    "encoder": checks.encoder,
    "signature": checks.signature,
    "chat page": checks.page,
    "address": checks.port,
}
