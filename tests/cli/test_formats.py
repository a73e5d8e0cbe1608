"""Every report in every format, on screen and in a file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import openpyxl
import pytest

from tests.documents.docx.documents import left_latin
from tests.workspace import Duty, Enter

REPORTS = (
    "quarter-report 2026-Q1",
    "annual-evaluation 2026",
    "annual-notice 2026",
    "annual-notice 2026 --for 内部",
    "term-evaluation 14",
    "explain 1001 --year 2026",
    "statement 1001",
)
IDENTITY = re.compile(r"账本：政协示例县委员会｜序号 \d+｜账首 [0-9a-f]{16}｜规则 [0-9a-f]{16}｜duty \d+\.\S+")


def three_records(duty: Duty) -> None:
    """A workspace with three records; 1001 passes the year."""
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议")
    duty.done("record 1001 年度履职报告 --on 2026-11-02")
    duty.done("record 1003 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 缺席")


@pytest.fixture
def office(begin: Callable[[Enter], Duty]) -> Duty:
    """A workspace with three records; 1001 passes the year."""
    return begin(three_records)


@pytest.mark.parametrize("report", REPORTS)
def test_the_last_line_of_a_table_names_ledger_seq_digests_and_version(office: Duty, report: str) -> None:
    for format_ in ("table", "md"):
        assert IDENTITY.fullmatch(office.done(f"{report} --format {format_}").splitlines()[-1])
    assert IDENTITY.search(office.done(f"{report} --format csv").splitlines()[-1])


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_json_and_a_workbook_and_a_csv_with_its_mark(office: Duty, report: str) -> None:
    ledger = json.loads(office.done(f"{report} --format json"))["ledger"]
    assert (set(ledger), len(ledger["head"]), len(ledger["rules"])) == ({"seq", "head", "rules", "version"}, 64, 64)
    book = openpyxl.load_workbook(io.BytesIO(office(f"{report} --format xlsx").raw))
    assert any("政协示例县委员会" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert office(f"{report} --format csv").raw.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("report", [*REPORTS, "log", "member list"])
@pytest.mark.parametrize("ending", ["txt", "csv", "json", "xlsx", "docx", "md", "html"])
def test_a_file_is_in_the_format_its_name_ends_in_and_the_same_as_on_screen(
    office: Duty, report: str, ending: str
) -> None:
    format_ = "table" if ending == "txt" else ending
    answer = office(f"{report} -o 报表.{ending}")
    assert (answer.code, answer.raw, answer.err) == (0, b"", f"已写入 报表.{ending}\n")
    assert (office.folder / f"报表.{ending}").read_bytes() == office(f"{report} --format {format_}").raw


@pytest.mark.parametrize("report", [*REPORTS, "log", "member list", "profile --all"])
def test_a_document_leaves_no_quote_or_dash_to_the_latin_typeface(office: Duty, report: str) -> None:
    office.done("record 1001 提案 --on 2026-03-06 --stage 提交 --title 关于“一刻钟”便民圈——以城东为例的建议…")
    assert left_latin(office(f"{report} --format docx").raw) == []


def test_a_failed_run_leaves_no_file_and_the_old_file_as_it_was(office: Duty) -> None:
    office.refused("annual-evaluation 2027 -o 评比.md")
    assert not (office.folder / "评比.md").exists()
    office.write("评比.md", "旧")
    office.refused("annual-evaluation 2027 -o 评比.md")
    assert (office.folder / "评比.md").read_text(encoding="utf-8") == "旧"


@pytest.mark.parametrize(
    ("report", "by_sector"),
    [
        ("quarter-report 2026-Q1", "1001 1005 1002 1003 1008 1004"),
        ("annual-evaluation 2026", "1001 1005 1007 1002 1003 1008 1004"),
        ("term-evaluation 14", "1001 1005 1007 1002 1003 1008 1004 1006"),
    ],
)
def test_members_stand_by_sector_and_number_unless_a_ranking_is_asked_for(
    office: Duty, report: str, by_sector: str
) -> None:
    def numbers(line: str) -> str:
        return " ".join(one["number"] for one in json.loads(office.done(f"{line} --format json"))["members"])

    office.done("record 1005 提案 --on 2026-03-05 --stage 立案 --number 甲")
    office.done("record 1005 提案 --on 2026-03-06 --stage 立案 --number 乙")
    assert numbers(report) == by_sector
    assert numbers(f"{report} --ranked").split()[:2] == ["1005", "1001"]
