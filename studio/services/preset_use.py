"""Presets in use: what is usual, what the last video was, and what is no longer there."""

from dataclasses import dataclass, replace
from typing import Literal

from studio.db.work import Work
from studio.domain.channel import Profile, begin
from studio.domain.comparison import compare
from studio.domain.conversation import Thread
from studio.domain.errors import InvalidEdit, NotFound, ProviderFailed
from studio.domain.languages import MANY, primary
from studio.domain.preset import LABELS, MOST_SHARED, Preset, preset_of, put_on, shared
from studio.domain.storyboard import Storyboard, VoiceStyle
from studio.domain.units import ThreadId, UserId
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.packs.shelf import Shelf
from studio.services import conversations, packs, presets, storyboards, voices
from studio.services.versions import Hand, Moved, at_rest

Like = Literal["named", "usual", "last"]
LOOKED_AT = 24
"""The newest conversations that are searched for kept videos."""
KEPT_LANGUAGE = "The video stays in its language; ask for a translation to change that."
USUAL, LAST = "Your usual settings", "Like your last video"


@dataclass(frozen=True, slots=True)
class House:
    """What an installation has, by which a preset is held.

    Attributes:
        shelf: Its packs and templates.
        pictures: Who makes pictures.
        speech: Who speaks.
    """

    shelf: Shelf
    pictures: Makers[PictureMaker]
    speech: Makers[SpeechMaker]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which settings are wanted.

    Attributes:
        called: A preset's name or title.
        like: A preset that is named, what is usual, or the last video.
        language: In which the video is told; empty for the preset's.
    """

    called: str = ""
    like: Like = "named"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A preset to begin with.

    Attributes:
        preset: What it says.
        because: Why it is this one, a sentence each.
        notes: What is different from what was kept, since it is not here any more.
        name: Of a saved one; empty for one that nobody saved.
    """

    preset: Preset
    because: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    name: str = ""


async def choose(
    work: Work,
    house: House,
    *,
    owner_id: UserId,
    wanted: Wanted,
    profile: Profile,
    beside: ThreadId | None = None,
) -> Chosen:
    """Give the settings that are wanted, held against what is here.

    Args:
        work: The transaction.
        house: What is here.
        owner_id: Whose.
        wanted: Which.
        profile: What is remembered of the channel.
        beside: The conversation that is to follow them; one that has scenes keeps its language.

    Raises:
        NotFound: There is nothing to go by.
    """
    match wanted.like:
        case "usual":
            found = await usual(work, owner_id=owner_id, profile=profile, beside=beside)
        case "last":
            found = await last(work, owner_id=owner_id, profile=profile, beside=beside)
        case _:
            found = await named(work, owner_id=owner_id, called=wanted.called)
    board = Storyboard()
    if beside and (saved := await storyboards.latest(work, owner_id=owner_id, thread_id=beside)):
        board = saved.storyboard
    language = board.brief.language if board.scenes else wanted.language
    found = await fitted(work, house, found, owner_id=owner_id, language=language)
    if board.scenes and wanted.language not in ("", language):
        return replace(found, notes=(*found.notes, KEPT_LANGUAGE))
    return found


async def follow(work: Work, hand: Hand, chosen: Chosen) -> Moved:
    """Let a conversation's video follow a preset, by hand.

    Raises:
        NotFound: The owner has no such thread.
        TurnInProgress: The agent is at work on it.
        VersionConflict: There is a newer version than was expected.
    """
    await at_rest(work, hand)
    present = await storyboards.latest(work, **hand.whose)
    version, before = (present.version, present.storyboard) if present else (0, Storyboard())
    board = put_on(before, chosen.preset)
    saved = await storyboards.save(
        work,
        **hand.whose,
        storyboard=board,
        expected_version=version if hand.expected_version is None else hand.expected_version,
        author=hand.author,
        message=f"Use {chosen.preset.title}",
    )
    return Moved(saved, compare(before, board), saved.message)


async def named(work: Work, *, owner_id: UserId, called: str) -> Chosen:
    """Give a saved preset.

    Raises:
        NotFound: The user has none that is called so.
    """
    saved = await presets.find(work, owner_id=owner_id, called=called)
    return Chosen(saved.preset, (f"Your preset {saved.preset.title}.",), name=saved.name)


async def usual(
    work: Work, *, owner_id: UserId, profile: Profile, beside: ThreadId | None = None
) -> Chosen:
    """Give the default preset, else what the channel and the newest kept videos have in common.

    Args:
        work: The transaction.
        owner_id: Whose.
        profile: What is remembered of the channel.
        beside: A conversation that is not looked at.

    Raises:
        NotFound: There is nothing to go by.
    """
    if saved := await presets.usual(work, owner_id=owner_id):
        why = f"Your default preset {saved.preset.title}."
        return Chosen(saved.preset, (why,), name=saved.name)
    kept = await _kept(work, owner_id, beside)
    board, names = shared(begin(profile), kept)
    because: list[str] = []
    if board.own:
        said = ", ".join(LABELS.get(name, name) for name in board.own)
        because.append(f"From your channel's profile: {said}.")
    if names:
        told = ", ".join(names)
        one = (
            "From your last video" if len(kept) == 1 else f"What your last {len(kept)} videos share"
        )
        because.append(f"{one}: {told}.")
    if not because:
        raise NotFound(
            "There are no usual settings yet: no default preset, no channel profile, no finished video."
        )
    return Chosen(preset_of(board, title=USUAL, brand=profile.brand), tuple(because))


