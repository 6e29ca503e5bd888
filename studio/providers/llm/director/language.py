"""A language's grammar and sayings: data, and its patterns made ready."""

import re
import unicodedata
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable

import yaml

from studio.domain.languages import primary
from studio.providers.llm.director.schema import Grammar, LanguageFile, Values

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a reference to scenes, from Unicode's private use area."""
TEXT_OPEN, TEXT_CLOSE = "\ue002", "\ue003"
"""Around the number of words that are told, not read."""
SHARED = "grammar"
_MACRO = re.compile(r"\{([a-z_]+)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_CLASS_OR_ESCAPE = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\])", re.DOTALL)
_UMLAUTS = {"ä": "(?:ä|ae?)", "ö": "(?:ö|oe?)", "ü": "(?:ü|ue?)", "ß": "(?:ß|ss?)", "œ": "(?:œ|oe)"}


class Language:
    """A grammar, and what is said in the language."""

    def __init__(self, file: LanguageFile, shared: Grammar) -> None:
        """Take what was read."""
        self.data, self.shared = file, shared
        self.code = file.code
        self._values = _merged(shared.values, file.values)
        self._compiled: dict[tuple[str, int], re.Pattern[str]] = {}
        self._forms = [
            (value, re.compile(relaxed(forms), re.IGNORECASE))
            for value, forms in (*file.numbers.items(), *file.ordinals.items(), (1, file.articles))
        ]

    @cached_property
    def edits(self) -> list[tuple[str, re.Pattern[str]]]:
        """Give the kinds of wishes and their patterns, in the order in which they are tried."""
        return [
            (slot.partition(".")[0], self.pattern(written))
            for slot, common in self.shared.edits
            for own in self.data.edits.get(slot, ["shared"])
            for written in (common if own == "shared" else [own])
        ]

    @cached_property
    def references(self) -> list[tuple[str, re.Pattern[str]]]:
        """Give the ways to name scenes."""
        both = (*self.data.references, *self.shared.references)
        return [(kind, self.pattern(written)) for kind, written in both]

    @cached_property
    def texts(self) -> list[re.Pattern[str]]:
        """Give the ways to hand over words."""
        return [self.pattern(written) for written in (self.data.texts or self.shared.texts)]

    @cached_property
    def passed_over(self) -> frozenset[str]:
        """Give the words that a wish may hold beside what is asked for."""
        known = words(f"{self.data.fillers} {self.data.stopwords}")
        return frozenset(known) - frozenset(words(self.data.telling))

    @cached_property
    def familiar(self) -> frozenset[str]:
        """Give all plain words that are known, chatter too."""
        data = self.data
        return frozenset(words(f"{data.fillers} {data.stopwords} {data.chatter}"))

    @cached_property
    def stopwords(self) -> frozenset[str]:
        """Give the words that carry no meaning."""
        return frozenset(self.data.stopwords.split())

    def pattern(self, written: str, *, flags: int = 0) -> re.Pattern[str]:
        """Make a pattern ready: its macros replaced, case ignored, accents as one likes."""
        if (written, flags) not in self._compiled:
            plain = _distinct(relaxed(self._expanded(written)))
            self._compiled[written, flags] = re.compile(plain, re.IGNORECASE | flags)
        return self._compiled[written, flags]

    def say(self, key: str, **values: str) -> str:
        """Give a saying."""
        return self.data.say[key].format(**values)

    def number(self, word: str) -> int:
        """Read a number or an ordinal; the last is -1.

        Raises:
            KeyError: It is none.
        """
        plain = " ".join(word.split())
        if digits := re.match(r"\d+", plain):
            return int(digits[0])
        for value, forms in self._forms:
            if forms.fullmatch(plain):
                return value
        raise KeyError(word)

    def value(self, group: str, said: str) -> str:
        """Give what a named group means, by what was said; as it was said where it is free."""
        for value, forms in self._values.get(group, {}).items():
            if self.pattern(forms).fullmatch(said.strip()):
                return value
        return said

    def _expanded(self, written: str) -> str:
        while names := set(_MACRO.findall(written)):
            for name in names:
                written = written.replace(f"{{{name}}}", self._macro(name))
        return written

    def _macro(self, name: str) -> str:
        if name in self._macros:
            return self._macros[name]
        if name in self._values:
            forms = self._values[name].values()
            return f"(?P<{name}>{'|'.join(f'(?:{form})' for form in forms)})"
        raise KeyError(f"{self.code}: nobody says what {{{name}}} is.")

    @cached_property
    def _macros(self) -> dict[str, str]:
        data = self.data
        number, ordinal = ("|".join(forms.values()) for forms in (data.numbers, data.ordinals))
        made = {
            "num": rf"(?:\d{{1,2}}|(?:{number})\b)",
            "ord": rf"(?:\d{{1,2}}(?:{data.ordinal_suffix})|(?:{ordinal})\b)",
            "article": data.articles,
            "open": OPEN,
            "close": CLOSE,
        }
        made |= {
            "n": f"{OPEN}(?P<n>\\d+){CLOSE}",
            "t": f"{TEXT_OPEN}(?P<t>\\d+){TEXT_CLOSE}",
        }
        named = {name: f"(?:{part})" for name, part in (self.shared.macros | data.macros).items()}
        return named | made


