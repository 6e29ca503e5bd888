"""What is a user's own beside their video: rules, what is kept, what is public."""

from dataclasses import dataclass

from agent.checkpoints import Checkpoints
from studio.domain.budget import AskRule, Caps
from studio.domain.pack import FormatKind
from studio.domain.units import ShareId, ThreadId, UserId
from studio.domain.waits import WaitRule
from studio.services import budgets, packs, presets, profiles, rules, shares
from studio.services.rules import Replacement
from studio.wiring import Studio


@dataclass(frozen=True, slots=True)
class House:
    """How it stands.

    Attributes:
        asks: When they are asked before money is spent.
        waits: What they see before it is made.
        caps: What this conversation may cost.
        replacements: Who does whose work without a question.
        kept: Names of presets, packs and templates of their own.
        remembered: What is known of their channel, and the words that it never says.
        links: Their open links to this conversation's videos.
        links_elsewhere: Those to videos of other conversations.
    """

    asks: AskRule
    waits: WaitRule
    caps: Caps
    replacements: frozenset[Replacement] = frozenset()
    kept: frozenset[str] = frozenset()
    remembered: frozenset[str] = frozenset()
    links: frozenset[ShareId] = frozenset()
    links_elsewhere: frozenset[ShareId] = frozenset()


async def house_of(
    studio: Studio, checkpoints: Checkpoints, *, owner: UserId, thread: ThreadId
) -> House:
    """Look at it."""
    profile = await profiles.read(checkpoints.memory, owner_id=owner)
    async with studio.work() as work:
        budget = await budgets.of_thread(work, owner_id=owner, thread_id=thread, usual=studio.caps)
        formats = [
            one
            for kind in FormatKind
            for one in await packs.list_all(work, studio.shelf, owner_id=owner, kind=kind)
            if one.is_own
        ]
        mine = await presets.list_all(work, owner_id=owner)
        links = await shares.list_open(work, owner_id=owner, now=studio.clock.now())
        return House(
            asks=await rules.of_user(work, owner_id=owner, usual=studio.asks),
            waits=await rules.waits(work, owner_id=owner),
            caps=budget.in_force,
            replacements=frozenset(await rules.replacements(work, owner_id=owner)),
            kept=frozenset([*(f.name for f in formats), *(p.name for p in mine)]),
            remembered=frozenset(
                [
                    *(rule.says for rule in profile.rules),
                    *profile.banned,
                    *(f"house {k}" for k, v in profile.house.model_dump().items() if v),
                    *(f"brand {k}" for k, v in profile.brand.model_dump().items() if v),
                ]
            ),
            links=frozenset(one.id for one in links if one.thread_id == thread),
            links_elsewhere=frozenset(one.id for one in links if one.thread_id != thread),
        )
