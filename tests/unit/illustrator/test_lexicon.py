"""Every word leads to a theme, and every theme to drawings that exist."""

from collections import Counter

import numpy as np
import pytest

from studio.providers.images.illustration.compose import CHARTS, choose_plan
from studio.providers.images.illustration.objects.catalogue import OBJECTS
from studio.providers.images.illustration.settings import ABSTRACT, SETTINGS
from studio.providers.images.illustration.vocabulary import LANGUAGES, keywords, themes
from tests.support.pictures import request


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


@pytest.mark.parametrize(
    ("words", "language", "hero", "setting"),
    [
        ("forest fox", "en", "fox", None),
        ("why foxes dive into the snow", "en", "fox", "snow"),
        ("sea turtle", "en", "turtle", "deep"),
        ("the lighthouse at night", "en", "lighthouse", "sea"),
        ("the ocean and its sharks", "en", "shark", "deep"),
        ("la ballena azul en el mar", "es", "whale", "deep"),
        ("un zorro en el bosque", "es", "fox", None),
        ("la tortue de mer", "fr", "turtle", "deep"),
        ("le phare sous la pluie", "fr", "lighthouse", "sea"),
        ("der Leuchtturm am Meer", "de", "lighthouse", "sea"),
        ("die Eule im Wald", "de", "owl", None),
        ("a coruja na floresta", "pt", "owl", None),
        ("o tubarão no oceano", "pt", "shark", "deep"),
    ],
)
def test_what_the_words_name_is_drawn_where_it_lives(
    words: str, language: str, hero: str, setting: str | None
) -> None:
    asked = [request(words, n).model_copy(update={"language": language}) for n in range(8)]
    plans = [choose_plan(one, np.random.default_rng(n)) for n, one in enumerate(asked)]

    assert {plan.hero for plan in plans} == {hero}
    if setting == "snow":
        assert {plan.setting for plan in plans} <= {"winter", "peak"}
    elif setting is not None:
        assert {plan.setting for plan in plans} == {setting}
