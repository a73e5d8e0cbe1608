"""印发与核验: what leaves the office is in the ledger, and what comes back is compared with it."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from duty_cli.cli import issue_commands
from duty_cli.documents import streams
from duty_cli.errors.ledger_errors import LedgerUnwritable
from duty_cli.importing.issued_file import read_paper
from duty_cli.model.ledger_protocol import Issue, Issued, Ledger, Operation
from duty_cli.model.members import Seq
from duty_cli.reports import issued_papers as office
from tests.ledger.sample import behind_its_back, hashed_anew
from tests.workspace import Duty, Enter

LEDGER = "data/ledger.db"
FORMATS = ("docx", "xlsx", "html", "csv", "json", "md", "txt")
REPORTS = (
    "quarter-report 2026-Q1",
    "annual-evaluation 2026 --ranked",
    "annual-notice 2026 --number 12",
    "term-evaluation 14 --for 公示",
    "explain 1001 --year 2026",
    "statement 1001",
    "letter result 1001 --year 2026",
    "minutes 五次会议",
)
PROPOSAL = "record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议"


def entered(duty: Duty) -> None:
    """A workspace with two records of 1001 and a meeting."""
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 出席")
    duty.done("record 1001 年度履职报告 --on 2026-11-02")


@pytest.fixture
def office_desk(begin: Callable[[Enter], Duty]) -> Duty:
    """A workspace with two records of 1001 and a meeting."""
    return begin(entered)


def register(duty: Duty) -> list[tuple[str, int, str]]:
    """Report, revision and format of all that was issued."""
    issues = json.loads(duty.done("issued --format json"))["issues"]
    return [(" ".join(one["report"]), one["revision"], one["format"]) for one in issues]


def altered(path: Path, old: str, new: str) -> None:
    """Write the first ``old`` in a paper as ``new``, wherever in it text stands."""
    if not zipfile.is_zipfile(path):
        path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
        return
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(old.encode(), new.encode(), 1))


@pytest.mark.parametrize("report", REPORTS)
def test_every_report_can_be_issued_and_verified(office_desk: Duty, report: str) -> None:
    if report.startswith("letter"):
        office_desk.close(2026)
    said = office_desk.done(f"issue {report} -o 报表.docx")
    assert "第 1 稿（docx），2026-11-23 09:00:00 由经办人甲印发" in said
    verified = office_desk.done("verify-report 报表.docx").splitlines()
    assert (verified[0].split("：")[0], verified[1]) == (
        "与印发的原件逐字节相同",
        "印发以后，账本和规则的变动没有影响本表",
    )
    assert office_desk.done("check") == ""
    name = "报表.docx"
    lines = read_paper(name, (office_desk.folder / name).read_bytes()).lines
    assert [line for line in lines if "看不清的字" in line or "划去的字" in line] == []


@pytest.mark.parametrize("ending", FORMATS)
def test_what_was_issued_is_what_the_report_command_makes_again(office_desk: Duty, ending: str) -> None:
    office_desk.done(f"issue annual-evaluation 2026 -o 评比.{ending}")
    office_desk.done(PROPOSAL)
    again = office_desk("issue annual-evaluation 2026 -o 未写.json --known-at 1")
    assert (again.code, "不能加 --known-at" in again.err) == (2, True)
    (one,) = json.loads(office_desk.done("issued --format json"))["issues"]
    line = f"{' '.join(one['report'])} --known-at {one['ledger']['seq']} --format {one['format']}"
    assert office_desk(line).raw == (office_desk.folder / f"评比.{ending}").read_bytes()


@pytest.mark.parametrize("ending", FORMATS)
def test_an_altered_file_is_told_from_the_original_and_the_change_shown(office_desk: Duty, ending: str) -> None:
    office_desk.done(f"issue annual-evaluation 2026 -o 评比.{ending}")
    altered(office_desk.folder / f"评比.{ending}", "钱二南", "钱二北")
    answer = office_desk(f"verify-report 评比.{ending}")
    first, second, *found = answer.out.splitlines()
    assert (answer.code, first.split("：")[0], second) == (1, "不是印发的原件，末行所指的印发是", "与原件不同之处：")
    assert found
    for line in found:
        before, after = line.split("改为")
        assert ("钱二南" in before, "钱二北" in after) == (True, True)


def test_a_file_saved_again_says_the_same_and_is_not_the_original(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.docx")
    altered(office_desk.folder / "评比.docx", "没有这句话", "")
    answer = office_desk("verify-report 评比.docx")
    assert (answer.code, answer.out.splitlines()[1]) == (1, "文字和数字与原件相同，可能只是另存过")


def test_a_document_whose_quotes_were_left_to_the_latin_typeface_says_the_same(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.docx")
    altered(office_desk.folder / "评比.docx", '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>', "")
    assert office_desk("verify-report 评比.docx").out.splitlines()[1] == "文字和数字与原件相同，可能只是另存过"


NAME = '<w:t xml:space="preserve">钱二南</w:t>'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            f"<w:r>{NAME}</w:r>",
            f'<w:del w:author="甲"><w:r>{NAME}</w:r></w:del>',
            "文件中有未接受的修订 1 处（删除 1 处",
        ),
        (f"<w:r>{NAME}</w:r>", f"<w:r><w:rPr><w:vanish/></w:rPr>{NAME}</w:r>", "文件中有隐藏的文字 1 处"),
        (f"<w:r>{NAME}", f"<w:r><w:rPr><w:strike/></w:rPr>{NAME}", "〔划去的字：钱二南〕"),
        (f"<w:r>{NAME}", f'<w:r><w:rPr><w:highlight w:val="black"/></w:rPr>{NAME}', "〔看不清的字：钱二南〕"),
        (f"<w:r>{NAME}", f'<w:r><w:rPr><w:position w:val="-2000"/></w:rPr>{NAME}', "〔看不清的字：钱二南〕"),
        (f"<w:r>{NAME}", f'<w:r><w:rPr><w:sz w:val="1"/></w:rPr>{NAME}', "〔看不清的字：钱二南〕"),
        ("</w:ftr>", "<w:p><w:r><w:t>另行解释</w:t></w:r></w:p></w:ftr>", "页脚：另行解释"),
    ],
)
def test_what_a_reader_no_longer_sees_or_sees_anew_is_a_difference(
    office_desk: Duty, old: str, new: str, told: str
) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.docx")
    altered(office_desk.folder / "评比.docx", old, new)
    answer = office_desk("verify-report 评比.docx")
    assert (answer.code, answer.out.splitlines()[1]) == (1, "与原件不同之处：")
    assert told in answer.out


def test_a_change_of_looks_under_tracking_is_never_called_saved_again(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.docx")
    altered(office_desk.folder / "评比.docx", f"<w:r>{NAME}", f"<w:r><w:rPr><w:rPrChange/></w:rPr>{NAME}")
    _, same, told = office_desk("verify-report 评比.docx").out.splitlines()
    assert (same, told.split("（")[0]) == ("文字和数字与原件相同", "文件中有未接受的修订 1 处")


@pytest.mark.parametrize("ending", FORMATS)
def test_another_digest_of_the_rules_in_the_identity_line_is_a_difference(office_desk: Duty, ending: str) -> None:
    office_desk.done(f"issue annual-evaluation 2026 -o 评比.{ending}")
    rules = office_desk.json("issued")["issues"][0]["ledger"]["rules"][:16]  # type: ignore[index]
    altered(office_desk.folder / f"评比.{ending}", rules, "0123456789abcdef")
    answer = office_desk(f"verify-report 评比.{ending}")
    assert (answer.code, answer.out.splitlines()[1]) == (1, "与原件不同之处：")
    assert "0123456789abcdef" in answer.out.splitlines()[2]


def test_what_changed_in_the_ledger_since_is_told(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.xlsx")
    office_desk.done(PROPOSAL)
    answer = office_desk("verify-report 评比.xlsx")
    assert answer.code == 1
    assert answer.out.splitlines()[1] == "印发以后账本或规则有变动，现在生成的与本稿不同："
    assert any(re.search(r"：1001 赵一鸣 年度积分 \d+ → \d+", line) for line in answer.out.splitlines())


def test_a_second_revision_says_what_changed_since_the_first(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 一稿.docx")
    office_desk.done(PROPOSAL)
    said = office_desk.done("issue annual-evaluation 2026 -o 二稿.docx").splitlines()
    assert "第 2 稿（docx）" in said[0]
    assert said[1] == "与第 1 稿不同之处："
    assert any("1001 赵一鸣 年度积分" in line for line in said[2:])
    later = office_desk("verify-report 一稿.docx").out.splitlines()[1]
    assert re.match("此后又印发：.*第 2 稿", later)


def test_nothing_changed_is_said_and_nothing_written(office_desk: Duty) -> None:
    office_desk.done("issue statement 1001 -o 情况单.docx")
    before = office_desk.digest()
    answer = office_desk("issue statement 赵一鸣 -o 另一份.docx")
    assert (answer.code, answer.out.split("；")[0]) == (0, "内容没有变化，未再印发")
    assert not (office_desk.folder / "另一份.docx").exists()
    assert office_desk.digest() == before
    command = re.search(r"duty (.*) -o 文件", answer.err)
    assert command is not None
    assert office_desk(command[1]).raw == (office_desk.folder / "情况单.docx").read_bytes()
    assert "内容与第 1 稿相同" in office_desk.done("issue statement 1001 -o 另一份.docx --again")
    assert register(office_desk) == [("statement 1001 --for 本人", n, "docx") for n in (1, 2)]


def test_another_format_of_an_unchanged_report_is_the_same_revision(office_desk: Duty) -> None:
    for ending in ("docx", "xlsx", "docx"):
        office_desk.done(f"issue annual-notice 2026 -o 通报.{ending}")
    assert register(office_desk) == [("annual-notice 2026 --for 公示", 1, ending) for ending in ("docx", "xlsx")]


def test_another_number_or_date_of_the_document_is_a_new_revision(office_desk: Duty) -> None:
    office_desk.done("issue annual-notice 2026 -o 通报.docx --number 3")
    said = office_desk.done("issue annual-notice 2026 -o 通报.docx --number 4 --dated 2026-11-30").splitlines()
    assert said[2:] == ["　文号：“3” 改为 “4”", "　成文日期：“2026-11-23” 改为 “2026-11-30”"]


def test_the_day_on_which_it_is_issued_again_is_no_change(office_desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from duty_cli.cli import clock
    from tests.workspace import NOW

    office_desk.close(2026)
    office_desk.done("issue letter result 1001 --year 2026 -o 函.docx")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3))
    assert "内容没有变化" in office_desk.done("issue letter result 1001 --year 2026 -o 函.docx")


def test_a_report_that_was_only_printed_was_never_issued(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.csv")
    for line in ("annual-evaluation 2026 -o 打印.csv", "quarter-report 2026-Q1 -o 统计.json"):
        office_desk.done(line)
        answer = office_desk(f"verify-report {line.split()[-1]}")
        assert (answer.code, answer.out.split("：")[0]) == (1, "没有印发过")


def test_a_paper_of_another_ledger_is_told(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.md")
    path = office_desk.folder / "评比.md"
    path.write_text(re.sub("账首 .{4}", "账首 0000", path.read_text("utf-8")), "utf-8")
    assert office_desk("verify-report 评比.md").out.startswith("与本账本不符：")
    path.write_text(re.sub(r"序号 \d+", "序号 99999", path.read_text("utf-8")), "utf-8")
    assert office_desk("verify-report 评比.md").out.startswith("账本还没有到末行所记的序号；账本可能被换成了较早的副本")


def test_a_paper_shows_that_an_older_copy_of_the_ledger_was_put_back(office_desk: Duty) -> None:
    older = (office_desk.folder / LEDGER).read_bytes()
    office_desk.done(PROPOSAL)
    office_desk.done("issue annual-evaluation 2026 -o 评比.xlsx")
    (office_desk.folder / LEDGER).write_bytes(older)
    answer = office_desk("verify-report 评比.xlsx")
    assert (answer.code, answer.out.split("；")[0]) == (1, "账本还没有到末行所记的序号")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_paper_shows_that_the_whole_chain_was_hashed_anew(office_desk: Duty, ending: str) -> None:
    office_desk.done(f"issue annual-evaluation 2026 -o 评比.{ending}")
    with hashed_anew(office_desk.folder / LEDGER) as raw:
        raw.execute("UPDATE label SET text = '缺席' WHERE text = '出席'")
    assert office_desk.done("check") == ""
    answer = office_desk(f"verify-report 评比.{ending}")
    assert (answer.code, "不是原件末行所记的：账本在印发以后被改写" in answer.out) == (1, True)


def test_a_paper_is_not_made_again_of_a_damaged_ledger(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.xlsx")
    with behind_its_back(office_desk.folder / LEDGER) as raw:
        raw.execute("UPDATE label SET text = '缺席' WHERE text = '出席'")
    answer = office_desk("verify-report 评比.xlsx")
    told = "现在不能按印发时的依据重新生成本表，无从核对账本是否被改动：账本核验未通过：序号 "
    assert (answer.code, answer.out.splitlines()[1].startswith(told)) == (1, True)


def test_a_head_forged_in_the_register_is_told_by_the_paper(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.csv")
    with hashed_anew(office_desk.folder / LEDGER) as raw:
        raw.execute("UPDATE batch SET by = '他人' WHERE seq = 1")
    with hashed_anew(office_desk.folder / LEDGER) as raw:
        raw.execute("UPDATE issue SET head = (SELECT hash FROM entry WHERE entry.seq = issue.known)")
    assert office_desk.done("check") == ""
    assert "账本在印发以后被改写" in office_desk("verify-report 评比.csv").out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("一份来历不明的通报", "中找不到以“账本：”开头的一行"),
        ("%PDF-1.7", "是 PDF 文件；请核验印发的原件"),
        ('{"report": ', "不是完整的 JSON 文件"),
        ("PK\x03\x04", "文件不完整或已损坏"),
    ],
)
def test_a_file_that_cannot_be_verified_is_refused(office_desk: Duty, content: str, why: str) -> None:
    office_desk.write("文件.txt", content)
    assert why in office_desk.refused("verify-report 文件.txt")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("issue log -o 日志.csv", "“log”不能印发"),
        ("issue letter gift -o 函.docx", "“letter gift”不能印发"),
        ("issue annual-notice 2026", "请用 -o 写明"),
        ("--rules rules issue annual-notice 2026 -o 通报.docx", "请去掉 --rules"),
        ("issue annual-notice -o 通报.docx", "缺少参数“年度”"),
        ("issue annual-notice 2026 -o 通报.wps", "看不出输出格式"),
    ],
)
def test_what_cannot_be_issued_is_refused_in_one_sentence(office_desk: Duty, line: str, said: str) -> None:
    assert said in office_desk.refused(line, 2)


@pytest.mark.parametrize("place", [".", "没有的文件夹/通报.docx"])
def test_a_file_that_cannot_be_written_leaves_no_row(office_desk: Duty, place: str) -> None:
    office_desk.done("annual-notice 2026")
    assert "无法写入文件" in office_desk.refused(f"issue annual-notice 2026 --format docx -o {place}")


def test_a_crash_before_the_row_stands_leaves_neither_row_nor_file(
    office_desk: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> Seq:
        raise KeyboardInterrupt

    office_desk.done("annual-notice 2026")
    before = office_desk.digest()
    monkeypatch.setattr(office, "issue", crash)
    assert office_desk("issue annual-notice 2026 -o 通报.docx").code == 130
    assert office_desk.digest() == before
    assert [path.name for path in office_desk.folder.iterdir() if "通报" in path.name or ".tmp" in path.name] == []


def test_a_name_that_cannot_be_taken_leaves_no_row(office_desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    enter = office.issue

    def in_the_way(
        ledger: Ledger, act: Operation, paper: Issue, issued: tuple[Issued, ...], put: Callable[[], None]
    ) -> Seq:
        (office_desk.folder / "通报.docx" / "占着").mkdir(parents=True)
        return enter(ledger, act, paper, issued, put)

    office_desk.done("annual-notice 2026")
    monkeypatch.setattr(office, "issue", in_the_way)
    assert "无法写入文件 通报.docx：这是一个文件夹" in office_desk.refused("issue annual-notice 2026 -o 通报.docx")


@pytest.mark.parametrize("before", [None, "上一稿".encode()])
def test_a_row_that_cannot_be_kept_leaves_the_file_as_it_was(
    office_desk: Duty, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    enter, place = office.issue, office_desk.folder / "通报.docx"

    def full(ledger: Ledger, act: Operation, paper: Issue, issued: tuple[Issued, ...], put: Callable[[], None]) -> Seq:
        def put_and_fail() -> None:
            put()
            assert sha256(place.read_bytes()).hexdigest() == paper.digest
            raise LedgerUnwritable("data/ledger.db", "磁盘已满")

        return enter(ledger, act, paper, issued, put_and_fail)

    office_desk.done("annual-notice 2026")
    if before is not None:
        place.write_bytes(before)
    monkeypatch.setattr(office, "issue", full)
    assert "账本未作任何改动" in office_desk.refused("issue annual-notice 2026 -o 通报.docx --overwrite", 4)
    assert (place.read_bytes() if place.exists() else None) == before


def test_an_issued_file_and_its_folder_are_on_the_disk_before_the_row_stands(
    office_desk: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def synced(folder: Path) -> None:
        with closing(sqlite3.connect(LEDGER)) as other:
            [(rows,)] = other.execute("SELECT count(*) FROM issue")
        seen.append((folder, (folder / "通报.docx").exists(), rows))

    monkeypatch.setattr(streams, "sync_folder", synced)
    office_desk.done("issue annual-notice 2026 -o 通报.docx")
    noted = (office_desk.folder / "data", False, 0)  # the list of what was written, before anything has its name
    assert (seen, len(register(office_desk))) == ([noted, (office_desk.folder, True, 0)], 1)


def test_somebody_who_issued_meanwhile_goes_first(office_desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    enter = issue_commands._enter

    def overtaken(*said: object) -> object:
        monkeypatch.setattr(issue_commands, "_enter", enter)
        office_desk.done("issue annual-notice 2026 -o 先到.docx")
        return enter(*said)  # type: ignore[arg-type]

    monkeypatch.setattr(issue_commands, "_enter", overtaken)
    answer = office_desk("issue annual-notice 2026 -o 后到.docx")
    assert (answer.code, "已有人印发同一报表" in answer.err) == (5, True)
    assert not (office_desk.folder / "后到.docx").exists()


def test_an_issue_cannot_be_undone(office_desk: Duty) -> None:
    office_desk.done("issue annual-notice 2026 -o 通报.docx")
    office_desk.refused(f"undo {office_desk.last_batch()} --reason 误印")


def test_a_report_that_may_be_of_one_member_is_issued_of_all(duty: Duty) -> None:
    duty.done("leave 1001 --from 2026-03-12 --reason 因公 --granted-by 秘书长")
    assert "已印发 duty leave list 2026 第 1 稿" in duty.done("issue leave list 2026 -o 请假登记表.csv")
    assert "duty leave list 2026 --member 1001 第 1 稿" in duty.done("issue leave list 2026 --member zym -o 一.csv")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_paper_with_a_name_erased_since_is_the_original_but_for_the_name(office_desk: Duty, ending: str) -> None:
    office_desk.done(f"issue annual-evaluation 2026 -o 评比.{ending}")
    office_desk.done("erase 1001 --reason 本人要求 --yes")
    answer = office_desk(f"verify-report 评比.{ending}")
    assert (answer.code, answer.out.splitlines()[1]) == (0, "印发以后，账本和规则的变动没有影响本表")
    assert answer.err.splitlines() == ["印发以后有委员的姓名已依法删除，其余文字和数字与原件相同"]


def test_an_erased_name_hides_no_other_change(office_desk: Duty) -> None:
    office_desk.done("issue annual-evaluation 2026 -o 评比.csv")
    office_desk.done("erase 1001 --reason 本人要求 --yes")
    with behind_its_back(office_desk.folder / LEDGER) as raw:
        raw.execute("UPDATE label SET text = '缺席' WHERE text = '出席'")
    assert office_desk("verify-report 评比.csv").code == 1
