"""一年一通报 (§11): the notice to members, its figures kind by kind, and its annexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from duty_cli.model.audience import Audience
from duty_cli.model.counted_attendance import enough_by
from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.grading_rules import About
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey, Seq
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period, Quarter, quarters_in
from duty_cli.model.records import Attendance, Record, RecordFields, Tally
from duty_cli.model.rulebook import HELD, PERSON_TIMES, Kind, Rulebook, Rules
from duty_cli.reports.annual_evaluation import AnnualEvaluation, EvaluatedMember, evaluation_of
from duty_cli.reports.hand_in_list import came, handed_in
from duty_cli.reports.sector_attendance import DoneInQuarter, SectorAttendance, by_sector
from duty_cli.scoring.assessment_year import days_of
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets, participation
from duty_cli.scoring.seen_by_rules import kinds_about

Handle = tuple[str, object]
"""One thing by which a work is known."""


@dataclass(frozen=True, slots=True)
class KindFigure:
    """A kind in a year: ``count`` in its measure word, and how often its activity was ``held`` (0: it is no activity).

    ``reached``: how many of its works reached each stage, or of its honours each level, in the order in which they are told.
    ``guests``: how often members came who were not due; they are not in a ``count`` of person-times.
    """

    kind: Kind
    count: Points
    held: int
    reached: Mapping[str, int]
    guests: int = 0


def kind_figures(
    records: Iterable[Record], book: Rulebook, guests: Container[Seq] = frozenset()
) -> dict[str, KindFigure]:
    """The figures of the kinds that were done, in the order of the rule file; absences and conduct are no deeds.

    An event to which nobody came was held all the same. ``guests`` are the records of who was there without being due.
    """
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.fields.kind, []).append(record)
    done = (kind for kind in book.kinds.values() if kind.id in by_kind and not kind.conduct)
    return {kind.id: _figure(kind, by_kind[kind.id], book, guests) for kind in done}


def _figure(kind: Kind, records: list[Record], book: Rulebook, guests: Container[Seq]) -> KindFigure:
    every = [record.fields for record in records]
    held = len({(one.on, one.event) for one in every if one.attendance is not None})
    if kind.unit in HELD:
        return KindFigure(kind, len(set(_events(every))), 0, {})
    there = [one for one in records if one.fields.attendance is None or one.fields.attendance.present]
    if kind.unit == PERSON_TIMES:
        said = [one.fields for one in there if one.seq not in guests]
        levels = Counter(level for one in said for level in one.levels) if kind.commends else Counter[str]()
        reached = _in_order(levels, tuple(reversed(book.levels)), len(said))
        return KindFigure(kind, len(said), held, reached, len(there) - len(said))
    works = list(works_of(one.fields for one in there))
    count = simple(sum((Fraction(max(one.quantity or 1 for one in work)) for work in works), Fraction(0)))
    stages = Counter(stage for work in works for stage in frozenset().union(*(one.stages for one in work)))
    return KindFigure(kind, count, held, _in_order(stages, book.stages, len(works)))


def _in_order(counts: Mapping[str, int], order: Iterable[str], whole: int) -> dict[str, int]:
    """Those that say something: what all of them reached does not."""
    return {word: counts[word] for word in order if 0 < counts.get(word, 0) < whole}


def _events(said: Iterable[RecordFields]) -> Iterator[Handle]:
    """One for each event; what has no name is one by itself."""
    for place, one in enumerate(said):
        yield (one.event, one.on) if one.event or one.attendance else ("", place)


def works_of(said: Iterable[RecordFields]) -> Iterator[list[RecordFields]]:
    """The records put together by work: of one matter; else of one number; else, joint or without number, of one title."""
    group_of: dict[Handle, int] = {}
    groups: list[list[RecordFields]] = []
    for one in said:
        handles = list(_handles(one))
        known = sorted({group_of[handle] for handle in handles if handle in group_of})
        at = known[0] if known else len(groups)
        if not known:
            groups.append([])
        for other in known[1:]:
            groups[at] += groups[other]
            groups[other] = []
            group_of.update({handle: at for handle, place in group_of.items() if place == other})
        groups[at].append(one)
        group_of.update(dict.fromkeys(handles, at))
    yield from (group for group in groups if group)


def _handles(one: RecordFields) -> Iterator[Handle]:
    if one.matter:
        yield "matter", one.matter
        return
    if one.number:
        yield "number", one.number
    if one.title and (not one.number or (one.authors or 1) > 1):
        yield "title", "".join(one.title.split())


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What a year comes to: activities held, attendance over all and by quarters, records and figures by kind.

    Of a year that is compared with one in course it is what stood on the same day: ``same_stretch``.
    """

    activities: int
    attendance: AttendanceCount
    kinds: Mapping[str, int]
    quarters: Mapping[Quarter, AttendanceCount]
    done: Mapping[str, KindFigure]
    same_stretch: bool = False

    @property
    def records(self) -> int:
        """All records."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class AnnualNotice:
    """The notice of one year; ``missing`` counts all of ``reports_missing``, named for the reader or not."""

    evaluation: AnnualEvaluation
    figures: YearFigures
    before: YearFigures | None
    attendance: Mapping[MemberKey, AttendanceCount]
    sectors: tuple[SectorAttendance, ...]
    reports_missing: Mapping[str, tuple[Member, ...]]
    missing: Mapping[str, int]

    @property
    def year(self) -> int:
        """The year it speaks of."""
        return self.evaluation.year

    @property
    def identity(self) -> Identity:
        """The ledger and rules it was made from."""
        return self.evaluation.identity

    @property
    def commended(self) -> tuple[EvaluatedMember, ...]:
        """Who is commended, as the evaluation has it."""
        return self.evaluation.commended

    @property
    def audience(self) -> Audience:
        """For whom it is."""
        return self.evaluation.audience


def annual_notice(reading: LedgerReader, rules: Rules, identity: Identity, year: int) -> AnnualNotice:
    """Put the notice together."""
    evaluation = evaluation_of(reading, rules, identity, year)
    days, book = evaluation.days, evaluation.book
    sheets = Sheets(reading, rules, days)
    done = _done(reading, sheets, days, book)
    nothing = _Done(AttendanceCount(), Counter(), {})
    own = {one.member.key: done.get(one.member.key, nothing) for one in evaluation.members}
    missing = _reports_missing(reading, evaluation)
    return AnnualNotice(
        evaluation,
        _figures(reading, sheets, days, own.values(), book),
        _before(reading, rules, evaluation),
        {key: one.attendance for key, one in own.items()},
        _sectors(evaluation, own),
        missing,
        {name: len(members) for name, members in missing.items()},
    )


def _sectors(evaluation: AnnualEvaluation, own: Mapping[MemberKey, _Done]) -> tuple[SectorAttendance, ...]:
    ends = evaluation.book.year_ends
    quarters = {quarter: quarter.under(ends) for quarter in quarters_in(evaluation.days, ends)}
    nothing = DoneInQuarter(AttendanceCount(), active=False)
    members = [one.member for one in evaluation.members]
    return by_sector(members, quarters, lambda key, quarter: own[key].quarters.get(quarter, nothing))


def _before(reading: LedgerReader, rules: Rules, evaluation: AnnualEvaluation) -> YearFigures | None:
    """The figures of the year before, where they are like this year's: of the same stretch, and of every quarter kept now."""
    whole = days_of(rules, evaluation.year - 1)
    until = whole.last if evaluation.closed else min(whole.last, _a_year_before(evaluation.known_on))
    if until < whole.first:
        return None
    days = whole.until(until)
    if not reading.has_records(days) or not _quarters(reading, evaluation) <= _quarters_of(
        reading, days, evaluation.book
    ):
        return None
    sheets = Sheets(reading, rules, days)
    done = _done(reading, sheets, days, evaluation.book).values()
    return replace(_figures(reading, sheets, days, done, evaluation.book), same_stretch=until < whole.last)


