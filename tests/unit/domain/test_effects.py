"""Which cut is heard as what, and when."""

import pytest

from studio.domain import edit
from studio.domain.changes import StyleChange
from studio.domain.effects import SUBTLE_DB, EffectCue, EffectKind, Effects
from studio.domain.scene import Transition
from studio.domain.segments import audio_digest
from studio.domain.storyboard import Storyboard
from studio.domain.timeline import AudioTrack, Timeline, compile_timeline
from tests.support.storyboards import assets_for, storyboard


def compiled(board: Storyboard) -> Timeline:
    return compile_timeline(board, assets_for(board))


def between(
    transition: Transition, *, fps: int = 30, headline: str = "", effects: Effects = Effects.ON
) -> Timeline:
    board = storyboard("one two three", "four five six")
    first, second = board.scenes
    board = edit.rewrite_scene(board, first.id, edit.SceneChange(transition=transition))
    board = edit.rewrite_scene(board, second.id, edit.SceneChange(on_screen_text=headline))
    board = edit.set_style(board, StyleChange(effects=effects))
    return compiled(
        board.model_copy(update={"output": board.output.model_copy(update={"fps": fps})})
    )


@pytest.mark.parametrize("fps", [24, 25, 30, 60])
def test_an_effect_peaks_in_the_middle_of_its_transition(fps: int) -> None:
    made = between(Transition.PUSH_LEFT, fps=fps)
    clip, effect = made.clips[0], made.audio.effects[0]

    begin_s = (clip.frames - clip.transition_frames) / fps
    assert effect.peak_ms / 1000 == pytest.approx((begin_s + clip.frames / fps) / 2)
    assert (effect.kind, effect.toward) == (EffectKind.WHOOSH, -1)


def test_a_cross_fade_and_a_plain_cut_are_silent_and_a_cut_onto_a_text_ticks() -> None:
    tick = between(Transition.CUT, headline="Two").audio.effects

    assert between(Transition.CROSSFADE).audio.effects == ()
    assert between(Transition.CUT).audio.effects == ()
    assert [effect.kind for effect in tick] == [EffectKind.TICK]


def test_effects_are_subtle_unless_asked_otherwise() -> None:
    loud = between(Transition.WHIP_LEFT).audio
    off = between(Transition.WHIP_LEFT, effects=Effects.OFF).audio
    subtle = between(Transition.WHIP_LEFT, effects=Effects.SUBTLE).audio

    assert Storyboard().style.effects is Effects.SUBTLE
    assert subtle.effects[0].level_db == loud.effects[0].level_db + SUBTLE_DB
    assert off.effects == ()
    assert len({audio_digest(audio) for audio in (loud, off, subtle)}) == 3


def test_a_sound_of_before_there_were_effects_has_none() -> None:
    stored = between(Transition.WHIP_LEFT).audio.model_dump(mode="json")
    del stored["effects"]

    assert AudioTrack.model_validate(stored).effects == ()


def test_each_cut_sounds_a_little_different() -> None:
    board = storyboard("one two three", "four five six", "seven eight nine")
    for scene in board.scenes:
        change = edit.SceneChange(transition=Transition.DIP_BLACK)
        board = edit.rewrite_scene(board, scene.id, change)

    def seeds(cues: tuple[EffectCue, ...]) -> set[int]:
        return {cue.seed for cue in cues}

    assert len(seeds(compiled(board).audio.effects)) == 2
