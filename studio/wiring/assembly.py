"""The studio: its parts, opened as the settings say and closed together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tomllib import TOMLDecodeError

import structlog
from pydantic import ValidationError

from studio.db.engine import Database, open_database
from studio.db.work import Work
from studio.domain.budget import AskRule, Caps
from studio.domain.errors import Misconfigured
from studio.domain.output import Hardware
from studio.domain.retirement import Retirement
from studio.events.redis import RedisEventBus
from studio.jobs.redis import RqRenderQueue
from studio.libraries import StockLibrary
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.packs.shelf import Shelf, open_shelf
from studio.ports import (
    ArtifactStore,
    Clock,
    EventBus,
    MediaExaminer,
    PageFetcher,
    RenderQueue,
    TextReader,
)
from studio.providers.intake import ProcessExaminer
from studio.providers.prices import PriceBook, open_prices
from studio.providers.reading import ProcessReader
from studio.providers.registry import PICTURES, SPEECH
from studio.providers.signing import Signing, own, self_made
from studio.providers.vendor import Surroundings
from studio.providers.web import WebPages
from studio.services.tokens import Links, Tokens, derive_key
from studio.settings import (
    CONFIG_FILE,
    BudgetSettings,
    S3Settings,
    Settings,
    SigningSettings,
    StateSettings,
)
from studio.storage.local import LocalStore
from studio.storage.s3 import S3Store
from studio.traffic.lane import Lanes
from studio.wiring.makers import announced_ends, open_lanes, open_makers, open_stock
from studio.wiring.secret import read_secret

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Studio:
    """The product's parts, ready for use."""

    clock: Clock
    works: Database
    events: EventBus
    queue: RenderQueue
    store: ArtifactStore
    examiner: MediaExaminer
    lanes: Lanes
    pictures: Makers[PictureMaker]
    speech: Makers[SpeechMaker]
    stock: Makers[StockLibrary]
    shelf: Shelf
    reader: TextReader
    pages: PageFetcher
    tokens: Tokens
    links: Links
    prices: PriceBook
    caps: Caps
    takeover_s: float
    asks: AskRule
    answer_within_s: float | None
    signing: Signing
    hardware: Hardware
    ends: Mapping[str, Retirement]

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
    database_url, redis_url = _addresses(settings)
    secret, clock = read_secret(settings.state), SystemClock()
    async with AsyncExitStack() as stack:
        works = open_database(database_url, pool=settings.database.database_pool)
        stack.push_async_callback(works.close)
        queue = RqRenderQueue(
            redis_url,
            per_owner=settings.render.per_user,
            export_timeout_s=settings.render.export_deadline_s,
        )
        stack.callback(queue.close)
        store = _open_store(settings.s3, settings.state, stack)
        prices = open_prices(clock, table=settings.prices.prices)
        keeps_originals = settings.makers.keep_originals
        house = Surroundings(read=store.get, prices=prices, keeps_originals=keeps_originals)
        lanes = open_lanes(redis_url, settings.traffic)
        stack.push_async_callback(lanes.traffic.aclose)
        pictures = open_makers(
            settings.makers.pictures, PICTURES, house=house, kind="pictures", lanes=lanes
        )
        speech = open_makers(
            settings.makers.speech, SPEECH, house=house, kind="speech", lanes=lanes
        )
        stock = open_stock(settings.makers, house=house, lanes=lanes)
        for maker in chain.from_iterable(m.by_name.values() for m in (pictures, speech, stock)):
            stack.push_async_callback(maker.aclose)
        yield Studio(
            clock=clock,
            works=works,
            events=await stack.enter_async_context(RedisEventBus(redis_url)),
            queue=queue,
            store=store,
            examiner=ProcessExaminer(),
            lanes=lanes,
            pictures=pictures,
            speech=speech,
            stock=stock,
            reader=ProcessReader(),
            pages=WebPages(),
            shelf=_open_shelf(settings.formats.formats_folder),
            tokens=Tokens(secret, clock),
            links=Links(secret, clock),
            prices=prices,
            caps=_caps(settings.budget),
            takeover_s=settings.server.takeover_s,
            asks=_asks(settings.budget),
            answer_within_s=_seconds(settings.budget.answer_within_h),
            signing=open_signing(settings.signing, secret, clock),
            hardware=Hardware(settings.server.encoder),
            ends=announced_ends(settings),
        )


def _addresses(settings: Settings) -> tuple[str, str]:
    database_url = settings.database.database_url.get_secret_value()
    redis_url = settings.redis.redis_url.get_secret_value()
    if not database_url or not redis_url:
        raise Misconfigured(
            "DATABASE_URL and REDIS_URL must be set here; `reelwright up` sets them itself."
        )
    return database_url, redis_url


def _open_shelf(folder: Path | None) -> Shelf:
    shelf = open_shelf(folder)
    for fault in shelf.faults:
        log.warning("packs.refused", why=fault)
    return shelf


def _caps(budget: BudgetSettings) -> Caps:
    return Caps(
        request=budget.request_usd,
        project=budget.project_usd,
        user_day=budget.user_day_usd,
        operator_day=budget.operator_day_usd,
        allows_unpriced=budget.allow_unpriced,
    )


def _asks(budget: BudgetSettings) -> AskRule:
    return AskRule(above_usd=budget.ask_above_usd, unpriced=not budget.allow_unpriced)


def _seconds(hours: float | None) -> float | None:
    return None if hours is None else hours * 3600


def read_environment() -> Settings:
    """Give the settings of this process.

    Raises:
        Misconfigured: The file or a variable cannot be understood.
    """
    try:
        return Settings()
    except (TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Misconfigured(f"{CONFIG_FILE} cannot be read: {error}.") from error
    except ValidationError as error:
        wrong = "; ".join(f"{e['loc'][-1]}: {e['msg'].lower()}" for e in error.errors())
        raise Misconfigured(f"The settings are wrong. {wrong}.") from error


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
