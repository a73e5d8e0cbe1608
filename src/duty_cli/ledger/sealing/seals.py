"""封存: a head of the chain that leaves the house, in a file of its own, signed by the office and chained to the one before.

Pure: bytes come in and go out. Whoever holds the ledger can hash it anew from the first row; a seal that lies elsewhere shows it.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from duty_cli.errors.seal_errors import BadKey, NotASeal, SignatureWrong
from duty_cli.model.members import Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern

FORMAT = "duty-seal/1"
FORMAT_MARK = b"duty-seal/"
"""What every seal has in it, and a paper has not."""

_DIGEST = pattern("[0-9a-f]{64}")
"""A whole head: the beginning of one would agree with many."""

_DIGITS = 4
_GROUPS = 8


@dataclass(frozen=True, slots=True)
class Seal:
    """The ledger as it stood: its last seq, the head there (hex) and how many batches; ``before`` is the SHA-256 of the last seal.

    ``key`` (public, Ed25519) and ``signature`` are base64, None where nobody signed.
    """

    committee: str
    at: datetime
    seq: Seq
    head: str
    batches: int
    before: str | None = None
    key: str | None = None
    signature: str | None = None

    @property
    def fingerprint(self) -> str | None:
        """The first digits of the SHA-256 of the key, in groups, as the slip shows them."""
        if self.key is None:
            return None
        return grouped(sha256(b64decode(self.key)).hexdigest()[: _DIGITS * _GROUPS])

    @property
    def digest(self) -> str:
        """The SHA-256 of its file, to which the next seal is chained."""
        return sha256(as_file(self)).hexdigest()


def grouped(digits: str) -> str:
    """Digits in groups of four, to be read out and compared."""
    return " ".join(digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS))


def as_file(seal: Seal) -> bytes:
    """The file of a seal: JSON in one spelling, so that its digest says one thing."""
    return f"{json.dumps(_said(seal), ensure_ascii=False, indent=1)}\n".encode()


def _said(seal: Seal) -> dict[str, object]:
    said: dict[str, object] = {
        **{"format": FORMAT, "committee": seal.committee, "at": seal.at.isoformat()},
        **{"seq": seal.seq, "head": seal.head, "batches": seal.batches},
        **{"before": seal.before, "key": seal.key, "signature": seal.signature},
    }
    return {name: value for name, value in said.items() if value is not None}


def read_seal(name: str, data: bytes) -> Seal:
    """The seal in a file, its signature verified. Raises NotASeal, SignatureWrong."""
    try:
        said = json.loads(data)
        seal = Seal(
            *(str(said["committee"]), datetime.fromisoformat(said["at"]), Seq(int(said["seq"])), str(said["head"])),
            *(int(said["batches"]), said.get("before"), said.get("key"), said.get("signature")),
        )
        ours = said["format"] == FORMAT and as_file(seal) == data and _DIGEST.fullmatch(seal.head) is not None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotASeal(name) from None
    if not ours or (seal.key is None) != (seal.signature is None):
        raise NotASeal(name)
    if seal.signature is not None:
        _verify(name, seal)
    return seal


def _verify(name: str, seal: Seal) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(seal.key or "", validate=True))
        key.verify(b64decode(seal.signature or "", validate=True), as_file(replace(seal, signature=None)))
    except (InvalidSignature, BadBase64, ValueError, TypeError):
        raise SignatureWrong(name) from None


def new_key() -> bytes:
    """A new key of the office, in PEM (PKCS#8, without a password)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signed(seal: Seal, name: str, pem: bytes) -> Seal:
    """The seal with the signature of the key in the file ``name``. Raises BadKey."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadKey(name) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(name)
    said = replace(seal, key=b64encode(key.public_key().public_bytes_raw()).decode(), signature=None)
    return replace(said, signature=b64encode(key.sign(as_file(said))).decode())
