"""``reelwright packs``: list niche packs and script templates, check a file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.cli.options import Key, Url
from studio.domain.errors import InvalidFormat

packs = typer.Typer(name="packs", help="Niche packs and script templates.", no_args_is_help=True)


@packs.command("list")
def list_packs(
    language: Annotated[str, typer.Option(help="Of titles and summaries.")] = "en",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Print a line for each pack and template: kind, name, whose, title, summary."""
    from api.cli.client import Refused  # noqa: PLC0415
    from api.cli.server import any_client  # noqa: PLC0415
    from api.cli.steps import Steps  # noqa: PLC0415
    from studio.wiring import read_environment  # noqa: PLC0415

    steps = Steps(Console(stderr=True))
    try:
        with any_client(read_environment(), steps, url=url, api_key=api_key) as client:
            there = [*client.packs("packs", language=language)]
            there += client.packs("templates", language=language)
    except Refused as error:
        steps.say(error.detail, style="red")
        raise typer.Exit(1) from error
    for one in there:
        whose = "own" if one["is_own"] else "all"
        print(one["kind"], one["name"], whose, one["title"], one["summary"], sep="\t")


@packs.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="YAML files of packs or templates.")],
) -> None:
    """Check files; each fault is a line with file, line and field. Exit code 1 where one is broken."""
    from studio.domain.pack import Pack  # noqa: PLC0415
    from studio.domain.template import Template  # noqa: PLC0415
    from studio.packs.shelf import read_file  # noqa: PLC0415

    is_broken = False
    for file in files:
        kind = Template if _is_template(file) else Pack
        try:
            found: Pack | Template = read_file(file, kind)
        except InvalidFormat as error:
            is_broken = True
            print(error.message)
            continue
        print(
            f"{file.name}: {kind.__name__.lower()} {found.name!r} is good, in {', '.join(found.words)}"
        )
    raise typer.Exit(1 if is_broken else 0)


@packs.command("test")
def try_pack(
    name: Annotated[str, typer.Argument(help="A pack's name.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The video to write.")] = None,
    language: Annotated[str, typer.Option(help="Its language.")] = "en",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Make a few seconds of video with a pack, without any paid provider, and check it."""
    from api.cli.pack_test import test as run  # noqa: PLC0415
    from studio.wiring import read_environment  # noqa: PLC0415

    code = run(
        read_environment(),
        Console(stderr=True),
        name=name,
        out=out or Path(f"{name}.mp4"),
        language=language,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)


def _is_template(file: Path) -> bool:
    """Tell by the one field that every template has and no pack."""
    try:
        text = file.read_text("utf-8", errors="replace")[:300_000]
    except OSError:
        return False
    return any(line.startswith("shares:") for line in text.splitlines())
