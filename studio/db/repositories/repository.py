"""What all repositories share."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


class Repository:
    """Queries on one session."""

    def __init__(self, session: AsyncSession) -> None:
        """Take the session of the unit of work."""
        self._session = session

    async def seconds_since(self, moment: datetime) -> float:
        """Measure how long ago something was, by the database's clock."""
        age = func.extract("epoch", func.clock_timestamp() - moment)
        return float(await self._session.scalar(select(age)) or 0)
