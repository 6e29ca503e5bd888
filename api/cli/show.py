"""A run's events as a terminal shows them: text, progress bars, the finished video."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from api.cli.stream import patched


@dataclass(slots=True)
class Outcome:
    """How a run ended.

    Attributes:
        videos: The video cards shown, oldest first.
        text: All that the assistant said.
        error: Of a failed run, else empty.
        is_cancelled: Whether it was stopped.
        waits_for: The interrupts that it waits with.
    """

    videos: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    text: str = ""
    error: str = ""
    is_cancelled: bool = False
    waits_for: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def then(self, later: "Outcome") -> "Outcome":
        """Give how it ended after the run that went on with it."""
        return Outcome(
            videos=[*self.videos, *later.videos],
            text=self.text + later.text,
            error=later.error,
            is_cancelled=later.is_cancelled,
            waits_for=later.waits_for,
        )


class Screen:
    """Shows one run."""

    def __init__(self, console: Console, *, says: bool) -> None:
        """Show progress on ``console``, and what the assistant says where ``says``."""
        self._console = console
        self._says = says
        self._outcome = Outcome()
        self._cards: dict[str, dict[str, Any]] = {}
        self._bars: dict[str, TaskID] = {}
        self._line = ""
        self._progress = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            console=console,
        )

    def follow(self, events: Iterable[dict[str, Any]]) -> Outcome:
        """Show events until the run is over."""
        with self._progress:
            for event in events:
                self._take(event)
            self._flush()
        return self._outcome

    def _take(self, event: dict[str, Any]) -> None:
        match event.get("type"):
            case "TEXT_MESSAGE_CONTENT":
                self._say(str(event["delta"]))
            case "TEXT_MESSAGE_END":
                self._flush()
                self._outcome.text += "\n"
            case "ACTIVITY_SNAPSHOT":
                self._card(event, dict(event["content"]))
            case "ACTIVITY_DELTA":
                known = self._cards.get(event["messageId"], {})
                if known:
                    self._card(event, patched(known, event["patch"]))
            case "RUN_ERROR":
                self._outcome.error = str(event.get("message") or event.get("code"))
            case "RUN_FINISHED":
                outcome: dict[str, Any] = event.get("outcome") or {}
                self._outcome.is_cancelled = outcome.get("type") == "cancelled"
                self._outcome.waits_for = list(outcome.get("interrupts") or ())
            case _:
                pass

    def _say(self, delta: str) -> None:
        self._outcome.text += delta
        if not self._says:
            return
        # A live progress display owns the cursor: only whole lines can be printed above it.
        *lines, self._line = (self._line + delta).split("\n")
        for line in lines:
            self._print(line)

    def _flush(self) -> None:
        if self._line:
            self._print(self._line)
            self._line = ""

    def _print(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _card(self, event: dict[str, Any], content: dict[str, Any]) -> None:
        self._cards[event["messageId"]] = content
        if event["activityType"] == "progress":
            self._bar(event["messageId"], content)
        elif event["activityType"] == "shares" and self._says:
            for one in content["items"]:
                self._print(f"  {one['title']}: {one['share_url']} ({one['state']})")
        elif event["activityType"] == "video":
            self._outcome.videos = [
                *(v for v in self._outcome.videos if v["render_id"] != content["render_id"]),
                content,
            ]

    def _bar(self, card_id: str, content: dict[str, Any]) -> None:
        if card_id not in self._bars:
            self._bars[card_id] = self._progress.add_task(content["label"], total=1.0)
        left = content.get("seconds_left")
        note = f", {left:.0f} s left" if left and content["state"] == "running" else ""
        self._progress.update(
            self._bars[card_id],
            description=f"{content['label']}{note}",
            completed=1.0 if content["state"] == "done" else float(content["fraction"]),
        )
