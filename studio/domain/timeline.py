"""The timeline: a storyboard and its measured voices, compiled to exact frames. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

from pydantic import model_validator

from studio.domain.asset import SceneAssets, VoiceAsset, Word
from studio.domain.caption_look import CaptionLook
from studio.domain.captions import Cue, cues_from_words
from studio.domain.effects import SUBTLE_DB, EffectCue, Effects, effect_of
from studio.domain.errors import InvalidScript
from studio.domain.footage import ClipSound, Footage, footage
from studio.domain.media import Media
from studio.domain.output import Codec, Hardware
from studio.domain.overlays import Headline, Overlay, OverlayStyle, ProgressBar, Shown, shown
from studio.domain.scene import DurationPolicy, Fit, Motion, Scene, Transition
from studio.domain.storyboard import CaptionStyle, Mood, Storyboard, Tempo
from studio.domain.units import (
    Frames,
    Milliseconds,
    SceneId,
    StorageKey,
    frames_to_ms,
    ms_to_frames,
)
from studio.domain.value import Value
from studio.domain.zones import Platform

LEAD_IN_MS = 120
"""Silence before a scene's voice, so that no word is cut by a join."""
BREATH_MS = 260
"""Silence after a scene's voice."""
LAST_BREATH_MS = 700
SILENT_SCENE_MS = 2_500
TRANSITION_MS = {
    Transition.CUT: 0,
    Transition.CROSSFADE: 400,
    Transition.DIP_BLACK: 600,
    Transition.DIP_WHITE: 600,
    Transition.SLIDE_LEFT: 467,
    Transition.SLIDE_RIGHT: 467,
    Transition.SLIDE_UP: 467,
    Transition.SLIDE_DOWN: 467,
    Transition.PUSH_LEFT: 467,
    Transition.PUSH_RIGHT: 467,
    Transition.PUSH_UP: 467,
    Transition.PUSH_DOWN: 467,
    Transition.WIPE_LEFT: 533,
    Transition.WIPE_RIGHT: 533,
    Transition.WHIP_LEFT: 333,
    Transition.WHIP_RIGHT: 333,
    Transition.ZOOM_THROUGH: 533,
}
"""How long each takes, if its scene is at least three times as long."""


class Clip(Value):
    """One scene on the timeline.

    Attributes:
        scene_id: Which scene.
        start: First frame.
        frames: Length; the next clip starts at ``start + frames``.
        picture: The scene's picture or clip.
        footage: Which part of a clip; ``None`` for a picture.
        motion: Camera move over the whole clip.
        fit: How the picture fills the frame.
        overlays: On-screen text beside the captions; frames count from the start of the clip.
        transition: Into the next clip. Timelines of before there were others say nothing.
        transition_frames: Of the transition, laid over this clip's last frames; 0 for a cut.
        cues: Captions; times are milliseconds from the start of the clip.
    """

    scene_id: SceneId
    start: Frames
    frames: Frames
    picture: StorageKey
    footage: Footage | None = None
    motion: Motion
    fit: Fit = Fit.COVER
    overlays: tuple[Shown, ...] = ()
    transition: Transition = Transition.CROSSFADE
    transition_frames: Frames
    cues: tuple[Cue, ...]

    @model_validator(mode="before")
    @classmethod
    def _of_before(cls, stored: object) -> object:
        """Read timelines of before there were overlays, which had a headline or an empty one."""
        if not isinstance(stored, dict) or "headline" not in stored:
            return cast("object", stored)
        fields = cast("dict[str, Any]", stored)
        rest = {name: value for name, value in fields.items() if name != "headline"}
        if not fields["headline"]:
            return rest
        whole = Shown(
            overlay=Headline(text=fields["headline"]), first=Frames(0), end=fields["frames"]
        )
        return rest | {"overlays": (whole,)}


class VoiceCue(Value):
    """A voice on the audio track, placed to the millisecond."""

    key: StorageKey
    start_ms: Milliseconds
    duration_ms: Milliseconds


class MusicCue(Value):
    """A recording that is played as music.

    Attributes:
        key: Of the stored FLAC.
        gain_db: Brings it to 0 LUFS.
        bpm: 0 where it has no clear beat.
        loop_start_ms: Where a repetition begins.
        loop_end_ms: What has played up to here goes on at ``loop_start_ms``.
    """

    key: StorageKey
    gain_db: float
    bpm: float
    loop_start_ms: Milliseconds
    loop_end_ms: Milliseconds


class ClipCue(Value):
    """The sound of a clip, in step with its picture.

    Attributes:
        key: The clip.
        footage: Which part of it, and how fast.
        start_ms: Of its scene's first frame.
        duration_ms: Of the scene.
        fade_out_ms: At the scene's end, for as long as it gives way to the next.
        gain_db: Against how it was recorded.
    """

    key: StorageKey
    footage: Footage
    start_ms: float
    duration_ms: float
    fade_out_ms: float = 0.0
    gain_db: float = 0.0


