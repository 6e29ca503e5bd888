"""Budgets: what the installation, the operator and the user allow to be spent, the lowest of them."""

from dataclasses import dataclass
from decimal import Decimal

from studio.db.ledger_rows import BudgetRow
from studio.db.repositories.charges import Spendings
from studio.db.work import Work
from studio.domain.budget import Amounts, Cap, Caps, Left, Limits, excess, lefts
from studio.domain.errors import Invalid, NotFound
from studio.domain.units import ThreadId, TurnId, UserId

OPERATOR, USER = "operator", "user"


@dataclass(frozen=True, slots=True)
class Budget:
    """What one user may spend.

    Attributes:
        allowed: By the operator: for everybody, or for this user.
        own: What the user lowered it to.
        thread_usd: What the user lowered it to for one thread.
    """

    allowed: Caps
    own: Limits
    thread_usd: Decimal | None = None

    @property
    def in_force(self) -> Caps:
        """Give the caps that hold."""
        return Limits(project=self.thread_usd).within(self.own.within(self.allowed))


async def of_user(
    work: Work, *, owner_id: UserId, usual: Caps, thread_id: ThreadId | None = None
) -> Budget:
    """Give a user's budget, and that of one of their threads.

    Args:
        work: A transaction.
        owner_id: Whose.
        usual: The installation's caps.
        thread_id: Whose budget counts, too; another's has none.
    """
    found = await work.budgets.get(owner_id=owner_id, thread_id=thread_id)
    return Budget(
        allowed=_limits(found.rows.get(OPERATOR)).over(usual),
        own=_limits(found.rows.get(USER)),
        thread_usd=_plain(found.thread_usd),
    )


async def choose(work: Work, *, owner_id: UserId, usual: Caps, limits: Limits) -> Budget:
    """Keep a user's own limits; whatever is reserved from then on is held to them.

    Raises:
        Invalid: One is above what the operator allows.
    """
    # Whoever reserves at this moment comes before the change or after it, not in between.
    await work.charges.lock(owner_id=owner_id, everyone=False)
    budget = await of_user(work, owner_id=owner_id, usual=usual)
    check(limits, budget.allowed)
    await _put(work, owner_id, limits, set_by=USER)
    return Budget(allowed=budget.allowed, own=limits)


async def choose_one(
    work: Work, *, owner_id: UserId, usual: Caps, cap: Cap, limit_usd: Decimal | None
) -> Budget:
    """Keep one of a user's own limits, and the others as they are; like ``choose``."""
    await work.charges.lock(owner_id=owner_id, everyone=False)
    budget = await of_user(work, owner_id=owner_id, usual=usual)
    limits = budget.own.model_copy(update={cap.value: limit_usd})
    return await choose(work, owner_id=owner_id, usual=usual, limits=limits)


async def choose_for_thread(
    work: Work, *, owner_id: UserId, thread_id: ThreadId, usual: Caps, limit_usd: Decimal | None
) -> Budget:
    """Keep the most that one thread may cost.

    Raises:
        NotFound: The owner has no such thread.
        Invalid: It is above what the operator allows.
    """
    await work.charges.lock(owner_id=owner_id, everyone=False)
    budget = await of_thread(work, owner_id=owner_id, thread_id=thread_id, usual=usual)
    check(Limits(project=limit_usd), budget.allowed)
    await work.threads.set_budget(owner_id=owner_id, thread_id=thread_id, budget_usd=limit_usd)
    return Budget(allowed=budget.allowed, own=budget.own, thread_usd=limit_usd)


async def of_thread(work: Work, *, owner_id: UserId, thread_id: ThreadId, usual: Caps) -> Budget:
    """Give the budget of a thread.

    Raises:
        NotFound: The owner has no such thread.
    """
    if await work.threads.get(owner_id=owner_id, thread_id=thread_id) is None:
        raise NotFound("There is no such thread.")
    return await of_user(work, owner_id=owner_id, usual=usual, thread_id=thread_id)


async def of_operator(work: Work, *, email: str) -> Limits:
    """Give what the operator set for one user, by e-mail.

    Raises:
        NotFound: Nobody has this address.
    """
    found = await work.budgets.get(owner_id=await _user(work, email), thread_id=None)
    return _limits(found.rows.get(OPERATOR))


async def set_by_operator(work: Work, *, email: str, limits: Limits) -> None:
    """Keep the operator's limits for one user, in the place of the installation's.

    Raises:
        NotFound: Nobody has this address.
    """
    await _put(work, await _user(work, email), limits, set_by=OPERATOR)


async def left(
    work: Work,
    *,
    owner_id: UserId,
    usual: Caps,
    thread_id: ThreadId | None = None,
    turn_id: TurnId | None = None,
) -> tuple[Left, ...]:
    """Tell what is left of every cap that is set."""
    spent = await work.charges.spendings(owner_id=owner_id, thread_id=thread_id, turn_id=turn_id)
    budget = await of_user(work, owner_id=owner_id, usual=usual, thread_id=thread_id)
    return left_of(budget.in_force, amounts(spent))


def check(limits: Limits, allowed: Caps) -> None:
    """Refuse limits that mean nothing.

    Raises:
        Invalid: One is above what the operator allows.
    """
    if too_much := excess(limits, allowed):
        raise Invalid(too_much)


def left_of(caps: Caps, spent: Amounts) -> tuple[Left, ...]:
    """Tell what is left of caps, for a card."""
    return tuple(
        Left(label=label, limit_usd=limit, left_usd=rest)
        for label, limit, rest in lefts(caps, spent)
    )


def amounts(spent: Spendings) -> Amounts:
    """Give what is spent as the caps count it."""
    counted = spent._asdict()
    return Amounts(**{name: counted[name] for name in Amounts.model_fields})


async def _user(work: Work, email: str) -> UserId:
    row = await work.users.by_email(email.strip().lower())
    if row is None:
        raise NotFound(f"Nobody here has the address {email!r}; `reelwright add-user` adds people.")
    return UserId(row.id)


async def _put(work: Work, owner_id: UserId, limits: Limits, *, set_by: str) -> None:
    await work.budgets.put(
        owner_id=owner_id,
        set_by=set_by,
        request_usd=limits.request,
        project_usd=limits.project,
        user_day_usd=limits.user_day,
    )


def _limits(row: BudgetRow | None) -> Limits:
    if row is None:
        return Limits()
    return Limits(
        request=_plain(row.request_usd),
        project=_plain(row.project_usd),
        user_day=_plain(row.user_day_usd),
    )


def _plain(usd: Decimal | None) -> Decimal | None:
    """Leave out the zeros that a column of eight decimals adds."""
    return None if usd is None else Decimal(f"{usd.normalize():f}")
