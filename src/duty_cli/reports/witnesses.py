"""What left the house and says how the ledger stood: seals and papers, held against the chain; and the slip of a seal."""

from __future__ import annotations

from dataclasses import dataclass

from duty_cli.errors.ledger_errors import UnknownSeq
from duty_cli.model.ledger_protocol import Ledger, LedgerHead
from duty_cli.model.members import Seq
from duty_cli.model.papers import Column, Paper, Sheet
from duty_cli.reports.report_columns import Document


@dataclass(frozen=True, slots=True)
class Witness:
    """A head outside the house: what it stands on, the seq, and the digest there or its first digits (hex)."""

    said: str
    seq: Seq
    head: str


def digest_at(ledger: Ledger, seq: Seq) -> str | None:
    """The head of the ledger at ``seq`` (hex); None where it has no such seq."""
    try:
        with ledger.reading(seq) as reading:
            return reading.head().digest
    except UnknownSeq:
        return None


def of_a_copy(ledger: Ledger, seq: Seq, head: str) -> bool:
    """Whether a copy whose batches were taken over (并入) had that head, or one that begins so, at ``seq`` of its own."""
    with ledger.reading() as reading:
        return any(one.last == seq and one.head.startswith(head) for one in reading.taken())


def within_a_copy(ledger: Ledger, seq: Seq) -> bool:
    """Whether ``seq`` lies within a batch that was taken over: its head there is not known here."""
    with ledger.reading() as reading:
        return any(one.first <= seq < one.last for one in reading.taken())


def contradiction(ledger: Ledger, witness: Witness) -> str | None:
    """What the witness says against the ledger, in a line; None where they agree."""
    if witness.seq < 1:
        return f"{witness.said}：所记的序号 {witness.seq} 不是账本的序号"
    found = digest_at(ledger, witness.seq)
    if of_a_copy(ledger, witness.seq, witness.head):
        return None
    if found is None:
        with ledger.reading() as reading:
            last = reading.head().seq
        return f"{witness.said}：所记的序号是 {witness.seq}，账本只到 {last}；账本可能被换成了较早的副本，或被截短"
    if found.startswith(witness.head):
        return None
    return f"{witness.said}：序号 {witness.seq} 的账首与账本不同；账本在此后被改写，或不是同一账本"


@dataclass(frozen=True, slots=True)
class Slip:
    """What the slip of a seal says: the head, where its file is, who signed, and which seal it follows."""

    head: LedgerHead
    batches: int
    digits: str
    file: str
    key: str | None
    before: str | None


def slip_paper(slip: Slip) -> Paper:
    """封存单: to be printed, signed and kept where nobody who keeps the ledger can change it."""
    head = slip.head
    title = f"{head.committee}履职账本封存单"
    lines = (
        ("最后登记", f"{head.at:%Y-%m-%d %H:%M:%S}"),
        ("序号", str(head.seq)),
        ("批次数", str(slip.batches)),
        ("账首（SHA-256）", slip.digits),
        ("封存文件", slip.file),
        ("签名密钥指纹", slip.key or "未签名"),
        ("上一次封存", slip.before or "无，这是第一次"),
        ("封存人（签字）", ""),
        ("保管人（签字）", ""),
    )
    sheet = Sheet("封存单", title, (Column("项目"), Column("内容")), lines)
    notes = ("核验：duty check --against 封存文件；没有文件时，用 duty export 或报表末行的序号、账首与本单核对。",)
    return Paper(title, (sheet,), f"账首：序号 {head.seq}｜{head.digest}", notes=notes)


def slip_document(slip: Slip) -> Document:
    """The slip as plain values."""
    return {
        **{"report": "seal", "committee": slip.head.committee, "seq": slip.head.seq, "head": slip.head.digest},
        **{"batches": slip.batches, "file": slip.file, "key": slip.key, "before": slip.before},
    }
