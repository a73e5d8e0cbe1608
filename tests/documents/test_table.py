import time

import pytest

from duty_cli.documents.cell_widths import cell_width
from duty_cli.documents.text_table import as_table
from duty_cli.model.papers import Column, Paper, Sheet
from tests.documents.papers import NOTICE, one_table

NATURAL = """\
2026年度履职情况通报
2027年1月12日

　　一、总体情况
　　共提交提案132件。
　　（一）会议

附件1 委员得分表
────────────────────────────────────────────────────────
委员编号  姓名             得分   等次   说明
────────────────────────────────────────────────────────
001       王一             85.5   优秀   提案立案|计25分
002       欧阳青禾           60   合格
003       阿依古丽·买买提  -2.5  不合格  =1+1
────────────────────────────────────────────────────────
注1：年中到任者以△标明。
注2：得分保留一位小数。

附件2 未提交报告名单
──────────────
委员编号  姓名
──────────────
（无）
──────────────

注：供内部使用。

账本：政协某某市委员会｜序号 12
"""

WRAPPED = """\
得分表

────────────────────────────────
姓名      依据              得分
────────────────────────────────
王一      首次提案立案，计    25
          25分；第12条
欧阳青禾  第7条                5
────────────────────────────────

账本：某
"""


def test_a_paper_stands_as_text_with_its_identity_last() -> None:
    assert as_table(NOTICE) == NATURAL


def test_long_text_is_wrapped_to_the_terminal_and_numbers_are_not() -> None:
    columns = (Column("姓名"), Column("依据"), Column("得分", "right"))
    paper = one_table(("王一", "首次提案立案，计25分；第12条", 25), ("欧阳青禾", "第7条", 5), columns=columns)
    assert as_table(paper, width=32) == WRAPPED


def test_long_headings_over_numbers_are_wrapped_before_anything_is_too_wide() -> None:
    paper = one_table(("王一", 3), columns=(Column("姓名"), Column("应参加活动次数", "right")))
    assert as_table(paper, width=14).splitlines()[3:6] == ["姓名  应参加活", "        动次数", "──────────────"]


def test_a_table_that_fits_is_the_same_in_a_terminal_and_in_a_pipe() -> None:
    assert as_table(NOTICE, width=100) == as_table(NOTICE)


@pytest.mark.parametrize("width", [1, 10, 40])
def test_nothing_is_lost_however_narrow_the_terminal(width: int) -> None:
    shown = as_table(one_table(("欧阳青禾", 60), ("很长" * 30, 5)), width)
    assert shown.count("很") == 30
    assert shown.count("长") == 30


def test_lines_stay_within_the_terminal_where_they_can() -> None:
    paper = Paper("很长的标题" * 9, one_table(("很长，" * 30, 5)).sheets, "账本：某")
    assert max(map(cell_width, as_table(paper, 40).splitlines())) == 40


def test_a_name_cannot_drive_the_terminal() -> None:
    assert "\x1b" not in as_table(one_table(("王\x1b]0;x\x07", 5)))


def test_a_province_of_27000_members_is_laid_out_in_seconds() -> None:
    rows = [("王一", number) for number in range(27_000)]
    began = time.process_time()
    as_table(one_table(*rows))
    assert time.process_time() - began < 3


def test_text_of_many_columns_is_narrowed_further_before_the_table_outgrows_the_terminal() -> None:
    names = tuple(Column(f"第{place}栏") for place in range(6))
    paper = Paper("表", (Sheet("表", "表", names, (("十六个字宽的内容一二三四五",) * 6,)),), "账本")
    assert max(map(cell_width, as_table(paper, 80).splitlines())) == 76
