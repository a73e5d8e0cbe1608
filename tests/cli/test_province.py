"""``duty province report``: the clerk of a city has a folder of sealed files, and no workspace."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from duty_cli.cli import clock
from duty_cli.cli.main import run
from duty_cli.documents import systems
from duty_cli.documents.formats import Format
from duty_cli.model.periods import Period, Term
from duty_cli.model.records import RecordFields
from duty_cli.province import county_crew, county_process
from duty_cli.reports.results_to_seal import sealed_results
from duty_cli.rules.rule_files import load
from tests.ledger.sample import behind_its_back
from tests.province.counties import AFTER, TERM, county, seal, sealed_county
from tests.workspace import RULES, Answer

IN_2026 = datetime(2026, 2, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
OTHER_RULES = {"scoring.yaml": RULES.read_bytes().replace(b"points: 8", b"points: 9")}
Province = Callable[..., Answer]


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Province:
    """``duty province report 报送 --year 2025`` beside nothing else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: IN_2026)

    def ask(*words: str, year: int = 2025) -> Answer:
        capfdbinary.readouterr()
        code = run(["province", "report", "报送", "--year", str(year), *words])
        out, err = capfdbinary.readouterr()
        return Answer(code, out, err.decode())

    return ask


def document(answer: Answer) -> dict[str, Any]:
    assert answer.code == 0, answer.err
    said: dict[str, Any] = json.loads(answer.out)
    return said


def test_files_parted_by_year_are_those_of_the_year_alone(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县", members=4)
    whole = (tmp_path / "报送" / "岚汀县.parquet").read_bytes()
    (tmp_path / "报送" / "岚汀县.parquet").unlink()
    for year, content in ((2024, whole[:-9]), (2025, whole), (2026, whole)):
        own = tmp_path / "报送" / f"year={year}" / "county=岚汀县"
        own.mkdir(parents=True)
        (own / "a.parquet").write_bytes(content)
        (own / "b.zip").write_bytes(b"") if year != 2025 else None
    assert [one["file"] for one in document(province("--format", "json"))["counties"]] == [
        "year=2025/county=岚汀县/a.parquet"
    ]
    refused = province(year=2023)
    assert refused.code == 2
    assert "没有这一年度的封存账本（.parquet）；2024、2025、2026 年度的有" in refused.err


def test_counties_are_added_up_from_their_files_alone(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县", members=4)
    sealed_county(tmp_path, "栖禾县", members=6, file="下级/x.parquet")
    said = document(province("--format", "json"))
    assert said["whole"] == {
        "members": 10,
        "records": 15,
        "attendance": {
            **{"expected": 10, "present": 5, "late_or_left_early": 0, "on_leave": 5, "absent": 0},
            **{"rate_without_leave": "100%", "rate": "50%", "unsigned": 0, "guest": 0},
        },
    }
    table = province()
    assert "各地政协2025年度委员履职情况汇总\n" in table.out
    assert (
        "岚汀县     4         6       1.5       4     2         0     2     0     50%      100%  2026-01-09  已结账"
        in table.out
    )


@pytest.mark.parametrize("format_", Format)
def test_every_format_is_written_and_none_tells_a_name(province: Province, tmp_path: Path, format_: Format) -> None:
    for name, rules in (
        ("岚汀县", None),
        ("栖禾县", OTHER_RULES),
        ("麦垄县", None),
        ("澜沚县", None),
        ("松墟县", None),
    ):
        sealed_county(tmp_path, name, rules=rules)
    out = tmp_path / f"汇总.{'txt' if format_ is Format.TABLE else format_}"
    assert province("-o", str(out)).code == 0
    first = out.read_bytes()
    assert "岚汀县0".encode() not in first
    assert province("-o", str(out), "--overwrite").code == 0
    assert out.read_bytes() == first


def test_each_county_is_judged_by_its_own_rules_or_all_by_one_file(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    sealed_county(tmp_path, "栖禾县", rules=OTHER_RULES)
    own = province()
    assert "各按本地规则的等次" in own.out
    assert "合计" not in own.out.partition("各按本地规则的等次")[2].partition("各界别情况")[0]
    common = province("--rules", str(RULES))
    assert "各地一律按《政协示例县委员会委员履职考核评分细则》" in common.out
    (group,) = document(province("--rules", str(RULES), "--format", "json"))["rules"]
    assert group["counties"] == ["政协岚汀县委员会", "政协栖禾县委员会"]


def test_two_processes_come_to_what_one_does(province: Province, tmp_path: Path) -> None:
    for name in ("岚汀县", "栖禾县", "澜沚县"):
        sealed_county(tmp_path, name)
    assert province("--processes", "2").out == province("--processes", "1").out


def test_so_many_processes_as_are_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "cores", lambda: 4)
    asked = ((1_000, 90), (130_000, 90), (5_000_000, 90), (5_000_000, 3))
    assert [county_crew.processes_for(*one) for one in asked] == [1, 2, 4, 3]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def reordered(file: Path) -> None:
    rows = _table(file).num_rows
    parquet.write_table(_table(file).take([*range(5, 12), *range(5), *range(12, rows)]), file)


def other_schema(file: Path) -> None:
    parquet.write_table(_table(file).drop_columns(["day"]), file)


def another_column(file: Path) -> None:
    parquet.write_table(_table(file).append_column("more", pa.array(["x"] * _table(file).num_rows)), file)


def forged_head(file: Path) -> None:
    told = json.loads(parquet.read_metadata(file).metadata[b"duty"])
    file.write_bytes(file.read_bytes().replace(told["head"].encode(), ("0" * 64).encode()))


def forged_row(file: Path) -> None:
    table = _table(file)
    at = table.schema.get_field_index("day")
    days = ["2025-01-21" if day == "2025-01-20" else day for day in table["day"].to_pylist()]
    parquet.write_table(table.set_column(at, "day", pa.array(days, pa.string())), file)


def no_parquet(file: Path) -> None:
    file.write_text("委员编号,姓名\n", "utf-8")


def _table(file: Path) -> pa.Table:
    return parquet.read_table(file)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (cut, "文件不完整"),
        (reordered, "调换了次序"),
        (other_schema, "缺少列 day"),
        (another_column, "多出列 more"),
        (forged_head, "与文件所记的校验值不符"),
        (forged_row, "与文件所记的校验值不符"),
        (no_parquet, "不是 Parquet 文件"),
    ],
)
def test_a_file_that_proves_nothing_is_named_and_the_rest_goes_on_when_told(
    province: Province, tmp_path: Path, harm: Callable[[Path], None], words: str
) -> None:
    sealed_county(tmp_path, "岚汀县")
    harm(sealed_county(tmp_path, "栖禾县"))
    out = tmp_path / "汇总.docx"
    refused = province("-o", str(out))
    assert (refused.code, out.exists()) == (1, False)
    assert "栖禾县.parquet" in refused.err
    assert words in refused.err
    assert "--accept-valid" in refused.err
    accepted = province("--accept-valid")
    assert accepted.code == 0
    assert "计入 1 个地方" in accepted.out
    assert words in accepted.out.partition("没有计入的地方和文件")[2]


