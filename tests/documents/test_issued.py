"""Differences in words."""

from __future__ import annotations

from duty_cli.reports.issued_papers import MOST, change_lines
from duty_cli.reports.paper_diff import CellChange, PaperChange


def said(place: str, who: str, *fields: CellChange) -> str:
    (line,) = change_lines([PaperChange(place, who, fields)])
    return line


def test_a_row_that_changed_came_or_went() -> None:
    assert said("得分", "1001 甲一", CellChange("得分", "60", "62"), CellChange("等次", "", "优秀")) == (
        "　得分：1001 甲一 得分 60 → 62，等次 （空） → 优秀"
    )
    assert said("得分", "1002 乙二", CellChange("得分", None, "5")) == "　得分：增加 1002 乙二（得分 5）"
    assert said("得分", "1002 乙二", CellChange("得分", "5", None)) == "　得分：去掉 1002 乙二"


def test_of_a_long_line_only_what_is_other_is_shown() -> None:
    before = f"{'各位委员。' * 10}登记履职记录7245条，比上年增加一成，出席率百分之九十。"
    old = "…委员。登记履职记录7245条，比上年增加一成，出席…"
    assert said("正文", "", CellChange("", before, before.replace("7245", "7247"))) == (
        f"　正文：“{old}” 改为 “{old.replace('7245', '7247')}”"
    )
    assert (
        said("文件", "", CellChange("", "1001｜甲一｜5", "1001｜甲一｜6"))
        == "　文件：“1001｜甲一｜5” 改为 “1001｜甲一｜6”"
    )
    assert said("正文", "", CellChange("", None, "附件：名单")) == "　正文：增加“附件：名单”"
    assert said("正文", "", CellChange("", "附件：名单", None)) == "　正文：去掉“附件：名单”"


def test_of_very_many_only_the_number_is_told() -> None:
    lines = change_lines([PaperChange("得分", str(n), (CellChange("得分", "1", "2"),)) for n in range(MOST + 3)])
    assert (len(lines), lines[-1]) == (MOST + 1, "　……共 23 处不同，以上是前 20 处")
