"""Settings: the environment, and the file beneath it."""

from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr, ValidationError

from studio.domain.errors import Misconfigured
from studio.providers.registry import PICTURES
from studio.providers.vendor import Surroundings
from studio.settings import BudgetSettings, ModelSettings, ServerSettings, read_options
from studio.wiring import open_makers, read_environment


class AcmeOptions(BaseModel):
    api_key: SecretStr = SecretStr("")
    steps: int = 20


async def _nothing(_: object) -> bytes:
    return b""


HOUSE = Surroundings(read=_nothing)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "reelwright.toml"
    monkeypatch.setenv("REELWRIGHT_CONFIG", str(file))
    return file


def test_the_environment_wins_over_the_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('[server]\nport = 9000\nhost = "127.0.0.2"\n')
    monkeypatch.setenv("REELWRIGHT_PORT", "9100")

    settings = ServerSettings()

    assert (settings.port, settings.host) == (9100, "127.0.0.2")


def test_a_setting_with_a_variable_of_another_name_is_found_in_the_file(config: Path) -> None:
    config.write_text('[model]\nopenai_api_key = "sk-1"\n[budget]\nuser_day_usd = "2.50"\n')

    assert ModelSettings().openai_api_key.get_secret_value() == "sk-1"
    assert str(BudgetSettings().user_day_usd) == "2.50"


def test_a_provider_has_a_table_and_variables_of_its_own(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('[pictures.acme]\napi_key = "k1"\nsteps = 30\n')
    monkeypatch.setenv("REELWRIGHT_PICTURES_ACME_STEPS", "40")

    options = read_options(AcmeOptions, table=("pictures", "acme"))

    assert (type(options), options.steps) == (AcmeOptions, 40)
    assert options.api_key.get_secret_value() == "k1"


def test_an_unknown_name_in_a_providers_table_is_not_passed_over(config: Path) -> None:
    config.write_text("[pictures.acme]\nstep = 30\n")

    with pytest.raises(ValidationError, match="step"):
        read_options(AcmeOptions, table=("pictures", "acme"))


def test_makers_are_opened_in_the_order_that_is_named(config: Path) -> None:
    config.write_text('[pictures.openai]\nmodel = "gpt-image-2"\n')

    makers = open_makers("openai, illustrator", PICTURES, house=HOUSE, kind="pictures")

    assert list(makers.by_name) == ["openai", "illustrator"]
    assert makers.default.name.startswith("openai-1:gpt-image-2")
    assert makers.get("illustrator").name.startswith("illustrator")


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("acme", "REELWRIGHT_PICTURES: 'acme' is none of them: illustrator, openai"),
        ("", "none is named"),
        ("openai", "REELWRIGHT_PICTURES_OPENAI_MODEL: field required"),
    ],
)
def test_a_maker_that_cannot_be_opened_says_what_to_set(
    config: Path, named: str, words: str
) -> None:
    with pytest.raises(Misconfigured) as caught:
        open_makers(named, PICTURES, house=HOUSE, kind="pictures")

    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [("[server\n", "cannot be read"), ('[server]\nport = "many"\n', "port: "), ("\xff", "read")],
)
def test_a_file_that_is_wrong_is_named(config: Path, text: str, words: str) -> None:
    config.write_bytes(text.encode("latin-1"))

    with pytest.raises(Misconfigured, match=words):
        read_environment()
