"""公示与异议 (§11): the publications of a year, the objections of its members, and what the result was and is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duty_cli.errors.lookup_errors import NotFound
from duty_cli.errors.publication_errors import CannotObject, NotFinal
from duty_cli.errors.record_errors import NotInOffice
from duty_cli.model.counted_attendance import short_by_rules, state_by_rules
from duty_cli.model.exact_numbers import show
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, Seq
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.proceedings import (
    NewProceeding,
    PathUse,
    Proceeding,
    ProceedingPath,
    StepMeaning,
    of_use,
)
from duty_cli.model.publicity import Publicity, publicity_of
from duty_cli.model.records import Attendance, Record
from duty_cli.model.rulebook import Rules
from duty_cli.model.working_days import WorkingDays
from duty_cli.reports.annual_evaluation import evaluate_member
from duty_cli.reports.annual_evaluation_layout import grade_said, minimums_said
from duty_cli.reports.follow_up import step_document, step_in_words
from duty_cli.reports.report_columns import MEMBER_COLUMNS, Document, ledger_document, member_cells, not_judged, numbers
from duty_cli.scoring.assessment_year import closed_years, days_of, judging_rules_of, require_closed, rules_of, rules_on
from duty_cli.scoring.proposals import describe

RESULTS = "评比结果公示"
SCORE, RECORD, ABSENCE = "得分异议", "记录异议", "缺席异议"
_ABSENT = frozenset({Attendance.ABSENT, Attendance.LEAVE_REFUSED})
_DAY = timedelta(days=1)


def publication_of(reading: LedgerReader, path: str, about: str, year: int, days: int | None) -> NewProceeding:
    """The results of ``year``, to be published for so many working days. Raises YearOpen: what is 暂计 is not published."""
    require_closed(reading, year)
    grounds = () if days is None else (f"{days} 个工作日",)
    return NewProceeding(path, PathUse.PUBLICATION, about, None, year, None, grounds)


def days_counted(calendar: WorkingDays, first: date, last: date, count: int) -> str:
    """How the working days were counted: which of the days between are not worked, and why. Raises HolidaysUnknown."""
    every = [first + _DAY * at for at in range((last - first).days + 1)]
    resting = [f"{day} {why}" for day in every if (why := calendar.rest(day)) is not None]
    made_up = [f"{day} 补班" for day in every if day in calendar.made_up]
    left_out = f"；不计 {'、'.join(resting)}" if resting else ""
    counted = f"；计入 {'、'.join(made_up)}" if made_up else ""
    return f"公示 {count} 个工作日，{first} 至 {last}{left_out}{counted}"


def objection_to_record(reading: LedgerReader, rules: Rules, member: Member, seq: Seq, path: str) -> NewProceeding:
    """An objection of ``member`` to one of the own records, with what the ledger says of it now.

    Raises NotFound, CannotObject.
    """
    record, row = reading.record(seq), reading.row(seq)
    if record is None or row is None:
        raise NotFound("履职记录", seq)
    if record.member != member.key:
        raise CannotObject(member, seq, "这是其他委员的记录")
    if row.reversed_by is not None:
        raise CannotObject(member, seq, f"已由序号 {row.reversed_by} 冲正")
    year = _year_of(rules, record)
    about = ABSENCE if state_by_rules(rules, member, record) in _ABSENT else RECORD
    grounds = (
        describe(record, short_by_rules(rules, member, record)),
        result_in_words(reading, rules, member, year),
    )
    return NewProceeding(path, PathUse.OBJECTION, about, member.key, year, seq, grounds)


def _year_of(rules: Rules, record: Record) -> int:
    found = rules_on(rules, record.fields.counted)
    return record.fields.counted.year if found is None else found.year


def objection_to_score(reading: LedgerReader, rules: Rules, member: Member, year: int, path: str) -> NewProceeding:
    """An objection of ``member`` to what ``year`` comes to. Raises NotInOffice."""
    if not member.serves_in(days_of(rules, year)):
        raise NotInOffice(member, f"{year} 年度")
    judging_rules_of(rules, year)
    grounds = (result_in_words(reading, rules, member, year),)
    return NewProceeding(path, PathUse.OBJECTION, SCORE, member.key, year, None, grounds)


def result_in_words(reading: LedgerReader, rules: Rules, member: Member, year: int) -> str:
    """What a member's year comes to: 年度积分 61，等次合格."""
    result, book = evaluate_member(reading, rules, member, year).result, rules_of(rules, year).book
    if book.scores_only is not None:
        return not_judged(book.scores_only)
    points = f"年度积分 {show(result.score.total)}" if book.scored else minimums_said(result)
    return "，".join(filter(None, (points, grade_said(result))))


