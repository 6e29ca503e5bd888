"""``reelwright share`` and ``reelwright shares``: links to finished videos, made, listed and ended."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from api.cli.options import Key, Url
from studio.domain.share import DEFAULT_DAYS, MOST_DAYS

if TYPE_CHECKING:
    from api.cli.client import Client


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(share)
    app.command()(shares)


def share(
    days: Annotated[
        int, typer.Option(min=1, max=MOST_DAYS, help="For how many days it works.")
    ] = DEFAULT_DAYS,
    title: Annotated[str, typer.Option(help="What stands over it; else the video's own.")] = "",
    thread: Annotated[str, typer.Option(help="Of this conversation; else the last one.")] = "",
    version: Annotated[int | None, typer.Option(min=1, help="Of this version.")] = None,
    render_id: Annotated[str, typer.Option("--render", help="Of this very render.")] = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Make a link with which others can watch the finished video, and print it."""

    def make(client: "Client") -> None:
        from api.cli.render import last_thread  # noqa: PLC0415

        found = render_id or str(
            client.segments(thread_id=thread or last_thread(client), version=version)["render_id"]
        )
        wanted = {"days": days} | ({"title": title} if title else {})
        Console().print(client.share(found, wanted)["url"], markup=False, soft_wrap=True)

    _run(make, url, api_key)


def shares(
    stop: Annotated[str, typer.Option(help="End the link with this id, or `all`.")] = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """List the links that are open, or end them."""

    def act(client: "Client") -> None:
        known = client.shares()
        ended = [one["id"] for one in known] if stop == "all" else [stop] if stop else []
        for share_id in ended:
            client.stop_sharing(share_id)
        for one in known if not stop else []:
            Console().print(line(one), markup=False, highlight=False, soft_wrap=True)

    _run(act, url, api_key)


def line(share: dict[str, Any]) -> str:
    """Say in a line what is shared, until when and where."""
    where = share.get("url") or share.get("share_url") or "made under another secret"
    name = share.get("id") or share.get("share")
    return f"{name}  {share['title']}, until {share['expires_at'][:10]}: {where}"


def _run(act: "Callable[[Client], None]", url: str, api_key: str) -> None:
    from api.cli.client import Refused  # noqa: PLC0415
    from api.cli.server import running_client  # noqa: PLC0415
    from studio.wiring import read_environment  # noqa: PLC0415

    with running_client(read_environment(), url=url, api_key=api_key) as client:
        try:
            act(client)
        except Refused as refusal:
            Console(stderr=True).print(refusal.detail, style="red", markup=False)
            raise typer.Exit(1) from refusal