def _a_year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _quarters(reading: LedgerReader, evaluation: AnnualEvaluation) -> set[int]:
    return _quarters_of(reading, evaluation.days.until(evaluation.known_on), evaluation.book)


def _quarters_of(reading: LedgerReader, days: Period, book: Rulebook) -> set[int]:
    """The quarters of which the ledger holds any record."""
    return {Quarter.of(record.fields.on, book.year_ends).number for record in reading.records(period=days)}


@dataclass(frozen=True, slots=True)
class _Done:
    """What a member did in a year, by kind; absences and conduct are no achievement."""

    attendance: AttendanceCount
    kinds: Counter[str]
    quarters: Mapping[Quarter, DoneInQuarter]


def _done(reading: LedgerReader, sheets: Sheets, days: Period, book: Rulebook) -> dict[MemberKey, _Done]:
    quarters = [(quarter, quarter.under(book.year_ends)) for quarter in quarters_in(days, book.year_ends)]
    reports, roster = kinds_about(book, About.REPORT), reading.roster()

    def done(key: MemberKey, own: list[Tally]) -> _Done:
        kinds: Counter[str] = Counter()
        acts = list(participation(own, book, roster[key]))
        for tally in acts:
            kinds[tally.kind] += tally.count
        told = [tally.on for tally in acts if tally.kind not in reports]
        by_quarter = {
            quarter: DoneInQuarter(sheets.count(key, own, days), any(on in days for on in told))
            for quarter, days in quarters
        }
        return _Done(sheets.count(key, own), kinds, by_quarter)

    found = {key: done(key, own) for key, own in reading.tallies(days, by_source=False)}
    without = {one.member.key for one in sheets.unsigned} - found.keys()
    return found | {key: done(key, []) for key in without}