def way_on(path: ProceedingPath, proceeding: Proceeding) -> str:
    """What is to be done next of a proceeding."""
    last = proceeding.last
    names = [one.name for one in path.next_after(None if last is None else last.name)]
    return f"办结以前，{proceeding.new.year} 年度评比结果不作为定稿印发；下一步：duty follow-up step {proceeding.seq} {'、'.join(names)}"


def refuse_pending(
    reading: LedgerReader, years: Iterable[int], paths: Callable[[], Sequence[ProceedingPath]], today: date
) -> None:
    """Raise NotFinal where results of one of ``years`` are not final; a year still open is told as 暂计 on its papers.

    ``paths`` are asked for where the ways out of it are to be told in the office's words.
    """
    every, closed = reading.proceedings(), closed_years(reading)
    for year in years:
        found = publicity_of(every, year)
        if found.pending and year in closed:
            path = next((one for one in paths() if one.use is PathUse.PUBLICATION), None)
            raise NotFinal(year, "，".join(_pending(found, today)), "；".join(_ways(found, path, today)))


def _pending(found: Publicity, today: date) -> Iterator[str]:
    """What stands against issuing the results as final."""
    if found.running:
        over = found.until is not None and today > found.until
        yield f"公示期已于 {found.until} 届满而没有登记期满" if over else f"公示期到 {found.until} 为止"
    if found.waiting:
        yield f"还有 {len(found.waiting)} 件异议没有办结（序号 {'、'.join(str(one.seq) for one in found.waiting)}）"


def _ways(found: Publicity, path: ProceedingPath | None, today: date) -> Iterator[str]:
    """What can be done about it, in the words of the office's path."""
    end, decided = (None if path is None else path.meaning(one) for one in (StepMeaning.DONE, StepMeaning.DECIDED))
    over = found.until is None or today > found.until
    if found.waiting:
        yield "请先答复、办结异议"
    elif over and end and found.publication:
        yield f"请用 duty follow-up step {found.publication.seq} {end.name} 登记"
    if decided and found.publication and found.publication.is_open:
        yield f"会议决定先行印发的，请用 duty follow-up step {found.publication.seq} {decided.name} 登记会议、日期和文号"


