"""Gates: what the agent may not do before the user said yes. Pure."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from studio.domain.asking import ChangeAsk, DeleteAsk, LineEdit, ScriptAsk, ScriptsAsk, WaitRuleAsk
from studio.domain.batch import BatchAsk
from studio.domain.budget import Cap, Left
from studio.domain.money import CallKind
from studio.domain.scene import Narration, ShortText
from studio.domain.share import Days, PublishAsk, ShareTitle
from studio.domain.units import AssetId, Digest, GateId, ThreadId, TurnId
from studio.domain.value import Value

MAX_NOTE_CHARACTERS = 2_000
MAX_SCENE_NOTE_CHARACTERS = 300
REFUSED = "refused"
"""A maker is well, and does not want to."""
RETIRED = "retired"
"""A maker's model has ended, and does not come back."""
DECLINED = "The user did not approve it; nothing was done."
"""What a call that waited is answered where the user said no."""
NOTED = "They said:"
"""What stands before the words that the user put beside their no."""


class GateKind(StrEnum):
    """What is asked for."""

    SCRIPT = "script"
    SCRIPTS = "scripts"
    """To make the videos of many scripts, each of which waits in its own conversation."""
    SPEND = "spend"
    CHANGE = "change"
    """To make a change that is larger than the user lets happen unseen."""
    PROVIDER = "provider"
    RULE = "rule"
    """To ask less often from now on."""
    WAIT_RULE = "wait_rule"
    """To make more without showing it first from now on."""
    REPLACEMENT = "replacement"
    """To let another maker do the work from now on, where one is down."""
    BUDGET = "budget"
    """To spend more than a budget of the user's own allows."""
    BATCH = "batch"
    """To make many videos, and to pay for all of them."""
    PUBLISH = "publish"
    """To let others see a video."""
    DELETE = "delete"
    """To throw away what cannot be brought back."""


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
    """Yes to some scenes only, yes to other words, or no with a word on what to do instead."""
    REJECT = "reject"
    RETRY = "retry"
    """Wait, and try what was agreed upon again."""


class Via(StrEnum):
    """How an answer came."""

    CARD = "card"
    """The card's buttons, the command line or the API."""
    MESSAGE = "message"
    """A chat message."""
    BATCH = "batch"
    """Together with other scripts of its batch."""
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


class Alternative(Value):
    """Another maker that could do what one does not.

    Attributes:
        name: As settings and storyboards name it.
        title: For people.
        lines: What it would be called for.
        total_usd: Of all; ``None`` where a price is unknown.
        extra_usd: How much more that is than what was agreed upon, less where it is negative;
            ``None`` where nobody knows.
        price: What that means, in words, e.g. ``"$0.02 a scene more"``.
        picture: A picture of its, made for nothing.
        sample: A sound of its, made for nothing.
    """

    name: str
    title: str
    lines: tuple[Line, ...]
    total_usd: Decimal | None
    extra_usd: Decimal | None
    price: str = ""
    picture: AssetId | None = None
    sample: AssetId | None = None


class ProviderAsk(Value):
    """Who shall make what the agreed maker does not?

    Attributes:
        what: What is made.
        maker: Who was agreed upon.
        title: Its name for people.
        trouble: What it is in, as ``studio.domain.trouble`` names it, ``"refused"`` or ``"retired"``.
        reason: What it said.
        undone: What is not made, in a sentence.
        numbers: The scenes that it did not make.
        is_divisible: Whether some of these scenes may be given away; a video has one voice, and
            moves as a whole from a model that ended.
        retry_at: When it is asked again at the earliest; ``None`` for at once.
        alternatives: Who else is here, the first one first.
    """

    kind: Literal["provider"] = "provider"
    what: CallKind
    maker: str
    title: str
    trouble: str
    reason: str
    undone: str
    numbers: tuple[int, ...]
    is_divisible: bool = True
    retry_at: datetime | None = None
    alternatives: tuple[Alternative, ...]

    @property
    def scenes(self) -> tuple[int, ...]:
        """Give the numbers of the scenes that may be chosen among."""
        return self.numbers if self.is_divisible else ()

    @property
    def may_wait(self) -> bool:
        """Tell whether the maker may be asked again later."""
        return self.trouble != RETIRED

    def chosen(self, name: str) -> Alternative | None:
        """Give the alternative with a name, the first where it is empty."""
        if not name:
            return self.alternatives[0]
        return next((each for each in self.alternatives if each.name == name), None)


class ReplacementAsk(Value):
    """May one maker do the work of another from now on, wherever that one is down?"""

    kind: Literal["replacement"] = "replacement"
    what: CallKind
    maker: str
    instead: str


Ask = Annotated[
    ScriptAsk
    | ScriptsAsk
    | ChangeAsk
    | SpendAsk
    | RuleAsk
    | WaitRuleAsk
    | BudgetAsk
    | ProviderAsk
    | ReplacementAsk
    | BatchAsk
    | PublishAsk
    | DeleteAsk,
    Field(discriminator="kind"),
]


class Answer(Value):
    """What the user says to a gate.

    Attributes:
        action: Yes, in part, or no.
        scenes: With ``edit``: the numbers of the scenes that are approved; the others are not. Where
            many scripts are asked about, the numbers of their videos.
        note: What to do instead, for the agent to read.
        use: Which alternative; empty for the first.
        lines: With ``edit`` of a script: other words for its lines, which are approved as they are
            then. All others are approved, too, unless ``scenes`` names those that are.
        title: With ``edit`` of what is published: another title, under which it is.
        days: Likewise: for so many days.
    """

    action: Action
    scenes: tuple[int, ...] | None = None
    note: Annotated[str, Field(max_length=MAX_NOTE_CHARACTERS)] = ""
    use: Annotated[str, Field(max_length=40)] = ""
    lines: Annotated[tuple[LineEdit, ...], Field(max_length=60)] = ()
    title: ShareTitle | None = None
    days: Days | None = None


class SceneAnswer(Value):
    """What the user says to one scene of a question, while others are still open.

    Attributes:
        scene: Its number in the question.
        action: Yes, yes to other words, or no.
        note: What to do instead.
        narration: With ``edit``: what is said.
        on_screen_text: With ``edit``: what is written over the picture.
    """

    scene: int
    action: Literal[Action.APPROVE, Action.EDIT, Action.REJECT]
    note: Annotated[str, Field(max_length=MAX_SCENE_NOTE_CHARACTERS)] = ""
    narration: Narration | None = None
    on_screen_text: ShortText | None = None


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
        parts: What was said of single scenes before all were answered.
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
    parts: tuple[SceneAnswer, ...] = ()
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


def lines_of(ask: Ask) -> tuple[Line, ...]:
    """Give all calls that a question is about."""
    if isinstance(ask, ProviderAsk):
        return tuple(line for each in ask.alternatives for line in each.lines)
    return ask.lines if isinstance(ask, SpendAsk) else ()


def covers(most_usd: Decimal | None, price_usd: Decimal | None) -> bool:
    """Tell whether an approval of up to an amount, or of any, holds at a price."""
    return most_usd is None or (price_usd is not None and price_usd <= most_usd)


def total(lines: Iterable[Line]) -> Decimal | None:
    """Sum what calls cost at most; ``None`` where one price is unknown."""
    costs = [line.cost_usd for line in lines]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None
