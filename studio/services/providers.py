"""Providers: what they offer here, what that costs, when it ends, and how they do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from studio.domain.asset import PictureRequest, SpeechRequest
from studio.domain.providers import Offered, ProviderReport, report_of
from studio.domain.traffic import Limits
from studio.domain.weather import Weather
from studio.lanes import Traffic
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import weather

PICTURES, SPEECH = "pictures", "speech"
_PICTURE = PictureRequest(prompt="", width_px=1080, height_px=1920)
_THOUSAND = SpeechRequest(text="a" * 1000)


def of_pictures(makers: Makers[PictureMaker]) -> tuple[Offered, ...]:
    """Give the models that make pictures here, each with the price of one of 1080x1920."""
    return tuple(
        Offered(
            lane=f"{PICTURES}/{name.partition(':')[0]}",
            model=(quoted := maker.quote(_PICTURE)).model or maker.name,
            prices=(quoted,),
            ends=makers.ends.get(name),
            is_next=":" in name,
        )
        for name, maker in makers.by_name.items()
    )


def of_speech(makers: Makers[SpeechMaker]) -> tuple[Offered, ...]:
    """Give the models that speak here, each with the price of 1,000 characters."""
    return tuple(
        Offered(
            lane=f"{SPEECH}/{name.partition(':')[0]}",
            model=(quoted := maker.quote(_THOUSAND)).model or maker.name,
            prices=(quoted,),
            ends=makers.ends.get(name),
            is_next=":" in name,
        )
        for name, maker in makers.by_name.items()
    )


async def report(
    traffic: Traffic,
    offered: Iterable[Offered],
    *,
    titles: Mapping[str, str],
    limits: Mapping[str, Limits],
    today: date,
) -> tuple[ProviderReport, ...]:
    """Tell of every provider that offers something here, or was called within a day.

    Args:
        traffic: What all processes agree upon.
        offered: The models of this installation.
        titles: What people call the providers, by their lanes.
        limits: What each lets us do at a time, by lanes.
        today: For models that end.
    """
    by_lane: defaultdict[str, list[Offered]] = defaultdict(list)
    for one in offered:
        by_lane[one.lane].append(one)
    named = {lane: titles.get(lane, lane.partition("/")[2]) for lane in by_lane} | dict(titles)
    seen = await weather.report(traffic, titles=named)
    return tuple(_reports(seen, by_lane, limits, today))


def _reports(
    seen: Sequence[Weather],
    by_lane: Mapping[str, Sequence[Offered]],
    limits: Mapping[str, Limits],
    today: date,
) -> Iterable[ProviderReport]:
    for each in seen:
        lane = f"{each.kind}/{each.name}"
        yield report_of(each, by_lane.get(lane, ()), limits=limits.get(lane, Limits()), today=today)
