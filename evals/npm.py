"""Third-party programs from npm, installed once, with whatever Node.js there is."""

import fcntl
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
    folder.mkdir(parents=True, exist_ok=True)
    wanted = json.dumps({"private": True, "type": "module", "dependencies": {name: version}})
    with (folder / "installed").open("a+") as installed:
        # Others wait here for the one that installs; one that is killed leaves no mark.
        fcntl.flock(installed, fcntl.LOCK_EX)
        installed.seek(0)
        if installed.read() != wanted:
            installed.truncate(0)
            _install(folder, wanted, node=node)
            installed.write(wanted)
    return folder / "node_modules"


def _install(folder: Path, wanted: str, *, node: Node) -> None:
    (folder / "package.json").write_text(wanted)
    installer = Child(
        [*node.npm, "install", "--no-audit", "--no-fund", "--silent"],
        env=node.environment,
        cwd=folder,
        death_signal=signal.SIGKILL,
    )
    if installer.wait(INSTALL_S) != 0:
        installer.stop(signal.SIGKILL, timeout_s=1.0)
        raise Misconfigured(f"npm cannot install {wanted}:\n{installer.tail}")
