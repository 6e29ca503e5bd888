"""``reelwright voices``: who can speak, at what price."""

from rich.console import Console

from api.cli.client import Refused
from api.cli.server import any_client
from api.cli.steps import Steps
from studio.domain.errors import StudioError
from studio.settings import Settings

DONE, FAILED = 0, 1


def list_voices(
    settings: Settings, console: Console, *, language: str, maker: str, url: str, api_key: str
) -> int:
    """Print a line for each voice and give the exit code."""
    steps = Steps(console)
    try:
        with any_client(settings, steps, url=url, api_key=api_key) as client:
            listed = client.voices(language=language, maker=maker)
    except (StudioError, Refused) as error:
        steps.say(error.message if isinstance(error, StudioError) else error.detail, style="red")
        return FAILED
    for voice in listed:
        # Rich would turn the tabs into spaces.
        print(*(voice[key] for key in ("maker", "id", "language", "label")), price(voice), sep="\t")
    return DONE


def price(voice: dict[str, str | None]) -> str:
    """Say in words what 1,000 characters cost, and when the voice ends."""
    usd = voice["price_per_1000_usd"]
    cost = "price unknown" if usd is None else "free" if usd == "0" else f"${usd} per 1,000"
    return f"{cost}, ends {voice['retires_on']}" if voice["retires_on"] else cost
