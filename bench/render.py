"""How fast the renderer is, against its own encoder, other ways, and itself.

.venv/bin/python bench/render.py --json out/render.json [--quick]
"""

import argparse
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench import fidelity, moviepy_render, playable, workload  # noqa: E402
from bench.memory import own_peak_mb  # noqa: E402
from bench.workload import Workload  # noqa: E402
from renderer.encoding.assembly import join  # noqa: E402
from renderer.encoding.parts import FEW, encode_in_parts  # noqa: E402
from renderer.encoding.recipes import Recipe, recipe_for, x264  # noqa: E402
from renderer.painting.painter import Painting, painting, paints  # noqa: E402
from renderer.painting.shot import Matter  # noqa: E402
from renderer.pixels import kernels  # noqa: E402
from renderer.pixels.frames import Planes, blank  # noqa: E402
from renderer.shelf import beds, codings, prints  # noqa: E402
from renderer.sound import waves  # noqa: E402
from renderer.sound.audio import mix  # noqa: E402
from studio.domain.render import RenderProfile  # noqa: E402
from studio.domain.segments import Segment, as_begun, segments_of  # noqa: E402
from studio.domain.timeline import Timeline  # noqa: E402
from studio.domain.units import StorageKey  # noqa: E402
from studio.typefaces import font_path  # noqa: E402
from tests.support.media import vmaf  # noqa: E402

SCENES, LONG_SCENES, PEER_SCENES = 10, 60, 2
VERYFAST = x264("veryfast", 20, "weightb=1", fps=30)


@dataclass(frozen=True, slots=True)
class Job:
    """One segment for a process of the pool; ``recipe`` takes the place of the profile's."""

    segment: Segment
    pictures: Mapping[StorageKey, Matter]
    out: Path
    recipe: Recipe | None = None
    is_helped: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work took."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def main() -> int:
    """Measure every row and write the figures."""
    options = _options()
    rounds = 1 if options.quick else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = workload.make(SCENES, folder)
        with _pool(2) as two, _pool(1) as one:
            figures = _against_itself(work, two, one, folder, rounds)
            figures |= _against_the_encoder(work, two, folder, rounds)
            figures |= _one_changed_scene(work, two, folder, figures["whole_wall_s"])
            if not options.quick:
                figures |= _growth(two, folder, figures["whole_wall_s"])
        figures |= _against_others(work, folder, figures["whole_wall_s"])
        figures |= _quality(work, folder)
        figures |= _fidelity(work)
        figures |= playable.first_second(work, folder / "state")
    text = json.dumps(figures, indent=2)
    print(text)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(text + "\n")
    return 0


def _against_itself(
    work: Workload,
    two: ProcessPoolExecutor,
    one: ProcessPoolExecutor,
    folder: Path,
    rounds: int,
) -> dict[str, Any]:
    whole = [render(work, two, folder / "whole.mp4") for _ in range(rounds)]
    alone = [render(work, one, folder / "alone.mp4") for _ in range(rounds)]
    draft = [
        render(work, two, folder / "draft.mp4", profile=RenderProfile.DRAFT) for _ in range(rounds)
    ]
    wall = statistics.median(cost.wall_s for cost in whole)
    seconds = work.timeline.frames / work.timeline.fps
    return {
        "video_s": round(seconds, 2),
        "whole_wall_s": round(wall, 2),
        "whole_cpu_s": round(statistics.median(c.cpu_s for c in whole), 2),
        "times_real_time": round(seconds / wall, 2),
        "mbit_a_second": round(_size(folder / "whole.mp4") * 8 / 1e6 / seconds, 2),
        "two_workers_against_one": round(statistics.median(c.wall_s for c in alone) / wall, 2),
        "draft_against_whole": round(statistics.median(c.wall_s for c in draft) / wall, 3),
        "peak_mb_a_process": _peak_mb(work, folder),
    }


def _peak_mb(work: Workload, folder: Path) -> int:
    """Measure the greediest tasks in processes of their own, as the workers run them."""
    jobs = sorted(
        _jobs(work, folder), key=lambda job: (len(job.segment.layers), job.segment.frames)
    )
    greedy = (jobs[-1], [job for job in jobs if len(job.segment.layers) == 1][-1])
    with _pool(1, tasks_each=1) as pool:
        peaks = [cost.peak_mb for cost in pool.map(paint_and_encode, greedy)]
        peaks.append(pool.submit(_peak_of_sound, work, folder / "peak-sound").result())
    return round(max(peaks))


def _peak_of_sound(work: Workload, scratch: Path) -> float:
    _mixed(work, scratch)
    return own_peak_mb()


