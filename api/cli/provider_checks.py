"""What ``reelwright doctor`` looks at of providers."""

from api.cli.checks import Finding
from api.cli.state import StateDir
from studio.domain.errors import StudioError
from studio.settings import Settings
from studio.wiring import SystemClock, announced_ends


def ends(settings: Settings, state: StateDir) -> Finding:
    """Look whether a model that the settings name has ended, or ends within 60 days."""
    try:
        announced = announced_ends(settings)
    except StudioError as error:
        return Finding("bad", "a provider cannot be used", error.message)
    today = SystemClock().now().date()
    near = {name: end for name, end in announced.items() if end.is_near(today)}
    if not near:
        return Finding("ok", "none of the models in use ends within 60 days")
    return Finding(
        "bad" if any(end.is_over(today) for end in near.values()) else "warn",
        "\n".join(end.told(today) for end in near.values()),
        "\n".join(
            f"{name}={end.successor}" if end.successor else f"another model in {name}"
            for name, end in near.items()
        ),
    )
