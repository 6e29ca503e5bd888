"""Language models: any OpenAI-compatible server, Ollama, or the offline director."""

from studio.providers.llm.capabilities import Capabilities, probe
from studio.providers.llm.models import ChatModel, open_model

__all__ = ["Capabilities", "ChatModel", "open_model", "probe"]
