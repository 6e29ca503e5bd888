"""What a scorer says, and what all of them read from messages. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.domain.conversation import Message

Faults = Iterator[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one scorer says.

    Attributes:
        score: 0 to 1: the share of what it looked at that is right; ``None``: nothing to look at.
        why: What is wrong.
    """

    score: float | None
    why: tuple[str, ...] = ()


def answers_of(said: Sequence[Message]) -> list[tuple[str, str]]:
    """Give what tools answered: the tool's name and its words."""
    names = {call.id: call.name for message in said for call in message.tool_calls}
    answered = [message for message in said if message.role == "tool"]
    return [(names.get(m.tool_call_id or "", ""), m.content) for m in answered]
