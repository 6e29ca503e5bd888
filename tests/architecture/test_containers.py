"""The container files are checked by tools that need no engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SECRETS = (
    "POSTGRES_PASSWORD",
    "REDIS_PASSWORD",
    "REELWRIGHT_SECRET",
    "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY",
)


def run(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    tools = f"{environment.pop('TOOLS', '')}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        argv,
        cwd=ROOT,
        env={"PATH": tools, "HOME": os.environ.get("HOME", "/"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def podman(tmp_path: Path) -> str:
    """podman-compose asks podman for its version before it merges and fills in the file."""
    stub = tmp_path / "podman"
    stub.write_text('#!/bin/sh\necho "podman version 5.0.0"\n')
    stub.chmod(0o755)
    return str(tmp_path)


def test_the_dockerfile_passes_the_linter() -> None:
    done = run("hadolint", "Dockerfile")

    assert done.returncode == 0, done.stdout


def test_every_target_runs_as_an_ordinary_user_and_is_watched() -> None:
    stages: dict[str, list[str]] = {}
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("FROM "):
            stages[line.split()[-1]] = []
        elif stages:
            stages[list(stages)[-1]].append(line)

    for target in ("api", "worker", "slim"):
        assert "USER 10001" in stages[target]
        assert any(line.startswith("HEALTHCHECK") for line in stages[target])


def test_the_compose_file_keeps_to_the_specification() -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    done = run("check-jsonschema", *schema, "docker-compose.yml")

    assert done.returncode == 0, done.stdout


def test_the_compose_file_is_complete_once_the_secrets_are_given(podman: str) -> None:
    done = run("podman-compose", "config", TOOLS=podman, **dict.fromkeys(SECRETS, "x" * 40))

    assert done.returncode == 0, done.stderr
    merged = yaml.safe_load(done.stdout)
    assert set(merged["services"]) == {
        "migrate",
        "api",
        "worker",
        "postgres",
        "valkey",
        "storage",
    }
    for name in ("postgres", "valkey", "storage"):
        assert "healthcheck" in merged["services"][name]


@pytest.mark.parametrize("missing", SECRETS)
def test_a_missing_secret_stops_the_start_with_its_name(podman: str, missing: str) -> None:
    given = {name: "x" * 40 for name in SECRETS if name != missing}

    done = run("podman-compose", "config", TOOLS=podman, **given)

    assert done.returncode != 0
    assert missing in done.stdout + done.stderr
