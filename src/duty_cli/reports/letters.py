"""Letters on one member's year, to the member or to the leaders, and the list of those to be commended (函).

They put facts and ask; people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from duty_cli.errors.lookup_errors import NotProposed
from duty_cli.errors.record_errors import NotInOffice
from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import show
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.office_words import MEMBER
from duty_cli.model.papers import Column, Identity, OfficeStyle, OfficialDocument, Paragraph, Sheet
from duty_cli.model.proposal_matters import Matter
from duty_cli.model.publicity import Publicity, publicity_of
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.reports.annual_evaluation import AnnualEvaluation, EvaluatedMember, evaluate_member
from duty_cli.reports.annual_evaluation_layout import (
    choice_notes,
    commendation_notes,
    decision,
    grade_said,
    in_office,
    list_name,
    minimums_said,
)
from duty_cli.reports.finality import may_object, objections_in_words, right_in_words
from duty_cli.reports.official_layout import prose
from duty_cli.reports.report_columns import MEMBER_COLUMNS, NO_SECTOR, member_cells, numbers, sums_note
from duty_cli.scoring.assessment_year import YearScope, judging_rules_of, require_closed
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets, participation
from duty_cli.scoring.proposals import Proposal

_BLANK = "　　　　"
_POINTS = "以上积分由履职记录和评分规则计算得出，每一分的依据可向我们索取得分说明。"
_SOON = "您如对记录或计算有异议，请及时提出"
_ANSWERED = "我们将予核实，有误的予以更正"


@dataclass(frozen=True, slots=True)
class MemberYearReport(YearScope):
    """One member's year; ``records`` counts what was done, ``proposals`` are those that the letter is about."""

    identity: Identity
    evaluated: EvaluatedMember
    attendance: AttendanceCount
    records: int
    proposals: tuple[Proposal, ...] = ()
    publicity: Publicity = Publicity()

    @property
    def member(self) -> Member:
        """The member."""
        return self.evaluated.member


def one_year(reading: LedgerReader, rules: Rules, identity: Identity, member: Member, year: int) -> MemberYearReport:
    """The member's year, with all that it proposes. Raises NotInOffice; YearOpen before the year is closed."""
    found = judging_rules_of(rules, year)
    require_closed(reading, year)
    if not member.serves_in(found.days):
        raise NotInOffice(member, f"{year} 年度")
    evaluated = evaluate_member(reading, rules, member, year)
    own = [tally for _, tallies in reading.tallies(found.days, member.key, by_source=False) for tally in tallies]
    return MemberYearReport(
        found,
        identity,
        evaluated,
        Sheets(reading, rules, found.days, member).count(member.key, own),
        sum(tally.count for tally in participation(own, found.book, member)),
        evaluated.proposals,
        publicity_of(reading.proceedings(), year),
    )


def proposed(report: MemberYearReport, matter: Matter) -> MemberYearReport:
    """The year with the proposals about ``matter`` alone. Raises NotProposed where the evaluation makes none."""
    found = tuple(one for one in report.proposals if matter.is_in(one.propose))
    if not found:
        raise NotProposed(report.member, report.year, matter.value)
    return replace(report, proposals=found)


def for_the_member(report: MemberYearReport) -> MemberYearReport:
    """The year without what is put to the leaders: it is theirs to decide before the member reads of it."""
    return replace(report, proposals=Audience.OWN.shown(Section.PROPOSALS, *report.proposals))


def interview_letter(report: MemberYearReport, style: OfficeStyle, number: int | None, on: date) -> OfficialDocument:
    """To a member whom the evaluation proposes to interview (约谈提醒函); time, place and persons are filled in by hand."""
    clauses = tuple(dict.fromkeys(found.clause for found in report.proposals))
    text = (
        Paragraph(f"根据{cited(report.book, clauses)}，现就您{report.year}年度履职情况函告如下，并约谈提醒。"),
        Paragraph("履职情况", 1),
        *_year(report, "您"),
        Paragraph("约谈安排", 1),
        Paragraph(f"时间：{_BLANK}年{_BLANK[:2]}月{_BLANK[:2]}日{_BLANK[:2]}时", 3),
        Paragraph(f"地点：{_BLANK * 3}", 3),
        Paragraph(f"约谈人：{_BLANK * 2}", 3),
        Paragraph("有关说明", 1),
        *_objection(report, on),
        *contact(style),
    )
    return _letter(report, style, number, on, f"关于{report.year}年度履职情况的约谈提醒函", _addressed(report), text)


