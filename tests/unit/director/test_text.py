from studio.providers.llm.director.language import language
from studio.providers.llm.director.text import keyphrase


def test_a_key_phrase_never_reaches_over_the_end_of_a_sentence() -> None:
    text = "Honey never spoils. Jars from old tombs were still good to eat."

    assert keyphrase(text, stopwords={"from", "were", "to"}) == "Honey never spoils"


def test_a_key_phrase_holds_no_word_that_only_joins_clauses() -> None:
    stopwords = language("en").stopwords

    assert keyphrase("They find the beach where they hatched.", stopwords=stopwords) == "Hatched"
