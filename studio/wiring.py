"""The composition root: settings in, a working studio out."""

import os
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any, TypeVar

import structlog
from pydantic import ValidationError

from studio.db.engine import Database, open_database
from studio.db.work import Work
from studio.domain.breaker import Fuse
from studio.domain.budget import AskRule, Caps
from studio.domain.errors import Misconfigured
from studio.domain.output import Hardware
from studio.domain.retirement import Retirement
from studio.events.redis import RedisEventBus
from studio.jobs.redis import RqRenderQueue
from studio.lanes import Lane
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
from studio.providers.registry import PICTURES, SPEECH, STOCK
from studio.providers.retirements import ends_of, retirement, successors
from studio.providers.signing import Signing, own, self_made
from studio.providers.stock.folder import MusicFolder
from studio.providers.vendor import Options, Surroundings, Vendor
from studio.providers.web import WebPages
from studio.services.tokens import Links, Tokens, derive_key
from studio.settings import (
    CONFIG_FILE,
    BudgetSettings,
    MakerSettings,
    ModelSettings,
    S3Settings,
    Settings,
    SigningSettings,
    StateSettings,
    TrafficSettings,
    prefix,
    read_options,
)
from studio.storage.local import LocalStore
from studio.storage.s3 import S3Store
from studio.traffic.fallback import FallbackTraffic
from studio.traffic.lane import Lanes
from studio.traffic.memory import MemoryTraffic
from studio.traffic.redis import RedisTraffic

log = structlog.get_logger()

MIN_SECRET = 32

M = TypeVar("M")


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


def open_stock(chosen: MakerSettings, *, house: Surroundings, lanes: Lanes) -> Makers[StockLibrary]:
    """Open the libraries that the settings name, and the folder of music; there may be none.

    Raises:
        Misconfigured: There is no such library or folder, or an option is missing or wrong.
    """
    opened: dict[str, StockLibrary] = {}
    named, folder = chosen.stock, chosen.music_folder
    if folder is not None:
        if not folder.is_dir():
            raise Misconfigured(f"{prefix(())}MUSIC_FOLDER: {str(folder)!r} is no folder.")
        opened[MusicFolder.name] = MusicFolder(folder)
    if named.strip() in {"", "none"}:
        return Makers(opened)
    found = open_makers(named, STOCK, house=house, kind="stock", lanes=lanes)
    return Makers(opened | dict(found.by_name), found.lanes)


def open_makers(
    named: str,
    vendors: Sequence[Vendor[M]],
    *,
    house: Surroundings,
    kind: str,
    lanes: Lanes | None = None,
) -> Makers[M]:
    """Open the makers that the settings name, in their order, and the lanes that lead to them.

    Behind them, each model that ends has the one that answers in its place, as ``"name:model"``.

    Raises:
        Misconfigured: There is no such maker, or an option of one is missing or wrong.
    """
    known = {vendor.name: vendor for vendor in vendors}
    names = [name.strip() for name in named.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        wrong = f"{unknown[0]!r} is none of them" if unknown else "none is named"
        raise Misconfigured(f"{prefix(())}{kind.upper()}: {wrong}: {', '.join(known)}.")
    told = {name: _options(known[name], kind=kind) for name in names}
    ends = ends_of(told)
    told |= successors(told, ends)
    vendor = {name: known[name.partition(":")[0]] for name in told}
    ways = {
        name: (lanes or Lanes(MemoryTraffic())).open(
            f"{kind}/{name}",
            title=known[name].title,
            settings=prefix((kind, name)),
            limits=told[name].limits,
        )
        for name in names
    }
    way: dict[str, Lane] = {name: ways[name.partition(":")[0]] for name in told}
    houses = {name: replace(house, lane=lane) for name, lane in way.items()}
    opened = {name: vendor[name].open(told[name], houses[name]) for name in told}
    return Makers(opened, way, ends)


def open_lanes(redis_url: str, chosen: TrafficSettings) -> Lanes:
    """Give the ways to providers: turns are shared over Redis, each process's own without it."""
    fuse = Fuse(failures=chosen.failures, window_s=chosen.window_s, pause_s=chosen.pause_s)
    traffic = FallbackTraffic(RedisTraffic(redis_url), MemoryTraffic())
    return Lanes(traffic, fuse, chosen.wait_s)


def announced_ends(settings: Settings) -> dict[str, Retirement]:
    """Give the announced ends of the models that the settings name, by the setting's variable.

    Raises:
        Misconfigured: An option of a maker is missing or wrong.
    """
    found: dict[str, Retirement] = {}
    for kind, named, vendors in (
        ("pictures", settings.makers.pictures, PICTURES),
        ("speech", settings.makers.speech, SPEECH),
    ):
        known = {vendor.name: vendor for vendor in vendors}
        names = [name for name in map(str.strip, named.split(",")) if name in known]
        told = {name: _options(known[name], kind=kind) for name in names}
        found |= {f"{prefix((kind, name))}MODEL": end for name, end in ends_of(told).items()}
    return found | _ends_of_text(settings.model)


def _ends_of_text(chosen: ModelSettings) -> dict[str, Retirement]:
    asked = [(f"{prefix(())}MODEL_STANDBYS", s.model, s.base_url) for s in chosen.model_standbys]
    asked.append((f"{prefix(())}MODEL", chosen.model, chosen.model_base_url))
    found: dict[str, Retirement] = {}
    for variable, spec, base_url in asked:
        provider, _, model = spec.partition(":")
        end = retirement(provider, model, base_url=base_url)
        if end is not None:
            found[variable] = end
    return found


def _options(vendor: Vendor[Any], *, kind: str) -> Options:
    """Give a provider's options.

    Raises:
        Misconfigured: One is missing or wrong.
    """
    table = (kind, vendor.name)
    try:
        return read_options(vendor.options, table=table)
    except ValidationError as error:
        wrong = "; ".join(
            f"{prefix(table)}{str(e['loc'][0]).upper()}: {e['msg'].lower()}" for e in error.errors()
        )
        raise Misconfigured(f"{vendor.title} cannot be used. {wrong}.") from error


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
