"""The rules of quality: measurements and the plan in, findings out. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from studio.domain.quality import Finding, Rule, Severity
from studio.domain.render import MediaFacts
from studio.domain.scene import Motion, Transition
from studio.domain.timeline import Clip, Timeline

LOUDNESS_LUFS, LOUDNESS_TOLERANCE_LU = -14.0, 0.5
CEILING_DBTP = -1.0
SILENCE_LUFS = -70.0
SOUND_TOLERANCE_FRAMES = 2
"""AAC comes in blocks of 21 ms; the sound may end that much after the picture."""
BLACK_LUMA = 26.0
"""Of 8 bits: the brightest of nearly all points, in a picture that counts as black."""
UNCHANGED = 0.002
"""The share of points that may differ between two frames that count as the same."""
TEXTURE = 1.0
"""Mean difference of neighbouring points, of 8 bits: with less, a move may not be seen."""
BESIDE_TEXTURE = 0.35
"""The same beside all text, where nothing but the picture is: illustrations are soft there."""
BEHIND_SHARE = 0.25
"""Of a scene, at least, stands a picture that stands behind words: slow moves begin and end softly."""
SHORT_S = 2.0
"""A scene that is no longer has one key frame; whether its picture stands is seen in all frames."""
BEFORE_TEXT_S = 0.1
"""A scene begins with its picture almost alone; so long after, text is there."""
STRETCH_S = 0.5
"""How long a picture must be black or stand still to be told of."""
HEARD = 0.35
"""Correlation with its recording above which a voice counts as heard under the music."""
READABLE, VISIBLE = 3.0, 1.5
"""Contrast that WCAG 2 asks of large text, and the least that is text at all."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The part of a frame where no text is ever written, as ``FrameSeen`` has it of the whole."""

    texture: float
    since: int
    change: float


@dataclass(frozen=True, slots=True)
class FrameSeen:
    """A frame as the second decoder showed it, at a low resolution.

    Attributes:
        number: On the timeline.
        brightest: Luma of the brightest of nearly all points, 0 to 255.
        texture: Mean difference of neighbouring points, 0 to 255.
        since: How many frames after the last one at which something was new.
        change: Share of points that differ from that one: slow moves add up.
        nearly: Luma of the brightest of 98 % of the points; text that fades in does not reach it.
        most: The same of 85 %; text that stands does not reach it.
        beside: What of ``texture``, ``since`` and ``change`` is true of the points beside all text.
    """

    number: int
    brightest: float
    texture: float
    since: int
    change: float
    nearly: float = 255.0
    most: float = 255.0
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class CaptionSeen:
    """A caption in a decoded frame.

    Attributes:
        number: Of the frame, on the timeline.
        contrast: Between letters and what is around them, 1 to 21.
        outside_px: How far it reaches out of the safe zone, in pixels of the video.
    """

    number: int
    contrast: float
    outside_px: int


