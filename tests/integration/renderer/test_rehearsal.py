"""What a worker has done before it forks, which its tasks need not do again."""

import os
import subprocess
import sys
from pathlib import Path

FIRST_TASK = """
import sys
import renderer.job
from renderer.rehearsal import rehearse
from studio.packs.shelf import built_in

rehearse()
known = set(sys.modules)
renderer.job.encode_segment("00000000-0000-0000-0000-000000000001", "0")
print(*sorted(set(sys.modules) - known), built_in.cache_info().misses)
"""


def _told(database_url: str, redis_url: str, state: Path, program: str) -> str:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "REELWRIGHT_STATE_DIR": str(state),
        "REELWRIGHT_SECRET": "s" * 40,
    }
    argv = [sys.executable, "-c", program]
    done = subprocess.run(
        argv, check=False, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_task_imports_nothing_and_reads_no_pack_again(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    assert _told(database_url, redis_url, tmp_path, FIRST_TASK).split() == ["1"]


def test_a_worker_that_starts_before_its_database_says_so_and_goes_on(tmp_path: Path) -> None:
    program = "from renderer.rehearsal import rehearse; rehearse()"
    told = _told("postgresql://x@127.0.0.1:1/x", "redis://127.0.0.1:1", tmp_path, program)
    assert "worker.unrehearsed" in told
