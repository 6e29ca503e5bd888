"""Which languages can be spoken."""

import pytest

from studio.domain.errors import UnsupportedLanguage
from studio.domain.languages import check_spoken, primaries


def test_languages_are_listed_once_each() -> None:
    assert primaries(["pt-BR", "en-US", "pt", "en-GB"]) == ["en", "pt"]


@pytest.mark.parametrize("tag", ["pt", "pt-BR", "PT-br"])
def test_any_kind_of_a_spoken_language_will_do(tag: str) -> None:
    check_spoken(tag, ["en", "pt"])


@pytest.mark.parametrize(
    ("tag", "voice"), [("zh", "cmn"), ("zh-TW", "cmn"), ("no", "nb"), ("cmn", "zh")]
)
def test_a_language_goes_by_either_name(tag: str, voice: str) -> None:
    check_spoken(tag, [voice])


def test_a_language_without_a_voice_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(UnsupportedLanguage, match=r"'tlh'.*en, pt"):
        check_spoken("tlh", ["en", "pt"])
