"""``reelwright make``: one topic or text in, one video file out."""

import re
import uuid
from pathlib import Path

from rich.console import Console

from api.cli import videos
from api.cli.approvals import Allowance, allowance, told
from api.cli.client import Client, Refused
from api.cli.server import any_client
from api.cli.show import Outcome, Screen
from api.cli.steps import Steps
from studio.domain.conversation import clean_message
from studio.domain.errors import (
    Invalid,
    InvalidMessage,
    Misconfigured,
    StudioError,
    TooLarge,
)
from studio.domain.languages import check_spoken
from studio.domain.output import Output
from studio.settings import Settings

MADE = 0
FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130

_LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese"}
_SENTENCES = re.compile(r"[.!?…]\s+\S|\n")
_NUDGE = "Render the video now."


def make(
    settings: Settings,
    console: Console,
    *,
    source: str,
    out: Path,
    seconds: int | None,
    language: str,
    preset: str = "",
    output: Output,
    yes_usd: float | None,
    url: str,
    api_key: str,
) -> int:
    """Make a video and give the exit code; up to ``yes_usd`` it is approved without asking."""
    steps = Steps(console)
    try:
        message = compose(source, seconds=seconds, language=language, output=output, preset=preset)
        if out.is_dir() or not out.parent.exists():
            raise InvalidMessage(
                f"{str(out)!r} cannot be written: name a file in a folder that exists."
            )
        with any_client(settings, steps, url=url, api_key=api_key) as client:
            check_spoken(language or "en", client.status()["languages"])
            allowed = allowance(console, yes_usd)
            return _make(client, steps, message=message, out=out, allowed=allowed)
    except (Invalid, TooLarge, Misconfigured) as error:
        steps.say(str(error), style="red")
        return BAD_INPUT
    except StudioError as error:
        steps.say(str(error), style="red")
        return FAILED
    except Refused as refusal:
        steps.say(refusal.detail, style="red")
        return BAD_INPUT if refusal.status in {413, 422} else FAILED
    except KeyboardInterrupt:
        steps.say("Stopped.", style="yellow")
        return INTERRUPTED


def compose(
    source: str, *, seconds: int | None, language: str, output: Output, preset: str = ""
) -> str:
    """Give the chat message that asks for the video.

    Args:
        source: A topic, or sentences to tell, or ``@FILE`` with them.
        seconds: How long the video is to be; ``None`` for the usual, or the preset's.
        language: BCP 47; empty for the usual, or the preset's.
        output: Only what is unusual of it is said.
        preset: What it begins with; empty for none.

    Raises:
        InvalidMessage: There is no usable text.
        TooLarge: The text is longer than a message may be.
    """
    wish, lead = _wish(seconds, language, output, is_preset=bool(preset)), ""
    if preset:
        lead = f'Use my preset "{preset}": '
    text = _read(Path(source[1:])) if source.startswith("@") else clean_message(source)
    if source.startswith("@") or _SENTENCES.search(text):
        return clean_message(f"{lead}Make this into a {wish}:\n\n{text}")
    return clean_message(f"{lead}Make a {wish} about {text}")


def _wish(seconds: int | None, language: str, output: Output, *, is_preset: bool) -> str:
    """Say what kind of video it is to be; of what a preset knows, only what is asked for."""
    length, spoken = f"{seconds or 30} s ", language or "en"
    if is_preset and seconds is None:
        length = ""
    if is_preset and not language:
        return f"{length}{_film(output)}"
    code = spoken.partition("-")[0].lower()
    return f"{length}{_film(output)} in {_LANGUAGES.get(code, f'language {code}')}"


def _film(output: Output) -> str:
    usual = Output()
    words = [
        output.format if output.format != usual.format else "",
        output.codec.upper() if output.codec != usual.codec else "",
        "video",
        f"at {output.fps} fps" if output.fps != usual.fps else "",
    ]
    return " ".join(filter(None, words))


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidMessage(f"{str(path)!r} is not a text file in UTF-8.") from error
    except OSError as error:
        raise InvalidMessage(f"{str(path)!r} cannot be read: {error.strerror}.") from error
    return clean_message(text)


def _make(client: Client, steps: Steps, *, message: str, out: Path, allowed: Allowance) -> int:
    thread_id = client.create_thread()
    first = run_once(client, steps.console, thread_id, message, says=False)
    outcome = approve(client, steps.console, thread_id, first, allowed)
    is_refused = bool(first.waits_for) and not outcome.videos
    if not outcome.videos and not outcome.error and not outcome.is_cancelled and not is_refused:
        nudged = run_once(client, steps.console, thread_id, _NUDGE, says=False)
        outcome = approve(client, steps.console, thread_id, nudged, allowed)
    if not outcome.videos:
        steps.say(outcome.error or outcome.text.strip() or "No video was made.", style="red")
        return FAILED
    if said := outcome.text.strip():
        steps.say(said, style="dim")
    path = videos.save(client, outcome.videos[-1], out)
    Console().print(str(path), markup=False, highlight=False, soft_wrap=True)
    return MADE


def approve(
    client: Client,
    console: Console,
    thread_id: str,
    outcome: Outcome,
    allowed: Allowance,
    *,
    says: bool = False,
) -> Outcome:
    """Answer what a run waits for, and follow what goes on, until nothing waits."""
    while outcome.waits_for:
        goes_on: str | None = None
        for interrupt in outcome.waits_for:
            console.print(told(interrupt), markup=False, highlight=False, soft_wrap=True)
            said = allowed.decide(interrupt)
            goes_on = client.answer(thread_id, str(interrupt["id"]), said) or goes_on
        if goes_on is None:
            return outcome
        outcome = outcome.then(Screen(console, says=says).follow(client.follow(goes_on)))
    return outcome


def run_once(
    client: Client, console: Console, thread_id: str, message: str, *, says: bool
) -> Outcome:
    """Say something, show what happens, and stop the run where the user interrupts."""
    run_id = str(uuid.uuid4())
    try:
        return Screen(console, says=says).follow(client.run(thread_id, message, run_id=run_id))
    except KeyboardInterrupt:
        client.cancel(run_id)
        raise
