"""Whether a clip is heard, and what becomes of the narration."""

from uuid import UUID

import pytest

from studio.domain import edit
from studio.domain.asset import SceneAssets
from studio.domain.errors import InvalidEdit
from studio.domain.footage import ClipSound, SceneMedia
from studio.domain.media import Media, MediaKind
from studio.domain.segments import audio_digest
from studio.domain.timeline import LEAD_IN_MS, Timeline, compile_timeline
from studio.domain.units import AssetId, Milliseconds, StorageKey
from tests.support.storyboards import assets_for, storyboard

CLIP = Media(
    id=AssetId(UUID(int=9)),
    name="surf.mp4",
    key=StorageKey("uploads/aa/surf.mp4"),
    thumbnail=StorageKey("thumbnails/aa/surf.jpg"),
    size_bytes=1,
    kind=MediaKind.CLIP,
    width_px=100,
    height_px=100,
    duration_ms=Milliseconds(7_000),
    has_sound=True,
)


def compiled(
    narration: str, sound: ClipSound, *, gain_db: float = 0, clip: Media = CLIP
) -> Timeline:
    board = storyboard("First.", narration)
    second = board.scenes[1].id
    board = edit.use_media(board, second, SceneMedia(id=clip.id, sound=sound, gain_db=gain_db))
    made = assets_for(board)
    made[second] = SceneAssets(voice=made[second].voice, clip=clip)
    return compile_timeline(board, made)


@pytest.mark.parametrize(
    ("narration", "sound", "is_heard", "is_spoken"),
    [
        ("Some words.", ClipSound.AUTO, False, True),
        ("", ClipSound.AUTO, True, False),
        ("Some words.", ClipSound.UNDER, True, True),
        ("Some words.", ClipSound.INSTEAD, True, False),
        ("", ClipSound.MUTED, False, False),
    ],
)
def test_a_clip_is_heard_where_nobody_speaks_or_where_it_is_asked_for(
    narration: str, sound: ClipSound, is_heard: bool, is_spoken: bool
) -> None:
    made = compiled(narration, sound)

    assert bool(made.audio.clips) is is_heard
    assert (len(made.audio.voices) == 2) is is_spoken
    assert bool(made.clips[1].cues) is is_spoken


def test_a_clips_sound_stands_exactly_where_its_picture_does() -> None:
    made = compiled("Some words.", ClipSound.UNDER)

    (heard,) = made.audio.clips
    shown = made.clips[1]
    assert heard.start_ms == shown.start * 1000 / made.fps
    assert heard.duration_ms == shown.frames * 1000 / made.fps
    assert heard.footage == shown.footage
    assert made.audio.voices[1].start_ms == round(heard.start_ms) + LEAD_IN_MS


def test_a_clip_that_speaks_for_itself_decides_how_long_its_scene_is() -> None:
    made = compiled("Some words.", ClipSound.INSTEAD)

    assert made.clips[1].frames == 7 * made.fps


def test_a_clip_without_sound_is_not_heard() -> None:
    silent = CLIP.model_copy(update={"has_sound": False})

    assert compiled("Some words.", ClipSound.UNDER, clip=silent).audio.clips == ()


def test_what_is_heard_of_a_clip_decides_the_sounds_digest() -> None:
    digests = {
        audio_digest(compiled("Some words.", sound, gain_db=gain).audio)
        for sound, gain in ((ClipSound.AUTO, 0), (ClipSound.UNDER, 0), (ClipSound.UNDER, -6))
    }

    assert len(digests) == 3


def test_only_a_scene_with_an_upload_can_be_heard() -> None:
    board = storyboard("First.")

    with pytest.raises(InvalidEdit, match="Scene 1 shows no clip"):
        edit.hear_media(board, board.scenes[0].id, ClipSound.UNDER)
