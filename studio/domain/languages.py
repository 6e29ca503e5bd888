"""Languages by their primary subtag: which ones can be spoken. Pure."""

from collections.abc import Iterable, Sequence

from studio.domain.errors import UnsupportedLanguage

_SAME = {"zh": "cmn", "no": "nb", "iw": "he", "tl": "fil", "in": "id"}
"""Languages that go by two names: of a group and of what is usually meant, or an old one."""
MANY = "mul"
"""What ISO 639 calls many languages at once."""


def primary(tag: str) -> str:
    """Give the language of a BCP 47 tag: ``"pt"`` of ``"pt-BR"``."""
    return tag.partition("-")[0].lower()


def primaries(tags: Iterable[str]) -> list[str]:
    """List the languages of many tags, once each, in order."""
    return sorted({primary(tag) for tag in tags})


def check_spoken(language: str, spoken: Sequence[str]) -> None:
    """Make sure that some voice speaks a language.

    Args:
        language: BCP 47 tag.
        spoken: The languages that there are voices for.

    Raises:
        UnsupportedLanguage: None does.
    """
    if not {*_names(language), MANY}.intersection(spoken):
        raise UnsupportedLanguage(
            f"No voice speaks {language!r}. There are voices for {', '.join(spoken)}."
        )


def _names(language: str) -> set[str]:
    known = primary(language)
    return {known, *(pair for names in _SAME.items() if known in names for pair in names)}
