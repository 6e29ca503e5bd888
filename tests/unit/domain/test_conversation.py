import pytest

from studio.domain.conversation import MAX_MESSAGE_CHARACTERS, clean_message
from studio.domain.errors import InvalidMessage, TooLarge


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u2060", "\x07\x08"])
def test_a_message_without_readable_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidMessage, match="empty"):
        clean_message(text)


def test_binary_is_refused() -> None:
    with pytest.raises(InvalidMessage, match="binary"):
        clean_message("PK\x03\x04\x00\x00")


def test_a_megabyte_is_refused_with_its_size() -> None:
    with pytest.raises(TooLarge, match="1,000,000 characters"):
        clean_message("a" * 1_000_000)


@pytest.mark.parametrize("text", ["🎉🔥", "مرحبا بالعالم", "👨‍👩‍👧", "héllo\nworld", "日本語"])
def test_any_script_and_emoji_come_through_unchanged(text: str) -> None:
    assert clean_message(text) == text


def test_direction_overrides_and_control_characters_are_dropped() -> None:
    assert clean_message("safe\u202egnp.exe\x1b[31m") == "safegnp.exe[31m"


def test_the_limit_itself_is_allowed() -> None:
    assert len(clean_message("a" * MAX_MESSAGE_CHARACTERS)) == MAX_MESSAGE_CHARACTERS