def result_since(reading: LedgerReader, rules: Rules, found: Proceeding) -> str | None:
    """What the year of a settled objection came to when it was received, and comes to now; None of any other proceeding."""
    settled = found.last is not None and found.last.means is StepMeaning.SETTLED
    if not settled or found.new.member is None or found.new.year is None:
        return None
    before = found.new.grounds[-1]
    now = result_in_words(reading, rules, reading.roster()[found.new.member], found.new.year)
    return f"重新计算，结果不变：{now}" if now == before else f"重新计算：{before} → {now}"


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection, whose it is, and what the year comes to now."""

    proceeding: Proceeding
    member: Member
    sector: str
    now: str


@dataclass(frozen=True, slots=True)
class ObjectionRegister:
    """The publications of a year, and the objections to its records and results, as they came in."""

    committee: str
    identity: Identity
    year: int
    publications: tuple[Proceeding, ...]
    objections: tuple[Objection, ...]
    publicity: Publicity


def objection_register(reading: LedgerReader, rules: Rules, identity: Identity, year: int) -> ObjectionRegister:
    """All that was published and objected to of ``year``."""
    every = reading.proceedings()
    publicity = publicity_of(every, year)
    objections = tuple(objection_of(reading, rules, one) for one in publicity.objections)
    published = of_use(every, PathUse.PUBLICATION, year)
    return ObjectionRegister(identity.committee, identity, year, published, objections, publicity)


def objection_of(reading: LedgerReader, rules: Rules, proceeding: Proceeding) -> Objection:
    """An objection with its member and what the year comes to as known now."""
    key, year = proceeding.new.member, proceeding.new.year
    assert key is not None, "an objection is a member's"
    assert year is not None, "an objection is to a year"
    member = reading.roster()[key]
    now = result_in_words(reading, rules, member, year)
    return Objection(proceeding, member, member.value(Facet.SECTOR, days_of(rules, year)), now)


_PUBLISHED = (*numbers("序号"), Column("公示日期"), Column("截止日期"), Column("办理情况"), Column("办理经过"))
_OBJECTED = (
    *numbers("序号"),
    *MEMBER_COLUMNS,
    *(Column(heading) for heading in ("事项", "收到日期", "提出时", "办理情况", "办理经过", "现在的结果")),
)
_WAITS = {StepMeaning.OPENED: "，待答复", StepMeaning.ANSWERED: "，待办结"}


def register_paper(report: ObjectionRegister) -> Paper:
    """The publications, and below them the objections, one a line."""
    title = f"{report.committee}{report.year}年度评比结果公示与异议办理情况"
    waiting = sum(one.proceeding.is_open for one in report.objections)
    note = f"异议 {len(report.objections)} 件：已办结 {len(report.objections) - waiting} 件，未办结 {waiting} 件"
    sheets = (
        Sheet("公示", "公示", _PUBLISHED, tuple(map(_published, report.publications))),
        Sheet("异议", "异议", _OBJECTED, tuple(map(_objected, report.objections)), (note,)),
    )
    return Paper(title, sheets, str(report.identity))


def _published(one: Proceeding) -> tuple[Cell, ...]:
    opened = one.met(StepMeaning.OPENED)
    days = ("", "") if opened is None else (str(opened.said.on), str(opened.said.until or ""))
    return (one.seq, *days, "" if one.last is None else one.last.name, _steps(one))


def _objected(one: Objection) -> tuple[Cell, ...]:
    new, opened = one.proceeding.new, one.proceeding.met(StepMeaning.OPENED)
    received = "" if opened is None else str(opened.said.on)
    return (
        *(one.proceeding.seq, *member_cells(one.member, one.sector), new.about, received, "；".join(new.grounds)),
        *(standing(one.proceeding), _steps(one.proceeding), one.now),
    )


def _steps(one: Proceeding) -> str:
    return "；".join(step_in_words(taken.step) for taken in one.steps)


def standing(one: Proceeding) -> str:
    """How far an objection has come, and what it waits for."""
    return "" if one.last is None else f"{one.last.name}{_WAITS.get(one.last.means, '')}"


def register_document(report: ObjectionRegister) -> Document:
    """The same as plain values."""
    until = report.publicity.until
    return {
        "report": "object-list",
        "committee": report.committee,
        "year": report.year,
        "until": None if until is None else until.isoformat(),
        "pending": report.publicity.pending,
        "publications": [
            {"seq": one.seq, "open": one.is_open, "steps": list(_step_documents(one))} for one in report.publications
        ],
        "objections": list(map(_objection_document, report.objections)),
        "ledger": ledger_document(report.identity),
    }


def _objection_document(one: Objection) -> Document:
    new = one.proceeding.new
    return {
        **{"seq": one.proceeding.seq, "number": one.member.number, "name": one.member.name, "sector": one.sector},
        **{"about": new.about, "record": new.target, "grounds": list(new.grounds), "now": one.now},
        **{"open": one.proceeding.is_open, "steps": list(_step_documents(one.proceeding))},
    }


def _step_documents(one: Proceeding) -> Iterator[Document]:
    return map(step_document, one.steps)