def test_two_files_of_one_county_are_both_named(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    once = sealed_county(tmp_path, "栖禾县")
    shutil.copy(once, once.with_name("栖禾县（补报）.parquet"))
    assert "与 栖禾县（补报）.parquet 的序号和账首都相同，是同一本账本报送了两次" in province().err
    assert "计入 1 个地方" in province("--accept-valid").out


def test_terms_that_overlap_are_named(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    later = Term(15, Period(date(2026, 6, 1), date(2031, 12, 31)))
    sealed_county(tmp_path, "栖禾县", terms=(TERM, later))
    answer = province()
    assert (answer.code, "第 14 届与第 15 届的起止日期重叠" in answer.err) == (1, True)
    assert province("--accept-valid").code == 0


def test_rules_that_do_not_cover_the_year_are_a_fault_of_the_county_that_has_them(
    province: Province, tmp_path: Path
) -> None:
    sealed_county(tmp_path, "岚汀县")
    short = {"scoring.yaml": RULES.read_bytes().replace(b"from: 2022-01-01", b"from: 2026-01-01")}
    sealed_county(tmp_path, "栖禾县", rules=short)
    answer = province()
    assert answer.code == 1
    assert "政协栖禾县委员会：栖禾县.parquet：没有覆盖 2025-01-01 至 2025-12-31" in answer.err
    assert "计入 1 个地方" in province("--accept-valid").out
    assert province("--rules", str(RULES)).code == 0


def test_a_common_file_that_does_not_cover_the_year_counts_nobody(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    short = tmp_path / "scoring.yaml"
    short.write_bytes(RULES.read_bytes().replace(b"from: 2022-01-01", b"from: 2026-01-01"))
    answer = province("--rules", str(short), "--accept-valid")
    assert (answer.code, answer.out) == (5, "")
    assert "没有一个地方可以计入" in answer.err


def test_faulty_rules_for_all_are_told_with_line_and_column(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    (tmp_path / "scoring.yaml").write_bytes(RULES.read_bytes() + b"nonsense: 1\n")
    answer = province("--rules", "scoring.yaml", "--accept-valid")
    assert answer.code == 3
    assert "nonsense" in answer.err


def test_a_ledger_without_rules_says_what_to_do(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县", rules={})
    assert "用 --rules 给出统一的规则" in province().err
    assert province("--rules", str(RULES)).code == 0


def test_missing_late_and_older_ones_are_named_and_the_report_is_made(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_county(tmp_path, "岚汀县")
    sealed_county(tmp_path, "栖禾县", at=datetime(2025, 10, 9, tzinfo=UTC), closed=False)
    (tmp_path / "名单.txt").write_text("# 应报送的\n岚汀县\n栖禾县\n\n澜沚县\n", "utf-8")
    answer = province("--expect", "名单.txt")
    assert answer.code == 0
    assert "计入 1 个地方，应报送 3 个" in answer.out
    assert "澜沚县：没有报送封存账本" in answer.err
    assert "政协栖禾县委员会：栖禾县.parquet：账本最近一次录入在 2025-10-09，不到年度末 2025-12-31" in answer.err


def test_a_list_in_the_encoding_of_old_programs_is_read(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    (tmp_path / "名单.txt").write_bytes("岚汀县\r\n澜沚县\r\n".encode("gb18030"))
    assert "应报送 2 个" in province("--expect", "名单.txt").out
    (tmp_path / "名单.txt").write_text("岚汀县\n岚汀县\n", "utf-8")
    assert (province("--expect", "名单.txt").code, "写了不止一次" in province("--expect", "名单.txt").err) == (2, True)


@pytest.mark.parametrize("other", ["政协岚汀县委员会", "中国人民政治协商会议岚汀县委员会"])
def test_a_county_on_the_list_by_two_names_is_not_counted_as_two(
    province: Province, tmp_path: Path, other: str
) -> None:
    sealed_county(tmp_path, "岚汀县")
    (tmp_path / "名单.txt").write_text(f"岚汀县\n{other}\n", "utf-8")
    answer = province("--expect", "名单.txt")
    assert (answer.code, f"岚汀县（又作 {other}） 写了不止一次" in answer.err) == (2, True)
    (tmp_path / "名单.txt").write_text("政协岚汀县委员会\n中国人民政治协商会议岚汀县委员会\n", "utf-8")
    assert "计入 1 个地方，应报送 1 个" in province("--expect", "名单.txt").out


def test_a_list_that_names_nobody_is_told_and_not_taken_for_no_list(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    (tmp_path / "名单.txt").write_text("# 应报送的\n　\n", "utf-8")
    answer = province("--expect", "名单.txt")
    assert (answer.code, answer.out, "名单.txt 里没有一个地方" in answer.err) == (2, "", True)


@pytest.mark.parametrize("name", ["栖禾县.PARQUET", "栖禾县.parquet.bak", "栖禾县 (1)", "下级/栖禾县.txt"])
def test_a_sealed_file_of_another_name_is_told_and_not_passed_over(
    province: Province, tmp_path: Path, name: str
) -> None:
    folder = sealed_county(tmp_path, "岚汀县").parent
    (folder / "下级").mkdir()
    sealed_county(tmp_path, "栖禾县").rename(folder / name)
    (folder / "说明.docx").write_bytes(b"PK")
    answer = province()
    assert (answer.code, answer.out) == (1, "")
    assert f"{name}：看来是封存账本，而文件名不以 .parquet（小写）结尾" in answer.err
    assert "共 1 项不能计入" in answer.err
    (tmp_path / "名单.txt").write_text("岚汀县\n栖禾县\n", "utf-8")
    left = document(province("--expect", "名单.txt", "--accept-valid", "--format", "json"))["left_out"]
    assert [(one["committee"], one["file"]) for one in left] == [("栖禾县", name)]
    (folder / "岚汀县.parquet").unlink()
    assert (province().code, f"\n{name}：看来是封存账本" in province().err) == (2, True)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("各县.zip", b"PK", "压缩包没有打开"),
        ("栖禾县.db", b"SQLite format 3\0", "不是封存账本；请该地用 duty seal export"),
    ],
)
def test_an_archive_and_a_ledger_that_were_handed_in_are_told(
    province: Province, tmp_path: Path, name: str, data: bytes, why: str
) -> None:
    (sealed_county(tmp_path, "岚汀县").parent / name).write_bytes(data)
    answer = province()
    assert (answer.code, f"{name}：" in answer.err, why in answer.err) == (1, True, True)


def test_an_archive_is_told_and_is_no_county_that_was_left_out(province: Province, tmp_path: Path) -> None:
    (sealed_county(tmp_path, "岚汀县").parent / "各县.zip").write_bytes(b"PK")
    answer = province("--accept-valid")
    assert answer.code == 0
    assert "项没有计入" not in answer.out
    assert "有 1 个压缩包没有打开（见“未计入”表），里面有没有报送的文件不明" in answer.out
    assert "（压缩包）  各县.zip" in answer.out
    assert "未打开　各县.zip：压缩包没有打开" in answer.err
    (left,) = document(province("--accept-valid", "--format", "json"))["left_out"]
    assert (left["committee"], left["amiss"], left["packed"]) == (None, True, True)


def test_an_archive_whose_name_tells_a_county_of_the_list_stands_for_it(province: Province, tmp_path: Path) -> None:
    (sealed_county(tmp_path, "岚汀县").parent / "栖禾县.zip").write_bytes(b"PK")
    (tmp_path / "名单.txt").write_text("岚汀县\n栖禾县\n", "utf-8")
    answer = province("--accept-valid", "--expect", "名单.txt")
    assert "有 1 项没有计入" in answer.out
    assert "个压缩包没有打开" not in answer.out
    assert "未计入　栖禾县：栖禾县.zip：按文件名认作该地的" in answer.err


def test_a_folder_that_cannot_be_looked_into_is_not_an_empty_one(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sealed_county(tmp_path, "岚汀县").parent / "锁").mkdir()
    listed = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("锁"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    answer = province()
    assert (answer.code != 0, answer.out, "无法读取文件 报送/锁" in answer.err) == (True, "", True)


def test_what_is_no_folder_is_said_to_be_none(province: Province, tmp_path: Path) -> None:
    (tmp_path / "报送").write_bytes(b"PAR1")
    answer = province()
    assert (answer.code, "报送 不是文件夹，或没有这个文件夹" in answer.err) == (2, True)


def test_a_county_that_is_not_on_the_list_is_told(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    (tmp_path / "名单.txt").write_text("栖禾县\n", "utf-8")
    assert "不在应报送的名单里" in province("--expect", "名单.txt").err


def test_a_year_of_which_nobody_has_a_record_gives_no_paper_of_zeros(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县", at=AFTER.replace(year=2027))
    sealed_county(tmp_path, "栖禾县", records=[RecordFields("提案", date(2026, 3, 5), title="一件")])
    out = tmp_path / "汇总.csv"
    answer = province("-o", str(out), year=2024)
    assert (answer.code, answer.out, out.exists()) == (2, "", False)
    assert "能计入的 2 个地方都没有 2024 年度的记录" in answer.err
    assert "有记录的年份是 2025、2026，请核对 --year" in answer.err


def test_a_county_with_nothing_but_a_fault_in_the_year_has_a_record(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县", records=[RecordFields("变相商业活动", date(2024, 3, 5), title="一件")])
    sealed_county(tmp_path, "栖禾县")
    answer = province(year=2024)
    assert answer.code == 0, answer.err
    assert "栖禾县的账本里没有 2024 年度的记录" in answer.out
    assert "岚汀县的账本里没有" not in answer.out
    recorded = [one["recorded"] for one in document(province("--format", "json", year=2024))["counties"]]
    assert recorded == [True, False]


def test_a_year_that_runs_is_provisional(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县", closed=False, records=[RecordFields("提案", date(2026, 1, 5), title="一件")])
    answer = province(year=2026)
    assert "汇总（暂计）" in answer.out
    assert "2026 年度尚未结束" in answer.out


@pytest.mark.parametrize(("folder", "code"), [("报送", 2), ("没有的文件夹", 2)])
def test_a_folder_without_sealed_files_says_what_belongs_there(
    province: Province, tmp_path: Path, folder: str, code: int
) -> None:
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / ".旧.parquet").write_bytes(b"")
    answer = province()
    assert (answer.code, "duty seal export" in answer.err, folder != "") == (code, True, True)


def test_without_the_libraries_it_says_what_to_install(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_county(tmp_path, "岚汀县")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    answer = province()
    assert (answer.code, answer.out) == (2, "")
    assert "pip install 'duty-cli[province]'" in answer.err


def test_no_report_takes_the_place_of_what_it_is_made_of(province: Province, tmp_path: Path) -> None:
    file = sealed_county(tmp_path, "岚汀县")
    (tmp_path / "名单.txt").write_text("岚汀县\n", "utf-8")
    rules = tmp_path / "统一.yaml"
    rules.write_bytes(RULES.read_bytes())
    before = file.read_bytes(), rules.read_bytes()
    for target in (file, rules, tmp_path / "名单.txt"):
        asked = ("--rules", "统一.yaml", "--expect", "名单.txt", "--format", "md", "--overwrite", "-o", str(target))
        answer = province(*asked)
        assert (answer.code, "不能作为输出文件" in answer.err) == (5, True), answer.err
    assert (file.read_bytes(), rules.read_bytes()) == before


def test_it_writes_nothing_but_what_was_asked_for(province: Province, tmp_path: Path) -> None:
    sealed_county(tmp_path, "岚汀县")
    before = sorted(tmp_path.rglob("*"))
    assert province().code == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_ledger_that_was_tampered_with_before_it_was_sealed_is_found(province: Province, tmp_path: Path) -> None:
    ledger = county(tmp_path, "岚汀县")
    with behind_its_back(tmp_path / "岚汀县.db") as raw:
        raw.execute("UPDATE record SET day = '2025-02-02' WHERE seq = (SELECT max(seq) FROM record)")
    seal(ledger, tmp_path / "报送" / "岚汀县.parquet")
    assert "未通过核对" in province().err


def test_results_that_the_file_tells_must_be_those_that_its_rules_come_to(province: Province, tmp_path: Path) -> None:
    ledger, file = county(tmp_path, "岚汀县"), tmp_path / "报送" / "岚汀县.parquet"
    with ledger.reading() as reading:
        rules = load({RULES.name: RULES.read_bytes()})
        results = list(sealed_results(reading, rules, [2025]))
    seal(ledger, file, results)
    assert province().code == 0
    for wrong in ({"score": "99"}, {"score": "很高"}, {"grade": "优秀"}, {"member": 4000, "year": 2024}):
        file.unlink()
        seal(ledger, file, [replace(results[0], **wrong), *results[1:]])
        answer = province()
        assert (answer.code, "2025 年度结果与按账本中的规则重新计算的不一致" in answer.err) == (1, True), wrong
        assert province("--rules", str(_other(tmp_path))).code == 0


def _other(place: Path) -> Path:
    """Rules for all, by which no file tells results."""
    file = place / "统一.yaml"
    file.write_bytes(OTHER_RULES["scoring.yaml"])
    return file


def with_another(monkeypatch: pytest.MonkeyPatch, begin: str) -> None:
    """The other processes begin with this instead."""
    monkeypatch.setattr(county_process, "BEGIN", begin)


def test_a_process_that_is_gone_is_told(province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("岚汀县", "栖禾县", "澜沚县", "松墟县"):
        sealed_county(tmp_path, name)
    with_another(monkeypatch, "raise SystemExit")
    answer = province("--processes", "2")
    assert (answer.code, answer.out, "请加 --processes 1 重新执行" in answer.err) == (5, "", True)


def test_a_fault_of_ours_in_another_process_is_told_as_one(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("岚汀县", "栖禾县", "澜沚县", "松墟县"):
        sealed_county(tmp_path, name)
    with_another(monkeypatch, f"import {county_process.__name__} as one; one.judged = len; one.main()")
    assert province("--processes", "2").code == 70


def test_rule_files_that_the_counties_have_in_common_are_read_by_one_process_alone(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("岚汀县", "栖禾县", "澜沚县"):
        sealed_county(tmp_path, name)
    unread = "import sys; sys.modules['duty_cli.rules.rule_files'] = None"
    with_another(monkeypatch, f"{unread}; {county_process.BEGIN}")
    assert province("--processes", "3").out == province("--processes", "1").out


def test_one_county_of_a_fault_in_another_process_is_no_others(province: Province, tmp_path: Path) -> None:
    for name in ("岚汀县", "栖禾县", "澜沚县", "松墟县"):
        forged_row(sealed_county(tmp_path, name)) if name == "栖禾县" else sealed_county(tmp_path, name)
    answers = [province("--processes", count, "--accept-valid") for count in "1234"]
    assert ["计入 3 个地方" in one.out for one in answers] == [True] * 4
    assert len({one.out for one in answers}) == 1
