from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from studio.domain import edit
from studio.domain.errors import InvalidEdit, InvalidScript, SceneLocked
from studio.domain.output import SIZES, Codec, Format
from studio.domain.scene import DurationPolicy, Scene
from studio.domain.storyboard import MAX_SCENES, CaptionStyle, Hook, Storyboard, Tempo
from studio.domain.units import SceneId
from studio.domain.zones import Platform
from tests.support.storyboards import storyboard

TEXT = st.text(alphabet="abc é,.!", min_size=0, max_size=40)


def test_a_rewritten_scene_keeps_its_id_and_the_others_stay_equal() -> None:
    before = storyboard("one", "two", "three")
    target = before.scenes[1]

    after = edit.rewrite_scene(before, target.id, edit.SceneChange(narration="new"))

    assert after.scenes[1].id == target.id
    assert after.scenes[1].narration == "new"
    assert after.scenes[1].visual_prompt == target.visual_prompt
    assert (after.scenes[0], after.scenes[2]) == (before.scenes[0], before.scenes[2])


def test_equal_scenes_get_different_ids() -> None:
    board = storyboard("same", "same")
    board = edit.add_scene(board, edit.SceneDraft(narration="same"), at=2)

    assert len({scene.id for scene in board.scenes}) == 3


def test_the_same_script_gives_the_same_ids() -> None:
    assert storyboard("one", "two") == storyboard("one", "two")


def test_locked_scenes_survive_a_new_draft_in_their_place() -> None:
    before = storyboard("one", "two", "three")
    kept = before.scenes[1].id
    before = edit.set_lock(before, kept, locked=True)
    script = edit.ScriptDraft(title="New", scenes=(edit.SceneDraft(narration="fresh"),) * 2)

    after = edit.draft(before, script)

    assert [scene.narration for scene in after.scenes] == ["fresh", "two", "fresh"]
    assert after.scenes[1].id == kept


@pytest.mark.parametrize(
    "change",
    [
        lambda board, scene: edit.rewrite_scene(board, scene, edit.SceneChange(narration="x")),
        edit.remove_scene,
        lambda board, scene: edit.retime_scene(board, scene, seconds=3),
    ],
    ids=["rewrite", "remove", "retime"],
)
def test_a_locked_scene_refuses_every_change_and_names_its_number(
    change: Callable[[Storyboard, SceneId], Storyboard],
) -> None:
    board = storyboard("one", "two")
    locked = board.scenes[1].id
    board = edit.set_lock(board, locked, locked=True)

    with pytest.raises(SceneLocked, match="Scene 2 is locked"):
        change(board, locked)


def test_an_empty_text_can_be_set_but_none_leaves_it() -> None:
    board = storyboard("one")
    scene = board.scenes[0].id
    board = edit.rewrite_scene(board, scene, edit.SceneChange(on_screen_text="Big"))

    kept = edit.rewrite_scene(board, scene, edit.SceneChange(narration="two"))
    cleared = edit.rewrite_scene(board, scene, edit.SceneChange(on_screen_text=""))

    assert kept.scenes[0].on_screen_text == "Big"
    assert not cleared.scenes[0].on_screen_text


def test_another_hook_takes_the_place_of_the_one_before() -> None:
    board = storyboard("Old hook. Body.", hooks=("Old hook.", "New hook?"))
    board = board.model_copy(update={"chosen_hook": 0})

    after = edit.choose_hook(board, 1)

    assert after.scenes[0].narration == "New hook? Body."
    assert edit.choose_hook(after, 0).scenes[0].narration == "Old hook. Body."


def test_a_retimed_scene_can_go_back_to_its_voice() -> None:
    board = storyboard("one")
    scene = board.scenes[0].id

    fixed = edit.retime_scene(board, scene, seconds=4.5)

    assert fixed.scenes[0].fixed_ms == 4500
    assert edit.retime_scene(fixed, scene, seconds=None) == board


@pytest.mark.parametrize("seconds", [0.5, 21, float("1e9")])
def test_a_scene_can_last_one_to_twenty_seconds(seconds: float) -> None:
    board = storyboard("one")

    with pytest.raises(InvalidEdit, match="1 to 20 seconds"):
        edit.retime_scene(board, board.scenes[0].id, seconds=seconds)


def test_the_last_scene_cannot_be_removed() -> None:
    board = storyboard("one")

    with pytest.raises(InvalidEdit, match="at least one scene"):
        edit.remove_scene(board, board.scenes[0].id)


def test_an_unknown_scene_is_named() -> None:
    with pytest.raises(InvalidEdit, match="snone"):
        edit.remove_scene(storyboard("one", "two"), SceneId("snone"))


def test_a_script_needs_a_scene_and_a_hook_that_exists() -> None:
    with pytest.raises(InvalidScript, match="no scenes"):
        edit.draft(Storyboard(), edit.ScriptDraft(title="x", scenes=()))
    with pytest.raises(InvalidScript, match="Hook 3"):
        edit.draft(
            Storyboard(),
            edit.ScriptDraft(
                title="x",
                hooks=(Hook(text="a"),),
                chosen_hook=2,
                scenes=(edit.SceneDraft(narration="n"),),
            ),
        )


def test_too_many_scenes_are_refused() -> None:
    full = storyboard(*["n"] * MAX_SCENES)

    with pytest.raises(InvalidEdit, match="full"):
        edit.add_scene(full, edit.SceneDraft(), at=0)


