"""What was done and when, and the activities, leaves and issues, as known at a seq."""

from __future__ import annotations

from datetime import date

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.chain.event_codec import due_of
from duty_cli.ledger.chain.row_codec import (
    act_of,
    budget_of,
    day_of,
    issue_of,
    moment,
    number_of,
    proceeding_of,
    rules_of,
    spending_of,
    step_of,
)
from duty_cli.ledger.queries.capacity_queries import invitations
from duty_cli.ledger.queries.roster_queries import FOUNDED, RosterQueries, terms_of
from duty_cli.ledger.queries.snapshot import Snapshot, days, name_of, righted, standing
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.funds import Budget, Spending
from duty_cli.model.hand_ins import HandIn
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import (
    Batch,
    EarlierResult,
    Issued,
    LedgerHead,
    Operation,
    Row,
    RulesUsed,
    YearClosing,
)
from duty_cli.model.members import (
    GROUPINGS,
    MemberKey,
    Seq,
)
from duty_cli.model.merge_entries import TakenFrom
from duty_cli.model.periods import Period, year_of
from duty_cli.model.plans import NewPlan, Plan, PlanReversal
from duty_cli.model.proceedings import Proceeding, TakenStep
from duty_cli.model.records import Activity, Leave, LeaveReason

_ACT = (
    "batch.at, batch.by, batch.command, batch.source, batch.source_digest, batch.reason,"
    " batch.after_wrong_clock, batch.entered_by, batch.entered_at, taken.first, merge.head,"
    f" {righted()}"
)
_BATCHES = """
    batch LEFT JOIN taken ON taken.seq = batch.seq + 1 AND batch.entered_by IS NOT NULL
    LEFT JOIN merge ON merge.seq = taken.merge
"""


def _who(batch: str = "batch") -> str:
    """By whom and when it was entered: at the copy it came from, where it was taken over."""
    return f"{name_of(batch)}, coalesce({batch}.entered_at, {batch}.at)"


# The rows reversed and by which row. A member who was enrolled by mistake takes the names along: nobody is left to bear
# them.
_GONE = """
    SELECT target AS seq, seq AS by FROM reversal WHERE seq <= :known
    UNION ALL
    SELECT naming.seq, reversal.seq FROM naming JOIN reversal ON reversal.target = naming.member
    WHERE reversal.seq <= :known
"""


_ISSUED = f"""
    SELECT issue.seq, {_who()}, report, printed, format, digest, revision, known, head, rules, version, elsewhere
    FROM issue JOIN entry ON entry.seq = issue.seq JOIN batch ON batch.seq = entry.batch
    WHERE issue.seq <= :known ORDER BY issue.seq
"""

_PLANNED = f"""
    SELECT plan.seq, coalesce(entered.entered_at, entered.at), kind, day, name, place, origin,
        {_who("undone")}, undone.reason,
        due, {", ".join(facet.name.lower() for facet in GROUPINGS)}
    FROM plan JOIN entry ON entry.seq = plan.seq JOIN batch AS entered ON entered.seq = entry.batch
    LEFT JOIN reversal ON reversal.target = plan.seq AND reversal.seq <= :known
    LEFT JOIN entry AS taken ON taken.seq = reversal.seq LEFT JOIN batch AS undone ON undone.seq = taken.batch
"""


