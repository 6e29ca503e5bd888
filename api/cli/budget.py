"""``reelwright budget``: how much may be spent, by oneself or, as the operator, by somebody else."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from rich.console import Console

from api.cli import operators
from api.cli.client import Client, Refused
from api.cli.costs import dollars
from api.cli.server import running_client
from studio.domain.budget import Limits
from studio.domain.errors import Invalid
from studio.settings import Settings

NAMES = {"request": "one message", "project": "one video", "user_day": "one day"}
MOST_USD = 1_000_000


def budget(
    settings: Settings,
    console: Console,
    *,
    wanted: Mapping[str, str],
    thread_id: str,
    email: str,
    url: str,
    api_key: str,
) -> int:
    """Set what is wanted, show what holds then, and give the exit code.

    Args:
        settings: Of this process.
        console: Where it is shown.
        wanted: Amounts by cap: a number, ``"none"``, or empty to leave it as it is.
        thread_id: For this conversation only.
        email: For this user, as the operator.
        url: Of a server elsewhere.
        api_key: For that server.

    Raises:
        Invalid: An amount is none.
        NotFound: Nobody has this address.
    """
    chosen = {cap: _amount(text) for cap, text in wanted.items() if text}
    if email:
        _tell(console, operators.set_budget(settings, email=email, chosen=chosen), whose=email)
        return 0
    with running_client(settings, url=url, api_key=api_key) as client:
        try:
            _choose(client, console, chosen, thread_id=thread_id)
        except Refused as refusal:
            console.print(refusal.detail, style="red", markup=False)
            return 1
    return 0


def _choose(
    client: Client, console: Console, chosen: Mapping[str, Decimal | None], *, thread_id: str
) -> None:
    if thread_id:
        held = client.thread_budget(thread_id)
        if "project" in chosen:
            held = client.choose_thread_budget(thread_id, _written(chosen["project"]))
        console.print(f"This video: {_shown(held['in_force_usd'])}.", markup=False)
        return
    held = client.budgets()
    if chosen:
        own = held["own"] | {f"{cap}_usd": _written(usd) for cap, usd in chosen.items()}
        held = client.choose_budgets(own)
    for cap, label in NAMES.items():
        key = f"{cap}_usd"
        allowed, holds = held["allowed"][key], held["in_force"][key]
        more = "" if allowed in {None, holds} else f"; the operator allows {dollars(allowed)}"
        console.print(f"{label}: {_shown(holds)}{more}", markup=False, highlight=False)


def _tell(console: Console, limits: Limits, *, whose: str) -> None:
    for cap, label in NAMES.items():
        usd = getattr(limits, cap)
        set_for = "as for everybody" if usd is None else dollars(f"{usd:f}")
        console.print(f"{whose}, {label}: {set_for}", markup=False, highlight=False)


def _amount(text: str) -> Decimal | None:
    if text.lower() == "none":
        return None
    try:
        usd = Decimal(text.removeprefix("$"))
    except InvalidOperation:
        usd = Decimal(-1)
    if not usd.is_finite() or not 0 <= usd <= MOST_USD:
        raise Invalid(f"{text!r} is no amount; write dollars like 2.50, or `none`.")
    return usd


def _written(usd: Decimal | None) -> str | None:
    return None if usd is None else str(usd)


def _shown(usd: str | None) -> str:
    return "no budget" if usd is None else f"at most {dollars(usd)}"
