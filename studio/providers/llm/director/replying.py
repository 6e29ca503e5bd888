"""What the director gives back at a step, and how it reads what a tool answered."""

import json
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import ToolMessage

from studio.domain.errors import NotApproved
from studio.domain.gate import DECLINED, NOTED
from studio.providers.llm.director import editing
from studio.providers.llm.director.language import language
from studio.wording import wording

_DECLINED = {
    "make_batch": "declined_batch",
    "approve_scripts": "declined_scripts",
    "delete_preset": "declined_delete",
    "forget": "declined_delete",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """Words, and at most one call."""

    text: str
    call: editing.Call | None = None


def error_of(message: ToolMessage, code: str) -> tuple[str, str]:
    """Give the code of an error, and its words in a language."""
    name, _, reason = message.text.partition(": ")
    return name, wording(code).said(reason or name)


def failed(message: ToolMessage, code: str) -> str:
    """Say why a call did not work, or that nothing was done where the user said no."""
    name, reason = error_of(message, code)
    say = language(code).say
    if name != NotApproved.code:
        return say("failed", reason=reason)
    plain = say(_DECLINED.get(message.name or "", "declined"))
    _, _, more = message.text.partition(f"{DECLINED} ")
    # What the user wrote beside the no is not repeated.
    return plain if not more or more.startswith(NOTED) else f"{plain} {wording(code).said(more)}"


def json_of(message: ToolMessage) -> dict[str, Any]:
    """Give a tool's answer; nothing where it is no object."""
    try:
        read = json.loads(message.text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
