"""``reelwright export``: another file of a finished video, saved here."""

import time
from pathlib import Path
from typing import Any

from rich.console import Console

from api.cli.client import Client, Refused
from api.cli.render import last_thread
from api.cli.server import running_client
from studio.domain.errors import StudioError
from studio.domain.export import ExportKind
from studio.settings import Settings

DONE, FAILED = 0, 1
_LOOK_S = 0.5
_OVER = frozenset({"done", "failed", "cancelled"})


def export(
    settings: Settings,
    console: Console,
    *,
    kind: ExportKind,
    out: Path | None,
    thread_id: str,
    render_id: str,
    url: str,
    api_key: str,
) -> int:
    """Make an export, save it, print its path and give the exit code."""
    try:
        with running_client(settings, url=url, api_key=api_key) as client:
            render = render_id or _newest(client, thread_id)
            made = _awaited(client, client.export(render, kind.value), console)
            if made["status"] != "done":
                console.print(made["error"] or "The export was stopped.", style="red", markup=False)
                return FAILED
            file = made["file"]
            target = (out or Path(file["filename"])).absolute()
            client.download(file["url"], target, size_bytes=int(file["size_bytes"]))
    except Refused as refusal:
        console.print(refusal.detail, style="red", markup=False)
        return FAILED
    except StudioError as error:
        console.print(error.message, style="red", markup=False)
        return FAILED
    Console().print(str(target), markup=False, highlight=False, soft_wrap=True)
    return DONE


def progress(made: dict[str, Any]) -> str:
    """Say in a line how far an export is."""
    left = made["seconds_left"]
    rest = "" if left is None else f", {left:.0f} s left"
    return f"{made['kind']}: {made['fraction']:.0%}{rest}"


def _newest(client: Client, thread_id: str) -> str:
    return str(client.segments(thread_id=thread_id or last_thread(client))["render_id"])


def _awaited(client: Client, made: dict[str, Any], console: Console) -> dict[str, Any]:
    with console.status(progress(made)) as status:
        while made["status"] not in _OVER:
            time.sleep(_LOOK_S)
            made = client.exported(str(made["id"]))
            status.update(progress(made))
    return made
