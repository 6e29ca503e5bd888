"""The API as a process runs it: the door, the product behind it, and the turn runner."""

import os
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit
from uuid import uuid4

from fastapi import FastAPI

from agent.checkpoints import open_checkpoints
from agent.meter import Meter
from agent.runner import TurnRunner
from agent.standby import Standby
from api.door import build
from api.limits import open_sign_in_limit, open_watch_limit
from api.metrics import Metrics
from api.slots import Slots
from api.state import Parts
from api.turns import running
from studio.domain.money import free
from studio.domain.providers import Offered
from studio.domain.traffic import Limits
from studio.domain.trouble import Trouble
from studio.lanes import Lane
from studio.providers.llm import ChatModel, open_model
from studio.providers.retirements import retirement
from studio.services.reconciler import watch
from studio.settings import ModelSettings, Settings, StandbySettings
from studio.traffic.lane import Lanes
from studio.wiring import Studio, open_studio

OURS = "text/director"


def create_app(settings: Settings) -> FastAPI:
    """Give the app; starting it opens the product and begins to run turns."""

    @asynccontextmanager
    async def open_parts(metrics: Metrics) -> AsyncGenerator[Parts]:
        redis_url = settings.redis.redis_url.get_secret_value()
        database_url = settings.database.database_url.get_secret_value()
        model = await _open_model(settings)
        async with (
            open_studio(settings) as studio,
            open_checkpoints(database_url) as checkpoints,
            open_sign_in_limit(redis_url) as sign_ins,
            open_watch_limit(redis_url) as watchers,
        ):
            meter = meter_of(model, settings.model, studio)
            standbys = await _open_standbys(settings.model, studio)
            runner = TurnRunner(
                studio,
                model=model.model,
                meter=meter,
                checkpoints=checkpoints,
                worker=_worker_name(),
                standbys=standbys,
                lease_s=settings.server.takeover_s,
            )
            reconciling = partial(
                watch,
                studio.works,
                studio.queue,
                clock=studio.clock,
                deadline_s=settings.render.deadline_s,
                export_deadline_s=settings.render.export_deadline_s,
            )
            async with running(runner, beside=reconciling):
                yield Parts(
                    studio=studio,
                    metrics=metrics,
                    slots=Slots(metrics),
                    sign_ins=sign_ins,
                    watchers=watchers,
                    wake_runner=runner.wake,
                    public_url=settings.server.public_url.rstrip("/"),
                    profiles=checkpoints.memory,
                    model_name=model.name,
                    model_kind=model.kind,
                    version=_version(),
                    text_models=_offered(studio, [meter, *(each.meter for each in standbys)]),
                )

    return build(open_parts, version=_version())


async def _open_model(settings: Settings) -> ChatModel:
    asked = settings.model
    return await open_model(
        spec=asked.model,
        base_url=asked.model_base_url,
        api_key=asked.model_api_key.get_secret_value(),
        openai_api_key=asked.openai_api_key.get_secret_value(),
        ollama_url=asked.ollama_url,
        timeout_s=asked.model_timeout_s,
        max_output_tokens=asked.model_max_output_tokens,
    )


async def _open_standbys(asked: ModelSettings, studio: Studio) -> list[Standby]:
    return [await _open_standby(each, asked, studio) for each in asked.model_standbys]


async def _open_standby(each: StandbySettings, asked: ModelSettings, studio: Studio) -> Standby:
    found = await open_model(
        spec=each.model,
        base_url=each.base_url,
        api_key=each.api_key.get_secret_value(),
        openai_api_key=asked.openai_api_key.get_secret_value(),
        ollama_url=asked.ollama_url,
        timeout_s=asked.model_timeout_s,
        max_output_tokens=asked.model_max_output_tokens,
    )
    troubles = frozenset(Trouble(trouble) for trouble in each.when)
    return Standby(found.name, found.model, meter_of(found, asked, studio), troubles)


def meter_of(model: ChatModel, asked: ModelSettings, studio: Studio) -> Meter | None:
    """Give what prices a model's calls and leads to its server; ``None`` where it is ours."""
    if model.kind == "director":
        return None
    _, _, name = model.name.partition(":")
    return Meter(
        provider=model.kind,
        model=name,
        prices=studio.prices,
        url=model.url,
        max_output_tokens=asked.model_max_output_tokens,
        replays=asked.model_replays,
        lane=_lane(model, asked, studio.lanes),
    )


def _offered(studio: Studio, meters: Sequence[Meter | None]) -> tuple[Offered, ...]:
    """Give the language models that may answer, the first one first; one without a meter is ours."""
    found: list[Offered] = []
    for meter in meters:
        if meter is None:
            lane = studio.lanes.open(OURS, title="Ours, offline", settings="", limits=Limits())
            found.append(Offered(lane.name, "director", (free("director", "tokens", 1_000),)))
            continue
        end = retirement(meter.provider, meter.model, base_url=meter.url)
        lane_name = _lane_name(meter.provider, meter.url)
        found.append(Offered(lane_name, meter.model, meter.by_thousand(), ends=end))
    return tuple(dict.fromkeys(found))


def _lane_name(provider: str, url: str) -> str:
    server = _server(url)
    return f"text/{provider}{f'@{server}' if server else ''}"


def _server(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _lane(model: ChatModel, asked: ModelSettings, lanes: Lanes) -> Lane:
    """Give the way to a model's server; models of one server share it."""
    server = _server(model.url)
    limits = Limits(
        concurrency=asked.model_concurrency,
        requests_per_minute=asked.model_requests_per_minute,
        tokens_per_minute=asked.model_tokens_per_minute,
    )
    return lanes.open(
        _lane_name(model.kind, model.url),
        title=f"The language model's server{f' at {server}' if server else ''}",
        settings="REELWRIGHT_MODEL_",
        limits=limits,
    )


def _worker_name() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"


def _version() -> str:
    try:
        return version("reelwright")
    except PackageNotFoundError:
        return "0"
