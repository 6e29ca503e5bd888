"""The unit of work: one transaction, and the repositories that share it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from studio.db.repositories.accounts import ApiKeys, RefreshTokens, SigninLinks, Users
from studio.db.repositories.answers import Answers
from studio.db.repositories.assets import Assets
from studio.db.repositories.batches import Batches
from studio.db.repositories.budgets import Budgets
from studio.db.repositories.charges import Charges
from studio.db.repositories.exports import Exports
from studio.db.repositories.gates import AskRules, Gates, Replacements, WaitRules
from studio.db.repositories.ledger import UsageLines
from studio.db.repositories.messages import Messages
from studio.db.repositories.packs import Packs
from studio.db.repositories.presets import Presets
from studio.db.repositories.renders import Artifacts, Renders
from studio.db.repositories.shares import Shares
from studio.db.repositories.stock import StockSearches
from studio.db.repositories.storyboards import Storyboards
from studio.db.repositories.threads import Threads
from studio.db.repositories.turns import Turns

Action = Callable[[], Awaitable[None]]


class Work:
    """One transaction."""

    def __init__(self, session: AsyncSession) -> None:
        """Take a session in which a transaction has begun."""
        self._session = session
        self._actions: list[Action] = []
        self.users = Users(session)
        self.signin_links = SigninLinks(session)
        self.refresh_tokens = RefreshTokens(session)
        self.api_keys = ApiKeys(session)
        self.threads = Threads(session)
        self.turns = Turns(session)
        self.messages = Messages(session)
        self.storyboards = Storyboards(session)
        self.assets = Assets(session)
        self.packs = Packs(session)
        self.presets = Presets(session)
        self.stock = StockSearches(session)
        self.renders = Renders(session)
        self.artifacts = Artifacts(session)
        self.exports = Exports(session)
        self.shares = Shares(session)
        self.usage = UsageLines(session)
        self.charges = Charges(session)
        self.budgets = Budgets(session)
        self.batches = Batches(session)
        self.answers = Answers(session)
        self.gates = Gates(session)
        self.ask_rules = AskRules(session)
        self.wait_rules = WaitRules(session)
        self.replacements = Replacements(session)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What runs after the commit, in order."""
        return tuple(self._actions)

    def after_commit(self, action: Action) -> None:
        """Run an action once the rows are safe; a rollback forgets it."""
        self._actions.append(action)

    async def keep(self) -> None:
        """Commit what was written so far, so that an error raised next does not undo it.

        Only for what must outlive the refusal, such as the revocation of a stolen token.
        """
        await self._session.commit()


class Works(Protocol):
    """Hands out units of work."""

    def work(self) -> AbstractAsyncContextManager[Work]:
        """Give one transaction."""
        ...
