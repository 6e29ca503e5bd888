"""Lists as people write them."""

import pytest

from studio.domain.errors import Invalid
from studio.domain.listing import listed, repeated


@pytest.mark.parametrize(
    "text",
    [
        "1. Bees\n2. Black holes\n3. 3.5 billion years of moss",
        "Ten videos from this list:\n\n- Bees\n- Black holes\n- 3.5 billion years of moss",
        "1) Bees\n2) Black\n   holes\n3) 3.5 billion years of moss\n\nThanks!",
        "Bees\n\nBlack holes\n3.5 billion years of moss\n",
        "\u2022 **Bees**\n\u2022 Black holes\n\u2022 3.5 billion years of moss",
        "[ ] Bees\n[x] Black holes\n[ ] 3.5 billion years of moss",
    ],
)
def test_a_list_is_read_however_it_is_marked(text: str) -> None:
    assert listed(text) == ("Bees", "Black holes", "3.5 billion years of moss")


def test_lines_that_only_look_marked_stay_whole() -> None:
    assert listed("1969: the moon\n7:30 in the morning") == (
        "1969: the moon",
        "7:30 in the morning",
    )


@pytest.mark.parametrize("text", ["1. Bees\n2.\n3. Moss", "- Bees\n-\n- Moss"])
def test_an_empty_item_is_named(text: str) -> None:
    with pytest.raises(Invalid, match="Line 2 of the list is empty"):
        listed(text)


def test_the_same_in_other_letters_is_a_repetition() -> None:
    assert repeated(("Bees", "Moss", "bees!")) == (1, 3)
    assert repeated(("Bees", "Moss")) is None
    assert repeated(("蜂", "苔")) is None
    assert repeated(("C", "C++", "C#")) is None
    assert repeated(("कि", "की")) is None
