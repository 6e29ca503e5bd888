"""Conversations as data: what is said, how the model behaved when it was recorded, what must follow."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from studio.domain.errors import Misconfigured
from studio.domain.gate import Answer, SceneAnswer

DATASETS = Path(__file__).with_name("datasets")
DRAFT = "draft"
"""Instead of a tool's name: `draft_script` with one of the dataset's scripts."""
MOST_FAULTS = 3
"""Of a broken file, as they are told."""

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
Said = Literal["approve", "reject"] | Answer | tuple[SceneAnswer, ...]
Calls = dict[str, Any]
"""What each tool is called with; all of one reply."""


class Part(BaseModel):
    """What all parts of a dataset share: no misspelt key goes unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(Part):
    """What must have followed a turn; what is left out is not looked at.

    Attributes:
        calls: Tools that must have been called, each with the arguments that are named; of an
            argument that is a list or an object, what is named must be in it.
        only: Whether nothing else may have been called.
        never: Tools that must not have been called.
        board: Values of the storyboard by path, e.g. ``style.captions``.
        scenes: Fields of scenes by the scene's number afterwards.
        count: How many scenes there are.
        changed: The numbers, as they were before, of the only scenes that may differ now.
        order: The scenes afterwards, by the numbers that they had before; 0 is a new one.
        reply: Words, any one of which the last text must have.
        silent: Words that no text may have.
        saved: How many versions the turn made.
        asks: How many questions it put to the user before going on.
        question: What the last of them must have had in it.
        shows: By kind, what a card that was shown must have in it.
        links: How many links to videos of theirs are open.
        refused: By tool, a word of the error by which a call of it must have been refused; no other
            may have been. ``*`` lets any be refused.
        told: By tool, a word that one of its answers must have had.
        made: How many segments its render may have made anew, at most.
        tells: Words of the user's that the scenes must say.
    """

    calls: tuple[str | Calls, ...] = ()
    only: bool = False
    never: tuple[str, ...] = ()
    board: dict[str, Any] = {}
    scenes: dict[int, dict[str, Any]] = {}
    count: int | None = None
    changed: tuple[int, ...] | None = None
    order: tuple[int, ...] | None = None
    reply: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    saved: int | None = None
    asks: int | None = None
    question: dict[str, Any] = {}
    shows: dict[str, dict[str, Any]] = {}
    links: int | None = None
    refused: dict[str, str] = {}
    told: dict[str, str] = {}
    made: int | None = None
    tells: tuple[str, ...] = ()


class Turn(Part):
    """One message and what follows.

    Attributes:
        say: The user's words.
        model: The model's replies as they were recorded, in order: a text, or calls of tools.
        answers: What the user says to each question that holds the turn, in order: a word, an answer
            in full, or answers scene by scene; without one, a question stays open.
        expect: What must follow.
    """

    say: Annotated[str, Field(min_length=1)]
    model: tuple[str | Calls, ...] = ()
    answers: tuple[Said, ...] = ()
    expect: Expected = Expected()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if any(isinstance(reply, str) for reply in self.model[:-1]):
            raise ValueError("a text ends a turn: only the last reply may be one; quote its commas")
        return self


class Offer(Part):
    """A find of the stock library, as strangers call it."""

    title: str
    author: str = "Nobody"


