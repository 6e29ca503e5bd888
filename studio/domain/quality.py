"""Quality: what the checks of a finished video found, and what that amounts to. Pure."""

from collections.abc import Collection
from enum import StrEnum

from studio.domain.value import Value


class Severity(StrEnum):
    """How much a finding weighs."""

    WARNING = "warning"
    """Worth a look; the video does what was asked."""
    ERROR = "error"
    """The video is not what was asked for."""


class Rule(StrEnum):
    """What is checked."""

    RESOLUTION = "resolution"
    FRAME_RATE = "frame rate"
    FRAMES = "frame count"
    DURATION = "duration"
    DECODING = "decoding"
    """By a program that is not the one which made the file."""
    BLACK = "black picture"
    FROZEN = "frozen picture"
    """Nothing moves where the camera should."""
    SILENCE = "silence"
    VOICE = "voice"
    """It is heard where the plan has it."""
    AV_OFFSET = "sound against picture"
    LOUDNESS = "loudness"
    TRUE_PEAK = "true peak"
    CLIPPING = "clipped peaks"
    SAFE_ZONE = "safe zone"
    CONTRAST = "caption contrast"


OF_SOUND = frozenset(
    {Rule.LOUDNESS, Rule.TRUE_PEAK, Rule.CLIPPING, Rule.SILENCE, Rule.VOICE, Rule.AV_OFFSET}
)
"""Broken, these mean another mix."""


class Verdict(StrEnum):
    """What a report amounts to."""

    PASSED = "passed"
    WARNINGS = "passed with warnings"
    FAILED = "failed"


class Fault(StrEnum):
    """Why a piece of a video was made again, after "it"."""

    GONE = "was no longer stored"
    EMPTY = "did not hold what it should"
    STRANGE = "came from another encoder than the rest"
    BROKEN = "did not decode"


def piece_mended(at_s: float, fault: Fault) -> str:
    """Say that a piece was made again, and why."""
    return f"the piece at {at_s:.1f} s was made again: it {fault}"


def sound_mended(rules: Collection[Rule] = ()) -> str:
    """Say that the sound was mixed again: for the rules that it broke, else because it was gone."""
    why = ", ".join(sorted(rule.value for rule in rules)) or f"it {Fault.GONE}"
    return f"the sound was mixed again: {why}"


class Finding(Value):
    """A rule that is not kept.

    Attributes:
        rule: Which.
        severity: How much it weighs.
        measured: What is, with its unit.
        wanted: What should be, with its unit.
        scene: Place of the scene it is about, from 1; ``None`` for the whole video.
        at_s: Where in the video; ``None`` for the whole.
    """

    rule: Rule
    severity: Severity
    measured: str
    wanted: str
    scene: int | None = None
    at_s: float | None = None

    @property
    def place(self) -> str:
        """Name the rule and where it is not kept, without figures; in the words of `studio.wording`."""
        if self.scene is None or self.at_s is None:
            return self.rule.value
        return f"{self.rule.value} in scene {self.scene} at {self.at_s:.1f} s"

    @property
    def sentence(self) -> str:
        """Say it to the user."""
        place = "" if self.scene is None else f" in scene {self.scene}"
        when = "" if self.at_s is None else f" at {self.at_s:.1f} s"
        return f"{self.rule.value}{place}{when}: {self.measured} instead of {self.wanted}"


class QualityReport(Value):
    """The checks of one finished video.

    Attributes:
        findings: The rules that are not kept; none is best.
        repairs: What was made again before this report, in words.
        frames_sampled: How many frames the second decoder showed.
        contrast: The least contrast of a caption, 1 to 21; ``None`` where none was sampled.
        av_offset_ms: The largest distance of a voice from its place in the plan; ``None`` where
            nobody speaks.
        cpu_s: What the checks took, in seconds of one core.
    """

    findings: tuple[Finding, ...] = ()
    repairs: tuple[str, ...] = ()
    frames_sampled: int = 0
    contrast: float | None = None
    av_offset_ms: float | None = None
    cpu_s: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """Sum the findings up; the gravest tells."""
        if any(finding.severity is Severity.ERROR for finding in self.findings):
            return Verdict.FAILED
        return Verdict.WARNINGS if self.findings else Verdict.PASSED

    @property
    def gravest(self) -> tuple[Finding, ...]:
        """Give the findings with the errors first."""
        return tuple(
            sorted(self.findings, key=lambda finding: finding.severity is Severity.WARNING)
        )
