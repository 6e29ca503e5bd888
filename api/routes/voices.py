"""Voices: those that there are, and how they sound."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import PartsDep, Reader, Writer
from api.problems import responses
from api.schemas.voices import SampleShown, SampleWanted, VoiceShown, VoicesShown
from studio.services import voices
from studio.services.charges import Payer

router = APIRouter(prefix="/v1/voices", tags=["voices"])


@router.get("", responses=responses(401, 403, 422))
async def list_voices(
    _: Reader,
    parts: PartsDep,
    maker: Annotated[str, Query(max_length=40, description="Only this one's.")] = "",
    language: Annotated[str, Query(max_length=40, description="Only those that speak it.")] = "",
) -> VoicesShown:
    """List the voices of all makers, with their prices."""
    speech = parts.studio.speech
    there = await voices.offers(speech, maker=maker, language=language)
    prices = [voices.sample_usd(speech, offer, language=language or "en") for offer in there]
    return VoicesShown(
        items=[VoiceShown.of(o, price) for o, price in zip(there, prices, strict=True)]
    )


@router.post("/sample", responses=responses(401, 402, 403, 422, 502, 503, 504))
async def hear_voice(wanted: SampleWanted, principal: Writer, parts: PartsDep) -> SampleShown:
    """Give a voice to be heard: the provider's own sample, else a short sentence, made once."""
    studio = parts.studio
    offer = await voices.choose(
        studio.speech, wanted.voice, maker=wanted.maker, language=wanted.language
    )
    heard = await voices.sample(
        studio.works,
        store=studio.store,
        makers=studio.speech,
        payer=Payer(owner_id=principal.user_id, thread_id=None, turn_id=None, caps=studio.caps),
        offer=offer,
        language=wanted.language,
        accepts_usd=wanted.accepts_usd,
    )
    url = parts.signer(principal.user_id)("assets", heard.id)
    return SampleShown(asset_id=heard.id, duration_ms=heard.duration_ms, url=url)
