"""Every kind of question, and every word that a card takes from a tool, is said in the other languages."""

import ast
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from studio.domain.batch import AskedVideo, BatchAsk, BatchKind
from studio.domain.budget import LABELS as CAPS
from studio.domain.budget import Cap, Left
from studio.domain.claims import Origin
from studio.domain.comparison import Comparison, FieldChange, SceneDifference
from studio.domain.figures import LABELS as FIGURES
from studio.domain.gate import Alternative, GateKind, ProviderAsk, SpendAsk
from studio.domain.money import CallKind
from studio.domain.outage import undone
from studio.domain.share import PublishAsk
from studio.domain.units import RenderId, SceneId
from studio.domain.waits import WaitRule
from studio.services import batch_scripts as scripts_of_batch
from studio.services.batch_plans import Plan
from studio.services.gates import ANSWERED
from studio.wording import wording
from tests.support.questions import change, script
from tools import approval, batch_scripts, batches, deleting, moving, outages, sharing, waiting
from tools.registry import TOOLS

ROOT = Path(__file__).parents[3]
CODES = ("de", "es", "fr", "pt")
VALUES = {"rule.in_words": WaitRule().in_words}
"""What stands in a question, by the code that puts it there; anything else is a number."""
ENGLISH = re.compile(
    r"\b(?:the|what|and|of|this|is|are|its?|scenes?|pictures?|voices?|make|for|not|with|each)\b",
    re.IGNORECASE,
)


