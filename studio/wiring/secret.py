"""The installation's secret."""

import os
import secrets
from pathlib import Path

from studio.domain.errors import Misconfigured
from studio.settings import (
    StateSettings,
)

MIN_SECRET = 32


def read_secret(state: StateSettings) -> str:
    """Give the installation's secret; made at first need, readable by its user only.

    Raises:
        Misconfigured: It is too short.
    """
    secret = state.secret.get_secret_value() or _kept_secret(state.state_dir / "secret")
    if len(secret) < MIN_SECRET:
        raise Misconfigured(
            f"The secret is shorter than {MIN_SECRET} characters; "
            "set REELWRIGHT_SECRET to a longer one, or leave it empty to have one made."
        )
    return secret


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        aside = path.with_name(f".secret-{secrets.token_hex(8)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            # A link fails where another process was first, and that one's secret counts.
            path.hardlink_to(aside)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text().strip()
