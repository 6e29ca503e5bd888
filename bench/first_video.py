"""A fresh start, the first byte, the first video: what each takes.

.venv/bin/python bench/first_video.py --json out/first_video.json [--quick] [--install]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.render_floor import compare  # noqa: E402
from studio.embedded.postgres import DATABASE, USER  # noqa: E402
from tests.support.product import (  # noqa: E402
    Product,
    begin,
    command_line,
    descendants,
    events,
    new_thread,
    run_input,
    running,
    wait_for_end,
)

TEXT = (
    "Make this into a 30 s video: Octopuses have three hearts. Two of them pump blood to the "
    "gills, and the third one serves the rest of the body. When an octopus swims, that heart "
    "stops beating, which is why it would rather crawl than swim. Its blood is blue, because "
    "copper carries the oxygen. It has nine brains, one in the middle and one for every arm. "
    "Each arm can taste what it touches. And when it is in danger, it leaves a cloud of ink "
    "behind and is gone."
)
EDIT = "make scene 2 shorter"
ROLES = {
    "api.cli api": "api",
    "-m renderer": "renderer",
    "renderer": "renderer",
    "postgres": "postgres",
    "valkey": "valkey",
    "espeak": "voice",
    "spawn_main": "illustrator",
}


def main() -> int:
    """Measure everything and write the figures."""
    options = _options()
    figures: dict[str, Any] = {}
    if options.install:
        figures["install_s"] = install()
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state"
        began = time.perf_counter()
        with running(state) as product:
            figures["first_start_s"] = _since(began)
            figures["first_byte_ms"] = first_byte(product, 20 if options.quick else 100)
            with _peaks(product) as peaks:
                figures["video"] = first_video(product)
                figures["edit"] = edited(product, figures["video"].pop("thread"))
            figures["peak_rss_mb"] = peaks
            figures["checkpoint_bytes_a_turn"] = checkpoint_bytes(state)
        began = time.perf_counter()
        with running(state):
            figures["next_start_s"] = _since(began)
    figures["render"] = compare(1 if options.quick else 3)
    text = json.dumps(figures, indent=2)
    print(text)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(text + "\n")
    return 0


def install() -> float:
    """Clone this repository and install it into an empty environment."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        began = time.perf_counter()
        subprocess.run(["make", "-s", "install"], cwd=clone, check=True)
        return _since(began)


def first_byte(product: Product, count: int) -> dict[str, float]:
    """Time from sending a message to the first byte of the stream, no model involved."""
    took: list[float] = []
    with product.client() as client:
        for _ in range(count):
            thread, run = new_thread(client), str(uuid4())
            body = run_input(thread, run, "help")
            began = time.perf_counter()
            with client.stream("POST", f"/v1/threads/{thread}/runs", json=body) as answer:
                next(answer.iter_raw())
                took.append(1000 * (time.perf_counter() - began))
            wait_for_end(client, run, seconds=30)
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return {"p50": round(cuts[49], 1), "p99": round(cuts[98], 1)}


def first_video(product: Product) -> dict[str, Any]:
    """A pasted text to a finished file, split by stage."""
    with product.client() as client:
        thread, run = begin(client, TEXT)
        stages, content, total = _follow(client, run)
    return {
        "thread": thread,
        "end_to_end_s": total,
        "stages_s": stages,
        "video_s": content["duration_s"],
        "size_mb": round(content["size_bytes"] / 1e6, 2),
        "segments": content["segments_made"],
    }


def edited(product: Product, thread: str) -> dict[str, Any]:
    """One scene made shorter."""
    with product.client() as client:
        _, run = begin(client, EDIT, thread=thread)
        stages, content, total = _follow(client, run)
    return {
        "end_to_end_s": total,
        "stages_s": stages,
        "segments_made": content["segments_made"],
        "segments_reused": content["segments_reused"],
    }


def checkpoint_bytes(state: Path) -> int:
    """Median over turns of what the checkpointer keeps, as stored."""
    query = """
        WITH kept AS (
            SELECT thread_id, pg_column_size(c.*) AS size FROM checkpoints c
            UNION ALL SELECT thread_id, pg_column_size(b.*) FROM checkpoint_blobs b
            UNION ALL SELECT thread_id, pg_column_size(w.*) FROM checkpoint_writes w
        )
        SELECT sum(size)::bigint / count(DISTINCT turns.id)
        FROM (SELECT thread_id, sum(size) AS size FROM kept GROUP BY thread_id) AS sums
        JOIN turns ON turns.thread_id::text = sums.thread_id
        GROUP BY sums.thread_id
    """
    with psycopg.connect(database_url(state)) as connection:
        return int(statistics.median(row[0] for row in connection.execute(query)))


def database_url(state: Path) -> str:
    """Where the embedded database of a state folder answers."""
    server = json.loads((state / "servers.json").read_text())["postgres"]
    return f"postgresql://{USER}:{server['password']}@127.0.0.1:{server['port']}/{DATABASE}"


def _follow(client: httpx.Client, run: str) -> tuple[dict[str, float], dict[str, Any], float]:
    began = time.perf_counter()
    seen: dict[str, tuple[float, float]] = {}
    content: dict[str, Any] = {}
    for _, event in events(client, run):
        at = time.perf_counter() - began
        kind = event.get("activityType")
        if event["type"] == "ACTIVITY_SNAPSHOT" and kind == "video":
            content = event["content"]
        if kind == "progress":
            stage = event["messageId"].split("-")[0]
            first, _ = seen.get(stage, (at, at))
            seen[stage] = (first, at)
    stages = {stage: round(last - first, 2) for stage, (first, last) in seen.items()}
    return stages, content, _since(began)


@contextmanager
def _peaks(product: Product) -> Generator[dict[str, int]]:
    """Sample the resident memory of every process until the end; megabytes by role."""
    peaks: dict[str, int] = {}
    stop = threading.Event()

    def sample() -> None:
        while not stop.wait(0.1):
            for pid in descendants(product.process.pid):
                role = next((r for word, r in ROLES.items() if word in command_line(pid)), "other")
                peaks[role] = max(peaks.get(role, 0), _rss_mb(pid))

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield peaks
    finally:
        stop.set()
        sampler.join()


def _rss_mb(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * 4096 // 1_000_000


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 2)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--install", action="store_true", help="time a fresh install, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