def asked_in(path: str) -> Iterator[str]:
    """Every question in a file, with values in its places."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    inner = {id(part) for node in ast.walk(tree) for part in parts_of(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in inner:
            said = "".join(value_of(part) for part in node.values)
            if re.search(r"\?(?:\s|$)", said):
                yield said


def parts_of(node: ast.AST) -> list[ast.expr]:
    return node.values if isinstance(node, ast.JoinedStr) else []


def value_of(part: ast.expr) -> str:
    match part:
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(value=value):
            return VALUES.get(ast.unparse(value), "7")
        case _:
            return ""


def down(numbers: tuple[int, ...], what: CallKind) -> ProviderAsk:
    other = Alternative(
        name="illustrator",
        title="Illustrator",
        lines=(),
        total_usd=None,
        extra_usd=None,
        price="free",
    )
    return ProviderAsk(
        what=what,
        maker="openai",
        title="OpenAI",
        trouble="down",
        reason="OpenAI cannot be reached; does it run?",
        undone=undone(what, "OpenAI", numbers),
        numbers=numbers,
        is_divisible=what is CallKind.PICTURE,
        alternatives=(other,),
    )


def outage_questions() -> tuple[str, ...]:
    pictures, voice = down((2, 3), CallKind.PICTURE), down((), CallKind.VOICE)
    one = down((2,), CallKind.PICTURE)
    return (
        *(outages.in_words(ask) for ask in (pictures, one, voice)),
        *(moving.in_words(ask) for ask in (pictures, voice)),
    )


def script_questions() -> tuple[str, ...]:
    return tuple(
        waiting.question(script(of=of, new=new))
        for of, new in ((1, (1,)), (4, (1, 2, 3, 4)), (4, (3,)), (4, (2, 4)), (4, (1, 2, 4)))
    )


def change_questions() -> tuple[str, ...]:
    some = ((), (3,), (2, 4), (1, 2, 4))
    return tuple(waiting.in_words(change(touched, removed)) for touched in some for removed in some)


def batch_questions() -> tuple[str, ...]:
    told: list[str] = []
    for kind, title in ((BatchKind.TOPICS, "2 videos"), (BatchKind.LANGUAGES, "Test: de, fr")):
        for price in (None, Decimal(0), Decimal(3)):
            for lengths in ((20, 20), (20, 60)):
                videos = [AskedVideo(title="x", target_s=s, cost_usd=price) for s in lengths]
                for some in (videos, videos[:1]):
                    asked = BatchAsk(videos=tuple(some), total_usd=price)
                    told.append(batches.question(Plan(kind, title, (), ()), asked))
    return tuple(told)


QUESTIONS: Mapping[GateKind, tuple[str, ...]] = {
    GateKind.SCRIPT: script_questions(),
    GateKind.SCRIPTS: tuple(batch_scripts.question(count) for count in (1, 3)),
    GateKind.SPEND: tuple(asked_in("tools/spending.py")),
    GateKind.CHANGE: change_questions(),
    GateKind.PROVIDER: outage_questions(),
    GateKind.RULE: tuple(asked_in("tools/budgets.py")),
    GateKind.WAIT_RULE: tuple(q for q in asked_in("tools/waiting.py") if q.startswith("From now")),
    GateKind.REPLACEMENT: tuple(asked_in("tools/replacements.py")),
    GateKind.BUDGET: tuple(asked_in("tools/budgets.py")),
    GateKind.BATCH: batch_questions(),
    GateKind.PUBLISH: tuple(
        sharing.question(
            PublishAsk(render_id=RenderId(UUID(int=1)), version=2, title="x", days=days)
        )
        for days in (1, 7)
    ),
    GateKind.DELETE: tuple(
        f"{question.format(title='Night')} {deleting.GONE}"
        for question in deleting.QUESTIONS.values()
    ),
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", GateKind)
def test_every_kind_of_question_is_asked_in_the_users_language(code: str, kind: GateKind) -> None:
    said = wording(code).said
    assert QUESTIONS[kind]
    half = {q: said(q) for q in QUESTIONS[kind] if said(q) == q or ENGLISH.search(said(q))}
    assert half == {}


@pytest.mark.parametrize("code", CODES)
def test_every_wait_rule_is_told_in_the_users_language(code: str) -> None:
    said = wording(code).said
    rules = (
        WaitRule(),
        WaitRule(script=True),
        WaitRule(above_s=30),
        WaitRule(script=True, above_s=30, above_scenes=4),
        WaitRule(above_scenes=1),
    )
    told = [said(rule.in_words) for rule in rules]
    assert [line for line in told if ENGLISH.search(line)] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("word", [*FIGURES.values(), *CAPS.values(), "unsourced", "your own text"])
def test_words_that_cards_take_from_the_code_are_said_in_the_users_language(
    code: str, word: str
) -> None:
    assert not ENGLISH.search(wording(code).said(word))
    assert wording(code).said(word) != word


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("why", [scripts_of_batch.OTHER, scripts_of_batch.UNKNOWN, ANSWERED])
def test_why_a_script_was_not_answered_is_told_in_the_users_language(code: str, why: str) -> None:
    said = wording(code).said(f"Video 3 was left as it is: {why}")
    assert "3" in said
    assert not ENGLISH.search(said)


def test_a_claims_marks_are_the_ones_that_are_said() -> None:
    assert {o.value for o in Origin} == {"cited", "document", "own_text", "unsourced"}


def test_a_comparisons_labels_are_the_languages() -> None:
    field = FieldChange(field="narration", label="narration", old="a", new="b")
    scene = SceneDifference(
        scene=SceneId("s1"), kind="changed", old_number=1, new_number=1, fields=(field,)
    )
    music = FieldChange(field="music.enabled", label="music", old=True, new=False)
    named = wording("de").vocabulary.named(Comparison(general=(music,), scenes=(scene,)))
    assert named.general[0].label == "Musik"
    assert named.scenes[0].fields[0].label == wording("de").vocabulary.labels["narration"]
    assert (named.general[0].old, named.general[0].new) == (True, False)


def test_what_is_declined_keeps_what_the_user_said() -> None:
    no = "The user did not approve it; nothing was done. They said: shorter"
    rest = "The change is taken back; `redo` makes it again."
    told = wording("es").said(f"{no} {rest}")
    assert "shorter" in told
    assert not ENGLISH.search(told)


def test_the_page_names_every_tool_in_every_language() -> None:
    named = (ROOT / "web/src/words/tools/de.ts").read_text("utf-8")
    # The page's compiler wants the names that German has in the other languages, too.
    assert {tool.name for tool in TOOLS} == set(re.findall(r"^  (\w+):", named, re.MULTILINE))


def test_the_page_tells_every_error_in_every_language() -> None:
    told = (ROOT / "web/src/words/problems/de.ts").read_text("utf-8")
    documented = (ROOT / "docs/reference/errors.md").read_text("utf-8")
    codes = re.findall(r"^\| `(\w+)` \|", documented, re.MULTILINE)
    # The page's compiler wants the codes that German has in the other languages, too.
    of_http = {"http_error", "method_not_allowed", "unsupported_media"}
    assert len(codes) > len(of_http)
    assert {*codes, *of_http} == set(re.findall(r"^  (\w+):", told, re.MULTILINE))


@pytest.mark.parametrize("code", CODES)
def test_who_could_make_it_instead_is_told_in_the_conversations_language(code: str) -> None:
    way = Alternative(
        name="illustrator",
        title="the illustrator",
        lines=(),
        total_usd=Decimal(0),
        extra_usd=Decimal(0),
        price="free",
    )
    asked = ProviderAsk(
        what=CallKind.PICTURE,
        maker="openai",
        title="OpenAI's pictures",
        trouble="unreachable",
        reason="OpenAI's pictures cannot be reached; does it run?",
        undone="The pictures of scenes 1, 2 and 3 were not made by OpenAI's pictures.",
        numbers=(1, 2, 3),
        alternatives=(way,),
    )
    told = outages.told_in(asked, wording(code).said)
    read = f"{told.title} {told.reason} {told.undone}"
    shown = " ".join(f"{way.title} {way.price}" for way in told.alternatives)
    assert not ENGLISH.search(f"{read} {shown}"), f"{read} {shown}"
    assert told.alternatives[0].name == "illustrator"


@pytest.mark.parametrize("code", CODES)
def test_a_part_that_is_written_small_is_known_by_its_capital(code: str) -> None:
    said = wording(code).said
    assert said("draft the script") == said("Draft the script") != "Draft the script"
    assert said("German: warm, low") != "German: warm, low"


@pytest.mark.parametrize("code", CODES)
def test_what_a_budget_is_called_is_told_in_the_conversations_language(code: str) -> None:
    left = Left(label=CAPS[Cap.USER_DAY], limit_usd=Decimal(5), left_usd=Decimal(5))
    told = approval.told_in(
        SpendAsk(lines=(), total_usd=Decimal(1), budgets=(left,)), wording(code).said
    )
    assert isinstance(told, SpendAsk)
    assert not ENGLISH.search(told.budgets[0].label)
    assert told.budgets[0].label != left.label
