"""`python -m evals`: play the datasets, print a table, compare with the baseline."""

import asyncio
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals import cases, ground, mock, recording, report, thinkers
from evals.cases import Case
from evals.report import Result
from evals.run import run
from evals.thinkers import Thinker
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
    keep: Annotated[bool, typer.Option(help="Make this run the baseline.")] = False,
) -> None:
    """Play the datasets; ends with 1 where a case fails that the baseline does not excuse."""
    if sum((offline, director, bool(model) and not (offline or director))) != 1:
        raise typer.BadParameter("Choose one: --offline, --director, or --model.")
    console = Console()
    try:
        chosen = cases.chosen(cases.load(), names or [], language=language)
        if director:
            chosen = tuple(case for case in chosen if case.plain)
        results, thinker = asyncio.run(
            _play(chosen, offline=offline, director=director, live=(model, base_url, api_key))
        )
        slug = thinker.replace(":", "-").replace("/", "-")
        known = report.baseline(slug)
        report.show(results, known, console)
        if json_file:
            report.write(results, json_file, thinker=thinker)
        if keep:
            report.write(results, report.BASELINES / f"{slug}.json", thinker=thinker)
            known = report.baseline(slug)
        regressed = report.worse(results, known)
    except StudioError as error:
        console.print(error.message, style="red", markup=False)
        raise typer.Exit(2) from error
    for line in regressed:
        console.print(f"worse: {line}", style="red", markup=False)
    raise typer.Exit(1 if regressed or _is_unexcused(results, known) else 0)


def _is_unexcused(results: list[Result], known: dict[str, dict[str, object]]) -> bool:
    return any(not result.passed and result.case.name not in known for result in results)


async def _play(
    chosen: tuple[Case, ...], *, offline: bool, director: bool, live: tuple[str, str, str]
) -> tuple[list[Result], str]:
    with ExitStack() as stack:
        folder = stack.enter_context(ground.open_folder())
        if offline:
            server = stack.enter_context(mock.serving(folder, recording.fixtures(chosen)))
            thinker = thinkers.recorded(server.url)
        elif director:
            thinker = await thinkers.director()
        else:
            spec, base_url, api_key = live
            thinker = await thinkers.live(spec, base_url=base_url, api_key=api_key)
        results = await _on_ground(chosen, folder, thinker)
    return results, thinker.name


async def _on_ground(chosen: tuple[Case, ...], folder: Path, thinker: Thinker) -> list[Result]:
    async with ground.open_ground(folder) as place:
        return await run(place, chosen, thinker=thinker)


if __name__ == "__main__":
    app()
