"""``reelwright doctor`` in a folder where nothing is configured, and where something is wrong."""

import subprocess
import sys

from tests.support.servers import open_folder
from tests.support.up import environment_of
from tests.support.vendor import Answer, serving


def doctor(**environment: str) -> subprocess.CompletedProcess[str]:
    with open_folder() as folder:
        return subprocess.run(
            [sys.executable, "-m", "api.cli", "doctor"],
            env=environment_of(folder) | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def test_an_installation_without_settings_is_well() -> None:
    said = doctor()

    assert said.returncode == 0, said.stdout
    assert "postgres 18" in said.stdout
    assert "valkey-server 9" in said.stdout
    assert "✗" not in said.stdout


def test_servers_that_do_not_answer_are_named_with_the_way_to_mend_it() -> None:
    said = doctor(
        DATABASE_URL="postgresql://nobody:secret@127.0.0.1:1/none",
        REDIS_URL="redis://127.0.0.1:1/0",
    )

    assert said.returncode == 1
    assert said.stdout.count("✗") == 2
    assert "correct DATABASE_URL" in said.stdout
    assert "correct REDIS_URL" in said.stdout
    assert "secret" not in said.stdout


def test_a_model_that_is_not_understood_is_named() -> None:
    said = doctor(REELWRIGHT_MODEL="parrot:9")

    assert said.returncode == 1
    assert "parrot:9" in said.stdout


def test_an_encoder_is_probed_and_named() -> None:
    said = doctor(REELWRIGHT_ENCODER="nvenc")

    assert said.returncode == 0, said.stdout
    assert "h264_nvenc" in said.stdout


def test_a_model_of_your_own_is_asked_whether_it_is_there() -> None:
    with serving(lambda asked: Answer.of({"error": {"message": "no"}}, status=404)) as model:
        said = doctor(REELWRIGHT_MODEL="openai:tiny", REELWRIGHT_MODEL_BASE_URL=f"{model.url}/v1")

    assert said.returncode == 1
    assert "openai:tiny" in said.stdout
    assert "does not exist there" in " ".join(said.stdout.split())


def test_a_model_that_has_ended_or_ends_soon_is_named_with_the_next() -> None:
    said = doctor(
        REELWRIGHT_MODEL="openai:gpt-5-mini",
        OPENAI_API_KEY="k" * 20,
        REELWRIGHT_PICTURES="openai",
        REELWRIGHT_PICTURES_OPENAI_MODEL="dall-e-3",
    )

    assert said.returncode == 1
    told = " ".join(said.stdout.split())
    assert "dall-e-3" in told
    assert "ended on 2026-05-12" in told
    assert "gpt-6-luna" in told
    assert "k" * 20 not in told
