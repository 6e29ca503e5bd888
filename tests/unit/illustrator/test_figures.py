"""Numbers in a text become figures, however they are grouped."""

import pytest

from studio.providers.images.illustration.figures import find_figure


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("30 %", 0.3),
        ("2,5 %", 0.025),
        ("1.000.000 %", 1.0),
        ("1\u00a0000 %", 1.0),
        ("1,000,000%", 1.0),
    ],
)
def test_a_percentage_is_a_share_of_at_most_the_whole(text: str, share: float) -> None:
    figure = find_figure(text)

    assert figure is not None
    assert (figure.kind, figure.share) == ("percent", pytest.approx(share))
