"""Models end on announced days; their names say so, at their own vendor only."""

from datetime import date

import pytest
from pydantic import SecretStr

from studio.domain.errors import StudioError
from studio.providers.images.gemini import GeminiOptions
from studio.providers.images.openai import OpenAIPicturesOptions
from studio.providers.registry import PICTURES
from studio.providers.retirements import end_of, retirement
from studio.settings import MakerSettings, ModelSettings, Settings
from studio.wiring import announced_ends, open_makers
from tests.unit.settings.test_settings import HOUSE


@pytest.mark.parametrize(
    ("provider", "model", "ends", "successor"),
    [
        ("openai", "dall-e-3", date(2026, 5, 12), "gpt-image-2"),
        ("openai", "gpt-image-1", date(2026, 10, 23), "gpt-image-2"),
        ("openai", "gpt-image-1-mini", date(2026, 12, 1), "gpt-image-2"),
        ("openai", "gpt-4o-mini-tts-2025-12-15", date(2027, 1, 6), ""),
        ("openai", "gpt-5-mini", date(2026, 12, 11), "gpt-6-luna"),
        ("openai", "gpt-4o-mini", date(2027, 1, 14), "gpt-6-luna"),
        ("gemini", "gemini-2.5-flash-image", date(2027, 3, 15), "gemini-3.1-flash-image"),
    ],
)
def test_an_announced_end_is_known_by_the_models_name(
    provider: str, model: str, ends: date, successor: str
) -> None:
    end = retirement(provider, model)

    assert end is not None
    assert (end.model, end.ends, end.successor) == (model, ends, successor)


@pytest.mark.parametrize("model", ["gpt-image-2", "gpt-5.4-mini", "gpt-6-luna", ""])
def test_a_model_that_goes_on_has_no_end(model: str) -> None:
    assert retirement("openai", model) is None


def test_a_name_at_another_server_says_nothing() -> None:
    key = SecretStr("k" * 20)

    def at(base_url: str) -> OpenAIPicturesOptions:
        return OpenAIPicturesOptions(api_key=key, model="dall-e-3", base_url=base_url)

    assert end_of("openai", at("https://api.openai.com/v1/")) is not None
    assert end_of("openai", at("http://127.0.0.1:8080/v1")) is None
    assert end_of("gemini", GeminiOptions(api_key=key, model="gemini-2.5-flash-image")) is not None


@pytest.mark.parametrize(
    ("today", "is_near", "is_over", "told"),
    [
        (date(2026, 10, 1), False, False, "ends on 2026-12-01, in 61 days"),
        (date(2026, 10, 2), True, False, "ends on 2026-12-01, in 60 days"),
        (date(2026, 11, 30), True, False, "ends on 2026-12-01, in 1 day;"),
        (date(2026, 12, 1), True, True, "ended on 2026-12-01; in its place: gpt-image-2."),
    ],
)
def test_it_is_warned_of_for_sixty_days(
    today: date, is_near: bool, is_over: bool, told: str
) -> None:
    end = retirement("openai", "gpt-image-1.5")

    assert end is not None
    assert (end.is_near(today), end.is_over(today)) == (is_near, is_over)
    assert told in end.told(today)


def test_a_maker_whose_model_ends_has_the_next_one_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {"MODEL": "gpt-image-1.5", "API_KEY": "k" * 20, "PRICE_USD": "9"}.items():
        monkeypatch.setenv(f"REELWRIGHT_PICTURES_OPENAI_{name}", value)

    makers = open_makers("openai, illustrator", PICTURES, house=HOUSE, kind="pictures")

    assert list(makers.by_name) == ["openai", "illustrator", "openai:gpt-image-2"]
    assert list(makers.ends) == ["openai"]
    assert makers.default.name.startswith("openai-1:gpt-image-1.5:")
    heir = makers.get("openai:gpt-image-2")
    assert heir.name.startswith("openai-1:gpt-image-2:")


def test_who_chose_the_next_model_goes_on_with_it_once_the_settings_name_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REELWRIGHT_PICTURES_OPENAI_API_KEY", "k" * 20)

    def opened(model: str) -> str:
        monkeypatch.setenv("REELWRIGHT_PICTURES_OPENAI_MODEL", model)
        makers = open_makers("openai", PICTURES, house=HOUSE, kind="pictures")
        return makers.get("openai:gpt-image-2").name

    assert opened("gpt-image-1.5") == opened("gpt-image-2")
    makers = open_makers("illustrator", PICTURES, house=HOUSE, kind="pictures")
    with pytest.raises(StudioError, match="There are: illustrator"):
        makers.get("openai:gpt-image-2")


def test_every_setting_that_names_a_model_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELWRIGHT_PICTURES_OPENAI_MODEL", "gpt-image-1.5")
    monkeypatch.setenv("REELWRIGHT_SPEECH_OPENAI_MODEL", "tts-1")
    monkeypatch.setenv("REELWRIGHT_SPEECH_OPENAI_BASE_URL", "https://api.openai.com/v1")
    settings = Settings(
        makers=MakerSettings(pictures="openai", speech="espeak, openai"),
        model=ModelSettings(model="openai:gpt-4o"),
    )

    ends = announced_ends(settings)

    assert {name: end.model for name, end in ends.items()} == {
        "REELWRIGHT_PICTURES_OPENAI_MODEL": "gpt-image-1.5",
        "REELWRIGHT_SPEECH_OPENAI_MODEL": "tts-1",
        "REELWRIGHT_MODEL": "gpt-4o",
    }
