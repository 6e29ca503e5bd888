"""Settings, read once where a process starts and passed down from there."""

import os
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar, cast

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

CONFIG_VARIABLE = "REELWRIGHT_CONFIG"
CONFIG_FILE = "reelwright.toml"

Options = TypeVar("Options", bound=BaseModel)


class Section(BaseSettings):
    """Settings that stand in the environment, or else in a table of ``reelwright.toml``."""

    table: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is passed, then the environment, then the file."""
        aliases = {name: field.alias or name for name, field in cls.model_fields.items()}
        found = {aliases.get(key, key): value for key, value in _table(cls.table).items()}
        return init_settings, env_settings, InitSettingsSource(settings_cls, found)


def read_options(options: type[Options], *, table: tuple[str, ...]) -> Options:
    """Read the options of a provider: ``[pictures.openai]``, or ``REELWRIGHT_PICTURES_OPENAI_...``.

    Args:
        options: The provider's own class; a plain model that reads nothing by itself.
        table: Where they stand.

    Raises:
        ValidationError: One is missing or wrong.
    """
    config = SettingsConfigDict(env_prefix=prefix(table), env_ignore_empty=True)
    fields = {"__module__": options.__module__, "table": table, "model_config": config}
    reader = cast("type[Options]", type(options.__name__, (Section, options), fields))
    return options.model_validate(reader().model_dump())


def prefix(table: tuple[str, ...]) -> str:
    """Give what the variables of a table begin with."""
    return "_".join(("reelwright", *table, "")).upper()


def _table(path: tuple[str, ...]) -> dict[str, Any]:
    file = Path(os.environ.get(CONFIG_VARIABLE) or CONFIG_FILE)
    if not path or not file.is_file():
        return {}
    found: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    for key in path:
        inner = found.get(key)
        found = cast("dict[str, Any]", inner) if isinstance(inner, dict) else {}
    return found


class ServerSettings(Section):
    """Where the API listens."""

    table = ("server",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_")

    host: str = Field(default="127.0.0.1", description="Address that the API listens on.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="Port of the API; 0 takes a free one."
    )
    public_url: str = Field(default="", description="Address that users see, where it differs.")
    workers: int = Field(
        default=0, ge=0, le=64, description="Renderer processes; 0 takes one per core."
    )
    encoder: Literal["off", "auto", "nvenc", "qsv", "amf", "videotoolbox"] = Field(
        default="off",
        description="Graphics processor that encodes finished videos, where a probe of it succeeds.",
    )
    takeover_s: float = Field(
        default=20.0,
        ge=2,
        le=600,
        description="A process that is silent for so long is taken for dead: another one goes on "
        "with its conversations and its calls.",
    )
    log_format: Literal["auto", "json", "pretty"] = Field(
        default="auto", description="`auto` is pretty on a terminal and JSON elsewhere."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe level that is logged."
    )


class StateSettings(Section):
    """What is kept on this machine."""

    table = ("state",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_")

    state_dir: Path = Field(
        default=Path(".reelwright"), description="Data, secrets and logs of the embedded parts."
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="Signs tokens and links, 32 characters or more; "
        "made at first start under the state folder where empty.",
    )


class SigningSettings(Section):
    """What finished videos are signed with (C2PA); without it, a self-made certificate."""

    table = ("signing",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_")

    c2pa_cert: Path | None = Field(
        default=None, description="PEM file with the certificate chain, the signer's own first."
    )
    c2pa_key: Path | None = Field(
        default=None, description="PEM file with its private key, without a password."
    )


class DatabaseSettings(Section):
    """PostgreSQL; empty starts the embedded one."""

    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="`postgresql://...`; empty starts the embedded server.",
    )
    database_pool: int = Field(default=10, ge=2, le=100, description="Connections of one process.")


class RedisSettings(Section):
    """Redis or Valkey; empty starts the embedded one."""

    redis_url: SecretStr = Field(
        default=SecretStr(""), description="`redis://...`; empty starts the embedded server."
    )


class RenderSettings(Section):
    """What one render, and one user, may take of the renderer."""

    table = ("render",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_RENDER_")

    deadline_s: float = Field(
        default=3600.0,
        gt=0,
        description="Longest time from asking for a render to its end, waiting included; "
        "then it is stopped and fails.",
    )
    export_deadline_s: float = Field(
        default=600.0,
        gt=0,
        description="The same for exports, and the longest that the work on one may take.",
    )
    per_user: int = Field(
        default=4,
        ge=1,
        le=64,
        description="Pieces of one user's renders at work at a time; once more for batches and "
        "exports, which go behind what somebody waits for.",
    )


class S3Settings(Section):
    """S3-compatible storage; without a bucket, files lie in the state folder."""

    table = ("s3",)
    model_config = SettingsConfigDict(env_prefix="S3_")

    bucket: str = Field(default="", description="Bucket for artifacts; empty keeps files locally.")
    endpoint_url: str = Field(default="", description="Where processes reach the store.")
    public_endpoint_url: str = Field(
        default="", description="Where browsers reach it, if elsewhere."
    )
    region: str = Field(default="us-east-1", description="Region that requests are signed for.")
    access_key_id: SecretStr = Field(default=SecretStr(""), description="Key id.")
    secret_access_key: SecretStr = Field(default=SecretStr(""), description="Secret key.")


class StandbySettings(BaseModel):
    """A language model that answers where the one before it cannot."""

    model: str = Field(min_length=1, description="`openai:NAME`, `ollama:NAME` or `director`.")
    base_url: str = Field(default="", description="Of its server.")
    api_key: SecretStr = Field(default=SecretStr(""), description="Of that server.")
    when: tuple[Literal["unavailable", "busy", "balance", "key", "model"], ...] = Field(
        default=("unavailable", "busy", "balance", "model"),
        description="Troubles of the one before it in which it answers.",
    )


class ModelSettings(Section):
    """The language model; without one the offline director holds the conversation."""

    table = ("model",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_")

    model: str = Field(
        default="",
        description="`openai:NAME` or `ollama:NAME`; `director` forces the offline director; "
        "empty uses what is found at start.",
    )
    model_base_url: str = Field(default="", description="Of an OpenAI-compatible or Ollama server.")
    model_api_key: SecretStr = Field(
        default=SecretStr(""), description="Key of that server; falls back to `OPENAI_API_KEY`."
    )
    model_timeout_s: float = Field(default=120.0, gt=0, description="Longest wait for one answer.")
    model_max_output_tokens: int = Field(
        default=16_384,
        ge=256,
        description="Most that one answer may have, thoughts included; what a call may cost at "
        "most follows from it.",
    )
    model_replays: bool = Field(
        default=False,
        description="The server bills requests with the same `Idempotency-Key` once, so that one "
        "whose answer was lost is sent again.",
    )
    model_concurrency: int = Field(
        default=8,
        ge=1,
        le=256,
        description="Calls of its server at a time, of all processes together.",
    )
    model_requests_per_minute: int | None = Field(
        default=None, ge=1, description="Calls in any 60 seconds; empty for as many as it takes."
    )
    model_tokens_per_minute: int | None = Field(
        default=None,
        ge=1,
        description="Tokens in any 60 seconds, read and written together; empty for no limit.",
    )
    model_standbys: tuple[StandbySettings, ...] = Field(
        default=(),
        description="Models that answer where it cannot, in their order; a list of JSON objects "
        "with `model`, `base_url`, `api_key` and `when`, some of `unavailable`, `busy`, `balance`, "
        "`key` and `model`.",
    )
    openai_api_key: SecretStr = Field(
        default=SecretStr(""), alias="OPENAI_API_KEY", description="Key of OpenAI."
    )
    ollama_url: str = Field(
        default="http://127.0.0.1:11434",
        alias="OLLAMA_HOST",
        description="Where a local Ollama is looked for at start.",
    )


class TrafficSettings(Section):
    """How calls of providers take turns, and when one that is down is left alone."""

    table = ("traffic",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_TRAFFIC_", env_ignore_empty=True)

    wait_s: float = Field(
        default=300.0, gt=0, description="Longest wait of a call for its turn at a provider."
    )
    failures: int = Field(
        default=5,
        ge=1,
        le=20,
        description="So many outages, and half of the calls at least, stop the calls of a provider.",
    )
    window_s: float = Field(default=300.0, gt=0, description="Within so many seconds.")
    pause_s: float = Field(
        default=15.0,
        gt=0,
        le=300,
        description="Then one call tries again after so many seconds; each further pause is twice as "
        "long, 300 seconds at most.",
    )


class MakerSettings(Section):
    """Who makes the pictures, who speaks and who has stock; each has options of its own, below."""

    table = ("makers",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_")

    pictures: str = Field(
        default="illustrator",
        description="Makers of pictures, by comma; the first serves, the others are offered "
        "when it cannot.",
    )
    keep_originals: bool = Field(
        default=False,
        description="Keep the pictures as their makers answered them, beside what is shown of them.",
    )
    speech: str = Field(
        default="espeak",
        description="Voices, by comma; the first serves, the others can be chosen.",
    )
    stock: str = Field(
        default="openverse,wikimedia",
        description="Libraries of photos, clips and music, by comma; they are asked when the user "
        "wants stock, and at no other time. `none` asks nobody.",
    )
    music_folder: Path | None = Field(
        default=None, description="Folder of music that everybody may use, beside the libraries."
    )


class FormatSettings(Section):
    """Niche packs and script templates beside those that come along."""

    table = ("formats",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_", env_ignore_empty=True)

    formats_folder: Path | None = Field(
        default=None,
        description="Folder with `packs/*.yaml` and `templates/*.yaml` for everybody; one of the same "
        "name replaces what comes along, a broken one is told of in the log and left out.",
    )


class BudgetSettings(Section):
    """Hard caps on what providers cost, in US dollars; empty is no cap."""

    table = ("budget",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_BUDGET_", env_ignore_empty=True)

    request_usd: Decimal | None = Field(default=None, ge=0, description="Most for one request.")
    project_usd: Decimal | None = Field(
        default=None, ge=0, description="Most for one conversation and its video, ever."
    )
    user_day_usd: Decimal | None = Field(
        default=None, ge=0, description="Most for one user between two midnights, UTC."
    )
    operator_day_usd: Decimal | None = Field(
        default=None, ge=0, description="Most for all users together between two midnights, UTC."
    )
    allow_unpriced: bool = Field(
        default=False,
        description="Call providers whose price nobody knows without asking, though a cap is set, "
        "which the cap then cannot hold.",
    )
    ask_above_usd: Decimal | None = Field(
        default=Decimal(1),
        ge=0,
        description="Ask the user before pictures and voices of one request cost more in all; "
        "`0` asks always. Each user may choose another.",
    )
    answer_within_h: float | None = Field(
        default=None,
        gt=0,
        description="After so many hours a question counts as rejected; empty waits for ever.",
    )


class PriceSettings(Section):
    """What providers ask."""

    table = ("prices",)
    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_", env_ignore_empty=True)

    prices: Path | None = Field(
        default=None,
        description="TOML file with prices of your own, which go before those that come along.",
    )


class Settings(BaseSettings):
    """All settings, by what they are about."""

    server: ServerSettings = Field(default_factory=ServerSettings)
    state: StateSettings = Field(default_factory=StateSettings)
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    redis: RedisSettings = Field(default_factory=RedisSettings)
    s3: S3Settings = Field(default_factory=S3Settings)
    render: RenderSettings = Field(default_factory=RenderSettings)
    signing: SigningSettings = Field(default_factory=SigningSettings)
    model: ModelSettings = Field(default_factory=ModelSettings)
    traffic: TrafficSettings = Field(default_factory=TrafficSettings)
    makers: MakerSettings = Field(default_factory=MakerSettings)
    formats: FormatSettings = Field(default_factory=FormatSettings)
    prices: PriceSettings = Field(default_factory=PriceSettings)
    budget: BudgetSettings = Field(default_factory=BudgetSettings)
