"""Server-sent events, and JSON Patch on what they carry. Pure."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event of a stream; ``id`` is what ``Last-Event-ID`` carries."""

    id: str
    data: dict[str, Any]


def parse_events(chunks: Iterable[bytes]) -> Iterator[ServerEvent]:
    """Give the events in a body as they are complete.

    Lines end at CR LF, LF or CR only: a JSON string may hold other Unicode line ends.
    """
    data: list[str] = []
    event_id = ""
    for line in _lines(chunks):
        if not line:
            if data:
                yield ServerEvent(id=event_id, data=json.loads("\n".join(data)))
            data = []
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        elif name == "id":
            event_id = value


def patched(content: Any, operations: Sequence[dict[str, Any]]) -> Any:
    """Give a copy of the content with add, replace and remove operations of RFC 6902 applied."""
    result = json.loads(json.dumps(content))
    for operation in operations:
        keys = [_unescaped(part) for part in str(operation["path"]).split("/")[1:]]
        if not keys:
            result = operation.get("value")
        else:
            _apply(_walk(result, keys[:-1]), keys[-1], operation)
    return result


def _apply(target: Any, key: str, operation: dict[str, Any]) -> None:
    kind = operation["op"]
    if isinstance(target, list):
        items = cast("list[Any]", target)
        place = len(items) if key == "-" else int(key)
        if kind == "add":
            items.insert(place, operation.get("value"))
        elif kind == "remove":
            del items[place]
        else:
            items[place] = operation.get("value")
    elif kind == "remove":
        target.pop(key, None)
    else:
        target[key] = operation.get("value")


def _walk(content: Any, keys: Sequence[str]) -> Any:
    for key in keys:
        if isinstance(content, list):
            content = cast("list[Any]", content)[int(key)]
        else:
            content = content[key]
    return content


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        # A CR at the very end may be half of a CR LF; it waits for the next chunk.
        whole = (rest + chunk).replace(b"\r\n", b"\n")
        held = whole.endswith(b"\r")
        *lines, rest = (whole[:-1] if held else whole).replace(b"\r", b"\n").split(b"\n")
        rest += b"\r" if held else b""
        yield from (line.decode("utf-8", "replace") for line in lines)
