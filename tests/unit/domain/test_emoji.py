"""Where a text has emoji, and what each is called."""

import pytest

from studio.domain.emoji import (
    clusters,
    emoji_key,
    is_emoji,
    is_only_emoji,
    is_opening,
    is_picture,
    is_silent,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("go🚀on", ["g", "o", "🚀", "o", "n"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("👩‍💻x", ["👩‍💻", "x"]),
        ("🏳️‍🌈", ["🏳️‍🌈"]),
        ("🕵🏻‍♂️", ["🕵🏻‍♂️"]),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f!", None),
        ("1️⃣2", ["1️⃣", "2"]),
        ("#1", ["#", "1"]),
    ],
)
def test_all_that_belongs_to_an_emoji_stays_together(text: str, expected: list[str] | None) -> None:
    found = list(clusters(text))

    assert found == (expected or [text[:-1], "!"])
    assert "".join(found) == text


@pytest.mark.parametrize(
    ("cluster", "key"),
    [("❤️", "2764"), ("👍🏽", "1f44d-1f3fd"), ("1️⃣", "31-20e3"), ("🏳️‍🌈", "1f3f3-200d-1f308")],
)
def test_an_emoji_is_named_without_its_style(cluster: str, key: str) -> None:
    assert is_emoji(cluster)
    assert emoji_key(cluster) == key


def test_signs_that_are_usually_letters_are_pictures_only_where_they_are_asked_for() -> None:
    assert [is_picture(c) for c in ("™", "™️", "↔", "☀", "☀️")] == [False, True, False, False, True]
    assert all(is_picture(c) for c in ("🚀", "⭐", "⚡", "✨", "☕"))
    assert not any(is_picture(c) for c in ("1", "#", "a", "世", "㊙"))


def test_a_text_of_emoji_alone_is_told_from_words() -> None:
    assert is_only_emoji("🔥👍🏽")
    assert not is_only_emoji("🔥!")
    assert not is_only_emoji("")


def test_what_has_no_sound_is_told_from_words() -> None:
    assert all(is_silent(text) for text in ("🔥", "🔥.", "🔥 🔥!", "—", "»", "?!", "。", "«"))
    assert not any(is_silent(text) for text in ("", "fire", "🔥fire", "7", "&", "50%", "$", "1️⃣a"))
    assert all(is_opening(text) for text in ("«", "(", "¿", "「", "“"))
    assert not any(is_opening(text) for text in ("", "»", "🔥", "(a", "—"))
