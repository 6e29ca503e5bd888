"""When models end, and what is said about it. Pure."""

from datetime import date, timedelta

from studio.domain.value import Value

NEAR = timedelta(days=60)
"""So long before its end a model is warned of."""


class Retirement(Value):
    """The announced end of a model.

    Attributes:
        provider: As charges name it.
        model: Its name.
        ends: From this day on it does not answer.
        successor: The model that answers the same requests in its place; empty where none does.
        instead: What its provider, or we, name in its place, for people.
        source: Who says so.
        read_on: When it was read there.
    """

    provider: str
    model: str
    ends: date
    successor: str = ""
    instead: str
    source: str
    read_on: date

    def is_over(self, today: date) -> bool:
        """Tell whether it has ended."""
        return today >= self.ends

    def is_near(self, today: date) -> bool:
        """Tell whether it has ended, or ends within 60 days."""
        return today >= self.ends - NEAR

    def told(self, today: date) -> str:
        """Say it in a sentence."""
        left = (self.ends - today).days
        when = f"ended on {self.ends}"
        if left > 0:
            when = f"ends on {self.ends}, in {left} day{'s' if left > 1 else ''}"
        return f"{self.model} of {self.provider} {when}; in its place: {self.instead}."
