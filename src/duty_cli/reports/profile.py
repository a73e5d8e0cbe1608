"""委员风采 (§11): what each member did in the term, from the ledger alone. A public book: no score, no grade, no conduct, no absence.

A page a member, in sentences a secretary would write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from duty_cli.errors.lookup_errors import NoSuchTerm
from duty_cli.errors.record_errors import NotInOffice
from duty_cli.model.counted_attendance import enough_by
from duty_cli.model.grading_rules import About
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import GROUPINGS, Facet, Member, Tenure
from duty_cli.model.office_words import MEMBER
from duty_cli.model.papers import BoundPapers, Cell, Column, Identity, Paper, Paragraph, Sheet, in_figures
from duty_cli.model.periods import Period, Term
from duty_cli.model.progress import in_progress
from duty_cli.model.records import Record, RecordFields, Tally
from duty_cli.model.rulebook import Rulebook, Rules, YearRules
from duty_cli.reports.report_columns import Document, ledger_document, numbers, tenures_document
from duty_cli.scoring.assessment_year import rules_of, years_of, years_so_far
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets
from duty_cli.scoring.seen_by_rules import kinds_about

_VERBS = {"提案": "提出", "信息": "报送", "报告": "完成", "课题": "承担", "研究": "承担"}
"""By what a kind's name ends in: what a member does with it."""
_MEASURES = {"提案": "件", "信息": "篇", "报告": "篇", "发言": "篇", "供稿": "篇", "课题": "项", "研究": "项"}
"""By what a kind's name ends in: the word that counts its works."""


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
    in_turn = in_progress("汇总委员风采", "名委员", whom, partial(len, whom))
    found = tuple(_profile(reading, term, member, books, sheets) for member in in_turn)
    without = tuple(year for year in years_of(head, rules, term) if year not in years)
    return Profiles(term, identity, years, without, found, head.at.date())


def _profile(reading: LedgerReader, term: Term, member: Member, years: Iterable[YearRules], sheets: Sheets) -> Profile:
    if not member.serves_in(term.period):
        raise NotInOffice(member, f"第{term.number}届")
    done = tuple(
        _year(one, reading.records(member=member.key, period=one.days), member, sheets)
        for one in years
        if member.serves_in(one.days)
    )
    tenures = tuple(tenure for tenure in member.tenures if tenure.within(term.period))
    return Profile(member, member.value(Facet.SECTOR, term.period), tenures, done)


def _year(year: YearRules, records: Iterable[Record], member: Member, sheets: Sheets) -> YearDone:
    """What the records of a year tell; conduct, and what others judged, are no acts of the member's.

    Nor are yearly reports: who is without one would be seen.
    """
    book, reports = year.book, kinds_about(year.book, About.REPORT)
    attended, works, other, honours = [], [], [], []
    for record in records:
        said = record.fields
        kind = book.kinds.get(said.kind)
        if kind is None or kind.conduct or kind.judged is not None or kind.id in reports:
            continue
        if kind.commends:
            honours.append(Honour(said.on, said.title or "", _ordered(said.levels, book.levels)))
        elif said.attendance is not None:
            attended.append(record)
        elif said.stages and said.title:
            works.append(said)
        else:
            other.append(said.kind)
    return YearDone(
        year.year,
        sheets.count(member.key, map(Tally.of, attended), year.days),
        _counted_by_kind((record.fields.kind for record in attended if _came(book, member, record)), book),
        _works(works, book),
        _counted_by_kind(other, book),
        tuple(honours),
    )


def _came(book: Rulebook, member: Member, record: Record) -> bool:
    """Whether the member was there, for a part that is enough."""
    state = record.fields.attendance
    return state is not None and state.present and enough_by(book, member, record) is None


def _counted_by_kind(kinds: Iterable[str], book: Rulebook) -> dict[str, int]:
    counts = Counter(kinds)
    return {kind: counts[kind] for kind in book.kinds if counts[kind]}


