"""The commands about a storyboard's history: ``history``, ``compare``, ``undo``, ``redo``, ``restore``, ``fork``."""

from typing import Annotated, Any

import typer
from rich.console import Console

from api.cli.options import Key, Url
from studio.wiring import read_environment

Thread = Annotated[str, typer.Option(help="The conversation; left out, the one used last.")]
Steps = Annotated[int, typer.Option(min=1, max=100, help="Changes; one message is one.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (history, compare, undo, redo, restore, fork):
        app.command()(command)


def history(thread: Thread = "", url: Url = "", api_key: Key = "") -> None:
    """Show what was changed, message by message, and what can be undone."""
    _run("history", {}, thread, url, api_key)


def compare(
    old: Annotated[int | None, typer.Argument(metavar="[FROM]", min=1)] = None,
    new: Annotated[int | None, typer.Argument(metavar="[TO]", min=1)] = None,
    thread: Thread = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Show what is different between two versions; without numbers, what changed last."""
    _run("compare", {"from": old, "to": new}, thread, url, api_key)


def undo(steps: Steps = 1, thread: Thread = "", url: Url = "", api_key: Key = "") -> None:
    """Take the last changes back; nothing is lost."""
    _run("undo", {"steps": steps}, thread, url, api_key)


def redo(steps: Steps = 1, thread: Thread = "", url: Url = "", api_key: Key = "") -> None:
    """Do again what was undone last."""
    _run("redo", {"steps": steps}, thread, url, api_key)


def restore(
    version: Annotated[int | None, typer.Argument(min=1)] = None,
    scene: Annotated[int | None, typer.Option(min=1, max=60, help="Only this scene.")] = None,
    thread: Thread = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Bring back a version, or one scene as it was."""
    _run("restore", {"version": version, "scene": scene}, thread, url, api_key)


def fork(
    version: Annotated[int | None, typer.Argument(min=1)] = None,
    title: Annotated[str, typer.Option(help="Of the new video.")] = "",
    hook: Annotated[int | None, typer.Option(min=1, max=5, help="Open it with this hook.")] = None,
    thread: Thread = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Begin a conversation of its own with a version; prints its id."""
    _run("fork", {"version": version, "title": title, "hook": hook}, thread, url, api_key)


def _run(what: str, asked: dict[str, Any], thread: str, url: str, api_key: str) -> None:
    from api.cli.versions import run  # noqa: PLC0415

    given = {name: value for name, value in asked.items() if value not in (None, "")}
    code = run(
        read_environment(),
        Console(),
        what=what,
        asked=given,
        thread_id=thread,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)