class HistoryQueries(RosterQueries):
    """What can be asked beside records; see the Protocol ``LedgerReader``."""

    def head(self) -> LedgerHead:
        """The committee with its terms, and the chain at the last seq known."""
        query = f"""
            SELECT {FOUNDED}, entry.hash, batch.at FROM entry JOIN batch ON batch.seq = entry.batch
            LEFT JOIN founding ON {standing("founding")} WHERE entry.seq = :known ORDER BY founding.seq
        """
        found = self.execute(query).fetchall()
        if not found:
            raise LedgerDamaged(f"序号 {self.known} 或它的批次缺失")
        *_, digest, at = found[0]
        committee, terms = terms_of(row[:4] for row in found if row[0] is not None)
        return LedgerHead(committee, terms, self.known, digest.hex(), moment(at))

    def activities(self, period: Period | None = None) -> tuple[Activity, ...]:
        """The standing activities, by date and seq."""
        within = "" if period is None else "AND day BETWEEN :first AND :last"
        query = f"""
            SELECT kind, day, name, seq, due, {", ".join(facet.name.lower() for facet in GROUPINGS)}
            FROM activity WHERE {standing("activity")} {within} ORDER BY day, seq
        """
        texts = self.labels.texts
        return tuple(
            Activity(texts[kind], day_of(day), name, Seq(seq), due_of(*map(texts.get, due)))
            for kind, day, name, seq, *due in self.execute(query, **days(period))
        )

    def invitations(self, period: Period | None = None) -> tuple[Invitation, ...]:
        """In which capacity members were invited to events, by seq."""
        return invitations(self, period)

    def leaves(self, member: MemberKey | None = None) -> tuple[Leave, ...]:
        """The standing leaves, by first day and seq."""
        query = f"""
            SELECT member, first, last, reason, granted, decided_by, kind, seq
            FROM leave WHERE {standing("leave")} {"" if member is None else "AND member = :member"} ORDER BY first, seq
        """
        texts = self.labels.texts
        return tuple(
            Leave(
                *(key, date.fromisoformat(first), date.fromisoformat(last), LeaveReason(texts[reason])),
                *(bool(granted), decided_by, texts.get(kind), seq),
            )
            for key, first, last, reason, granted, decided_by, kind, seq in self.execute(query, member=member)
        )

    def batches(self) -> tuple[Batch, ...]:
        """All batches with the number of their rows, by seq."""
        # The row that opens a batch is not counted among its rows, nor that which says where it came from.
        counted = f"""
            SELECT entry.batch, count(*), count(gone.by) FROM entry LEFT JOIN ({_GONE}) AS gone ON gone.seq = entry.seq
            WHERE entry.seq <= :known AND entry.seq <> entry.batch AND entry.sort <> 'taken' GROUP BY entry.batch
        """
        counts = {batch: (rows, lost) for batch, rows, lost in self.execute(counted)}
        opened = self.execute(f"SELECT batch.seq, {_ACT} FROM {_BATCHES} WHERE batch.seq <= :known ORDER BY batch.seq")
        return tuple(Batch(Seq(seq), act_of(*act), *counts.get(seq, (0, 0))) for seq, *act in opened)

    def batch(self, seq: Seq) -> Operation | None:
        """The deed that opened a batch."""
        query = f"SELECT {_ACT} FROM {_BATCHES} WHERE batch.seq = :seq AND batch.seq <= :known"
        found = self.execute(query, seq=seq).fetchone()
        return act_of(*found) if found else None

    def row(self, seq: Seq) -> Row | None:
        """The row with that seq, whatever its sort."""
        return next(iter(self._rows("entry.seq = :seq", seq=seq)), None)

    def rows_of(self, batch: Seq) -> tuple[Row, ...]:
        """The rows of a batch but its first, which opened it, and what says where it came from, by seq."""
        return self._rows("entry.batch = :batch AND entry.seq > :batch AND entry.sort <> 'taken'", batch=batch)

    def _rows(self, condition: str, **values: object) -> tuple[Row, ...]:
        """The known rows that meet the condition, whatever their sort, by seq."""
        query = f"""
            SELECT entry.seq, entry.sort, entry.batch, gone.by
            FROM entry LEFT JOIN ({_GONE}) AS gone ON gone.seq = entry.seq
            WHERE entry.seq <= :known AND {condition} ORDER BY entry.seq
        """
        return tuple(Row(seq, SORTS[sort], batch, by) for seq, sort, batch, by in self.execute(query, **values))

    def reversed_by(self, batch: Seq) -> tuple[Row, ...]:
        """The rows that a batch reversed, by seq."""
        by_batch = (
            "reversal JOIN entry ON entry.seq = reversal.seq WHERE entry.batch = :batch AND reversal.seq <= :known"
        )
        return self._rows(f"entry.seq IN (SELECT reversal.target FROM {by_batch})", batch=batch)

    def rules_used(self) -> RulesUsed | None:
        """The rule files last used."""
        query = "SELECT digest, files FROM rules WHERE seq <= :known ORDER BY seq DESC LIMIT 1"
        found = self.execute(query).fetchone()
        return rules_of(*found) if found else None

    def issues(self) -> tuple[Issued, ...]:
        """The papers issued, by seq."""
        return tuple(Issued(Seq(seq), issue_of(*row), by, moment(at)) for seq, by, at, *row in self.execute(_ISSUED))

    def erasures(self) -> tuple[Seq, ...]:
        """The seqs at which names were erased, in order."""
        found = self.execute("SELECT seq FROM erasure WHERE seq <= :known ORDER BY seq")
        return tuple(Seq(seq) for (seq,) in found)

    def taken(self) -> tuple[TakenFrom, ...]:
        """Where batches stood in the copies that they were taken over from, by seq."""
        query = """
            SELECT merge, first, last, taken.head, entry.batch FROM taken JOIN entry ON entry.seq = taken.seq
            WHERE taken.seq <= :known ORDER BY taken.seq
        """
        return tuple(
            TakenFrom(Seq(merge), Seq(first), Seq(last), head.hex(), Seq(batch))
            for merge, first, last, head, batch in self.execute(query)
        )

    def closings(self) -> tuple[YearClosing, ...]:
        """The years that are closed, in order."""
        query = f"SELECT year, first, last, seq FROM closing WHERE {standing('closing')} ORDER BY year, seq"
        return tuple(
            YearClosing(year, Period(date.fromisoformat(first), date.fromisoformat(last)), Seq(seq))
            for year, first, last, seq in self.execute(query)
        )

    def earlier_results(self) -> tuple[EarlierResult, ...]:
        """The results taken over from before the ledger, by year and seq."""
        texts = self.labels.texts
        query = f"""
            SELECT member, year, first, last, score, grade, paper, seq
            FROM earlier WHERE {standing("earlier")} ORDER BY year, seq
        """
        return tuple(
            EarlierResult(
                *(MemberKey(member), year, Period(day_of(first), day_of(last)), number_of(score)),
                *(texts.get(grade), texts[paper], Seq(seq)),
            )
            for member, year, first, last, score, grade, paper, seq in self.execute(query)
        )

    def hand_ins(self) -> tuple[HandIn, ...]:
        """The yearly reports and accounts handed in, by day and seq."""
        texts = self.labels.texts
        query = f"""
            SELECT member, kind, year, day, received_by, digest, seq
            FROM handin WHERE {standing("handin")} ORDER BY day, seq
        """
        return tuple(
            HandIn(MemberKey(member), texts[kind], year, day_of(day), by, digest and digest.hex(), Seq(seq))
            for member, kind, year, day, by, digest, seq in self.execute(query)
        )

    def proceedings(self) -> tuple[Proceeding, ...]:
        """The standing proceedings with their standing steps, by seq."""
        texts, taken = self.labels.texts, _steps(self)
        opened = self.execute(f"""
            SELECT seq, path, use, about, member, year, target, grounds
            FROM proceeding WHERE {standing("proceeding")} ORDER BY seq
        """)
        return tuple(
            Proceeding(Seq(seq), proceeding_of(texts[path], texts[use], *said), tuple(taken.get(seq, ())))
            for seq, path, use, *said in opened
        )

    def plans(self, period: Period | None = None, *, reversed_too: bool = False) -> tuple[Plan, ...]:
        """The activities planned for those days, by day and seq."""
        known = "plan.seq <= :known" if reversed_too else standing("plan")
        within = "" if period is None else "AND day BETWEEN :first AND :last"
        texts = self.labels.texts
        return tuple(
            Plan(
                Seq(seq),
                NewPlan(texts[kind], day_of(day), name, place, due_of(*map(texts.get, due)), origin),
                moment(entered),
                None if by is None else PlanReversal(by, moment(at), reason),
            )
            for seq, entered, kind, day, name, place, origin, by, at, reason, *due in self.execute(
                f"{_PLANNED} WHERE {known} {within} ORDER BY day, plan.seq", **days(period)
            )
        )

    def budgets(self, year: int | None = None) -> tuple[Budget, ...]:
        """The standing budgets of a year, or of all, by seq."""
        texts = self.labels.texts
        query = f"""
            SELECT budget.seq, {_who()}, year, facet, name, fen, paper, note
            FROM budget JOIN entry ON entry.seq = budget.seq JOIN batch ON batch.seq = entry.batch
            WHERE {standing("budget")} {"" if year is None else "AND year = :year"} ORDER BY budget.seq
        """
        return tuple(
            Budget(Seq(seq), budget_of(of, texts.get(facet), texts.get(name), *said), by, moment(at))
            for seq, by, at, of, facet, name, *said in self.execute(query, year=year)
        )

    def spending(self, year: int) -> tuple[Spending, ...]:
        """The standing spending of a year, by day and seq."""
        texts = self.labels.texts
        query = f"""
            SELECT spending.seq, {_who()}, day, fen, summary, facet, name, activity,
                handled_by, voucher, approved_by, note
            FROM spending JOIN entry ON entry.seq = spending.seq JOIN batch ON batch.seq = entry.batch
            WHERE {standing("spending")} AND day BETWEEN :first AND :last ORDER BY day, spending.seq
        """
        return tuple(
            Spending(
                Seq(seq),
                spending_of(day, fen, summary, *map(texts.get, (facet, name, activity)), *said),
                *(by, moment(at)),
            )
            for seq, by, at, day, fen, summary, facet, name, activity, *said in self.execute(
                query, **days(year_of(year))
            )
        )


def _steps(view: Snapshot) -> dict[int, list[TakenStep]]:
    """The standing steps of each proceeding, in the order in which they were entered."""
    texts, taken = view.labels.texts, dict[int, list[TakenStep]]()
    query = f"""
        SELECT {_who()}, step.seq, proceeding, name, means, day, step.by,
            meeting, place, number, words, until, note
        FROM step JOIN entry ON entry.seq = step.seq JOIN batch ON batch.seq = entry.batch
        WHERE {standing("step")} ORDER BY step.seq
    """
    for by, at, seq, proceeding, name, means, *said in view.execute(query):
        step = step_of(proceeding, texts[name], texts[means], *said)
        taken.setdefault(proceeding, []).append(TakenStep(Seq(seq), step, by, moment(at)))
    return taken
