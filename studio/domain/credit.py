"""Credits: where the things of others in a video come from, and the words that thank for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from studio.domain.value import Value

_Words = Annotated[str, Field(max_length=300)]


class Credit(Value):
    """Where something in a video comes from, kept with it for good.

    Attributes:
        library: Whose, for people.
        id: The library's own.
        title: Of the thing.
        page_url: Where a person sees it; empty for a file of the operator's.
        author: Who made it.
        author_url: Their page.
        licence: The terms, by name.
        licence_url: Where they can be read.
        attribution: The credit to show.
        query: What was looked for.
        taken_at: When it was fetched.
    """

    library: _Words
    id: _Words
    title: _Words = ""
    page_url: str = ""
    author: _Words = ""
    author_url: str = ""
    licence: _Words
    licence_url: str = ""
    attribution: Annotated[str, Field(max_length=1_000)]
    query: _Words = ""
    taken_at: datetime

    @property
    def line(self) -> str:
        """Give the credit as one line for a description."""
        terms = "" if self.licence in self.attribution else f" ({self.licence})"
        return " ".join(f"{self.attribution}{terms} {self.page_url}".split())


def description(credits: Iterable[Credit]) -> str:
    """Give all credits as text, each once; empty where nobody is to be thanked."""
    lines = dict.fromkeys(credit.line for credit in credits)
    return "".join(f"{line}\n" for line in lines)
