"""A run is written, read back as a baseline, and compared with the next."""

import json
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from evals import report
from evals.report import Result
from evals.verdict import Verdict
from studio.domain.errors import Misconfigured
from tests.support.conversations import case


def result(score: float | None, *why: str, name: str = "one") -> Result:
    return Result(case({}, name=name), {"locks": Verdict(score, why)}, 1.23)


def test_a_run_is_written_as_documented_and_read_back(tmp_path: Path) -> None:
    report.write([result(0.5, "scene 2 changed")], tmp_path / "a" / "run.json")

    told = json.loads((tmp_path / "a" / "run.json").read_text())

    assert told == {
        "cases": [
            {
                "name": "one",
                "language": "en",
                "passed": False,
                "scores": {"locks": 0.5},
                "why": ["locks: scene 2 changed"],
            }
        ],
    }
    assert report.baseline(tmp_path / "a" / "run.json")["one"]["scores"] == {"locks": 0.5}


def test_a_score_that_sank_or_is_gone_is_worse_and_a_known_failure_is_not() -> None:
    known = {"one": {"scores": {"locks": 1.0}}, "two": {"scores": {"locks": 0.0}}}

    assert report.worse([result(1.0)], known) == []
    assert report.worse([result(0.5, "no")], known) == ["one: locks was 1, is 0.5"]
    assert report.worse([result(None)], known) == ["one: locks was 1, is None"]
    assert report.worse([result(0.0, "no", name="two")], known) == []


def test_a_new_case_that_fails_is_worse_and_one_that_passes_is_not() -> None:
    assert report.worse([result(1.0)], {}) == []
    assert report.worse([result(0.0, "no")], {}) == ["one: fails, and is not in the baseline"]


def test_no_file_is_no_baseline_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    assert report.baseline(tmp_path / "none.json") == {}
    (tmp_path / "wrong.json").write_text("{}")
    with pytest.raises(Misconfigured, match=r"wrong\.json"):
        report.baseline(tmp_path / "wrong.json")


def test_what_is_wrong_and_the_sums_are_printed() -> None:
    shown = StringIO()
    console = Console(file=shown, width=100)
    results = [result(1.0), result(0.0, "scene 2 changed", name="two"), result(None, name="three")]

    for each in results:
        report.line(each, console)
    report.show(results, {"one": {}}, console)

    told = shown.getvalue()
    assert "✓ one" in told
    assert "✗ two" in told
    assert "locks: scene 2 changed" in told
    assert "All: 2 of 3" in told
    assert "Not in the baseline: two, three" in told
    assert "0.500" in told
    assert "The model: $0.0000\n" in told


def test_what_the_model_cost_is_told_apart() -> None:
    shown = StringIO()
    paid, unknown = (replace(result(1.0), thinking_usd=usd) for usd in (Decimal("0.0125"), None))

    report.show([paid, unknown], {}, Console(file=shown, width=100))

    assert "The model: $0.0125, and what nobody knows the price of" in shown.getvalue()
