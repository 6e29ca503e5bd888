"""The packs and templates of an installation: those that come along, and the operator's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from studio.domain.errors import InvalidFormat, Misconfigured
from studio.domain.pack import COMPLETE, FormatKind, Pack
from studio.domain.template import Template
from studio.packs.reading import MAX_BYTES, read

KINDS: Mapping[FormatKind, type[Pack] | type[Template]] = {
    FormatKind.PACK: Pack,
    FormatKind.TEMPLATE: Template,
}
_FOLDERS = {FormatKind.PACK: "packs", FormatKind.TEMPLATE: "templates"}
MOST_FILES = 500
"""Of an operator's folder."""

F = TypeVar("F", bound=Pack | Template)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be chosen by everybody.

    Attributes:
        packs: By name.
        templates: By name.
        faults: What is wrong with the operator's files, a line each.
    """

    packs: Mapping[str, Pack]
    templates: Mapping[str, Template]
    faults: tuple[str, ...] = ()


@cache
def built_in() -> Shelf:
    """Give what comes along.

    Raises:
        Misconfigured: A file that comes along is broken; the installation is damaged.
    """
    return along(resources.files("studio"))


def along(root: Traversable) -> Shelf:
    """Give what comes along in a folder with ``packs`` and ``templates``.

    Raises:
        Misconfigured: A file is broken, or misses a language.
    """
    packs = _come_along(root / _FOLDERS[FormatKind.PACK], Pack)
    templates = _come_along(root / _FOLDERS[FormatKind.TEMPLATE], Template)
    return Shelf(packs, templates)


def open_shelf(folder: Path | None = None) -> Shelf:
    """Give what comes along and what is in the operator's folder; the latter replaces by name.

    Files lie in ``packs`` and ``templates`` below the folder. A broken one is told of and left out.

    Raises:
        Misconfigured: A file that comes along is broken, or there is no such folder.
    """
    usual = built_in()
    if folder is None:
        return usual
    if not folder.is_dir():
        raise Misconfigured(f"REELWRIGHT_FORMATS_FOLDER: {str(folder)!r} is no folder.")
    faults: list[str] = []
    packs = _own(folder / _FOLDERS[FormatKind.PACK], Pack, faults)
    templates = _own(folder / _FOLDERS[FormatKind.TEMPLATE], Template, faults)
    return Shelf({**usual.packs, **packs}, {**usual.templates, **templates}, tuple(faults))


def _come_along(folder: Traversable, kind: type[F]) -> dict[str, F]:
    found: dict[str, F] = {}
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=_name)
    for file in files:
        try:
            one = read(file.read_text("utf-8"), kind, name=file.name)
        except (InvalidFormat, OSError, UnicodeDecodeError) as error:
            raise Misconfigured(f"What comes along is damaged. {error}") from error
        missing = [language for language in COMPLETE if language not in one.words]
        if missing or f"{one.name}.yaml" != file.name:
            why = f"words.{missing[0]} is missing" if missing else "name is not the file's"
            raise Misconfigured(f"What comes along is damaged. {file.name}, line 1: {why}.")
        found[one.name] = one
    return found


def _own(folder: Path, kind: type[F], faults: list[str]) -> dict[str, F]:
    found: dict[str, F] = {}
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    for file in files[:MOST_FILES]:
        try:
            one = read_file(file, kind)
        except InvalidFormat as error:
            faults += str(error).splitlines()
            continue
        found[one.name] = one
    return found


def read_file(file: Path, kind: type[F]) -> F:
    """Read one file of a user's or an operator's.

    Raises:
        InvalidFormat: It cannot be read, or is no such thing.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        return read(data.decode("utf-8"), kind, name=file.name)
    except OSError as error:
        raise InvalidFormat(f"{file.name}: the file cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InvalidFormat(f"{file.name}: the file is not UTF-8.") from error


def schema(kind: FormatKind) -> dict[str, object]:
    """Give the JSON Schema of a pack or a template."""
    model: type[BaseModel] = KINDS[kind]
    told = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **told}


def _name(file: Traversable) -> str:
    return file.name
