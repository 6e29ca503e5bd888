"""Read a pack or a template from YAML; what is wrong is named with its file, line and field."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from studio.domain.errors import InvalidFormat
from studio.domain.pack import COMPLETE, Pack
from studio.domain.template import Template

MAX_BYTES = 256_000
"""Of one file; the largest that comes along has 25,000."""
MAX_DEPTH = 20
"""Of lists and maps in each other; those that come along have 6. The parser's time grows with the
square: 5,000 brackets took it six seconds."""

V = TypeVar("V", bound=BaseModel)


def read(text: str, kind: type[V], *, name: str) -> V:
    """Give the value that a YAML file describes.

    Args:
        text: The file's.
        kind: What it should be.
        name: The file's, for messages.

    Raises:
        InvalidFormat: It is none; the message has a line for each fault.
    """
    if len(text.encode()) > MAX_BYTES:
        raise InvalidFormat(f"{name}: the file is larger than {MAX_BYTES // 1000} kB.")
    try:
        node = _composed(text)
        plain = yaml.SafeLoader("").construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise InvalidFormat(f"{name}, line {line}: {error.problem}.") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise InvalidFormat(f"{name}, line 1: this is not YAML ({error}).") from error
    try:
        return kind.model_validate(plain)
    except ValidationError as error:
        faults = "\n".join(_faults(error, node, name))
        raise InvalidFormat(faults) from error


def written(value: Pack | Template) -> str:
    """Write a pack or a template as YAML, so that ``read`` gives it again."""
    plain = value.model_dump(mode="json", exclude_defaults=True)
    first = {language: place for place, language in enumerate(COMPLETE)}
    ordered = sorted(value.words, key=lambda code: (first.get(code, len(first)), code))
    plain["words"] = {code: plain["words"][code] for code in ordered}
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)


def _composed(text: str) -> yaml.Node | None:
    """Give the file's tree; references to other parts of it are refused, as they multiply.

    Raises:
        yaml.YAMLError: It is not YAML, has such a reference or goes too deep.
    """
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _refused(event, "write the value out; references are not taken")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _refused(event, f"lists and maps lie more than {MAX_DEPTH} deep in each other")
    return yaml.compose(text, yaml.SafeLoader)


def _refused(event: yaml.Event, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


def _faults(error: ValidationError, node: yaml.Node | None, name: str) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in fault["loc"]) or "file"
        line = _line(node, fault["loc"])
        said = fault["msg"].removeprefix("Value error, ")
        yield f"{name}, line {line}, {field}: {said[:1].lower()}{said[1:]}."


def _line(node: yaml.Node | None, path: Sequence[str | int]) -> int:
    """Give the line of a field, or of what it is missing in."""
    line = node.start_mark.line if node else 0
    for part in path:
        found = _below(node, part)
        if found is None:
            break
        key, node = found
        line = key.start_mark.line
    return line + 1


def _below(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        return next(((k, v) for k, v in pairs if k.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None
