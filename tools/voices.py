"""List the voices of all makers, and let one be heard before it is used."""

from decimal import Decimal

from pydantic import Field

from studio.domain.cards import VoiceCard
from studio.domain.errors import BudgetExceeded
from studio.domain.storyboard import Storyboard
from studio.services import voices
from studio.services.voices import Offer
from tools.context import ToolContext
from tools.spec import Arguments, Tool
from tools.storyboards import answer, latest

MOST = 40
"""Voices in one answer: a model reads no more with profit."""


class ListArguments(Arguments):
    """Which ones."""

    maker: str = Field("", max_length=40, description="Only this one's; empty lists all makers'.")


class HearArguments(Arguments):
    """Which one."""

    voice: str = Field("", max_length=80, description="Its id or name; empty takes the first.")
    maker: str = Field("", max_length=40, description="Who speaks, e.g. `elevenlabs`.")


async def list_voices(context: ToolContext, arguments: ListArguments) -> str:
    """List voices that speak the video's language."""
    board = await _board(context)
    there = await voices.offers(
        context.studio.speech, maker=arguments.maker, language=board.brief.language
    )
    told = [
        {
            "maker": offer.maker,
            "voice": offer.voice.id,
            "label": offer.voice.label,
            "usd_per_1000_characters": _usd(offer.price_per_1000_usd),
        }
        | ({"retires_on": str(offer.voice.retires_on)} if offer.voice.retires_on else {})
        for offer in there[:MOST]
    ]
    return answer(ok=True, voices=told, more=max(0, len(there) - MOST))


async def hear_voice(context: ToolContext, arguments: HearArguments) -> str:
    """Put a voice into the chat, to be heard; what costs something is left to the user's click.

    Raises:
        InvalidEdit: There is no such voice.
    """
    board, speech = await _board(context), context.studio.speech
    language = board.brief.language
    offer = await voices.choose(
        speech, arguments.voice, maker=arguments.maker, language=language,
        usual=board.style.voice.maker,
    )  # fmt: skip
    price = voices.sample_usd(speech, offer, language=language)
    card = voice_card(offer, language=language, sample_usd=price)
    try:
        heard = await voices.sample(
            context.studio.works,
            store=context.studio.store,
            makers=speech,
            payer=context.payer,
            offer=offer,
            language=language,
        )
        card = card.model_copy(update={"sample": heard.id})
    except BudgetExceeded:
        # Not made: the card shows the price, and the user's click pays it.
        pass
    await context.show_card(
        "voice", card, card_id=f"voice-{offer.maker}-{offer.voice.id}-{context.turn_id}"
    )
    return answer(
        ok=True,
        maker=offer.maker,
        voice=offer.voice.id,
        can_be_heard=card.sample is not None,
        sample_usd=card.sample_usd,
    )


def voice_card(offer: Offer, *, language: str, sample_usd: Decimal | None) -> VoiceCard:
    """Build the card of a voice that was not heard yet."""
    retires_on = offer.voice.retires_on
    return VoiceCard(
        maker=offer.maker,
        voice=offer.voice.id,
        label=offer.voice.label,
        language=language,
        price_per_1000_usd=_usd(offer.price_per_1000_usd),
        sample_usd=_usd(sample_usd),
        retires_on=str(retires_on) if retires_on else None,
    )


async def _board(context: ToolContext) -> Storyboard:
    saved = await latest(context)
    return saved.storyboard if saved else Storyboard()


def _usd(price: Decimal | None) -> str | None:
    return None if price is None else f"{price.normalize():f}"


LIST = Tool(
    name="list_voices",
    description="List the voices that speak the video's language, of all makers, with their prices.",
    arguments=ListArguments,
    run=list_voices,
)
HEAR = Tool(
    name="hear_voice",
    description="Let the user hear a voice before it is used. A sample that costs something is not "
    "made; its price stands on the card, and the user's click pays it.",
    arguments=HearArguments,
    run=hear_voice,
)