@dataclass(frozen=True, slots=True)
class VoiceHeard:
    """A voice in the finished sound.

    Attributes:
        index: Of the voice on the audio track.
        likeness: Correlation with its recording at the best place near its own, 0 to 1.
        offset_ms: How much later than planned that place is.
    """

    index: int
    likeness: float
    offset_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured on a finished video.

    Attributes:
        facts: Of the file.
        sound_s: Length of the sound.
        complaint: What the second decoder said; empty for nothing.
        frames: As sampled, in order.
        captions: As sampled, in order.
        voices: As heard.
        clipped: Samples of the sound at full scale, in runs of three and more.
    """

    facts: MediaFacts
    sound_s: float
    complaint: str
    frames: Sequence[FrameSeen]
    captions: Sequence[CaptionSeen]
    voices: Sequence[VoiceHeard]
    clipped: int


def judge(
    measured: Measured, timeline: Timeline, *, width_px: int, height_px: int
) -> tuple[Finding, ...]:
    """Hold a finished video against its plan.

    Args:
        measured: The video.
        timeline: The plan.
        width_px: Of the picture as it should be.
        height_px: Likewise.
    """
    return (
        *_file(measured, timeline, size=f"{width_px}x{height_px}"),
        *_picture(measured.frames, timeline),
        *_captions(measured.captions, timeline),
        *_loudness(measured, timeline),
        *_voices(measured.voices, timeline),
    )


def doubtful(frames: Sequence[FrameSeen], timeline: Timeline) -> tuple[int, ...]:
    """Give the frames that may belong to a black or frozen stretch, and want a closer look."""
    dark = _begin_black(frames, timeline)
    return tuple(
        f.number for f in frames if _is_black(f, timeline, dark) or _may_be_stuck(f, timeline)
    )


def _file(measured: Measured, timeline: Timeline, *, size: str) -> Iterator[Finding]:
    facts = measured.facts
    if (got := f"{facts.width_px}x{facts.height_px}") != size:
        yield _error(Rule.RESOLUTION, got, size)
    if facts.fps != timeline.fps:
        yield _error(Rule.FRAME_RATE, f"{facts.fps:g} fps", f"{timeline.fps} fps")
    if facts.frames != timeline.frames:
        yield _error(Rule.FRAMES, str(facts.frames), str(timeline.frames))
    length = timeline.frames / timeline.fps
    for what, seconds in (("picture", facts.duration_s), ("sound", measured.sound_s)):
        if abs(seconds - length) > SOUND_TOLERANCE_FRAMES / timeline.fps:
            yield _error(Rule.DURATION, f"{seconds:.2f} s of {what}", f"{length:.2f} s")
    if measured.complaint:
        yield _error(Rule.DECODING, measured.complaint, "a file that decodes without a complaint")


def _picture(frames: Sequence[FrameSeen], timeline: Timeline) -> Iterator[Finding]:
    fps = timeline.fps
    dark = _begin_black(frames, timeline)
    for stretch in _stretches(frames, lambda f: _is_black(f, timeline, dark)):
        first, length = stretch[0].number, stretch[-1].number + 1 - stretch[0].number
        if length >= STRETCH_S * fps:
            yield _at(Rule.BLACK, first, timeline, f"{length / fps:.1f} s", "a picture")
    for stretch in _stretches(frames, lambda f: _stood(f, timeline) > 0):
        since = _stood(stretch[-1], timeline)
        measured = f"no move for {since / fps:.1f} s"
        first = stretch[-1].number - since
        yield _at(Rule.FROZEN, first, timeline, measured, "a moving camera")


def _is_black(frame: FrameSeen, timeline: Timeline, dark: Collection[int]) -> bool:
    """Tell whether a frame is black, or is but for its text, in one of the dark scenes."""
    is_under_text = frame.most <= BLACK_LUMA and _clip(frame.number, timeline)[0] in dark
    return (frame.brightest <= BLACK_LUMA or is_under_text) and not _dips(frame, timeline)


def _begin_black(frames: Sequence[FrameSeen], timeline: Timeline) -> set[int]:
    """Name the scenes that are black before their text comes: no night has a text on it only."""
    found: set[int] = set()
    for frame in frames:
        place, clip = _clip(frame.number, timeline)
        if frame.nearly <= BLACK_LUMA and frame.number - clip.start < BEFORE_TEXT_S * timeline.fps:
            found.add(place)
    return found


def _may_be_stuck(frame: FrameSeen, timeline: Timeline) -> bool:
    _, clip = _clip(frame.number, timeline)
    beside = _beside(frame, clip)
    is_evident = beside >= BEHIND_SHARE * clip.frames or clip.frames <= SHORT_S * timeline.fps
    return _whole(frame, clip) > 0 or (beside > 0 and is_evident)


def _stood(frame: FrameSeen, timeline: Timeline) -> int:
    """Give for how many frames nothing moved that should, where that is long enough to tell."""
    _, clip = _clip(frame.number, timeline)
    whole, beside = _whole(frame, clip), _beside(frame, clip)
    least = STRETCH_S * timeline.fps
    stood = beside if beside >= max(least, BEHIND_SHARE * clip.frames) else 0
    return max(stood, whole if whole >= least else 0)


def _whole(frame: FrameSeen, clip: Clip) -> int:
    return frame.since if _is_unmoved(frame, TEXTURE, frame.number, clip) else 0


def _beside(frame: FrameSeen, clip: Clip) -> int:
    """Give for how many frames a picture stood behind words that may have changed.

    In a clip a thing may move before a wall, behind the words: of clips the whole frame counts.
    """
    if frame.beside is None or clip.footage is not None:
        return 0
    is_unmoved = _is_unmoved(frame.beside, BESIDE_TEXTURE, frame.number, clip)
    return frame.beside.since if is_unmoved else 0


def _is_unmoved(part: FrameSeen | Beside, texture: float, number: int, clip: Clip) -> bool:
    is_planned = clip.motion is not Motion.STILL and number - part.since >= clip.start
    return is_planned and part.change <= UNCHANGED and part.texture >= texture


def _dips(frame: FrameSeen, timeline: Timeline) -> bool:
    _, clip = _clip(frame.number, timeline)
    is_passing = frame.number >= clip.start + clip.frames - clip.transition_frames
    return is_passing and clip.transition is Transition.DIP_BLACK


def _captions(captions: Iterable[CaptionSeen], timeline: Timeline) -> Iterator[Finding]:
    for seen in captions:
        if seen.contrast < READABLE:
            severity = Severity.WARNING if seen.contrast >= VISIBLE else Severity.ERROR
            yield _at(
                Rule.CONTRAST,
                seen.number,
                timeline,
                f"{seen.contrast:.1f}:1",
                f"at least {READABLE:g}:1",
                severity,
            )
        if seen.outside_px > 0:
            measured = f"{seen.outside_px} px outside"
            yield _at(Rule.SAFE_ZONE, seen.number, timeline, measured, "all inside")


def _loudness(measured: Measured, timeline: Timeline) -> Iterator[Finding]:
    facts, audio = measured.facts, timeline.audio
    if facts.loudness_lufs <= SILENCE_LUFS:
        if audio.voices or audio.has_music:
            yield _error(Rule.SILENCE, "no sound at all", "voice or music")
        return
    if abs(facts.loudness_lufs - LOUDNESS_LUFS) > LOUDNESS_TOLERANCE_LU:
        wanted = f"{LOUDNESS_LUFS:g} LUFS, give or take {LOUDNESS_TOLERANCE_LU:g}"
        yield _error(Rule.LOUDNESS, f"{facts.loudness_lufs:g} LUFS", wanted)
    if facts.true_peak_dbtp > CEILING_DBTP:
        wanted = f"at most {CEILING_DBTP:g} dBTP"
        yield _error(Rule.TRUE_PEAK, f"{facts.true_peak_dbtp:g} dBTP", wanted)
    if measured.clipped:
        yield _error(Rule.CLIPPING, f"{measured.clipped} samples at full scale", "none")


def _voices(voices: Iterable[VoiceHeard], timeline: Timeline) -> Iterator[Finding]:
    frame_ms = 1000 / timeline.fps
    for voice in voices:
        start = int(timeline.audio.voices[voice.index].start_ms / frame_ms)
        if voice.likeness < HEARD:
            yield _at(Rule.VOICE, start, timeline, "not heard", "heard in its place")
        elif abs(voice.offset_ms) > frame_ms:
            wanted = f"at most {frame_ms:.0f} ms"
            yield _at(Rule.AV_OFFSET, start, timeline, f"{voice.offset_ms:+.0f} ms", wanted)


def _stretches(
    frames: Sequence[FrameSeen], belongs: Callable[[FrameSeen], bool]
) -> Iterator[list[FrameSeen]]:
    """Give every run of sampled frames that are alike."""
    for is_alike, run in groupby(frames, belongs):
        if is_alike:
            yield list(run)


def _clip(number: int, timeline: Timeline) -> tuple[int, Clip]:
    """Give the scene at a frame, with its place from 1."""
    found = ((place, clip) for place, clip in enumerate(timeline.clips, 1) if clip.start <= number)
    return max(found, key=lambda pair: pair[0])


def _error(rule: Rule, measured: str, wanted: str) -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, measured=measured, wanted=wanted)


def _at(
    rule: Rule,
    number: int,
    timeline: Timeline,
    measured: str,
    wanted: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        measured=measured,
        wanted=wanted,
        scene=_clip(number, timeline)[0],
        at_s=round(number / timeline.fps, 2),
    )
