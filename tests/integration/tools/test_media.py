"""The user's own pictures and clips in scenes."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.domain.errors import InvalidEdit
from studio.domain.media import Media
from studio.domain.scene import Motion
from studio.domain.units import UserId
from studio.services import assets, media
from studio.wiring import Studio
from tests.support import clips
from tests.support.makers import FLAT, HUMMED
from tests.support.studio import make_thread
from tests.support.toolbox import Toolbox


async def upload(studio: Studio, owner_id: UserId, path: Path) -> Media:
    return await media.upload(
        studio.works,
        store=studio.store,
        examiner=studio.examiner,
        owner_id=owner_id,
        path=path,
        name=path.name,
    )


@pytest.fixture
async def two(box: Toolbox, tmp_path: Path) -> tuple[Media, Media]:
    """A clip of two seconds and a picture."""
    photo = tmp_path / "photo.png"
    cv2.imwrite(str(photo), np.full((200, 300, 3), 90, np.uint8))
    clip = clips.write(tmp_path / "surf.mp4", frames=60)
    return await upload(box.studio, box.owner, clip), await upload(box.studio, box.owner, photo)


async def test_what_was_uploaded_is_told_by_number(box: Toolbox, two: tuple[Media, Media]) -> None:
    told = (await box.call("list_media"))["media"]
    assert [(m["number"], m["kind"], m["name"]) for m in told] == [
        (1, "clip", "surf.mp4"),
        (2, "picture", "photo.png"),
    ]
    assert told[0]["seconds"] == 2.0


async def test_uploads_take_the_place_of_made_pictures_in_one_version(
    box: Toolbox, two: tuple[Media, Media]
) -> None:
    clip, photo = two
    await box.draft("One.", "Two.", "Three.")
    answer = await box.edit(
        {"op": "use_media", "scene": 1, "media": 1, "start_s": 0.5, "fill": "loop"},
        {"op": "use_media", "scene": 2, "media": 2, "motion": "pan_left"},
    )
    assert answer["version"] == 2
    first, second, third = (await box.newest()).storyboard.scenes
    assert first.media
    assert (first.media.id, first.media.start_ms, first.motion) == (clip.id, 500, Motion.STILL)
    assert second.media
    assert (second.media.id, second.motion) == (photo.id, Motion.PAN_LEFT)
    assert third.media is None
    made = await box.call("make_pictures")
    assert made["made"] == 1
    [*_, card] = box.cards("storyboard")
    assert [s["picture"] for s in card["scenes"]][:2] == [str(clip.id), str(photo.id)]

    await box.edit({"op": "use_media", "scene": 1, "media": None})
    assert (await box.newest()).storyboard.scenes[0].media is None
    assert (await box.call("make_pictures"))["made"] == 1


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ({"media": 3}, "no upload 3; there are 2"),
        ({"media": 1, "start_s": 2.5}, "2.0 s long"),
    ],
)
async def test_what_is_not_there_cannot_be_used(
    box: Toolbox, two: tuple[Media, Media], operation: dict[str, float], words: str
) -> None:
    await box.draft("One.")
    with pytest.raises(InvalidEdit, match=words):
        await box.edit({"op": "use_media", "scene": 1, **operation})


async def test_a_strangers_upload_is_neither_listed_nor_found(
    box: Toolbox, two: tuple[Media, Media]
) -> None:
    await box.draft("One.")
    await box.edit({"op": "use_media", "scene": 1, "media": 1})
    board = (await box.newest()).storyboard
    stranger, _ = await make_thread(box.studio.works, "eve@example.com")
    async with box.studio.work() as work:
        assert await media.list_all(work, owner_id=stranger) == ()
        found = await assets.find_for(
            work, owner_id=stranger, storyboard=board, pictures=FLAT, speech=HUMMED
        )
    assert found[board.scenes[0].id].seen is None


async def test_a_clip_is_heard_by_its_number_or_in_a_scene(box: Toolbox, tmp_path: Path) -> None:
    sounding = clips.write(tmp_path / "tone.mp4", frames=60, sound=True)
    silent = clips.write(tmp_path / "silent.mp4", frames=60)
    for path in (sounding, silent):
        await upload(box.studio, box.owner, path)
    await box.draft("One.", "Two.", "Three.")
    await box.edit(
        {"op": "use_media", "scene": 1, "media": 1}, {"op": "use_media", "scene": 2, "media": 2}
    )

    await box.edit({"op": "hear", "media": 1, "sound": "under", "gain_db": -6})

    first, second, _ = (await box.newest()).storyboard.scenes
    assert first.media is not None
    assert (first.media.sound, first.media.gain_db) == ("under", -6)
    assert second.media is not None
    assert second.media.sound == "auto"
    with pytest.raises(InvalidEdit, match=r"'silent\.mp4' has no sound"):
        await box.edit({"op": "hear", "scene": 2, "sound": "instead"})
    with pytest.raises(InvalidEdit, match="Scene 3 shows no clip"):
        await box.edit({"op": "hear", "scene": 3, "sound": "under"})
    await box.edit({"op": "hear", "scene": 1, "sound": "muted"})
    heard = (await box.newest()).storyboard.scenes[0].media
    assert heard is not None
    assert heard.sound == "muted"
