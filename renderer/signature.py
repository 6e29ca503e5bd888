"""Sign a finished video with a C2PA manifest, which must be the last thing done to it."""
# The library has no type information.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from studio.domain.asset import digest
from studio.domain.credit import Credit
from studio.domain.errors import RenderFailed
from studio.domain.provenance import Source, manifest
from studio.domain.units import Digest, StorageKey
from studio.providers.signing import Signing

MP4 = "video/mp4"


def signed_key(
    unsigned: Path, *, source: Source, signing: Signing, credits: Sequence[Credit] = ()
) -> StorageKey:
    """Give a signed video's place in the store, before it is signed.

    The library salts what it signs, so that no two signed files are the same: the first one that is
    stored here counts, and a render that is picked up again finds it.
    """
    definition = json.dumps(_manifest(unsigned, source, credits), sort_keys=True)
    value = digest("signed", _sha256(unsigned), definition, signing.certificates)
    return StorageKey(f"video/{value[:2]}/{value}.mp4")


def sign(
    unsigned: Path, out: Path, *, source: Source, signing: Signing, credits: Sequence[Credit] = ()
) -> None:
    """Write a signed copy of a video, without a time stamp: nothing is asked of the network.

    Raises:
        RenderFailed: The certificate or the key is not fit for it.
    """
    # 15 MB that only the last task of a render needs.
    from c2pa import (  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]
        Builder,
        C2paError,
        C2paSignerInfo,
        Signer,
    )

    info = C2paSignerInfo(
        signing.algorithm, signing.certificates.encode(), signing.key.encode(), None
    )
    try:
        with (
            Signer.from_info(info) as signer,
            Builder(_manifest(unsigned, source, credits)) as builder,
            unsigned.open("rb") as video,
            out.open("w+b") as target,
        ):
            builder.sign(signer, MP4, video, target)
    except C2paError as error:
        raise RenderFailed(
            f"The video could not be signed; look at REELWRIGHT_C2PA_CERT: {error}", stage="sign"
        ) from error


def _manifest(unsigned: Path, source: Source, credits: Sequence[Credit]) -> dict[str, object]:
    try:
        own = version("reelwright")
    except PackageNotFoundError:
        own = "0"
    return manifest(_sha256(unsigned), source=source, version=own, credits=credits)


def _sha256(path: Path) -> Digest:
    with path.open("rb") as file:
        return Digest(hashlib.file_digest(file, "sha256").hexdigest())
