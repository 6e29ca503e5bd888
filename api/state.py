"""The parts of a running app, handed to routes by ``api.deps``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.agui import LinkKind, Sign
from api.limits import SignInLimit, WatchLimit
from api.metrics import Metrics
from api.slots import Slots
from studio.domain.providers import Offered
from studio.domain.units import ShareId, UserId
from studio.ports import ProfileShelf
from studio.wiring import Studio


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that routes use.

    Attributes:
        studio: The product.
        metrics: Measurements of this process.
        slots: Room for event streams.
        sign_ins: The limit on guesses.
        watchers: The limit on requests of shared videos.
        wake_runner: Rings the turn runner after a run was accepted.
        public_url: Address that users see, without a slash at its end; may be empty.
        profiles: What is remembered of users.
        model_name: The language model's.
        model_kind: How it is reached.
        version: Of Reelwright.
        text_models: The language models, those that stand by among them.
    """

    studio: Studio
    metrics: Metrics
    slots: Slots
    sign_ins: SignInLimit
    watchers: WatchLimit
    wake_runner: Callable[[], None]
    public_url: str
    profiles: ProfileShelf
    model_name: str
    model_kind: str
    version: str
    text_models: Sequence[Offered] = ()

    async def ring_runner(self) -> None:
        """Ring the turn runner, as what is to be done after a commit."""
        self.wake_runner()

    def signer(self, owner_id: UserId) -> Sign:
        """Give what makes the signed, expiring addresses of a user's files."""

        def sign(kind: LinkKind, id: UUID) -> str:
            if kind == "shares":
                return self.watch_url(ShareId(id))
            query = self.studio.links.sign(kind, id, owner_id=owner_id)
            return f"{self.public_url}/v1/{kind}/{id}?{query}"

        return sign

    def watch_url(self, share_id: ShareId) -> str:
        """Give the address at which others watch what is shared, for its owner to send."""
        return f"{self.public_url}/s/{self.studio.links.share_token(share_id)}"
