"""Language models: any OpenAI-compatible server, Ollama, or the offline director."""

from studio.providers.llm.models import ChatModel, open_model

__all__ = ["ChatModel", "open_model"]
