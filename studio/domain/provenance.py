"""Where a video's parts come from, in the words of C2PA and IPTC. Pure."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from studio.domain.credit import Credit
from studio.domain.units import Digest


class Source(StrEnum):
    """IPTC's digital source types, as far as they are used.

    Source:
        https://cv.iptc.org/newscodes/digitalsourcetype/
    """

    ALGORITHMIC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    """Made by rules alone, without a model trained on anything."""
    SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
    """Of several parts, and a trained model made at least one of them."""
    COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/composite"
    """Of several parts, and of some it is not known what made them."""


_ALGORITHMS = ("illustrator-", "espeak-", "flat-", "hummed-")
_MODELS = ("openai", "ollama", "flux", "stable-diffusion", "imagen", "elevenlabs")


def source_of(makers: Collection[str]) -> Source:
    """Say what kind of video the makers of its pictures and voices lead to; none is algorithmic."""
    if any(maker.startswith(_MODELS) for maker in makers):
        return Source.SYNTHETIC
    if all(maker.startswith(_ALGORITHMS) for maker in makers):
        return Source.ALGORITHMIC
    return Source.COMPOSITE


def manifest(
    unsigned: Digest, *, source: Source, version: str, credits: Sequence[Credit] = ()
) -> dict[str, Any]:
    """Define the manifest of a video: nothing of who made it or of what it says, but whom it thanks.

    Args:
        unsigned: SHA-256 of the file; the manifest's own name follows from it.
        source: What kind of video it is.
        version: Of Reelwright.
        credits: Of what others made in it; each becomes an ingredient.
    """
    name = UUID(bytes=bytes.fromhex(unsigned)[:16], version=4)
    created = {"action": "c2pa.created", "digitalSourceType": source.value}
    thanked: dict[str, Any] = {"ingredients": [_ingredient(one) for one in credits]}
    return (thanked if credits else {}) | {
        "label": f"urn:c2pa:{name}",
        "claim_generator_info": [{"name": "Reelwright", "version": version}],
        "title": "video.mp4",
        "format": "video/mp4",
        "instance_id": f"xmp:iid:{name}",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}],
    }


def _ingredient(credit: Credit) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": credit.line,
        "format": "application/octet-stream",
        "instance_id": f"xmp:iid:{uuid5(NAMESPACE_URL, f'{credit.library}:{credit.id}')}",
        "relationship": "componentOf",
    }
    return told | ({"informational_URI": credit.page_url} if credit.page_url else {})
