"""Open the language model that the settings name, or the best that is there."""

from dataclasses import dataclass
from typing import Any, Literal

import httpx
from langchain_core.language_models import BaseChatModel
from langchain_ollama import ChatOllama
from pydantic import SecretStr

from studio.domain.errors import Misconfigured
from studio.providers.llm.director.language import check_languages
from studio.providers.llm.director.model import Director
from studio.providers.llm.whole import WholeChat

Kind = Literal["openai", "ollama", "director"]

CONTEXT_TOKENS = 16_384
"""Ollama's own default is too small for a storyboard."""
DETECT_S = 1.0
KEY_WITHOUT_MODEL = (
    "A key for a language model is set but no model is named; the offline director is used. "
    "Name one, e.g. REELWRIGHT_MODEL=openai:NAME."
)
NOTHING_FOUND = (
    "No language model is configured; the offline director is used. It tells your own texts but "
    "does not write. Set REELWRIGHT_MODEL=openai:NAME or start Ollama."
)


@dataclass(frozen=True, slots=True)
class ChatModel:
    """The model that holds the conversation.

    Attributes:
        model: For the agent.
        name: For people, e.g. ``"ollama:qwen3:8b"``.
        kind: How it is reached.
        note: What the operator should know; empty where all is said.
        url: Where it is called, if not at its provider's own address.
    """

    model: BaseChatModel
    name: str
    kind: Kind
    note: str = ""
    url: str = ""


async def open_model(
    *,
    spec: str,
    base_url: str = "",
    api_key: str = "",
    openai_api_key: str = "",
    ollama_url: str = "",
    timeout_s: float = 120.0,
    max_output_tokens: int = 16_384,
) -> ChatModel:
    """Open the named model, or with an empty ``spec`` what is found.

    Raises:
        Misconfigured: The name is not understood, or a key is missing.
    """
    kind, _, name = spec.strip().partition(":")
    if kind == "director":
        return _director("")
    if not kind:
        return await detect(
            has_key=bool(api_key or openai_api_key), ollama_url=ollama_url, timeout_s=timeout_s
        )
    if kind == "openai" and name:
        key = api_key or openai_api_key
        if not key and not base_url:
            raise Misconfigured(f"{spec} needs a key: set OPENAI_API_KEY.")
        return _openai(
            name,
            base_url=base_url,
            key=key or "none",
            timeout_s=timeout_s,
            max_output_tokens=max_output_tokens,
        )
    if kind == "ollama" and name:
        return _ollama(name, base_url=base_url or ollama_url, timeout_s=timeout_s)
    raise Misconfigured(
        f"REELWRIGHT_MODEL={spec!r} is not understood; use openai:NAME, ollama:NAME or director."
    )


async def detect(*, has_key: bool, ollama_url: str, timeout_s: float) -> ChatModel:
    """Use a local Ollama's first model that calls tools, else the offline director."""
    if has_key:
        return _director(KEY_WITHOUT_MODEL)
    name = await _tool_model(ollama_url) if ollama_url else None
    if name is None:
        return _director(NOTHING_FOUND)
    return _ollama(name, base_url=ollama_url, timeout_s=timeout_s, note="Found at start.")


async def _tool_model(url: str) -> str | None:
    try:
        async with httpx.AsyncClient(
            base_url=_with_scheme(url), timeout=DETECT_S, trust_env=False
        ) as client:
            tags = (await client.get("/api/tags")).raise_for_status().json()
            for name in [entry["name"] for entry in tags.get("models", [])]:
                shown: dict[str, Any] = (
                    await client.post("/api/show", json={"model": name})
                ).json()
                if "tools" in shown.get("capabilities", []):
                    return name
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError):
        return None
    return None


def _openai(
    name: str, *, base_url: str, key: str, timeout_s: float, max_output_tokens: int
) -> ChatModel:
    model = WholeChat(
        model=name,
        base_url=base_url or None,
        api_key=SecretStr(key),
        timeout=timeout_s,
        # Each attempt is paid for on its own; the agent repeats what may be repeated.
        max_retries=0,
        max_completion_tokens=max_output_tokens,
        stream_usage=True,
        streaming=True,
    )
    return ChatModel(model=model, name=f"openai:{name}", kind="openai", url=base_url)


def _ollama(name: str, *, base_url: str, timeout_s: float, note: str = "") -> ChatModel:
    model = ChatOllama(
        model=name,
        base_url=_with_scheme(base_url),
        num_ctx=CONTEXT_TOKENS,
        client_kwargs={"timeout": timeout_s},
    )
    return ChatModel(model=model, name=f"ollama:{name}", kind="ollama", note=note)


def _director(note: str) -> ChatModel:
    check_languages()
    return ChatModel(model=Director(), name="offline director", kind="director", note=note)


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"http://{url}"
