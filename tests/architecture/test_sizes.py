"""Small by default: a file past 400 lines or a function past 60 is a place people fear."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("agent", "api", "evals", "renderer", "studio", "tools", "bench", "scripts", "tests")
MAX_LINES = 400
MAX_FUNCTION_LINES = 60
MAX_WEB_LINES = 250
BANNED_NAMES = {"utils", "helpers", "common", "base", "misc", "manager"}


def python_files() -> list[Path]:
    """All but migrations: those are a log of what was done, written once and never refactored."""
    found = [p for name in PACKAGES for p in (ROOT / name).rglob("*.py")]
    return [p for p in found if "versions" not in p.parts]


def web_files() -> list[Path]:
    folder = ROOT / "web"
    endings = ("*.ts", "*.tsx", "*.css")
    found = [p for ending in endings for p in folder.rglob(ending)]
    return [p for p in found if "node_modules" not in p.parts and "dist" not in p.parts]


def too_long(paths: list[Path], limit: int) -> dict[str, int]:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in paths}
    return {name: lines for name, lines in lengths.items() if lines > limit}


def long_functions(source: str, limit: int) -> dict[str, int]:
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                found[node.name] = lines
    return found


def test_no_python_file_is_past_400_lines() -> None:
    assert too_long(python_files(), MAX_LINES) == {}


def test_no_web_file_is_past_250_lines() -> None:
    assert too_long(web_files(), MAX_WEB_LINES) == {}


def test_no_function_is_past_60_lines() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{name}": lines
        for path in python_files()
        for name, lines in long_functions(path.read_text(), MAX_FUNCTION_LINES).items()
    }

    assert found == {}


def test_the_measure_finds_a_long_function() -> None:
    source = "def long():\n" + "    x = 1\n" * 70

    assert long_functions(source, MAX_FUNCTION_LINES) == {"long": 71}


def test_modules_are_named_for_what_they_are() -> None:
    named = {str(p.relative_to(ROOT)) for p in python_files() if p.stem in BANNED_NAMES}

    assert named == set()


@pytest.mark.parametrize("package", ["agent", "api", "evals", "renderer", "studio", "tools"])
def test_every_module_says_in_one_line_what_it_is(package: str) -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in (ROOT / package).rglob("*.py")
        if p.read_text().strip()
        and "versions" not in p.parts
        and ast.get_docstring(ast.parse(p.read_text())) is None
    ]

    assert silent == []
