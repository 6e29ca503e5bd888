"""Voices, as clients see them."""

from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from studio.services.voices import Offer


class VoiceShown(BaseModel):
    """A voice that can speak."""

    maker: str = Field(description="As settings name it.")
    id: str
    language: str = Field(description="BCP 47; `mul` speaks many.")
    label: str
    price_per_1000_usd: str | None = Field(description="Of 1,000 characters; null where unknown.")
    sample_usd: str | None = Field(description="What hearing it costs; null where unknown.")
    retires_on: str | None = Field(description="From when on it is no longer spoken.")

    @classmethod
    def of(cls, offer: Offer, sample_usd: Decimal | None) -> Self:
        """Show a voice."""
        voice, price = offer.voice, offer.price_per_1000_usd
        return cls(
            maker=offer.maker,
            id=voice.id,
            language=voice.language,
            label=voice.label,
            price_per_1000_usd=None if price is None else f"{price.normalize():f}",
            sample_usd=None if sample_usd is None else f"{sample_usd.normalize():f}",
            retires_on=str(voice.retires_on) if voice.retires_on else None,
        )


class VoicesShown(BaseModel):
    """All voices, the usual one of each maker first."""

    items: list[VoiceShown]


class SampleWanted(BaseModel):
    """A voice to be heard."""

    maker: str = Field(default="", max_length=40, description="Empty looks at all.")
    voice: str = Field(max_length=80, description="Its id or name.")
    language: str = Field(default="en", pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    accepts_usd: Decimal = Field(
        default=Decimal(0), ge=0, le=1, description="The most that the sample may cost."
    )


class SampleShown(BaseModel):
    """A voice that can be heard."""

    asset_id: UUID
    duration_ms: int
    url: str = Field(description="Of a WAV file; needs no token for 15 minutes.")
