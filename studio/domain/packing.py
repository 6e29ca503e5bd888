"""Put a pack on a storyboard, or make one of it. Pure; what the user has set stays."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from studio.domain.languages import primary
from studio.domain.pack import (
    OTHER_WORDS,
    WORDS_OF_ENGLISH,
    Pace,
    Pack,
    PackMusic,
    PackVoice,
    PackWords,
)
from studio.domain.scene import Motion, Scene, Transition
from studio.domain.storyboard import Brief, Music, Storyboard, Style

PACKED = (
    "mood", "look", "negative", "palette", "captions", "overlays", "progress_bar", "effects",
    "pitch_semitones", "tempo", "music_mood", "music_pace", "music_gain_db",
)  # fmt: skip
"""What a pack decides, as ``Storyboard.own`` names it."""
_STYLE = PACKED[:8]
_MUSIC = {"music_mood": "mood", "music_pace": "pace", "music_gain_db": "gain_db"}

M = TypeVar("M", Motion, Transition)


def put_on(board: Storyboard, pack: Pack | None) -> Storyboard:
    """Let a pack decide all that the user has not set; ``None`` takes the pack off."""
    wanted = _plain() if pack is None else _wanted(pack, board.brief.language)
    if "mood" in board.own:
        # Music follows the mood that the user chose.
        wanted["music_mood"] = None
    given = {name: value for name, value in wanted.items() if name not in board.own}
    style = board.style.model_copy(update={n: given[n] for n in _STYLE if n in given})
    if "pitch_semitones" in given:
        pitch = {"pitch_semitones": given["pitch_semitones"]}
        style = style.model_copy(update={"voice": style.voice.model_copy(update=pitch)})
    music = board.music.model_copy(update={f: given[n] for n, f in _MUSIC.items() if n in given})
    brief = board.brief.model_copy(update={"tempo": given["tempo"]} if "tempo" in given else {})
    name = "" if pack is None else pack.name
    changed = board.model_copy(
        update={"pack": name, "style": style, "music": music, "brief": brief}
    )
    return changed if pack is None else conform(changed, pack)


class Camera(Protocol):
    """What says how the camera may move and scenes may change; empty allows anything."""

    @property
    def motions(self) -> tuple[Motion, ...]:
        """How it may move, the usual first."""
        ...

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """How scenes may change, the usual first."""
        ...


def conform(board: Storyboard, pack: Camera) -> Storyboard:
    """Move the camera and change the scenes only as a pack or a preset allows.

    Locked scenes, scenes with the user's own pictures and what the user has set stay.
    """
    scenes = tuple(_conformed(n, scene, board, pack) for n, scene in enumerate(board.scenes))
    return board.model_copy(update={"scenes": scenes})


def kept(board: Storyboard) -> tuple[str, ...]:
    """List what a pack may not decide, as the user has set it."""
    return tuple(name for name in PACKED if name in board.own)


def nth(options: tuple[M, ...], number: int) -> M:
    """Give the option of the scene with this zero-based place: they take turns."""
    return options[number % len(options)]


def used(found: Iterable[M]) -> tuple[M, ...]:
    """Give what was used, the most frequent first."""
    return tuple(one for one, _ in Counter(found).most_common())


def as_pack(board: Storyboard, *, name: str, title: str, base: Pack | None = None) -> Pack:
    """Make a pack of how a storyboard looks, sounds and is told.

    Args:
        board: Whose look.
        name: For programs.
        title: For people.
        base: The pack that the storyboard follows; its rules of telling are taken over.
    """
    style, music = board.style, board.music
    language = primary(board.brief.language)
    told = base.in_language(language) if base else PackWords(title=title)
    words = told.model_copy(
        update={
            "title": title,
            "summary": board.title and f"{board.title}.",
            "look": style.look,
            "negative": style.negative,
            "hooks": _patterns(board) or told.hooks,
        }
    )
    return Pack(
        name=name,
        mood=style.mood,
        palette=style.palette,
        captions=style.captions,
        overlays=style.overlays,
        progress_bar=style.progress_bar,
        effects=style.effects,
        motions=used(s.motion for s in board.scenes) or (Motion.ZOOM_IN,),
        transitions=used(s.transition for s in board.scenes[:-1]) or (Transition.CUT,),
        needs_sources=base is not None and base.needs_sources,
        voice=PackVoice(tempo=board.brief.tempo, pitch_semitones=style.voice.pitch_semitones),
        music=PackMusic(mood=music.mood or style.mood, pace=music.pace, gain_db=music.gain_db),
        pacing={**(base.pacing if base else {}), board.brief.target_s: _pace(board)},
        words={**(base.words if base else {}), language: words},
    )


def _wanted(pack: Pack, language: str) -> dict[str, Any]:
    words = pack.in_language(language)
    return {
        **{name: getattr(pack, name) for name in _STYLE if name not in {"look", "negative"}},
        "look": words.look,
        "negative": words.negative,
        "pitch_semitones": pack.voice.pitch_semitones,
        "tempo": pack.voice.tempo,
        **{name: getattr(pack.music, field) for name, field in _MUSIC.items()},
    }


def _plain() -> dict[str, Any]:
    style, music = Style(), Music()
    return {
        **{name: getattr(style, name) for name in _STYLE},
        "pitch_semitones": style.voice.pitch_semitones,
        "tempo": Brief().tempo,
        **{name: getattr(music, field) for name, field in _MUSIC.items()},
    }


def _conformed(number: int, scene: Scene, board: Storyboard, pack: Camera) -> Scene:
    if scene.locked:
        return scene
    update: dict[str, Any] = {}
    is_own = scene.media is not None or f"{scene.id}.motion" in board.own
    if not is_own and pack.motions and scene.motion not in pack.motions:
        update["motion"] = nth(pack.motions, number)
    is_set = f"{scene.id}.transition" in board.own or not pack.transitions
    if not is_set and scene.transition not in pack.transitions:
        update["transition"] = nth(pack.transitions, number)
    return scene.model_copy(update=update) if update else scene


def _pace(board: Storyboard) -> Pace:
    said = sum(len(scene.narration.split()) for scene in board.scenes)
    share = WORDS_OF_ENGLISH.get(primary(board.brief.language), OTHER_WORDS)
    return Pace(scenes=max(1, len(board.scenes)), words=min(700, max(1, round(said / share))))


def _patterns(board: Storyboard) -> tuple[str, ...]:
    """Give the hooks with the topic left open; those without it say nothing about others."""
    topic = board.brief.topic.strip()
    if not topic:
        return ()
    found = (_open(hook.text, topic) for hook in board.hooks)
    return tuple(text for text in found if "{topic}" in text and len(text) <= 200)


def _open(text: str, topic: str) -> str:
    at = text.casefold().find(topic.casefold())
    return text if at < 0 else f"{text[:at]}{{topic}}{text[at + len(topic) :]}"
