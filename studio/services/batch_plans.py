"""Plans of batches: which videos, what they begin with, and what they cost at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from studio.db.work import Work
from studio.domain import packing
from studio.domain.batch import AskedVideo, BatchAsk, BatchKind, BatchSettings, title_of, wish
from studio.domain.budget import Cap, refusal
from studio.domain.channel import Profile, begin
from studio.domain.errors import BudgetExceeded
from studio.domain.pack import Pack
from studio.domain.preset import put_on
from studio.domain.rehearsal import rehearsed
from studio.domain.storyboard import Storyboard
from studio.domain.units import ThreadId, UserId
from studio.makers import Makers, PictureMaker, SpeechMaker
from studio.packs.shelf import Shelf
from studio.services import budgets, packs, preset_use, quotes, rules
from studio.services.charges import Payer, in_force
from studio.services.preset_use import House, Wanted


@dataclass(frozen=True, slots=True)
class Planned:
    """One video before it is made.

    Attributes:
        title: What it is about, or its language.
        target_s: How long it is to be.
        message: What its conversation begins with.
        board: What its storyboard begins with; ``None`` for nothing.
        fork_of: The conversation and the version that it is a copy of.
    """

    title: str
    target_s: int
    message: str
    board: Storyboard | None = None
    fork_of: tuple[ThreadId, int] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch before it is made.

    Attributes:
        kind: What the videos have in common.
        title: Of the whole.
        videos: In the order of the list.
        costs: What each costs at most, in US dollars; ``None`` where nobody knows.
        notes: What is different from the preset, since it is not here any more.
    """

    kind: BatchKind
    title: str
    videos: tuple[Planned, ...]
    costs: tuple[Decimal | None, ...]
    notes: tuple[str, ...] = ()

    @property
    def total_usd(self) -> Decimal | None:
        """Give what all cost at most; ``None`` where one price is unknown."""
        known = [cost for cost in self.costs if cost is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.costs) else None

    def shares(self, agreed_usd: Decimal | None) -> tuple[Decimal | None, ...]:
        """Divide what was agreed to among the videos, as their costs are."""
        total = self.total_usd
        if agreed_usd is None or total is None:
            return (None,) * len(self.videos)
        if total == 0:
            return (agreed_usd / len(self.videos),) * len(self.videos)
        return tuple(agreed_usd * (cost or 0) / total for cost in self.costs)


async def of_topics(
    work: Work,
    shelf: Shelf,
    *,
    owner_id: UserId,
    items: Sequence[str],
    settings: BatchSettings,
    profile: Profile,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> Plan:
    """Plan a video for each line of a list.

    Raises:
        NotFound: There is no such preset, pack or template.
        Misconfigured: The channel's maker is gone.
    """
    begun, settings, notes = await _begin_with(
        work, shelf, owner_id, settings, profile, pictures=pictures, speech=speech
    )
    pack = template = None
    if settings.pack:
        pack = await packs.find_pack(work, shelf, owner_id=owner_id, called=settings.pack)
    if settings.template:
        template = await packs.find_template(
            work, shelf, owner_id=owner_id, called=settings.template
        )
    board = _begun(begun, settings, pack, template.name if template else "")
    pack = pack or (await packs.followed(work, shelf, owner_id=owner_id, board=board))[0]
    cost = await cost_of(
        work,
        owner_id=owner_id,
        board=rehearsed(board, salt=uuid4().hex, pack=pack),
        pictures=pictures,
        speech=speech,
    )
    begins_with = None if settings.is_plain else board
    videos = tuple(
        Planned(title_of(item), settings.length_s, wish(item, settings), begins_with)
        for item in items
    )
    return Plan(BatchKind.TOPICS, f"{len(items)} videos", videos, (cost,) * len(items), notes)


async def cost_of(
    work: Work,
    *,
    owner_id: UserId,
    board: Storyboard,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> Decimal | None:
    """Give what a storyboard's missing pictures and voices cost; ``None`` where nobody knows.

    Raises:
        Misconfigured: It names a maker that this installation does not have.
    """
    quoted = await quotes.of_storyboard(
        work, owner_id=owner_id, storyboard=board, pictures=pictures, speech=speech
    )
    return quotes.estimated(quoted).cost_usd


async def question(
    work: Work, *, payer: Payer, plan: Plan, budget_usd: Decimal | None
) -> tuple[BatchAsk, bool]:
    """Give what to ask before a batch, and whether the user's rule wants it asked.

    Raises:
        BudgetExceeded: A cap would stand in the way before the last video is made.
    """
    caps = (await in_force(work, payer=payer)).model_copy(update={"batch": budget_usd})
    spent = budgets.amounts(
        await work.charges.spendings(owner_id=payer.owner_id, thread_id=None, turn_id=None)
    )
    # One video is one request and one project of its own; those caps are held to one by one.
    around = caps.model_copy(update={Cap.REQUEST.value: None, Cap.PROJECT.value: None})
    if why_not := refusal(around, spent, plan.total_usd):
        raise BudgetExceeded(why_not)
    rule = await rules.of_user(work, owner_id=payer.owner_id, usual=payer.asks)
    asked = BatchAsk(
        videos=tuple(
            AskedVideo(title=video.title, target_s=video.target_s, cost_usd=cost)
            for video, cost in zip(plan.videos, plan.costs, strict=True)
        ),
        total_usd=plan.total_usd,
        budget_usd=budget_usd,
        budgets=budgets.left_of(around.model_copy(update={"batch": None}), spent),
    )
    return asked, rule.applies(Decimal(0), plan.total_usd)


async def _begin_with(
    work: Work,
    shelf: Shelf,
    owner_id: UserId,
    settings: BatchSettings,
    profile: Profile,
    *,
    pictures: Makers[PictureMaker],
    speech: Makers[SpeechMaker],
) -> tuple[Storyboard, BatchSettings, tuple[str, ...]]:
    """Give what all videos begin with, the settings with what a preset says, and what it lost."""
    board, language = begin(profile), settings.language
    seconds = settings.seconds
    notes: tuple[str, ...] = ()
    if settings.has_preset:
        chosen = await preset_use.choose(
            work,
            House(shelf, pictures, speech),
            owner_id=owner_id,
            wanted=Wanted(settings.preset, settings.like, language),
            profile=profile,
        )
        board, notes = put_on(board, chosen.preset), chosen.notes
        seconds = seconds or board.brief.target_s
    language = language or (board.brief.language if settings.has_preset else profile.house.language)
    said = settings.model_copy(update={"language": language or "en", "seconds": seconds})
    return board, said, notes


def _begun(
    board: Storyboard, settings: BatchSettings, pack: Pack | None, template: str
) -> Storyboard:
    wanted: dict[str, object] = {"target_s": settings.length_s, "language": settings.language}
    if settings.tempo is not None:
        wanted["tempo"] = settings.tempo
        board = board.owning("tempo")
    board = board.model_copy(update={"brief": board.brief.model_copy(update=wanted)})
    board = packing.put_on(board, pack) if pack else board
    return board.model_copy(update={"template": template or board.template})
