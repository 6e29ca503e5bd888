"""What the director gives back at a step, and how it reads what a tool answered."""

import json
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import ToolMessage

from studio.providers.llm.director import editing
from studio.wording import wording


@dataclass(frozen=True, slots=True)
class Reply:
    """Words, and at most one call."""

    text: str
    call: editing.Call | None = None


def error_of(message: ToolMessage, code: str) -> tuple[str, str]:
    """Give the code of an error, and its words in a language."""
    name, _, reason = message.text.partition(": ")
    return name, wording(code).said(reason or name)


def json_of(message: ToolMessage) -> dict[str, Any]:
    """Give a tool's answer; nothing where it is no object."""
    try:
        read = json.loads(message.text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
