"""The port that the API gets."""

import pytest

from api.cli.listening import open_listener
from studio.domain.errors import Misconfigured


def test_the_next_free_port_is_taken_where_the_user_chose_none() -> None:
    with open_listener("127.0.0.1", 0, may_move=True) as first:
        taken = first.getsockname()[1]

        with open_listener("127.0.0.1", taken, may_move=True) as second:
            assert second.getsockname()[1] > taken


def test_a_chosen_port_that_is_taken_is_an_error() -> None:
    with open_listener("127.0.0.1", 0, may_move=True) as first:
        taken = first.getsockname()[1]

        with pytest.raises(Misconfigured, match=str(taken)):
            open_listener("127.0.0.1", taken, may_move=False)
