"""What a model's answer used and will use, as lines of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from langchain_core.messages import AIMessage, BaseMessage

from studio.domain.money import Usage
from studio.lanes import FreeLane, Lane
from studio.providers.prices import PriceBook, Tokens

BYTES_PER_TOKEN = 3
"""Fewer than any tokenizer in use needs on average, for any language, so that a quote is not too low."""
MAX_OUTPUT_TOKENS = 16_384


@dataclass(frozen=True, slots=True)
class Meter:
    """Reads the tokens that a model counts in its answers, and prices them.

    Attributes:
        provider: E.g. ``"openai"``.
        model: As the provider names it.
        prices: What tokens cost.
        url: Where the model is called, if not at the provider's own address.
        max_output_tokens: More than so many never come.
        replays: Whether its server bills one idempotency key once.
        lane: The way to its server.
    """

    provider: str
    model: str
    prices: PriceBook
    url: str = ""
    max_output_tokens: int = MAX_OUTPUT_TOKENS
    replays: bool = False
    lane: Lane = field(default_factory=FreeLane)

    @property
    def speaks_openai(self) -> bool:
        """Tell whether its server speaks OpenAI's chat completions."""
        return self.provider == "openai"

    @property
    def tells_its_end(self) -> bool:
        """Tell whether each whole answer of its server says why it ended."""
        return self.provider in {"openai", "ollama"}

    def quote(self, sent: str) -> tuple[Usage, ...]:
        """Give the most that a call with so much text may use."""
        read = -(-len(sent.encode()) // BYTES_PER_TOKEN)
        return self._priced(Tokens(read=read, written=self.max_output_tokens))

    def by_thousand(self) -> tuple[Usage, ...]:
        """Give what a thousand tokens cost, in and out."""
        return self._priced(Tokens(read=1_000, written=1_000))

    def read(self, message: AIMessage) -> tuple[Usage, ...]:
        """Give the tokens in, cached and out; nothing for a model that counts none."""
        counted = message.usage_metadata
        if counted is None:
            return ()
        kept = counted.get("input_token_details", {}).get("cache_read", 0)
        return self._priced(
            Tokens(read=counted["input_tokens"], cached=kept or 0, written=counted["output_tokens"])
        )

    def read_all(self, messages: Sequence[BaseMessage]) -> tuple[Usage, ...]:
        """Give what all of an answer used."""
        said = [message for message in messages if isinstance(message, AIMessage)]
        return tuple(usage for message in said for usage in self.read(message))

    def uncounted(self, quoted: Sequence[Usage]) -> tuple[Usage, ...]:
        """Give what stands for a call that the server did not count: the quote, if it has a price."""
        if quoted and all(usage.cost_usd is not None for usage in quoted):
            return tuple(quoted)
        line = Usage(
            provider=self.provider, model=self.model, unit="calls", quantity=1, cost_usd=None
        )
        return (line,)

    def _priced(self, tokens: Tokens) -> tuple[Usage, ...]:
        return self.prices.tokens(tokens, provider=self.provider, model=self.model, url=self.url)
