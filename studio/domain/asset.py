"""Pictures and voices: what was asked for, and what was made."""

import hashlib
import json
import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field, SerializerFunctionWrapHandler, model_serializer

from studio.domain.colours import Colours
from studio.domain.media import Media
from studio.domain.scene import Motion
from studio.domain.storyboard import Mood, Reference, Storyboard, Tempo
from studio.domain.units import AssetId, Digest, Milliseconds, SceneId, StorageKey
from studio.domain.value import Value


class AssetKind(StrEnum):
    """What an asset is."""

    PICTURE = "picture"
    VOICE = "voice"
    UPLOAD = "upload"
    STOCK = "stock"
    """Like an upload, but a library's, with its credit."""
    CANDIDATE = "candidate"
    """What a library offered, with a small picture where there is one."""
    SOURCE = "source"
    """The text of a document or a page."""


class PictureRequest(Value):
    """Everything that determines a picture.

    Attributes:
        prompt: What it shows, the storyboard's look included.
        negative_prompt: What it must not show.
        mood: The storyboard's.
        seed: Tells scenes with equal words apart; derived from palette seed and scene id.
        palette_seed: The storyboard's.
        width_px: At least the output's width times the largest zoom.
        height_px: Likewise.
        language: Of the text, BCP 47.
        is_layered: Whether foreground and background are wanted apart; asked only of makers that
            draw them so. A request that does not ask has the same digest as before there were any.
        references: Pictures that it is held to; for makers that can.
        palette: Colours that it is held to.
        subject: What it shows without the look, where it is held to colours: for makers that draw
            every thing that they read of.
    """

    prompt: str
    negative_prompt: str = ""
    mood: Mood = Mood.BRIGHT
    seed: int = 0
    palette_seed: int = 0
    width_px: int = 1296
    height_px: int = 2304
    language: str = "en"
    is_layered: bool = False
    references: tuple[Reference, ...] = ()
    palette: Colours | None = None
    subject: str = ""

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out what is not there: what asks for no more than before keeps its recipe."""
        fields: dict[str, Any] = handler(self)
        for later in ("is_layered", "references", "palette", "subject"):
            if not fields.get(later):
                fields.pop(later, None)
        return fields


class SpeechRequest(Value):
    """Everything that determines an utterance."""

    text: str
    language: str = "en"
    voice: str = ""
    tempo: Tempo = Tempo.NORMAL
    pitch_semitones: float = 0.0
    rate: Annotated[float, Field(exclude_if=lambda rate: rate == 1.0)] = 1.0
    """Left out where it is the usual one: what asks for no more than before keeps its recipe."""


class Word(Value):
    """One spoken word.

    Attributes:
        text: As written, punctuation included.
        start_ms: From the start of the utterance.
        end_ms: Where the word's sound ends; at least ``start_ms``.
    """

    text: str
    start_ms: Milliseconds
    end_ms: Milliseconds


class PictureAsset(Value):
    """A stored JPEG and its thumbnail; ``original`` is what its maker answered, where that is kept."""

    id: AssetId
    key: StorageKey
    thumbnail: StorageKey
    recipe: Digest
    width_px: int
    height_px: int
    maker: str
    original: StorageKey | None = None


class VoiceAsset(Value):
    """A stored WAV: 48 kHz, mono, 16 bit; with the time of every word."""

    id: AssetId
    key: StorageKey
    recipe: Digest
    duration_ms: Milliseconds
    words: tuple[Word, ...]
    maker: str


class SceneAssets(Value):
    """What a scene is made of; a missing one is yet to be made.

    Attributes:
        picture: Made or uploaded.
        voice: ``None`` for a scene without narration, too.
        clip: An upload that stands in the picture's place.
        pace: Characters a second that its voice was measured at in other videos; ``None`` where it
            has said too little.
    """

    picture: PictureAsset | None = None
    voice: VoiceAsset | None = None
    clip: Media | None = None
    pace: float | None = None

    @property
    def seen(self) -> PictureAsset | Media | None:
        """Give what is seen."""
        return self.clip or self.picture


def digest(*parts: BaseModel | str | int) -> Digest:
    """Hash values into one content address, stable across processes and field order."""
    plain = [p.model_dump(mode="json") if isinstance(p, BaseModel) else p for p in parts]
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Digest(hashlib.sha256(canonical.encode()).hexdigest())


def content_key(kind: str, data: bytes, *, extension: str) -> StorageKey:
    """Give the place of bytes in the store: same bytes, same place."""
    name = hashlib.sha256(data).hexdigest()
    return StorageKey(f"{kind}/{name[:2]}/{name}.{extension}")


def picture_request(
    storyboard: Storyboard, scene_id: SceneId, *, draws_layers: bool = False
) -> PictureRequest:
    """Say what a scene's picture must be.

    Args:
        storyboard: Whose.
        scene_id: Which.
        draws_layers: Whether its maker can draw foreground and background apart.

    Raises:
        KeyError: The storyboard has no such scene.
    """
    scene, style = storyboard.scene(scene_id), storyboard.style
    subject = scene.visual_prompt or scene.narration
    words = [subject, style.look]
    return PictureRequest(
        prompt=", ".join(w for w in words if w),
        negative_prompt=", ".join(w for w in (scene.negative_prompt, style.negative) if w),
        mood=style.mood,
        seed=int(digest(scene_id, style.palette_seed)[:7], 16),
        palette_seed=style.palette_seed,
        width_px=storyboard.output.width_px * 6 // 5,
        height_px=storyboard.output.height_px * 6 // 5,
        language=storyboard.prompt_language or storyboard.brief.language,
        is_layered=draws_layers and scene.motion is Motion.PARALLAX,
        references=references_of(storyboard, scene_id),
        palette=style.palette,
        subject=subject if style.palette else "",
    )


def references_of(storyboard: Storyboard, scene_id: SceneId) -> tuple[Reference, ...]:
    """Give the references that a scene's words name, and those that are for all.

    Raises:
        KeyError: The storyboard has no such scene.
    """
    scene = storyboard.scene(scene_id)
    words = f"{scene.visual_prompt} {scene.narration}".casefold()
    return tuple(each for each in storyboard.style.references if _is_named(each.name, words))


def _is_named(name: str, words: str) -> bool:
    return not name or re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", words) is not None


def picture_maker(storyboard: Storyboard, scene_id: SceneId) -> str:
    """Say who makes a scene's picture; empty for the installation's first.

    Raises:
        KeyError: The storyboard has no such scene.
    """
    return storyboard.scene(scene_id).picture_maker or storyboard.style.picture_maker


def speech_request(storyboard: Storyboard, scene_id: SceneId) -> SpeechRequest:
    """Say what a scene's voice must be.

    Raises:
        KeyError: The storyboard has no such scene.
    """
    voice = storyboard.style.voice
    return SpeechRequest(
        text=storyboard.scene(scene_id).narration,
        language=storyboard.brief.language,
        voice=voice.voice,
        tempo=storyboard.brief.tempo,
        pitch_semitones=voice.pitch_semitones,
        rate=storyboard.voice_rate,
    )
