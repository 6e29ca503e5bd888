"""In which language a caller reads what the API says in sentences: `Accept-Language`."""

from typing import Annotated

from fastapi import Depends, Header

from studio.domain.languages import primary
from studio.wording import Wording, wording

READ = ("en", "de", "es", "fr", "pt")


def preferred(header: str) -> str:
    """Give the language of a header's that the product speaks and that is liked best; else English."""
    liked: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")):
        tag, _, quality = part.partition(";")
        if (code := primary(tag.strip())) in READ:
            liked.append((-_quality(quality), place, code))
    return min(liked)[2] if liked else "en"


def get_wording(accept_language: Annotated[str, Header(include_in_schema=False)] = "") -> Wording:
    """Give the words of the caller's language."""
    return wording(preferred(accept_language))


def _quality(written: str) -> float:
    try:
        return float(written.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


WordingDep = Annotated[Wording, Depends(get_wording)]
