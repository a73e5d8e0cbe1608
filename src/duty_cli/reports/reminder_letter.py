"""A letter to a member who has not handed in the yearly report or account (提醒函, §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duty_cli.errors.hand_in_errors import NothingOutstanding
from duty_cli.errors.record_errors import NotInOffice
from duty_cli.model.hand_ins import of_year
from duty_cli.model.members import Member
from duty_cli.model.office_words import MEMBER
from duty_cli.model.papers import OfficeStyle, OfficialDocument, Paragraph, in_figures
from duty_cli.reports.hand_in_list import HandInLine, HandInList
from duty_cli.reports.letters import cited
from duty_cli.reports.official_layout import prose


def reminder_letter(report: HandInList, member: Member, style: OfficeStyle, number: int | None) -> OfficialDocument:
    """What of the year is outstanding and by when. Raises NotInOffice, NothingOutstanding."""
    if not member.serves_in(report.days):
        raise NotInOffice(member, f"{report.year} 年度")
    open_ = [one for lines in report.kinds.values() for one in lines if one.member.key == member.key and one.on is None]
    if not open_:
        raise NothingOutstanding(member, report.year)
    clauses = dict.fromkeys(one.minimum.origin.clause for one in open_)
    text = (
        Paragraph(f"根据{cited(report.book, clauses)}，现就您{report.year}年度有关材料的提交情况函告提醒如下。"),
        Paragraph(f"截至{in_figures(report.on)}尚未收到的材料", 1),
        *(Paragraph(f"{_line(one, report.on)}。", 3) for one in open_),
        Paragraph("有关说明", 1),
        *(Paragraph(f"{one}。") for one in _bounds(report, open_)),
        Paragraph("已经提交的，请告知我们提交的日期和收件人，我们将予核实登记；不能按时提交的，请说明情况。"),
        *([Paragraph(f"联系人：{style.contact}。")] if style.contact else []),
    )
    return OfficialDocument(
        f"关于提交{prose('、'.join([of_year(open_[0].kind, report.year), *(one.kind for one in open_[1:])]))}的提醒函",
        f"{member.name}{MEMBER}",
        text,
        (),
        str(report.identity),
        "" if number is None else style.numbered(report.on.year, number),
        report.on,
        style.signed,
        red_head=False,
    )


def _line(one: HandInLine, today: date) -> str:
    due = in_figures(one.due)
    if one.late(today):
        return f"{one.kind}：提交期限为{due}，已逾期{(today - one.due).days}日，请尽快补交"
    return f"{one.kind}：请在{due}以前提交"


def _bounds(report: HandInList, open_: list[HandInLine]) -> Iterator[str]:
    """What the rule file says follows where it is not done."""
    for grade in dict.fromkeys(one.minimum.grade_at_most for one in open_):
        if grade is not None:
            kinds = "、".join(one.kind for one in open_ if one.minimum.grade_at_most == grade)
            yield prose(f"按照《{report.book.title}》，没有完成{kinds}的，年度等次最高为{grade}")
