"""委员风采 (§11): what each member did in the term, from the ledger alone. A public book: no score, no grade, no conduct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.errors import NoSuchTerm, NotInOffice
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, Tenure
from duty_cli.model.periods import Period, Term
from duty_cli.model.provenance import Identity
from duty_cli.model.records import RecordFields, Tally
from duty_cli.model.rulebook import Rulebook, Rules, YearRules
from duty_cli.scoring.assessment_year import rules_of, years_of, years_so_far
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets


@dataclass(frozen=True, slots=True)
class MemberWork:
    """A proposal, brief, report or the like; ``stages`` and ``levels`` as the rule file orders them, ``first`` author or not.

    ``authors`` is how many made it; a matter told in several records of a year is one work.
    """

    kind: str
    on: date
    title: str
    stages: tuple[str, ...]
    levels: tuple[str, ...]
    first: bool
    authors: int


@dataclass(frozen=True, slots=True)
class Honour:
    """A commendation."""

    on: date
    title: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearDone:
    """What a member did in one year: ``activities`` attended and ``other`` acts, counted by kind, in the rule file's order."""

    year: int
    attendance: AttendanceCount
    activities: Mapping[str, int]
    works: tuple[MemberWork, ...]
    other: Mapping[str, int]
    honours: tuple[Honour, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was done in it."""
        return not (self.activities or self.works or self.other or self.honours)


@dataclass(frozen=True, slots=True)
class Profile:
    """One member's page; ``tenures`` are those held in the term, ``years`` those in office that the ledger holds."""

    member: Member
    sector: str
    tenures: tuple[Tenure, ...]
    years: tuple[YearDone, ...]

    def held(self, facet: Facet) -> tuple[Tenure, ...]:
        """The tenures of one facet, by first day."""
        return tuple(tenure for tenure in self.tenures if tenure.facet is facet)


@dataclass(frozen=True, slots=True)
class Profiles:
    """The book of a term; ``without`` are the years of the term that the ledger holds no record of."""

    term: Term
    identity: Identity
    years: tuple[int, ...]
    without: tuple[int, ...]
    profiles: tuple[Profile, ...]
    known_on: date


def profiles(
    reading: LedgerReader, rules: Rules, identity: Identity, number: int, members: Sequence[Member]
) -> Profiles:
    """What each of ``members`` did in term ``number``, in the order given; none given: all of the term, by sector."""
    head = reading.head()
    term = next((term for term in head.terms if term.number == number), None)
    if term is None:
        raise NoSuchTerm(number, "、".join(map(str, head.terms)))
    years = years_so_far(reading, rules, term, term.period.last.year)
    books = [rules_of(rules, year) for year in years]
    whom = members or reading.listed(reading.roster().serving(term.period), term.period)
    sheets = Sheets(reading, rules, term.period if not books else Period(books[0].days.first, books[-1].days.last))
    found = tuple(_profile(reading, term, member, books, sheets) for member in whom)
    without = tuple(year for year in years_of(rules, term) if year not in years)
    return Profiles(term, identity, years, without, found, head.at.date())


def _profile(reading: LedgerReader, term: Term, member: Member, years: Iterable[YearRules], sheets: Sheets) -> Profile:
    if not member.serves_in(term.period):
        raise NotInOffice(member, f"第{term.number}届")
    done = tuple(
        _year(one, [r.fields for r in reading.records(member=member.key, period=one.days)], member, sheets)
        for one in years
        if member.serves_in(one.days)
    )
    tenures = tuple(tenure for tenure in member.tenures if tenure.within(term.period))
    return Profile(member, member.value(Facet.SECTOR, term.period), tenures, done)


def _year(year: YearRules, records: Iterable[RecordFields], member: Member, sheets: Sheets) -> YearDone:
    """What the records of a year tell; conduct, and what others judged, are no acts of the member's."""
    book = year.book
    attended, works, other, honours = [], [], [], []
    for said in records:
        kind = book.kinds.get(said.kind)
        if kind is None or kind.conduct or kind.judged is not None:
            continue
        if kind.commends:
            honours.append(Honour(said.on, said.title or "", _ordered(said.levels, book.levels)))
        elif said.attendance is not None:
            attended.append(said)
        elif said.stages and said.title:
            works.append(said)
        else:
            other.append(said.kind)
    return YearDone(
        year.year,
        sheets.count(member.key, (Tally(said.kind, said.on, said.attendance) for said in attended), year.days),
        _by_kind((said.kind for said in attended if said.attendance and said.attendance.present), book),
        _works(works, book),
        _by_kind(other, book),
        tuple(honours),
    )


def _by_kind(kinds: Iterable[str], book: Rulebook) -> dict[str, int]:
    counts = Counter(kinds)
    return {kind: counts[kind] for kind in book.kinds if counts[kind]}


def _works(records: Iterable[RecordFields], book: Rulebook) -> tuple[MemberWork, ...]:
    """The works by kind, each once: what several records say of one matter is put together."""
    same: dict[tuple[str, str], list[RecordFields]] = {}
    for said in records:
        same.setdefault((said.kind, said.matter or said.title or ""), []).append(said)
    order = {kind: place for place, kind in enumerate(book.kinds)}
    return tuple(sorted((_work(told, book) for told in same.values()), key=lambda work: order[work.kind]))


def _work(told: Sequence[RecordFields], book: Rulebook) -> MemberWork:
    first = told[0]
    return MemberWork(
        first.kind,
        first.on,
        first.title or "",
        _ordered(frozenset().union(*(said.stages for said in told)), book.stages),
        _ordered(frozenset().union(*(said.levels for said in told)), book.levels),
        first.position in (None, 1),
        first.authors or 1,
    )


def _ordered(words: Iterable[str], order: Sequence[str]) -> tuple[str, ...]:
    held = frozenset(words)
    return tuple(word for word in order if word in held)
