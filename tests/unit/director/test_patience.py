"""The offline director hears from which length or breadth on a change waits, in five languages."""

from typing import Any

import pytest
from langchain_core.messages import HumanMessage, ToolMessage

from studio.providers.llm.director.decide import decide
from studio.providers.llm.director.patience import RULES, WORDS, heard

SAID: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
    (
        {"above_s": 20},
        {
            "en": [
                "ask me before anything that takes longer than 20 seconds",
                "Please ask me before changes that take more than 20 s.",
                "wait for my yes before anything that takes more than 20 seconds",
            ],
            "es": [
                "pregúntame antes de cualquier cosa que tarde más de 20 segundos",
                "pregúntame antes de cambios que tarden más de 20 segundos",
            ],
            "fr": [
                "demande-moi avant tout ce qui prend plus de 20 secondes",
                "demande-moi avant toute modification qui dure plus de 20 secondes",
            ],
            "de": [
                "frag mich vor allem, was länger als 20 Sekunden dauert",
                "frag mich, bevor du etwas machst, das länger als 20 Sekunden dauert",
                "frag mich vor Änderungen, die länger als 20 s dauern",
            ],
            "pt": [
                "pergunta-me antes de tudo o que demore mais de 20 segundos",
                "pergunte-me antes de mudanças que levem mais de 20 segundos",
            ],
        },
    ),
    (
        {"above_s": 120},
        {
            "en": ["ask me before anything that takes longer than 2 minutes"],
            "es": ["pregúntame antes de todo lo que tarde más de 2 minutos"],
            "fr": ["demande-moi avant tout ce qui dure plus de 2 minutes"],
            "de": ["frag mich vor allem, was länger als 2 Minuten dauert"],
            "pt": ["pergunta-me antes de qualquer coisa que leve mais de 2 minutos"],
        },
    ),
    (
        {"above_scenes": 3},
        {
            "en": ["ask me before changes that touch more than 3 scenes"],
            "es": ["pregúntame antes de cambios que toquen más de 3 escenas"],
            "fr": ["demande-moi avant les modifications qui touchent plus de 3 scènes"],
            "de": ["frag mich vor Änderungen, die mehr als 3 Szenen betreffen"],
            "pt": ["pergunta-me antes de alterações que afetem mais de 3 cenas"],
        },
    ),
    (
        {"size": False},
        {
            "en": ["stop asking me before long changes"],
            "es": ["deja de preguntarme por cambios largos"],
            "fr": ["ne me demande plus avant les longues modifications"],
            "de": ["frag mich nicht mehr vor langen Änderungen"],
            "pt": ["para de me perguntar sobre mudanças longas"],
        },
    ),
]
CASES = [(args, code, m) for args, by in SAID for code, ms in by.items() for m in ms]


@pytest.mark.parametrize(("arguments", "code", "message"), CASES)
def test_the_rule_is_one_call_and_is_said_back(
    arguments: dict[str, Any], code: str, message: str
) -> None:
    found = heard(message, code="en")
    assert found is not None
    assert (dict(found.arguments), found.code) == (arguments, code)
    said = HumanMessage(message)
    assert decide([said]).call == ("set_wait_rule", arguments)
    told = decide([said, ToolMessage('{"ok": true}', tool_call_id="c")]).text
    assert told == found.says
    if "above_s" in arguments:
        assert RULES[code][0].format(count=arguments["above_s"]) in told


@pytest.mark.parametrize(
    "message",
    [
        "make a video that takes longer than 20 seconds",
        "ask me above 50 cents",
        "ask before you spend anything",
        "why does it take longer than 20 seconds?",
        "frag mich, bevor du Geld ausgibst",
    ],
)
def test_other_messages_are_no_such_rule(message: str) -> None:
    assert heard(message, code="en") is None


def test_every_language_has_its_words() -> None:
    assert set(WORDS) == set(RULES) == {"en", "es", "fr", "de", "pt"}
