"""What all repositories share."""

from sqlalchemy.ext.asyncio import AsyncSession


class Repository:
    """Queries on one session."""

    def __init__(self, session: AsyncSession) -> None:
        """Take the session of the unit of work."""
        self._session = session
