from studio.providers.llm.director.grammar import understand
from studio.providers.llm.director.language import language
from studio.providers.llm.director.text import keyphrase


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
