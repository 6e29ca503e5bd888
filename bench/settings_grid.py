"""Quality, bits and time of encoder settings, over photographs, illustrations, text and clips.

.venv/bin/python bench/settings_grid.py [--profile archive] [--codec hevc RATE ...] [--clip FILE ...]

Without rates it puts the usual settings of every codec side by side.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.grid_scenes import Subject, subjects  # noqa: E402
from bench.render import Job, paint_and_encode, write_raw  # noqa: E402
from renderer.encoding.recipes import Recipe, recipe_for  # noqa: E402
from renderer.painting.content import Content  # noqa: E402
from renderer.painting.painter import painting  # noqa: E402
from studio.domain.output import Codec  # noqa: E402
from studio.domain.render import RenderProfile  # noqa: E402
from studio.typefaces import font_path  # noqa: E402
from tests.support.media import vmaf  # noqa: E402


def main() -> int:
    """Print a table: VMAF / Mbit a second / CPU milliseconds a frame, painting included."""
    options = _options()
    names = [str(rate) for rate in options.rate] or list(Codec)
    print("subject".ljust(26), "content ", *(name.ljust(21) for name in names))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for subject in subjects(folder, options.clip):
            raw = folder / "raw.y4m"
            write_raw(subject.segment, subject.pictures, raw)
            content = painting(subject.segment, subject.pictures, font_path).content
            cells = [
                _cell(subject, recipe, raw, folder / "made.mp4")
                for recipe in _recipes(options, content)
            ]
            print(subject.name.ljust(26), content, *cells, flush=True)
    return 0


def _cell(subject: Subject, recipe: Recipe, raw: Path, out: Path) -> str:
    segment = subject.segment
    job = Job(segment, subject.pictures, out, recipe)
    cpu_s = statistics.median(paint_and_encode(job).cpu_s for _ in range(2))
    mbit = out.stat().st_size * 8 / 1e6 / (segment.frames / segment.fps)
    ms = 1000 * cpu_s / segment.frames
    return f"{vmaf(out, raw):.1f} / {mbit:.1f} / {ms:.1f}".ljust(21)


def _recipes(options: argparse.Namespace, content: Content) -> list[Recipe]:
    """Give the columns of the table."""
    profile: RenderProfile = options.profile
    if not options.rate:
        return [recipe_for(profile, codec, fps=30, content=content) for codec in Codec]
    usual = recipe_for(profile, options.codec, fps=30, content=content)
    return [usual.at(rate) for rate in options.rate]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codec", type=Codec, choices=list(Codec), default=Codec.H264)
    parser.add_argument(
        "--profile", type=RenderProfile, choices=list(RenderProfile), default="standard"
    )
    parser.add_argument("--clip", type=Path, action="append", default=[])
    parser.add_argument("rate", type=int, nargs="*")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
