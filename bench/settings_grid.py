"""Quality, bits and time of encoder settings, over photographs and illustrations.

.venv/bin/python bench/settings_grid.py [--profile archive] [--codec hevc CRF ...]

Without rates it puts the usual settings of every codec side by side.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench import render_floor, workload  # noqa: E402
from bench.render import Job, paint_and_encode, write_raw  # noqa: E402
from bench.workload import Workload  # noqa: E402
from renderer.recipes import Recipe, recipe_for  # noqa: E402
from studio.domain.output import Codec  # noqa: E402
from studio.domain.render import RenderProfile  # noqa: E402
from studio.domain.segments import Segment, segments_of  # noqa: E402
from tests.support.media import vmaf  # noqa: E402

SCENES, FRAMES = 3, 48


def main() -> int:
    """Print a table: VMAF / Mbit a second / CPU milliseconds a frame, painting included."""
    options = _options()
    recipes = _recipes(options)
    print("scene          ", *(name.ljust(21) for name in recipes))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        timeline, pictures = asyncio.run(render_floor.material())
        works = {
            "photograph": workload.make(SCENES + 1, folder),
            "illustration": Workload(timeline, pictures, {}),
        }
        for kind, work in works.items():
            for number, segment in enumerate(_bodies(work)):
                raw = folder / "raw.y4m"
                write_raw(segment, work, raw)
                cells: list[str] = []
                for name, recipe in recipes.items():
                    out = folder / f"{name}.mp4"
                    job = Job(segment, work.pictures, out, recipe)
                    cpu_s = statistics.median(paint_and_encode(job).cpu_s for _ in range(2))
                    mbit = out.stat().st_size * 8 / 1e6 / (segment.frames / segment.fps)
                    ms = 1000 * cpu_s / segment.frames
                    cells.append(f"{vmaf(out, raw):.1f} / {mbit:.1f} / {ms:.1f}".ljust(21))
                print(f"{kind} {number + 1}".ljust(15), *cells, flush=True)
    return 0


def _recipes(options: argparse.Namespace) -> dict[str, Recipe]:
    """Give the columns of the table."""
    profile: RenderProfile = options.profile
    if not options.crf:
        return {codec: recipe_for(profile, codec, fps=30) for codec in Codec}
    usual = recipe_for(profile, options.codec, fps=30)
    return {f"crf {rate}": usual.at(rate) for rate in options.crf}


def _bodies(work: Workload) -> list[Segment]:
    bodies = [s for s in segments_of(work.timeline, RenderProfile.STANDARD) if len(s.layers) == 1]
    return [s.model_copy(update={"frames": min(FRAMES, s.frames)}) for s in bodies[:SCENES]]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codec", type=Codec, choices=list(Codec), default=Codec.H264)
    parser.add_argument(
        "--profile", type=RenderProfile, choices=list(RenderProfile), default="standard"
    )
    parser.add_argument("crf", type=int, nargs="*")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
