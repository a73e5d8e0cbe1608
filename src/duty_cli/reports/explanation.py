"""Every point of one member's year down to record, clause, rule line and who entered it; and what did not count, and why."""

from __future__ import annotations

from dataclasses import dataclass

from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import Act, Reading
from duty_cli.domain.members import Member, Seq
from duty_cli.domain.periods import year_of
from duty_cli.domain.records import Record, Tally
from duty_cli.domain.rules import Rules
from duty_cli.errors import NotInOffice
from duty_cli.reports.annual_evaluation import AnnualEvaluation, Evaluated, annual_evaluation
from duty_cli.reports.year import book_for
from duty_cli.scoring.score import Score, Scorer
from duty_cli.scoring.trace import Line, Step, Why


@dataclass(frozen=True, slots=True)
class Told:
    """A record with the deed that entered it."""

    record: Record
    act: Act


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of the trace; ``told`` is the record it is about, None for a base, a bound or a rounding."""

    line: Line
    told: Told | None

    @property
    def counted(self) -> bool:
        """Whether the line moves the score or is a record that was counted, if only with 0."""
        return self.line.step is Step.COUNTED or self.line.change != 0


@dataclass(frozen=True, slots=True)
class NotScored:
    """A record that no item takes."""

    told: Told
    why: Why


@dataclass(frozen=True, slots=True)
class Explanation:
    """One member's year. The changes of ``lines`` add up to the score."""

    year: int
    identity: Identity
    title: str
    evaluated: Evaluated
    lines: tuple[ToldLine, ...]
    not_scored: tuple[NotScored, ...]

    @property
    def member(self) -> Member:
        """The member."""
        return self.evaluated.member


def explain(reading: Reading, rules: Rules, identity: Identity, member: Member, year: int) -> Explanation:
    """Score the member's records one by one: the same code that scores tallies, with every record named."""
    if not member.serves_in(year_of(year)):
        raise NotInOffice(member, f"{year} 年度")
    return explain_within(reading, rules, annual_evaluation(reading, rules, identity, year), member)


def explain_within(reading: Reading, rules: Rules, evaluation: AnnualEvaluation, member: Member) -> Explanation:
    """The explanation of one member of an evaluation."""
    days = year_of(evaluation.year)
    book = book_for(rules, days)
    evaluated = next(one for one in evaluation.members if one.member.key == member.key)
    told = told_records(reading, member, evaluation.year)
    score = Scorer(book, days).score(member, [Tally.of(one.record) for one in told.values()])
    lines = tuple(ToldLine(line, told[line.seqs[0]] if line.seqs else None) for line in score.lines)
    not_scored = tuple(NotScored(told[one.tally.seqs[0]], one.why) for one in score.unscored)
    return Explanation(evaluation.year, evaluation.identity, book.title, evaluated, _in_order(score, lines), not_scored)


def told_records(reading: Reading, member: Member, year: int) -> dict[Seq, Told]:
    """The member's records of the year by seq, each with the deed that entered it."""
    acts: dict[Seq, Act] = {}
    found = {}
    for record in reading.records(member=member.key, period=year_of(year)):
        if record.batch not in acts:
            act = reading.batch(record.batch)
            assert act is not None, "a record always has a batch"
            acts[record.batch] = act
        found[record.seq] = Told(record, acts[record.batch])
    return found


def _in_order(score: Score, lines: tuple[ToldLine, ...]) -> tuple[ToldLine, ...]:
    """Lines by category as the rule file has them, the total last; within each as they were written."""
    order = {category.id: place for place, category in enumerate(score.categories)}
    return tuple(sorted(lines, key=lambda told: order.get(told.line.category, len(order))))