@cache
def language(code: str = "en") -> Language:
    """Read a language; one that has no file is answered in English."""
    known = primary(code) if primary(code) in languages() else "en"
    return _read(known)


@cache
def languages() -> tuple[str, ...]:
    """List the languages that there are files for, English first."""
    there = sorted(p.name.removesuffix(".yaml") for p in _folder().iterdir())
    return ("en", *(code for code in there if code not in {"en", SHARED}))


def check_languages() -> None:
    """Read every language and make all of its patterns.

    Raises:
        ValidationError: A file lacks something, or has too much.
        KeyError: A pattern names a macro that nobody defines.
        re.error: A pattern is none.
    """
    for code in languages():
        spoken = language(code)
        data = spoken.data
        lists = (data.make, data.topic, data.asides, data.no_topic, [w for _, w in data.talk])
        alone = (
            data.except_, data.joints, data.polite, data.question, data.negation, data.mention,
            data.contrast_joint, data.reference_only, data.begun, data.placed, data.addressed,
            data.pronoun, data.hands_off, data.refusing, data.dangling,
        )  # fmt: skip
        alone = (*alone, *data.batches.model_dump().values())
        for written in (*alone, *(one for each in lists for one in each)):
            spoken.pattern(written)
        if missing := set(language().data.say) ^ set(data.say):
            raise KeyError(f"{code}: sayings differ from English: {', '.join(sorted(missing))}.")
        if unknown := set(data.edits) - {slot for slot, _ in spoken.shared.edits}:
            raise KeyError(f"{code}: no such slots: {', '.join(sorted(unknown))}.")
        _ = (spoken.edits, spoken.references, spoken.texts)


def folded(text: str) -> str:
    """Give a text in small letters without its accents."""
    parts = unicodedata.normalize("NFD", text.lower().replace("\u2019", "'"))
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("ß", "ss")


def words(text: str) -> list[str]:
    """Give a text's words, in small letters and without accents."""
    return re.findall(r"[^\W_][\w'%]*", folded(text))


def relaxed(written: str) -> str:
    """Let a pattern be typed without its accents; one behind a backslash has to be there."""
    pieces = _CLASS_OR_ESCAPE.split(written)
    return "".join(
        piece if n % 2 else "".join(map(_relaxed_letter, piece)) for n, piece in enumerate(pieces)
    )


def groups(match: re.Match[str]) -> dict[str, str]:
    """Give what a match's groups hold, by the names that they were written with."""
    return {name.partition("__")[0]: said for name, said in match.groupdict().items() if said}


def _distinct(written: str) -> str:
    """Let a pattern name a group more than once, in alternatives."""
    seen: dict[str, int] = {}

    def named(found: re.Match[str]) -> str:
        seen[found[1]] = seen.get(found[1], 0) + 1
        return found[0] if seen[found[1]] == 1 else f"(?P<{found[1]}__{seen[found[1]]}>"

    return _GROUP.sub(named, written)


def _relaxed_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if umlaut := _UMLAUTS.get(letter.lower()):
        return umlaut
    plain = folded(letter)
    return f"[{letter}{plain}]" if letter.isalpha() and plain.isascii() else letter


def _merged(shared: Values, own: Values) -> Values:
    merged = {group: dict(forms) for group, forms in shared.items()}
    for group, forms in own.items():
        known = merged.setdefault(group, {})
        for value, written in forms.items():
            known[value] = f"{known[value]}|{written}" if value in known else written
    return merged


def _read(code: str) -> Language:
    return Language(LanguageFile.model_validate(_yaml(code)), _shared())


@cache
def _shared() -> Grammar:
    return Grammar.model_validate(_yaml(SHARED))


def _yaml(name: str) -> object:
    # The parser in C where there is one: thirty times as quick.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(_folder().joinpath(f"{name}.yaml").read_text("utf-8"), loader)  # noqa: S506


def _folder() -> Traversable:
    return resources.files("studio.providers.llm.director").joinpath("languages")
