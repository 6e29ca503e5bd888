"""The certificate and the key that videos are signed with: the operator's, or self-made ones."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from studio.domain.errors import Misconfigured

Algorithm = Literal["ed25519", "es256", "es384", "es512", "ps256"]

_CURVES: dict[str, Algorithm] = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_BEGIN, _END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2056, 1, 1, tzinfo=UTC)
_AUTHORITY = "Reelwright self-made authority"


@dataclass(frozen=True, slots=True)
class Signing:
    """What signs.

    Attributes:
        certificates: PEM, the signer's own first.
        key: PEM, PKCS 8; never logged.
        algorithm: As C2PA calls it.
    """

    certificates: str
    key: str
    algorithm: Algorithm

    def __repr__(self) -> str:
        """Leave the key out."""
        return f"Signing(algorithm={self.algorithm!r})"


def own(certificates: Path, key: Path, *, now: datetime) -> Signing:
    """Read the operator's certificate chain and key.

    Raises:
        Misconfigured: A file is missing or is not PEM, the key is another certificate's or of a
            kind that C2PA lacks, or the certificate is out of date.
    """
    try:
        chain, secret = certificates.read_text(), key.read_bytes()
        first = x509.load_pem_x509_certificates(chain.encode())[0]
        private = serialization.load_pem_private_key(secret, password=None)
    except (OSError, ValueError, TypeError) as error:
        raise Misconfigured(
            f"REELWRIGHT_C2PA_CERT and REELWRIGHT_C2PA_KEY must name PEM files: {error}"
        ) from error
    algorithm = _algorithm(private)
    if first.public_key() != private.public_key():
        raise Misconfigured("REELWRIGHT_C2PA_KEY is not the key of REELWRIGHT_C2PA_CERT.")
    if not first.not_valid_before_utc <= now <= first.not_valid_after_utc:
        until = first.not_valid_after_utc.date()
        raise Misconfigured(f"REELWRIGHT_C2PA_CERT is not valid today; it is until {until}.")
    return Signing(chain, _pem(private), algorithm)


def self_made(seed: bytes) -> Signing:
    """Make an authority and a certificate of it, the same for the same seed, whoever makes them.

    Args:
        seed: 32 secret bytes.
    """
    above = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"authority" + seed).digest())
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"signer" + seed).digest())
    chain = (_certificate("Reelwright", key, above), _certificate(_AUTHORITY, above, above))
    pem = "".join(c.public_bytes(serialization.Encoding.PEM).decode() for c in chain)
    return Signing(pem, _pem(key), "ed25519")


def _certificate(name: str, key: Ed25519PrivateKey, above: Ed25519PrivateKey) -> x509.Certificate:
    is_authority = name == _AUTHORITY
    public = key.public_key()
    serial = int.from_bytes(hashlib.sha256(public.public_bytes_raw()).digest()[:16]) | 1
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    limits = x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None)
    identity = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key())
    draft = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(_AUTHORITY))
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(_BEGIN)
        .not_valid_after(_END)
        .add_extension(limits, critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(identity, critical=False)
    )
    if not is_authority:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        draft = draft.add_extension(purpose, critical=False)
    return draft.sign(above, None)


def _name(common: str) -> x509.Name:
    names = ((NameOID.ORGANIZATION_NAME, "Reelwright"), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in names])


def _pem(private: object) -> str:
    if not isinstance(private, Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Misconfigured("REELWRIGHT_C2PA_KEY must be an Ed25519, elliptic curve or RSA key.")
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _algorithm(private: object) -> Algorithm:
    if isinstance(private, Ed25519PrivateKey):
        return "ed25519"
    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name in _CURVES:
        return _CURVES[private.curve.name]
    if isinstance(private, rsa.RSAPrivateKey):
        return "ps256"
    raise Misconfigured("REELWRIGHT_C2PA_KEY is on a curve that C2PA does not know.")
