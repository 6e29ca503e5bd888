"""Small videos that are really made, and spoilt in one way each, before they are examined."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from renderer.encoding.assembly import join
from renderer.painting.painter import Paint, paints
from renderer.pixels.frames import Planes
from renderer.probe import probe
from renderer.programs.ffmpeg import run
from renderer.qa import legibility
from renderer.qa.examine import examine
from renderer.qa.hearing import clipped
from renderer.qa.packets import Group, chosen
from renderer.qa.pieces import undecodable, unusable
from renderer.sound.audio import mix
from studio.domain.asset import SceneAssets, VoiceAsset, speech_request
from studio.domain.quality import QualityReport, Rule
from studio.domain.render import RenderProfile
from studio.domain.scene import Motion
from studio.domain.segments import Segment, segments_of
from studio.domain.timeline import AudioTrack, Timeline, compile_timeline
from studio.domain.units import SAMPLE_RATE_HZ, Frames, Milliseconds, SceneId, StorageKey
from studio.providers.speech.fake import HummedSpeech
from studio.providers.speech.polish import to_wav
from studio.typefaces import font_path
from tests.support.segments import HEIGHT, WIDTH, textured, write
from tests.support.storyboards import assets_for, storyboard

Spoil = Callable[[list[Paint], Segment], list[Paint]]
BOARD = storyboard("Tides come and go.", "The moon pulls water.")


@dataclass
class Plan:
    """A small video to be made, and its voices."""

    timeline: Timeline
    voices: dict[StorageKey, Path]
    segments: tuple[Segment, ...]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("quality")


@pytest.fixture(scope="module")
def plan(folder: Path) -> Plan:
    assets, voices = dict[SceneId, SceneAssets](), dict[StorageKey, Path]()
    for scene_id, made in assets_for(BOARD).items():
        speech = asyncio.run(HummedSpeech().speak(speech_request(BOARD, scene_id)))
        assert made.voice is not None
        path = folder / f"{scene_id}.wav"
        path.write_bytes(speech.wav)
        voices[made.voice.key] = path
        voice: VoiceAsset = made.voice.model_copy(
            update={"duration_ms": Milliseconds(speech.duration_ms), "words": speech.words}
        )
        assets[scene_id] = made.model_copy(update={"voice": voice})
    whole = compile_timeline(BOARD, assets)
    small = whole.model_copy(update={"width_px": WIDTH, "height_px": HEIGHT})
    return Plan(small, voices, segments_of(small, RenderProfile.STANDARD))


@pytest.fixture(scope="module")
def pieces(folder: Path, plan: Plan) -> list[tuple[Segment, Path]]:
    return [(s, encoded(s, folder / f"{s.digest}.mp4")) for s in plan.segments]


@pytest.fixture(scope="module")
def sound(folder: Path, plan: Plan) -> Path:
    return mixed(plan.timeline.audio, plan, folder / "sound")


def encoded(segment: Segment, path: Path, spoil: Spoil = lambda painted, _: painted) -> Path:
    pictures = {layer.picture: textured() for layer in segment.layers}
    painted = list(paints(segment, pictures, font_path))
    return write(iter(spoil(painted, segment)), path, total=segment.frames)


def mixed(track: AudioTrack, plan: Plan, scratch: Path) -> Path:
    scratch.mkdir(exist_ok=True)
    return mix(track, plan.voices, scratch=scratch)


def examined(
    plan: Plan, pieces: list[tuple[Segment, Path]], sound: Path, scratch: Path
) -> QualityReport:
    video = scratch / "video.mp4"
    join(pieces, sound, video, fps=plan.timeline.fps)
    return of_file(plan, video, scratch)


def of_file(plan: Plan, video: Path, scratch: Path) -> QualityReport:
    return examine(
        video,
        probe(video),
        plan.timeline,
        plan.segments,
        plan.voices,
        font_path,
        scratch=scratch,
    )


def rules(report: QualityReport) -> set[tuple[Rule, int | None]]:
    return {(finding.rule, finding.scene) for finding in report.findings}


def black(painted: list[Paint], _: Segment) -> list[Paint]:
    def paint(frame: Planes) -> None:
        frame.y[:], frame.u[:], frame.v[:] = 16, 128, 128

    return [paint] * len(painted)


def stuck(painted: list[Paint], _: Segment) -> list[Paint]:
    return [painted[0]] * len(painted)


def stuck_behind_words(_: list[Paint], segment: Segment) -> list[Paint]:
    (layer,) = segment.layers
    held = layer.model_copy(update={"motion": Motion.STILL})
    still = segment.model_copy(update={"layers": (held,)})
    return list(paints(still, {layer.picture: textured()}, font_path))


def without_words(_: list[Paint], segment: Segment) -> list[Paint]:
    (layer,) = segment.layers
    bare = segment.model_copy(update={"layers": (layer.model_copy(update={"cues": ()}),)})
    return list(paints(bare, {layer.picture: textured()}, font_path))


def test_a_video_as_planned_passes_and_says_what_was_measured(
    plan: Plan, pieces: list[tuple[Segment, Path]], sound: Path, tmp_path: Path
) -> None:
    report = examined(plan, pieces, sound, tmp_path)

    assert report.findings == ()
    assert report.contrast is not None
    assert report.contrast > 5
    assert report.av_offset_ms is not None
    assert report.av_offset_ms < 5


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (black, Rule.BLACK),
        (stuck, Rule.FROZEN),
        (stuck_behind_words, Rule.FROZEN),
        (without_words, Rule.CONTRAST),
    ],
)
def test_a_spoilt_scene_is_found(
    plan: Plan,
    pieces: list[tuple[Segment, Path]],
    sound: Path,
    tmp_path: Path,
    spoil: Spoil,
    rule: Rule,
) -> None:
    second = encoded(pieces[1][0], tmp_path / "spoilt.mp4", spoil)

    report = examined(plan, [pieces[0], (pieces[1][0], second)], sound, tmp_path)

    assert (rule, 2) in rules(report)
    assert {scene for _, scene in rules(report)} == {2}


def test_sound_that_comes_late_is_found(
    plan: Plan, pieces: list[tuple[Segment, Path]], tmp_path: Path
) -> None:
    track = plan.timeline.audio
    late = [v.model_copy(update={"start_ms": v.start_ms + 60}) for v in track.voices]
    moved = track.model_copy(update={"voices": tuple(late)})

    report = examined(plan, pieces, mixed(moved, plan, tmp_path / "mix"), tmp_path)

    assert rules(report) == {(Rule.AV_OFFSET, 1), (Rule.AV_OFFSET, 2)}
    assert report.av_offset_ms == pytest.approx(60, abs=3)


def test_a_file_whose_sound_begins_late_is_found(
    plan: Plan, pieces: list[tuple[Segment, Path]], sound: Path, tmp_path: Path
) -> None:
    whole, shifted = tmp_path / "whole.mp4", tmp_path / "shifted.mp4"
    join(pieces, sound, whole, fps=plan.timeline.fps)
    copy = ["-map", "0:v", "-map", "1:a", "-c", "copy", str(shifted)]
    run(
        ["-i", str(whole), "-itsoffset", "0.08", "-i", str(whole), *copy],
        timeout_s=20,
        stage="test",
    )

    report = of_file(plan, shifted, tmp_path)

    assert {(Rule.AV_OFFSET, 1), (Rule.AV_OFFSET, 2)} <= rules(report)


def test_a_voice_that_is_missing_is_found_under_the_music(
    plan: Plan, pieces: list[tuple[Segment, Path]], tmp_path: Path
) -> None:
    track = plan.timeline.audio
    alone = track.model_copy(update={"voices": track.voices[:1]})

    report = examined(plan, pieces, mixed(alone, plan, tmp_path / "mix"), tmp_path)

    assert (Rule.VOICE, 2) in rules(report)
    assert (Rule.VOICE, 1) not in rules(report)


def test_a_voice_whose_recording_is_silent_is_found(
    plan: Plan, pieces: list[tuple[Segment, Path]], tmp_path: Path
) -> None:
    silent = tmp_path / "silent.wav"
    silent.write_bytes(to_wav(np.zeros(2 * SAMPLE_RATE_HZ)))
    second = plan.timeline.audio.voices[1].key
    mute = replace(plan, voices={**plan.voices, second: silent})

    report = examined(mute, pieces, mixed(plan.timeline.audio, mute, tmp_path / "mix"), tmp_path)

    assert rules(report) == {(Rule.VOICE, 2)}


def test_a_piece_that_does_not_decode_is_found_and_named(
    plan: Plan, pieces: list[tuple[Segment, Path]], sound: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    data = bytearray(pieces[1][1].read_bytes())
    begin = data.index(b"mdat") + 60
    data[begin : begin + 3000] = b"\x5a" * 3000
    broken.write_bytes(data)
    spoilt = [pieces[0], (pieces[1][0], broken)]

    report = examined(plan, spoilt, sound, tmp_path)

    assert (Rule.DECODING, None) in rules(report)
    assert unusable(spoilt) == ()
    assert undecodable(spoilt) == (pieces[1][0],)


def test_pieces_that_do_not_open_or_lack_frames_are_unusable(
    pieces: list[tuple[Segment, Path]], tmp_path: Path
) -> None:
    torn = tmp_path / "torn.mp4"
    torn.write_bytes(pieces[0][1].read_bytes()[:400])
    longer = pieces[1][0].model_copy(update={"frames": Frames(pieces[1][0].frames + 1)})

    found = unusable([(pieces[0][0], torn), pieces[1], (longer, pieces[1][1])])

    assert found == (pieces[0][0], longer)


@pytest.mark.parametrize(
    ("grey", "outline", "least", "most"),
    [(235, 16, 19.0, 21.0), (235, 235, 1.0, 1.0), (235, 180, 1.4, 2.2)],
)
def test_contrast_counts_what_is_beside_the_letters(
    grey: int, outline: int, least: float, most: float
) -> None:
    frame = np.full((60, 120), outline, np.uint8)
    letters = np.zeros(frame.shape, np.bool_)
    letters[20:40, 20:30] = letters[20:40, 60:70] = True
    frame[letters] = grey

    ratio = legibility.contrast_of(frame, letters, ring_px=6, tile_px=64)

    assert least <= ratio <= most + 0.01


def test_only_runs_at_full_scale_count_as_clipped() -> None:
    pcm = np.zeros((20, 2), np.int16)
    pcm[2:4, 0] = 32_767
    pcm[8:12, 0] = 32_767
    pcm[9:12, 1] = -32_768

    assert clipped(pcm) == 7


def test_heads_of_groups_are_looked_at_and_as_far_as_a_wanted_frame() -> None:
    groups = (Group((0, 4, 2, 1, 3, 8, 6, 5, 7)), Group((9, 10)), Group((11, 15, 13, 12, 14)))

    assert chosen(groups, {6, 14}) == (7, 2, 5)
    assert chosen(groups, ()) == (3, 2, 3)
