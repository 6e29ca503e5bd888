"""A stand-in for a language model that writes scripts of a length: too long, too short, or right."""

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

PER_S = 14
"""Characters a second: what the system prompt tells all models."""


class Author(BaseChatModel):
    """Sets the brief, drafts a script, drafts it again when told a measure, renders, and says what it was told."""

    text: str
    language: str
    tempo: str
    target_s: int
    share: float

    @property
    def _llm_type(self) -> str:
        return "author"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> "Author":
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        start = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
        results = [m for m in messages[start + 1 :] if isinstance(m, ToolMessage)]
        answer = self._next(results)
        return ChatResult(generations=[ChatGeneration(message=answer)])

    def _next(self, results: list[ToolMessage]) -> AIMessage:
        names, told = [m.name for m in results], [_json(m) for m in results]
        if not results:
            brief = {"topic": "bees", "target_s": self.target_s, "language": self.language}
            return _call("set_brief", brief | {"tempo": self.tempo})
        if names[-1] == "set_brief":
            return self._draft(
                told[-1].get("narration_characters", self.target_s * PER_S) * self.share
            )
        if names[-1] == "draft_script" and (measure := told[-1].get("write_again_with")):
            return self._draft(float(measure))
        if names[-1] == "draft_script":
            return _call("render", {})
        return AIMessage(f"Done. {results[-1].text}")

    def _draft(self, characters: float) -> AIMessage:
        """Write whole sentences up to a measure, as models do."""
        found = self.text.split(". ")
        lines, n = list[str](), 0
        while sum(map(len, lines)) < characters:
            lines.append(found[n % len(found)].rstrip(".") + ".")
            n += 1
        scenes = [
            {"narration": line, "visual_prompt": f"scene {i}"} for i, line in enumerate(lines)
        ]
        if len(scenes) > 60:
            raise AssertionError("the text has too short sentences")
        return _call("draft_script", {"title": "Bees", "scenes": scenes})


def author(text: str, *, language: str, tempo: str, target_s: int, share: float) -> Author:
    """Give one that writes so many times what was asked for."""
    return Author(text=text, language=language, tempo=tempo, target_s=target_s, share=share)


def _call(name: str, arguments: dict[str, Any]) -> AIMessage:
    return AIMessage(
        "", tool_calls=[{"name": name, "args": arguments, "id": f"{name}-{id(arguments)}"}]
    )


def _json(message: ToolMessage) -> dict[str, Any]:
    try:
        return json.loads(message.text)
    except ValueError:
        return {}
