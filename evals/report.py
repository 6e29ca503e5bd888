"""What a run found: a table, a file, and what has become worse since the baseline."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evals.cases import Case
from evals.verdict import Verdict
from studio.domain.errors import Misconfigured

_FINE = (None, 1.0)
BASELINES = Path(__file__).with_name("baselines")


@dataclass(frozen=True, slots=True)
class Result:
    """A case, what its scorers say, and what the model that held it cost; ``None``: nobody knows."""

    case: Case
    verdicts: Mapping[str, Verdict]
    took_s: float
    thinking_usd: Decimal | None = Decimal(0)

    @property
    def passed(self) -> bool:
        """Tell whether nothing is wrong."""
        return all(verdict.score in _FINE for verdict in self.verdicts.values())

    @property
    def scores(self) -> dict[str, float | None]:
        """Give the scores by name."""
        return {
            name: verdict.score if verdict.score is None else round(verdict.score, 3)
            for name, verdict in self.verdicts.items()
        }

    @property
    def why(self) -> list[str]:
        """Say what is wrong."""
        return [
            f"{name}: {reason}" for name, verdict in self.verdicts.items() for reason in verdict.why
        ]

    def as_data(self) -> dict[str, Any]:
        """Give it for a file."""
        return {
            "name": self.case.name,
            "language": self.case.language,
            "passed": self.passed,
            "scores": self.scores,
            "why": self.why,
        }


def write(results: Sequence[Result], path: Path) -> None:
    """Write a run: ``{"cases": [{"name", "language", "passed", "scores", "why"}]}``."""
    told = {"cases": [result.as_data() for result in results]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def baseline(path: Path) -> dict[str, dict[str, Any]]:
    """Read the cases of a baseline, by name; empty where there is none.

    Raises:
        Misconfigured: The file is not a run's.
    """
    if not path.is_file():
        return {}
    try:
        return {case["name"]: case for case in json.loads(path.read_text("utf-8"))["cases"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Misconfigured(f"{path.name} is no baseline: {error}") from error


def worse(results: Sequence[Result], known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Name every score that was better in the baseline, and every new case that fails."""
    found: list[str] = []
    for result in results:
        if result.case.name not in known and not result.passed:
            found.append(f"{result.case.name}: fails, and is not in the baseline")
        before = known.get(result.case.name, {}).get("scores", {})
        for name, score in result.scores.items():
            old = before.get(name)
            if old is not None and (score is None or score < old):
                found.append(f"{result.case.name}: {name} was {old:g}, is {score}")
    return found


def line(result: Result, console: Console) -> None:
    """Print what became of a case, and what is wrong."""
    mark = "[green]✓[/]" if result.passed else "[red]✗[/]"
    console.print(f"{mark} {result.case.name} [dim]{result.took_s:.1f} s[/]")
    for reason in result.why:
        console.print(f"    {reason}", style="red", markup=False)


def show(
    results: Sequence[Result], known: Mapping[str, Mapping[str, Any]], console: Console
) -> None:
    """Print the sums by scorer and by language."""
    console.print(_sums(results))
    for language in sorted({result.case.language for result in results}):
        mine = [result for result in results if result.case.language == language]
        console.print(f"{language}: {sum(r.passed for r in mine)} of {len(mine)}")
    console.print(f"All: {sum(r.passed for r in results)} of {len(results)}")
    console.print(_thinking(results))
    fresh = [result.case.name for result in results if result.case.name not in known]
    if known and fresh:
        console.print(f"Not in the baseline: {', '.join(fresh)}")


def _thinking(results: Sequence[Result]) -> str:
    known = [result.thinking_usd for result in results if result.thinking_usd is not None]
    more = "" if len(known) == len(results) else ", and what nobody knows the price of"
    return f"The model: ${sum(known, Decimal(0)):.4f}{more}"


def _sums(results: Sequence[Result]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("scorer", "cases", "right", "mean"):
        table.add_column(heading, justify="left" if heading == "scorer" else "right")
    for name in results[0].verdicts:
        scores = [r.scores[name] for r in results]
        given = [score for score in scores if score is not None]
        right, mean = given.count(1.0), sum(given) / len(given) if given else 0.0
        table.add_row(name, str(len(given)), str(right), f"{mean:.3f}" if given else "·")
    return table
