"""What people call a storyboard's fields, and their values that have names. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from studio.domain.caption_look import CaptionPlace, CaptionSize
from studio.domain.effects import Effects
from studio.domain.output import Platform
from studio.domain.overlays import OverlayStyle, ProgressBar
from studio.domain.scene import DurationPolicy, Fit, Motion, Transition
from studio.domain.storyboard import CaptionStyle, Mood, Tempo

_WRITTEN = (
    "title",
    "brief.keywords",
    "brief.audience",
    "brief.tone",
    "hooks",
    "outline",
    "pack",
    "template",
    "sources",
    "style.mood",
    "style.look",
    "style.captions",
    "style.references",
    "narration",
    "motion",
    "fit",
    "transition",
)
"""Paths whose last part is what people call them."""
_NAMED = {
    "brief.topic": "topic",
    "brief.source_text": "source text",
    "brief.target_s": "wanted length",
    "brief.language": "language",
    "brief.tempo": "tempo",
    "chosen_hook": "chosen hook",
    "style.caption_look.colour": "colour of the captions",
    "style.caption_look.accent": "colour of the spoken word",
    "style.caption_look.size": "size of the captions",
    "style.caption_look.place": "place of the captions",
    "style.caption_look.is_shown": "captions",
    "style.negative": "what no picture shows",
    "style.palette_seed": "colours",
    "style.palette": "palette",
    "style.picture_maker": "maker of the pictures",
    "style.overlays": "look of the on-screen text",
    "style.progress_bar": "progress bar",
    "style.voice.voice": "voice",
    "style.voice.maker": "maker of the voice",
    "style.voice.pitch_semitones": "pitch of the voice",
    "style.effects": "sounds on cuts",
    "music.enabled": "music",
    "music.track": "music",
    "music.mood": "mood of the music",
    "music.pace": "pace of the music",
    "music.gain_db": "loudness of the music",
    "output.format": "format",
    "output.fps": "frame rate",
    "output.codec": "codec",
    "output.platform": "platform",
    "is_outline_only": "outline only",
    "on_screen_text": "on-screen text",
    "overlays": "overlays",
    "visual_prompt": "picture",
    "negative_prompt": "what the picture must not show",
    "media": "own picture or clip",
    "picture_maker": "maker of the picture",
    "locked": "lock",
    "citations": "sources",
    "duration_policy": "length",
    "fixed_ms": "length",
}
LABELS = _NAMED | {path: path.rpartition(".")[2].replace("_", " ") for path in _WRITTEN}
"""What a field is called, by its path."""
KINDS = {
    "brief.language": "language",
    "brief.tempo": "tempo",
    "pack": "pack",
    "template": "template",
    "style.mood": "mood",
    "style.captions": "captions",
    "style.caption_look.size": "size",
    "style.caption_look.place": "place",
    "style.overlays": "overlays",
    "style.progress_bar": "bar",
    "style.effects": "effects",
    "music.mood": "mood",
    "music.pace": "tempo",
    "output.platform": "platform",
    "motion": "motion",
    "fit": "fit",
    "transition": "transition",
    "duration_policy": "length",
}
"""Fields whose values are names, by path, and of what."""
NAMES: Mapping[str, type[StrEnum]] = {
    "tempo": Tempo,
    "mood": Mood,
    "captions": CaptionStyle,
    "size": CaptionSize,
    "place": CaptionPlace,
    "overlays": OverlayStyle,
    "bar": ProgressBar,
    "effects": Effects,
    "platform": Platform,
    "motion": Motion,
    "fit": Fit,
    "transition": Transition,
    "length": DurationPolicy,
}
"""The names there are of each kind; languages, packs and templates are others."""


def label_of(path: str) -> str:
    """Name a field, any field."""
    return _NAMED.get(path) or path.rpartition(".")[2].replace("_", " ")
