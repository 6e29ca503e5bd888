"""The commands and their options; each loads only what it needs, so that help comes at once."""

import os
import sys
from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.console import Console

from api.cli import many, past, sharing
from api.cli.options import Key, Url
from api.cli.packs import packs
from api.cli.presets import presets
from studio.domain.errors import StudioError
from studio.domain.export import ExportKind
from studio.domain.output import Codec, Format, Output, Rate
from studio.settings import ServerSettings
from studio.wiring import read_environment

app = typer.Typer(
    name="reelwright",
    help="Talk a short vertical video into being.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(packs)
app.add_typer(presets)

Port = Annotated[int | None, typer.Option(help="Port of the API; 0 takes a free one.")]
Yes = Annotated[
    float | None,
    typer.Option("--yes", min=0, help="Approve spending up to so many dollars without asking."),
]


def _rate(value: int) -> int:
    if value not in get_args(Rate):
        raise typer.BadParameter(f"{value} is not one of {', '.join(map(str, get_args(Rate)))}.")
    return value


@app.command()
def up(port: Port = None) -> None:
    """Run the whole product in this terminal, until Ctrl-C."""
    from api.cli.steps import Steps  # noqa: PLC0415
    from api.cli.up import up as run  # noqa: PLC0415

    settings = read_environment()
    if port is not None:
        server = settings.server.model_dump(exclude_unset=True) | {"port": port}
        chosen = ServerSettings.model_validate(server)
        settings = settings.model_copy(update={"server": chosen})
    raise typer.Exit(run(settings, Steps(Console())))


@app.command()
def chat(
    thread: Annotated[str, typer.Option(help="Go on with this conversation.")] = "",
    folder: Annotated[Path, typer.Option(help="Where finished videos are saved.")] = Path("videos"),
    yes: Yes = None,
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Talk to the studio here; finished videos are saved as files."""
    from api.cli.chat import chat as run  # noqa: PLC0415

    code = run(
        read_environment(),
        Console(),
        thread_id=thread,
        folder=folder,
        yes_usd=yes,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)


@app.command()
def make(
    source: Annotated[
        str, typer.Argument(metavar="TOPIC|@FILE", help="A topic, or @ and a text file.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The video to write.")],
    seconds: Annotated[
        int | None, typer.Option(min=5, max=180, help="How long it is to be; 30 is usual.")
    ] = None,
    language: Annotated[str, typer.Option(help="Its language, e.g. es, pt-BR; en is usual.")] = "",
    preset: Annotated[str, typer.Option(help="A preset of yours that it begins with.")] = "",
    shape: Annotated[
        Format, typer.Option("--format", help="Its shape; 9:16 is 1080x1920.")
    ] = Format.VERTICAL,
    fps: Annotated[
        int, typer.Option(callback=_rate, help="Frames a second: 24, 25, 30 or 60.")
    ] = 30,
    codec: Annotated[Codec, typer.Option(help="How pictures are compressed.")] = Codec.H264,
    yes: Yes = None,
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Make one video and print its path. Exit codes: 0 made, 1 failed, 2 bad input, 130 stopped."""
    from api.cli.make import make as run  # noqa: PLC0415

    code = run(
        read_environment(),
        Console(stderr=True),
        source=source,
        out=out,
        seconds=seconds,
        language=language,
        preset=preset,
        output=Output.of(shape, fps=cast("Rate", fps), codec=codec),
        yes_usd=yes,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)


@app.command()
def render(
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why each piece was made or reused.")
    ] = False,
    thread: Annotated[str, typer.Option(help="Of this conversation; else the last one.")] = "",
    version: Annotated[int | None, typer.Option(min=1, help="Of this version.")] = None,
    render_id: Annotated[str, typer.Option("--render", help="This very render.")] = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Look at a render that was asked for: the newest one, unless told otherwise."""
    from api.cli.render import show  # noqa: PLC0415

    code = show(
        read_environment(),
        Console(),
        is_explained=explain,
        thread_id=thread,
        version=version,
        render_id=render_id,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)


@app.command()
def export(
    kind: Annotated[
        ExportKind,
        typer.Argument(
            help="gif or webp: the first seconds, small; covers: three pictures; "
            "audio: the sound; relay: a copy of at most 9.5 MiB for a chat."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file to write; else named as the video.")
    ] = None,
    thread: Annotated[str, typer.Option(help="Of this conversation; else the last one.")] = "",
    render_id: Annotated[str, typer.Option("--render", help="Of this very render.")] = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Make another file of a finished video and print its path."""
    from api.cli.export import export as run  # noqa: PLC0415

    code = run(
        read_environment(),
        Console(stderr=True),
        kind=kind,
        out=out,
        thread_id=thread,
        render_id=render_id,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)


@app.command()
def costs(
    is_csv: Annotated[
        bool, typer.Option("--csv", help="Write a table for other programs.")
    ] = False,
    days: Annotated[int, typer.Option(min=1, max=366, help="How many days back.")] = 31,
    thread: Annotated[str, typer.Option(help="Of this conversation only.")] = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Show what was used, what it cost by day and provider, and what is left of the budgets."""
    from api.cli.costs import show  # noqa: PLC0415

    code = show(
        read_environment(),
        Console(),
        thread_id=thread,
        days=days,
        is_csv=is_csv,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)


@app.command()
def budget(
    request: Annotated[str, typer.Option(help="Most for one message: dollars, or none.")] = "",
    project: Annotated[str, typer.Option(help="Most for one video.")] = "",
    day: Annotated[str, typer.Option(help="Most for one day.")] = "",
    thread: Annotated[str, typer.Option(help="With --project: of this video only.")] = "",
    user: Annotated[
        str, typer.Option(help="Of the user with this address; only the operator can.")
    ] = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Show how much may be spent, or set it; nobody can go above what the operator allows."""
    from api.cli.budget import budget as run  # noqa: PLC0415

    code = run(
        read_environment(),
        Console(),
        wanted={"request": request, "project": project, "user_day": day},
        thread_id=thread,
        email=user,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)


@app.command()
def upload(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Pictures and clips.")],
    url: Url = "",
    api_key: Key = "",
) -> None:
    """Bring pictures and clips of your own; prints the number by which a chat can name each."""
    from api.cli.upload import upload as run  # noqa: PLC0415

    code = run(read_environment(), Console(stderr=True), files=files, url=url, api_key=api_key)
    raise typer.Exit(code)


@app.command()
def voices(
    language: Annotated[str, typer.Option(help="Only those that speak it, e.g. de.")] = "",
    maker: Annotated[str, typer.Option(help="Only this maker's.")] = "",
    url: Url = "",
    api_key: Key = "",
) -> None:
    """List the voices of all makers: maker, id, language, name and price."""
    from api.cli.voices import list_voices  # noqa: PLC0415

    code = list_voices(
        read_environment(),
        Console(stderr=True),
        language=language,
        maker=maker,
        url=url,
        api_key=api_key,
    )
    raise typer.Exit(code)


@app.command()
def providers(url: Url = "", api_key: Key = "") -> None:
    """List who is called for text, pictures and speech: health, latency, errors, prices, ends."""
    from api.cli.providers import show  # noqa: PLC0415

    raise typer.Exit(show(read_environment(), Console(), url=url, api_key=api_key))


@app.command()
def doctor(
    probe: Annotated[
        bool,
        typer.Option(
            "--probe", help="Ask a paid model what it can do; a few tokens, in the ledger."
        ),
    ] = False,
) -> None:
    """Tell what is configured, what is missing, and how to mend it."""
    from api.cli.doctor import examine  # noqa: PLC0415

    raise typer.Exit(examine(read_environment(), Console(), ask_paid=probe))


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evals(context: typer.Context) -> None:
    """Play recorded conversations and score them: `evals run --offline`; see `evals --help`."""
    # In this process's place: its exit code and Ctrl-C are those of the evals.
    os.execv(sys.executable, [sys.executable, "-m", "evals", *context.args])  # noqa: S606 - no shell on purpose


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from api.cli import operators  # noqa: PLC0415

    operators.migrate(read_environment())
    Console().print("The database is up to date.")


@app.command()
def add_user(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Ask if unset."),
    ],
) -> None:
    """Make an account that signs in with a password."""
    from api.cli import operators  # noqa: PLC0415

    operators.add_user(read_environment(), email=email, password=password)
    Console().print(f"{email} can sign in now.", markup=False)


@app.command()
def api(
    fd: Annotated[int | None, typer.Option(hidden=True, help="An open socket.")] = None,
) -> None:
    """Run the API alone."""
    from api.cli import operators, serve  # noqa: PLC0415

    os.environ.update(operators.with_servers(read_environment()))
    serve.serve(read_environment(), fd=fd)


@app.command()
def worker(
    slots: Annotated[
        int, typer.Option(min=0, max=64, help="Tasks at a time; 0 takes one per core.")
    ] = 1,
) -> None:
    """Run renderer workers on this machine; any number of machines share one queue."""
    from api.cli import operators  # noqa: PLC0415

    operators.work(read_environment(), slots=slots)


past.add_to(app)
many.add_to(app)
sharing.add_to(app)


def main() -> None:
    """Run the command line."""
    try:
        app()
    except StudioError as error:
        Console(stderr=True).print(error.message, style="red", markup=False, soft_wrap=True)
        sys.exit(1)
