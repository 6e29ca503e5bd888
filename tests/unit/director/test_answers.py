"""What the director says instead of doing: no pretence, nothing done by guess."""

import pytest

from tests.unit.director.boards import decided, said


@pytest.mark.parametrize(
    "ask",
    [
        "don't remove scene 2",
        "dont remove scene 2!",
        "Do not remove scene 2.",
        "please don't delete the second scene",
        "never shorten scene 2",
        "I don't want you to remove scene 2",
        "you should not remove scene 2",
        "leave scene 2 as it is",
        "keep scene 2",
        "don't touch scene 2",
        "don't remove or shorten scene 2",
        "can you not remove scene 2",
        "I don't want to lose scene 2",
        "don't lock scene 2",
        "do not turn off the music",
        "don't make it faster",
        "don't use hook 2",
        "no, leave it",
        "don't do that",
    ],
)
def test_what_shall_not_be_done_is_left_as_it_is(ask: str) -> None:
    reply = decided(ask)
    assert reply.call is None
    assert "as it is" in reply.text


@pytest.mark.parametrize(
    "ask",
    [
        "why did you remove scene 2?",
        "Why did you remove scene 2 and make scene 3 shorter?",
        "should I remove scene 2?",
        "did you lock scene 1?",
        "what happens if I remove scene 2?",
        "is scene 2 too long?",
        "could you tell me why you removed scene 2?",
        "would it be better without scene 2?",
        "do you think the second scene is too long?",
    ],
)
def test_a_question_changes_nothing(ask: str) -> None:
    reply = decided(ask)
    assert reply.call is None
    assert "question" in reply.text


@pytest.mark.parametrize(
    "ask",
    [
        "remove the cat from scene 2",
        "remove scene 2's picture",
        "make scene 2 epic",
        "remove the music from scene 2",
        "make the title shorter",
        "the voice is too loud",
        "scene 2 should say something else",
        "change scene 2 to something funnier",
        "rewrite scene 2 to be shorter and funnier than the sea",
        "scene 2 is nice",
        "remove scene 3's headline, scene 1 is it",
        "I don't like scene 2",
        "make scene 2 funnier",
        "remove hook 2",
        "remove the calm mood",
        "epic battles",
        "make scene one shorter than scene two",
        "I removed scene 2",
    ],
)
def test_what_it_does_not_understand_is_not_guessed(ask: str) -> None:
    reply = decided(ask)
    assert reply.call is None
    assert "offline director" in reply.text


@pytest.mark.parametrize(
    ("ask", "word"),
    [
        ("rename it to Deep Sea", "title"),
        ("call it Deep Sea", "title"),
        ('change the title to "Deep Sea"', "title"),
        ("add a scene", "about"),
        ("can you translate it to German?", "translate"),
        ("scene 2 should last 50 s", "20 s"),
        ("swap scenes 1, 2 and 3", "two scenes"),
        ("merge scene 2", "two scenes"),
    ],
)
def test_what_the_product_cannot_do_is_said_plainly(ask: str, word: str) -> None:
    reply = decided(ask)
    assert reply.call is None
    assert "cannot" in reply.text
    assert word in reply.text


@pytest.mark.parametrize(
    "ask",
    [
        "thanks!",
        "Thank you so much",
        "ok",
        "Hi",
        "hello there!",
        "yes",
        "Thanks, that's great",
        "good job!",
        "hello, how are you?",
        "ok, do it",
        "yes please",
    ],
)
@pytest.mark.parametrize("has_video", [True, False])
def test_small_talk_is_answered_in_a_line(ask: str, has_video: bool) -> None:
    reply = decided(ask, has_video=has_video)
    assert reply.call is None
    assert 0 < len(reply.text) < 120


def test_what_was_not_understood_of_a_message_is_said() -> None:
    assert "paint it purple" in said("remove scene 3 and paint it purple")


@pytest.mark.parametrize(
    "ask", ["scene three, delete it", "don't make scene 2 shorter, make it longer"]
)
def test_what_was_carried_out_needs_no_more_words(ask: str) -> None:
    words = said(ask)
    assert words.startswith("Done")
    assert not {"understand", "leave", "stays"} & set(words.split())


def test_what_is_left_as_it_is_is_said_beside_what_is_done() -> None:
    assert "Scene 2 stays as it is" in said("remove scene 3 but don't remove scene 2")


@pytest.mark.parametrize(
    "ask",
    [
        "remove scene 9",
        "remove scene 0",
        "shorten the first 0 scenes",
        "move scene 2 to position 9",
        "swap scenes 1 and 7, and make scene 2 shorter",
    ],
)
def test_a_scene_that_is_not_there_is_named_and_nothing_is_changed(ask: str) -> None:
    reply = decided(ask)
    assert reply.call is None
    assert "no scene" in reply.text


@pytest.mark.parametrize(
    "ask",
    [
        "don't make a video",
        "don't make a video about bees",
        "publish it on tiktok",
        "don't do that",
    ],
)
def test_without_a_video_an_order_is_not_taken_for_a_topic(ask: str) -> None:
    assert decided(ask, has_video=False).call is None


@pytest.mark.parametrize("ask", ["epic battles", "why is the sky blue?", "The history of tea"])
def test_without_a_video_a_few_words_are_a_topic(ask: str) -> None:
    reply = decided(ask, has_video=False)
    assert reply.call is not None
    assert reply.call[0] == "set_brief"


def test_another_long_text_is_told_beside_a_video() -> None:
    reply = decided(
        "My grandmother kept bees behind the house. In spring she cleaned the frames, and in "
        "autumn she fed them sugar. One winter the hive fell silent. I have her hive now."
    )
    assert reply.call is not None
    assert reply.call[1]["source_text"].startswith("My grandmother")


def test_a_long_complaint_is_not_taken_for_a_text_to_tell() -> None:
    reply = decided(
        "I really do not like what you did with this. The second scene is boring and the first "
        "one goes on forever, and I would much rather see something funnier at the end of it all."
    )
    assert reply.call is None
    assert "not understand" in reply.text
