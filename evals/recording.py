"""Recorded behaviour of a model, in the words of the server that plays it back. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.cases import Calls, Case
from studio.domain.errors import Misconfigured

PREFIX = "recorded-"
_WORD = re.compile(r"\{\{([a-z.]+(?::\d+)?)\}\}")
"""``{{neighbour.thread}}``; ``{{prompt:900}}`` for so many characters."""


def model_name(case: Case) -> str:
    """Name the model that behaves as in a case; no name is the beginning of another's."""
    return f"{PREFIX}{case.name}."


def fixtures(cases: Sequence[Case], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give every reply of every case, to be found by the model's name and the replies before it.

    Args:
        cases: What was recorded.
        names: What stands for ``{{word}}`` in it: things that exist only where it is played.

    Raises:
        Misconfigured: A word stands for nothing.
    """
    return [
        {"match": {"model": model_name(case), "turnIndex": index}, "response": response}
        for case in cases
        for index, response in enumerate(_responses(case, names))
    ]


def _responses(case: Case, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for number, turn in enumerate(case.turns):
        for place, reply in enumerate(turn.model):
            if isinstance(reply, str):
                yield {"content": _named(reply, names)}
            else:
                calls = _calls(reply, names, mark=f"{case.name}-{number}-{place}")
                yield {"toolCalls": list(calls)}


def _calls(reply: Calls, names: Mapping[str, str], *, mark: str) -> Iterator[dict[str, str]]:
    for index, (name, arguments) in enumerate(reply.items()):
        said = json.dumps(_deep(arguments or {}, names), ensure_ascii=False)
        yield {"id": f"call-{mark}-{index}", "name": name, "arguments": said}


def _deep(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _deep(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_deep(inner, names) for inner in value]
    return _named(value, names) if isinstance(value, str) else value


def _named(text: str, names: Mapping[str, str]) -> str:
    def found(match: re.Match[str]) -> str:
        word, _, most = match[1].partition(":")
        if word not in names:
            raise Misconfigured(f"Nothing here is called {word!r}; there are {sorted(names)}.")
        return names[word][: int(most)] if most else names[word]

    return _WORD.sub(found, text)
