"""A pack on a storyboard: it decides all that the user has not set."""

import pytest

from studio.domain import edit
from studio.domain.asset import digest, picture_request
from studio.domain.changes import BriefChange, SceneChange, StyleChange
from studio.domain.packing import PACKED, as_pack, kept, put_on
from studio.domain.scene import Motion, Transition
from studio.domain.storyboard import Brief, CaptionStyle, Mood, Storyboard, Tempo
from studio.packs.shelf import built_in
from studio.providers.images.remote import in_words
from tests.support.storyboards import storyboard

PACKS = built_in().packs
HORROR, GAMING = PACKS["horror"], PACKS["gaming"]


@pytest.fixture
def board() -> Storyboard:
    made = storyboard("The door was open.", "It had been locked.", "I counted the steps.")
    return made.model_copy(update={"brief": Brief(topic="the cellar")})


def test_a_pack_decides_look_sound_and_camera(board: Storyboard) -> None:
    dark = put_on(board, HORROR)

    assert dark.pack == "horror"
    assert dark.style.look == HORROR.words["en"].look
    assert dark.style.negative == HORROR.words["en"].negative
    assert dark.style.palette == HORROR.palette
    assert dark.style.captions is CaptionStyle.TYPEWRITER
    assert dark.style.voice.pitch_semitones == -2
    assert dark.brief.tempo is Tempo.SLOW
    assert (dark.music.mood, dark.music.pace, dark.music.gain_db) == (Mood.TENSE, Tempo.SLOW, -20)
    assert all(scene.motion in HORROR.motions for scene in dark.scenes)
    assert all(scene.transition in HORROR.transitions for scene in dark.scenes)


def test_its_words_are_in_the_videos_language(board: Storyboard) -> None:
    german = board.model_copy(update={"brief": Brief(language="de-AT")})

    assert put_on(german, HORROR).style.look == HORROR.words["de"].look


def test_another_pack_replaces_all_of_the_one_before(board: Storyboard) -> None:
    directly, over = put_on(board, GAMING), put_on(put_on(board, HORROR), GAMING)

    assert over.model_copy(update={"scenes": ()}) == directly.model_copy(update={"scenes": ()})
    assert all(scene.motion in GAMING.motions for scene in over.scenes)


def test_taken_off_nothing_of_it_is_left(board: Storyboard) -> None:
    plain = put_on(put_on(board, HORROR), None)

    assert plain.model_copy(update={"scenes": ()}) == board.model_copy(update={"scenes": ()})


def test_what_the_user_has_set_stays(board: Storyboard) -> None:
    wanted = StyleChange(captions=CaptionStyle.BOX, look="crayon", music_gain_db=-30.0)
    own = edit.set_style(board, wanted)
    own = edit.set_brief(own, BriefChange(tempo=Tempo.FAST))
    own = edit.set_music(own, own.music.model_copy(update={"pace": Tempo.FAST}))
    dark = put_on(own, HORROR)

    assert dark.style.captions is CaptionStyle.BOX
    assert dark.style.look == "crayon"
    assert dark.brief.tempo is Tempo.FAST
    assert (dark.music.gain_db, dark.music.pace) == (-30, Tempo.FAST)
    assert dark.style.negative == HORROR.words["en"].negative
    assert kept(dark) == ("look", "captions", "tempo", "music_pace", "music_gain_db")


def test_a_mood_that_the_user_chose_leads_colours_and_music(board: Storyboard) -> None:
    first = put_on(edit.set_style(board, StyleChange(mood=Mood.CALM)), HORROR)
    later = edit.set_style(put_on(board, HORROR), StyleChange(mood=Mood.CALM))

    for dark in (first, later):
        assert (dark.style.mood, dark.music.mood) == (Mood.CALM, None)
    assert later.style.palette is None
    assert later.style.captions is CaptionStyle.TYPEWRITER


def test_a_scene_that_is_locked_or_was_moved_by_the_user_stays(board: Storyboard) -> None:
    one, two, three = (scene.id for scene in board.scenes)
    own = edit.rewrite_scene(board, one, SceneChange(motion=Motion.TILT_DOWN))
    own = edit.rewrite_scene(own, two, SceneChange(transition=Transition.WIPE_LEFT))
    own = edit.rewrite_scene(own, three, SceneChange(motion=Motion.PAN_RIGHT))
    own = edit.set_lock(own.model_copy(update={"own": own.own[:2]}), three, locked=True)
    dark = put_on(own, HORROR)

    assert dark.scene(one).motion is Motion.TILT_DOWN
    assert dark.scene(two).transition is Transition.WIPE_LEFT
    assert dark.scene(three) == own.scene(three)


def test_a_picture_is_asked_for_in_the_packs_words_and_colours(board: Storyboard) -> None:
    scene = board.scenes[0].id
    plain, dark = picture_request(board, scene), picture_request(put_on(board, HORROR), scene)

    assert HORROR.words["en"].look in dark.prompt
    assert dark.negative_prompt == HORROR.words["en"].negative
    assert "Keep to these colours: #170b10, #4f1119" in in_words(dark)
    assert (dark.palette, dark.subject) == (HORROR.palette, "picture 0")
    assert not {"palette", "subject"} & plain.model_dump().keys()
    assert digest(plain) != digest(dark)


@pytest.mark.parametrize("name", list(PACKS))
def test_a_look_saved_as_a_pack_is_the_same_look_again(name: str, board: Storyboard) -> None:
    first = put_on(board, PACKS[name])
    first = edit.set_style(first, StyleChange(captions=CaptionStyle.SINGLE))
    mine = as_pack(first, name="mine", title="Mine", base=PACKS[name])
    again = put_on(board, mine)

    assert again.style == first.style
    assert again.music == first.music
    assert again.brief == first.brief
    assert mine.words["en"].hook_rules == PACKS[name].words["en"].hook_rules
    assert mine.words["en"].title == "Mine"


def test_a_hook_is_saved_with_its_topic_left_open() -> None:
    board = storyboard("x", hooks=("The cellar has two doors.", "Nobody goes down there."))
    board = board.model_copy(update={"brief": Brief(topic="The cellar")})

    assert as_pack(board, name="mine", title="Mine").words["en"].hooks == (
        "{topic} has two doors.",
    )


def test_everything_that_a_pack_decides_can_be_the_users_own(board: Storyboard) -> None:
    own = board.owning(*PACKED)

    assert put_on(own, HORROR) == own.model_copy(
        update={"pack": "horror", "scenes": put_on(own, HORROR).scenes}
    )