def result_letter(report: MemberYearReport, style: OfficeStyle, number: int | None, on: date) -> OfficialDocument:
    """To a member: what the year came to."""
    text = (
        Paragraph(f"根据《{report.book.title}》，现将您{report.year}年度履职评比结果函告如下。"),
        Paragraph("履职情况和评比结果", 1),
        *_year(report, "您"),
        Paragraph("有关说明", 1),
        *_objection(report, on),
        *contact(style),
    )
    title = f"关于{report.year}年度履职评比结果的函"
    return _letter(
        report, style, number, on, title, _addressed(report), text, (_categories(report),) if report.book.scored else ()
    )


def resignation_letter(report: MemberYearReport, style: OfficeStyle, number: int | None, on: date) -> OfficialDocument:
    """To the leaders: what the evaluation proposes for their consideration, with the facts it rests on. No verdict."""
    who = f"{report.member.name}{MEMBER}（编号{report.member.number}，{report.evaluated.sector or NO_SECTOR}）"
    evidence = dict.fromkeys(fact for found in report.proposals for fact in found.evidence)
    text = (
        Paragraph(f"根据《{report.book.title}》和{report.year}年度评比的记录，现将{who}的有关情况报告如下，提请研究。"),
        Paragraph("提请研究的事项", 1),
        *(
            Paragraph(f"{found.sentence}（依据：{cited(report.book, (found.clause,))}）。")
            for found in report.proposals
        ),
        Paragraph("所依据的事实", 1),
        *(Paragraph(f"{prose(fact)}。", 3) for fact in evidence),
        Paragraph(f"{report.year}年度履职情况", 1),
        *_year(report, f"该{MEMBER}"),
        Paragraph("有关说明", 1),
        Paragraph(
            "以上事项由系统依据记录和规则列出，不是结论。研究前宜核实有关记录，并听取本人意见；"
            f"是否处理、怎样处理，由{style.leaders}研究决定。"
        ),
    )
    title = f"关于提请研究{report.member.name}{MEMBER}有关履职事项的函"
    return _letter(report, style, number, on, title, style.leaders, text)


def commendation_letter(report: AnnualEvaluation, style: OfficeStyle, number: int | None, on: date) -> OfficialDocument:
    """To the leaders: whom the year commends, by sector, for them to settle (建议名单); and who is left out, and why."""
    members = report.commended
    said = f"根据《{report.book.title}》，经{report.year}年度评比，建议将下列{len(members)}名{MEMBER}列为履职成绩突出{MEMBER}，提请审定。"
    if report.choice is not None:
        said = f"经{prose(decision(report.choice))}，下列{len(members)}名{MEMBER}为{report.year}年度履职成绩突出{MEMBER}，现将名单报送。"
    called = list_name(report)
    chosen = (note.removesuffix("，见“说明”") for note in choice_notes(report))
    notes = [*commendation_notes(report), *chosen, *_left_out(report)]
    text = (
        Paragraph(said if members else f"经{report.year}年度评比，没有符合条件、可列入建议名单的{MEMBER}。"),
        *([Paragraph(called, 1), *_by_sector(members)] if members else []),
        *([Paragraph("有关说明", 1), *(Paragraph(f"{prose(note)}。", 3) for note in notes)] if notes else []),
    )
    scored = report.book.scored
    rows = tuple(
        (*member_cells(one.member, one.sector), *((one.result.score.total,) if scored else ())) for one in members
    )
    columns = (*MEMBER_COLUMNS, *(numbers("年度积分") if scored else ()))
    table = Sheet(called, f"{report.year}年度履职成绩突出{MEMBER}{called}", columns, rows)
    return OfficialDocument(
        f"关于{'提请审定' if report.choice is None else '报送'}{report.year}年度履职成绩突出{MEMBER}{called}的函",
        style.leaders,
        text,
        (table,) if rows else (),
        str(report.identity),
        number=style.numbered(on.year, number) if number is not None else "",
        on=on,
        signed=style.signed,
        red_head=False,
    )


