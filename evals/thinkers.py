"""Who holds a conversation: a recording, the offline director, or a live model."""

from collections.abc import Callable
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from agent.meter import Meter
from evals.cases import Case
from evals.recording import model_name
from studio.providers.llm import ChatModel, open_model
from studio.providers.prices import PriceBook


@dataclass(frozen=True, slots=True)
class Thinker:
    """Gives each case its model.

    Attributes:
        name: For the report and the baseline.
        model: For a case.
        meter: Prices it; ``None`` where nothing is paid.
    """

    name: str
    model: Callable[[Case], BaseChatModel]
    meter: Callable[[Case, PriceBook], Meter | None]


def recorded(url: str, *, key: str) -> Thinker:
    """Behave as recorded; what it says costs nothing, since nobody is asked.

    Args:
        url: Of the server that plays the recordings back.
        key: For that server, which heeds none; it must never be told.
    """

    def model(case: Case) -> BaseChatModel:
        return ChatOpenAI(
            model=model_name(case),
            base_url=f"{url}/v1",
            api_key=SecretStr(key),
            max_retries=0,
            stream_usage=True,
            streaming=True,
        )

    return Thinker("recorded", model, lambda case, prices: None)


async def director() -> Thinker:
    """Decide as the offline director does."""
    found = await open_model(spec="director")
    return Thinker("director", lambda case: found.model, lambda case, prices: None)


async def live(spec: str, *, base_url: str = "", api_key: str = "") -> Thinker:
    """Ask a model, e.g. ``openai:NAME`` or ``ollama:NAME``.

    Raises:
        Misconfigured: The name is not understood, or a key is missing.
    """
    found = await open_model(spec=spec, base_url=base_url, api_key=api_key, openai_api_key=api_key)
    return Thinker(found.name, lambda case: found.model, lambda case, prices: _meter(found, prices))


def _meter(found: ChatModel, prices: PriceBook) -> Meter:
    _, _, name = found.name.partition(":")
    return Meter(provider=found.kind, model=name, prices=prices, url=found.url)
