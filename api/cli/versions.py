"""What the commands about a storyboard's history do and print."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.cli.client import Client, Refused
from api.cli.render import last_thread
from api.cli.server import running_client
from studio.settings import Settings


def run(
    settings: Settings,
    console: Console,
    *,
    what: str,
    asked: dict[str, Any],
    thread_id: str,
    url: str,
    api_key: str,
) -> int:
    """Do it, print what came of it, and give the exit code."""
    with running_client(settings, url=url, api_key=api_key) as client:
        try:
            _do(client, console, what, asked, thread_id=thread_id or last_thread(client))
        except Refused as refusal:
            console.print(refusal.detail, style="red", markup=False)
            return 1
    return 0


def _do(
    client: Client, console: Console, what: str, asked: dict[str, Any], *, thread_id: str
) -> None:
    match what:
        case "history":
            _show_history(console, client.versions(thread_id))
        case "compare":
            found = client.compare(thread_id, asked)
            console.print(f"Version {found['old']} → {found['new']}", style="bold")
            _show_lines(console, found["words"])
        case "fork":
            made = client.change_version(thread_id, what, asked)
            console.print(made["thread_id"], markup=False)
        case _:
            done = client.change_version(thread_id, what, asked)
            said = f"Version {done['version']}: {done['message']}"
            console.print(said, markup=False, highlight=False)
            _show_lines(console, done["changes"])


def _show_history(console: Console, known: dict[str, Any]) -> None:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("version", "by", "what", ""):
        shown.add_column(column, justify="right" if column == "version" else "left")
    for change in known["items"]:
        mark = "now" if change["is_current"] else "" if change["stands"] else "undone"
        style = None if change["stands"] else "dim"
        what = escape(change["message"])
        shown.add_row(str(change["version"]), change["author"], what, mark, style=style)
    console.print(shown)
    for name in ("undo", "redo"):
        if known[name] is not None:
            said = f"{name} would take: {known[name] or 'the last change'}"
            console.print(said, markup=False, highlight=False)


def _show_lines(console: Console, lines: list[str]) -> None:
    for line in lines or ["Nothing is different."]:
        console.print(f"  {line}", markup=False, highlight=False)
