"""When a user wants no question about one request."""

from time import process_time

import pytest

from studio.domain.haste import Haste, haste, is_hasty

TEXT = "The sea leaves twice a day. It comes back each time, a little later than before. " * 5


@pytest.mark.parametrize(
    ("message", "rest", "code"),
    [
        ("just make it", "", "en"),
        ("OK, just make it now!", "", "en"),
        ("Please just do it", "", "en"),
        ("Just make it: a video about owls", "a video about owls", "en"),
        ("Just make it, don't ask: owls", "don't ask: owls", "en"),
        ("Make a video about owls, just make it.", "Make a video about owls", "en"),
        ("Make a video about owls. No questions!", "Make a video about owls.", "en"),
        ("Just make it.\n" + TEXT, TEXT.strip(), "en"),
        (TEXT + "\nJust make it.", TEXT.strip(), "en"),
        ("Don\u2019t ask me anything", "", "en"),
        ("hazlo sin más", "", "es"),
        ("Simplemente hazlo: un vídeo sobre búhos", "un vídeo sobre búhos", "es"),
        ("¡Hazlo ya!", "", "es"),
        ("Haz un vídeo sobre búhos, sin preguntas", "Haz un vídeo sobre búhos", "es"),
        ("fais-le simplement", "", "fr"),
        (
            "Fais-la sans poser de questions : une vidéo sur les hiboux",
            "une vidéo sur les hiboux",
            "fr",
        ),
        ("mach es einfach", "", "de"),
        ("Mach's einfach: ein Video über Eulen", "ein Video über Eulen", "de"),
        ("Mach ein Video über Eulen, ohne Rückfragen", "Mach ein Video über Eulen", "de"),
        ("faça sem perguntar", "", "pt"),
        ("Simplesmente faça isso: um vídeo sobre corujas", "um vídeo sobre corujas", "pt"),
    ],
)
def test_haste_is_read_off_a_message(message: str, rest: str, code: str) -> None:
    assert haste(message) == Haste(rest, code)


@pytest.mark.parametrize(
    "message",
    [
        "Make a video about owls",
        "just make it shorter",
        "just make it a bit louder, please",
        "Just make it rain for a day",
        "mach es einfach kürzer",
        "hazlo ya más corto",
        "fais-le simplement plus court",
        "show me the script first",
        '"Just make it," he said, and left.',
        "They asked how, and he told them to just make it",
        TEXT + "He said: just make it.",
        "",
    ],
)
def test_words_that_say_more_are_no_haste(message: str) -> None:
    assert haste(message) is None


@pytest.mark.parametrize("filler", ["\n", "¡", " ", "just make it ", ". "])
def test_the_longest_message_is_read_in_no_time(filler: str) -> None:
    message = "a" + filler * (20_000 // len(filler)) + "b"
    began = process_time()

    assert haste(message) is None
    assert process_time() - began < 1.0


@pytest.mark.parametrize(
    ("message", "is_said"),
    [
        ("Make 2 videos, just make them, at most $5:\n- Bees\n- Moss", True),
        ("Mach 2 Videos, ohne Rückfragen:\n- Bienen\n- Moos", True),
        ("Just make it: 2 videos about bees and moss", True),
        ("Make 2 videos:\n- just make it, said the bee\n- Moss", False),
        (
            "Make a video of this: bees vote, just make it, at most $5 for all of them, said the bee.",
            False,
        ),
    ],
)
def test_over_a_list_it_is_said_in_a_clause(message: str, is_said: bool) -> None:
    assert is_hasty(message) is is_said