@pytest.mark.parametrize(("shape", "size"), SIZES.items())
def test_an_output_change_sets_both_sides_and_touches_only_what_it_names(
    shape: Format, size: tuple[int, int]
) -> None:
    before = edit.set_output(storyboard("one"), edit.OutputChange(fps=60, platform=Platform.FEED))

    after = edit.set_output(before, edit.OutputChange(format=shape, codec=Codec.AV1))

    assert (after.output.width_px, after.output.height_px) == size
    assert after.output.format is shape
    assert (after.output.fps, after.output.platform) == (60, Platform.FEED)
    assert after.output.codec is Codec.AV1
    assert after.scenes == before.scenes


def test_a_style_change_touches_only_what_it_names() -> None:
    board = storyboard("one")

    after = edit.set_style(
        board, edit.StyleChange(captions=CaptionStyle.BOX, voice="en+f3", music_enabled=False)
    )

    assert after.style.captions is CaptionStyle.BOX
    assert after.style.voice.voice == "en+f3"
    assert after.style.voice.pitch_semitones == board.style.voice.pitch_semitones
    assert not after.music.enabled
    assert after.music.gain_db == board.music.gain_db
    assert after.style.mood == board.style.mood
    assert after.scenes == board.scenes


def test_a_brief_change_touches_only_what_it_names() -> None:
    after = edit.set_brief(storyboard("one"), edit.BriefChange(tempo=Tempo.FAST, target_s=45))

    assert (after.brief.tempo, after.brief.target_s, after.brief.language) == (
        Tempo.FAST,
        45,
        "en",
    )


@given(st.lists(TEXT, min_size=2, max_size=8), st.data())
def test_moving_a_scene_keeps_all_of_them(narrations: list[str], data: st.DataObject) -> None:
    board = storyboard(*narrations)
    scene = data.draw(st.sampled_from(board.scenes))
    to = data.draw(st.integers(0, len(board.scenes) - 1))

    after = edit.move_scene(board, scene.id, to=to)

    assert after.position(scene.id) == to
    assert {s.id: s for s in after.scenes} == {s.id: s for s in board.scenes}


class AnyEdits(RuleBasedStateMachine):
    """Whatever is done in whatever order, the storyboard stays whole and locks hold."""

    @initialize(narrations=st.lists(TEXT, min_size=1, max_size=5))
    def begin(self, narrations: list[str]) -> None:
        self.board: Storyboard = storyboard(*narrations)
        self.locked: dict[SceneId, Scene] = {}

    @rule(data=st.data(), text=TEXT)
    def rewrite(self, data: st.DataObject, text: str) -> None:
        scene = data.draw(st.sampled_from(self.board.scenes))
        self._try(lambda b: edit.rewrite_scene(b, scene.id, edit.SceneChange(narration=text)))

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        scene = data.draw(st.sampled_from(self.board.scenes))
        self._try(lambda b: edit.remove_scene(b, scene.id))

    @rule(text=TEXT, at=st.integers(-1, 8))
    def add(self, text: str, at: int) -> None:
        self._try(lambda b: edit.add_scene(b, edit.SceneDraft(narration=text), at=at))

    @rule(texts=st.lists(TEXT, min_size=1, max_size=4))
    def redraft(self, texts: list[str]) -> None:
        scenes = tuple(edit.SceneDraft(narration=t) for t in texts)
        self._try(lambda b: edit.draft(b, edit.ScriptDraft(title="t", scenes=scenes)))

    @rule(data=st.data(), seconds=st.floats(0, 25))
    def retime(self, data: st.DataObject, seconds: float) -> None:
        scene = data.draw(st.sampled_from(self.board.scenes))
        self._try(lambda b: edit.retime_scene(b, scene.id, seconds=seconds))

    @rule(data=st.data(), locked=st.booleans())
    def lock(self, data: st.DataObject, *, locked: bool) -> None:
        scene = data.draw(st.sampled_from(self.board.scenes))
        self.board = edit.set_lock(self.board, scene.id, locked=locked)
        if locked:
            self.locked[scene.id] = self.board.scene(scene.id)
        else:
            self.locked.pop(scene.id, None)

    @invariant()
    def locked_scenes_are_as_they_were(self) -> None:
        for scene_id, scene in self.locked.items():
            assert self.board.scene(scene_id) == scene

    @invariant()
    def it_is_a_valid_storyboard(self) -> None:
        assert Storyboard.model_validate_json(self.board.model_dump_json()) == self.board
        assert 1 <= len(self.board.scenes) <= MAX_SCENES
        assert all(
            (s.fixed_ms is None) == (s.duration_policy is DurationPolicy.VOICE)
            for s in self.board.scenes
        )

    def _try(self, change: Callable[[Storyboard], Storyboard]) -> None:
        try:
            self.board = change(self.board)
        except (InvalidEdit, InvalidScript, SceneLocked):
            return


TestAnyEdits = AnyEdits.TestCase


def test_a_hook_that_opens_the_video_already_is_not_said_twice() -> None:
    board = storyboard("New hook? Body.", hooks=("Old hook.", "New hook?"))

    after = edit.choose_hook(board, 1)

    assert (after.scenes[0].narration, after.chosen_hook) == ("New hook? Body.", 1)
