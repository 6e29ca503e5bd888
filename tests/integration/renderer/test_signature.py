"""A finished video carries a manifest that the reference reader reads."""
# The library has no type information.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from c2pa import Reader
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from renderer.encoding.encode import encode
from renderer.encoding.recipes import recipe_for
from renderer.signature import sign, signed_key
from studio.domain.errors import Misconfigured, RenderFailed
from studio.domain.output import Codec
from studio.domain.provenance import Source
from studio.domain.render import RenderProfile
from studio.providers.signing import Signing, own, self_made
from tests.support import media
from tests.support.segments import greys

SOURCE = Source.ALGORITHMIC
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "video.mp4"
    encode(
        greys(iter(range(60, 180, 4))),
        path,
        width_px=1080,
        height_px=1920,
        fps=30,
        total=30,
        recipe=recipe_for(RenderProfile.DRAFT, Codec.H264, fps=30),
        on_progress=lambda _: True,
    )
    return path


@pytest.fixture
def signing() -> Signing:
    return self_made(b"s" * 32)


def signed(video: Path, signing: Signing) -> Path:
    out = video.with_name("signed.mp4")
    sign(video, out, source=SOURCE, signing=signing)
    return out


def problems(path: Path) -> set[str]:
    """What the reference reader holds against a file."""
    with Reader(str(path)) as reader:
        report = json.loads(reader.detailed_json())
    return {found["code"] for found in report["validation_results"]["activeManifest"]["failure"]}


def operators(folder: Path, *, until: datetime) -> tuple[Path, Path]:
    """A certificate and key like an operator's own, on an elliptic curve."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "A Studio")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(True, False, False, False, False, False, False, False, False),
            critical=True,
        )
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def test_the_reference_reader_finds_nothing_but_that_it_does_not_know_who_signed(
    video: Path, signing: Signing
) -> None:
    made = signed(video, signing)

    with Reader(str(made)) as reader:
        assert reader.get_validation_state() == "Valid"
        (active,) = [json.loads(reader.json())["manifests"][reader_label(reader)]]
    assert problems(made) == {"signingCredential.untrusted"}
    assert active["claim_generator_info"][0]["name"] == "Reelwright"
    (action,) = [a for a in active["assertions"] if a["label"].startswith("c2pa.actions")]
    assert action["data"]["actions"][0] == {
        "action": "c2pa.created",
        "digitalSourceType": SOURCE.value,
    }


def reader_label(reader: Reader) -> str:
    return json.loads(reader.json())["active_manifest"]


def test_signing_changes_no_frame_and_the_video_still_starts_at_once(
    video: Path, signing: Signing
) -> None:
    made = signed(video, signing)

    assert media.frame_hashes(made) == media.frame_hashes(video)
    assert media.moov_before_mdat(made)
    assert media.decodes(made) == ""


def test_one_changed_byte_of_the_video_is_found(video: Path, signing: Signing) -> None:
    made = signed(video, signing)
    data = bytearray(made.read_bytes())
    data[data.index(b"mdat") + 100] ^= 1
    made.write_bytes(data)

    assert "assertion.bmffHash.mismatch" in problems(made)


def test_the_place_of_a_signed_video_is_known_before_it_is_signed(
    video: Path, signing: Signing
) -> None:
    key = signed_key(video, source=SOURCE, signing=signing)

    assert signed_key(video, source=SOURCE, signing=signing) == key
    assert signed_key(video, source=Source.SYNTHETIC, signing=signing) != key
    assert signed_key(video, source=SOURCE, signing=self_made(b"t" * 32)) != key


def test_every_process_with_the_same_secret_makes_the_same_certificate() -> None:
    assert self_made(b"s" * 32) == self_made(b"s" * 32)
    assert "PRIVATE" not in repr(self_made(b"s" * 32))


def test_an_operators_own_certificate_signs(video: Path, tmp_path: Path) -> None:
    paths = operators(tmp_path, until=datetime(2050, 1, 1, tzinfo=UTC))

    made = signed(video, own(*paths, now=NOW))

    assert problems(made) == {"signingCredential.untrusted"}
    with Reader(str(made)) as reader:
        assert "A Studio" in reader.detailed_json()


@pytest.mark.parametrize("trouble", ["missing", "no PEM", "another's key", "out of date"])
def test_a_certificate_that_cannot_sign_is_refused_at_start(tmp_path: Path, trouble: str) -> None:
    year = 2021 if trouble == "out of date" else 2050
    certificate, key = operators(tmp_path, until=datetime(year, 1, 1, tzinfo=UTC))
    if trouble == "missing":
        key.unlink()
    elif trouble == "no PEM":
        certificate.write_text("not a certificate")
    elif trouble == "another's key":
        (tmp_path / "other").mkdir()
        _, key = operators(tmp_path / "other", until=datetime(2050, 1, 1, tzinfo=UTC))

    with pytest.raises(Misconfigured, match="REELWRIGHT_C2PA"):
        own(certificate, key, now=NOW)


def test_a_certificate_that_the_library_refuses_fails_the_render_in_plain_words(
    video: Path, tmp_path: Path
) -> None:
    made = self_made(b"s" * 32)
    broken = Signing(made.certificates.replace("BEGIN", "BEGUN"), made.key, made.algorithm)

    with pytest.raises(RenderFailed, match="REELWRIGHT_C2PA_CERT"):
        sign(video, tmp_path / "signed.mp4", source=SOURCE, signing=broken)
