"""The pace of a voice is kept over an owner's videos, so that the next draft's length fits."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from studio.db.engine import Database, open_database
from studio.domain import edit
from studio.domain.asset import SceneAssets
from studio.domain.changes import BriefChange
from studio.domain.paces import usual_pace
from studio.domain.pacing import measured_pace, scene_seconds
from studio.domain.storyboard import Storyboard, Tempo
from studio.domain.units import SceneId, UserId
from studio.providers.speech.espeak import EspeakSpeech
from studio.services import assets, conversations
from studio.storage.local import LocalStore
from tests.support.makers import FLAT, only
from tests.support.storyboards import storyboard
from tests.support.studio import make_thread, pays

SPEECH = only(EspeakSpeech())
SAID = storyboard("Two of the three hearts pump blood to the gills of the octopus, day and night.")
NEXT = storyboard("The tide leaves the beach twice a day because the moon pulls at the sea.")


@pytest.fixture
async def works(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


async def speak(works: Database, folder: Path, board: Storyboard) -> UserId:
    owner_id, thread_id = await make_thread(works)
    await assets.make_voices(
        works,
        store=LocalStore(folder),
        makers=SPEECH,
        payer=pays(owner_id, thread_id),
        storyboard=board,
    )
    return owner_id


async def found(works: Database, owner_id: UserId, board: Storyboard) -> dict[SceneId, SceneAssets]:
    async with works.work() as work:
        return await assets.find_for(
            work, owner_id=owner_id, storyboard=board, pictures=FLAT, speech=SPEECH
        )


async def test_a_new_video_is_estimated_by_what_its_voice_said_in_another(
    works: Database, tmp_path: Path
) -> None:
    owner_id = await speak(works, tmp_path, SAID)
    [before] = (await found(works, owner_id, SAID)).values()
    assert before.voice is not None
    said_at = len(SAID.scenes[0].narration) / (before.voice.duration_ms / 1000)

    made = await found(works, owner_id, NEXT)
    pace = measured_pace(NEXT.scenes, made)

    assert pace == pytest.approx(said_at)
    [scene] = NEXT.scenes
    foreseen = scene_seconds(scene, made[scene.id], NEXT.brief, pace=pace)
    guessed = scene_seconds(scene, made[scene.id], NEXT.brief)
    await speak_again(works, tmp_path, owner_id)
    measured = scene_seconds(scene, (await found(works, owner_id, NEXT))[scene.id], NEXT.brief)
    assert abs(foreseen - measured) < abs(guessed - measured)
    assert foreseen == pytest.approx(measured, rel=0.1)


async def speak_again(works: Database, folder: Path, owner_id: UserId) -> None:
    async with works.work() as work:
        thread = await conversations.create_thread(work, owner_id=owner_id, title="next")
    await assets.make_voices(
        works,
        store=LocalStore(folder),
        makers=SPEECH,
        payer=pays(owner_id, thread.id),
        storyboard=NEXT,
    )


async def test_another_tempo_language_or_owner_has_a_pace_of_its_own(
    works: Database, tmp_path: Path
) -> None:
    owner_id = await speak(works, tmp_path, SAID)
    stranger, _ = await make_thread(works, "eve@example.com")

    for board in (
        edit.set_brief(NEXT, BriefChange(tempo=Tempo.FAST)),
        edit.set_brief(NEXT, BriefChange(language="de")),
    ):
        assert measured_pace(board.scenes, await found(works, owner_id, board)) == usual(board)
    assert measured_pace(NEXT.scenes, await found(works, stranger, NEXT)) == usual(NEXT)


def usual(board: Storyboard) -> float | None:
    brief = board.brief
    return usual_pace(SPEECH.default.name, language=brief.language, tempo=brief.tempo)


async def test_a_voice_that_was_hurried_is_known_at_its_usual_rate(
    works: Database, tmp_path: Path
) -> None:
    hurried = SAID.model_copy(update={"voice_rate": 1.12})
    owner_id = await speak(works, tmp_path, hurried)
    [heard] = (await found(works, owner_id, hurried)).values()
    assert heard.voice is not None
    said_at = len(SAID.scenes[0].narration) / (heard.voice.duration_ms / 1000)

    [next_one] = (await found(works, owner_id, NEXT)).values()

    assert next_one.pace == pytest.approx(said_at / 1.12, rel=0.02)
