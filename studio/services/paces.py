"""Paces: how fast a voice speaks, kept over an owner's videos, so that the next draft's length fits."""

from collections.abc import Mapping
from typing import Any

from studio.db.work import Work
from studio.domain.asset import SpeechRequest, speech_request
from studio.domain.errors import Misconfigured
from studio.domain.paces import usual_pace
from studio.domain.pacing import ENOUGH_CHARACTERS
from studio.domain.storyboard import Storyboard
from studio.domain.units import UserId
from studio.makers import Makers, SpeechMaker

SAID = "said"
"""The fact of a stored voice that tells who said how much."""
NEWEST = 60
"""So many utterances tell a pace; older ones count no more."""


def said(request: SpeechRequest) -> dict[str, Any]:
    """Give the fact by which a stored voice tells its pace, as if it had spoken at its usual rate."""
    characters = round(len(request.text.strip()) / request.rate)
    return {SAID: _spoken_by(request) | {"characters": characters}}


def without(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give the facts of a stored voice without that one."""
    return {name: fact for name, fact in facts.items() if name != SAID}


async def of_voice(
    work: Work, *, owner_id: UserId, storyboard: Storyboard, speech: Makers[SpeechMaker]
) -> float | None:
    """Give the characters a second that a storyboard's voice was measured at, pauses included.

    Returns:
        What the built-in voice was measured at, where this one has said too little in this language and
        tempo; ``None`` of a foreign voice, or one that is not here.
    """
    spoken = next((scene.id for scene in storyboard.scenes if scene.spoken), None)
    try:
        maker = speech.get(storyboard.style.voice.maker)
    except Misconfigured:
        return None
    if spoken is None:
        return None
    characters, duration_ms = await work.assets.said(
        owner_id=owner_id,
        maker=maker.name,
        by={SAID: _spoken_by(speech_request(storyboard, spoken))},
        newest=NEWEST,
    )
    rate, brief = storyboard.voice_rate, storyboard.brief
    if characters >= ENOUGH_CHARACTERS:
        return characters / duration_ms * 1000 * rate
    known = usual_pace(maker.name, language=brief.language, tempo=brief.tempo)
    return known * rate if known else None


def _spoken_by(request: SpeechRequest) -> dict[str, str | int]:
    return {
        "voice": request.voice,
        "language": request.language,
        "tempo": request.tempo.value,
    }
