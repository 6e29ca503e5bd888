"""Cards: the structured pieces that the chat shows between its texts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self

from studio.domain.budget import Left
from studio.domain.claims import ClaimLine
from studio.domain.gate import Answer, Ask, Gate, GateKind, GateState, SceneAnswer, Via
from studio.domain.preset import Preset
from studio.domain.preset import settings_of as told_of
from studio.domain.quality import Verdict
from studio.domain.units import ArtifactId, AssetId, GateId, RenderId, SceneId
from studio.domain.validation import Issue, Review
from studio.domain.value import Value


class SceneCard(Value):
    """One scene on the storyboard card; ``picture`` is the id of its thumbnail's asset."""

    id: SceneId
    number: int
    narration: str
    on_screen_text: str
    locked: bool
    duration_ms: int | None = None
    picture: AssetId | None = None
    claims: tuple[ClaimLine, ...] = ()


class StoryboardCard(Value):
    """The storyboard as it stands; durations are measured where voices exist, else estimated."""

    version: int
    title: str
    language: str
    target_s: int
    estimated_s: float
    is_outline_only: bool
    hooks: tuple[str, ...]
    chosen_hook: int | None
    scenes: tuple[SceneCard, ...]


class ProgressCard(Value):
    """Work under way.

    Attributes:
        stage: ``"pictures"``, ``"voice"``, ``"render"`` or ``"export"``.
        label: What is at work, for the user.
        done: Pieces finished.
        total: Pieces in all, at least 1.
        fraction: 0 to 1.
        seconds_left: An estimate, ``None`` while unknown.
        state: Where it stands.
        stream: The render that can be watched while it is made; ``None`` until it can.
    """

    stage: Literal["pictures", "voice", "render", "export"]
    label: str
    done: int
    total: int
    fraction: float
    seconds_left: float | None = None
    state: Literal["running", "done", "failed", "cancelled"] = "running"
    stream: RenderId | None = None


class VoiceCard(Value):
    """A voice that can be heard before it is used.

    Attributes:
        maker: Who speaks, as settings name it.
        voice: Its id there.
        language: In which the sample is said.
        price_per_1000_usd: Of 1,000 characters; ``None`` where nobody knows.
        sample_usd: What a sample costs that is not there yet; ``None`` where nobody knows.
        retires_on: From when on it is no longer spoken.
        sample: The sample, once it is there.
    """

    maker: str
    voice: str
    label: str
    language: str
    price_per_1000_usd: str | None
    sample_usd: str | None
    retires_on: str | None = None
    sample: AssetId | None = None


class FileCard(Value):
    """A file made of a finished video; the link is made by the door that shows it.

    Attributes:
        render_id: Of which video.
        made: ``"gif"``, ``"webp"``, ``"covers"``, ``"audio"`` or ``"relay"``.
        filename: To be saved as.
        media_type: Of the file.
        size_bytes: Of the file.
        file: The artifact.
    """

    render_id: RenderId
    made: str
    filename: str
    media_type: str
    size_bytes: int
    file: ArtifactId


class StockCandidate(Value):
    """Something that may be chosen; ``picture`` is the id of its small picture, where it has one."""

    number: int
    id: AssetId
    picture: AssetId | None = None
    title: str
    author: str
    library: str
    licence: str
    page_link: str
    width_px: int = 0
    height_px: int = 0
    duration_s: float = 0.0


class StockCard(Value):
    """What stock libraries have.

    Attributes:
        query: What was looked for.
        sort: ``"picture"``, ``"clip"`` or ``"sound"``.
        scene: For which scene, where it was for one.
        candidates: By number.
        failed: Why a library did not answer, for each that did not.
    """

    query: str
    sort: str
    scene: int | None = None
    candidates: tuple[StockCandidate, ...]
    failed: tuple[str, ...] = ()


class VideoCard(Value):
    """A finished video; links are made by the door that shows it, from the artifact ids.

    ``credits`` has a line for each thing of others in it, ``findings`` one for each of its checks'.
    """

    render_id: RenderId
    version: int
    title: str
    duration_s: float
    size_bytes: int
    video: ArtifactId
    cover: ArtifactId | None
    subtitles: ArtifactId | None
    webvtt: ArtifactId | None = None
    made_s: float
    segments_made: int
    segments_reused: int
    credits: tuple[str, ...] = ()
    quality: Verdict | None = None
    findings: tuple[str, ...] = ()


class CostLine(Value):
    """One line of a cost card; ``is_cached`` where it counts answers that were there already.

    ``cost_usd`` is a decimal string, ``None`` where unknown.
    """

    provider: str
    model: str
    unit: str
    quantity: int | float
    cost_usd: str | None
    is_cached: bool = False


class CostCard(Value):
    """What the thread has used so far.

    Attributes:
        lines: By provider, model and unit.
        unknown_calls: Calls whose answer was lost; they may have been billed.
        unknown_usd: What those count for against caps, a decimal string; ``None`` where unknown.
        budgets: What is left of every cap that is set.
        to_come_calls: Calls that the storyboard still needs.
        to_come_usd: What they cost at most, a decimal string; ``None`` where unknown.
    """

    lines: tuple[CostLine, ...]
    unknown_calls: int = 0
    unknown_usd: str | None = "0"
    budgets: tuple[Left, ...] = ()
    to_come_calls: int = 0
    to_come_usd: str | None = "0"


class GateCard(Value):
    """A question to the user, and how it was answered.

    Attributes:
        gate_id: What the answer names.
        kind: What is asked for.
        state: Only an ``open`` one has buttons.
        message: The question.
        ask: The question as data.
        deadline_at: When ``default`` is taken; ``None`` for never.
        default: What is taken then.
        answer: What was said.
        parts: What was said of single scenes so far.
        via: How the answer came.
    """

    gate_id: GateId
    kind: GateKind
    state: GateState
    message: str
    ask: Ask
    deadline_at: datetime | None
    default: str
    answer: Answer | None
    parts: tuple[SceneAnswer, ...] = ()
    via: Via | None

    @classmethod
    def of(cls, gate: Gate) -> Self:
        """Show a gate."""
        return cls(
            gate_id=gate.id, **{n: getattr(gate, n) for n in cls.model_fields if n != "gate_id"}
        )


class CheckCard(Value):
    """What the rules say of a version.

    Attributes:
        version: Of the storyboard.
        seconds: How long it is, measured where voices exist.
        target_s: How long it should be.
        checked: How many rules were asked.
        issues: What is not kept, the gravest first.
    """

    version: int
    seconds: float
    target_s: int
    checked: int
    issues: tuple[Issue, ...]

    @classmethod
    def of(cls, review: Review, *, version: int) -> Self:
        """Show a review."""
        return cls(
            version=version,
            seconds=review.seconds,
            target_s=review.target_s,
            checked=len(review.checked),
            issues=review.issues,
        )


class PresetLine(Value):
    """A preset on its card: what it says, as ``(what, how)``."""

    name: str
    title: str
    is_default: bool
    lines: tuple[tuple[str, str], ...]


class PresetsCard(Value):
    """The user's presets, the usual one first."""

    presets: tuple[PresetLine, ...]

    @classmethod
    def of(cls, saved: Iterable[tuple[str, Preset, bool]]) -> Self:
        """Show presets, each with its name and whether it is the default."""
        lines = (
            PresetLine(name=name, title=preset.title, is_default=is_default, lines=told_of(preset))
            for name, preset, is_default in saved
        )
        return cls(presets=tuple(lines))
