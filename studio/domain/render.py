"""Renders: what is asked of the renderer, how far it is, and what came out."""

from enum import StrEnum

from studio.domain.asset import digest
from studio.domain.quality import QualityReport
from studio.domain.timeline import Timeline
from studio.domain.units import (
    ArtifactId,
    Digest,
    RenderId,
    StorageKey,
    ThreadId,
    TurnId,
)
from studio.domain.value import Value

ENGINE = "29"
"""Part of every digest; raised when the same timeline would come out as other pixels."""


_TELLING = 0.02
"""Less done than this says nothing of the rest."""
WATCHED_AT_ONCE = 3
"""Renders of one user that count as waited for."""


class RenderProfile(StrEnum):
    """How much quality and size."""

    DRAFT = "draft"
    """Half the size, for watching at once."""
    STANDARD = "standard"
    ARCHIVE = "archive"
    """Several times slower, for a copy that is edited or encoded again."""


class Urgency(StrEnum):
    """Whether somebody waits for a render; what is waited for is made first."""

    INTERACTIVE = "interactive"
    BATCH = "batch"


class RenderStatus(StrEnum):
    """Where a render stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen."""
        return self in {RenderStatus.DONE, RenderStatus.FAILED, RenderStatus.CANCELLED}


class ArtifactKind(StrEnum):
    """What a finished file is."""

    VIDEO = "video"
    COVER = "cover"
    SUBTITLES = "subtitles"
    """SubRip, for players and platforms."""
    WEBVTT = "webvtt"
    """The same for web pages."""
    CREDITS = "credits"
    """Whom to thank, as text for a description; only where something of others is in the video."""
    GIF = "gif"
    WEBP = "webp"
    COVERS = "covers"
    AUDIO = "audio"
    RELAY = "relay"
    """These five are exports: made of the finished video where they are asked for."""


class Artifact(Value):
    """A finished file."""

    id: ArtifactId
    kind: ArtifactKind
    key: StorageKey
    media_type: str
    filename: str
    size_bytes: int
    sha256: Digest


class MediaFacts(Value):
    """What was measured on a finished video.

    Attributes:
        quality: What the checks found; ``None`` for videos from before there were any.
    """

    width_px: int
    height_px: int
    frames: int
    fps: float
    duration_s: float
    video_codec: str
    video_profile: str
    pixel_format: str
    audio_codec: str
    sample_rate_hz: int
    loudness_lufs: float
    true_peak_dbtp: float
    size_bytes: int
    quality: QualityReport | None = None


class Render(Value):
    """One render, as it stands.

    Attributes:
        id: Of this render.
        thread_id: Whose events tell of it.
        turn_id: The turn that asked for it first.
        storyboard_version: Which version it shows.
        digest: Same digest, same artifact.
        profile: Quality and size.
        status: Where it stands.
        stage: The stage at work, e.g. ``"segments"``; empty before the start.
        fraction: Done, 0 to 1.
        urgency: Whether it goes before others.
        seconds_left: Until it is done, by what it took so far; ``None`` while nothing can be said.
        playable_s: Seconds from the request until it could be watched; ``None`` until then.
        error: What went wrong, for the user; empty unless failed.
        artifacts: Empty until done.
        facts: ``None`` until done.
    """

    id: RenderId
    thread_id: ThreadId
    turn_id: TurnId | None
    storyboard_version: int
    digest: Digest
    profile: RenderProfile
    status: RenderStatus
    stage: str = ""
    fraction: float = 0.0
    urgency: Urgency = Urgency.INTERACTIVE
    seconds_left: float | None = None
    playable_s: float | None = None
    error: str = ""
    artifacts: tuple[Artifact, ...] = ()
    facts: MediaFacts | None = None


def seconds_left(fraction: float, *, worked_s: float) -> float | None:
    """Judge how long the rest takes by what was done so far; ``None`` while that says nothing."""
    if fraction < _TELLING or worked_s <= 0:
        return None
    return round(worked_s * (1 - fraction) / fraction, 1)


def urgency_of(profile: RenderProfile, *, is_asked_in_turn: bool, others: int) -> Urgency:
    """Tell whether somebody waits for a render.

    Args:
        profile: A draft is always waited for.
        is_asked_in_turn: Whether a conversation waits for the outcome.
        others: Renders of the same user that are not over. Nobody watches more than a few at once:
            what comes on top is a batch, and leaves the machine to whoever waits.
    """
    if profile is RenderProfile.DRAFT:
        return Urgency.INTERACTIVE
    is_watched = is_asked_in_turn and others < WATCHED_AT_ONCE
    return Urgency.INTERACTIVE if is_watched else Urgency.BATCH


def render_digest(timeline: Timeline, profile: RenderProfile) -> Digest:
    """Hash everything that determines the finished file."""
    return digest(ENGINE, profile.value, timeline)
