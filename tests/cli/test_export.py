"""``duty export`` gives a file that ``duty import`` reads back to the same records and the same scores."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duty_cli.cli import clock
from duty_cli.cli.main import run
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger

ROSTER = """\
委员编号,姓名,界别,职务,任职日期,离任日期
001,林知夏,教育界,常委,2022-01-01,
002,欧阳·阿依古丽,经济界,常委,2022-01-01,
003,林知夏,医卫界,,2022-01-01,2024-06-30
"""

RECORDS = '''\
编号,委员编号,履职事项,日期,活动,标题,出席情况,参加比例,阶段,级别,作者位次,作者人数,成果标识,来源编号,数量,评定分,文号,备注
S-1,001,社情民意信息,2024-03-02,,-5,,,提交、采用,国家级、市级,1,3,桥,P-1,,,,"甲，乙, ""丙"""
P-1,001,提案,2024-03-01,,=1+1,,,提交、立案、重点,,1,3,桥,,,,乐政协〔2024〕3号,
,002,提案,2024-03-01,,"关于""一老一小""的建议, 共三条",,,立案,,2,3,桥,,,,,'+8
,002,提案,2024-03-01,,"关于""一老一小""的建议, 共三条",,,立案,,2,3,桥,,,,,'+8
,002,网上互动,2024-04-01,,@全体委员,,,,,,,,,3.5,,,'=甲
,003,年度述职,2024-05-01,,,,,,,,,,,,25/3,,
,001,专题协商会,2024-05-06,水环境治理,,出席,7/12,,,,,,,,,,
,002,专题协商会,2024-05-06,水环境治理,,迟到,0.5,,,,,,,,,,
,001,专题协商会,2024-05-06,"-养老, 托育",,请假,,,,,,,,,,,
,002,常委会会议,2024-05-07,第十次,,缺席,,,,,,,,,,,
,001,常委会会议,2024-05-07,第十次,,请假未准,,,,,,,,,,,
'''


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 1, 15, 9, tzinfo=UTC))


def duty(workspace: Path, *arguments: str) -> None:
    assert run(["--ledger", str(workspace / "data" / "ledger.db"), *arguments]) == 0


def workspace(folder: Path, records: Path | None = None) -> Path:
    """A workspace with the roster above and the records of a file."""
    term = ["--term", "14", "--from", "2022-01-01", "--until", "2026-12-31"]
    assert run(["init", str(folder), "--committee", "政协示例市委员会", *term]) == 0
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    duty(folder, "member", "import", str(folder / "roster.csv"))
    if records is not None:
        duty(folder, "import", str(records))
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "records.csv").write_text(RECORDS, encoding="utf-8")
    return workspace(tmp_path / "office", tmp_path / "records.csv")


def exported(office: Path) -> Path:
    duty(office, "export", "-o", str(office / "export.csv"))
    return office / "export.csv"


def written(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def scores(office: Path) -> object:
    duty(office, "annual-evaluation", "2024", "-o", str(office / "scores.json"))
    return json.loads((office / "scores.json").read_text(encoding="utf-8"))["members"]


def test_what_was_exported_is_read_back_to_the_same_scores(office: Path, tmp_path: Path) -> None:
    other = workspace(tmp_path / "other", exported(office))
    assert scores(other) == scores(office)


def test_what_was_read_back_is_exported_to_the_same_bytes(office: Path, tmp_path: Path) -> None:
    other = workspace(tmp_path / "other", exported(office))
    assert exported(other).read_bytes() == exported(office).read_bytes()


def test_every_cell_says_what_the_file_said(office: Path) -> None:
    found = {(row["委员编号"], row["日期"], row["活动"]): row for row in written(exported(office))}
    proposal = found["001", "2024-03-01", ""]
    assert (proposal["标题"], proposal["阶段"], proposal["文号"]) == ("'=1+1", "提交、立案、重点", "乐政协〔2024〕3号")
    opinion = found["001", "2024-03-02", ""]
    assert (opinion["标题"], opinion["来源编号"], opinion["备注"]) == ("-5", "P-1", '甲，乙, "丙"')
    assert found["003", "2024-05-01", ""]["评定分"] == "25/3"
    assert found["001", "2024-05-06", "水环境治理"]["参加比例"] == "7/12"
    assert found["001", "2024-05-06", "'-养老, 托育"]["出席情况"] == "请假"


def test_a_text_that_a_spreadsheet_would_calculate_keeps_its_own_quote(office: Path, tmp_path: Path) -> None:
    other = workspace(tmp_path / "other", exported(office))
    assert {row["备注"] for row in written(exported(other))} >= {"+8", "'=甲"}


def test_two_records_alike_stay_two(office: Path, tmp_path: Path) -> None:
    other = workspace(tmp_path / "other", exported(office))
    assert len(written(exported(other))) == RECORDS.count("\n") - 1


def seq_of(office: Path, number: str) -> str:
    """The seq of the record with that number."""
    with open_ledger(office / "data" / "ledger.db").reading() as reading:
        return str(reading.record_numbers()[number])


def test_a_voided_record_is_not_exported_and_no_other_cites_it(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    duty(office, "void", seq_of(office, "P-1"), "--reason", "重复登记")
    file = exported(office)
    assert f"1 条记录（如序号 {seq_of(office, 'S-1')}）的来源编号已没有对应的记录" in capsys.readouterr().err
    assert {(row["编号"], row["来源编号"]) for row in written(file) if row["编号"]} == {("S-1", "")}
    assert scores(workspace(tmp_path / "other", file)) == scores(office)


def test_a_correction_may_not_cite_a_source_nobody_knows(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = str(office / "data" / "ledger.db")
    correction = ["correct", seq_of(office, "S-1"), "来源编号=P-9", "--reason", "更正来源"]
    assert run(["--ledger", ledger, *correction]) == 5
    assert "账本中没有编号为 P-9 的记录" in capsys.readouterr().err


def test_an_export_of_no_records_is_its_headings(tmp_path: Path) -> None:
    file = exported(workspace(tmp_path / "empty"))
    assert file.read_text(encoding="utf-8-sig").startswith("编号,委员编号,姓名,履职事项,日期,")
    assert written(file) == []
