"""What a video says of where its parts come from."""

import pytest

from studio.domain.provenance import Source, manifest, source_of
from studio.domain.units import Digest

UNSIGNED = Digest("ab" * 32)


@pytest.mark.parametrize(
    ("makers", "source"),
    [
        ({"illustrator-3", "espeak-0.2.4-3"}, Source.ALGORITHMIC),
        ({"illustrator-3", "openai-gpt-image-2"}, Source.SYNTHETIC),
        ({"illustrator-3", "upload"}, Source.COMPOSITE),
        (set(), Source.ALGORITHMIC),
    ],
)
def test_the_makers_decide_what_kind_of_video_it_is(makers: set[str], source: Source) -> None:
    assert source_of(makers) is source


def test_a_manifest_is_named_after_what_it_describes() -> None:
    one, same = (manifest(UNSIGNED, source=Source.ALGORITHMIC, version="1") for _ in range(2))
    other = manifest(Digest("cd" * 32), source=Source.ALGORITHMIC, version="1")

    assert one == same
    assert one["label"] != other["label"]