async def last(
    work: Work, *, owner_id: UserId, profile: Profile, beside: ThreadId | None = None
) -> Chosen:
    """Give how the newest other video looks, sounds and is told.

    Raises:
        NotFound: There is no other video.
    """
    for thread in await conversations.list_threads(work, owner_id=owner_id, limit=LOOKED_AT):
        board = await _board(work, owner_id, thread)
        if thread.id != beside and board.scenes:
            title = board.title or thread.title
            return Chosen(
                preset_of(board, title=LAST, brand=profile.brand), (f"Your last video, {title}.",)
            )
    raise NotFound("There is no other video yet to be like.")


async def fitted(
    work: Work, house: House, chosen: Chosen, *, owner_id: UserId, language: str = ""
) -> Chosen:
    """Hold a preset against what is here: what is gone is replaced by rule, and told.

    A voice that is gone is replaced by its maker's usual one, or, where the maker is gone, by the
    first that speaks the language and costs nothing. What then costs something is asked about
    where it is bought, like anything else.

    Args:
        work: The transaction.
        house: What is here.
        chosen: The preset.
        owner_id: Whose.
        language: In which the video is told, where that is not the preset's.
    """
    preset = chosen.preset
    telling = preset.telling.model_copy(update={"language": language} if language else {})
    voice, told = await _voice(house.speech, preset.style.voice, telling.language)
    style, notes = preset.style.model_copy(update={"voice": voice}), list(told)
    if style.picture_maker and style.picture_maker not in house.pictures.by_name:
        notes.append(
            f"{style.picture_maker} makes no pictures here any more; the usual maker does."
        )
        style = style.model_copy(update={"picture_maker": ""})
    keys = [one.key for one in style.references]
    mine = {row.key for row in await work.assets.by_keys(owner_id=owner_id, keys=keys)}
    there = [one for one in style.references if one.key in mine]
    if len(there) < len(style.references):
        notes.append("A reference picture is gone; the video goes without it.")
        style = style.model_copy(update={"references": tuple(there)})
    music, gone = preset.music, preset.music.track
    if gone and not await work.assets.by_ids(owner_id=owner_id, ids=[gone]):
        notes.append("The music of the preset is gone; music is composed instead.")
        music = music.model_copy(update={"track": None})
    followed, missing = await _followed(work, house.shelf, owner_id, preset)
    fits = preset.model_copy(
        update={"telling": telling, "style": style, "music": music, **followed}
    )
    return Chosen(fits, chosen.because, (*notes, *missing), chosen.name)


async def _voice(
    speech: Makers[SpeechMaker], voice: VoiceStyle, language: str
) -> tuple[VoiceStyle, tuple[str, ...]]:
    named = " ".join(filter(None, (voice.maker, voice.voice)))
    if voice.maker and voice.maker not in speech.by_name:
        instead = await _instead(speech, language)
        note = f"The voice {named} is not here any more; {instead.maker} {instead.voice} speaks."
        return instead.model_copy(update={"pitch_semitones": voice.pitch_semitones}), (note,)
    try:
        there = await speech.get(voice.maker).voices()
    except ProviderFailed:
        return voice, ()
    same = next((one for one in there if one.id == voice.voice), None)
    if not voice.voice or (same and primary(same.language) in {primary(language), MANY}):
        return voice, ()
    usual = voice.model_copy(update={"voice": ""})
    if same:
        note = (
            f"The voice {named} does not speak {language}; the usual voice of that language does."
        )
    else:
        note = f"The voice {named} is not here any more; its maker's usual voice speaks."
    return usual, (note,)


async def _instead(speech: Makers[SpeechMaker], language: str) -> VoiceStyle:
    there = await voices.offers(speech, language=language)
    free = [one for one in there if one.price_per_1000_usd == 0]
    for offer in (*free, *there):
        return VoiceStyle(maker=offer.maker, voice=offer.voice.id)
    raise InvalidEdit(f"No voice here speaks {language!r}.")


async def _followed(
    work: Work, shelf: Shelf, owner_id: UserId, preset: Preset
) -> tuple[dict[str, str], tuple[str, ...]]:
    board = Storyboard(pack=preset.pack, template=preset.template)
    pack, template = await packs.followed(work, shelf, owner_id=owner_id, board=board)
    named = {"pack": pack.name if pack else "", "template": template.name if template else ""}
    kept = (("pack", preset.pack), ("template", preset.template))
    return named, tuple(
        f"The {kind} {name} is gone; the look is kept."
        for kind, name in kept
        if name and not named[kind]
    )


async def _kept(work: Work, owner_id: UserId, beside: ThreadId | None) -> list[Storyboard]:
    kept: list[Storyboard] = []
    for thread in await conversations.list_threads(work, owner_id=owner_id, limit=LOOKED_AT):
        if thread.id == beside or len(kept) == MOST_SHARED:
            continue
        done = await work.renders.newest_done(owner_id=owner_id, thread_id=thread.id)
        if done is not None:
            kept.append(await _board(work, owner_id, thread))
    return kept


async def _board(work: Work, owner_id: UserId, thread: Thread) -> Storyboard:
    saved = await storyboards.latest(work, owner_id=owner_id, thread_id=thread.id)
    return saved.storyboard if saved else Storyboard()
