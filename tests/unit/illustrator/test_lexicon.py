"""Every word leads to a theme, and every theme to drawings that exist."""

from collections import Counter

import pytest

from studio.providers.images.illustration.compose import CHARTS
from studio.providers.images.illustration.objects.catalogue import OBJECTS
from studio.providers.images.illustration.settings import ABSTRACT, SETTINGS
from studio.providers.images.illustration.vocabulary import LANGUAGES, keywords, themes


def test_every_theme_is_drawn_with_settings_and_heroes_that_exist() -> None:
    heroes = {hero for theme in themes().values() for hero in theme.heroes}
    settings = {name for theme in themes().values() for name in theme.settings}

    assert heroes - {"", *OBJECTS, *CHARTS} == set()
    assert (settings | set(ABSTRACT)) - set(SETTINGS) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_keyword_belongs_to_a_theme_that_exists(language: str) -> None:
    assert set(keywords(language)) - set(themes()) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_theme_lists_a_keyword_twice(language: str) -> None:
    lists = keywords(language).items()

    assert {t: w for t, ws in lists for w, n in Counter(ws).items() if n > 1} == {}
