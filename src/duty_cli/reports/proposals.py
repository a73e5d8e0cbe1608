"""What §12 would have proposed, with its evidence. The wording asks the leaders to consider; people decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.ledger import Reading
from duty_cli.domain.members import Member, MemberKey
from duty_cli.domain.outcomes import Consequence
from duty_cli.domain.periods import year_of
from duty_cli.domain.points import show
from duty_cli.domain.records import Record, Tally
from duty_cli.reports.year import YearResult
from duty_cli.scoring.consequence import Due, counts_for, due


@dataclass(frozen=True, slots=True)
class Proposal:
    """One matter put to the leaders: which consequence, of which year, and the facts it rests on."""

    id: str
    year: int
    clause: str
    propose: str
    evidence: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """How a paper words it."""
        return f"提请主席会议研究{self.propose}事宜"


Results = Mapping[int, YearResult]
"""The years of a term so far, each with everybody's result."""


def proposals(reading: Reading, results: Results, year: int) -> dict[MemberKey, tuple[Proposal, ...]]:
    """What is to be proposed for ``year``, by member.

    Nothing is proposed for those no longer in office at its end, nor in a year of which the ledger holds no record at all.
    """
    found = {}
    days = year_of(year)
    if year not in reading.years_with_records():
        return {}
    result = results[year]
    for key, one in result.members.items():
        if not one.member.in_office(days.last):
            continue
        grades = {at: past.members[key].grade for at, past in results.items() if at <= year and key in past.members}
        dues = due(result.book, one.member, year, days, grades, result.tallies.get(key, []))
        if dues:
            found[key] = tuple(_proposal(reading, results, one.member, year, one_due) for one_due in dues)
    return found


def _proposal(reading: Reading, results: Results, member: Member, year: int, found: Due) -> Proposal:
    rule = found.consequence
    if found.years:
        evidence = _years(results, member, found, reading.head().at.date())
    else:
        evidence = _records(reading, member, year, rule)
    return Proposal(rule.id, year, rule.origin.clause, rule.propose, tuple(evidence))


def _years(results: Results, member: Member, found: Due, known_on: date) -> Iterator[str]:
    for year in found.years:
        so_far = "（年度尚未结束，暂计）" if known_on <= year_of(year).last else ""
        one = results[year].members[member.key]
        vetoed = "".join(f"（{veto.id}，{veto.origin.clause}）" for veto in one.outcome.vetoes)
        part = "" if member.serves_all(year_of(year)) else "，当年在任不满一年"
        yield f"{year} 年度履职分 {show(one.score.total)}，等次{one.grade}{vetoed}{part}{so_far}"


def _records(reading: Reading, member: Member, year: int, rule: Consequence) -> Iterator[str]:
    days = year_of(year)
    for record in reading.records(member=member.key, period=days):
        if counts_for(rule, member, days, Tally.of(record)):
            yield describe(record)


def describe(record: Record) -> str:
    """A record in words, with the seq under which anybody finds it."""
    said = record.facts
    parts = (said.on.isoformat(), said.kind, said.activity or said.title or "", said.attendance or "")
    return " ".join(part for part in parts if part) + f"（序号 {record.seq}）"
