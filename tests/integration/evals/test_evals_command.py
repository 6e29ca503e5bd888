"""`reelwright evals run` plays conversations on its own ground, and sees what became worse."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals import cases, recording
from evals.__main__ import app
from tests.support import aimock, npm
from tests.support.render_fleet import is_running, parent_of

COMMAND = [sys.executable, "-m", "api.cli", "evals", "run"]
RUN_S = 120
TWO = """
language: en
scripts:
  short:
    title: Ebb
    scenes:
      - {narration: The sea walks away., visual_prompt: a beach}
      - {narration: The moon pulls it., visual_prompt: the moon}
cases:
  - name: good
    about: the second scene at night
    turns: &turns
      - say: Make a video about tides
        model: [{set_brief: {topic: tides}, draft: short}, Here it is.]
        expect: {calls: [set_brief, draft_script], count: 2}
      - say: Scene 2 at night
        model:
          - edit_scenes: {operations: [{op: rewrite, scene: 2, visual_prompt: the moon at night}]}
          - Done.
        expect: {changed: [2], scenes: {2: {visual_prompt: night}}, saved: 1}
  - name: bad
    about: the model changes the wrong scene
    turns:
      - {say: Make a video, model: [{draft: short}, Here it is.]}
      - say: Scene 2 at night
        model: [{edit_scenes: {operations: [{op: remove, scene: 1}]}}, Done.]
        expect: {changed: [2], count: 2}
"""


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    npm.package("@copilotkit/aimock", "1.43.0")
    folder = tmp_path / "datasets"
    folder.mkdir()
    (folder / "two.yaml").write_text(TWO)
    return folder


def test_a_regression_against_the_baseline_ends_with_one(datasets: Path, tmp_path: Path) -> None:
    known = [
        {"name": name, "scores": {"storyboard": 1.0, "trajectory": None}}
        for name in ("good", "bad")
    ]
    before, out = tmp_path / "before.json", tmp_path / "out.json"
    before.write_text(json.dumps({"cases": known}))

    done = subprocess.run(
        [*COMMAND, "--offline", "--datasets", datasets, "--baseline", before, "--json", out],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=RUN_S,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "worse: bad: storyboard was 1, is 0" in done.stdout
    assert "worse: good" not in done.stdout
    written = json.loads(out.read_text())
    assert list(written) == ["cases"]
    assert all(
        list(one) == ["name", "language", "passed", "scores", "why"] for one in written["cases"]
    )
    good, bad = written["cases"]
    assert (good["name"], good["passed"], good["why"]) == ("good", True, [])
    assert (bad["name"], bad["passed"]) == ("bad", False)
    assert bad["why"] == [
        "storyboard: turn 2: 1 scenes instead of 2",
        "storyboard: turn 2: scene 1 was changed, too",
    ]


@pytest.mark.slow
def test_a_run_that_is_interrupted_leaves_nothing_behind(datasets: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "--offline", "--datasets", datasets],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        # A case is over: the servers are up and another is at work.
        assert run.stdout.readline()
        children = _children(run.pid)
        assert len(children) >= 3
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=30)

    assert [child for child in children if is_running(child)] == []
    assert [path for path in tmp_path.iterdir() if path.name.startswith("rw-")] == []


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--offline", "--director"], "Choose one"),
        ([], "Choose --offline"),
        (["--offline", "no-such-case"], "No case has such a name"),
        (["--offline", "--keep", "en-"], "without a selection"),
    ],
)
def test_bad_input_ends_with_two_and_says_why(options: list[str], why: str) -> None:
    nothing = {"REELWRIGHT_MODEL": None, "COLUMNS": "200", "TERM": "dumb"}

    done = CliRunner().invoke(app, ["run", *options], env=nothing)

    assert (done.exit_code, why in done.output) == (2, True), done.output


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("language: en\ncases: [", "two.yaml is not a dataset: while parsing"),
        ("- just a list", "two.yaml is not a dataset: the file: Input should be"),
        (TWO.replace("saved: 1", "saved: often"), "cases.1.turns.2.expect.saved: Input should be"),
        (TWO.replace("draft: short", "draft: long"), "there is no script 'long'"),
    ],
)
def test_a_broken_dataset_ends_with_two_and_names_file_and_place(
    tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "two.yaml").write_text(text)

    done = CliRunner().invoke(app, ["run", "--offline", "--datasets", str(tmp_path)])

    assert (done.exit_code, why in done.output) == (2, True), done.output
    assert "Traceback" not in done.output


def test_with_a_key_the_same_cases_are_put_to_a_live_model(datasets: Path, tmp_path: Path) -> None:
    (good,) = [case for case in cases.load(datasets) if case.name == "good"]
    told = [
        {**each, "match": {**each["match"], "model": "some-model"}}
        for each in recording.fixtures([good], {})
    ]
    out, before = tmp_path / "out.json", tmp_path / "before.json"
    with aimock.serving(tmp_path, told) as server:
        done = subprocess.run(
            [*COMMAND, "good", "--datasets", datasets, "--json", out, "--baseline", before],
            cwd=tmp_path,
            env={
                **os.environ,
                "REELWRIGHT_MODEL": "openai:some-model",
                "REELWRIGHT_MODEL_BASE_URL": f"{server.url}/v1",
                "OPENAI_API_KEY": "sk-live",
            },
            capture_output=True,
            text=True,
            timeout=RUN_S,
            check=False,
        )
        asked = server.asked()

    assert done.returncode == 0, done.stdout + done.stderr
    (case,) = json.loads(out.read_text())["cases"]
    assert (case["name"], case["passed"], case["why"]) == ("good", True, [])
    assert {(one["method"], one["path"]) for one in asked} == {("POST", "/v1/chat/completions")}
    assert [one["response"]["fixture"]["match"] for one in asked] == [
        each["match"] for each in told
    ]
    assert "what nobody knows the price of" in done.stdout
    assert "sk-live" not in done.stdout + out.read_text()


def _children(parent: int) -> list[int]:
    """List the programs that a program has started."""
    found: list[int] = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if parent_of(int(process.name)) == parent:
                found.append(int(process.name))
    return found
