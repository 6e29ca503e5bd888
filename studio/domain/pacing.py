"""How long a text takes to say, before any voice has said it. Pure.

Sources:
    IReST (Trauzettel-Klosinski and Dietz, IOVS 2012, 53:5452), scaled to narration: English at 155
    words a minute, other languages in the study's proportion, in characters a second. From Dutch on,
    where the study has nothing or only words: as the built-in voice was measured, which the voice that
    speaks corrects once it has spoken.
"""

from collections.abc import Iterable, Mapping

from studio.domain.asset import SceneAssets
from studio.domain.footage import ClipSound
from studio.domain.scene import DurationPolicy, Scene
from studio.domain.storyboard import Brief, Storyboard, Tempo
from studio.domain.timeline import BREATH_MS, LAST_BREATH_MS, LEAD_IN_MS, SILENT_SCENE_MS
from studio.domain.units import SceneId

CHARACTERS_PER_S = {
    "en": 15.9,
    "es": 15.7,
    "fr": 13.2,
    "de": 15.3,
    "pt": 13.0,
    "it": 13.8,
    "ja": 4.0,
    "zh": 4.0,
    "cmn": 4.0,
    "nl": 16.4,
    "pl": 15.5,
    "ru": 16.8,
    "uk": 13.8,
    "sv": 15.7,
    "fi": 14.5,
    "tr": 14.9,
    "el": 16.6,
    "he": 13.8,
    "ar": 11.4,
    "hi": 14.1,
    "th": 9.3,
    "ko": 7.3,
    "vi": 12.6,
    "id": 15.7,
}
OTHER_CHARACTERS_PER_S = 14.0
TEMPO_RATE = {Tempo.SLOW: 0.87, Tempo.NORMAL: 1.0, Tempo.FAST: 1.15}
ENOUGH_CHARACTERS = 60
"""Of what was said, before a voice's pace is taken from it: a sentence or two."""
PAUSES = 0.92
"""Share of the time that is spoken; the rest are pauses."""


def characters_per_s(language: str, tempo: Tempo) -> float:
    """Give the pace of narration, the pauses within sentences left out."""
    base = CHARACTERS_PER_S.get(language.split("-")[0].lower(), OTHER_CHARACTERS_PER_S)
    return base * TEMPO_RATE[tempo]


def spoken_seconds(text: str, *, language: str, tempo: Tempo) -> float:
    """Estimate how long a text takes to say."""
    return len(text.strip()) / (characters_per_s(language, tempo) * PAUSES)


def measured_pace(scenes: Iterable[Scene], made: Mapping[SceneId, SceneAssets]) -> float | None:
    """Give the characters a second of the voice that speaks, pauses included.

    What is made for a storyboard was said by its voice, in its language and tempo, so the scenes that
    are said tell how long the others will take; before that, what the voice said in other videos.

    Returns:
        ``None`` where too little is said yet to tell.
    """
    said = [(scene, one.voice) for scene in scenes if (one := made.get(scene.id)) and one.voice]
    characters = sum(len(scene.narration.strip()) for scene, _ in said)
    seconds = sum(voice.duration_ms for _, voice in said) / 1000
    if characters >= ENOUGH_CHARACTERS and seconds:
        return characters / seconds
    return next((one.pace for one in made.values() if one.pace), None)


def lengths(board: Storyboard, made: Mapping[SceneId, SceneAssets]) -> list[float]:
    """Give the seconds of every scene, as the timeline will have them: the last one breathes out."""
    pace = measured_pace(board.scenes, made)
    return [
        scene_seconds(
            scene, made.get(scene.id), board.brief, pace=pace, breath_ms=breath_ms(board, n)
        )
        for n, scene in enumerate(board.scenes)
    ]


def breath_ms(board: Storyboard, place: int) -> int:
    """Give the silence after what the scene at a place says."""
    return LAST_BREATH_MS if place == len(board.scenes) - 1 else BREATH_MS


def characters_for(
    target_s: float, *, scenes: int, pace: float | None, language: str, tempo: Tempo
) -> int:
    """Give how many characters of narration fill a length.

    Args:
        target_s: Seconds of the whole video.
        scenes: Into how many they are cut; each is silent for a moment before and after.
        pace: Characters a second of the voice, pauses included; ``None`` takes the language's.
        language: BCP 47 tag.
        tempo: Where ``pace`` is not known.
    """
    silent_ms = scenes * (LEAD_IN_MS + BREATH_MS) + LAST_BREATH_MS - BREATH_MS
    pace = pace or characters_per_s(language, tempo) * PAUSES
    return max(0, round((target_s - silent_ms / 1000) * pace))


def scene_seconds(
    scene: Scene,
    assets: SceneAssets | None,
    brief: Brief,
    *,
    pace: float | None = None,
    breath_ms: int = BREATH_MS,
) -> float:
    """Give a scene's length: measured where its voice exists, else estimated.

    Args:
        scene: Which one.
        assets: What is made for it.
        brief: Its language and tempo.
        pace: Characters a second, as measured on other scenes; ``None`` takes the language's.
        breath_ms: Silence after what is said.
    """
    if not scene.spoken:
        spoken_ms = 0.0
    elif assets is not None and assets.voice is not None:
        spoken_ms = LEAD_IN_MS + assets.voice.duration_ms + breath_ms
    else:
        said = (
            len(scene.narration.strip()) / pace
            if pace
            else spoken_seconds(scene.narration, language=brief.language, tempo=brief.tempo)
        )
        spoken_ms = LEAD_IN_MS + said * 1000 + breath_ms
    if scene.duration_policy is DurationPolicy.FIXED and scene.fixed_ms is not None:
        return max(spoken_ms, scene.fixed_ms) / 1000
    if scene.media and scene.media.sound is ClipSound.INSTEAD and assets and assets.clip:
        return scene.media.alone_ms(assets.clip.duration_ms) / 1000
    return (spoken_ms or SILENT_SCENE_MS) / 1000
