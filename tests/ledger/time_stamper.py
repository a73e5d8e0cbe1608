"""A time stamp service of the tests' own (RFC 3161): its root, its certificate, and tokens right and wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import new as digest_by
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""When tokens are made: half an hour after the clock of the tests' workspace."""

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
ROOT_KEY = ec.generate_private_key(ec.SECP256R1())
SIGNER_KEY = ec.generate_private_key(ec.SECP256R1())


def certificate(
    called: str,
    key: Key,
    issuer: str = "示例省根",
    issuer_key: Key = ROOT_KEY,
    *,
    ca: bool = False,
    use: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,),
    critical: bool = True,
    signs: bool = True,
    until: datetime = AT + timedelta(days=3650),
) -> x509.Certificate:
    """A certificate from a year before ``AT``; one of a ``ca`` has no extended key usage."""
    uses = {"digital_signature": signs, "key_encipherment": not signs, "key_cert_sign": ca and signs, "crl_sign": ca}
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(called))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=365))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=ca)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(**_USES | uses), critical=True)
    )
    if use and not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage(use), critical=critical)
    assert not isinstance(issuer_key, ed25519.Ed25519PrivateKey)
    return builder.sign(issuer_key, hashes.SHA256())


_USES = dict.fromkeys(
    (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    ),
    False,
)


def _name(called: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called)])


ROOT = certificate("示例省根", ROOT_KEY, ca=True)
SIGNER = certificate("示例省时间戳", SIGNER_KEY)


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)


class _Refusal(core.Sequence):  # type: ignore[misc]
    """An answer without a token."""

    _fields = [("status", tsp.PKIStatusInfo)]  # noqa: RUF012


@dataclass(frozen=True)
class Stamper:
    """How a token is made; what is not said is right."""

    signer: x509.Certificate = SIGNER
    key: Key = SIGNER_KEY
    carried: tuple[x509.Certificate, ...] = (SIGNER,)
    at: datetime = AT
    imprint: str = "sha256"
    digest: str = "sha256"
    pss: bool = False
    named: str = "sha256"
    by_key: bool = False
    status: str = "granted"
    nonce: int | None = None
    info: dict[str, Any] = field(default_factory=dict)
    """Fields of the TSTInfo that are to be otherwise."""
    attributes: tuple[dict[str, Any], ...] = ()
    """Signed attributes besides those that are due."""
    without: tuple[str, ...] = ()
    """Signed attributes that are not there."""

    def answer(self, data: bytes) -> bytes:
        """The answer of the service (.tsr), DER."""
        status = {"status": self.status}
        if "granted" not in self.status:
            return bytes(_Refusal({"status": {**status, "status_string": ["算法\n不行"]}}).dump())
        return bytes(tsp.TimeStampResp({"status": status, "time_stamp_token": self.token(data)}).dump())

    def token(self, data: bytes) -> cms.ContentInfo:
        """The token alone."""
        info = tsp.TSTInfo(self._info(data))
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [{"algorithm": self.digest}],
                "encap_content_info": {"content_type": "tst_info", "content": info},
                "certificates": [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in self.carried],
                "signer_infos": [self._signer_info(info.dump())],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})

    def _info(self, data: bytes) -> dict[str, Any]:
        imprint = {
            "hash_algorithm": {"algorithm": self.imprint},
            "hashed_message": digest_by(self.imprint, data).digest(),
        }
        return {
            **{"version": "v1", "policy": "1.2.3.4.1", "message_imprint": imprint, "serial_number": 7},
            **{"gen_time": self.at, "nonce": self.nonce, **self.info},
        }

    def _signer_info(self, info: bytes) -> cms.SignerInfo:
        der = self.signer.public_bytes(Encoding.DER)
        due = {
            "content_type": "tst_info",
            "message_digest": digest_by(self.digest, info).digest(),
            **_naming(self.named, der),
        }
        attributes = [{"type": kind, "values": [value]} for kind, value in due.items() if kind not in self.without]
        signed = cms.CMSAttributes([*attributes, *self.attributes])
        parsed = asn1_x509.Certificate.load(der)
        serial = {"issuer": parsed.issuer, "serial_number": parsed.serial_number}
        named = (
            {"subject_key_identifier": parsed.key_identifier} if self.by_key else {"issuer_and_serial_number": serial}
        )
        [(kind, value)] = named.items()
        algorithm, signature = self._signature(signed.dump())
        return cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(kind, value),
                "digest_algorithm": {"algorithm": self.digest},
                "signed_attrs": signed,
                "signature_algorithm": algorithm,
                "signature": signature,
            }
        )

    def _signature(self, covered: bytes) -> tuple[dict[str, Any], bytes]:
        by = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512(), "sha1": hashes.SHA1()}[
            self.digest
        ]
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return {"algorithm": "ed25519"}, self.key.sign(covered)
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return {"algorithm": f"{self.digest}_ecdsa"}, self.key.sign(covered, ec.ECDSA(by))
        if not self.pss:
            return {"algorithm": "rsassa_pkcs1v15"}, self.key.sign(covered, padding.PKCS1v15(), by)
        parameters = algos.RSASSAPSSParams(
            {
                "hash_algorithm": {"algorithm": self.digest},
                "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": self.digest}},
                "salt_length": by.digest_size,
            }
        )
        padded = padding.PSS(padding.MGF1(by), by.digest_size)
        return {"algorithm": "rsassa_pss", "parameters": parameters}, self.key.sign(covered, padded, by)


def _naming(algorithm: str, der: bytes) -> dict[str, Any]:
    """The certificate by its digest: of RFC 3161 (SHA-1), or of RFC 5816."""
    digest = digest_by(algorithm, der).digest()
    if algorithm == "sha1":
        return {"signing_certificate": tsp.SigningCertificate({"certs": [{"cert_hash": digest}]})}
    one = {"hash_algorithm": {"algorithm": algorithm}, "cert_hash": digest}
    return {"signing_certificate_v2": tsp.SigningCertificateV2({"certs": [one]})}


def moment(at: datetime) -> dict[str, Any]:
    """An attribute that says when it was signed."""
    return {"type": "signing_time", "values": [cms.Time("utc_time", core.UTCTime(at))]}
