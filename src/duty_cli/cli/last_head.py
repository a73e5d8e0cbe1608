"""The head of each ledger as this user last saw it, kept outside the workspace: a ledger that has gone back is noticed."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli.ledger_place import LedgerPlace, one_name
from duty_cli.cli.user_folder import user_folder
from duty_cli.documents.durable_files import keep_for_user, sweep
from duty_cli.errors.base import LedgerError
from duty_cli.errors.ledger_errors import LedgerWentBack
from duty_cli.model.members import Seq

if TYPE_CHECKING:
    from duty_cli.model.ledger_protocol import Ledger, LedgerHead

FOLDER = "heads"
"""In the user's own folder: a file for each ledger at each place, so that a copy looked at elsewhere is no alarm."""

_FOUNDING = Seq(2)
_SAID = r"(\d{1,18}) ([0-9a-f]{64}) ([0-9T:.+-]{10,40})\n"


def gone_back(place: LedgerPlace, ledger: Ledger) -> LedgerWentBack | None:
    """What is to be said where the ledger at ``place`` no longer holds what was last seen; else what there is is noted."""
    try:
        file = _file(place, ledger)
        if file is not None:
            sweep(file.parent)
        # What was seen first, then what there is: another program of this user may enter something in between.
        seen = re.fullmatch(_SAID, _read(file))
        with ledger.reading() as reading:
            head = reading.head()
        if seen is not None and not _holds(ledger, head, int(seen[1]), seen[2]):
            return LedgerWentBack(place, int(seen[1]), seen[3][:16].replace("T", " "), head.seq)
        if seen is None or int(seen[1]) != head.seq:
            _note(file, head)
    except (LedgerError, OSError):  # a ledger that cannot be read is told where it is read
        return None
    return None


def note_head(place: LedgerPlace, ledger: Ledger) -> None:
    """Note the head of the ledger at ``place``, whatever was seen before."""
    try:
        with ledger.reading() as reading:
            head = reading.head()
        _note(_file(place, ledger), head)
    except (LedgerError, OSError):  # nothing rests on it
        return


def _holds(ledger: Ledger, head: LedgerHead, seq: int, digest: str) -> bool:
    if seq == head.seq:
        return digest == head.digest
    if seq > head.seq:
        return False
    with ledger.reading(Seq(seq)) as then:
        return then.head().digest == digest


def _file(place: LedgerPlace, ledger: Ledger) -> Path | None:
    """Where it is kept; None where the user has no folder. Raises UnknownSeq of a ledger that nobody founded."""
    own = user_folder()
    if own is None:
        return None
    founding = _founding(ledger)  # type: ignore[arg-type]  # a protocol says nothing of hashes; each ledger is itself
    name = f"{one_name(place)}\0{founding}"
    return own / FOLDER / sha256(name.encode(errors="surrogateescape")).hexdigest()[:32]


@lru_cache(maxsize=1)
def _founding(ledger: Ledger) -> str:
    """The digest under which a ledger was founded: asked once of a ledger that is open, as it is asked for twice in a command."""
    with ledger.reading(_FOUNDING) as then:
        return then.head().digest


def _read(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text("ascii")
    except (OSError, ValueError):
        return ""


def _note(file: Path | None, head: LedgerHead) -> None:
    if file is None:
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # What a power cut leaves is an older head, and the next run notes the newer one.
    keep_for_user(file, f"{head.seq} {head.digest} {head.at.isoformat()}\n".encode("ascii"))
