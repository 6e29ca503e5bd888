"""The protocol's own client drives a conversation and accepts every event."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.support.api import app_for, make_user, served, settings_for, sign_in

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests" / "support" / "agui"
FOLDER = ROOT / ".cache" / "agui"


def _install() -> Path:
    """Install the pinned client into the cache, once."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("there is no Node.js")
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = (SOURCE / "package.json").read_text()
    stamp = FOLDER / "package.json"
    if not (FOLDER / "node_modules" / "@ag-ui").is_dir() or stamp.read_text() != wanted:
        stamp.write_text(wanted)
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--silent"],
            cwd=FOLDER,
            check=True,
            timeout=120,
        )
    shutil.copy(SOURCE / "converse.mjs", FOLDER)
    return FOLDER / "converse.mjs"


@pytest.mark.slow
def test_the_protocols_client_accepts_a_whole_conversation(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    script = _install()
    settings = settings_for(database_url, redis_url, tmp_path)
    asyncio.run(make_user(settings, "a@example.com"))
    with served(app_for(settings, pause_s=0.005)) as url:
        token = sign_in(url, "a@example.com")
        headers = {"Authorization": f"Bearer {token}"}
        thread = httpx.post(f"{url}/v1/threads", json={}, headers=headers).json()["id"]
        asked = {
            "url": f"{url}/v1/threads/{thread}/runs",
            "token": token,
            "threadId": thread,
            "messages": ["Make a video about tides", "Make scene 2 shorter"],
        }
        done = subprocess.run(
            ["node", str(script), json.dumps(asked)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == 2
    for run in told:
        assert run["types"][0] == "RUN_STARTED"
        assert run["last"]["type"] == "RUN_FINISHED"
        assert run["last"]["outcome"]["type"] == "success"
        roles = [message["role"] for message in run["messages"]]
        assert {"user", "assistant", "tool", "activity"} <= set(roles)
        card = next(m for m in run["messages"] if m["role"] == "activity")
        assert card["content"] == {"fraction": 1}
