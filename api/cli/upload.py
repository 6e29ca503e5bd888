"""``reelwright upload``: pictures and clips of one's own, for scenes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from api.cli.client import Client, Refused
from api.cli.server import any_client
from api.cli.steps import Steps
from studio.domain.errors import InvalidMedia, StudioError
from studio.settings import Settings

DONE, FAILED, BAD_INPUT = 0, 1, 2


def upload(
    settings: Settings, console: Console, *, files: Sequence[Path], url: str, api_key: str
) -> int:
    """Upload files and give the exit code."""
    steps = Steps(console)
    try:
        for path in files:
            _check(path)
        with any_client(settings, steps, url=url, api_key=api_key) as client:
            for path in files:
                _send(client, path)
    except InvalidMedia as error:
        steps.say(error.message, style="red")
        return BAD_INPUT
    except StudioError as error:
        steps.say(error.message, style="red")
        return FAILED
    except Refused as refusal:
        steps.say(refusal.detail, style="red")
        return BAD_INPUT if refusal.status in {413, 422} else FAILED
    return DONE


def _check(path: Path) -> None:
    if not path.is_file():
        raise InvalidMedia(f"There is no file {str(path)!r}.")


def _send(client: Client, path: Path) -> None:
    kept = client.upload(path)
    Console().print(
        f"{kept['number']}\t{_described(kept)}\t{kept['name']}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _described(kept: dict[str, Any]) -> str:
    size = f", {kept['width']}x{kept['height']}" if kept["width"] else ""
    length = f", {kept['duration_s']:.1f} s" if kept["duration_s"] is not None else ""
    return f"{kept['kind']}{size}{length}"
