"""Prompts are files; their placeholders are checked."""

import string
from importlib import resources

from studio.domain.errors import Misconfigured


def load(name: str, **values: str | int) -> str:
    """Fill in a prompt.

    Raises:
        Misconfigured: The placeholders of the file and the given values differ.
    """
    text = resources.files("agent").joinpath("prompts", f"{name}.md").read_text("utf-8")
    wanted = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    if wanted != set(values):
        raise Misconfigured(
            f"The prompt {name!r} has the placeholders {sorted(wanted)}, not {sorted(values)}."
        )
    return text.format(**values)
