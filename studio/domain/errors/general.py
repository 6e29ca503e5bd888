"""All errors but those of providers."""

from typing import ClassVar


class StudioError(Exception):
    """Something went wrong that Reelwright knows how to name.

    Attributes:
        code: Stable, dotted-free identifier for clients.
        status: The HTTP status a door answers with.
        message: What was wrong and what to do, fit to show to a user.
        may_be_billed: Whether a provider may have billed the call that ended so.
    """

    code: ClassVar[str] = "studio_error"
    status: ClassVar[int] = 500
    may_be_billed: bool = False

    def __init__(self, message: str) -> None:
        """Keep the message for the user."""
        super().__init__(message)
        self.message = message


class Unauthorized(StudioError):
    """No valid proof of identity came with the request."""

    code = "unauthorized"
    status = 401


class InvalidCredentials(Unauthorized):
    """The e-mail, password or sign-in link is not right."""

    code = "invalid_credentials"


class InvalidToken(Unauthorized):
    """The token is malformed, forged, revoked or meant for something else."""

    code = "invalid_token"


class TokenExpired(Unauthorized):
    """The token was valid once."""

    code = "token_expired"


class TokenReused(Unauthorized):
    """A rotated refresh token was presented again; every token of its family is revoked."""

    code = "token_reused"


class BudgetExceeded(StudioError):
    """A cap on spending stands in the way; nothing was called."""

    code = "budget_exceeded"
    status = 402


class ApprovalNeeded(StudioError):
    """It costs more than may be spent without asking; nothing was called."""

    code = "approval_needed"
    status = 402


class Forbidden(StudioError):
    """The caller is known but lacks the scope."""

    code = "forbidden"
    status = 403


class NotApproved(Forbidden):
    """The user did not approve it; nothing was done."""

    code = "not_approved"


class NotFound(StudioError):
    """Nothing of the caller's has this id."""

    code = "not_found"
    status = 404


class Conflict(StudioError):
    """The request does not fit the present state."""

    code = "conflict"
    status = 409


class TurnInProgress(Conflict):
    """The thread is busy with another turn."""

    code = "turn_in_progress"


class VersionConflict(Conflict):
    """The storyboard changed since it was read: to ``present``, by ``changes``, in words."""

    code = "version_conflict"

    def __init__(
        self, message: str, *, present: int | None = None, changes: tuple[str, ...] = ()
    ) -> None:
        """Keep what the caller does not know."""
        super().__init__(message)
        self.present = present
        self.changes = changes


class GateClosed(Conflict):
    """The gate was answered before, or its run is over."""

    code = "gate_closed"


class SceneLocked(Conflict):
    """A locked scene is never changed; unlock it first."""

    code = "scene_locked"


class TooLarge(StudioError):
    """The input is larger than the limit."""

    code = "too_large"
    status = 413


class Invalid(StudioError):
    """The input breaks a rule."""

    code = "invalid"
    status = 422


class InvalidBrief(Invalid):
    """The brief asks for something that cannot be made."""

    code = "invalid_brief"


class InvalidMessage(Invalid):
    """The chat message has no usable text."""

    code = "invalid_message"


class InvalidScript(Invalid):
    """The script lacks something that a video needs."""

    code = "invalid_script"


class InvalidEdit(Invalid):
    """The edit does not fit the storyboard."""

    code = "invalid_edit"


class InvalidPatch(InvalidEdit):
    """A JSON Patch does not fit the storyboard at ``path``, a JSON pointer."""

    code = "invalid_patch"

    def __init__(self, message: str, *, path: str) -> None:
        """Keep the path."""
        super().__init__(message)
        self.path = path


class InvalidMedia(Invalid):
    """The bytes are not the media they claim to be."""

    code = "invalid_media"


class InvalidAnswer(Invalid):
    """The answer does not fit what was asked."""

    code = "invalid_answer"


class InvalidFormat(Invalid):
    """A pack or a template is not as the schema says."""

    code = "invalid_format"


class UnsupportedLanguage(Invalid):
    """No voice or font for this language."""

    code = "unsupported_language"


class PreconditionRequired(StudioError):
    """The request must name the version that it changes, in ``If-Match``."""

    code = "precondition_required"
    status = 428


class TooManyRequests(StudioError):
    """A rate limit was reached."""

    code = "too_many_requests"
    status = 429


class Cancelled(StudioError):
    """The user stopped the work."""

    code = "cancelled"
    status = 499


class RenderFailed(StudioError):
    """A stage of the render failed.

    Attributes:
        stage: The stage's name, e.g. ``"audio"``.
        exit_code: Of the failed program, where one failed.
        stderr_tail: The end of what the program said.
    """

    code = "render_failed"
    status = 500

    def __init__(
        self, message: str, *, stage: str, exit_code: int | None = None, stderr_tail: str = ""
    ) -> None:
        """Keep what the failed program said."""
        super().__init__(message)
        self.stage = stage
        self.exit_code = exit_code
        self.stderr_tail = stderr_tail


class Unavailable(StudioError):
    """Something that Reelwright depends on is down; try again."""

    code = "unavailable"
    status = 503


class Misconfigured(StudioError):
    """A setting is missing or wrong."""

    code = "misconfigured"
    status = 500


class StorageFull(StudioError):
    """There is no room left to write."""

    code = "storage_full"
    status = 507
