"""The children's log files."""

import json
from pathlib import Path

from api.cli import logbook
from api.cli.logbook import Logbook, parse_line, summary


def test_every_line_of_a_file_is_json(tmp_path: Path) -> None:
    shown: list[tuple[str, str, str]] = []
    book = Logbook(tmp_path, show=lambda *line: shown.append(line))
    hear = book.of_program("renderer-2")

    hear('{"event": "render.finished", "level": "info", "seconds": 3}')
    hear('{"event": "voice.slow", "level": "warning", "seconds": 9}')
    hear("Traceback (most recent call last):")
    hear("")

    entries = [json.loads(line) for line in (tmp_path / "renderer.log").read_text().splitlines()]
    assert [entry["event"] for entry in entries] == [
        "render.finished",
        "voice.slow",
        "Traceback (most recent call last):",
    ]
    assert {entry["source"] for entry in entries} == {"renderer-2"}
    assert shown == [("renderer-2", "warning", "voice.slow seconds=9")]


def test_a_servers_everyday_errors_stay_in_its_file(tmp_path: Path) -> None:
    shown: list[tuple[str, str, str]] = []
    hear = Logbook(tmp_path, show=lambda *line: shown.append(line)).of_server("postgres")

    hear("FATAL:  the database system is starting up")
    hear("PANIC:  could not write to file")

    assert [level for _, level, _ in shown] == ["critical"]


def test_json_that_is_no_log_line_is_kept_as_text() -> None:
    assert parse_line("[1, 2]", source="api")["event"] == "[1, 2]"
    assert parse_line("17", source="api")["event"] == "17"


def test_a_summary_ends_with_the_exceptions_last_line() -> None:
    entry = {"event": "turn.crashed", "level": "error", "exception": "Traceback\n  x\nOops: no"}

    assert summary(entry) == "turn.crashed Oops: no"


def test_a_file_that_grew_large_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    log.write_bytes(b"x" * (logbook.MAX_BYTES + 1))

    Logbook(tmp_path, show=lambda *_: None).of_program("api")("new")

    assert (tmp_path / "api.log.1").stat().st_size == logbook.MAX_BYTES + 1
    assert json.loads(log.read_text())["event"] == "new"
