"""Storyboards, assets and timelines for tests, made without any provider."""

from uuid import UUID

from studio.domain import edit
from studio.domain.asset import PictureAsset, SceneAssets, VoiceAsset, Word
from studio.domain.storyboard import Hook, Storyboard
from studio.domain.timeline import Timeline, compile_timeline
from studio.domain.units import AssetId, Digest, Milliseconds, SceneId, StorageKey

WORD_MS = 300
GAP_MS = 40


def storyboard(*narrations: str, hooks: tuple[str, ...] = ()) -> Storyboard:
    """A storyboard with one scene for each narration."""
    script = edit.ScriptDraft(
        title="Test",
        hooks=tuple(Hook(text=hook) for hook in hooks),
        scenes=tuple(
            edit.SceneDraft(narration=n, visual_prompt=f"picture {i}")
            for i, n in enumerate(narrations)
        ),
    )
    return edit.draft(Storyboard(), script)


def words(text: str) -> tuple[Word, ...]:
    """Each word 300 ms long, 40 ms apart."""
    step = WORD_MS + GAP_MS
    return tuple(
        Word(text=word, start_ms=Milliseconds(i * step), end_ms=Milliseconds(i * step + WORD_MS))
        for i, word in enumerate(text.split())
    )


def assets_for(board: Storyboard) -> dict[SceneId, SceneAssets]:
    """A picture for every scene and a voice for every narration; the bytes do not exist."""
    return {scene.id: _assets(scene.id, scene.narration) for scene in board.scenes}


def timeline(*narrations: str) -> Timeline:
    """The compiled timeline of such a storyboard."""
    board = storyboard(*narrations)
    return compile_timeline(board, assets_for(board))


def _assets(scene_id: SceneId, narration: str) -> SceneAssets:
    spoken = words(narration)
    picture = PictureAsset(
        id=AssetId(UUID(int=1)),
        key=StorageKey(f"pictures/aa/{scene_id}.jpg"),
        thumbnail=StorageKey(f"thumbnails/aa/{scene_id}.jpg"),
        recipe=Digest("a" * 64),
        width_px=1296,
        height_px=2304,
        maker="test",
    )
    if not spoken:
        return SceneAssets(picture=picture)
    voice = VoiceAsset(
        id=AssetId(UUID(int=2)),
        key=StorageKey(f"voices/aa/{scene_id}.wav"),
        recipe=Digest("b" * 64),
        duration_ms=spoken[-1].end_ms,
        words=spoken,
        maker="test",
    )
    return SceneAssets(picture=picture, voice=voice)
