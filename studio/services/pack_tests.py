"""A pack makes a few seconds of video with itself, by what costs nothing here."""

from studio.db.work import Works
from studio.domain.asset import PictureRequest, SpeechRequest
from studio.domain.budget import Caps
from studio.domain.changes import SceneDraft, ScriptDraft
from studio.domain.edit import draft
from studio.domain.errors import Misconfigured
from studio.domain.output import Hardware
from studio.domain.pack import Pack, filled
from studio.domain.packing import conform, nth, put_on
from studio.domain.render import Render, RenderProfile
from studio.domain.storyboard import Brief, Storyboard, Style, VoiceStyle
from studio.domain.stretching import fit
from studio.domain.timeline import compile_timeline
from studio.domain.units import ThreadId, UserId
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.ports import ArtifactStore, RenderQueue
from studio.services import assets, conversations, renders, storyboards
from studio.services.charges import Payer

LASTS_S = 6
SUBJECTS = ("an old house on a hill", "a person walking through a forest")
TOPICS = {
    "en": "the lighthouse",
    "es": "el faro",
    "fr": "le phare",
    "de": "der Leuchtturm",
    "pt": "o farol",
}


def storyboard_of(pack: Pack, *, language: str = "en") -> Storyboard:
    """Write what a pack is tested with: its shortest hook, and a second picture."""
    words = pack.in_language(language)
    topic = TOPICS.get(language, TOPICS["en"])
    hooks = sorted((filled(hook, topic) for hook in words.hooks), key=len)
    lines = [hooks[0] if hooks else words.title, ""]
    scenes = tuple(
        SceneDraft(
            narration=line,
            visual_prompt=SUBJECTS[number],
            on_screen_text=words.title if number == 0 else "",
            motion=nth(pack.motions, number),
            transition=nth(pack.transitions, number),
        )
        for number, line in enumerate(lines)
    )
    brief = Brief(topic=topic, target_s=LASTS_S, language=language)
    blank = Storyboard(brief=brief)
    board = draft(put_on(blank, pack), ScriptDraft(title=words.title, scenes=scenes))
    return conform(board, pack)


async def begin(
    works: Works,
    *,
    owner_id: UserId,
    pack: Pack,
    language: str,
    store: ArtifactStore,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
    caps: Caps,
    queue: RenderQueue,
    hardware: Hardware,
) -> tuple[ThreadId, Render]:
    """Make pictures and voices and ask for the video, in a conversation of its own.

    Raises:
        Misconfigured: No maker here works for nothing.
        ProviderFailed: A picture or a voice could not be made.
    """
    board = _made_for_nothing(storyboard_of(pack, language=language), pictures, speech)
    async with works.work() as work:
        thread = await conversations.create_thread(
            work, owner_id=owner_id, title=f"Test of {pack.name}"
        )
    payer = Payer(owner_id=owner_id, thread_id=thread.id, turn_id=None, caps=caps)
    await assets.make_pictures(works, store=store, makers=pictures, payer=payer, storyboard=board)
    await assets.make_voices(works, store=store, makers=speech, payer=payer, storyboard=board)
    async with works.work() as work:
        made = await assets.find_for(
            work, owner_id=owner_id, storyboard=board, pictures=pictures, speech=speech
        )
        board = fit(board, made).storyboard
        saved = await storyboards.save(
            work,
            owner_id=owner_id,
            thread_id=thread.id,
            storyboard=board,
            expected_version=0,
            author="user",
            message=f"Test the pack {pack.name}",
        )
        asked = await renders.request(
            work,
            owner_id=owner_id,
            thread_id=thread.id,
            turn_id=None,
            version=saved.version,
            timeline=compile_timeline(board, made, hardware=hardware),
            profile=RenderProfile.STANDARD,
            queue=queue,
        )
    return thread.id, asked.render


def _made_for_nothing(
    board: Storyboard, pictures: Makers[PictureMaker], speech: Makers[SpeechMaker]
) -> Storyboard:
    painter = _free(
        {n: m.quote(PictureRequest(prompt="")).cost_usd == 0 for n, m in pictures.by_name.items()},
        kind="PICTURES",
        usual="illustrator",
    )
    speaker = _free(
        {n: m.quote(SpeechRequest(text="x")).cost_usd == 0 for n, m in speech.by_name.items()},
        kind="SPEECH",
        usual="espeak",
    )
    voice = VoiceStyle(maker=speaker, pitch_semitones=board.style.voice.pitch_semitones)
    style: Style = board.style.model_copy(update={"picture_maker": painter, "voice": voice})
    return board.model_copy(update={"style": style})


def _free(is_free: dict[str, bool], *, kind: str, usual: str) -> str:
    """Give a maker that costs nothing; empty for the first one."""
    names = [name for name, free in is_free.items() if free]
    if not names:
        raise Misconfigured(
            f"A pack is tested for nothing, but nobody here works so; add {usual!r} to "
            f"REELWRIGHT_{kind}."
        )
    return "" if names[0] == next(iter(is_free)) else names[0]
