from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.language import language
from studio.providers.llm.director.telling import Telling
from studio.providers.llm.director.text import keyphrase, sentences
from studio.providers.llm.director.writing import broken, script

PHAROS = (
    "The Pharos of Alexandria stood about 100 metres tall and guided ships for more than a "
    "thousand years."
)
WRAPPED = """The moon pulls at the sea, and the sea
Kraken of old follows it around the
earth"""


def lines(sentence: str, *, code: str = "en", longest: int = 95) -> list[str]:
    return broken(sentence, longest=longest, telling=Telling(code))


def test_a_key_phrase_never_reaches_over_the_end_of_a_sentence() -> None:
    text = "Honey never spoils. Jars from old tombs were still good to eat."

    assert keyphrase(text, stopwords={"from", "were", "to"}) == "Honey never spoils"


def test_a_key_phrase_holds_no_word_that_only_joins_clauses() -> None:
    stopwords = language("en").stopwords

    assert keyphrase("They find the beach where they hatched.", stopwords=stopwords) == "Hatched"


def test_a_few_sentences_that_ask_for_nothing_are_a_text_to_be_told() -> None:
    text = (
        "Sea turtles swim for decades before they come home. "
        "They find the beach where they hatched. In the night they dig their nests."
    )

    assert understand(text, has_video=False).text == text
    assert understand(text, has_video=True).text == ""


def test_a_long_sentence_is_broken_where_a_clause_begins() -> None:
    assert lines(PHAROS) == [
        "The Pharos of Alexandria stood about 100 metres tall",
        "and guided ships for more than a thousand years.",
    ]


def test_a_comma_ends_a_line_better_than_a_word_in_the_middle() -> None:
    line = "Bei Flut steht das Wasser hoch, die Fischer holen am Abend die Netze ein."

    assert lines(line, code="de", longest=60) == [
        "Bei Flut steht das Wasser hoch,",
        "die Fischer holen am Abend die Netze ein.",
    ]


def test_no_line_ends_with_a_word_that_leans_on_the_next() -> None:
    for code in ("en", "de", "es", "fr", "pt"):
        stopwords = language(code).stopwords
        line = " ".join([*(["lighthouse"] * 5), next(iter(sorted(stopwords))), "stone " * 4])

        assert all(part.split()[-1].lower() not in stopwords for part in lines(line, code=code))


def test_what_is_broken_keeps_every_word_and_the_length() -> None:
    text = f"{PHAROS} 🎉 {'x' * 120} " + "one two three, four " * 30
    found = lines(text)

    assert " ".join(found).split() == text.split()
    assert all(len(line) <= 95 or len(line.split()) == 1 for line in found)


def test_a_heading_and_the_items_of_a_list_are_sentences_of_their_own() -> None:
    text = "Lighthouses\nLighthouses are older than most harbours.\n- Pharos\n- Hercules\nAnd more."

    assert sentences(text) == [
        "Lighthouses",
        "Lighthouses are older than most harbours.",
        "Pharos",
        "Hercules",
        "And more.",
    ]


def test_a_line_that_was_only_wrapped_goes_on() -> None:
    assert sentences(WRAPPED) == [" ".join(WRAPPED.split())]


def test_a_heading_that_shares_a_scene_is_closed_with_a_full_stop() -> None:
    written = script(
        "Tides\nThe moon pulls at the sea twice a day, everywhere.", target_s=30, telling=Telling()
    )

    assert [scene["narration"] for scene in written["scenes"]] == [
        "Tides. The moon pulls at the sea twice a day, everywhere."
    ]
