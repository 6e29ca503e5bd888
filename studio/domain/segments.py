"""Segments: the pieces a video is encoded in, each with a digest of all that decides it. Pure."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from studio.domain.asset import digest
from studio.domain.caption_look import CaptionLook
from studio.domain.captions import Cue
from studio.domain.footage import Footage
from studio.domain.output import Codec, Hardware
from studio.domain.overlays import OverlayStyle, Progress, ProgressBar, Shown, shifted
from studio.domain.render import ENGINE, RenderProfile
from studio.domain.scene import Fit, Motion, Transition
from studio.domain.storyboard import CaptionStyle
from studio.domain.timeline import AudioTrack, Clip, Timeline
from studio.domain.units import Digest, Frames, Milliseconds, StorageKey, frames_to_ms, ms_to_frames
from studio.domain.value import Value
from studio.domain.zones import Platform

DRAFT_SCALE = 2
"""A draft has half the width and height."""
RUN_UP_MS = 600
"""Every move begins this long before its scene, whether another scene is left behind by a cut or by
a transition: so a body does not depend on the scene before it. No transition is longer."""
NO_LANGUAGE = "und"
"""Of a segment without text."""
_LAST = 6
"""Pieces that are begun by length: a body at the very end would be waited for by all other cores."""
P = TypeVar("P")


class Layer(Value):
    """One scene's share of a segment.

    Attributes:
        picture: What moves: a picture or a clip.
        footage: Which part of a clip; ``None`` for a picture.
        motion: How it moves.
        fit: How it fills the frame.
        first: Frame of the move that the segment's first frame shows.
        move_frames: Length of the whole move.
        overlays: On-screen text beside the captions; frames count from the segment's first.
        cues: Captions; times are milliseconds from the segment's first frame, and may be negative.
    """

    picture: StorageKey
    footage: Footage | None = None
    motion: Motion
    fit: Fit = Fit.COVER
    first: Frames
    move_frames: Frames
    overlays: tuple[Shown, ...] = ()
    cues: tuple[Cue, ...]

    def scene_frame(self, number: int, *, fps: int) -> int:
        """Count a frame of the segment from the scene's first; negative in a transition into it."""
        return self.first - ms_to_frames(RUN_UP_MS, fps=fps) + number


class Segment(Value):
    """Frames that are encoded together, from an IDR frame on.

    Attributes:
        digest: Of every other field but ``start``.
        start: First frame on the timeline.
        frames: How many.
        layers: One; two for a transition, which goes from the first to the second.
        transition: Between two layers.
        overlay_style: Of the layers' overlays; the default where there are none.
        progress: Where the segment lies in the video, only where a bar shows it.
    """

    digest: Digest
    start: Frames
    frames: Frames
    width_px: int
    height_px: int
    fps: int
    codec: Codec = Codec.H264
    hardware: Hardware = Hardware.OFF
    platform: Platform = Platform.ANY
    profile: RenderProfile
    caption_style: CaptionStyle
    caption_look: CaptionLook = CaptionLook()
    language: str
    palette_seed: int
    layers: tuple[Layer, ...]
    transition: Transition = Transition.CUT
    overlay_style: OverlayStyle = OverlayStyle.CLEAN
    progress: Progress | None = None


def segments_of(timeline: Timeline, profile: RenderProfile) -> tuple[Segment, ...]:
    """Cut a timeline into segments: a body for each clip, and one for each transition."""
    segments: list[Segment] = []
    clips = [_seen(clip, timeline.caption_look) for clip in timeline.clips]
    for index, clip in enumerate(clips):
        fade = clip.transition_frames
        body = Frames(clip.frames - fade)
        layer = _layer(clip, first=0, frames=body, fps=timeline.fps)
        segments.append(_segment(timeline, profile, clip.start, body, (layer,)))
        if fade:
            following = clips[index + 1]
            layers = (
                _layer(clip, first=body, frames=fade, fps=timeline.fps),
                _incoming(following, frames=fade, fps=timeline.fps),
            )
            start = Frames(clip.start + body)
            mixed = _segment(timeline, profile, start, fade, layers, clip.transition)
            segments.append(mixed)
    return tuple(segments)


def as_begun(pieces: Sequence[P], *, frames: Callable[[P], int]) -> list[P]:
    """Put pieces into the order in which they are begun: as they are watched, the last few longest first.

    The first of all stays first: it is what can be watched soonest.
    """
    count = min(_LAST, len(pieces) - 1)
    head, tail = pieces[: len(pieces) - count], pieces[len(pieces) - count :]
    return [*head, *sorted(tail, key=frames, reverse=True)]


def without_unseen(segment: Segment) -> Segment:
    """Reset what no frame of a segment shows, so that a change of it makes nothing again.

    Only the first layer carries text; the second one's comes with its own segment.
    """
    text = segment.layers[0]
    unseen: dict[str, object] = {}
    if not text.cues:
        look = segment.caption_look
        unseen["caption_style"] = CaptionStyle.BOLD
        unseen["caption_look"] = look.placed_only if text.overlays else CaptionLook()
    if not text.overlays:
        unseen["overlay_style"] = OverlayStyle.CLEAN
    if not (text.cues or text.overlays):
        unseen["language"] = NO_LANGUAGE
    if not (text.cues or text.overlays or segment.progress):
        unseen |= {"palette_seed": 0, "platform": Platform.ANY}
    layers = tuple(_without_unseen(layer) for layer in segment.layers)
    return segment.model_copy(update=unseen | {"layers": layers})


