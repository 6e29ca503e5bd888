"""The offline director hears of links to a video, in five languages."""

import json
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, ToolMessage

from studio.providers.llm.director.decide import decide
from studio.providers.llm.director.sharing import WORDS, heard

SAID: dict[str, list[tuple[str, dict[str, Any], dict[str, list[str]]]]] = {
    "share_video": [
        (
            "share_video",
            {},
            {
                "en": [
                    "give me a link I can send",
                    "Please share it!",
                    "I want a link to share",
                    "can you make a link to the video?",
                    "share it for a week",
                    "share this with my friends",
                ],
                "es": [
                    "dame un enlace que pueda enviar",
                    "compártelo",
                    "compártelo durante una semana",
                    "quiero un enlace para compartirlo",
                    "comparte el vídeo",
                ],
                "fr": [
                    "donne-moi un lien à envoyer",
                    "partage-la pendant une semaine",
                    "je voudrais un lien que je peux partager",
                    "partage la vidéo",
                ],
                "de": [
                    "gib mir einen Link zum Verschicken",
                    "gib mir einen Link, den ich teilen kann",
                    "teile es für eine Woche",
                    "Teile das Video",
                    "ich brauche einen Link zum Video",
                ],
                "pt": [
                    "dá-me um link para enviar",
                    "partilha-o durante uma semana",
                    "quero um link que possa enviar",
                    "compartilhe o vídeo",
                ],
            },
        ),
        (
            "share_video",
            {"days": 3},
            {
                "en": ["share it for 3 days", "give me a link for three days"],
                "es": ["compártelo durante 3 días"],
                "fr": ["partage la vidéo pour 3 jours"],
                "de": ["teile es 3 Tage lang", "teile es für drei Tage"],
                "pt": ["partilha o vídeo por 3 dias"],
            },
        ),
        (
            "share_video",
            {"version": 2, "days": 14},
            {
                "en": ["share version 2 for two weeks"],
                "es": ["comparte la versión 2 durante dos semanas"],
                "fr": ["partage la version 2 pendant deux semaines"],
                "de": ["teile Version 2 für zwei Wochen"],
                "pt": ["partilha a versão 2 durante duas semanas"],
            },
        ),
    ],
    "others": [
        (
            "stop_sharing",
            {},
            {
                "en": ["stop sharing it", "stop sharing", "remove the link", "unshare it"],
                "es": ["deja de compartirlo", "borra el enlace"],
                "fr": ["arrête de la partager", "supprime le lien"],
                "de": ["teile es nicht mehr", "hör auf, es zu teilen", "lösche den Link"],
                "pt": ["para de o partilhar", "apaga o link"],
            },
        ),
        (
            "stop_sharing",
            {"everywhere": True},
            {
                "en": ["stop sharing everything", "remove all links"],
                "es": ["deja de compartir todo"],
                "fr": ["arrête de tout partager", "supprime tous les liens"],
                "de": ["hör auf, alles zu teilen", "lösche alle Links"],
                "pt": ["apaga todos os links"],
            },
        ),
        (
            "list_shares",
            {},
            {
                "en": ["what have I shared?", "show my links", "which links are open?"],
                "es": ["¿qué he compartido?", "muestra mis enlaces"],
                "fr": ["qu'ai-je partagé ?", "montre mes liens"],
                "de": ["was habe ich geteilt?", "zeig mir meine Links"],
                "pt": ["o que partilhei?", "mostra os meus links"],
            },
        ),
        (
            "",
            {},
            {
                "en": ["publish it on TikTok", "post this to YouTube"],
                "es": ["publícalo en TikTok"],
                "fr": ["publie-la sur Instagram"],
                "de": ["lade das Video auf YouTube hoch"],
                "pt": ["publica o vídeo no TikTok"],
            },
        ),
    ],
}
CASES = [
    (tool, arguments, code, message)
    for group in SAID.values()
    for tool, arguments, by_code in group
    for code, messages in by_code.items()
    for message in messages
]


@pytest.mark.parametrize(("tool", "arguments", "code", "message"), CASES)
def test_links_are_asked_for_listed_and_ended(
    tool: str, arguments: dict[str, Any], code: str, message: str
) -> None:
    found = heard(message, code="en")
    assert found is not None
    assert (found.tool, dict(found.arguments), found.code) == (tool, arguments, code)


@pytest.mark.parametrize(
    "message",
    [
        "make a video about a link to the past",
        "use this link: https://example.org/a",
        "make a video of https://example.org",
        "share of the market: 30 percent",
        "stop",
        "remove the music",
        "delete scene 3",
        "what changed?",
        "Link saves Zelda. He has to climb a tower.",
        "quita la música",
        "lösche Szene 2",
        "Version 2",
    ],
)
def test_other_messages_are_not_about_links(message: str) -> None:
    assert heard(message, code="en") is None


@pytest.mark.parametrize("code", WORDS)
def test_what_came_of_it_is_said_with_its_day(code: str) -> None:
    message = HumanMessage(SAID["share_video"][0][2][code][0])
    first = decide([message])
    assert first.call == ("share_video", {})
    made = json.dumps({"ok": True, "title": "Tide", "expires": "2026-12-05"})
    assert "2026-12-05" in decide([message, ToolMessage(made, tool_call_id="c")]).text


@pytest.mark.parametrize("code", WORDS)
def test_a_post_is_not_promised_and_a_link_offered(code: str) -> None:
    message = SAID["others"][3][2][code][0]
    reply = decide([HumanMessage(message)])
    assert reply.call is None
    assert reply.text == WORDS[code].no_post


def test_an_empty_list_is_said() -> None:
    told = ToolMessage(json.dumps({"ok": True, "count": 0}), tool_call_id="c")
    assert decide([HumanMessage("what have I shared?"), told]).text == WORDS["en"].none
