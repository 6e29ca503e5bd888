"""What the agent knows of the storyboard: never less than what holds.

The storyboard in PostgreSQL is the truth. The agent's state names the version that it knows; before
a turn begins, what was changed by another hand since is put into the state, in front of the user's
message. So a step back by a button, an edit over HTTP, a fork, and a checkpoint that is older than the
storyboard all end alike: the model is told before it is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NotRequired

from langchain.agents import AgentState
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from agent.condensing import is_summary
from agent.marks import unmarked
from studio.db.work import Work
from studio.domain.comparison import compare
from studio.domain.lineage import Step
from studio.domain.units import ThreadId, UserId
from studio.services import storyboards

MOST_LINES = 30
OPEN, CLOSE = "<storyboard_note>", "</storyboard_note>"
_PREFIX = "storyboard-note-"
_IS_NOTE = "is_storyboard_note"


class Knowing(AgentState[Any]):
    """The agent's state, and the version of the storyboard that it knows."""

    storyboard_version: NotRequired[int]


@dataclass(frozen=True, slots=True)
class News:
    """What the agent is to know before its next turn.

    Attributes:
        version: The newest version; 0 before the first.
        note: What another hand changed; ``None`` where nothing.
    """

    version: int
    note: HumanMessage | None = None


async def news(
    work: Work,
    *,
    owner_id: UserId,
    thread_id: ThreadId,
    known: int,
    messages: Sequence[AnyMessage],
) -> News:
    """Tell what a state does not know.

    Args:
        work: The transaction.
        owner_id: Whose storyboard.
        thread_id: Of which conversation.
        known: The version that the state knows; 0 for none.
        messages: The state's; versions that its own calls made are known.
    """
    steps = await storyboards.history(work, owner_id=owner_id, thread_id=thread_id)
    newest = steps[-1].version if steps else 0
    calls = {call["id"] for m in messages if isinstance(m, AIMessage) for call in m.tool_calls}
    strange = [s for s in steps if s.version > known and s.call_id not in calls]
    if not strange:
        return News(newest)
    seen = strange[0].version - 1
    whose = {"owner_id": owner_id, "thread_id": thread_id}
    lines = [_line(step) for step in strange]
    if seen:
        before = await storyboards.get(work, **whose, version=seen)
        after = await storyboards.get(work, **whose, version=newest)
        changes = compare(before.storyboard, after.storyboard).words
        lines += ["In all:", *(f"- {words}" for words in changes or ("nothing is different",))]
    return News(newest, _note(newest, seen, lines))


def said(messages: Sequence[AnyMessage]) -> list[str]:
    """Give what the user has said, in their own words, the oldest first."""
    return [
        unmarked(message.text).strip()
        for message in messages
        if isinstance(message, HumanMessage) and not is_note(message)
    ]


def is_note(message: AnyMessage) -> bool:
    """Tell a note from what the user says."""
    # Not by its id: clients choose those of the user's messages.
    return message.additional_kwargs.get(_IS_NOTE) is True or is_summary(message)


def _note(version: int, seen: int, lines: Iterable[str]) -> HumanMessage:
    told = list(lines)
    if len(told) > MOST_LINES:
        told = [*told[:MOST_LINES], "- and more; call `show_storyboard`."]
    since = (
        f"Since version {seen} it was changed by another hand than yours; what you knew of it then "
        "may hold no longer."
        if seen
        else "You have not seen it yet; call `show_storyboard` before you change it."
    )
    inner = "\n".join((f"The storyboard is at version {version}. {since}", *told))
    return HumanMessage(
        f"{OPEN}\n{unmarked(inner)}\n{CLOSE}",
        id=f"{_PREFIX}{version}",
        additional_kwargs={_IS_NOTE: True},
    )


def _line(step: Step) -> str:
    return f"- version {step.version}, by the {step.author}: {step.message or step.reason}"
