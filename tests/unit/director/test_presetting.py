"""A preset needs a name: without one nothing is kept, and the name is asked for."""

import pytest

from studio.providers.llm.director.preset_words import WORDS
from tests.unit.director.tracing import trace


@pytest.mark.parametrize(
    ("code", "message", "named"),
    [
        ("en", "save this as my preset", "calm"),
        ("es", "guarda esto como mi ajuste", "tranquilo"),
        ("fr", "enregistre ça comme préréglage", "calme"),
        ("de", "speichere das als Vorgabe", "ruhig"),
        ("pt", "salve isto como minha predefinição", "calma"),
    ],
)
def test_a_preset_without_a_name_is_asked_for_one(code: str, message: str, named: str) -> None:
    assert trace(message) == f"says {WORDS[code].unnamed}"
    assert trace(f"{message} {named}") == f"save_preset name={named}"
    assert f"{message} {named}" in WORDS[code].unnamed
