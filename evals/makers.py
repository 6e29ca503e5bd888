"""Who paints, speaks and has stock where conversations are played: cheap to run, strict to count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from studio.domain.asset import PictureRequest, SpeechRequest
from studio.domain.money import Usage
from studio.domain.stock import Find, StockQuery
from studio.makers import UNBILLED, Order, Picture, Speech, SpeechMaker, Voice
from studio.providers.images.fake import FlatPictures
from studio.providers.speech.fake import HummedSpeech
from studio.providers.stock.fake import FakeLibrary

PICTURE_USD = Decimal("0.60")
CHARACTER_USD = Decimal("0.01")


@dataclass(slots=True)
class Bill:
    """What the makers that cost money were asked for, whatever the ledger says."""

    calls: int = 0
    usd: Decimal = Decimal(0)

    def add(self, usd: Decimal) -> None:
        """Count a call."""
        self.calls += 1
        self.usd += usd


class PaidPictures(FlatPictures):
    """Paints for a price, and writes it down."""

    name = "atelier-1"

    def __init__(self, bill: Bill) -> None:
        """Take the bill to write on."""
        self._bill = bill

    def quote(self, request: PictureRequest) -> Usage:
        """Tell the price."""
        return Usage(
            provider="atelier", model="fine", unit="pictures", quantity=1, cost_usd=PICTURE_USD
        )

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        """Paint, and bill it."""
        self._bill.add(PICTURE_USD)
        return await super().make(request, order)


class PaidSpeech(HummedSpeech):
    """Hums for a price, and writes it down."""

    name = "hummer-1"

    def __init__(self, bill: Bill) -> None:
        """Take the bill to write on."""
        self._bill = bill

    def quote(self, request: SpeechRequest) -> Usage:
        """Tell the price."""
        count = len(request.text)
        cost = count * CHARACTER_USD
        return Usage(
            provider="hummer", model="fine", unit="characters", quantity=count, cost_usd=cost
        )

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Hum, and bill it."""
        self._bill.add(len(request.text) * CHARACTER_USD)
        return await super().speak(request, order)


@dataclass(slots=True)
class Rehearsed:
    """A voice that says each text once and remembers how it sounded: many cases share a script."""

    voice: SpeechMaker
    said: dict[SpeechRequest, Speech] = field(default_factory=dict[SpeechRequest, Speech])

    @property
    def name(self) -> str:
        """Give the voice's own."""
        return self.voice.name

    @property
    def replays(self) -> bool:
        """Tell what the voice tells."""
        return self.voice.replays

    def quote(self, request: SpeechRequest) -> Usage:
        """Tell what the voice tells."""
        return self.voice.quote(request)

    async def voices(self) -> Sequence[Voice]:
        """List the voice's own."""
        return await self.voice.voices()

    async def sample(self, voice: Voice) -> Speech | None:
        """Give the voice's own."""
        return await self.voice.sample(voice)

    async def speak(self, request: SpeechRequest, order: Order = UNBILLED) -> Speech:
        """Say a text, or remember it."""
        if request not in self.said:
            self.said[request] = await self.voice.speak(request, order)
        return self.said[request]

    async def aclose(self) -> None:
        """Close the voice."""
        await self.voice.aclose()


class NamedLibrary(FakeLibrary):
    """A stock library whose finds have the titles and authors that a case gives them."""

    def __init__(self, offers: Sequence[tuple[str, str]]) -> None:
        """Take titles, each with its author."""
        super().__init__()
        self._offers = offers

    async def search(self, query: StockQuery) -> tuple[Find, ...]:
        """Find as ever, under other names."""
        found = await super().search(query)
        named = [
            find.model_copy(update={"title": title, "author": author})
            for find, (title, author) in zip(found, self._offers, strict=False)
        ]
        return (*named, *found[len(named) :])
