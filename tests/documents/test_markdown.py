from duty_cli.documents.markdown import as_markdown
from tests.documents.papers import NOTICE, one_table

EXPECTED = r"""# 2026年度履职情况通报

2027年1月12日

## 一、总体情况

共提交提案132件。

### （一）会议

## 附件1 委员得分表

| 委员编号 | 姓名 | 得分 | 等次 | 说明 |
| --- | --- | ---: | :---: | --- |
| 001 | 王一 | 85.5 | 优秀 | 提案立案\|计25分 |
| 002 | 欧阳青禾 | 60 | 合格 |  |
| 003 | 阿依古丽·买买提 | -2.5 | 不合格 | =1+1 |

- 年中到任者以△标明。
- 得分保留一位小数。

## 附件2 未提交报告名单

| 委员编号 | 姓名 |
| --- | --- |
| （无） |  |

- 供内部使用。

账本：政协某某市委员会｜序号 12
"""


def test_a_paper_stands_as_markdown_with_its_identity_last() -> None:
    assert as_markdown(NOTICE) == EXPECTED


def test_marks_in_a_text_are_shown_and_not_obeyed() -> None:
    assert r"| a\\\|b\*\<i> c | 5 |" in as_markdown(one_table(("a\\|b*<i>\nc", 5)))