class AudioTrack(Value):
    """Everything that is heard.

    Attributes:
        voices: In order, never overlapping.
        duration_ms: Of the whole video.
        music_mood: Of composed music; ``None`` for a recording, or for no music.
        music_gain_db: Where nobody speaks.
        music_seed: Same seed, same bed.
        effects: On cuts, in order.
        music_pace: Of composed music.
        recording: Played in the place of composed music.
        clips: Sounds of clips that are heard, in order.
    """

    voices: tuple[VoiceCue, ...]
    duration_ms: float
    music_mood: Mood | None
    music_gain_db: float
    music_seed: int
    effects: tuple[EffectCue, ...] = ()
    music_pace: Tempo = Tempo.NORMAL
    recording: MusicCue | None = None
    clips: tuple[ClipCue, ...] = ()

    @property
    def has_music(self) -> bool:
        """Tell whether anything is played under the voice."""
        return self.music_mood is not None or self.recording is not None


class Timeline(Value):
    """A video, decided to the frame."""

    width_px: int
    height_px: int
    fps: int
    codec: Codec = Codec.H264
    hardware: Hardware = Hardware.OFF
    platform: Platform = Platform.ANY
    caption_style: CaptionStyle
    caption_look: CaptionLook = CaptionLook()
    language: str
    palette_seed: int
    overlay_style: OverlayStyle = OverlayStyle.CLEAN
    progress_bar: ProgressBar = ProgressBar.NONE
    clips: tuple[Clip, ...]
    audio: AudioTrack

    @property
    def foreign(self) -> tuple[StorageKey, ...]:
        """Give the files that may be others': what is seen, in order, then the music."""
        recording = self.audio.recording
        keys = [clip.picture for clip in self.clips]
        return (*dict.fromkeys(keys), *((recording.key,) if recording else ()))

    @property
    def frames(self) -> Frames:
        """Length of the video in frames."""
        return Frames(sum(clip.frames for clip in self.clips))


def compile_timeline(
    storyboard: Storyboard,
    assets: Mapping[SceneId, SceneAssets],
    *,
    hardware: Hardware = Hardware.OFF,
    music: Media | None = None,
) -> Timeline:
    """Lay a storyboard out on exact frames, for encoders of this kind.

    Args:
        storyboard: What the video will be.
        assets: What its scenes are made of.
        hardware: What encodes.
        music: The recording that the storyboard names, where it names one.

    Raises:
        InvalidScript: There is no scene, or a scene's picture or voice or the music is missing.
    """
    if not storyboard.scenes:
        raise InvalidScript("The storyboard has no scenes yet; draft a script first.")
    clips: list[Clip] = []
    voices: list[VoiceCue] = []
    start = 0
    last = storyboard.scenes[-1].id
    for scene in storyboard.scenes:
        clip, voice = _lay_out(
            scene,
            assets.get(scene.id, SceneAssets()),
            start=Frames(start),
            fps=storyboard.output.fps,
            is_last=scene.id == last,
        )
        clips.append(clip)
        if voice:
            voices.append(voice)
        start += clip.frames
    return Timeline(
        width_px=storyboard.output.width_px,
        height_px=storyboard.output.height_px,
        fps=storyboard.output.fps,
        codec=storyboard.output.codec,
        hardware=hardware,
        platform=storyboard.output.platform,
        caption_style=storyboard.style.captions,
        caption_look=storyboard.style.caption_look,
        language=storyboard.brief.language,
        palette_seed=storyboard.style.palette_seed,
        overlay_style=storyboard.style.overlays,
        progress_bar=storyboard.style.progress_bar,
        clips=tuple(clips),
        audio=AudioTrack(
            voices=tuple(voices),
            duration_ms=frames_to_ms(Frames(start), fps=storyboard.output.fps),
            effects=tuple(_effects(storyboard, clips)),
            **_music(storyboard, music),
            clips=tuple(_heard(storyboard, assets, clips)),
        ),
    )


def _music(storyboard: Storyboard, recording: Media | None) -> dict[str, Any]:
    wanted, style = storyboard.music, storyboard.style
    common: dict[str, Any] = {"music_gain_db": wanted.gain_db, "music_seed": style.palette_seed}
    if not wanted.enabled:
        return common | {"music_mood": None}
    if wanted.track is None:
        return common | {"music_mood": wanted.mood or style.mood, "music_pace": wanted.pace}
    if recording is None or recording.repeat is None:
        raise InvalidScript("The music that was chosen is gone; choose another, or none.")
    repeat = recording.repeat
    cue = MusicCue(
        key=recording.key,
        gain_db=-repeat.lufs,
        bpm=repeat.bpm,
        loop_start_ms=repeat.loop_start_ms,
        loop_end_ms=repeat.loop_end_ms,
    )
    return common | {"music_mood": None, "recording": cue}


