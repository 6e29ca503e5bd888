from studio.providers.llm.director.text import keyphrase


def test_a_key_phrase_never_reaches_over_the_end_of_a_sentence() -> None:
    text = "Honey never spoils. Jars from old tombs were still good to eat."

    assert keyphrase(text, stopwords={"from", "were", "to"}) == "Honey never spoils"
