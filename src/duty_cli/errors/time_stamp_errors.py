"""Refusals about time stamps (RFC 3161) of seals: what does not agree, and where to get one that does."""

from __future__ import annotations

from datetime import datetime

from duty_cli.errors.base import DutyError, UsageError


class NotATimeStamp(DutyError):
    """A file holds no token, or none as RFC 3161 has it."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 不是时间戳（RFC 3161 的应答或令牌，DER 或 PEM），或不完整；请用出具机构给的原件")


class TimeStampNotGranted(DutyError):
    """The service answered, and gave no token."""

    def __init__(self, file: object, status: str) -> None:
        super().__init__(f"{file} 是时间戳服务机构的答复，但没有出具时间戳（{status}）；请重新申请")


class TimeStampOfOther(DutyError):
    """The token stamps other bytes than the seal's."""

    def __init__(self, file: object, seal: object) -> None:
        super().__init__(f"时间戳 {file} 不是给 {seal} 出具的，或封存文件在出具以后被改动；请用封存时的原件核对")


class TimeStampAltered(DutyError):
    """What the token says is not what was signed."""

    def __init__(self, file: object) -> None:
        super().__init__(f"时间戳 {file} 的签名不符：内容或签名被改动；请用出具机构给的原件")


class TimeStampAlgorithm(DutyError):
    """A digest or signature that is too weak, or that the program cannot verify."""

    def __init__(self, file: object, algorithm: str) -> None:
        super().__init__(
            f"时间戳 {file} 所用的算法 {algorithm} 太弱，或本程序不能核对（国密 SM2、SM3 也在其中）；"
            "请向出具机构申请 SHA-256 以上，RSA（2048 位以上）、ECDSA 或 Ed25519 签名的"
        )


class TimeStampSignerMissing(DutyError):
    """The certificate of who signed is neither in the token nor in the file of roots."""

    def __init__(self, file: object) -> None:
        super().__init__(
            f"时间戳 {file} 里没有出具机构的证书；请申请带证书的（openssl ts -query 加 -cert），或把该证书并入根证书文件"
        )


class TimeStampSignerOther(DutyError):
    """The certificate is not the one that the token names as its signer's (ESSCertID)."""

    def __init__(self, file: object) -> None:
        super().__init__(f"时间戳 {file} 里的证书不是签名时所指的那一张，证书可能被换过；请用出具机构给的原件")


class SignerNotForTimeStamps(DutyError):
    """The certificate is not one for time stamps, and for them alone."""

    def __init__(self, file: object, signer: str) -> None:
        super().__init__(
            f"签时间戳 {file} 的证书（{signer}）不是专用于时间戳的（扩展密钥用途须为关键项，且只有 timeStamping）；"
            "请换用有资格的机构"
        )


class SignerOutOfDate(DutyError):
    """The certificate was not valid when the token was made."""

    def __init__(self, file: object, signer: str, at: datetime, begins: datetime, ends: datetime) -> None:
        super().__init__(
            f"时间戳 {file} 出具于 {at:%Y-%m-%d %H:%M:%S}，不在证书（{signer}）的有效期"
            f"（{begins:%Y-%m-%d} 至 {ends:%Y-%m-%d}）内；请重新申请"
        )


class SignerUntrusted(DutyError):
    """No chain leads from the certificate to a root that was given."""

    def __init__(self, file: object, signer: str, roots: object) -> None:
        super().__init__(
            f"签时间戳 {file} 的证书（{signer}）追溯不到 {roots} 里的根证书，或中间的证书在出具时已经失效、算法太弱；"
            "请用出具机构公布的根证书"
        )


class NotRoots(DutyError):
    """A file holds no certificates."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 里没有证书（PEM 或 DER）；请用出具机构公布的根证书")


class NoTimeStamp(UsageError):
    """A root was named, and no seal has a token beside it."""

    def __init__(self) -> None:
        super().__init__(
            "指定了 --time-stamp-root，但 --against 的封存文件旁边没有同名的时间戳（.tsr 或 .tst）；请放在一起再核对"
        )


class TimeStampsMissing(UsageError):
    """The library that reads tokens is an extra."""

    def __init__(self) -> None:
        super().__init__("时间戳需要 asn1crypto 和 cryptography；请安装 duty-cli[seal]")