def _lay_out(
    scene: Scene, assets: SceneAssets, *, start: Frames, fps: int, is_last: bool
) -> tuple[Clip, VoiceCue | None]:
    if assets.seen is None:
        raise InvalidScript(f"Scene {scene.id!r} has no picture yet; make the pictures first.")
    if scene.spoken and assets.voice is None:
        raise InvalidScript(f"Scene {scene.id!r} has no voice yet; make the voice first.")
    voice = assets.voice if scene.spoken else None
    frames = ms_to_frames(_length_ms(scene, assets, voice, is_last=is_last), fps=fps)
    transition = Transition.CUT if is_last else scene.transition
    clip = Clip(
        scene_id=scene.id,
        start=start,
        frames=frames,
        picture=assets.seen.key,
        footage=_footage(scene, assets, clip_ms=frames_to_ms(frames, fps=fps)),
        motion=scene.motion,
        fit=scene.fit,
        overlays=shown(_overlays(scene), frames=frames, fps=fps),
        transition=transition,
        transition_frames=_transition_frames(transition, frames, fps=fps),
        cues=_cues(voice, clip_ms=frames_to_ms(frames, fps=fps)),
    )
    if voice is None:
        return clip, None
    begin = round(frames_to_ms(start, fps=fps)) + LEAD_IN_MS
    return clip, VoiceCue(
        key=voice.key, start_ms=Milliseconds(begin), duration_ms=voice.duration_ms
    )


def _footage(scene: Scene, assets: SceneAssets, *, clip_ms: float) -> Footage | None:
    if assets.clip is None or scene.media is None:
        return None
    return footage(scene.media, duration_ms=assets.clip.duration_ms, scene_ms=clip_ms)


def _heard(
    storyboard: Storyboard, assets: Mapping[SceneId, SceneAssets], clips: Sequence[Clip]
) -> Iterator[ClipCue]:
    fps = storyboard.output.fps
    for scene, clip in zip(storyboard.scenes, clips, strict=True):
        upload = assets[scene.id].clip if scene.id in assets else None
        if scene.media is None or clip.footage is None or upload is None or not upload.has_sound:
            continue
        if scene.media.is_heard(is_spoken=bool(scene.spoken)):
            yield ClipCue(
                key=clip.picture,
                footage=clip.footage,
                start_ms=frames_to_ms(clip.start, fps=fps),
                duration_ms=frames_to_ms(clip.frames, fps=fps),
                fade_out_ms=frames_to_ms(clip.transition_frames, fps=fps),
                gain_db=scene.media.gain_db,
            )


def _overlays(scene: Scene) -> tuple[Overlay, ...]:
    text = scene.on_screen_text.strip()
    return ((Headline(text=text),) if text else ()) + scene.overlays


def _effects(storyboard: Storyboard, clips: Sequence[Clip]) -> Iterator[EffectCue]:
    wanted = storyboard.style.effects
    if wanted is Effects.OFF:
        return
    for index, (clip, following) in enumerate(pairwise(clips)):
        heard = effect_of(clip.transition, is_emphasis=bool(following.overlays))
        if heard is None:
            continue
        middle = following.start - clip.transition_frames / 2
        yield EffectCue(
            kind=heard.kind,
            peak_ms=middle * 1000 / storyboard.output.fps,
            level_db=heard.level_db + (SUBTLE_DB if wanted is Effects.SUBTLE else 0.0),
            toward=heard.toward,
            seed=storyboard.style.palette_seed + index,
        )


def _length_ms(
    scene: Scene, assets: SceneAssets, voice: VoiceAsset | None, *, is_last: bool
) -> float:
    spoken = 0
    if voice is not None:
        spoken = LEAD_IN_MS + voice.duration_ms + (LAST_BREATH_MS if is_last else BREATH_MS)
    if scene.duration_policy is DurationPolicy.FIXED and scene.fixed_ms is not None:
        return max(spoken, scene.fixed_ms)
    if scene.media and scene.media.sound is ClipSound.INSTEAD and assets.clip:
        return scene.media.alone_ms(assets.clip.duration_ms)
    return spoken or SILENT_SCENE_MS


def _transition_frames(transition: Transition, frames: Frames, *, fps: int) -> Frames:
    return Frames(min(ms_to_frames(TRANSITION_MS[transition], fps=fps), frames // 3))


def _cues(voice: VoiceAsset | None, *, clip_ms: float) -> tuple[Cue, ...]:
    if voice is None:
        return ()
    words = [
        Word(
            text=word.text,
            start_ms=Milliseconds(word.start_ms + LEAD_IN_MS),
            end_ms=Milliseconds(word.end_ms + LEAD_IN_MS),
        )
        for word in voice.words
    ]
    return cues_from_words(words, clip_ms=clip_ms)
