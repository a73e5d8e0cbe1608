"""Time stamps that lie beside seals: the query that asks for one, and the token held against the seal and the roots."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli.import_sources import read_file
from duty_cli.cli.user_folder import user_folder
from duty_cli.errors.time_stamp_errors import TimeStampsMissing

if TYPE_CHECKING:
    from duty_cli.ledger.sealing.seals import Seal
    from duty_cli.ledger.sealing.time_stamps import Roots, TimeStamp

ROOTS = "time-stamp-root.pem"
QUERY = ".tsq"
_TOKENS = (".tsr", ".tst")

_SOON = timedelta(days=1)
_CLOCK = timedelta(minutes=5)
"""How soon after its seal a time stamp is made, and how far the clock of an office may be ahead, without a word."""


def query_for(seal: bytes) -> bytes:
    """A query (.tsq) that a time stamp service answers, for the bytes of a seal. Raises TimeStampsMissing."""
    from hashlib import sha256

    from duty_cli.ledger.sealing.time_stamp_file import time_stamp_query

    try:
        return time_stamp_query(sha256(seal).digest())
    except ImportError:
        raise TimeStampsMissing from None


def tokens_beside(seal: Path) -> list[Path]:
    """The time stamps of a seal: files of its name in its folder."""
    return [one for ending in _TOKENS if (one := seal.with_suffix(ending)).exists()]


def roots_of(said: Path | None) -> Roots | None:
    """The roots in the file ``said``, or in the user's own folder; None where there are none. Raises NotRoots."""
    own = user_folder()
    place = said or (own / ROOTS if own else None)
    if place is None or (said is None and not place.exists()):
        return None
    from duty_cli.ledger.sealing.time_stamps import read_roots

    try:
        return read_roots(place.name, read_file(place)[0])
    except ImportError:
        raise TimeStampsMissing from None


def stamps_said(place: Path, seal: Seal, roots: Roots | None) -> Iterator[str]:
    """What each time stamp beside a seal says. Raises what does not agree."""
    for token in tokens_beside(place):
        if roots is None:
            yield f"旁边的时间戳 {token.name} 没有核对，请用 --time-stamp-root 指定出具机构的根证书"
        else:
            yield _said(seal, _verified(token, place, roots))


def _verified(token: Path, place: Path, roots: Roots) -> TimeStamp:
    from duty_cli.ledger.sealing.time_stamps import verified

    try:
        return verified(token.name, read_file(token)[0], place.name, read_file(place)[0], roots)
    except ImportError:
        raise TimeStampsMissing from None


def _said(seal: Seal, stamp: TimeStamp) -> str:
    """Who stamped and when; and where the seal tells another moment of itself, both."""
    said = f"时间戳由 {stamp.by} 于 {stamp.at:%Y-%m-%d %H:%M:%S} 出具，与封存文件相符"
    late = stamp.at - seal.at
    if -_CLOCK <= late <= _SOON:
        return said
    apart = f"晚 {late.days} 天" if late > _SOON else "早"
    return f"{said}；比封存文件自记的 {seal.at:%Y-%m-%d %H:%M:%S} {apart}，以时间戳为准"
