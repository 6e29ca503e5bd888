"""Gates: what the agent may not do before the user said yes. Pure."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from studio.domain.budget import Cap
from studio.domain.errors import InvalidAnswer
from studio.domain.money import CallKind
from studio.domain.units import Digest, GateId, ThreadId, TurnId
from studio.domain.value import Value

MAX_NOTE_CHARACTERS = 2_000


class GateKind(StrEnum):
    """What is asked for."""

    SCRIPT = "script"
    SPEND = "spend"
    PUBLISH = "publish"
    PROVIDER = "provider"
    RULE = "rule"
    """To ask less often from now on."""
    BUDGET = "budget"
    """To spend more than a budget of the user's own allows."""


class GateState(StrEnum):
    """How a gate stands; only an open one can be answered."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    """Its turn was stopped before anyone answered."""


class Action(StrEnum):
    """What can be answered."""

    APPROVE = "approve"
    EDIT = "edit"
    """Yes to some scenes only, or no with a word on what to do instead."""
    REJECT = "reject"


class Via(StrEnum):
    """How an answer came."""

    CARD = "card"
    """The card's buttons, the command line or the API."""
    MESSAGE = "message"
    """A chat message."""
    DEADLINE = "deadline"
    """Nobody answered in time."""
    STOP = "stop"
    """The run was stopped."""


class Line(Value):
    """One call that would be made.

    Attributes:
        key: The call's idempotency key: what is approved is this call and no other.
        scene: Its number as people count; ``None`` for the whole video.
        what: What is bought.
        provider: Who is asked.
        model: Which of its models.
        cost_usd: The most it will cost; ``None`` where nobody knows.
    """

    key: Digest
    scene: int | None
    what: CallKind
    provider: str
    model: str
    cost_usd: Decimal | None


class Left(Value):
    """What is left of a cap, in US dollars."""

    label: str
    limit_usd: Decimal
    left_usd: Decimal


class SpendAsk(Value):
    """May these calls be made?

    Attributes:
        lines: One for each call.
        total_usd: Of all; ``None`` where a price is unknown.
        spent_usd: What the request has spent or holds already.
        above_usd: The user's rule: more than this is asked for; ``None`` for no such rule.
        budgets: What the caps leave.
    """

    kind: Literal["spend"] = "spend"
    lines: tuple[Line, ...]
    total_usd: Decimal | None
    spent_usd: Decimal = Decimal(0)
    above_usd: Decimal | None = None
    budgets: tuple[Left, ...] = ()

    @property
    def scenes(self) -> tuple[int, ...]:
        """Give the numbers of the scenes that it is about."""
        return tuple(sorted({line.scene for line in self.lines if line.scene is not None}))


class RuleAsk(Value):
    """May this be done without asking from now on?"""

    kind: Literal["rule"] = "rule"
    ask_above_usd: Decimal | None
    ask_unpriced: bool


class BudgetAsk(Value):
    """May more be spent from now on?

    Attributes:
        cap: Which of the user's budgets is raised.
        limit_usd: To what; ``None`` takes it away.
        before_usd: What holds until then; ``None`` for nothing.
    """

    kind: Literal["budget"] = "budget"
    cap: Cap
    limit_usd: Decimal | None
    before_usd: Decimal | None


Ask = Annotated[SpendAsk | RuleAsk | BudgetAsk, Field(discriminator="kind")]


class Answer(Value):
    """What the user says to a gate.

    Attributes:
        action: Yes, in part, or no.
        scenes: With ``edit``: the numbers of the scenes that are approved; the others are not.
        note: What to do instead, for the agent to read.
    """

    action: Action
    scenes: tuple[int, ...] | None = None
    note: Annotated[str, Field(max_length=MAX_NOTE_CHARACTERS)] = ""


class Gate(Value):
    """A question that holds the agent until it is answered.

    Attributes:
        id: What an answer names.
        thread_id: Of which conversation.
        turn_id: The user's message that led to it.
        call_id: The tool call that waits.
        kind: What is asked for.
        message: The question, in one or two sentences.
        ask: The question as data.
        deadline_at: When the default is taken; ``None`` for never.
        default: What is taken at the deadline.
        state: How it stands.
        answer: What was said; ``None`` while it is open.
        via: How the answer came.
        answered_at: When.
        created_at: When it was asked.
    """

    id: GateId
    thread_id: ThreadId
    turn_id: TurnId
    call_id: str
    kind: GateKind
    message: str
    ask: Ask
    deadline_at: datetime | None = None
    default: Action = Action.REJECT
    state: GateState = GateState.OPEN
    answer: Answer | None = None
    via: Via | None = None
    answered_at: datetime | None = None
    created_at: datetime

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.state is GateState.OPEN

    @property
    def card_id(self) -> str:
        """Name its card."""
        return f"gate-{self.id}"


def checked(ask: Ask, answer: Answer) -> Answer:
    """Give an answer that fits its question.

    Raises:
        InvalidAnswer: It does not.
    """
    if answer.action is not Action.EDIT:
        if answer.scenes is not None:
            raise InvalidAnswer("Scenes are named with the action `edit` only.")
        return answer
    if answer.scenes is None and not answer.note.strip():
        raise InvalidAnswer("An edit names the scenes that are approved, or says what to change.")
    asked = ask.scenes if isinstance(ask, SpendAsk) else ()
    if strange := sorted(set(answer.scenes or ()) - set(asked)):
        known = ", ".join(map(str, asked)) or "no scenes"
        raise InvalidAnswer(f"Scene {strange[0]} is not asked for; this is about {known}.")
    return answer


def outcome(answer: Answer) -> GateState:
    """Give the state that an answer leads to; an edit without scenes is a no with a word."""
    if answer.action is Action.APPROVE or answer.scenes:
        return GateState.APPROVED
    return GateState.REJECTED


def granted(ask: Ask, answer: Answer) -> dict[str, str | None]:
    """Give the keys of the calls that an answer allows, with the most that each may cost."""
    if not isinstance(ask, SpendAsk) or outcome(answer) is not GateState.APPROVED:
        return {}
    wanted = set(ask.scenes) if answer.scenes is None else set(answer.scenes)
    return {
        line.key: None if line.cost_usd is None else str(line.cost_usd)
        for line in ask.lines
        if line.scene is None or line.scene in wanted
    }


def covers(most_usd: Decimal | None, price_usd: Decimal | None) -> bool:
    """Tell whether an approval of up to an amount, or of any, holds at a price."""
    return most_usd is None or (price_usd is not None and price_usd <= most_usd)


def total(lines: Iterable[Line]) -> Decimal | None:
    """Sum what calls cost at most; ``None`` where one price is unknown."""
    costs = [line.cost_usd for line in lines]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None


def answer_schema(ask: Ask) -> dict[str, Any]:
    """Give the JSON Schema of the answers that a gate takes, for clients that build a form."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "action": {"type": "string", "enum": [action.value for action in Action]},
            "note": {"type": "string", "maxLength": MAX_NOTE_CHARACTERS},
        },
        "required": ["action"],
        "additionalProperties": False,
    }
    if isinstance(ask, SpendAsk) and ask.scenes:
        items = {"type": "integer", "enum": list(ask.scenes)}
        schema["properties"]["scenes"] = {"type": "array", "items": items, "uniqueItems": True}
    return schema
