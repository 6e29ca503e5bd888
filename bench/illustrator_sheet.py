"""Draw contact sheets of the illustrator into out/, to be looked at."""

import sys
import time
from pathlib import Path

import cv2
from PIL import Image

from studio.domain.asset import PictureRequest
from studio.domain.storyboard import Mood
from studio.providers.images.illustration.compose import illustrate

TOPICS = [
    ("deep ocean with bioluminescent creatures", "en"), ("a city at night in the rain", "en"),
    ("saving 3,000 dollars in 90 days", "en"), ("the moon landing 1969", "en"),
    ("why coffee wakes you up", "en"), ("your heart beats 100,000 times a day", "en"),
    ("40% of people fail in week one", "en"), ("a haunted house", "en"), ("morning routine", "en"),
    ("octopuses have three hearts", "en"), ("la historia del café", "es"), ("der Wald im Winter", "de"),
    ("como economizar dinheiro", "pt"), ("le soleil se lève sur Paris", "fr"), ("courage", "en"),
    ("why we procrastinate", "en"), ("a plan to grow your sales", "en"), ("mountain hiking adventure", "en"),
    ("artificial intelligence chips", "en"), ("zxqw", "en"),
]  # fmt: skip
ONE_VIDEO = [
    "the first coffee", "a goat herder in the mountains", "a ship on the sea", "the city of Mecca at night",
    "people in a crowd", "why your brain loves it", "30% more focus", "a cup on the table", "the desert caravan", "the idea that changed the world",
]  # fmt: skip
OBJECTS = [
    "plant",
    "fire",
    "person",
    "crowd",
    "bird",
    "cat",
    "brain",
    "book",
    "idea",
    "clock",
    "waiting",
    "calendar",
    "rocket",
    "planet",
    "phone",
    "chip",
    "music",
    "trophy",
    "gym",
    "goal",
    "travel",
    "football",
    "house",
    "umbrella",
    "health",
    "money",
    "growth",
    "decline",
    "sun",
    "night",
]
CELL = (216, 384)


def sheet(requests: list[PictureRequest], path: Path, columns: int = 5) -> None:
    rows = -(-len(requests) // columns)
    image = Image.new("RGB", (columns * (CELL[0] + 6), rows * (CELL[1] + 6)))
    spent = []
    for i, request in enumerate(requests):
        start = time.perf_counter()
        picture = illustrate(request)
        spent.append(time.perf_counter() - start)
        place = (i % columns * (CELL[0] + 6), i // columns * (CELL[1] + 6))
        image.paste(picture.resize(CELL, Image.Resampling.LANCZOS), place)
    path.parent.mkdir(exist_ok=True)
    image.save(path)
    print(path, f"mean {sum(spent) / len(spent):.2f} s, worst {max(spent):.2f} s")


def main() -> None:
    cv2.setNumThreads(1)
    out, moods = Path("out"), list(Mood)
    wanted = sys.argv[1:] or ["topics", "video", "objects", "same"]
    for name in wanted:
        if name == "topics":
            sheet(
                [
                    PictureRequest(prompt=t, language=x, seed=i, palette_seed=i, mood=moods[i % 6])
                    for i, (t, x) in enumerate(TOPICS)
                ],
                out / "topics.png",
            )
        elif name == "video":
            sheet(
                [
                    PictureRequest(prompt=t, seed=i * 77, palette_seed=7, mood=Mood.WARM)
                    for i, t in enumerate(ONE_VIDEO)
                ],
                out / "video.png",
            )
        elif name == "objects":
            sheet(
                [
                    PictureRequest(prompt=t, seed=i, palette_seed=i * 3)
                    for i, t in enumerate(OBJECTS)
                ],
                out / "objects.png",
                6,
            )
        elif name == "same":
            sheet(
                [
                    PictureRequest(
                        prompt="trust", seed=i * 31, palette_seed=i // 5, mood=moods[i % 6]
                    )
                    for i in range(10)
                ],
                out / "same.png",
            )
        else:
            illustrate(PictureRequest(prompt=name)).save(out / "one.png")


if __name__ == "__main__":
    main()
