"""Spending taken over from the accounts office's sheet (委员活动经费, §13): each voucher once, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import date

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.fund_errors import SpendingDiffers, SpendingThere
from duty_cli.model.fund_balances import FundYear, fund_year
from duty_cli.model.funds import NewSpending
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, Operation
from duty_cli.model.members import Seq
from duty_cli.model.parsed_rows import ParsedSpending, Problem
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.recording.spending_entry import refuse_spending, said_shortly


@dataclass(frozen=True, slots=True)
class SpendingImported:
    """What came of each row: ``new`` ones were entered, those ``present`` stood in the ledger, each with its seq there.

    ``batch`` is None where nothing was new.
    """

    batch: Seq | None
    new: tuple[ParsedSpending, ...]
    present: tuple[tuple[int, Seq], ...]


def import_spending(
    ledger: Ledger, act: Operation, today: date, rows: Sequence[ParsedSpending], approved_by: str | None = None
) -> SpendingImported:
    """Enter what the ledger does not hold. ``approved_by`` stands for rows beyond a budget that do not say it themselves.

    Raises Findings with what is wrong in the rows.
    """
    with ledger.reading() as reading:
        found = _Judge(reading, act, today, approved_by).judged(rows)
    # A batch of nothing is not opened: the same sheet may come every night.
    if not found.new:
        return found
    with ledger.writing(act) as writing:
        found = _Judge(writing, act, today, approved_by).judged(rows)
        writing.append_all(one.new for one in found.new)
        return replace(found, batch=writing.batch_seq)


@dataclass
class _Judge:
    """Holds each row against the ledger and against the rows before it."""

    reading: LedgerReader
    act: Operation
    today: date
    approved_by: str | None
    years: dict[int, FundYear] = field(default_factory=dict)
    standing: dict[tuple[int, str | None], list[tuple[NewSpending, Seq | None, int]]] = field(default_factory=dict)
    """What is in the ledger (with its seq) or in the file (with its line), by year and voucher."""

    def judged(self, rows: Iterable[ParsedSpending]) -> SpendingImported:
        """What would come of the rows. Raises Findings."""
        new: list[ParsedSpending] = []
        present: list[tuple[int, Seq]] = []
        problems: list[Problem] = []
        # By day, as it was spent: what was paid back stands anywhere in a sheet.
        for row in sorted(rows, key=lambda one: (one.new.on, one.line)):
            try:
                seq = self._there(row)
                if seq is None:
                    new.append(self._fitting(row))
                else:
                    present.append((row.line, seq))
            except DutyError as error:
                what, _, advice = str(error).rpartition("；")
                problems.append(Problem(self.act.source or "", row.line, error.column, what, advice))
        if problems:
            raise Findings(sorted(problems))
        return SpendingImported(None, tuple(new), tuple(sorted(present)))

    def _there(self, row: ParsedSpending) -> Seq | None:
        """The seq of the same payment in the ledger. Raises SpendingThere or SpendingDiffers."""
        self._load(row.new.on.year)
        year, voucher = row.new.on.year, row.new.voucher
        known = [*self.standing.get((year, voucher), []), *self.standing.get((year, None), [])]
        found = next((one for one in known if one[0].repeats(row.new)), None)
        self.standing.setdefault((year, voucher), []).append((row.new, None, row.line))
        if found is None:
            return None
        new, seq, line = found
        if seq is None:
            raise SpendingThere(said_shortly(row.new), f"与第 {line} 行重复")
        if new.voucher is None:
            # It has met its voucher: another one of the same day and amount is another payment.
            self.standing[year, None].remove(found)
        if not new.says_as(row.new):
            raise SpendingDiffers(said_shortly(new), seq)
        return seq

    def _load(self, year: int) -> None:
        if year not in self.years:
            self.years[year] = fund_year(self.reading, year)
            for one in self.reading.spending(year):
                self.standing.setdefault((year, one.new.voucher), []).append((one.new, one.seq, 0))

    def _fitting(self, row: ParsedSpending) -> ParsedSpending:
        """The row with the name of who approved it, where it needs one. Raises what stands against it."""
        new, known = row.new, self.years[row.new.on.year]
        if new.approved_by is None and known.beyond(new):
            new = replace(new, approved_by=self.approved_by)
        refuse_spending(self.reading, known, self.today, new)
        self.years[known.year] = known.after(new)
        return replace(row, new=new)
