"""The installation's secret is made once, kept, and closed to others."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from studio.domain.errors import Misconfigured
from studio.settings import StateSettings
from studio.wiring.secret import MIN_SECRET, read_secret


def test_a_secret_is_made_once_and_readable_by_its_user_only(tmp_path: Path) -> None:
    state = StateSettings(state_dir=tmp_path / "state", secret=SecretStr(""))

    made, kept = read_secret(state), read_secret(state)

    assert made == kept
    assert len(made) >= MIN_SECRET
    assert (tmp_path / "state/secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["secret"]


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    one, two = (
        read_secret(StateSettings(state_dir=tmp_path / name, secret=SecretStr("")))
        for name in ("one", "two")
    )

    assert one != two


def test_a_secret_that_was_set_counts(tmp_path: Path) -> None:
    state = StateSettings(state_dir=tmp_path, secret=SecretStr("k" * MIN_SECRET))

    assert read_secret(state) == "k" * MIN_SECRET
    assert not (tmp_path / "secret").exists()


def test_a_secret_that_is_too_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        read_secret(StateSettings(state_dir=tmp_path, secret=SecretStr("k" * (MIN_SECRET - 1))))
    (tmp_path / "secret").write_text("short")
    with pytest.raises(Misconfigured):
        read_secret(StateSettings(state_dir=tmp_path, secret=SecretStr("")))
