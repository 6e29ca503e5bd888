"""The music in conversation: composed, the user's own, stock, a folder's, none."""

from dataclasses import replace
from pathlib import Path

import pytest

from studio.domain.errors import InvalidEdit, InvalidScript, NotFound, ProviderFailed
from studio.domain.media import Media, MediaKind
from studio.domain.stock import StockQuery
from studio.domain.storyboard import Mood, Music, Tempo
from studio.domain.timeline import compile_timeline
from studio.makers import Makers
from studio.providers.stock.fake import FakeLibrary
from studio.providers.stock.folder import MusicFolder
from studio.services import assets, media
from studio.wiring import Studio
from tests.support import clips
from tests.support.storyboards import assets_for
from tests.support.toolbox import Toolbox, open_toolbox


@pytest.fixture
async def box(studio: Studio) -> Toolbox:
    library = FakeLibrary()
    return await open_toolbox(replace(studio, stock=Makers({library.name: library})))


async def music(box: Toolbox) -> Music:
    return (await box.newest()).storyboard.music


async def song(box: Toolbox, folder: Path, name: str = "song.wav") -> Media:
    path = folder / name
    clips.ffmpeg("-v", "error", "-f", "lavfi", "-i", "sine=f=330:d=3", str(path))
    studio = box.studio
    return await media.upload(
        studio.works, store=studio.store, examiner=studio.examiner, owner_id=box.owner, path=path,
        name=name,
    )  # fmt: skip


async def test_a_song_of_the_users_own_is_played(box: Toolbox, tmp_path: Path) -> None:
    own = await song(box, tmp_path)
    await box.draft("One.")

    told = await box.call("set_music", source="upload")

    assert (told["music"], told["seconds"]) == ("song.wav", 3.0)
    board = (await box.newest()).storyboard
    assert board.music.track == own.id
    async with box.studio.work() as work:
        found = await assets.music_for(work, owner_id=box.owner, storyboard=board)
    audio = compile_timeline(board, assets_for(board), music=found).audio
    assert audio.recording
    assert (audio.recording.key, audio.music_mood) == (own.key, None)
    assert own.repeat
    assert audio.recording.gain_db == -own.repeat.lufs
    with pytest.raises(InvalidScript, match="music that was chosen is gone"):
        compile_timeline(board, assets_for(board))


async def test_music_is_found_taken_and_credited(box: Toolbox) -> None:
    await box.draft("One.")
    found = await box.call("find_stock", query="the sea", kind="sound")

    told = await box.call("set_music", candidate=found["candidates"][1]["id"])
    by_words = await box.call("set_music", source="stock", query="the sea")

    assert box.cards("stock")[0]["candidates"][0]["picture"] is None
    assert told["credit"] == "“the sea 2” by Nobody (CC BY 4.0) https://stock.invalid/1"
    assert told["bpm"] == pytest.approx(120, rel=0.05)
    assert "the sea 1" in by_words["credit"]


async def test_a_mood_or_a_pace_means_composed_music_again(box: Toolbox, tmp_path: Path) -> None:
    await song(box, tmp_path)
    await box.draft("One.")
    await box.call("set_music", source="upload")

    await box.call("set_music", mood="calm", pace="slow")

    assert await music(box) == Music(mood=Mood.CALM, pace=Tempo.SLOW)
    board = (await box.newest()).storyboard
    audio = compile_timeline(board, assets_for(board)).audio
    assert (audio.music_mood, audio.music_pace, audio.recording) == (Mood.CALM, Tempo.SLOW, None)
    assert board.style.mood is not Mood.CALM


async def test_music_goes_and_comes_back_as_it_was(box: Toolbox, tmp_path: Path) -> None:
    own = await song(box, tmp_path)
    await box.draft("One.")
    await box.call("set_music", source="upload", gain_db=-24)

    await box.call("set_music", source="off")
    assert not (await music(box)).enabled
    await box.call("set_style", music_enabled=True)

    assert await music(box) == Music(track=own.id, gain_db=-24)


async def test_what_is_no_music_is_refused(box: Toolbox) -> None:
    await box.draft("One.")
    picture = (await box.call("find_stock", query="sea"))["candidates"][0]["id"]

    with pytest.raises(InvalidEdit, match="no song yet"):
        await box.call("set_music", source="upload")
    with pytest.raises(InvalidEdit, match="no sound"):
        await box.call("set_music", candidate=picture)
    with pytest.raises(InvalidEdit, match="Say which music"):
        await box.call("set_music")
    with pytest.raises(NotFound, match="other words"):
        await box.call("set_music", source="stock", query="nothing")


async def test_the_operators_folder_is_searched_by_names_and_credits_stand_beside(
    studio: Studio, tmp_path: Path
) -> None:
    folder = tmp_path / "music"
    (folder / "calm").mkdir(parents=True)
    for name in ("calm/Ocean_waves.wav", "march.wav"):
        clips.ffmpeg("-v", "error", "-f", "lavfi", "-i", "sine=f=330:d=2", str(folder / name))
    (folder / "calm" / "Ocean_waves.txt").write_text("Waves by Ada\nCC BY 4.0\n")
    (folder / "notes.pdf").write_bytes(b"no music")
    (tmp_path / "secret.wav").write_bytes(b"not in the folder")
    library = MusicFolder(folder)
    box = await open_toolbox(replace(studio, stock=Makers({"folder": library})))
    await box.draft("One.")

    some = await box.call("find_stock", query="calm ocean", kind="sound")
    every = await box.call("find_stock", query="anything", kind="sound")
    told = await box.call("set_music", candidate=some["candidates"][0]["id"])

    assert [c["title"] for c in some["candidates"]] == ["Ocean waves"]
    assert [c["title"] for c in every["candidates"]] == ["Ocean waves", "march"]
    assert every["candidates"][1]["licence"] == "Operator's own terms"
    assert told["credit"] == "Waves by Ada (CC BY 4.0)"
    (find,) = await library.search(StockQuery(words="calm ocean", kind=MediaKind.SOUND))
    for outside in ("../secret.wav", "notes.pdf", "gone.wav"):
        with pytest.raises(ProviderFailed, match="music folder"):
            await library.fetch(find.model_copy(update={"id": outside}))
