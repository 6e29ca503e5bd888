"""``reelwright batch``: many videos from a list, and how they stand."""

import sys
import time
import uuid
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from api.cli.approvals import YES
from api.cli.client import Client, Refused
from api.cli.render import last_thread
from api.cli.scripts import answer_scripts, asking
from api.cli.server import any_client
from api.cli.steps import Steps
from studio.domain.budget import dollars
from studio.domain.errors import InvalidMessage, StudioError
from studio.settings import Settings

MADE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
LOOK_S = 2.0
IN_CHAT = "`reelwright chat --thread ID`."
SCRIPTS_WAIT = "Some wait with their script: `reelwright batch --scripts`, or " + IN_CHAT
_STYLES = {"done": "green", "failed": "red", "cancelled": "dim", "asks": "yellow"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a list in a file, or a batch that exists.

    Attributes:
        file: The list; ``-`` is standard input; empty looks at ``batch_id``.
        batch_id: Which batch; empty for the newest.
        action: ``follow``, ``cancel``, ``retry`` or ``scripts``.
        settings: What all videos share, as the API takes it.
        yes_usd: Approved beforehand.
        thread_id: With languages: whose video; empty for the last conversation's.
        languages: Into which a video is put.
    """

    file: str
    batch_id: str
    action: str
    settings: dict[str, Any]
    yes_usd: float | None
    thread_id: str = ""
    languages: tuple[str, ...] = ()


def batch(settings: Settings, console: Console, wanted: Wanted, *, url: str, api_key: str) -> int:
    """Begin a batch or look at one, follow it to its end, and give the exit code."""
    steps = Steps(console)
    try:
        with any_client(settings, steps, url=url, api_key=api_key) as client:
            begun = _begin(client, console, wanted)
            return MADE if begun is None else _follow(client, console, begun)
    except InvalidMessage as error:
        steps.say(str(error), style="red")
        return BAD_INPUT
    except StudioError as error:
        steps.say(str(error), style="red")
        return FAILED
    except Refused as refusal:
        steps.say(refusal.detail, style="red")
        return BAD_INPUT if refusal.status in {413, 422} else FAILED
    except KeyboardInterrupt:
        steps.say("It goes on; `reelwright batch` shows it again, --cancel stops it.")
        return INTERRUPTED


def _begin(client: Client, console: Console, wanted: Wanted) -> dict[str, Any] | None:
    if not wanted.file and not wanted.languages:
        return _act(client, console, wanted)
    asked: dict[str, Any] = {"id": str(uuid.uuid4()), **wanted.settings}
    asked |= {"languages": wanted.languages} if wanted.languages else {"text": _read(wanted.file)}
    if wanted.yes_usd is not None:
        asked["yes_usd"] = str(wanted.yes_usd)
    try:
        return _send(client, wanted, asked)
    except Refused as refusal:
        if refusal.code != "approval_needed" or not sys.stdin.isatty():
            raise
        console.print(refusal.detail, markup=False)
        said = console.input("[bold]Make them up to how many dollars?[/] \\[none] ").strip()
    if not said or said.lower() in {"n", "no", "none"}:
        return None
    yes: dict[str, Any] = {"yes_to_unpriced": True} if said.lower() in YES else {"yes_usd": said}
    return _send(client, wanted, asked | yes)


def _act(client: Client, console: Console, wanted: Wanted) -> dict[str, Any] | None:
    """Do what is asked of a batch that exists, and give it where it is to be followed."""
    batch_id = wanted.batch_id or client.newest_batch()
    if wanted.action != "scripts":
        return client.act_on_batch(batch_id, wanted.action)
    if answer_scripts(client, console, batch_id, asking(console)):
        return client.batch(batch_id)
    return None


def _send(client: Client, wanted: Wanted, asked: dict[str, Any]) -> dict[str, Any]:
    if wanted.languages:
        return client.localise(wanted.thread_id or last_thread(client), asked)
    return client.begin_batch(asked)


def _follow(client: Client, console: Console, card: dict[str, Any]) -> int:
    for note in card.get("notes", ()):
        console.print(note, markup=False)
    with Live(table(card), console=console, auto_refresh=False) as live:
        while card["state"] == "running" and not _waits(card):
            time.sleep(LOOK_S)
            card = client.batch(card["batch_id"])
            live.update(table(card), refresh=True)
    for video in card["videos"]:
        if video["state"] == "done":
            print(video["thread_id"], video["title"], sep="\t")
    for video in card["videos"]:
        if video["reason"]:
            console.print(f"{video['number']}. {video['title']}: {video['reason']}", markup=False)
    if _waits(card):
        console.print(SCRIPTS_WAIT if _has_scripts(card) else "Some wait for an answer: " + IN_CHAT)
    return MADE if card["done"] == card["count"] else FAILED


def table(card: dict[str, Any]) -> Table:
    """Draw a batch."""
    cost = dollars(Decimal(str(card["cost_usd"])))
    head = f"{card['title']}: {card['done']} of {card['count']} done, {cost}"
    shown = Table(title=head, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in ("", "title", "length", "state", "cost", "conversation"):
        shown.add_column(column)
    for video in card["videos"]:
        length = video["duration_s"] or video["target_s"]
        state = video["state"]
        at = f" {video['fraction']:.0%}" if state == "rendering" else ""
        shown.add_row(
            str(video["number"]),
            escape(video["title"]),
            f"{length:.3g} s",
            f"[{_STYLES.get(state, 'default')}]{state}{at}[/]",
            dollars(Decimal(str(video["cost_usd"]))),
            str(video["thread_id"] or ""),
        )
    return shown


def _waits(card: dict[str, Any]) -> bool:
    """Tell whether nothing goes on but what waits for an answer."""
    states = {video["state"] for video in card["videos"]}
    return "asks" in states and states <= {"asks", "done", "failed", "cancelled"}


def _has_scripts(card: dict[str, Any]) -> bool:
    return any(video["gate_kind"] == "script" for video in card["videos"])


def _read(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidMessage(f"{file!r} is not a text file in UTF-8.") from error
    except OSError as error:
        raise InvalidMessage(f"{file!r} cannot be read: {error.strerror}.") from error
