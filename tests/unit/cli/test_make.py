"""What ``make`` asks for, and what it refuses before anything is started."""

import io
from pathlib import Path
from typing import get_args

import pytest
from rich.console import Console
from typer.testing import CliRunner

from api.cli.app import app
from api.cli.make import BAD_INPUT, compose, make
from api.cli.videos import file_name
from studio.domain import edit
from studio.domain.errors import InvalidMessage, TooLarge
from studio.domain.output import Codec, Format, Output, Rate
from studio.domain.storyboard import Storyboard
from studio.providers.llm.director.editing import output_of
from studio.providers.llm.director.grammar import understand
from studio.settings import Settings, StateSettings


def test_a_topic_is_asked_for_in_plain_words() -> None:
    assert compose("  why bees dance ", seconds=20, language="pt-BR", output=Output()) == (
        "Make a 20 s video in Portuguese about why bees dance"
    )


def test_sentences_are_told_as_they_are() -> None:
    assert compose(
        "Bees dance. They point at flowers.", seconds=20, language="en", output=Output()
    ) == ("Make this into a 20 s video in English:\n\nBees dance. They point at flowers.")


def test_a_language_without_a_name_here_is_asked_for_by_its_code() -> None:
    assert compose("bees", seconds=20, language="sv-SE", output=Output()) == (
        "Make a 20 s video in language sv about bees"
    )


def test_what_is_unusual_of_the_file_is_said() -> None:
    output = Output.of(Format.LANDSCAPE, fps=60, codec=Codec.HEVC)
    assert compose("bees", seconds=20, language="en", output=output) == (
        "Make a 20 s 16:9 HEVC video at 60 fps in English about bees"
    )


@pytest.mark.parametrize("shape", Format)
@pytest.mark.parametrize("codec", Codec)
@pytest.mark.parametrize("fps", get_args(Rate))
@pytest.mark.parametrize("source", ["why bees dance", "Bees dance. They point at 3:2 flowers."])
def test_the_offline_director_understands_every_output(
    shape: Format, codec: Codec, fps: Rate, source: str
) -> None:
    output = Output.of(shape, fps=fps, codec=codec)
    message = compose(source, seconds=20, language="pt", output=output)

    wish = understand(message, has_video=False)

    assert source in {wish.text, wish.topic}
    assert wish.target_s == 20
    changed = edit.set_output(Storyboard(), edit.OutputChange(**output_of(wish)))
    assert changed.output == output


@pytest.mark.parametrize(
    ("option", "value"), [("--format", "4:3"), ("--fps", "50"), ("--codec", "vp9")]
)
def test_an_output_that_there_is_not_is_refused_with_those_that_there_are(
    option: str, value: str
) -> None:
    refused = CliRunner().invoke(app, ["make", "bees", "--out", "v.mp4", option, value])

    assert refused.exit_code == BAD_INPUT
    assert value in refused.output
    known = {"--format": "720x1280", "--fps": "60", "--codec": "hevc"}[option]
    assert known in refused.output


def test_a_file_gives_the_text(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Bees dance.\nThey point at flowers.\n")

    assert compose(f"@{text}", seconds=30, language="en", output=Output()) == (
        "Make this into a 30 s video in English:\n\nBees dance.\nThey point at flowers."
    )


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe\x00", b"a\x00b"])
def test_a_file_without_readable_text_is_refused(tmp_path: Path, content: bytes) -> None:
    text = tmp_path / "text.txt"
    text.write_bytes(content)

    with pytest.raises(InvalidMessage):
        compose(f"@{text}", seconds=30, language="en", output=Output())


def test_a_long_file_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("bees " * 5_000)

    with pytest.raises(TooLarge):
        compose(f"@{text}", seconds=30, language="en", output=Output())


@pytest.mark.parametrize(
    ("source", "out"),
    [("@missing.txt", "v.mp4"), ("  ", "v.mp4"), ("bees", "no/folder/v.mp4"), ("bees", ".")],
)
def test_bad_input_starts_no_server(tmp_path: Path, source: str, out: str) -> None:
    said = io.StringIO()

    code = make(
        Settings(state=StateSettings(state_dir=tmp_path / "state")),
        Console(file=said),
        source=source,
        out=tmp_path / out,
        seconds=30,
        language="en",
        output=Output(),
        yes_usd=None,
        url="",
        api_key="",
    )

    assert code == BAD_INPUT
    assert said.getvalue().strip()
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Why bees dance?", "why-bees-dance-v3.mp4"),
        ("../../etc/passwd", "etc-passwd-v3.mp4"),
        ("Пчёлы танцуют", "пчёлы-танцуют-v3.mp4"),
        ("🐝", "video-v3.mp4"),
        ("x" * 300, "x" * 60 + "-v3.mp4"),
    ],
)
def test_a_file_is_named_for_its_title(title: str, name: str) -> None:
    assert file_name({"title": title, "version": 3}) == name
