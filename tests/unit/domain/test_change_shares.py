"""Most edits of one scene leave four fifths of the work as it is; ``bench/changes.py`` has the figures."""

from bench.changes import run


def test_nine_edits_of_ten_make_a_fifth_of_the_work_again_at_most() -> None:
    told = run(boards=4, large=2)
    assert told["edits"] == 40
    assert told["within_limit"] >= 0.9
    assert told["within_limit_with_vendors"] >= 0.9