def _left_out(report: AnnualEvaluation) -> Iterator[str]:
    """The candidates whom something other than a quota's places keeps off the list."""
    for one in report.candidates:
        if (
            one.candidacy is not None
            and not one.candidacy.commended
            and not set(one.candidacy.bars) <= {one.result.passed_over}
        ):
            yield f"{one.member.name}{MEMBER}{'；'.join(one.candidacy.why)}，但{'；'.join(one.candidacy.bars)}，未列入"


def cited(book: Rulebook, clauses: Iterable[str]) -> str:
    """Clauses with the document that holds them: they are of the basis, not of the scoring rules made under it."""
    document = book.basis if "《" in book.basis else f"《{book.basis}》"
    return document + "、".join(clauses)


def _letter(
    report: MemberYearReport,
    style: OfficeStyle,
    number: int | None,
    on: date,
    title: str,
    addressee: str,
    text: tuple[Paragraph, ...],
    annexes: tuple[Sheet, ...] = (),
) -> OfficialDocument:
    shown = "" if number is None else style.numbered(on.year, number)
    identity = str(report.identity)
    return OfficialDocument(title, addressee, text, annexes, identity, shown, on, style.signed, red_head=False)


def _addressed(report: MemberYearReport) -> str:
    return f"{report.member.name}{MEMBER}"


def _year(report: MemberYearReport, who: str) -> Iterator[Paragraph]:
    """What the year came to, in words."""
    one, count = report.evaluated, report.attendance
    part = f"（{prose(in_office(one))}）" if one.part else ""
    attended = (
        f"应出席会议和活动{count.expected}次，出席{count.present}次，请假{count.on_leave}次，缺席{count.absent}次{_beside(count)}；"
        if count.anything
        else ""
    )
    yield Paragraph(f"{report.year}年度{part}，{who}{attended}登记履职记录{report.records}条。")
    why = f"：{prose(one.result.ungraded)}" if one.result.lacking else ""
    said = grade_said(one.result, "等次为")
    missed = [minimum.id for minimum in one.result.outcome.missed]
    points = (
        f"年度积分{show(one.result.score.total)}分"
        if report.book.scored
        else ""
        if missed
        else minimums_said(one.result)
    )
    if result := "，".join(part for part in (points, said) if part):
        yield Paragraph(f"{result}{why}。")
    if missed:
        yield Paragraph(f"未达到的最低要求：{'、'.join(missed)}。")


def _beside(count: AttendanceCount) -> str:
    """How often nothing was entered, and how often the member was a guest, where that was so."""
    unsigned = f"，未登记{count.unsigned}次" if count.unsigned else ""
    return unsigned + (f"，另列席{count.guest}次" if count.guest else "")


def _categories(report: MemberYearReport) -> Sheet:
    score = report.evaluated.result.score
    rows = tuple((category.id, category.score) for category in score.categories)
    note = sums_note(category.id for category in report.book.categories if not category.counted)
    columns = (Column("类别"), *numbers("得分"))
    return Sheet("分类得分", f"{report.year}年度分类得分", columns, (*rows, ("年度积分", score.total)), (note,))


def _objection(report: MemberYearReport, on: date) -> Iterator[Paragraph]:
    """What the member may object to and until when, and how far own objections have come."""
    found = report.publicity
    right = _SOON if found.until is None else right_in_words(found, on)
    answered = f"，{_ANSWERED}" if may_object(found, on) else ""
    yield Paragraph(f"{_POINTS if report.book.scored else ''}{right}{answered}。")
    yield from (Paragraph(f"{said}。") for said in objections_in_words(found.of(report.member.key)))


def contact(style: OfficeStyle) -> Iterator[Paragraph]:
    """Whom to ask, where the office says so."""
    if style.contact:
        yield Paragraph(f"联系人：{style.contact}。")


def _by_sector(members: Iterable[EvaluatedMember]) -> Iterator[Paragraph]:
    """Names by sector, in the order of the evaluation."""
    for sector, group in groupby(members, key=lambda one: one.sector):
        names = [one.member.name for one in group]
        yield Paragraph(f"{sector or NO_SECTOR}（{len(names)}名）：{'、'.join(names)}。")
