"""JSON Patch (RFC 6902) on a storyboard: what people change by hand. Pure.

Operations are applied one after the other, so a patch may unlock a scene and then change it; a
locked one is left alone. What comes out is a whole, valid storyboard, or nothing is changed.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from jsonpatch import JsonPatch, JsonPatchException
from jsonpointer import JsonPointerException
from pydantic import ValidationError

from studio.domain.asset import digest
from studio.domain.errors import InvalidPatch, SceneLocked
from studio.domain.storyboard import Storyboard

MAX_OPERATIONS = 100
_ID_CHARACTERS = set("abcdefghijklmnopqrstuvwxyz234567")

Document = dict[str, Any]


def patch(board: Storyboard, operations: Sequence[Mapping[str, Any]]) -> Storyboard:
    """Apply operations to a storyboard; a scene that is added needs no id.

    Raises:
        InvalidPatch: An operation does not fit; tells the path.
        SceneLocked: It would change a scene that is locked.
    """
    document = board.model_dump(mode="json")
    for operation in operations:
        changed = _applied(document, operation)
        _leave_locked(document, changed)
        document = changed
    _name_scenes(document, known={scene.id for scene in board.scenes})
    return _checked(document)


def _applied(document: Document, operation: Mapping[str, Any]) -> Document:
    path = str(operation.get("path", ""))
    try:
        changed = JsonPatch([dict(operation)]).apply(document)
    except (JsonPatchException, JsonPointerException, TypeError, KeyError, ValueError) as error:
        raise InvalidPatch(_reason(path, error), path=path) from error
    if not isinstance(changed, dict):
        raise InvalidPatch("The storyboard itself cannot be replaced.", path=path)
    document = cast(Document, changed)
    if any(not isinstance(scene.get("id", ""), str | None) for scene in _scenes(document)):
        raise InvalidPatch("The id of a scene is a text.", path=path)
    return document


def _leave_locked(before: Document, after: Document) -> None:
    kept = {scene.get("id"): scene for scene in _scenes(after)}
    for number, scene in enumerate(_scenes(before), 1):
        if not scene.get("locked"):
            continue
        now = kept.get(scene.get("id"))
        if now is None or (now | {"locked": True}) != scene:
            raise SceneLocked(f"Scene {number} is locked; unlock it before you change it.")


def _scenes(document: Document) -> list[Document]:
    scenes = document.get("scenes")
    listed = cast("list[Any]", scenes) if isinstance(scenes, list) else []
    return [cast(Document, scene) for scene in listed if isinstance(scene, dict)]


def _name_scenes(document: Document, *, known: set[Any]) -> None:
    for number, scene in enumerate(_scenes(document)):
        name = scene.get("id")
        if name is None or name == "":
            said = json.dumps(scene, sort_keys=True)
            scene["id"] = _name(said, taken={s.get("id") for s in _scenes(document)})
        elif name not in known and not _is_name(name):
            path = f"/scenes/{number}/id"
            raise InvalidPatch("Leave the id of a new scene out; it gets one.", path=path)


def _name(said: str, *, taken: set[Any]) -> str:
    salt = 0
    while True:
        raw = bytes.fromhex(digest("scene", said, salt))
        name = f"s{base64.b32encode(raw)[:8].decode().lower()}"
        if name not in taken:
            return name
        salt += 1


def _is_name(name: Any) -> bool:
    is_text = isinstance(name, str) and len(name) == 9 and name.startswith("s")
    return is_text and set(name[1:]) <= _ID_CHARACTERS


def _checked(document: Document) -> Storyboard:
    try:
        json.dumps(document, ensure_ascii=False).encode()
        board = Storyboard.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = "".join(f"/{part}" for part in first["loc"])
        raise InvalidPatch(f"{path or 'The storyboard'}: {first['msg']}.", path=path) from error
    except (UnicodeEncodeError, RecursionError) as error:
        raise InvalidPatch("A text holds what is no character.", path="") from error
    if "\\u0000" in board.model_dump_json():
        raise InvalidPatch("A text holds binary data; send plain text.", path="")
    return board


def _reason(path: str, error: Exception) -> str:
    said = str(error) or type(error).__name__
    return f"{path or 'The operation'} cannot be applied: {said[:200]}."
