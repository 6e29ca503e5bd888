"""What makers of pictures behind HTTP share: a client, references, a price, and the last touch."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from studio.domain.asset import PictureRequest, digest
from studio.domain.errors import after_the_answer
from studio.domain.money import Usage, free
from studio.makers import UNBILLED, Order, Picture
from studio.providers.client import ProviderClient
from studio.providers.download import Downloader
from studio.providers.images.foreign import to_picture, to_reference
from studio.providers.sniffing import media_type
from studio.providers.vendor import MakerOptions, Surroundings

MAX_PROMPT = 32_000
SETTINGS = "REELWRIGHT_PICTURES"


class PictureOptions(MakerOptions):
    """Options of a maker of pictures that is reached over HTTP."""

    base_url: str = Field(default="", description="Where the API is.")
    price_usd: Decimal | None = Field(
        default=None,
        ge=0,
        description="Of one picture, where you know it better than the price table.",
    )


@dataclass(frozen=True, slots=True)
class Painted:
    """What a provider answered.

    Attributes:
        data: A picture's file, of any size and common format.
        used: What it says was used; empty for what was quoted.
    """

    data: bytes
    used: tuple[Usage, ...] = ()


class RemotePictures(ABC):
    """A maker of pictures behind HTTP; a vendor says how it is asked.

    Attributes:
        vendor: Its name in settings and charges.
        title: For people.
        is_own: Whether it runs on hardware of the operator's and costs nothing.
        replays: Whether one idempotency key is billed once.
        max_references: How many pictures may go along with the words.
    """

    vendor: ClassVar[str]
    title: ClassVar[str]
    is_own: ClassVar[bool] = False
    replays: bool = False
    max_references: int = 0

    def __init__(
        self,
        options: PictureOptions,
        house: Surroundings,
        *,
        model: str,
        headers: Mapping[str, str] | None = None,
        mend: str = "..._API_KEY and ..._MODEL",
    ) -> None:
        """Prepare; nothing is called yet.

        Args:
            options: Where and what to ask.
            house: Gives stored files and prices.
            model: Which of its models paints.
            headers: Sent with every request; their values are never told.
            mend: Endings of the settings that a wrong key or model is mended with.
        """
        self.house = house
        self.model = model
        self._priced = options
        self.client = ProviderClient(
            title=self.title,
            base_url=options.base_url,
            headers=headers,
            timeout_s=options.timeout_s,
            mend=mend.replace("...", f"{SETTINGS}_{self.vendor.upper()}", 1),
            secrets=(options.api_key.get_secret_value(),),
        )
        self.downloader = Downloader(
            title=self.title, own=options.base_url, timeout_s=options.timeout_s
        )
        silent = {
            "api_key",
            "timeout_s",
            "price_usd",
            "poll_s",
            "concurrency",
            "requests_per_minute",
            "replays",
        }
        told = options.model_dump_json(exclude=silent)
        self.name = f"{self.vendor}-1:{model}:{digest(told)[:8]}"

    @property
    def variant(self) -> str:
        """Give what else the price depends on; empty for nothing."""
        return ""

    @property
    def is_at_home(self) -> bool:
        """Tell whether the vendor itself is asked, and not a server that speaks as it does."""
        home = type(self._priced).model_fields["base_url"].default
        return self._priced.base_url.rstrip("/") == str(home).rstrip("/")

    @property
    def has_own_price(self) -> bool:
        """Tell whether the operator stated the price."""
        return self._priced.price_usd is not None

    def quote(self, request: PictureRequest) -> Usage:
        """One picture, at the operator's price or the price table's; else its price is unknown."""
        if self._priced.price_usd is not None:
            return Usage(
                provider=self.vendor,
                model=self.model,
                unit="pictures",
                quantity=1,
                cost_usd=self._priced.price_usd,
                price_source="settings",
            )
        if self.is_own:
            return free(self.vendor, "pictures", 1, model=self.model)
        if self.is_at_home:
            prices = self.house.prices
            return prices.usage(self.vendor, self.model, "pictures", 1, variant=self.variant)
        return Usage(
            provider=self.vendor, model=self.model, unit="pictures", quantity=1, cost_usd=None
        )

    async def make(self, request: PictureRequest, order: Order = UNBILLED) -> Picture:
        """Make one picture; a refusal, an error and a lost answer are named.

        Raises:
            ProviderRefused: Its policy is against it.
            OutcomeUnknown: The request left and no answer came.
            ProviderUnavailable: It cannot be reached or is busy.
            ProviderFailed: Any other error, by name.
        """
        painted = await self.paint(request, order)
        with after_the_answer():
            picture = await to_picture(painted.data, request, title=self.title)
        picture = replace(picture, used=painted.used)
        if not self.house.keeps_originals:
            return picture
        kind = media_type(painted.data)
        return replace(picture, original=painted.data, original_type=kind)

    async def aclose(self) -> None:
        """Close the connections."""
        await self.client.aclose()

    @abstractmethod
    async def paint(self, request: PictureRequest, order: Order) -> Painted:
        """Ask for a picture; raises as ``make`` does."""

    async def references(self, request: PictureRequest) -> Sequence[bytes]:
        """Give the pictures that go along, as small JPEGs without metadata."""
        wanted = request.references[: self.max_references]
        return [await to_reference(await self.house.read(each.key)) for each in wanted]


def in_words(request: PictureRequest) -> str:
    """Put into the prompt what an API has no field for."""
    parts = [f"{request.prompt}."]
    for number, reference in enumerate(request.references, start=1):
        shown = reference.name or "whoever and whatever must look the same"
        parts.append(f"Attached picture {number} shows {shown}; keep that look.")
    if request.palette:
        parts.append(f"Keep to these colours: {request.palette.in_words}.")
    if request.negative_prompt:
        parts.append(f"Do not show: {request.negative_prompt}.")
    parts.append("No text, no letters.")
    return " ".join(parts)[:MAX_PROMPT]


def bearer(options: PictureOptions) -> dict[str, str]:
    """Give the header that most APIs want a key in."""
    key = options.api_key.get_secret_value()
    return {"Authorization": f"Bearer {key}"} if key else {}