def _works(records: Iterable[RecordFields], book: Rulebook) -> tuple[MemberWork, ...]:
    """The works by kind, each once: what several records say of one matter is put together."""
    same: dict[tuple[str, str], list[RecordFields]] = {}
    for said in records:
        same.setdefault((said.kind, said.matter or said.title or ""), []).append(said)
    order = {kind: place for place, kind in enumerate(book.kinds)}
    return tuple(sorted((_work_of(told, book) for told in same.values()), key=lambda work: order[work.kind]))


def _work_of(told: Sequence[RecordFields], book: Rulebook) -> MemberWork:
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


def profile_book(report: Profiles) -> BoundPapers:
    """Bind the profiles, each under the member's name."""
    title = f"{report.identity.committee}第{report.term.number}届{MEMBER}风采"
    papers = tuple(_page(report, one) for one in report.profiles)
    without = "、".join(map(str, report.without))
    notes = [f"本书依据{MEMBER}履职账本编成，收录至{in_figures(report.known_on)}登记的履职情况"]
    notes += [f"{without}年账本中没有记录，未收录"] if without else []
    return BoundPapers(title, papers, str(report.identity), f"{report.term.period}", tuple(notes))


def _page(report: Profiles, one: Profile) -> Paper:
    years = [year for year in one.years if not year.empty]
    text = [Paragraph(_opening(one)), Paragraph(_whole(one))]
    for year in years:
        text.append(Paragraph(f"{year.year}年", 1))
        text += (Paragraph(sentence) for sentence in _sentences(year))
    sheets = (_by_year(years),) if years else ()
    return Paper(one.member.name, sheets, str(report.identity), text=tuple(text), subtitle=one.sector)


def _opening(one: Profile) -> str:
    """Who it is: sector, days in office, groups, roles."""
    office = one.held(Facet.OFFICE)
    said = [f"{one.member.name}，{one.sector}{MEMBER}" if one.sector else f"{one.member.name}，{MEMBER}"]
    said.append("、".join(_days(tenure) for tenure in office) + "在任")
    groups = [_dated(tenure, office) for facet in GROUPINGS[1:] for tenure in one.held(facet)]
    said += [f"编入{'、'.join(groups)}"] if groups else []
    roles = [_dated(tenure, office) for tenure in one.held(Facet.ROLE)]
    said += [f"担任{'、'.join(roles)}"] if roles else []
    return "，".join(said) + "。"


def _dated(tenure: Tenure, office: Iterable[Tenure]) -> str:
    """What was held, with its days where they are not those of the office itself."""
    whole = any((tenure.first, tenure.last) == (one.first, one.last) for one in office)
    return tenure.value if whole else f"{tenure.value}（{_days(tenure)}）"


def _days(tenure: Tenure) -> str:
    since = in_figures(tenure.first)
    return f"{since}起" if tenure.last is None else f"{since}至{in_figures(tenure.last)}"


def _whole(one: Profile) -> str:
    """The term in one sentence."""
    attendance = AttendanceCount.summed(year.attendance for year in one.years)
    works = Counter(work.kind for year in one.years for work in year.works)
    honours = sum(len(year.honours) for year in one.years)
    said = [_attended(attendance)] if attendance.present else []
    said += [_counted(kind, count) for kind, count in works.items()]
    said += [f"受到表彰{honours}次"] if honours else []
    return f"本届共{'，'.join(said)}。" if said else "本届的履职情况，账本中尚无登记。"


def _attended(count: AttendanceCount) -> str:
    return f"出席会议和活动{count.present}次"


def _counted(kind: str, count: int) -> str:
    verb = next((word for ending, word in _VERBS.items() if kind.endswith(ending)), "")
    return f"{verb}{kind}{count}{_measure(kind)}"


def _measure(kind: str, other: str = "项") -> str:
    return next((word for ending, word in _MEASURES.items() if kind.endswith(ending)), other)


