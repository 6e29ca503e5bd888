"""Third-party programs from npm for tests, which are skipped where there is no Node.js."""

import os
from pathlib import Path

import pytest

from evals import npm
from studio.domain.errors import Misconfigured
from studio.embedded.node import Node


def node() -> Node:
    """Give a Node.js; `make install` brings one where the machine has none."""
    try:
        return npm.node()
    except Misconfigured as error:
        if os.environ.get("CI"):
            pytest.fail(error.message)
        pytest.skip(error.message)


def package(name: str, version: str) -> Path:
    """Install a pinned package and give its folder of modules."""
    return npm.package(name, version, node=node())
