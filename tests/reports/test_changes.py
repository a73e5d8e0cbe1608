"""What one paper says otherwise than another."""

from __future__ import annotations

from fractions import Fraction

from duty_cli.model.papers import Cell, Column, Paper, Paragraph, Sheet
from duty_cli.reports.paper_diff import CellChange, PaperChange, changes

COLUMNS = (Column("委员编号"), Column("姓名"), Column("得分"), Column("等次"))
Member = tuple[str, str, Cell, str]


def paper(*rows: Member, text: tuple[str, ...] = ()) -> Paper:
    return Paper("表", (Sheet("得分", "得分表", COLUMNS, rows),), "", tuple(map(Paragraph, text)))


def groups(*rows: tuple[Cell, ...]) -> Paper:
    return Paper("表", (Sheet("界别", "界别表", (Column("界别"), Column("人数")), rows),), "")


A: Member = ("1001", "甲一", Fraction(151, 2), "合格")
B: Member = ("1002", "乙二", 60, "合格")


def test_equal_papers_differ_in_nothing() -> None:
    assert changes(paper(A, B, text=("各位委员：",)), paper(A, B, text=("各位委员：",))) == ()


def test_the_cells_that_changed_are_told_under_their_headings() -> None:
    now = ("1001", "甲一", 86, "优秀")
    assert changes(paper(A, B), paper(now, B)) == (
        PaperChange("得分", "1001 甲一", (CellChange("得分", "75.5", "86"), CellChange("等次", "合格", "优秀"))),
    )


def test_another_order_is_no_change_and_rows_come_and_go() -> None:
    (came,) = changes(paper(A), paper(B, A))
    assert (came.who, {fact.before for fact in came.fields}) == ("1002 乙二", {None})
    (went,) = changes(paper(A, B), paper(A))
    assert (went.who, {fact.after for fact in went.fields}) == ("1002 乙二", {None})


def test_rows_that_bear_one_name_are_compared_as_lines() -> None:
    before, after = groups(("教育界", 1), ("教育界", 2)), groups(("教育界", 1), ("教育界", 3))
    assert changes(before, after) == (PaperChange("界别", "", (CellChange("", "教育界｜2", "教育界｜3"),)),)


def test_other_columns_are_told_as_such() -> None:
    sheet = Sheet("得分", "得分表", COLUMNS[:3], (A[:3],))
    (only,) = changes(paper(A), Paper("表", (sheet,), ""))
    assert only.fields == (CellChange("", "委员编号｜姓名｜得分｜等次", "委员编号｜姓名｜得分"),)


def test_members_come_first_and_text_last() -> None:
    first = Sheet("一", "一", (Column("界别"), Column("人数")), (("教育界", 1),))
    other = Sheet("一", "一", first.columns, (("教育界", 2),))
    before = Paper("表", (first, *paper(A).sheets), "", (Paragraph("甲"),))
    after = Paper("表", (other, *paper(B).sheets), "", (Paragraph("乙"),))
    assert [change.place for change in changes(before, after)] == ["得分", "得分", "一", "正文"]


def test_a_text_that_came_or_went_has_no_other_side() -> None:
    (came,) = changes(paper(text=("甲", "丙")), paper(text=("甲", "乙", "丙")))
    assert came.fields == (CellChange("", None, "乙"),)
