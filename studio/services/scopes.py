"""Scopes: what a change will take, as a card, before anything is made or paid for."""

from decimal import Decimal

from studio.db.work import Work
from studio.domain.gate import Line, total
from studio.domain.output import Hardware
from studio.domain.scope import Scope, pieces_wanted, removed, renumbered, scope_of
from studio.domain.storyboard import Storyboard
from studio.domain.units import Digest
from studio.domain.version_cards import ChangeCard
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.services import assets, questions, rules
from studio.services.charges import Payer
from studio.services.storyboards import SavedStoryboard


async def of_change(
    work: Work,
    *,
    payer: Payer,
    old: SavedStoryboard,
    new: SavedStoryboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
    hardware: Hardware = Hardware.OFF,
) -> ChangeCard:
    """Tell what a change touches, makes, costs and leaves as it is.

    Args:
        work: The transaction.
        payer: Who would pay, and when they are asked.
        old: What held before.
        new: What holds now; it has scenes.
        pictures: Who makes pictures.
        speech: Who speaks.
        hardware: That encodes.

    Raises:
        Misconfigured: A scene names a maker that is not here.
    """
    owner_id, board = payer.owner_id, new.storyboard
    made, known = [
        await assets.find_for(
            work, owner_id=owner_id, storyboard=each, pictures=pictures, speech=speech
        )
        for each in (board, old.storyboard)
    ]
    music = await assets.music_for(work, owner_id=owner_id, storyboard=board)
    wanted = pieces_wanted(board, made, hardware=hardware, music=music)
    rendered = await work.renders.made_pieces(owner_id=owner_id, among=wanted)
    found = scope_of(
        old.storyboard,
        board,
        made=made,
        known=known,
        rendered=frozenset(Digest(digest) for digest in rendered),
        hardware=hardware,
        music=music,
    )
    lines = await questions.missing(
        work, payer=payer, storyboard=board, pictures=pictures, speech=speech
    )
    asked = await questions.question(work, payer=payer, lines=lines)
    rule = await rules.of_user(work, owner_id=owner_id, usual=payer.asks)
    card = _card(found, old=old.version, new=new.version, lines=lines)
    above_usd = None if rule.above_usd is None else f"{rule.above_usd.normalize():f}"
    gone = removed(old.storyboard, board)
    moved = renumbered(old.storyboard, board) if gone else ()
    more = {"above_usd": above_usd, "asks": asked is not None}
    return card.model_copy(update=more | {"removed": gone, "renumbered": moved})


def is_shown(old: Storyboard | None, new: Storyboard) -> bool:
    """Tell whether there is anything to hold a change against."""
    return old is not None and bool(old.scenes) and bool(new.scenes) and old != new


def _card(found: Scope, *, old: int, new: int, lines: tuple[Line, ...]) -> ChangeCard:
    cost = total(lines) if lines else Decimal(0)
    return ChangeCard(
        old=old,
        new=new,
        words=found.words,
        scenes=found.scenes,
        pictures=found.work.pictures,
        lines=found.work.lines,
        render_s=found.render_s,
        total_s=found.total_s,
        segments_made=found.work.segments,
        segments_reused=found.reused,
        is_sound_made=found.work.is_sound_made,
        takes_s=round(found.work.seconds(fps=found.fps, is_bought=bool(lines)), 1),
        cost_usd=None if cost is None else f"{cost.normalize():f}",
        above_usd=None,
        asks=False,
    )
