import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.documents.csv_writer import as_csv, guarded, records_csv
from tests.documents.papers import NOTICE, one_table

EXPECTED = """\
2026年度履职情况通报
2027年1月12日
一、总体情况
共提交提案132件。
（一）会议

附件1 委员得分表
委员编号,姓名,得分,等次,说明
001,王一,85.5,优秀,提案立案|计25分
002,欧阳青禾,60,合格,
003,阿依古丽·买买提,-2.5,不合格,'=1+1
注1：年中到任者以△标明。
注2：得分保留一位小数。

附件2 未提交报告名单
委员编号,姓名
注：供内部使用。
账本：政协某某市委员会｜序号 12
"""


def test_a_paper_stands_as_tables_one_after_another() -> None:
    assert as_csv(NOTICE) == b"\xef\xbb\xbf" + EXPECTED.replace("\n", "\r\n").encode()


def test_a_title_said_once_is_not_said_again_over_its_only_table() -> None:
    assert as_csv(one_table(("王一", 5)), "utf-8").decode().split("\r\n")[:3] == ["得分表", "姓名,得分", "王一,5"]


def test_gb18030_holds_the_rarest_names() -> None:
    assert "䶮𠮷" in as_csv(one_table(("䶮𠮷", 5)), "gb18030").decode("gb18030")


def test_records_are_one_plain_table_and_what_a_row_lacks_is_empty() -> None:
    rows = [{"姓名": "王一", "备注": "甲,乙"}, {"姓名": "李二"}]
    assert records_csv(["姓名", "备注"], rows, "utf-8") == '姓名,备注\r\n王一,"甲,乙"\r\n李二,\r\n'.encode()


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-x", "@x", "＝1", "＋x", "－x", "＠x", " =1", "\t1", "\r1", "\n1", "'=1"]
)
def test_a_text_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "王一", "-5", "-2.5", "+3.5%", "2026-03-05", "'x", "a=b"])
def test_other_texts_and_signed_numbers_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(st.text(st.sampled_from("'=-＋@\t\r\n ,\"5王")))
def test_every_field_of_a_record_can_be_read_again(text: str) -> None:
    (_, [field]) = csv.reader(StringIO(records_csv(["备注"], [{"备注": text or "-"}], "utf-8").decode(), newline=""))
    assert field == guarded(text or "-")
