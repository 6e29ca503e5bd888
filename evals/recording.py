"""Recorded behaviour of a model, in the words of the server that plays it back. Pure."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from evals.cases import Calls, Case

PREFIX = "recorded-"


def model_name(case: Case) -> str:
    """Name the model that behaves as in a case; no name is the beginning of another's."""
    return f"{PREFIX}{case.name}."


def fixtures(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Give every reply of every case, to be found by the model's name and the replies before it."""
    return [
        {"match": {"model": model_name(case), "turnIndex": index}, "response": response}
        for case in cases
        for index, response in enumerate(_responses(case))
    ]


def _responses(case: Case) -> Iterator[dict[str, Any]]:
    for number, turn in enumerate(case.turns):
        for place, reply in enumerate(turn.model):
            if isinstance(reply, str):
                yield {"content": reply}
            else:
                yield {"toolCalls": list(_calls(reply, mark=f"{case.name}-{number}-{place}"))}


def _calls(reply: Calls, *, mark: str) -> Iterator[dict[str, str]]:
    for index, (name, arguments) in enumerate(reply.items()):
        said = json.dumps(arguments or {}, ensure_ascii=False)
        yield {"id": f"call-{mark}-{index}", "name": name, "arguments": said}
