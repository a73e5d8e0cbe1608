"""操作人更正: whose name stands in a batch is put right by a row; the name that was entered stays beside it."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.lookup_errors import NotFound
from duty_cli.errors.member_errors import LikeNames
from duty_cli.errors.record_errors import SameName
from duty_cli.model.attributions import Attribution
from duty_cli.model.ledger_protocol import Ledger, Operation
from duty_cli.model.members import Seq
from duty_cli.parsing.pinyin import sounds_alike


def correct_name(
    ledger: Ledger, act: Operation, batch: Seq, name: str, known: Sequence[str] = (), *, again: bool = True
) -> Operation:
    """Say that ``name`` entered the batch; the deed as it was told until then. Raises NotFound, SameName.

    A name like one of ``known`` may be a slip: unless ``again`` says that it is not, LikeNames is raised.
    """
    with ledger.writing(act) as writing:
        old = writing.batch(batch)
        if old is None or batch == writing.batch_seq:
            raise NotFound("批次", batch)
        if old.by == name:
            raise SameName(batch, name)
        near = None if again else like_name(name, known)
        if near is not None:
            raise LikeNames([f"操作人“{name}”与日志中的“{near}”相近"])
        writing.append(Attribution(batch, name))
        return old


def like_name(name: str, known: Sequence[str]) -> str | None:
    """The name of the log for which ``name`` may be a slip: of the same sound, or with one sign more, less or other."""
    if name in known:
        return None
    return next((one for one in known if sounds_alike(name, one) or _one_off(name, one)), None)


def _one_off(one: str, other: str) -> bool:
    """Whether two names of three signs or more differ by one after the first, as 王文书 and 王文书1."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 3 or len(longer) - len(shorter) > 1:
        return False
    if len(shorter) < len(longer):
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    # Of another surname it is another person: 李干事, 王干事.
    return one[0] == other[0] and sum(a != b for a, b in zip(one, other, strict=True)) == 1
