"""The marks that tell the model whose words it reads. Pure."""

import re

_MARK = re.compile(
    r"<\s*/?\s*(?:user_text|storyboard_note|channel_profile|conversation_so_far)\b[^<>]*>",
    re.IGNORECASE,
)


def as_data(text: str) -> str:
    """Mark a user's words, so that no text within can close the mark or forge another."""
    return f"<user_text>\n{unmarked(text)}\n</user_text>"


def unmarked(text: str) -> str:
    """Take all marks out, those too that only come about when others are taken out."""
    while (plain := _MARK.sub("", text)) != text:
        text = plain
    return text
