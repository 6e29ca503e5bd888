"""The composition root: settings in, a working studio out."""

import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from studio.db.engine import Database, open_database
from studio.db.work import Work
from studio.domain.budget import Caps
from studio.domain.errors import Misconfigured
from studio.domain.output import Hardware
from studio.events.redis import RedisEventBus
from studio.jobs.redis import RqRenderQueue
from studio.ports import (
    ArtifactStore,
    Clock,
    EventBus,
    MediaExaminer,
    PictureMaker,
    RenderQueue,
    SpeechMaker,
)
from studio.providers.images.illustrator import Illustrator
from studio.providers.intake import ProcessExaminer
from studio.providers.signing import Signing, own, self_made
from studio.providers.speech.espeak import EspeakSpeech
from studio.services.tokens import Links, Tokens, derive_key
from studio.settings import (
    BudgetSettings,
    S3Settings,
    Settings,
    SigningSettings,
    StateSettings,
)
from studio.storage.local import LocalStore
from studio.storage.s3 import S3Store

MIN_SECRET = 32


@dataclass(frozen=True, slots=True)
class Studio:
    """The product's parts, ready for use."""

    clock: Clock
    works: Database
    events: EventBus
    queue: RenderQueue
    store: ArtifactStore
    examiner: MediaExaminer
    pictures: PictureMaker
    speech: SpeechMaker
    tokens: Tokens
    links: Links
    caps: Caps
    signing: Signing
    hardware: Hardware

    def work(self) -> AbstractAsyncContextManager[Work]:
        """Give one transaction."""
        return self.works.work()


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the present moment, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that all others take


@asynccontextmanager
async def open_studio(settings: Settings) -> AsyncGenerator[Studio]:
    """Give a studio that lives as long as the block.

    Raises:
        Misconfigured: A setting is missing or wrong.
    """
    database_url = settings.database.database_url.get_secret_value()
    redis_url = settings.redis.redis_url.get_secret_value()
    if not database_url or not redis_url:
        raise Misconfigured(
            "DATABASE_URL and REDIS_URL must be set here; `reelwright up` sets them itself."
        )
    secret, clock = read_secret(settings.state), SystemClock()
    async with AsyncExitStack() as stack:
        works = open_database(database_url, pool=settings.database.database_pool)
        stack.push_async_callback(works.close)
        queue = RqRenderQueue(redis_url, per_owner=settings.render.per_user)
        stack.callback(queue.close)
        pictures = Illustrator()
        stack.push_async_callback(pictures.aclose)
        yield Studio(
            clock=clock,
            works=works,
            events=await stack.enter_async_context(RedisEventBus(redis_url)),
            queue=queue,
            store=_open_store(settings.s3, settings.state, stack),
            examiner=ProcessExaminer(),
            pictures=pictures,
            speech=EspeakSpeech(),
            tokens=Tokens(secret, clock),
            links=Links(secret, clock),
            caps=_caps(settings.budget),
            signing=open_signing(settings.signing, secret, clock),
            hardware=Hardware(settings.server.encoder),
        )


def _caps(budget: BudgetSettings) -> Caps:
    return Caps(
        request=budget.request_usd,
        project=budget.project_usd,
        user_day=budget.user_day_usd,
        operator_day=budget.operator_day_usd,
        allows_unpriced=budget.allow_unpriced,
    )


def read_environment() -> Settings:
    """Give the settings of this process."""
    return Settings()


def open_from_environment() -> AbstractAsyncContextManager[Studio]:
    """Give a studio as the environment describes it."""
    return open_studio(read_environment())


def open_signing(chosen: SigningSettings, secret: str, clock: Clock) -> Signing:
    """Give the operator's certificate, or one that all processes with this secret make alike.

    Raises:
        Misconfigured: The operator's certificate or key is not fit for it.
    """
    if chosen.c2pa_cert is None and chosen.c2pa_key is None:
        return self_made(derive_key(secret, "c2pa"))
    if chosen.c2pa_cert is None or chosen.c2pa_key is None:
        raise Misconfigured("Set REELWRIGHT_C2PA_CERT and REELWRIGHT_C2PA_KEY both, or neither.")
    return own(chosen.c2pa_cert, chosen.c2pa_key, now=clock.now())


def read_secret(state: StateSettings) -> str:
    """Give the installation's secret; made at first need, readable by its user only.

    Raises:
        Misconfigured: It is too short.
    """
    secret = state.secret.get_secret_value() or _kept_secret(state.state_dir / "secret")
    if len(secret) < MIN_SECRET:
        raise Misconfigured(
            f"The secret is shorter than {MIN_SECRET} characters; "
            "set REELWRIGHT_SECRET to a longer one, or leave it empty to have one made."
        )
    return secret


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        aside = path.with_name(f".secret-{secrets.token_hex(8)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            # A link fails where another process was first, and that one's secret counts.
            path.hardlink_to(aside)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text().strip()


def _open_store(s3: S3Settings, state: StateSettings, stack: AsyncExitStack) -> ArtifactStore:
    if not s3.bucket:
        return LocalStore(state.state_dir / "artifacts")
    store = S3Store(
        s3.bucket,
        region=s3.region,
        access_key_id=s3.access_key_id.get_secret_value(),
        secret_access_key=s3.secret_access_key.get_secret_value(),
        endpoint_url=s3.endpoint_url,
        public_endpoint_url=s3.public_endpoint_url,
    )
    stack.push_async_callback(store.aclose)
    return store
