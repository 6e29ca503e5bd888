"""``reelwright packs test``: a few seconds of video that a pack makes of itself, checked."""

import time
from pathlib import Path
from typing import Any

from rich.console import Console

from api.cli.client import Client, Refused
from api.cli.server import any_client
from api.cli.steps import Steps
from studio.domain.errors import StudioError
from studio.settings import Settings

DONE, FAILED = 0, 1
_LOOK_S = 0.3
_OVER = frozenset({"done", "failed", "cancelled"})


def test(
    settings: Settings,
    console: Console,
    *,
    name: str,
    out: Path,
    language: str,
    url: str,
    api_key: str,
) -> int:
    """Make and check the video, print its path and the verdict, and give the exit code."""
    steps = Steps(console)
    try:
        with any_client(settings, steps, url=url, api_key=api_key) as client:
            made = _awaited(client, client.test_pack(name, language=language))
            if made["status"] != "done":
                steps.say(made["error"] or "The test was stopped.", style="red")
                return FAILED
            video = next(file for file in made["files"] if file["kind"] == "video")
            client.download(video["url"], out.absolute(), size_bytes=int(video["size_bytes"]))
            report = client.quality(str(made["id"]))
    except (StudioError, Refused) as error:
        steps.say(error.message if isinstance(error, StudioError) else error.detail, style="red")
        return FAILED
    for finding in report["findings"]:
        steps.say(str(finding["sentence"]), style="yellow")
    print(out.absolute(), report["verdict"], sep="\t")
    return FAILED if report["verdict"] == "failed" else DONE


def _awaited(client: Client, render_id: str) -> dict[str, Any]:
    made = client.render(render_id)
    while made["status"] not in _OVER:
        time.sleep(_LOOK_S)
        made = client.render(render_id)
    return made