def _sentences(year: YearDone) -> Iterator[str]:
    """One year: what was attended, what else was done, the works by kind, the honours."""
    attended = "、".join(f"{kind}{count}次" for kind, count in year.activities.items())
    other = "、".join(f"{kind}{count}{_measure(kind, '次')}" for kind, count in year.other.items())
    if attended:
        yield f"{_attended(year.attendance)}：{attended}。" + (f"另有{other}。" if other else "")
    elif other:
        yield f"{other}。"
    works = (
        f"{_counted(kind, len(own))}：{'；'.join(map(_work, own))}。" for kind, own in _by_kind(year.works).items()
    )
    if year.works:
        yield "".join(works)
    if year.honours:
        yield f"受到表彰：{'；'.join(map(_honour, year.honours))}。"


def _by_kind(works: Iterable[MemberWork]) -> Mapping[str, list[MemberWork]]:
    found: dict[str, list[MemberWork]] = {}
    for work in works:
        found.setdefault(work.kind, []).append(work)
    return found


def _work(work: MemberWork) -> str:
    """A title with its stages, its levels, and the member's part in it."""
    together = (f"{'第一作者' if work.first else '合作'}，共{work.authors}人",) if work.authors > 1 else ()
    said = "，".join(("、".join(work.stages), *(("、".join(work.levels),) if work.levels else ()), *together))
    return f"《{_within_marks(work.title)}》（{said}）"


def _within_marks(title: str) -> str:
    """A title as it stands between title marks: those within it are single ones."""
    bare = title[1:-1] if title.startswith("《") and title.find("》") == len(title) - 1 else title
    return bare.replace("《", "〈").replace("》", "〉")


def _honour(honour: Honour) -> str:
    said = "，".join(("、".join(honour.levels), in_figures(honour.on))) if honour.levels else in_figures(honour.on)
    return f"{honour.title or '表彰'}（{said}）"


def _by_year(years: list[YearDone]) -> Sheet:
    """The years side by side in figures."""
    kinds = list(dict.fromkeys(work.kind for year in years for work in year.works))
    columns = (Column("年度"), *numbers("出席", *kinds, "表彰"))
    rows: list[tuple[Cell, ...]] = [(f"{year.year}年", *_figures(year, kinds)) for year in years]
    sums = (sum(figures) for figures in zip(*(_figures(year, kinds) for year in years), strict=True))
    return Sheet("逐年情况", "逐年情况", columns, (*rows, ("合计", *sums)), sums=(len(rows),))


def _figures(year: YearDone, kinds: Iterable[str]) -> tuple[int, ...]:
    works = Counter(work.kind for work in year.works)
    return (year.attendance.present, *(works[kind] for kind in kinds), len(year.honours))


def profiles_document(report: Profiles) -> Document:
    """The book as plain values."""
    return {
        "report": "profile",
        "term": report.term.number,
        "years": list(report.years),
        "years_without_records": list(report.without),
        "ledger": ledger_document(report.identity),
        "members": [_document(one) for one in report.profiles],
    }


def _document(one: Profile) -> Document:
    return {
        **{"number": one.member.number, "name": one.member.name, "sector": one.sector},
        "spells": tenures_document(tenure for tenure in one.tenures if tenure.facet is not Facet.PARTY),
        "years": [_year_document(year) for year in one.years],
    }


def _year_document(year: YearDone) -> Document:
    return {
        "year": year.year,
        "present": year.attendance.present,
        **{"activities": dict(year.activities), "other": dict(year.other)},
        "works": [
            {
                **{"kind": work.kind, "on": work.on.isoformat(), "title": work.title, "stages": list(work.stages)},
                **{"levels": list(work.levels), "first_author": work.first, "authors": work.authors},
            }
            for work in year.works
        ],
        "commendations": [
            {"on": one.on.isoformat(), "title": one.title, "levels": list(one.levels)} for one in year.honours
        ],
    }
