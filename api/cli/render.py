"""``reelwright render``: a render that was asked for, and with ``--explain`` why it took work."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.cli.client import Client, Refused
from api.cli.server import running_client
from studio.domain.errors import NotFound
from studio.settings import Settings


def show(
    settings: Settings,
    console: Console,
    *,
    is_explained: bool,
    thread_id: str,
    version: int | None,
    render_id: str,
    url: str,
    api_key: str,
) -> int:
    """Show a render and give the exit code."""
    with running_client(settings, url=url, api_key=api_key) as client:
        try:
            thread = thread_id or ("" if render_id else last_thread(client))
            pieces = client.segments(thread_id=thread, version=version, render_id=render_id)
            report = _report(client, str(pieces["render_id"]))
        except Refused as refusal:
            console.print(refusal.detail, style="red", markup=False)
            return 1
    console.print(headline(pieces), markup=False, highlight=False)
    for line in report:
        console.print(line, markup=False, highlight=False)
    if is_explained:
        console.print(table(pieces))
    return 0


def headline(pieces: dict[str, Any]) -> str:
    """Say in a line how much of a render was made and how much reused."""
    made, reused = (
        sum(piece["making"] == making for piece in pieces["segments"])
        for making in ("made", "reused")
    )
    waiting = len(pieces["segments"]) - made - reused
    counts = [f"{made} made", f"{reused} reused", *([f"{waiting} waiting"] if waiting else [])]
    return (
        f"Version {pieces['version']}, {pieces['profile']}, {pieces['status']}: "
        f"{len(pieces['segments'])} pieces, {', '.join(counts)}."
    )


def table(pieces: dict[str, Any]) -> Table:
    """Give a row for every piece: what it shows, what became of it, and why."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("piece", "frames", "", "why"):
        shown.add_column(column, overflow="fold", justify="right" if column == "frames" else "left")
    for piece in pieces["segments"]:
        shown.add_row(place(piece), str(piece["frames"]), piece["making"], _why(piece, pieces))
    shown.add_row("sound", "", pieces["sound"]["making"], _why(pieces["sound"], pieces))
    return shown


def place(piece: dict[str, Any]) -> str:
    """Name what a piece shows, e.g. ``scene 3`` or ``scene 3 into 4``."""
    return "scene " + " into ".join(str(number) for number in piece["scenes"])


def why(piece: dict[str, Any], *, thread_id: str, before: int | None) -> str:
    """Say in words why a piece was made or reused."""
    if piece["making"] == "reused":
        return _reused(piece["origin"], thread_id)
    if piece["verdict"] == "changed":
        return f"changed since version {before}: {', '.join(piece['changes'])}"
    if piece["verdict"] == "same":
        return f"as in version {before}, but no longer stored"
    return "the first render" if before is None else f"not in version {before}"


def quality(report: dict[str, Any]) -> list[str]:
    """Say in lines what the checks found and what was mended."""
    lines = [f"Quality: {report['verdict']}."]
    for finding in report["findings"]:
        place = "" if finding["scene"] is None else f" in scene {finding['scene']}"
        what = f"{finding['measured']} instead of {finding['wanted']}"
        lines.append(f"  {finding['severity']}: {finding['rule']}{place}: {what}")
    return [*lines, *(f"  mended: {repair}" for repair in report["repairs"])]


def _report(client: Client, render_id: str) -> list[str]:
    try:
        return quality(client.quality(render_id))
    except Refused as refusal:
        if refusal.status == NotFound.status:
            return []
        raise


def _why(piece: dict[str, Any], pieces: dict[str, Any]) -> str:
    return escape(why(piece, thread_id=pieces["thread_id"], before=pieces["before"]))


def _reused(origin: dict[str, Any] | None, thread_id: str) -> str:
    if origin is None:
        return "the very same was stored already"
    if origin["thread_id"] != thread_id:
        return "reused from another conversation"
    return f"reused from version {origin['version']}"


def last_thread(client: Client) -> str:
    """Give the conversation that was used last."""
    threads = client.threads()
    if not threads:
        raise NotFound("There is no conversation yet; begin one with `reelwright chat`.")
    return str(threads[0]["id"])