def audio_digest(audio: AudioTrack) -> Digest:
    """Hash everything that determines the sound."""
    return digest("audio", ENGINE, audio)


def segment_key(value: Digest) -> StorageKey:
    """Give a segment's place in the store."""
    return StorageKey(f"segments/{value[:2]}/{value}.mp4")


def audio_key(value: Digest) -> StorageKey:
    """Give a mixed sound's place in the store."""
    return StorageKey(f"audio/{value[:2]}/{value}.m4a")


def header_key(segment: Segment) -> StorageKey:
    """Give the place of the stream header that all segments with the same parameters share.

    Which graphics processor encodes is not known beforehand, so there each segment has its own.
    """
    is_known = segment.hardware is Hardware.OFF
    value = digest(
        "header",
        ENGINE,
        segment.profile,
        segment.codec,
        "" if is_known else segment.digest,
        segment.width_px,
        segment.height_px,
        segment.fps,
    )
    return StorageKey(f"headers/{value[:2]}/{value}.mp4")


def sound_stream_key(value: Digest) -> StorageKey:
    """Give the place of a mixed sound as fragments."""
    return StorageKey(f"audio/{value[:2]}/{value}.mp4")


def _seen(clip: Clip, look: CaptionLook) -> Clip:
    return clip if look.is_shown else clip.model_copy(update={"cues": ()})


def _layer(clip: Clip, *, first: int, frames: int, fps: int) -> Layer:
    run_up = ms_to_frames(RUN_UP_MS, fps=fps)
    begin_ms = frames_to_ms(Frames(first), fps=fps)
    end_ms = frames_to_ms(Frames(first + frames), fps=fps)
    return Layer(
        picture=clip.picture,
        footage=clip.footage,
        motion=clip.motion,
        fit=clip.fit,
        first=Frames(run_up + first),
        move_frames=Frames(run_up + clip.frames),
        overlays=shifted(clip.overlays, first=Frames(first), frames=Frames(frames)),
        cues=tuple(
            _shifted(cue, by_ms=-begin_ms)
            for cue in clip.cues
            if cue.end_ms > begin_ms and cue.start_ms < end_ms
        ),
    )


def _incoming(clip: Clip, *, frames: int, fps: int) -> Layer:
    run_up = ms_to_frames(RUN_UP_MS, fps=fps)
    return Layer(
        picture=clip.picture,
        footage=clip.footage,
        motion=clip.motion,
        fit=clip.fit,
        first=Frames(run_up - frames),
        move_frames=Frames(run_up + clip.frames),
        cues=(),
    )


def _without_unseen(layer: Layer) -> Layer:
    unseen: dict[str, object] = {}
    if layer.motion is Motion.STILL:
        unseen["move_frames"] = Frames(0)
    if layer.motion is Motion.STILL and layer.footage is None:
        unseen["first"] = Frames(0)
    return layer.model_copy(update=unseen)


def _shifted(cue: Cue, *, by_ms: float) -> Cue:
    shift = round(by_ms)
    return Cue(
        words=tuple(
            word.model_copy(
                update={
                    "start_ms": word.start_ms + shift,
                    "end_ms": word.end_ms + shift,
                }
            )
            for word in cue.words
        ),
        start_ms=Milliseconds(cue.start_ms + shift),
        end_ms=Milliseconds(cue.end_ms + shift),
    )


def _segment(
    timeline: Timeline,
    profile: RenderProfile,
    start: Frames,
    frames: Frames,
    layers: tuple[Layer, ...],
    transition: Transition = Transition.CUT,
) -> Segment:
    is_draft = profile is RenderProfile.DRAFT
    is_standard = profile is RenderProfile.STANDARD
    scale = DRAFT_SCALE if is_draft else 1
    segment = Segment(
        digest=Digest(""),
        start=Frames(0),
        frames=frames,
        width_px=timeline.width_px // scale,
        height_px=timeline.height_px // scale,
        fps=timeline.fps,
        codec=Codec.H264 if is_draft else timeline.codec,
        hardware=timeline.hardware if is_standard else Hardware.OFF,
        platform=timeline.platform,
        profile=profile,
        caption_style=timeline.caption_style,
        caption_look=timeline.caption_look,
        language=timeline.language,
        palette_seed=timeline.palette_seed,
        layers=layers,
        transition=transition,
        overlay_style=timeline.overlay_style,
        progress=_progress(timeline, start),
    )
    plain = without_unseen(segment)
    return plain.model_copy(update={"digest": digest("segment", ENGINE, plain), "start": start})


def _progress(timeline: Timeline, first: Frames) -> Progress | None:
    if timeline.progress_bar is ProgressBar.NONE:
        return None
    is_in_pieces = timeline.progress_bar is ProgressBar.SEGMENTS
    edges = tuple(clip.start for clip in timeline.clips[1:]) if is_in_pieces else ()
    return Progress(bar=timeline.progress_bar, first=first, total=timeline.frames, edges=edges)
