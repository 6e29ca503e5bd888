"""A storyboard told in another language: its words change, its pictures stay. Pure."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from studio.domain.errors import InvalidEdit
from studio.domain.languages import primary
from studio.domain.overlays import Overlays
from studio.domain.scene import Narration, Scene, ShortText
from studio.domain.storyboard import Hook, Storyboard
from studio.domain.value import Value


class TranslatedScene(Value):
    """A scene's words in another language.

    Attributes:
        scene: Its number, from 1.
        narration: What is said.
        on_screen_text: What is read; empty where the scene has none.
        overlays: In the place of the scene's own, of the same kinds in the same order.
    """

    scene: Annotated[int, Field(ge=1, le=60)]
    narration: Narration = ""
    on_screen_text: ShortText = ""
    overlays: Overlays = ()


class Translation(Value):
    """All words of a video in another language."""

    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    title: Annotated[ShortText, Field(min_length=1)]
    keywords: tuple[Annotated[str, Field(max_length=60)], ...] = ()
    hooks: Annotated[tuple[Hook, ...], Field(max_length=5)] = ()
    scenes: tuple[TranslatedScene, ...]


def translated(
    board: Storyboard, words: Translation, *, keeps_voice: bool, keeps_locked: bool = True
) -> Storyboard:
    """Tell a storyboard in another language; nothing that decides a picture changes.

    Args:
        board: In its own language.
        words: All of its words.
        keeps_voice: Whether its voice speaks the language; else the language's usual one does.
        keeps_locked: Whether a locked scene stands in the way.

    Raises:
        InvalidEdit: Something is not translated, or there is more than the video has.
    """
    given = {one.scene: one for one in words.scenes}
    missing = [n for n in range(1, len(board.scenes) + 1) if n not in given]
    if missing or len(given) != len(words.scenes) or len(given) > len(board.scenes):
        raise InvalidEdit(
            f"Translate each of the {len(board.scenes)} scenes once, none left out"
            + (f"; scene {missing[0]} is missing." if missing else ".")
        )
    locked = [n for n, scene in enumerate(board.scenes, 1) if scene.locked]
    if locked and keeps_locked:
        raise InvalidEdit(f"Scene {locked[0]} is locked; unlock it, or localise a copy.")
    if len(words.hooks) not in {0, len(board.hooks)}:
        raise InvalidEdit(f"Translate all {len(board.hooks)} hooks.")
    if len(words.keywords) not in {0, len(board.brief.keywords)}:
        raise InvalidEdit(f"Translate all {len(board.brief.keywords)} keywords.")
    board = pictured(board)
    scenes = tuple(_scene(n, scene, given[n]) for n, scene in enumerate(board.scenes, 1))
    voice = board.style.voice if keeps_voice else board.style.voice.model_copy(update={"voice": ""})
    return board.model_copy(
        update={
            "title": words.title,
            "hooks": words.hooks or board.hooks,
            "scenes": scenes,
            "brief": board.brief.model_copy(
                update={
                    "language": words.language,
                    "keywords": words.keywords or board.brief.keywords,
                }
            ),
            "style": board.style.model_copy(update={"voice": voice}),
        }
    )


def pictured(board: Storyboard) -> Storyboard:
    """Say what pictures show apart from what is said, so that other words need no other pictures."""
    scenes = tuple(
        scene
        if scene.visual_prompt
        else scene.model_copy(update={"visual_prompt": scene.narration[:1_000]})
        for scene in board.scenes
    )
    language = board.prompt_language or board.brief.language
    return board.model_copy(update={"scenes": scenes, "prompt_language": language})


def speaks(voice_languages: Sequence[str], language: str) -> bool:
    """Tell whether a voice of these languages speaks another."""
    return primary(language) in {primary(each) for each in voice_languages}


def _scene(number: int, scene: Scene, words: TranslatedScene) -> Scene:
    for what, old, new in (
        ("narration", scene.narration, words.narration),
        ("on-screen text", scene.on_screen_text, words.on_screen_text),
    ):
        if bool(old.strip()) != bool(new.strip()):
            raise InvalidEdit(
                f"Scene {number} has {what if old else f'no {what}'}; translate that."
            )
    if [one.kind for one in scene.overlays] != [one.kind for one in words.overlays]:
        kinds = ", ".join(one.kind for one in scene.overlays) or "none"
        raise InvalidEdit(f"Scene {number}'s overlays are {kinds}; translate these, in order.")
    timed = tuple(
        new.model_copy(update={"from_ms": old.from_ms, "for_ms": old.for_ms})
        for old, new in zip(scene.overlays, words.overlays, strict=True)
    )
    return scene.model_copy(
        update={
            "narration": words.narration,
            "on_screen_text": words.on_screen_text,
            "overlays": timed,
        }
    )
