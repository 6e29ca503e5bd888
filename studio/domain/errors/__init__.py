"""The error tree: every error a user, a door or a tool can meet.

::

    StudioError
    ├── Unauthorized                401
    │   ├── InvalidCredentials
    │   ├── InvalidToken
    │   ├── TokenExpired
    │   └── TokenReused             a refresh token came twice; its family is revoked
    ├── BudgetExceeded              402  a cap on spending; nothing was called
    ├── ApprovalNeeded              402  nobody said yes to it yet; nothing was called
    ├── Forbidden                   403
    │   └── NotApproved             the user said no
    ├── NotFound                    404  unknown and foreign ids alike
    ├── Conflict                    409
    │   ├── TurnInProgress
    │   ├── VersionConflict
    │   ├── GateClosed              somebody answered before
    │   └── SceneLocked
    ├── TooLarge                    413
    ├── Invalid                     422
    │   ├── InvalidBrief
    │   ├── InvalidMessage
    │   ├── InvalidScript
    │   ├── InvalidEdit
    │   │   └── InvalidPatch        names the path
    │   ├── InvalidMedia
    │   ├── InvalidAnswer
    │   ├── InvalidFormat           a pack or a template; the file, line and field are named
    │   └── UnsupportedLanguage
    ├── PreconditionRequired        428  it must say which version it changes
    ├── TooManyRequests             429
    ├── Cancelled                   499
    ├── RenderFailed                500  stage, exit code and the tail of stderr
    ├── ProviderFailed              502
    │   ├── ProviderRefused         422  the provider's policy, not an outage
    │   ├── ProviderKeyRefused
    │   ├── ProviderModelUnknown
    │   ├── ProviderBalanceEmpty
    │   └── ProviderAnswerInvalid        not what was asked for, or cut off
    ├── Unavailable                 503  a database, a queue or a provider is down
    │   └── ProviderUnavailable
    │       ├── ProviderBusy             its own limit was reached
    │       │   └── ProviderCrowded      our own limit for it was, and no turn came in time
    │       ├── ProviderDown             it is left alone for a while; nothing was called
    │       └── OutcomeUnknown      504  the call left, and no answer came
    ├── Misconfigured               500
    └── StorageFull                 507
"""

from studio.domain.errors.general import (
    ApprovalNeeded,
    BudgetExceeded,
    Cancelled,
    Conflict,
    Forbidden,
    GateClosed,
    Invalid,
    InvalidAnswer,
    InvalidBrief,
    InvalidCredentials,
    InvalidEdit,
    InvalidFormat,
    InvalidMedia,
    InvalidMessage,
    InvalidPatch,
    InvalidScript,
    InvalidToken,
    Misconfigured,
    NotApproved,
    NotFound,
    PreconditionRequired,
    RenderFailed,
    SceneLocked,
    StorageFull,
    StudioError,
    TokenExpired,
    TokenReused,
    TooLarge,
    TooManyRequests,
    TurnInProgress,
    Unauthorized,
    Unavailable,
    UnsupportedLanguage,
    VersionConflict,
)
from studio.domain.errors.providers import (
    OutcomeUnknown,
    ProviderAnswerInvalid,
    ProviderBalanceEmpty,
    ProviderBusy,
    ProviderCrowded,
    ProviderDown,
    ProviderFailed,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderRefused,
    ProviderUnavailable,
    after_the_answer,
    billed,
)

__all__ = [
    "ApprovalNeeded",
    "BudgetExceeded",
    "Cancelled",
    "Conflict",
    "Forbidden",
    "GateClosed",
    "Invalid",
    "InvalidAnswer",
    "InvalidBrief",
    "InvalidCredentials",
    "InvalidEdit",
    "InvalidFormat",
    "InvalidMedia",
    "InvalidMessage",
    "InvalidPatch",
    "InvalidScript",
    "InvalidToken",
    "Misconfigured",
    "NotApproved",
    "NotFound",
    "OutcomeUnknown",
    "PreconditionRequired",
    "ProviderAnswerInvalid",
    "ProviderBalanceEmpty",
    "ProviderBusy",
    "ProviderCrowded",
    "ProviderDown",
    "ProviderFailed",
    "ProviderKeyRefused",
    "ProviderModelUnknown",
    "ProviderRefused",
    "ProviderUnavailable",
    "RenderFailed",
    "SceneLocked",
    "StorageFull",
    "StudioError",
    "TokenExpired",
    "TokenReused",
    "TooLarge",
    "TooManyRequests",
    "TurnInProgress",
    "Unauthorized",
    "Unavailable",
    "UnsupportedLanguage",
    "VersionConflict",
    "after_the_answer",
    "billed",
]
