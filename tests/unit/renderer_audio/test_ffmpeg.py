"""Running ffmpeg: what is passed, and what its failures tell."""

import wave
from pathlib import Path

import pytest

from renderer.programs.ffmpeg import command, run
from studio.domain.errors import RenderFailed

FOREVER = ["-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"]


def silence(path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(9_600))
    return path


def test_every_input_is_limited_to_files_and_pipes() -> None:
    whole = command(["-i", "a.wav", "-i", "b.wav", "out.m4a"])

    assert whole[1:] == [
        "-nostdin", "-hide_banner",
        "-protocol_whitelist", "file,pipe", "-i", "a.wav",
        "-protocol_whitelist", "file,pipe", "-i", "b.wav",
        "out.m4a",
    ]  # fmt: skip


def test_a_failure_carries_stage_exit_code_and_last_words() -> None:
    with pytest.raises(RenderFailed) as failure:
        run(["-i", "/nowhere/at/all.wav", "-f", "null", "-"], timeout_s=20, stage="audio")

    assert failure.value.stage == "audio"
    assert failure.value.exit_code not in (None, 0)
    assert "No such file" in failure.value.stderr_tail


def test_a_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(RenderFailed, match=r"longer than 0\.8 s \(endless\)") as failure:
        run(FOREVER, timeout_s=0.8, stage="endless")

    assert failure.value.stage == "endless"


@pytest.mark.parametrize("scheme", ["http://127.0.0.1:9/", "concat:"])
def test_other_protocols_are_refused(tmp_path: Path, scheme: str) -> None:
    source = f"{scheme}{silence(tmp_path / 'a.wav')}"

    with pytest.raises(RenderFailed) as failure:
        run(["-i", source, "-f", "null", "-"], timeout_s=20, stage="probe")

    assert "not on whitelist" in failure.value.stderr_tail


def test_a_file_is_read(tmp_path: Path) -> None:
    done = run(
        ["-i", str(silence(tmp_path / "a.wav")), "-f", "null", "-"], timeout_s=20, stage="probe"
    )

    assert "48000 Hz" in done.stderr
