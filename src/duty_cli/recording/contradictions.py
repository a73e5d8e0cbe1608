"""Where two copies of one ledger say otherwise of the same matter, or both say it: found before anything is merged, never decided here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from duty_cli.model.diverged_copies import CopyConflict, CopyRow, Divergence
from duty_cli.model.ledger_protocol import Ledger
from duty_cli.model.members import Facet, MemberKey, Seq
from duty_cli.model.name_similarity import like
from duty_cli.model.periods import Period
from duty_cli.recording.closed_years import tenures_within
from duty_cli.recording.copy_claims import RowClaim, claims, event_of

Pair = tuple[CopyRow, CopyRow]
"""A row of this copy, and one of the other."""


def depending(apart: Divergence, left_out: Collection[Seq]) -> dict[Seq, tuple[CopyRow, Seq]]:
    """The batches that use what is left out and are not left out themselves; each with a row, and what it uses (seqs there)."""
    found: dict[Seq, tuple[CopyRow, Seq]] = {}
    gone = {row.seq for batch in apart.left_before for row in batch.rows}
    for batch in apart.new:
        own = {batch.seq, *(row.seq for row in batch.rows)}
        # A paper was made at a moment, whatever that knew: it is a fact that it left the office.
        uses = [(row, ref) for row in batch.rows if row.sort != "issue" for ref in row.refs.values() if ref in gone]
        # What says where it came from names the merge by which it came there.
        uses += [(batch.rows[0], one.merge) for one in batch.came if one.merge in gone and batch.rows]
        first = next(iter(uses), None)
        if batch.seq in left_out:
            gone |= own
        elif first is not None:
            found[batch.seq] = first
            gone |= own
    return found


class Comparison:
    """Both copies with all that is to be merged in hand."""

    def __init__(self, here: Ledger, there: Ledger, apart: Divergence, left_out: Collection[Seq] = ()) -> None:
        self._apart, self._here, self._there = apart, here, there
        self.taken = tuple(batch for batch in apart.new if batch.seq not in left_out)
        left = (*apart.left_before, *(batch for batch in apart.new if batch.seq in left_out))
        taken_back = {row.target for batch in left for row in batch.rows}
        # What the other took back in a batch that is left out stands here, and what it wrote in its place would stand beside it.
        still = [row for seq, row in apart.taken_back.items() if seq in taken_back and row.stands]
        self._own = [row for batch in apart.own for row in batch.rows]
        self._mine = [*filter(_counts, self._own), *still]
        self._new = [row for batch in self.taken for row in batch.rows]
        self._theirs = list(filter(_counts, self._new))

    def conflicts(self) -> tuple[CopyConflict, ...]:
        """Every contradiction, in the order of the other copy."""
        files = list(self._same_files())
        imported = {(one.here.batch, one.there.batch) for one in files}
        found = (
            *self._claimed(),
            *self._leaves(),
            *self._events(),
            *self._gone(),
            *self._rules(),
            *self._out_of_office(),
            *self._closed(),
            *self._names_lost(),
        )
        rest = {(one.there.seq, one.here.seq, one.why): one for one in found}
        # A file that came into both is one contradiction, not one a row.
        told = [one for one in rest.values() if (one.here.batch, one.there.batch) not in imported]
        return tuple(sorted((*files, *told), key=lambda one: (one.there.seq, one.here.seq)))

    def _same_files(self) -> Iterator[CopyConflict]:
        by_digest = {batch.act.source_digest: batch for batch in self._apart.own if any(map(_counts, batch.rows))}
        for batch in self.taken:
            same = by_digest.get(batch.act.source_digest) if batch.act.source_digest is not None else None
            if same is not None and any(map(_counts, batch.rows)):
                yield CopyConflict("同一文件两边都导入了", same.rows[0], batch.rows[0])

    def _claimed(self) -> Iterator[CopyConflict]:
        both = self._apart.taken_back
        mine: dict[tuple[str, tuple[object, ...]], list[tuple[CopyRow, RowClaim]]] = {}
        for row in self._mine:
            for claim in claims(row, both):
                mine.setdefault((claim.why, claim.key), []).append((row, claim))
        for row in self._theirs:
            for claim in claims(row, both):
                met = mine.get((claim.why, claim.key), ())
                other = next((one for one, said in met if claim.against(said)), None)
                if other is not None:
                    yield CopyConflict(claim.why, other, row, claim.doubtful)

    def _pairs(self, sort: str, *columns: str) -> Iterator[Pair]:
        """Standing rows of one sort that say the same in those columns."""
        mine: dict[tuple[object, ...], list[CopyRow]] = {}
        for row in _of(sort, self._mine):
            mine.setdefault(tuple(row.cells[name] for name in columns), []).append(row)
        for row in _of(sort, self._theirs):
            for other in mine.get(tuple(row.cells[name] for name in columns), ()):
                yield other, row

    def _leaves(self) -> Iterator[CopyConflict]:
        for mine, row in self._pairs("leave", "member"):
            alike = mine.cells["kind"] == row.cells["kind"] or None in (mine.cells["kind"], row.cells["kind"])
            if alike and _days(mine).meets(_days(row)):
                yield CopyConflict("同一委员的请假日期重叠", mine, row)

    def _events(self) -> Iterator[CopyConflict]:
        """Events of one kind and day: one of them without a name for one member, or with names that are like one another."""
        with self._here.reading() as reading:
            groups = reading.roster().groups()
        asked: set[tuple[str, str]] = set()
        for mine, row in self._pairs("record", "kind", "day"):
            if mine.cells["attendance"] is None or row.cells["attendance"] is None:
                continue
            names = event_of(mine), event_of(row)
            if mine.cells["member"] == row.cells["member"] and not all(names):
                yield CopyConflict("同一委员同日同一事项都登记了出席，一方没有写活动", mine, row)
            elif all(names) and names[0] != names[1] and names not in asked:
                # Two sheets of one day are very many pairs of a few names.
                asked.add(names)
                if like(*names, groups):
                    yield CopyConflict("同日的活动名称相近", mine, row, doubtful=True)

    def _gone(self) -> Iterator[CopyConflict]:
        """What one took back and the other went on to use."""
        for gone, using, swapped in ((self._own, self._theirs, False), (self._new, self._mine, True)):
            lost: dict[object, CopyRow] = {row.target: row for row in _of("reversal", gone)}
            for row in using:
                if row.sort in ("reversal", "issue"):
                    continue
                reversal = next((lost[row.cells[name]] for name in row.refs if row.cells[name] in lost), None)
                if reversal is not None and swapped:
                    yield CopyConflict("对方冲正了本账用到的一条", row, reversal)
                elif reversal is not None:
                    yield CopyConflict("本账冲正了对方用到的一条", reversal, row)

    def _rules(self) -> Iterator[CopyConflict]:
        mine, theirs = list(_of("rules", self._own)), list(_of("rules", self._new))
        if mine and theirs and mine[-1].cells["digest"] != theirs[-1].cells["digest"]:
            yield CopyConflict("两边都换了规则文件，内容不同", mine[-1], theirs[-1])

    def _out_of_office(self) -> Iterator[CopyConflict]:
        """What one did for a member who in the other is in office on that day no more."""
        with self._here.reading() as reading, self._there.reading() as other:
            here = {Seq(member.key): member for member in reading.roster()}
            there = {self._apart.seen_from_here(Seq(member.key)): member for member in other.roster()}
        for acts, changes, then, swapped in (
            (self._theirs, self._own, here, False),
            (self._mine, self._new, there, True),
        ):
            changed = {key: row for row in changes for key in self._tenure_of(row)}
            for row in acts:
                key = row.cells.get("member")
                if row.sort not in ("record", "leave") or key not in changed or not isinstance(key, int):
                    continue
                member = then.get(Seq(key))
                if member is not None and not all(map(member.in_office, _ends(row))):
                    why = "委员在该日的任职被另一份账本改为不在任"
                    yield CopyConflict(why, *((row, changed[key]) if swapped else (changed[key], row)))

    def _said(self, row: CopyRow) -> CopyRow | None:
        """The row itself, or what it takes back; None where only one copy has that."""
        return row if row.target is None else self._apart.taken_back.get(row.target)

    def _tenure_of(self, row: CopyRow) -> Iterator[object]:
        """Whose tenure of office a row changes."""
        said = self._said(row)
        if said is not None and said.sort == "spell" and said.cells["facet"] == Facet.OFFICE.value:
            yield said.cells["member"]

    def _closed(self) -> Iterator[CopyConflict]:
        """A year that one closed, and in which the other went on to write."""
        for closings, rows, ledger, swapped in (
            (self._mine, self._new, self._there, False),
            (self._theirs, self._own, self._here, True),
        ):
            for closing in _of("closing", closings):
                days, year = _days(closing), closing.cells["year"]
                moved: frozenset[int] = _moved(ledger, self._apart.common, days) if rows else frozenset()
                for row in rows:
                    said = self._said(row)
                    # What was entered and taken back within the one copy changes nothing in the year.
                    if said is not None and row.stands and _touches(said, days, year, moved):
                        why = f"一方已结 {year!r} 年度的账，另一方又登记了该年度的内容"
                        yield CopyConflict(why, *((row, closing) if swapped else (closing, row)))

    def _names_lost(self) -> Iterator[CopyConflict]:
        """Names that are erased there, while the row that says so is left out."""
        erased = {row.cells["member"] for row in _of("erasure", self._new)}
        for row in _of("naming", self._new):
            if row.beside.get("salt") is None and row.cells["member"] not in erased:
                yield CopyConflict("姓名在对方已依法删除，删除的批次却没有一并并入", row, row)


def _counts(row: CopyRow) -> bool:
    return row.stands


def _of(sort: str, rows: Iterable[CopyRow]) -> Iterator[CopyRow]:
    return (row for row in rows if row.sort == sort)


def _days(row: CopyRow) -> Period:
    first, last = _ends(row)
    return Period(first, last)


def _ends(row: CopyRow) -> tuple[date, date]:
    """The first and last day of what a row says."""
    first, last = row.cells.get("day") or row.cells.get("first"), row.cells.get("day") or row.cells.get("last")
    return date.fromisoformat(str(first)), date.fromisoformat(str(last)) if last else date.max


_DATED = ("record", "activity", "leave", "invitation")
_YEARLY = ("handin", "earlier")


def _touches(row: CopyRow, days: Period, year: object, moved: Collection[int]) -> bool:
    """Whether a row says something of a year that is closed."""
    if row.sort in _DATED:
        return days.meets(_days(row))
    if row.sort in _YEARLY:
        return row.cells["year"] == year
    return row.sort == "spell" and row.refs["member"] in moved and days.meets(_days(row))


def _moved(ledger: Ledger, common: Seq, days: Period) -> frozenset[int]:
    """The members whose tenures in those days are others than at the common beginning."""
    before, now = _held(ledger, days, common), _held(ledger, days, None)
    return frozenset(key for key, held in now.items() if before.get(key, frozenset()) != held)


def _held(ledger: Ledger, days: Period, known_at: Seq | None) -> dict[MemberKey, frozenset[tuple[object, ...]]]:
    with ledger.reading(known_at) as reading:
        return tenures_within(reading.roster(), days)