def _against_the_encoder(
    work: Workload, pool: ProcessPoolExecutor, folder: Path, rounds: int
) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, recipe in (("standard", None), ("veryfast_crf_20", VERYFAST)):
        ratios: list[float] = []
        for _ in range(rounds):
            jobs = _jobs(work, folder, recipe=recipe)
            prints().clear()
            ours = sum(c.cpu_s for c in pool.map(paint_and_encode, jobs))
            floor = sum(c.cpu_s for c in pool.map(encode_only, jobs))
            ratios.append(ours / floor)
        figures[f"cpu_against_encode_only_{name}"] = round(statistics.median(ratios), 3)
    return figures


def _one_changed_scene(
    work: Workload, pool: ProcessPoolExecutor, folder: Path, whole_s: float
) -> dict[str, Any]:
    other = workload.make(SCENES, folder, changed=4)
    known = {s.digest for s in segments_of(work.timeline, RenderProfile.STANDARD)}
    new = [j.segment.digest for j in _jobs(other, folder) if j.segment.digest not in known]
    before = _hashes(work, folder)
    cost = render(other, pool, folder / "changed.mp4", only=new)
    return {
        "changed_scene_segments": len(new),
        "changed_scene_against_whole": round(cost.wall_s / whole_s, 3),
        "untouched_segments_identical": _hashes(work, folder) == before,
    }


def _growth(pool: ProcessPoolExecutor, folder: Path, whole_s: float) -> dict[str, Any]:
    work = workload.make(LONG_SCENES, folder)
    long = render(work, pool, folder / "long.mp4")
    return {
        "six_times_as_long_costs": round(long.wall_s / whole_s, 2),
        "six_times_as_long_peak_mb": _peak_mb(work, folder),
    }


def _against_others(work: Workload, folder: Path, whole_s: float) -> dict[str, Any]:
    few = work.timeline.model_copy(update={"clips": work.timeline.clips[:PEER_SCENES]})
    pictures: list[Path] = []
    for number, clip in enumerate(few.clips):
        path = folder / f"photograph-{number}.jpg"
        path.write_bytes(work.pictures[clip.picture])
        pictures.append(path)
    ours = whole_s / work.timeline.frames
    began = time.perf_counter()
    frames = moviepy_render.render(few, pictures, font_path("display", "en"), folder / "m.mp4")
    moviepy = (time.perf_counter() - began) / frames
    began = time.perf_counter()
    _zoompan(few, pictures, folder)
    zoompan = (time.perf_counter() - began) / sum(clip.frames for clip in few.clips)
    return {
        "times_moviepy": round(moviepy / ours, 1),
        "times_zoompan": round(zoompan / ours, 1),
    }


def _zoompan(timeline: Timeline, pictures: list[Path], folder: Path) -> None:
    """Zoom in one ffmpeg graph, smooth by a picture four times as large, with subtitles."""
    titles = folder / "titles.srt"
    titles.write_text("1\n00:00:00,100 --> 00:00:05,900\nThe octopus has three hearts\n")
    frames, size = timeline.clips[0].frames, f"{timeline.width_px}x{timeline.height_px}"
    chains = [
        f"[{n}:v]scale=4*iw:4*ih,"
        f"zoompan=z='1+0.12*on/{frames}':x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)'"
        f":d={frames}:s={size}:fps={timeline.fps}[v{n}]"
        for n in range(len(pictures))
    ]
    inputs = "".join(f"[v{n}]" for n in range(len(pictures)))
    graph = ";".join([*chains, f"{inputs}concat=n={len(pictures)},subtitles={titles}[out]"])
    argv = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]
    for picture in pictures:
        argv += ["-i", str(picture)]
    argv += ["-filter_complex", graph, "-map", "[out]", "-c:v", "libx264", "-preset", "veryfast"]
    argv += ["-crf", "20", "-pix_fmt", "yuv420p", str(folder / "zoompan.mp4")]
    subprocess.run(argv, check=True)


def _quality(work: Workload, folder: Path) -> dict[str, Any]:
    scores: list[float] = []
    bodies = [s for s in segments_of(work.timeline, RenderProfile.STANDARD) if len(s.layers) == 1]
    for segment in bodies[:3]:
        made, reference = folder / "made.mp4", folder / "raw.y4m"
        paint_and_encode(Job(segment, work.pictures, made))
        write_raw(segment, work.pictures, reference)
        scores.append(vmaf(made, reference))
    return {"vmaf_standard": [round(score, 2) for score in scores]}


def _fidelity(work: Workload) -> dict[str, Any]:
    late_ms = fidelity.caption_ms(work)
    return {
        "motion_px_rms": round(fidelity.motion_px_rms(), 3),
        "caption_ms_p95": round(float(np.percentile(late_ms, 95)), 1),
    }


