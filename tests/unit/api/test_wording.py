"""In which language a caller is told sentences."""

import pytest

from api.wording import get_wording, preferred
from studio.services.batch_tables import NO_VIDEO


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("ja, pt-BR;q=0.7, fr;q=0.8", "fr"),
        ("sv", "en"),
        ("de;q=x, es", "es"),
    ],
)
def test_the_language_liked_best_is_spoken(header: str, language: str) -> None:
    assert preferred(header) == language


def test_why_a_video_failed_is_said_in_the_readers_language() -> None:
    assert get_wording("de").said(NO_VIDEO).startswith("Das Gespräch endete ohne Video")
    assert get_wording("en").said(NO_VIDEO) == NO_VIDEO
