"""Obligations on the clock of the term (届内): who has not met them yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duty_cli.errors.lookup_errors import YearOutOfTerm
from duty_cli.model.conditions import concerns
from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.grading_rules import Minimum
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import Period
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import records_asked
from duty_cli.scoring.assessment_year import YearResult, term_of
from duty_cli.scoring.matching import ByKind, kinds_named
from duty_cli.scoring.verdicts import satisfied


def open_in_term(
    reading: LedgerReader, result: YearResult, of_year: Mapping[MemberKey, list[Tally]], on: date
) -> dict[MemberKey, tuple[Minimum, ...]]:
    """The minimums of the term that members have not met by ``on``; ``of_year`` are the records of the year of ``result``."""
    minimums = [one for one in result.book.minimums if one.within == "term"]
    if not minimums:
        return {}
    term = _term(reading, result)
    named = [kinds_named(when) for one in minimums for when in records_asked(one.need)]
    # One count that names no kind is of records of every kind.
    kinds = () if None in named else tuple(sorted(frozenset().union(*(one or () for one in named))))
    earlier: dict[MemberKey, list[Tally]] = {}
    before = Period(term.first, min(on, result.days.last))
    for record in reading.records(period=before, kinds=kinds or None):
        if record.fields.counted not in result.days:
            earlier.setdefault(record.member, []).append(Tally.of(record))
    found: dict[MemberKey, tuple[Minimum, ...]] = {}
    for key, one in result.members.items():
        every = [*earlier.get(key, []), *(tally for tally in of_year.get(key, []) if tally.on in result.days)]
        own = ByKind(as_counted(result.book, one.member, every))
        asked = (rule for rule in minimums if concerns(rule.applies_to, one.member, term, result.days))
        found[key] = tuple(rule for rule in asked if not satisfied(rule.need, own))
    return found


def _term(reading: LedgerReader, result: YearResult) -> Period:
    """The days of the term of the year; of a year of no term its own."""
    try:
        return term_of(reading.head(), result.year, result.days).period
    except YearOutOfTerm:
        return result.days
