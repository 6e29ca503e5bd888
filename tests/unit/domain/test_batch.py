"""Batches as values: what may be in one, how each video is asked for, how a table sums up."""

from uuid import UUID

import pytest

from studio.domain.batch import (
    MAX_VIDEOS,
    BatchCard,
    BatchKind,
    BatchSettings,
    BatchState,
    VideoRow,
    VideoState,
    checked,
    title_of,
    wish,
)
from studio.domain.channel import Profile, begin
from studio.domain.errors import Invalid
from studio.domain.rehearsal import rehearsed
from studio.domain.units import BatchId
from studio.providers.llm.director.grammar import understand

TEXT = "The tide comes twice a day. The moon pulls it. Nobody sees it leave."


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ([], "The list is empty"),
        (["Bees"] * 1 + ["Moss", "bees"], "Lines 1 and 3 of the list are the same"),
        (["Bees", " - "], "Line 2 of the list is empty"),
        ([f"Topic {n}" for n in range(MAX_VIDEOS + 1)], f"at most {MAX_VIDEOS} videos"),
        (["x" * 5_001], "Line 1 has 5,001 characters"),
    ],
)
def test_a_list_that_cannot_be_made_says_why(items: list[str], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        checked(items)


def test_a_list_of_the_most_is_taken() -> None:
    assert len(checked([f" Topic {n} " for n in range(MAX_VIDEOS)])) == MAX_VIDEOS


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt"])
@pytest.mark.parametrize("has_video", [False, True])
def test_each_video_is_asked_for_so_that_the_offline_director_makes_it(
    language: str, has_video: bool
) -> None:
    settings = BatchSettings(seconds=20, language=language)
    topic = understand(wish("Bees", settings), has_video=has_video)
    assert (topic.topic, topic.target_s, topic.language) == ("Bees", 20, language)
    text = understand(wish(TEXT, settings), has_video=has_video)
    assert (text.text, text.target_s) == (TEXT, 20)


def test_another_language_is_named() -> None:
    assert "language it" in wish("Api", BatchSettings(language="it"))


def test_a_title_is_cut_between_words() -> None:
    assert title_of("Bees") == "Bees"
    long = title_of("why the moon pulls the tide " * 5)
    assert len(long) <= 61
    assert long.endswith("…")


def table(*states: VideoState, is_stopped: bool = False) -> BatchCard:
    rows = [
        VideoRow(number=n, title=f"{n}", thread_id=None, state=state, target_s=30)
        for n, state in enumerate(states, 1)
    ]
    return BatchCard.of(
        rows,
        is_stopped=is_stopped,
        batch_id=BatchId(UUID(int=1)),
        kind=BatchKind.TOPICS,
        title="two",
        price_usd=None,
        budget_usd=None,
        cost_usd=0,
    )


def test_one_failure_does_not_end_a_batch() -> None:
    going = table(VideoState.FAILED, VideoState.RENDERING)
    assert (going.state, going.failed, going.done) == (BatchState.RUNNING, 1, 0)
    over = table(VideoState.FAILED, VideoState.DONE)
    assert (over.state, over.failed, over.done) == (BatchState.DONE, 1, 1)


def test_a_question_in_one_video_keeps_the_batch_open() -> None:
    assert table(VideoState.DONE, VideoState.ASKS).state is BatchState.RUNNING


def test_a_stopped_batch_is_over_once_all_of_it_has_come_to_rest() -> None:
    going = table(VideoState.DONE, VideoState.RENDERING, is_stopped=True)
    assert going.state is BatchState.RUNNING
    over = table(VideoState.DONE, VideoState.CANCELLED, is_stopped=True)
    assert over.state is BatchState.CANCELLED


def test_a_rehearsal_has_the_length_and_no_words_that_were_ever_said() -> None:
    board = begin(Profile())
    short = rehearsed(board, salt="a" * 32)
    other = rehearsed(board, salt="b" * 32)
    long = rehearsed(
        board.model_copy(update={"brief": board.brief.model_copy(update={"target_s": 180})}),
        salt="a" * 32,
    )
    said = sum(len(scene.narration) for scene in short.scenes)
    assert 30 * 14 <= said <= 30 * 20
    assert len(long.scenes) > 4 * len(short.scenes)
    assert not {s.narration for s in short.scenes} & {s.narration for s in other.scenes}
