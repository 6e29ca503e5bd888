"""What a model's answer used, as lines of the ledger. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from langchain_core.messages import AIMessage

from studio.domain.money import Usage


@dataclass(frozen=True, slots=True)
class Meter:
    """Reads the tokens that a model counts in its answers.

    Attributes:
        provider: E.g. ``"openai"``.
        model: As the provider names it.
        cost_usd: Of a token: zero for a model that runs here, ``None`` where it is unknown.
    """

    provider: str
    model: str
    cost_usd: Decimal | None = None

    def read(self, message: AIMessage) -> tuple[Usage, ...]:
        """Give the tokens in and out; nothing for a model that counts none."""
        counted = message.usage_metadata
        if counted is None:
            return ()
        quantities = {"tokens_in": counted["input_tokens"], "tokens_out": counted["output_tokens"]}
        return tuple(
            Usage(
                provider=self.provider,
                model=self.model,
                unit=unit,
                quantity=quantity,
                cost_usd=None if self.cost_usd is None else self.cost_usd * quantity,
            )
            for unit, quantity in quantities.items()
            if quantity
        )
