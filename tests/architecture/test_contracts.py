"""The import contracts hold, and a forbidden import is caught."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("agent", "api", "evals", "renderer", "studio", "tools")
FORBIDDEN = [
    ("studio/domain/scene.py", "import sqlalchemy"),
    ("studio/domain/scene.py", "import asyncio"),
    ("studio/services/accounts.py", "import redis"),
    ("studio/services/accounts.py", "from studio.settings import Settings"),
    ("studio/services/accounts.py", "from studio.events import redis as wire"),
    ("studio/events/memory.py", "from studio.services import accounts"),
    ("tools/registry.py", "import langgraph"),
    ("tools/registry.py", "import agent.runner"),
    ("tools/registry.py", "import renderer"),
    ("tools/registry.py", "from studio.db import rows"),
    ("tools/registry.py", "from studio.db import share_rows"),
    ("agent/runner.py", "import fastapi"),
    ("agent/runner.py", "import api.app"),
    ("api/app.py", "import renderer.job"),
    ("api/app.py", "import langchain_core"),
    ("renderer/job.py", "import agent.runner"),
    ("renderer/job.py", "import starlette"),
    ("renderer/camera/motion.py", "import renderer.painting.painter"),
    ("renderer/job.py", "from studio.settings import Settings"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a copy with every forbidden import in it, each in a function of its own."""
    folder = tmp_path_factory.mktemp("checkout")
    for package in PACKAGES:
        ignore = shutil.ignore_patterns("__pycache__", "static", "fonts")
        shutil.copytree(ROOT / package, folder / package, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for number, (file, line) in enumerate(FORBIDDEN):
        with (folder / file).open("a") as module:
            module.write(f"\n\ndef _hidden_{number}() -> None:\n    {line}\n")
    done = lint(folder)
    assert done.returncode == 1, done.stdout[-3000:]
    return done.stdout


def test_the_code_keeps_every_contract() -> None:
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize(("file", "line"), FORBIDDEN)
def test_a_forbidden_import_is_caught(told: str, file: str, line: str) -> None:
    name, place = _module(file), _place(file, line)

    assert re.search(rf"\b{re.escape(name)} -> \S+ \(l\.{place}\)", told), told


def test_no_table_is_left_out_of_the_contract_about_rows() -> None:
    written = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = written["tool"]["importlinter"]["contracts"]
    (rows,) = (one for one in contracts if "Rows never leave" in one["name"])

    tables = {f"studio.db.{file.stem}" for file in (ROOT / "studio/db").glob("*rows.py")}

    assert set(rows["protected_modules"]) == tables


def _module(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


def _place(file: str, line: str) -> int:
    """Count the lines down to a forbidden import; those of one file follow each other."""
    before = [other for name, other in FORBIDDEN if name == file].index(line)
    return len((ROOT / file).read_text().splitlines()) + 4 * (before + 1)
