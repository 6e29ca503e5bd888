"""Providers: health, latency, errors, prices, limits and ends."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, Field

from studio.domain.breaker import Flow
from studio.domain.money import Usage
from studio.domain.providers import Health, ModelReport, ProviderReport
from studio.domain.traffic import Limits
from studio.domain.trouble import Trouble


class PriceShown(BaseModel):
    """What so many of a unit cost at most."""

    usd: Decimal | None = Field(description="Null where nobody knows.")
    per: int = Field(description="So many of the unit.", examples=[1])
    unit: str = Field(examples=["pictures", "characters", "tokens_in", "tokens_out"])
    source: str = Field(description="Who states it; empty where it is unknown.")
    dated: date | None

    @classmethod
    def of(cls, quoted: Usage) -> Self:
        """Show a quote."""
        usd = quoted.cost_usd
        return cls(
            usd=None if usd is None else Decimal(f"{usd.normalize():f}"),
            per=int(quoted.quantity),
            unit=quoted.unit,
            source=quoted.price_source,
            dated=quoted.price_date,
        )


class ModelShown(BaseModel):
    """A model, and how its calls of the last hour went, 200 of a provider at most."""

    model: str
    prices: list[PriceShown] = Field(description="Empty where it is not offered any more.")
    is_next: bool = Field(description="Whether it stands behind a model that ends.")
    retires_on: date | None = Field(description="From this day on it does not answer.")
    warning: str = Field(description="Of its end, from 60 days before; else empty.")
    calls: int
    p50_s: float | None = Field(description="Half of the calls that went well took no longer.")
    p95_s: float | None
    error_rate: float | None = Field(
        description="Which part ended by the provider's fault, 0 to 1; null without calls."
    )
    last_error: str = Field(description="Its code; empty for none.")
    last_error_at: datetime | None

    @classmethod
    def of(cls, model: ModelReport, *, today: date) -> Self:
        """Show a model."""
        heard, ends = model.heard, model.ends
        return cls(
            model=model.model,
            prices=[PriceShown.of(price) for price in model.prices],
            is_next=model.is_next,
            retires_on=ends.ends if ends else None,
            warning=ends.told(today) if ends and ends.is_near(today) else "",
            calls=heard.calls if heard else 0,
            p50_s=heard.p50_s if heard else None,
            p95_s=heard.p95_s if heard else None,
            error_rate=heard.error_rate if heard else None,
            last_error=heard.last_error if heard else "",
            last_error_at=heard.last_error_at if heard else None,
        )


class LimitsInForce(BaseModel):
    """What a provider lets us do at a time, all processes together; null is no limit."""

    concurrency: int | None
    requests_per_minute: int | None
    tokens_per_minute: int | None

    @classmethod
    def of(cls, limits: Limits) -> Self:
        """Show limits."""
        return cls(**limits.model_dump())


class ProviderShown(BaseModel):
    """A provider."""

    kind: str = Field(examples=["pictures", "speech", "text"])
    name: str = Field(description="As settings name it.")
    title: str
    health: Health
    flow: Flow = Field(description="The breaker: whether calls get through.")
    trouble: Trouble | None = Field(description="What stopped them.")
    message: str = Field(description="The error that stopped them.")
    retry_at: datetime | None = Field(description="When the next call tries.")
    slowed_until: datetime | None = Field(description="It asked for patience until then.")
    inside: int = Field(description="Calls that are made now.")
    waiting: int = Field(description="Calls that wait for their turn.")
    limits: LimitsInForce
    models: list[ModelShown]

    @classmethod
    def of(cls, report: ProviderReport, *, today: date) -> Self:
        """Show a provider."""
        seen = report.weather
        return cls(
            kind=seen.kind,
            name=seen.name,
            title=seen.title,
            health=report.health,
            flow=seen.flow,
            trouble=seen.trouble,
            message=seen.message,
            retry_at=seen.retry_at,
            slowed_until=seen.slowed_until,
            inside=seen.inside,
            waiting=seen.waiting,
            limits=LimitsInForce.of(report.limits),
            models=[ModelShown.of(model, today=today) for model in report.models],
        )


class Providers(BaseModel):
    """All that this installation can call."""

    items: list[ProviderShown]
