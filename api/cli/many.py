"""The options of ``reelwright batch``; what it does is loaded when it is called."""

from typing import Annotated

import typer
from rich.console import Console

from api.cli.options import Key, Url


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(batch)
    app.command()(localise)


def batch(
    file: Annotated[
        str, typer.Argument(help="A list, a line or a bullet for each video; - reads from a pipe.")
    ] = "",
    batch_id: Annotated[
        str, typer.Option("--id", help="Look at this batch; else the newest.")
    ] = "",
    seconds: Annotated[
        int | None,
        typer.Option(min=5, max=180, help="How long each is to be; else the preset's, else 30."),
    ] = None,
    language: Annotated[str, typer.Option(help="Their language; else the channel's.")] = "",
    pack: Annotated[str, typer.Option(help="A pack that all follow.")] = "",
    template: Annotated[str, typer.Option(help="A template that all follow.")] = "",
    preset: Annotated[str, typer.Option(help="A preset of yours that all begin with.")] = "",
    budget: Annotated[
        float | None, typer.Option(min=0, help="The most that all of them may cost, in dollars.")
    ] = None,
    yes: Annotated[
        float | None, typer.Option("--yes", min=0, help="Approve up to so many dollars in all.")
    ] = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="Stop what is not over.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Make again what failed.")] = False,
    scripts: Annotated[
        bool, typer.Option("--scripts", help="Read the scripts that wait, and answer all of them.")
    ] = False,
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Make many videos from one list, or show how they stand; prints those that are done."""
    from api.cli.batch import Wanted  # noqa: PLC0415
    from api.cli.batch import batch as run  # noqa: PLC0415
    from studio.wiring import read_environment  # noqa: PLC0415

    shared = {
        "seconds": seconds,
        "language": language,
        "pack": pack or None,
        "template": template or None,
        "preset": preset or None,
        "budget_usd": None if budget is None else str(budget),
    }
    wishes = {"cancel": cancel, "retry": retry, "scripts": scripts}
    action = next((wish for wish, is_said in wishes.items() if is_said), "follow")
    wanted = Wanted(file, batch_id, action, shared, yes)
    raise typer.Exit(
        run(read_environment(), Console(stderr=True), wanted, url=url, api_key=api_key)
    )


def localise(
    languages: Annotated[list[str], typer.Argument(help="Languages, e.g. de pt-BR.")],
    thread: Annotated[str, typer.Option(help="Of this conversation; else the last one.")] = "",
    budget: Annotated[
        float | None, typer.Option(min=0, help="The most that all of them may cost, in dollars.")
    ] = None,
    yes: Annotated[
        float | None, typer.Option("--yes", min=0, help="Approve up to so many dollars in all.")
    ] = None,
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Make a video in other languages, its pictures used again; needs a language model."""
    from api.cli.batch import Wanted  # noqa: PLC0415
    from api.cli.batch import batch as run  # noqa: PLC0415
    from studio.wiring import read_environment  # noqa: PLC0415

    shared = {"budget_usd": None if budget is None else str(budget)}
    wanted = Wanted("", "", "follow", shared, yes, thread, tuple(languages))
    raise typer.Exit(
        run(read_environment(), Console(stderr=True), wanted, url=url, api_key=api_key)
    )
