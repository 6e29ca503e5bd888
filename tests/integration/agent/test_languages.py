"""A whole conversation with the offline director, through the agent's graph, in five languages."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from studio.domain.conversation import Role, TurnStatus
from studio.domain.storyboard import Storyboard
from studio.jobs.memory import MemoryRenderQueue
from studio.providers.llm.director.language import language
from studio.providers.llm.director.model import Director
from studio.services import storyboards
from tests.support.makers import FLAT, HUMMED
from tests.support.studio import open_test_studio
from tests.support.turns import ended, failing_renders, messages_of, open_thread, running, say

TEXTS = {
    "en": "Bees dance in the dark hive. The dance tells where flowers are. It is a map. Nobody taught them.",
    "es": "Las abejas bailan en la colmena oscura. El baile dice dónde hay flores. Es un mapa. Nadie les enseñó.",
    "fr": "Les abeilles dansent dans la ruche sombre. La danse dit où sont les fleurs. C'est une carte. Personne ne leur a appris.",
    "de": "Bienen tanzen im dunklen Stock. Der Tanz sagt, wo die Blumen sind. Er ist eine Karte. Niemand hat es ihnen gezeigt.",
    "pt": "As abelhas dançam na colmeia escura. A dança diz onde estão as flores. É um mapa. Ninguém lhes ensinou.",
}


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said: begin, change twice, forbid, go back."""

    begin: str
    change: str
    forbid: str
    back: str


TALKS = {
    "en": Talk(
        "make this into a video: ",
        "remove the last scene and lock scene 1, no music",
        "don't remove scene 1",
        "undo that",
    ),
    "es": Talk(
        "haz un vídeo con esto: ",
        "borra la última escena y bloquea la escena 1, sin música",
        "no borres la escena 1",
        "deshazlo",
    ),
    "fr": Talk(
        "fais une vidéo avec ceci : ",
        "supprime la dernière scène et verrouille la scène 1, sans musique",
        "ne supprime pas la scène 1",
        "annule ça",
    ),
    "de": Talk(
        "mach daraus ein Video: ",
        "lösch die letzte Szene und sperre Szene 1, ohne Musik",
        "lösch Szene 1 nicht",
        "mach das rückgängig",
    ),
    "pt": Talk(
        "faça um vídeo com isto: ",
        "apague a última cena e bloqueie a cena 1, sem música",
        "não apague a cena 1",
        "desfaça isso",
    ),
}


@pytest.mark.parametrize("code", TALKS)
async def test_a_whole_conversation_makes_changes_and_goes_back(
    code: str, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with open_test_studio(database_url, redis_url, tmp_path) as whole:
        studio = replace(whole, queue=MemoryRenderQueue(), pictures=FLAT, speech=HUMMED)
        owner, thread = await open_thread(studio)
        spoken = language(code)

        async def turn(text: str) -> tuple[Storyboard, str]:
            asked = await say(studio, owner, thread, text)
            assert await ended(studio, owner, thread, asked) is TurnStatus.DONE
            async with studio.work() as work:
                saved = await storyboards.latest(work, owner_id=owner, thread_id=thread)
            assert saved is not None
            told = [m for m in await messages_of(studio, owner, thread) if m.role is Role.ASSISTANT]
            return saved.storyboard, told[-1].content

        async with running(studio, database_url, Director()), failing_renders(studio):
            drafted, _ = await turn(TALKS[code].begin + TEXTS[code])
            assert drafted.brief.language == code
            assert " ".join(scene.narration for scene in drafted.scenes) == TEXTS[code]

            changed, reply = await turn(TALKS[code].change)
            assert [s.id for s in changed.scenes] == [s.id for s in drafted.scenes[:-1]]
            assert changed.scenes[0].locked
            assert not changed.music.enabled
            assert reply.startswith(spoken.say("failed", reason=""))

            kept, reply = await turn(TALKS[code].forbid)
            assert kept == changed
            assert reply == spoken.say("left_one", scenes="1")

            back, _ = await turn(TALKS[code].back)
            assert back.scenes == drafted.scenes
            assert back.music == drafted.music
