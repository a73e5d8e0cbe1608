"""The file of a time stamp (RFC 3161) taken apart: the answer of a service or a bare token, DER, BER or PEM. Pure; nothing is trusted.

All that asn1crypto reads late is read here at once, so that a broken file is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from duty_cli.errors.time_stamp_errors import NotATimeStamp, TimeStampNotGranted
from duty_cli.model.quick_dataclass import dataclass

if TYPE_CHECKING:
    from asn1crypto.cms import CMSAttributes, ContentInfo, SignerIdentifier, SignerInfo
    from asn1crypto.core import Asn1Value
    from asn1crypto.core import Sequence as Asn1Sequence

_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What asn1crypto raises for bytes that are not what they should be."""

_OBJECT_IDENTIFIER = 0x06
_GRANTED = ("granted", "granted_with_mods")


@dataclass(frozen=True, slots=True)
class Signing:
    """How something was signed: the digest, the kind of signature (asn1crypto's words, or an OID), the length of the salt of PSS."""

    digest: str
    kind: str
    salt: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says: the digest stamped, when (UTC), and what its signature covers.

    ``signer`` is the certificate (DER) that it names, None where it was nowhere; ``named`` are digests of it, by algorithm.
    """

    imprint: tuple[str, bytes]
    at: datetime
    info: bytes
    digest: str
    signing: Signing
    covered: bytes
    info_digest: bytes
    signature: bytes
    named: tuple[tuple[str, bytes], ...]
    signer: bytes | None
    certificates: tuple[bytes, ...]


def read_token(file: str, data: bytes, also: Sequence[bytes] = ()) -> Token:
    """The token in a file; ``also`` are certificates (DER) that may be its signer's. Raises NotATimeStamp, TimeStampNotGranted."""
    from asn1crypto import pem

    try:
        der = pem.unarmor(data)[2] if pem.detect(data) else data
        return _token(_content(file, der), also)
    except _BROKEN:
        raise NotATimeStamp(file) from None


def time_stamp_query(digest: bytes) -> bytes:
    """A query (.tsq) for a digest (SHA-256), that asks for the certificate.

    No nonce: it guards one who waits for the answer, and the answer to a file goes by the digest alone.
    """
    from asn1crypto import tsp

    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    return bytes(tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump())


def _content(file: str, der: bytes) -> ContentInfo:
    """The ContentInfo: the whole of a bare token, a part of an answer."""
    from asn1crypto import cms, core, parser, tsp

    class Answer(core.Sequence):  # type: ignore[misc]
        """TimeStampResp; that of asn1crypto 1.5.1 cannot read one without a token, which RFC 3161 has for refusals."""

        _fields = [("status", tsp.PKIStatusInfo), ("token", cms.ContentInfo, {"optional": True})]  # noqa: RUF012

    if parser.parse(der, strict=True)[4][:1] == bytes([_OBJECT_IDENTIFIER]):
        return cms.ContentInfo.load(der, strict=True)
    answer = Answer.load(der, strict=True)
    status = answer["status"]["status"].native
    if status not in _GRANTED:
        raise TimeStampNotGranted(
            file, one_line("；".join([str(status), *(answer["status"]["status_string"].native or ())]))
        )
    return answer["token"]


def one_line(said: str) -> str:
    """Text from a file as it is quoted: nothing in it breaks a line or drives a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in said)


def _token(content: ContentInfo, also: Sequence[bytes]) -> Token:
    from asn1crypto import tsp

    signed = content["content"]
    [signer] = signed["signer_infos"]
    wrapped = signed["encap_content_info"]
    attributes = _attributes(signer["signed_attrs"])
    info = bytes(wrapped["content"])
    said = tsp.TSTInfo.load(info, strict=True)
    _must(content["content_type"].native == "signed_data" and said["version"].native == "v1")
    _must([one.native for one in (wrapped["content_type"], attributes["content_type"])] == ["tst_info"] * 2)
    _must(not any(one["critical"].native for one in said["extensions"] or ()))
    own = tuple(bytes(one.chosen.dump()) for one in signed["certificates"] or () if one.name == "certificate")
    imprint, at = said["message_imprint"], said["gen_time"].native
    _must(isinstance(at, datetime) and at.tzinfo is not None)
    return Token(
        imprint=(_name(imprint["hash_algorithm"]), bytes(imprint["hashed_message"])),
        at=at,
        info=info,
        digest=_name(signer["digest_algorithm"]),
        signing=_signing(signer),
        covered=bytes(signer["signed_attrs"].untag().dump()),
        info_digest=bytes(attributes["message_digest"]),
        signature=bytes(signer["signature"]),
        named=tuple(_named(attributes)),
        signer=_signer(signer["sid"], (*own, *also)),
        certificates=own,
    )


def _must(right: bool) -> None:
    if not right:
        raise ValueError


def _name(algorithm: Asn1Sequence) -> str:
    return str(algorithm["algorithm"].native)


def _attributes(found: CMSAttributes) -> dict[str, Asn1Value]:
    """The one value of each signed attribute."""
    values: dict[str, Asn1Value] = {}
    for one in found:
        [value] = one["values"]
        _must(one["type"].native not in values)
        values[one["type"].native] = value
    return values


def _signing(signer: SignerInfo) -> Signing:
    said, digest = signer["signature_algorithm"], _name(signer["digest_algorithm"])
    name = _name(said)
    if name == "rsassa_pss":
        parts = said["parameters"]
        mask = parts["mask_gen_algorithm"]
        _must(mask["algorithm"].native == "mgf1" and _name(mask["parameters"]) == _name(parts["hash_algorithm"]))
        return Signing(_name(parts["hash_algorithm"]), name, parts["salt_length"].native)
    before, _, kind = name.partition("_")
    if kind in {"rsa", "ecdsa"}:
        return Signing(before, {"rsa": "rsassa_pkcs1v15"}.get(kind, kind))
    return Signing(digest, name)


def _named(attributes: dict[str, Asn1Value]) -> list[tuple[str, bytes]]:
    """The digests by which the signer named his certificate, the first of each attribute. RFC 3161 (SHA-1), RFC 5816."""
    named = []
    if (old := attributes.get("signing_certificate")) is not None:
        named.append(("sha1", bytes(old["certs"][0]["cert_hash"])))
    if (new := attributes.get("signing_certificate_v2")) is not None:
        first = new["certs"][0]
        named.append((_name(first["hash_algorithm"]), bytes(first["cert_hash"])))
    _must(bool(named))
    return named


def _signer(sid: SignerIdentifier, certificates: Sequence[bytes]) -> bytes | None:
    from asn1crypto import x509

    for der in certificates:
        one = x509.Certificate.load(der)
        if sid.name == "subject_key_identifier":
            found = one.key_identifier == sid.chosen.native
        else:
            found = one.serial_number == sid.chosen["serial_number"].native and one.issuer == sid.chosen["issuer"]
        if found:
            return der
    return None
