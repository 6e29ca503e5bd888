"""One video in many languages: one question, pictures once, and words all or none."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.domain.budget import AskRule
from studio.domain.errors import ApprovalNeeded, Invalid, InvalidEdit, UnsupportedLanguage
from studio.domain.gate import GateKind
from studio.services import conversations, gates, storyboards
from studio.wiring import Studio
from tests.support.makers import only
from tests.support.priced import PricedPictures
from tests.support.toolbox import Toolbox, open_toolbox


@pytest.fixture
async def box(studio: Studio) -> Toolbox:
    return await open_toolbox(studio, "Into German and Portuguese, just make it.")


async def test_each_language_is_a_fork_that_is_asked_to_translate_itself(box: Toolbox) -> None:
    await box.draft("The tide comes in.", "The moon pulls.")
    told = await box.call("localise", languages=["de", "pt"], just_make_it=True)
    assert [video["title"] for video in told["videos"]] == ["Tides [de]", "Tides [pt]"]
    (card,) = box.cards("batch")
    assert card["kind"] == "languages"
    for video, tag in zip(card["videos"], ("de", "pt"), strict=True):
        async with box.studio.work() as work:
            thread = await conversations.get_thread(
                work, owner_id=box.owner, thread_id=video["thread_id"]
            )
            turn = await conversations.active_turn(work, owner_id=box.owner, thread_id=thread.id)
            saved = await storyboards.latest(work, owner_id=box.owner, thread_id=thread.id)
        assert thread.forked_from == box.thread
        assert turn is not None
        assert f"into the language {tag}" in turn.message
        assert saved is not None
        assert len(saved.storyboard.scenes) == 2


async def test_pictures_are_paid_for_once_at_most(studio: Studio) -> None:
    asks = AskRule(above_usd=Decimal("0.05"), unpriced=True)
    box = await open_toolbox(replace(studio, pictures=only(PricedPictures("0.10")), asks=asks))
    await box.draft("The tide comes in.", "The moon pulls.")
    with pytest.raises(ApprovalNeeded, match=r"Its pictures are used again.*up to \$0\.20 in all"):
        await box.call("localise", languages=["de", "pt"])
    async with studio.work() as work:
        (gate,) = await gates.of_thread(work, owner_id=box.owner, thread_id=box.thread)
    assert gate.kind is GateKind.BATCH


@pytest.mark.parametrize(
    ("languages", "error"),
    [(["de", "DE"], Invalid), (["en"], Invalid), (["tlh"], UnsupportedLanguage)],
)
async def test_languages_that_cannot_be_are_refused(
    box: Toolbox, languages: list[str], error: type[Exception]
) -> None:
    await box.draft("The tide comes in.")
    with pytest.raises(error):
        await box.call("localise", languages=languages, just_make_it=True)


async def test_without_a_script_or_a_language_model_nothing_is_begun(box: Toolbox) -> None:
    with pytest.raises(InvalidEdit, match="no script"):
        await box.call("localise", languages=["de"])
    await box.draft("The tide comes in.")
    box.writes = False
    with pytest.raises(Invalid, match="No language model is connected"):
        await box.call("localise", languages=["de"])


async def test_a_translation_is_one_version_with_all_words(box: Toolbox) -> None:
    await box.draft("The tide comes in.", "The moon pulls.")
    scenes = [{"scene": 1, "narration": "Die Flut kommt."}, {"scene": 2, "narration": "Der Mond."}]
    with pytest.raises(InvalidEdit, match="scene 2 is missing"):
        await box.call("translate_script", language="de", title="Gezeiten", scenes=scenes[:1])
    answer = await box.call("translate_script", language="de", title="Gezeiten", scenes=scenes)
    assert answer["version"] == 2
    saved = await box.newest()
    assert saved.storyboard.brief.language == "de"
    assert await box.narrations() == ["Die Flut kommt.", "Der Mond."]