def _figures(reading: LedgerReader, sheets: Sheets, days: Period, done: Iterable[_Done], book: Rulebook) -> YearFigures:
    """What all did together, by kind in the order of the rule file."""
    every = list(done)
    kinds = sum((one.kinds for one in every), Counter[str]())
    attendance = AttendanceCount.summed(one.attendance for one in every)
    quarters = {
        quarter: AttendanceCount.summed(one.quarters[quarter].attendance for one in every if quarter in one.quarters)
        for quarter in quarters_in(days, book.year_ends)
    }
    shown = {kind.id: kinds[kind.id] for kind in book.kinds.values() if kinds[kind.id]}
    figures = kind_figures(_as_done(reading, days, book), book, sheets.guest_records)
    return YearFigures(_activities(reading, days), attendance, shown, quarters, figures)


def _as_done(reading: LedgerReader, days: Period, book: Rulebook) -> Iterator[Record]:
    """The records, those as absences that count as such: who stayed too short a part is not told among those who came."""
    roster = reading.roster()
    for record in reading.records(period=days):
        said = record.fields
        short = enough_by(book, roster[record.member], record)
        yield record if short is None else replace(record, fields=replace(said, attendance=Attendance.ABSENT))


def _activities(reading: LedgerReader, days: Period) -> int:
    """How many activities were held: those on whose sheet a record stands, an unnamed one by its kind and day."""
    attended = (one.fields for one in reading.records(period=days) if one.fields.attendance is not None)
    return len({(said.kind, said.on, said.activity or said.title or "") for said in attended})


def _reports_missing(reading: LedgerReader, evaluation: AnnualEvaluation) -> dict[str, tuple[Member, ...]]:
    """Who has not handed in the yearly report, or given the yearly account: by obligation (§11)."""
    handed = handed_in(reading, evaluation.year)
    wanted = [minimum for minimum in evaluation.book.minimums if minimum.about is About.REPORT]
    return {
        minimum.id: tuple(
            one.member
            for one in evaluation.members
            if minimum in one.result.outcome.missed and not came(minimum, one.member.key, handed)
        )
        for minimum in wanted
    }
