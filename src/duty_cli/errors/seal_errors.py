"""Refusals about seals (封存) and the key that signs them."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError, LedgerError, UsageError


class NotASeal(DutyError):
    """A file is no seal, or not as duty wrote it."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 不是 duty 写出的封存文件，或已被改动；请用封存时的原件")


class SignatureWrong(DutyError):
    """What a seal says was not signed so."""

    def __init__(self, file: object) -> None:
        super().__init__(f"封存文件 {file} 的签名不符：内容或签名被改动；请用封存时的原件，并与封存单核对")


class BadKey(DutyError):
    """A file holds no key to sign with."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 不是签名密钥（PEM，Ed25519，不设口令）；请用 duty seal --new-key 生成")


class NoKey(UsageError):
    """There is no key where one is looked for."""

    def __init__(self, place: object) -> None:
        super().__init__(
            f"没有签名密钥 {place}；首次使用请加 --new-key 生成，密钥在别处的请用 --key 指定，不签名请加 --unsigned"
        )


class KeyThere(UsageError):
    """A key is never replaced: what it signed could not be told any more."""

    def __init__(self, place: object) -> None:
        super().__init__(f"已有签名密钥 {place}；不加 --new-key 即用它签名")


class SigningMissing(UsageError):
    """The library that signs is an extra."""

    def __init__(self) -> None:
        super().__init__("签名和核对签名需要 cryptography；请安装 duty-cli[seal]，不签名的封存请加 --unsigned")


class WitnessAgainst(LedgerError):
    """What left the house says otherwise than the ledger."""

    def __init__(self, contradictions: Sequence[str]) -> None:
        lines = "\n".join(contradictions)
        super().__init__(f"{lines}\n账本与以上凭据不符；请停止录入，保留现有文件，并从备份核对")
