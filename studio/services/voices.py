"""Voices: those that there are, what they cost, and how they sound before anything is paid."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from studio.db.work import Works
from studio.domain.asset import (
    AssetKind,
    SpeechRequest,
    VoiceAsset,
    content_key,
    digest,
    speech_request,
)
from studio.domain.errors import BudgetExceeded, InvalidEdit, ProviderFailed
from studio.domain.languages import MANY, primary
from studio.domain.money import Usage
from studio.domain.scene import Scene
from studio.domain.storyboard import Brief, Storyboard, Style, Tempo, VoiceStyle
from studio.domain.units import Digest, SceneId
from studio.makers import Makers, SpeechMaker, Voice
from studio.ports import ArtifactStore
from studio.services import assets, paces
from studio.services.charges import Payer

SENTENCES = {
    "en": "Hello! This is how your next video will sound.",
    "es": "¡Hola! Así sonará tu próximo vídeo.",
    "fr": "Bonjour ! Voici comment sonnera votre prochaine vidéo.",
    "de": "Hallo! So wird dein nächstes Video klingen.",
    "pt": "Olá! É assim que o seu próximo vídeo vai soar.",
}
"""What a sample says; any other language hears the English one."""
_SAMPLE = SceneId("sample")


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice of a maker.

    Attributes:
        maker: As settings name it.
        voice: The voice.
        price_per_1000_usd: Of 1,000 characters; ``None`` where nobody knows.
    """

    maker: str
    voice: Voice
    price_per_1000_usd: Decimal | None


async def offers(
    makers: Makers[SpeechMaker], *, maker: str = "", language: str = ""
) -> Sequence[Offer]:
    """List the voices of all makers, or of one, that speak a language, or any.

    Raises:
        InvalidEdit: There is no such maker here.
    """
    if maker and maker not in makers.by_name:
        there_are = ", ".join(makers.by_name)
        raise InvalidEdit(f"Nobody called {maker!r} speaks here. There are: {there_are}.")
    found: list[Offer] = []
    for name in [maker] if maker else makers.by_name:
        speaker = makers.get(name)
        for voice in await speaker.voices():
            if not language or primary(voice.language) in {primary(language), MANY}:
                quoted = speaker.quote(SpeechRequest(text="a" * 1000, voice=voice.id))
                found.append(Offer(name, voice, quoted.cost_usd))
    return found


async def choose(
    makers: Makers[SpeechMaker], wanted: str, *, maker: str = "", language: str, usual: str = ""
) -> Offer:
    """Find a voice by its id, its label, or a word of its label or for it.

    Args:
        makers: All that there are.
        wanted: What the user calls it; empty takes the maker's first.
        maker: Of this one; empty looks at all of them.
        language: In which it shall speak.
        usual: The maker that is looked at first.

    Raises:
        InvalidEdit: There is none, or no such maker; the message lists what there is.
    """
    there = await offers(makers, maker=maker)
    there = sorted(there, key=lambda offer: offer.maker != (usual or next(iter(makers.by_name))))
    spoken = [o for o in there if primary(o.voice.language) in {primary(language), MANY}]
    name = wanted.strip().lower()
    if not name and spoken:
        return spoken[0]
    for offer in (*spoken, *there):
        if name in {offer.voice.id.lower(), offer.voice.label.lower()}:
            return offer
    for offer in spoken:
        words = re.findall(r"\w+", f"{offer.voice.label} {offer.voice.id}".lower())
        if name in {*words, *offer.voice.aliases}:
            return offer
    told = ", ".join(f"{o.voice.id} ({o.voice.label})" for o in spoken) or "none in this language"
    raise InvalidEdit(f"There is no voice {wanted!r}. Voices: {told}.")


def quote(makers: Makers[SpeechMaker], storyboard: Storyboard, scene_id: SceneId) -> Usage:
    """Tell what a scene's voice will use at most.

    Raises:
        Misconfigured: Its maker is not here.
    """
    return makers.get(storyboard.style.voice.maker).quote(speech_request(storyboard, scene_id))


