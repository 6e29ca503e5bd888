"""The offline voice and its worker process."""

import asyncio
import fcntl
import hashlib
import os
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import espeakng_loader
import pytest

from studio.domain.asset import SpeechRequest
from studio.domain.errors import Invalid, ProviderFailed, TooLarge
from studio.providers.speech.espeak import LONGEST_TEXT, EspeakSpeech

SENTENCE = "Three hearts beat in an octopus."
ENOUGH_S = 10.0


def worker(folder: Path, body: str) -> Path:
    program = folder / "worker.py"
    program.write_text(f"import os, pathlib, sys, time\n{body}\n")
    return program


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + ENOUGH_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_written(path: Path) -> bool:
    return path.exists() and bool(path.read_text())


def unread_bytes(pipe: int) -> int:
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_other_processes_give_the_same_bytes() -> None:
    here = await EspeakSpeech().speak(SpeechRequest(text=SENTENCE))
    code = (
        "import asyncio, hashlib\n"
        "from studio.domain.asset import SpeechRequest\n"
        "from studio.providers.speech.espeak import EspeakSpeech\n"
        f"s = asyncio.run(EspeakSpeech().speak(SpeechRequest(text={SENTENCE!r})))\n"
        "print(hashlib.sha256(s.wav).hexdigest())"
    )
    there = await asyncio.to_thread(run_python, code)

    assert there == hashlib.sha256(here.wav).hexdigest()


async def test_a_hanging_worker_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    hanging = worker(
        tmp_path, f"pathlib.Path({str(note)!r}).write_text(str(os.getpid()))\ntime.sleep(60)"
    )

    with pytest.raises(ProviderFailed, match=r"within 1\.5 s"):
        await EspeakSpeech(timeout_s=1.5, program=hanging).speak(SpeechRequest(text=SENTENCE))

    assert not is_running(int(note.read_text()))


async def test_a_cancelled_request_ends_its_worker(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    hanging = worker(
        tmp_path, f"pathlib.Path({str(note)!r}).write_text(str(os.getpid()))\ntime.sleep(60)"
    )
    async with asyncio.TaskGroup() as group:
        speaking = group.create_task(
            EspeakSpeech(program=hanging).speak(SpeechRequest(text=SENTENCE))
        )
        await asyncio.to_thread(wait_for, lambda: is_written(note))
        speaking.cancel()

    assert not is_running(int(note.read_text()))


async def test_a_crash_tells_its_exit_code_and_last_words(tmp_path: Path) -> None:
    crashing = worker(tmp_path, "sys.stderr.write('no phonemes'); sys.exit(7)")

    with pytest.raises(ProviderFailed, match="exit code 7: no phonemes"):
        await EspeakSpeech(program=crashing).speak(SpeechRequest(text=SENTENCE))


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
def test_the_worker_dies_with_its_parent(tmp_path: Path) -> None:
    program = Path(__file__).parents[3] / "studio/providers/speech/espeak_process.py"
    read_end, write_end = os.pipe()
    parent = subprocess.Popen(
        [
            sys.executable, "-c",
            "import subprocess, sys, time\n"
            f"p = subprocess.Popen([sys.executable, '-I', '-S', {str(program)!r}])\n"
            "print(p.pid, flush=True); time.sleep(60)",
        ],
        stdin=read_end, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdout
    child = int(parent.stdout.readline())
    os.write(write_end, b"{")
    wait_for(lambda: unread_bytes(read_end) == 0)

    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()

    # Its standard input is still open here, so nothing but the signal ends it.
    wait_for(lambda: not is_running(child))
    parent.stdout.close()
    os.close(read_end)
    os.close(write_end)


async def test_a_long_path_to_the_data_is_no_obstacle(tmp_path: Path) -> None:
    usual = await EspeakSpeech().speak(SpeechRequest(text=SENTENCE))
    far = tmp_path / ("a" * 100) / ("b" * 100)
    shutil.copytree(espeakng_loader.get_data_path(), far)

    assert await EspeakSpeech(data=far).speak(SpeechRequest(text=SENTENCE)) == usual


async def test_emoji_and_markup_are_not_read_aloud() -> None:
    speech = EspeakSpeech()
    plain = await speech.speak(SpeechRequest(text="Three hearts."))
    decorated = await speech.speak(SpeechRequest(text="*Three* hearts. 🐙"))

    assert [word.text for word in decorated.words] == ["*Three*", "hearts.", "🐙"]
    assert abs(decorated.duration_ms - plain.duration_ms) < 120


async def test_a_very_long_text_is_refused_and_a_long_one_is_spoken() -> None:
    speech = EspeakSpeech()
    with pytest.raises(TooLarge):
        await speech.speak(SpeechRequest(text="a" * (LONGEST_TEXT + 1)))

    long = await speech.speak(SpeechRequest(text=" ".join([SENTENCE] * 40)))

    assert len(long.words) == 6 * 40
    assert long.duration_ms > 60_000


async def test_a_voice_nobody_has_is_refused() -> None:
    with pytest.raises(Invalid, match="no voice 'nobody'"):
        await EspeakSpeech().speak(SpeechRequest(text=SENTENCE, voice="nobody"))
