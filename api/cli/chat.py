"""``reelwright chat``: the conversation in a terminal."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console

from api.cli import videos
from api.cli.approvals import Allowance, told
from api.cli.client import Client, Refused
from api.cli.make import approve, run_once
from api.cli.server import any_client
from api.cli.steps import Steps
from studio.domain.errors import StudioError
from studio.settings import Settings

_HINT = "Name a topic or paste a text; an empty line sends. Ctrl-C stops a run, Ctrl-D leaves."


def chat(
    settings: Settings,
    console: Console,
    *,
    thread_id: str,
    folder: Path,
    yes_usd: float | None,
    url: str,
    api_key: str,
) -> int:
    """Talk until the user leaves, and give the exit code; up to ``yes_usd`` nothing is asked."""
    steps = Steps(console)
    try:
        with any_client(settings, steps, url=url, api_key=api_key) as client:
            allowed = Allowance(None if yes_usd is None else Decimal(str(yes_usd)))
            return _talk(client, console, allowed, thread_id=thread_id, folder=folder)
    except (StudioError, Refused) as error:
        steps.say(str(error), style="red")
        return 1
    except KeyboardInterrupt:
        return 130


def _talk(
    client: Client, console: Console, allowed: Allowance, *, thread_id: str, folder: Path
) -> int:
    if thread_id:
        _recall(client.thread(thread_id), console)
    else:
        thread_id = client.create_thread()
    console.print(f"[dim]thread {thread_id}[/]", highlight=False)
    if sys.stdin.isatty():
        console.print(f"[dim]{_HINT}[/]", highlight=False)
    while (message := _read(console)) is not None:
        if message.strip():
            _answer(client, console, allowed, thread_id=thread_id, message=message, folder=folder)
    return 0


def _answer(
    client: Client,
    console: Console,
    allowed: Allowance,
    *,
    thread_id: str,
    message: str,
    folder: Path,
) -> None:
    try:
        outcome = run_once(client, console, thread_id, message, says=True)
        if allowed.left_usd is not None:
            outcome = approve(client, console, thread_id, outcome, allowed, says=True)
        for interrupt in outcome.waits_for:
            console.print(told(interrupt), markup=False, highlight=False, soft_wrap=True)
            console.print("[dim]yes, no, or yes to some scenes[/]", highlight=False)
        for card in outcome.videos:
            path = videos.save(client, card, folder / videos.file_name(card))
            console.print(f"[green]{path}[/]", highlight=False, soft_wrap=True)
        if outcome.error:
            console.print(outcome.error, style="red", markup=False)
    except (StudioError, Refused) as error:
        console.print(str(error), style="red", markup=False)
    except KeyboardInterrupt:
        console.print("Stopped.", style="yellow")


def _read(console: Console) -> str | None:
    """Give the next message: one line, or a pasted block up to an empty line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline() or None
    lines: list[str] = []
    try:
        while not lines or lines[-1]:
            lines.append(console.input("[bold]you >[/] " if not lines else "      "))
    except EOFError:
        return "\n".join(lines) if any(lines) else None
    return "\n".join(lines)


def _recall(thread: dict[str, Any], console: Console) -> None:
    messages: list[dict[str, Any]] = thread["messages"]
    for message in messages:
        if message.get("role") in {"user", "assistant"} and message.get("content"):
            who = "you >" if message["role"] == "user" else "     "
            console.print(f"{who} {message['content']}", markup=False, highlight=False)