def sentence(language: str) -> str:
    """Give what a sample says in a language."""
    return SENTENCES.get(primary(language), SENTENCES["en"])


def sample_usd(makers: Makers[SpeechMaker], offer: Offer, *, language: str) -> Decimal | None:
    """Tell what a sample costs that nobody has made yet; ``None`` where nobody knows."""
    if offer.voice.sample_url:
        return Decimal(0)
    request = SpeechRequest(text=sentence(language), language=language, voice=offer.voice.id)
    return makers.get(offer.maker).quote(request).cost_usd


async def sample(
    works: Works,
    *,
    store: ArtifactStore,
    makers: Makers[SpeechMaker],
    payer: Payer,
    offer: Offer,
    language: str,
    accepts_usd: Decimal = Decimal(0),
) -> VoiceAsset:
    """Give a voice to be heard: what the provider shows for nothing, else a short sentence.

    A sample that was made once is found again.

    Raises:
        BudgetExceeded: It costs more than is accepted, or nobody knows what; nothing was called.
        ProviderFailed: It could not be made.
    """
    maker = makers.get(offer.maker)
    if offer.voice.sample_url:
        made = await _shown(works, store, maker, payer, offer.voice)
        if made is not None:
            return made
    board = _board(offer, language)
    recipe = digest(maker.name, speech_request(board, _SAMPLE))
    there = await _find(works, store, payer, recipe)
    if there is not None:
        return there
    _check(sample_usd(makers, offer, language=language), accepts_usd, offer)
    report = await assets.make_voices(
        works, store=store, makers=makers, payer=payer, storyboard=board
    )
    found = await _find(works, store, payer, recipe)
    if found is None:
        raise ProviderFailed(report.failed.get(_SAMPLE, "The sample could not be made; try again."))
    return found


def _check(price: Decimal | None, accepts_usd: Decimal, offer: Offer) -> None:
    if price is None:
        raise BudgetExceeded(
            f"Nobody knows what a sample of {offer.voice.label!r} costs; set its price "
            f"(REELWRIGHT_SPEECH_{offer.maker.upper()}_PRICE_USD)."
        )
    if price > accepts_usd:
        raise BudgetExceeded(
            f"A sample of {offer.voice.label!r} costs ${price.normalize():f}; "
            "accept that price to hear it."
        )


def _board(offer: Offer, language: str) -> Storyboard:
    style = Style(voice=VoiceStyle(maker=offer.maker, voice=offer.voice.id))
    return Storyboard(
        brief=Brief(language=language, tempo=Tempo.NORMAL),
        style=style,
        scenes=(Scene(id=_SAMPLE, narration=sentence(language)),),
    )


async def _find(
    works: Works, store: ArtifactStore, payer: Payer, recipe: Digest
) -> VoiceAsset | None:
    async with works.work() as work:
        rows = await work.assets.by_recipe(
            owner_id=payer.owner_id, kind=AssetKind.VOICE.value, recipes=[recipe]
        )
    for row in rows:
        known = {"id": row.id, "key": row.key, "recipe": row.recipe, "maker": row.maker}
        voice = VoiceAsset.model_validate(known | paces.without(row.facts))
        if await store.exists(voice.key):
            return voice
    return None


async def _shown(
    works: Works, store: ArtifactStore, maker: SpeechMaker, payer: Payer, voice: Voice
) -> VoiceAsset | None:
    """Keep the provider's own sample, which costs nothing."""
    recipe = digest("sample", maker.name, voice.id, voice.sample_url)
    found = await _find(works, store, payer, recipe)
    if found is not None:
        return found
    speech = await maker.sample(voice)
    if speech is None:
        return None
    key = content_key("voices", speech.wav, extension="wav")
    await store.put(key, speech.wav, media_type="audio/wav")
    async with works.work() as work:
        await work.assets.save(
            owner_id=payer.owner_id,
            kind=AssetKind.VOICE.value,
            recipe=recipe,
            key=key,
            maker=maker.name,
            facts={"duration_ms": speech.duration_ms, "words": []},
        )
    return await _find(works, store, payer, recipe)