class Case(Part):
    """One conversation.

    Attributes:
        name: Unique among all datasets.
        language: Of the user.
        about: What it shows, in a line.
        turns: In order.
        plain: Whether the offline director must manage it, too.
        within_pct: How far the narration may be off the brief's length at the end, in per cent,
            measured on the built-in voice; ``None`` where that is not looked at.
        most_usd: What all that it makes may cost, by the ledger and by what the makers were asked for;
            a live model's thinking is told apart.
        paid: Whether pictures cost money where nobody chooses another maker.
        uploads: Names of pictures that the user has brought.
        stock: What the library's first finds are called.
        by_director: Where the offline director holds it, what must follow each turn in place of
            what the model's turn expects.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    language: Language
    about: str
    turns: tuple[Turn, ...] = Field(min_length=1)
    plain: bool = False
    within_pct: float | None = None
    most_usd: float = 0.0
    paid: bool = False
    uploads: tuple[str, ...] = ()
    stock: tuple[Offer, ...] = ()
    by_director: tuple[Expected, ...] = ()

    def for_director(self) -> Self:
        """Give the case with what the director must do."""
        if not self.by_director:
            return self
        pairs = zip(self.turns, self.by_director, strict=True)
        turns = tuple(turn.model_copy(update={"expect": expect}) for turn, expect in pairs)
        return self.model_copy(update={"turns": turns})

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.by_director and len(self.by_director) != len(self.turns):
            raise ValueError(f"{self.name}: by_director must have an entry for every turn")
        return self


class Dataset(Part):
    """A file of cases.

    Attributes:
        language: Of its cases, where they do not say.
        scripts: Arguments of `draft_script`, by name.
        cases: The conversations.
    """

    language: Language
    scripts: dict[str, Calls] = {}
    cases: tuple[Case, ...]

    @model_validator(mode="before")
    @classmethod
    def _spread(cls, given: Any) -> Any:
        cases = given.get("cases") if isinstance(given, dict) else None
        if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
            return given
        spread = [{"language": given.get("language"), **case} for case in cases]
        return {**given, "cases": spread}

    @model_validator(mode="after")
    def _check(self) -> Self:
        named = {
            reply[DRAFT]
            for case in self.cases
            for turn in case.turns
            for reply in turn.model
            if isinstance(reply, dict) and DRAFT in reply
        }
        if strange := sorted(named - set(self.scripts)):
            raise ValueError(f"there is no script {strange[0]!r}")
        return self

    def told(self) -> tuple[Case, ...]:
        """Give the cases with their scripts written out."""
        return tuple(case.model_copy(update={"turns": self._turns(case)}) for case in self.cases)

    def _turns(self, case: Case) -> tuple[Turn, ...]:
        return tuple(
            turn.model_copy(update={"model": tuple(self._reply(reply) for reply in turn.model)})
            for turn in case.turns
        )

    def _reply(self, reply: str | Calls) -> str | Calls:
        if isinstance(reply, str) or DRAFT not in reply:
            return reply
        others = {name: arguments for name, arguments in reply.items() if name != DRAFT}
        return {**others, "draft_script": self.scripts[reply[DRAFT]]}


def load(folder: Path = DATASETS) -> tuple[Case, ...]:
    """Read all cases of a folder, in the order of its files.

    Raises:
        Misconfigured: A file is not a dataset, or two cases share a name.
    """
    cases = [case for path in sorted(folder.glob("*.yaml")) for case in _read(path).told()]
    counted = Counter(case.name for case in cases)
    if twice := [name for name, count in counted.items() if count > 1]:
        raise Misconfigured(f"Two cases are called {twice[0]!r}.")
    if not cases:
        raise Misconfigured(f"There are no datasets in {folder}.")
    return tuple(cases)


def chosen(
    cases: Sequence[Case],
    names: Sequence[str],
    *,
    language: str = "",
    is_plain_only: bool = False,
) -> tuple[Case, ...]:
    """Give the cases of a language whose names begin with one of ``names``; with none, all.

    With ``is_plain_only``, those that the offline director must manage, as it must manage them.

    Raises:
        Misconfigured: No case is left.
    """
    found = tuple(
        case
        for case in cases
        if (not names or case.name.startswith(tuple(names)))
        and (not language or case.language.startswith(language))
    )
    if not found:
        raise Misconfigured("No case has such a name and language.")
    if not is_plain_only:
        return found
    plain = tuple(case.for_director() for case in found if case.plain)
    if not plain:
        raise Misconfigured("None of these cases is plain: the offline director plays no other.")
    return plain


def _read(path: Path) -> Dataset:
    try:
        return Dataset.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except ValidationError as error:
        raise Misconfigured(f"{path.name} is not a dataset: {_faults(error)}") from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise Misconfigured(f"{path.name} is not a dataset: {error}") from error


def _faults(error: ValidationError) -> str:
    """Say where the first faults are, each with the case's place from 1, and how many there are."""
    found = error.errors(include_url=False, include_context=False)
    told = "; ".join(f"{_place(one['loc'])}: {one['msg']}" for one in found[:MOST_FAULTS])
    return told + (f" (and {len(found) - MOST_FAULTS} more)" if len(found) > MOST_FAULTS else "")


def _place(path: Sequence[int | str]) -> str:
    return ".".join(str(one + 1) if isinstance(one, int) else one for one in path) or "the file"