def write_raw(segment: Segment, pictures: Mapping[StorageKey, Matter], out: Path) -> None:
    """Write a segment's frames as YUV4MPEG2, as they are painted."""
    frame = blank(segment.width_px, segment.height_px)
    size = f"W{segment.width_px} H{segment.height_px} F{segment.fps}:1"
    with out.open("wb") as file:
        file.write(f"YUV4MPEG2 {size} Ip A1:1 C420mpeg2\n".encode())
        for paint in paints(segment, pictures, font_path):
            paint(frame)
            file.write(b"FRAME\n")
            for plane in (frame.y, frame.u, frame.v):
                file.write(plane.tobytes())


def render(
    work: Workload,
    pool: ProcessPoolExecutor,
    out: Path,
    *,
    profile: RenderProfile = RenderProfile.STANDARD,
    only: Sequence[str] | None = None,
) -> Cost:
    """Render a whole video as the workers do: sound and segments side by side as rung for, then the join.

    The first render of a video finds no shelf filled; what changes a scene later finds its music, and the
    parts of its sound that are as they were.
    """
    prints().clear()
    if only is None:
        beds().clear()
        codings().clear()
    jobs = _jobs(work, out.parent, profile=profile)
    if only is not None and len(only) <= FEW:
        jobs = [replace(job, is_helped=True) for job in jobs]
    began = time.perf_counter()
    sound: Future[tuple[Path, float]] = pool.submit(_mixed, work, out.parent / f"{out.stem}-sound")
    wanted = [j for j in jobs if only is None or j.segment.digest in only]
    costs = list(pool.map(paint_and_encode, as_begun(wanted, frames=lambda j: j.segment.frames)))
    made, sound_cpu_s = sound.result()
    join([(j.segment, j.out) for j in jobs], made, out, fps=work.timeline.fps)
    return Cost(
        time.perf_counter() - began,
        sum(c.cpu_s for c in costs) + sound_cpu_s,
        max(c.peak_mb for c in costs),
    )


def paint_and_encode(job: Job) -> Cost:
    """Paint and encode a segment."""
    began, cpu = time.perf_counter(), time.process_time()
    _encode(job, painting(job.segment, job.pictures, font_path, shelf=prints()))
    return _cost(began, cpu)


def encode_only(job: Job) -> Cost:
    """Encode frames that are painted already; the painting is not counted."""
    painted: list[Planes] = []
    work = painting(job.segment, job.pictures, font_path)
    for paint in work.frames:
        frame = blank(job.segment.width_px, job.segment.height_px)
        paint(frame)
        painted.append(frame)
    began, cpu = time.perf_counter(), time.process_time()
    copies = (lambda into, frame=frame: _copy(frame, into) for frame in painted)
    _encode(job, replace(work, frames=copies))
    return _cost(began, cpu)


def _encode(job: Job, work: Painting) -> None:
    segment = job.segment
    own = recipe_for(segment.profile, segment.codec, fps=segment.fps, content=work.content)
    encode_in_parts(
        work.frames,
        job.out,
        segment=segment,
        recipe=job.recipe or own,
        on_progress=lambda _: True,
        is_helped=job.is_helped,
    )


def _mixed(work: Workload, scratch: Path) -> tuple[Path, float]:
    scratch.mkdir(exist_ok=True)
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time()
    made = mix(work.timeline.audio, work.voices, scratch=scratch, shelf=beds(), parts=codings())
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    below = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
    return made, time.process_time() - cpu + below


def _jobs(
    work: Workload,
    folder: Path,
    *,
    profile: RenderProfile = RenderProfile.STANDARD,
    recipe: Recipe | None = None,
) -> list[Job]:
    return [
        Job(
            segment,
            {layer.picture: work.pictures[layer.picture] for layer in segment.layers},
            folder / f"{segment.digest}{'' if recipe is None else '-other'}.mp4",
            recipe,
        )
        for segment in segments_of(work.timeline, profile)
    ]


def _hashes(work: Workload, folder: Path) -> dict[str, str]:
    paths = [j.out for j in _jobs(work, folder)]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def _cost(began: float, cpu: float) -> Cost:
    return Cost(time.perf_counter() - began, time.process_time() - cpu, own_peak_mb())


def _copy(frame: Planes, into: Planes) -> None:
    for source, target in ((frame.y, into.y), (frame.u, into.u), (frame.v, into.v)):
        np.copyto(target, source)


def _warm_up() -> None:
    kernels.warm_up()
    waves.warm_up()


def _pool(processes: int, *, tasks_each: int | None = None) -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=_warm_up,
        max_tasks_per_child=tasks_each,
    )
    list(pool.map(time.sleep, [0.5] * processes))
    return pool


def _size(path: Path) -> int:
    return path.stat().st_size


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    parser.add_argument("--quick", action="store_true", help="one round, no long video")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
