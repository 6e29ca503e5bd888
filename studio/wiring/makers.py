"""Makers, libraries and lanes as the settings name them, and which of their models end."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from studio.domain.breaker import Fuse
from studio.domain.errors import Misconfigured
from studio.domain.retirement import Retirement
from studio.lanes import Lane
from studio.libraries import StockLibrary
from studio.makers import Makers
from studio.providers.registry import PICTURES, SPEECH, STOCK
from studio.providers.retirements import ends_of, retirement, successors
from studio.providers.stock.folder import MusicFolder
from studio.providers.vendor import Options, Surroundings, Vendor
from studio.settings import (
    MakerSettings,
    ModelSettings,
    Settings,
    TrafficSettings,
    prefix,
    read_options,
)
from studio.traffic.fallback import FallbackTraffic
from studio.traffic.lane import Lanes
from studio.traffic.memory import MemoryTraffic
from studio.traffic.redis import RedisTraffic

M = TypeVar("M")


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
