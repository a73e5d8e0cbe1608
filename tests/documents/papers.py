"""The papers that the tests of several formats share."""

from fractions import Fraction

from duty_cli.model.papers import Column, Paper, Paragraph, Sheet

COLUMNS = (Column("委员编号"), Column("姓名"), Column("得分", "right"), Column("等次", "center"), Column("说明"))
SCORES = Sheet(
    "得分",
    "附件1 委员得分表",
    COLUMNS,
    (
        ("001", "王一", Fraction(171, 2), "优秀", "提案立案|计25分"),
        ("002", "欧阳青禾", 60, "合格", None),
        ("003", "阿依古丽·买买提", Fraction(-5, 2), "不合格", "=1+1"),
    ),
    ("年中到任者以△标明。", "得分保留一位小数。"),
)
MISSING = Sheet("未提交", "附件2 未提交报告名单", COLUMNS[:2], ())
NOTICE = Paper(
    "2026年度履职情况通报",
    (SCORES, MISSING),
    "账本：政协某某市委员会｜序号 12",
    (Paragraph("总体情况", 1), Paragraph("共提交提案132件。"), Paragraph("会议", 2)),
    "2027年1月12日",
    ("供内部使用。",),
)


def one_table(*rows: tuple[str | int | Fraction | None, ...], columns: tuple[Column, ...] = COLUMNS[1:3]) -> Paper:
    """A paper of one table under its own title, by default with 姓名 and 得分."""
    return Paper("得分表", (Sheet("得分", "得分表", columns, rows),), "账本：某")
