"""时间戳: a token that agrees says who and when; whatever does not agree is its own refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import cms, parser, tsp
from asn1crypto import pem as asn1_pem
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.errors.base import DutyError
from duty_cli.errors.time_stamp_errors import (
    NotATimeStamp,
    NotRoots,
    SignerNotForTimeStamps,
    SignerOutOfDate,
    SignerUntrusted,
    TimeStampAlgorithm,
    TimeStampAltered,
    TimeStampNotGranted,
    TimeStampOfOther,
    TimeStampSignerMissing,
    TimeStampSignerOther,
)
from duty_cli.ledger.sealing.time_stamp_file import time_stamp_query
from duty_cli.ledger.sealing.time_stamps import TimeStamp, read_roots, verified
from duty_cli.model.legal_time import BEIJING
from tests.ledger.time_stamper import AT, ROOT, SIGNER, SIGNER_KEY, Key, Stamper, certificate, moment, pem

SEAL = b"a seal"
RIGHT = Stamper()
GOOD = RIGHT.answer(SEAL)
RSA_KEY = rsa.generate_private_key(65537, 2048)
AGREES = TimeStamp(AT.astimezone(BEIJING), "示例省时间戳")


def read(token: bytes, *roots: x509.Certificate, seal: bytes = SEAL) -> TimeStamp:
    return verified("a.tsr", token, "a.json", seal, read_roots("root.pem", pem(*(roots or (ROOT,)))))


def by(signer: x509.Certificate, key: Key = SIGNER_KEY, how: Stamper = RIGHT) -> bytes:
    """An answer of another signer, who is carried where ``how`` says nothing of it."""
    carried = how.carried if how.carried != (SIGNER,) else (signer,)
    return replace(how, signer=signer, key=key, carried=carried).answer(SEAL)


def test_a_token_that_agrees_says_who_and_when() -> None:
    assert read(GOOD) == AGREES


@pytest.mark.parametrize(
    "stamper",
    [
        Stamper(nonce=2**63),
        Stamper(named="sha1"),
        Stamper(by_key=True),
        Stamper(imprint="sha512", digest="sha384"),
        Stamper(status="granted_with_mods"),
        Stamper(attributes=(moment(AT),)),
        Stamper(carried=(ROOT, SIGNER)),
    ],
    ids=["nonce", "RFC 3161 alone", "by key", "other digests", "modified", "signing time", "root carried"],
)
def test_what_a_service_may_do_otherwise_agrees_too(stamper: Stamper) -> None:
    assert read(stamper.answer(SEAL)) == AGREES


@pytest.mark.parametrize("pss", [False, True])
def test_rsa_signs_in_both_its_ways(pss: bool) -> None:
    signer = certificate("示例省时间戳", RSA_KEY)
    assert read(by(signer, RSA_KEY, Stamper(pss=pss))) == AGREES


def test_ed25519_signs_too() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    assert read(by(certificate("示例省时间戳", key), key, Stamper(digest="sha512"))) == AGREES


def test_a_bare_token_and_pem_are_read_as_well() -> None:
    token = Stamper().token(SEAL).dump()
    for form in (token, asn1_pem.armor("PKCS7", token), asn1_pem.armor("TIMESTAMP RESPONSE", GOOD)):
        assert read(form) == AGREES


def test_a_token_of_no_told_length_is_read_as_well() -> None:
    assert read(b"\x30\x80" + parser.parse(RIGHT.token(SEAL).dump())[4] + b"\0\0") == AGREES


def test_a_certificate_that_is_not_in_the_token_is_found_among_the_roots() -> None:
    bare = Stamper(carried=()).answer(SEAL)
    assert read(bare, ROOT, SIGNER) == AGREES
    with pytest.raises(TimeStampSignerMissing):
        read(bare)


def test_a_chain_leads_over_a_certificate_in_the_token() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    middle = certificate("示例省中级", key, ca=True)
    signer = certificate("示例省时间戳", SIGNER_KEY, "示例省中级", key)
    assert read(by(signer, how=Stamper(carried=(middle, signer)))) == AGREES
    with pytest.raises(SignerUntrusted):
        read(by(signer))


@pytest.mark.parametrize(
    "wrong", [{"ca": False}, {"ca": True, "signs": False}, {"ca": True, "until": AT - timedelta(days=1)}]
)
def test_a_chain_does_not_lead_over_what_may_not_issue(wrong: dict[str, Any]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    signer = certificate("示例省时间戳", SIGNER_KEY, "示例省中级", key)
    with pytest.raises(SignerUntrusted):
        read(by(signer, how=Stamper(carried=(certificate("示例省中级", key, **wrong), signer))))


def test_another_seal_or_a_changed_one_is_told() -> None:
    for other in (b"another seal", SEAL + b"\n"):
        with pytest.raises(TimeStampOfOther):
            read(GOOD, seal=other)


def test_another_root_of_the_same_name_is_not_enough() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(SignerUntrusted):
        read(GOOD, certificate("示例省根", key, issuer_key=key, ca=True))


@pytest.mark.parametrize(
    "wrong",
    [
        {"use": ()},
        {"use": (ExtendedKeyUsageOID.CODE_SIGNING,)},
        {"use": (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)},
        {"critical": False},
        {"signs": False},
    ],
)
def test_a_certificate_for_other_uses_stamps_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(SignerNotForTimeStamps):
        read(by(certificate("示例省时间戳", SIGNER_KEY, **wrong)))


def test_a_certificate_counts_at_the_moment_of_the_token_and_not_now() -> None:
    short = certificate("示例省时间戳", SIGNER_KEY, until=AT)
    assert read(by(short)) == AGREES
    for at in (AT + timedelta(seconds=1), AT - timedelta(days=366)):
        with pytest.raises(SignerOutOfDate):
            read(by(short, how=Stamper(at=at)))


def test_a_certificate_without_an_end_counts() -> None:
    forever = certificate("示例省时间戳", SIGNER_KEY, until=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert read(by(forever)) == AGREES
    with pytest.raises(SignerOutOfDate, match="至 9999-12-31"):
        read(by(forever, how=Stamper(at=AT - timedelta(days=366))))


@pytest.mark.parametrize("weak", [{"imprint": "sha1"}, {"digest": "sha1"}, {"imprint": "md5"}, {"named": "md5"}])
def test_a_weak_digest_is_refused_by_name(weak: dict[str, Any]) -> None:
    with pytest.raises(TimeStampAlgorithm, match=next(iter(weak.values()))):
        read(Stamper(**weak).answer(SEAL))


def test_a_short_key_is_refused() -> None:
    key = rsa.generate_private_key(65537, 1024)
    with pytest.raises(TimeStampAlgorithm, match="1024"):
        read(by(certificate("示例省时间戳", key), key))


def test_an_algorithm_of_the_state_is_refused_by_its_number() -> None:
    with pytest.raises(TimeStampAlgorithm, match=r"1\.2\.156\.10197\.1\.401.*SM3"):
        read(
            Stamper(
                info={
                    "message_imprint": {
                        "hash_algorithm": {"algorithm": "1.2.156.10197.1.401"},
                        "hashed_message": b"x" * 32,
                    }
                }
            ).answer(SEAL)
        )


def test_a_certificate_in_the_place_of_the_one_named_is_told() -> None:
    again = certificate("示例省时间戳", SIGNER_KEY)
    answer = Stamper(by_key=True).token(SEAL)
    answer["content"]["certificates"] = [cms.CertificateChoices("certificate", _asn1(again))]
    with pytest.raises(TimeStampSignerOther):
        read(answer.dump(force=True))


def _asn1(one: x509.Certificate) -> object:
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding

    return Certificate.load(one.public_bytes(Encoding.DER))


@pytest.mark.parametrize("part", ["signature", "digest", "info"])
def test_what_was_not_signed_so_is_told(part: str) -> None:
    token = Stamper().token(SEAL)
    [signer] = token["content"]["signer_infos"]
    if part == "signature":
        other = Stamper(nonce=1).token(SEAL)["content"]["signer_infos"][0]
        signer["signature"] = other["signature"].native
    elif part == "digest":
        signer["signed_attrs"] = Stamper(nonce=1).token(SEAL)["content"]["signer_infos"][0]["signed_attrs"]
    else:
        later = tsp.TSTInfo.load(
            Stamper(at=AT - timedelta(days=90)).token(SEAL)["content"]["encap_content_info"]["content"].parsed.dump()
        )
        token["content"]["encap_content_info"]["content"] = later
    with pytest.raises(TimeStampAltered):
        read(token.dump(force=True))


def test_a_service_that_refused_is_quoted() -> None:
    with pytest.raises(TimeStampNotGranted, match="rejection；算法 不行"):
        read(Stamper(status="rejection").answer(SEAL))


@pytest.mark.parametrize(
    "stamper",
    [
        Stamper(without=("content_type",)),
        Stamper(without=("message_digest",)),
        Stamper(without=("signing_certificate_v2",)),
        Stamper(attributes=({"type": "message_digest", "values": [b"x" * 32]},)),
        Stamper(info={"version": 2}),
        Stamper(info={"extensions": [{"extn_id": "1.2.3.4", "critical": True, "extn_value": b"x"}]}),
    ],
)
def test_what_rfc_3161_does_not_allow_is_no_time_stamp(stamper: Stamper) -> None:
    with pytest.raises(NotATimeStamp):
        read(stamper.answer(SEAL))


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"{}", b"\x30\x00", GOOD + b"\0", pem(SIGNER), time_stamp_query(b"x" * 32)]
)
def test_what_is_no_time_stamp_is_refused(data: bytes) -> None:
    with pytest.raises(NotATimeStamp):
        read(data)


def test_every_truncated_token_is_refused() -> None:
    for length in range(0, len(GOOD), 7):
        with pytest.raises(NotATimeStamp):
            read(GOOD[:length])


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), bit=st.integers(0, 7))
def test_a_token_with_another_bit_is_refused_or_says_the_same(at: int, bit: int) -> None:
    changed = bytearray(GOOD)
    changed[at] ^= 1 << bit
    try:
        assert read(bytes(changed)) == AGREES
    except DutyError:
        return


@pytest.mark.parametrize("data", [b"", b"{}", GOOD, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_holds_no_certificate_is_no_root(data: bytes) -> None:
    with pytest.raises(NotRoots):
        read_roots("root.pem", data)


def test_a_query_asks_for_the_digest_and_the_certificate() -> None:
    query = tsp.TimeStampReq.load(time_stamp_query(b"d" * 32), strict=True)
    imprint = query["message_imprint"].native
    assert (imprint["hash_algorithm"]["algorithm"], imprint["hashed_message"]) == ("sha256", b"d" * 32)
    assert (query["cert_req"].native, query["nonce"].native) == (True, None)
