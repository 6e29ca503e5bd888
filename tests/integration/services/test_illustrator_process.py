"""The illustrator's processes never outlive the one that asked for pictures."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import asyncio, os
from studio.domain.asset import PictureRequest
from studio.providers.images.illustrator import Illustrator

async def main():
    asked = PictureRequest(prompt="bees", width_px=64, height_px=64)
    maker = Illustrator(processes=2)
    await asyncio.gather(*(maker.make(asked.model_copy(update={"seed": n})) for n in range(4)))
    print("ready", flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
def test_a_killed_parent_leaves_no_process(tmp_path: Path) -> None:
    script = tmp_path / "paint.py"
    script.write_text(PROGRAM)
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    children = _children(parent.pid)
    assert len(children) >= 2
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
