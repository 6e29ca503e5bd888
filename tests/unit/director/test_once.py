"""The offline director makes a whole video in one go, in five languages."""

import pytest
from langchain_core.messages import HumanMessage

from studio.providers.llm.director.decide import decide
from tests.unit.director.boards import decided, history
from tests.unit.director.tracing import saying, trace

JUST = {
    "en": ("just make it", "Just make it: a video about owls"),
    "es": ("simplemente hazlo", "Hazlo sin más: un vídeo sobre los búhos"),
    "fr": ("fais-le simplement", "Fais-le simplement : une vidéo sur les hiboux"),
    "de": ("mach es einfach", "Mach es einfach: ein Video über Eulen"),
    "pt": ("simplesmente faça isso", "Faça sem perguntar: um vídeo sobre corujas"),
}


@pytest.mark.parametrize("code", JUST)
def test_alone_it_makes_the_video_that_there_is(code: str) -> None:
    assert decide(history(JUST[code][0])).call == ("show_storyboard", {})
    assert decided(JUST[code][0]).call == ("render", {"profile": "standard"})


@pytest.mark.parametrize("code", JUST)
def test_with_a_topic_it_makes_that_video(code: str) -> None:
    call = decide(history(JUST[code][1], has_video=False)).call
    assert call is not None
    assert call[0] == "set_brief"
    assert call[1]["language"] == code
    assert call[1]["topic"].lower().split()[-1] in {"owls", "búhos", "hiboux", "eulen", "corujas"}


def test_after_a_topic_of_which_nothing_was_made_it_makes_that() -> None:
    call = decide([HumanMessage("a video about owls"), HumanMessage("just make it")]).call
    assert call is not None
    assert call[1]["topic"] == "owls"


@pytest.mark.parametrize("code", JUST)
def test_with_nothing_to_make_it_says_what_is_missing(code: str) -> None:
    reply = decide([HumanMessage(JUST[code][0])])
    assert reply.call is None
    assert saying(reply.text) == "nothing"


def test_an_edit_in_haste_is_an_edit() -> None:
    assert trace("scene 3 should last 7 s, just make it") == trace("scene 3 should last 7 s")
