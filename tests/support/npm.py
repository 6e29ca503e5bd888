"""Third-party programs from npm, installed once into `.cache`, with whatever Node.js there is."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from scripts.build_web import BuildFailed, Node, find_node

CACHE = Path(__file__).resolve().parents[2] / ".cache"
INSTALL_S = 180


def node() -> Node:
    """Give a Node.js; `make install` brings one where the machine has none."""
    try:
        return find_node()
    except BuildFailed as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))


def package(name: str, version: str) -> Path:
    """Install a pinned package and give its folder of modules."""
    folder = CACHE / name.strip("@").replace("/", "-")
    wanted = json.dumps({"private": True, "type": "module", "dependencies": {name: version}})
    listed = folder / "package.json"
    if not (folder / "node_modules" / name).is_dir() or listed.read_text() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        listed.write_text(wanted)
        found = node()
        subprocess.run(
            [*found.npm, "install", "--no-audit", "--no-fund", "--silent"],
            cwd=folder,
            env=environment(found),
            check=True,
            timeout=INSTALL_S,
        )
    return folder / "node_modules"


def environment(found: Node) -> dict[str, str]:
    """This process's environment with that Node.js first on the path."""
    return {**os.environ, "PATH": f"{found.folder}{os.pathsep}{os.environ['PATH']}"}
