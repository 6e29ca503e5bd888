"""`python -m evals`: play the datasets, print a table, compare with the baseline."""

import asyncio
import re
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals import cases, ground, mock, recording, report, thinkers
from evals.cases import Case
from evals.report import Result
from evals.run import run
from studio import log
from studio.domain.errors import StudioError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def about() -> None:
    """Tell how good the conversation is."""
    log.configure(format="auto", level="error")


@app.command("run")
def run_command(
    names: Annotated[list[str] | None, typer.Argument(help="Only cases that begin so.")] = None,
    offline: Annotated[bool, typer.Option(help="Recorded behaviour, played back.")] = False,
    director: Annotated[bool, typer.Option(help="The offline director, on plain cases.")] = False,
    model: Annotated[
        str, typer.Option(envvar="REELWRIGHT_MODEL", help="A live model: openai:NAME, ollama:NAME.")
    ] = "",
    base_url: Annotated[str, typer.Option(envvar="REELWRIGHT_MODEL_BASE_URL")] = "",
    api_key: Annotated[
        str, typer.Option(envvar=["REELWRIGHT_MODEL_API_KEY", "OPENAI_API_KEY"], show_default=False)
    ] = "",
    language: Annotated[str, typer.Option(help="Only cases in this language.")] = "",
    json_file: Annotated[Path | None, typer.Option("--json", help="Write what came out.")] = None,
    datasets: Annotated[Path, typer.Option(help="Folder of the datasets.")] = cases.DATASETS,
    baseline: Annotated[
        Path | None, typer.Option(help="What to compare with; else that of who plays.")
    ] = None,
    keep: Annotated[bool, typer.Option(help="Make this run the baseline.")] = False,
) -> None:
    """Play the datasets. Exit codes: 0 no worse than the baseline, 1 worse, 2 bad input."""
    if offline and director:
        raise typer.BadParameter("Choose one of --offline and --director.")
    if not (offline or director or model):
        raise typer.BadParameter("Choose --offline, --director, or --model NAME.")
    if keep and (names or language):
        raise typer.BadParameter("A baseline is of all cases: --keep goes without a selection.")
    console = Console(soft_wrap=True, highlight=False)
    try:
        chosen = cases.chosen(
            cases.load(datasets), names or [], language=language, is_plain_only=director
        )
        live = None if offline or director else (model, base_url, api_key)
        results, thinker = asyncio.run(_play(chosen, offline=offline, live=live, console=console))
        path = baseline or report.BASELINES / f"{re.sub(r'[:/ ]+', '-', thinker)}.json"
        known = report.baseline(path)
        report.show(results, known, console)
        for file in [json_file, path if keep else None]:
            if file is not None:
                report.write(results, file)
        worse = report.worse(results, report.baseline(path))
    except StudioError as error:
        console.print(error.message, style="red", markup=False)
        raise typer.Exit(2) from error
    for found in worse:
        console.print(f"worse: {found}", style="red", markup=False)
    raise typer.Exit(1 if worse else 0)


async def _play(
    chosen: Sequence[Case],
    *,
    offline: bool,
    live: tuple[str, str, str] | None,
    console: Console,
) -> tuple[list[Result], str]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(ground.open_folder())
        place = await stack.enter_async_context(ground.open_ground(folder))
        if offline:
            recorded = recording.fixtures(chosen, place.names)
            server = stack.enter_context(mock.serving(folder, recorded))
            thinker = thinkers.recorded(server.url, key=place.secrets["key"])
        elif live is None:
            thinker = await thinkers.director()
        else:
            spec, base_url, api_key = live
            thinker = await thinkers.live(spec, base_url=base_url, api_key=api_key)
        results = await run(
            place, chosen, thinker=thinker, on_result=lambda one: report.line(one, console)
        )
        return results, thinker.name


def main() -> None:
    """Run the command line; asked to end, it ends as at Ctrl-C, with all that it started."""
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    app(prog_name="reelwright evals")


if __name__ == "__main__":
    main()
