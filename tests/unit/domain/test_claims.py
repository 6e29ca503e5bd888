"""What a script claims, and what stands behind it."""

from datetime import UTC, datetime
from time import process_time

import pytest

from studio.domain.citation import Citation
from studio.domain.claims import ClaimKind, Origin, claims_of, is_about, kinds_of
from studio.domain.scene import Scene
from studio.domain.source import Quoted
from studio.domain.storyboard import MAX_SCENES, Brief, Storyboard
from studio.domain.units import SceneId

READ = Quoted(
    title="Bee report",
    url="https://bees.example/report",
    read_at=datetime(2026, 11, 28, tzinfo=UTC),
)
TEXT = "Bees are old. A third of our food depends on bees, and 40 % of colonies died in 2023."


def board(
    *lines: str, language: str = "en", text: str = "", read: bool = False, **scene: object
) -> Storyboard:
    return Storyboard(
        brief=Brief(language=language, source_text=text),
        scenes=tuple(
            Scene.model_validate({"id": SceneId(f"s{n}"), "narration": line, **scene})
            for n, line in enumerate(lines)
        ),
        sources=(READ,) if read else (),
    )


@pytest.mark.parametrize(
    ("language", "sentence", "kinds"),
    [
        ("en", "Bees visit 5,000 flowers a day.", {ClaimKind.FIGURE}),
        ("en", "Half of all drivers think they are above average.", {ClaimKind.FIGURE}),
        ("en", "Save $200 a month.", {ClaimKind.FIGURE, ClaimKind.MONEY}),
        ("en", "Compound interest beats patience.", {ClaimKind.MONEY}),
        ("en", "Garlic cures a cold.", {ClaimKind.HEALTH}),
        ("es", "El ajo cura el resfriado.", {ClaimKind.HEALTH}),
        ("es", "Invierte 100 euros al mes.", {ClaimKind.FIGURE, ClaimKind.MONEY}),
        ("es", "La mitad de los españoles duerme mal.", {ClaimKind.FIGURE}),
        ("fr", "L'ail guérit le rhume.", {ClaimKind.HEALTH}),
        ("fr", "La moitié des Français dorment mal.", {ClaimKind.FIGURE}),
        ("fr", "Le taux d'intérêt monte.", {ClaimKind.MONEY}),
        ("de", "Knoblauch heilt jede Erkältung.", {ClaimKind.HEALTH}),
        ("de", "Die Hälfte der Deutschen schläft schlecht.", {ClaimKind.FIGURE}),
        ("de", "Aktien schlagen das Sparbuch.", {ClaimKind.MONEY}),
        ("pt", "O alho cura a gripe: cura mesmo.", {ClaimKind.HEALTH}),
        ("pt", "Metade dos brasileiros dorme mal.", {ClaimKind.FIGURE}),
        ("pt", "Os juros subiram.", {ClaimKind.MONEY}),
        ("ja", "蜂は1日に5000の花を訪れる。", {ClaimKind.FIGURE}),
        ("en", "The keeper climbs the stairs.", set()),
        ("en", "Number 3: the lighthouse.", set()),
        ("en", "Fact 2 is stranger.", set()),
        ("en", "At 3 a.m. the water stood still.", set()),
        ("de", "Um 3:15 Uhr war alles still.", set()),
        ("de", "Tipp 4: Licht aus.", set()),
        ("es", "Paso 1: respira.", set()),
    ],
)
def test_a_claim_is_known_in_every_language(
    language: str, sentence: str, kinds: set[ClaimKind]
) -> None:
    assert set(kinds_of(sentence, language)) == kinds


def test_without_anything_behind_it_a_claim_is_unsourced() -> None:
    (claim,) = claims_of(board("Bees are kind. 90 % of all plants need them."))

    assert (claim.scene, claim.says) == (1, "90 % of all plants need them.")
    assert (claim.origin, claim.mark, claim.is_sourced) == (Origin.UNSOURCED, "unsourced", False)


def test_what_the_document_says_is_found_in_it_and_other_figures_are_not() -> None:
    told, invented = claims_of(
        board("40 % of the colonies died.", "60 % of the colonies died.", text=TEXT, read=True)
    )

    assert (told.origin, told.mark) == (Origin.DOCUMENT, "Bee report (https://bees.example/report)")
    assert told.passage.startswith("A third of our food")
    assert told.is_read
    assert invented.origin is Origin.UNSOURCED


def test_the_users_own_text_is_told_as_such() -> None:
    (claim,) = claims_of(board("In 2023, 40 % of colonies died.", text=TEXT))

    assert (claim.origin, claim.mark, claim.source) == (Origin.OWN_TEXT, "your own text", None)


def test_a_named_source_stands_behind_its_words_only_while_they_are_the_same() -> None:
    cited = Citation(says="90 % of all plants", title="Klein 2007")
    said = board("90 % of all plants need bees.", citations=(cited,))
    translated = board("Neunzig Pflanzen? 90 % brauchen Bienen.", citations=(cited,), language="de")
    changed = board("95 % of all plants need bees.", citations=(cited,))

    assert claims_of(said)[0].mark == "Klein 2007"
    assert not claims_of(said)[0].is_read
    assert claims_of(translated)[0].mark == "Klein 2007"
    assert claims_of(changed)[0].mark == "unsourced"


def test_a_figure_that_is_said_and_written_is_one_claim() -> None:
    assert len(claims_of(board("40 % of bees died.", on_screen_text="40 %"))) == 1
    assert len(claims_of(board("Bees died.", on_screen_text="40 % gone"))) == 1


def test_a_claim_is_meant_by_its_words_or_its_figure() -> None:
    (claim,) = claims_of(board("Bees visit 5,000 flowers a day."))

    assert is_about(claim, "5000")
    assert is_about(claim, "flowers a day")
    assert not is_about(claim, "500")


@pytest.mark.parametrize("wrong", [{}, {"title": " "}, {"url": "javascript:alert(1)"}])
def test_a_source_has_a_name_or_an_address(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"a source has|String should match"):
        Citation(**wrong)


def test_the_longest_script_is_held_against_the_longest_text_in_a_second_or_two() -> None:
    text = "".join(f"{n} stones lie there. " for n in range(2_000))[:20_000]
    said = [
        "".join(f"In {n} we saw. " for n in range(i, i + 80))[:1_200] for i in range(MAX_SCENES)
    ]
    scenes = tuple(Scene(id=SceneId(f"s{n}"), narration=line) for n, line in enumerate(said))
    began = process_time()

    found = claims_of(Storyboard(brief=Brief(source_text=text), scenes=scenes))

    assert len(found) > 50 * MAX_SCENES
    assert process_time() - began < 5.0
