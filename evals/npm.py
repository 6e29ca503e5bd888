"""Third-party programs from npm, installed once, with whatever Node.js there is."""

import json
import signal
from pathlib import Path

from studio.domain.errors import Misconfigured
from studio.embedded.child import Child
from studio.embedded.node import OLDEST_NODE, Node, find_node

CACHE = Path(__file__).resolve().parents[1] / ".cache"
INSTALL_S = 180.0


def node() -> Node:
    """Give a Node.js; `make install` brings one where the machine has none.

    Raises:
        Misconfigured: There is none.
    """
    found = find_node()
    if found is None:
        raise Misconfigured(
            f"Recorded conversations need Node.js {OLDEST_NODE} or newer and npm; "
            "run `make install` or install them."
        )
    return found


def package(name: str, version: str, *, node: Node, cache: Path = CACHE) -> Path:
    """Install a pinned package where it is missing, and give its folder of modules.

    Raises:
        Misconfigured: npm cannot install it.
    """
    folder = cache / name.strip("@").replace("/", "-")
    wanted = json.dumps({"private": True, "type": "module", "dependencies": {name: version}})
    listed = folder / "package.json"
    if not (folder / "node_modules" / name).is_dir() or listed.read_text() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        listed.write_text(wanted)
        installer = Child(
            [*node.npm, "install", "--no-audit", "--no-fund", "--silent"],
            env=node.environment,
            cwd=folder,
            death_signal=signal.SIGKILL,
        )
        if installer.wait(INSTALL_S) != 0:
            installer.stop(signal.SIGKILL, timeout_s=1.0)
            listed.unlink()
            raise Misconfigured(f"npm cannot install {name} {version}:\n{installer.tail}")
    return folder / "node_modules"
