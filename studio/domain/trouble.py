"""What kind of trouble a provider is in, as rules of replacement name it."""

from enum import StrEnum

from studio.domain.errors import (
    ProviderBalanceEmpty,
    ProviderBusy,
    ProviderDown,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderUnavailable,
    StudioError,
)


class Trouble(StrEnum):
    """Why a provider does not answer."""

    UNAVAILABLE = "unavailable"
    """It is down, or its answer was lost."""
    BUSY = "busy"
    """Its own limit was reached."""
    BALANCE = "balance"
    """The account has no money left."""
    KEY = "key"
    """It does not take the key."""
    MODEL = "model"
    """It does not have the model, or has it no longer."""


_KINDS = (
    (ProviderBusy, Trouble.BUSY),
    (ProviderUnavailable, Trouble.UNAVAILABLE),
    (ProviderBalanceEmpty, Trouble.BALANCE),
    (ProviderKeyRefused, Trouble.KEY),
    (ProviderModelUnknown, Trouble.MODEL),
)


def trouble_of(error: StudioError) -> Trouble | None:
    """Give the trouble behind an error; ``None`` where another provider would be no remedy."""
    if isinstance(error, ProviderDown):
        return Trouble(error.trouble)
    return next((trouble for kind, trouble in _KINDS if isinstance(error, kind)), None)
