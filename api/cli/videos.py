"""Finished videos as files."""

import re
import unicodedata
from pathlib import Path
from typing import Any

from api.cli.client import Client


def save(client: Client, card: dict[str, Any], target: Path) -> Path:
    """Fetch the video of a card into a file and give its path."""
    return client.download(
        str(card["video_url"]), target.absolute(), size_bytes=int(card["size_bytes"])
    )


def file_name(card: dict[str, Any]) -> str:
    """Give a file name that tells the video's title and version, safe on every system."""
    plain = unicodedata.normalize("NFKC", str(card["title"])).casefold()
    words = re.sub(r"[^\w]+", "-", plain).strip("-_")[:60].rstrip("-_")
    return f"{words or 'video'}-v{card['version']}.mp4"
