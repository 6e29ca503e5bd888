"""What a model's answer used, as lines of the ledger."""

from dataclasses import dataclass

from langchain_core.messages import AIMessage

from studio.domain.money import Usage
from studio.providers.prices import PriceBook, Tokens


@dataclass(frozen=True, slots=True)
class Meter:
    """Reads the tokens that a model counts in its answers, and prices them.

    Attributes:
        provider: E.g. ``"openai"``.
        model: As the provider names it.
        prices: What tokens cost.
        url: Where the model is called, if not at the provider's own address.
    """

    provider: str
    model: str
    prices: PriceBook
    url: str = ""

    def read(self, message: AIMessage) -> tuple[Usage, ...]:
        """Give the tokens in, cached and out; nothing for a model that counts none."""
        counted = message.usage_metadata
        if counted is None:
            return ()
        kept = counted.get("input_token_details", {}).get("cache_read", 0)
        tokens = Tokens(
            read=counted["input_tokens"], cached=kept or 0, written=counted["output_tokens"]
        )
        return self.prices.tokens(tokens, provider=self.provider, model=self.model, url=self.url)
