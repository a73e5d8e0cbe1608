"""时间戳: a third party's word (RFC 3161) that a seal was there at a moment, verified offline against roots that were given.

Pure: bytes come in. Nothing is asked for over a network, so that a certificate called back since is not known of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, datetime
from hashlib import new as digest_by
from typing import TYPE_CHECKING

from duty_cli.errors.time_stamp_errors import (
    NotRoots,
    SignerNotForTimeStamps,
    SignerOutOfDate,
    SignerUntrusted,
    TimeStampAlgorithm,
    TimeStampAltered,
    TimeStampOfOther,
    TimeStampSignerMissing,
    TimeStampSignerOther,
)
from duty_cli.ledger.sealing.time_stamp_file import Token, one_line, read_token
from duty_cli.model.legal_time import BEIJING
from duty_cli.model.quick_dataclass import dataclass

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm
    from cryptography.x509 import Certificate

STRONG = ("sha256", "sha384", "sha512")
_LEAST_RSA = 2048
"""Bits of a modulus; cryptography holds the keys of issuers to it, and not the signer's own."""

_PEM = b"-----BEGIN"


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """A token that agrees: when it was made (Beijing time), and by whom."""

    at: datetime
    by: str


def verified(file: str, token: bytes, seal: str, stamped: bytes, roots: Roots) -> TimeStamp:
    """The time stamp in the bytes ``token`` of ``file``, of the seal whose bytes are ``stamped``.

    Raises NotATimeStamp, TimeStampNotGranted, and a refusal of its own for whatever does not agree.
    """
    said = read_token(file, token, roots.ders)
    for algorithm in (said.imprint[0], said.digest, said.signing.digest):
        if algorithm not in STRONG:
            raise TimeStampAlgorithm(file, algorithm)
    if digest_by(said.imprint[0], stamped).digest() != said.imprint[1]:
        raise TimeStampOfOther(file, seal)
    signer = _signer(file, said)
    _verify_signature(file, said, signer)
    _refuse_other_use(file, signer)
    at, begins, ends = said.at, signer.not_valid_before_utc, signer.not_valid_after_utc
    if not begins <= at <= ends:
        raise SignerOutOfDate(file, _called(signer), *(_beijing(one) for one in (at, begins, ends)))
    _refuse_untrusted(file, said, signer, roots)
    return TimeStamp(_beijing(at), _called(signer))


def _beijing(at: datetime) -> datetime:
    """A moment in the legal time; the last hours that a datetime can say, "without end" in certificates, as they are."""
    return at.astimezone(BEIJING) if at.year < MAXYEAR else at


@dataclass(frozen=True, slots=True)
class Roots:
    """Certificates (DER) that are trusted, and the file that they came in."""

    file: str
    ders: tuple[bytes, ...]


def read_roots(file: str, data: bytes) -> Roots:
    """The certificates in a file, PEM (one or more) or DER. Raises NotRoots."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates

    try:
        found = load_pem_x509_certificates(data) if _PEM in data else [load_der_x509_certificate(data)]
        return Roots(file, tuple(one.public_bytes(Encoding.DER) for one in found))
    except ValueError:
        raise NotRoots(file) from None


def _called(signer: Certificate) -> str:
    """The organisation and the name of a certificate, on one line."""
    from cryptography.x509.oid import NameOID

    found = [
        one.value
        for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
        for one in signer.subject.get_attributes_for_oid(oid)
    ]
    return one_line(" ".join(str(one) for one in found) or signer.subject.rfc4514_string())


def _signer(file: str, said: Token) -> Certificate:
    """The certificate that signed, as the token itself names it."""
    from cryptography.x509 import load_der_x509_certificate

    if said.signer is None:
        raise TimeStampSignerMissing(file)
    for algorithm, digest in said.named:
        # SHA-1 names a certificate in tokens after RFC 3161 alone; what it names is held against a chain besides.
        if algorithm not in (*STRONG, "sha1"):
            raise TimeStampAlgorithm(file, algorithm)
        if digest_by(algorithm, said.signer, usedforsecurity=False).digest() != digest:
            raise TimeStampSignerOther(file)
    try:
        return load_der_x509_certificate(said.signer)
    except ValueError:
        raise TimeStampSignerMissing(file) from None


def _verify_signature(file: str, said: Token, signer: Certificate) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    if digest_by(said.digest, said.info).digest() != said.info_digest:
        raise TimeStampAltered(file)
    try:
        _verify_by_key(file, said, signer)
    except InvalidSignature:
        raise TimeStampAltered(file) from None
    except (UnsupportedAlgorithm, ValueError):
        raise TimeStampAlgorithm(file, said.signing.kind) from None


def _verify_by_key(file: str, said: Token, signer: Certificate) -> None:
    """Raises InvalidSignature, TimeStampAlgorithm, UnsupportedAlgorithm or ValueError for a key that is none."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    key, how = signer.public_key(), said.signing
    if isinstance(key, rsa.RSAPublicKey) and how.kind in {"rsassa_pkcs1v15", "rsassa_pss"}:
        if key.key_size < _LEAST_RSA:
            raise TimeStampAlgorithm(file, f"RSA {key.key_size} 位")
        by, pss = _hash(how.digest), how.kind == "rsassa_pss"
        key.verify(
            said.signature, said.covered, padding.PSS(padding.MGF1(by), how.salt) if pss else padding.PKCS1v15(), by
        )
    elif isinstance(key, ec.EllipticCurvePublicKey) and how.kind == "ecdsa":
        key.verify(said.signature, said.covered, ec.ECDSA(_hash(how.digest)))
    elif isinstance(key, ed25519.Ed25519PublicKey) and how.kind == "ed25519":
        key.verify(said.signature, said.covered)
    else:
        raise TimeStampAlgorithm(file, how.kind)


def _hash(name: str) -> HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    known: dict[str, HashAlgorithm] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
    return known[name]


def _refuse_other_use(file: str, signer: Certificate) -> None:
    """RFC 3161, 2.3: the extended key usage is critical and is timeStamping alone; where a key usage is told, it may sign."""
    from cryptography.x509 import DuplicateExtension, ExtendedKeyUsage, ExtensionNotFound, KeyUsage
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        use = signer.extensions.get_extension_for_class(ExtendedKeyUsage)
        told = [one.value for one in signer.extensions if isinstance(one.value, KeyUsage)]
    except (ExtensionNotFound, DuplicateExtension, ValueError):
        raise SignerNotForTimeStamps(file, _called(signer)) from None
    signs = all(one.digital_signature or one.content_commitment for one in told)
    if not use.critical or list(use.value) != [ExtendedKeyUsageOID.TIME_STAMPING] or not signs:
        raise SignerNotForTimeStamps(file, _called(signer))


def _refuse_untrusted(file: str, said: Token, signer: Certificate, roots: Roots) -> None:
    from cryptography import x509
    from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder, Store, VerificationError

    issuer = (
        ExtensionPolicy.permit_all()
        .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)
        .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _refuse_no_issuer)
    )
    store = Store([x509.load_der_x509_certificate(one) for one in roots.ders])
    policy = PolicyBuilder().store(store).time(said.at)
    verifier = policy.extension_policies(ca_policy=issuer, ee_policy=ExtensionPolicy.permit_all())
    try:
        verifier.build_client_verifier().verify(signer, _loaded(said.certificates))
    except (VerificationError, ValueError):
        raise SignerUntrusted(file, _called(signer), roots.file) from None


def _refuse_no_issuer(_policy: object, _certificate: Certificate, usage: object) -> None:
    from cryptography.x509 import KeyUsage

    if isinstance(usage, KeyUsage) and not usage.key_cert_sign:
        raise ValueError


def _loaded(ders: Sequence[bytes]) -> list[Certificate]:
    """The certificates that can be read; one that cannot is no link of a chain."""
    from cryptography.x509 import load_der_x509_certificate

    found = []
    for one in ders:
        try:
            found.append(load_der_x509_certificate(one))
        except ValueError:
            continue
    return found
