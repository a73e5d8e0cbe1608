"""What an office calls its members, groups and leaders, in every report and format; and whose clauses papers cite."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.test_formats import REPORTS
from tests.every_format import unpacked
from tests.reports.test_notice import text
from tests.workspace import INIT, Duty, set_up

STYLE = "format: duty-style/1\nleaders: 主任会议\nmember: 代表\nliaison_group: 支部\nspecial_committee: 工作委员会\n"
OTHERS = ("主席会议", "委员编号", "委员联络组", "各位委员", "年度委员", "名委员", "\ufdd0", "\ufdd2")


def proposed(duty: Duty) -> None:
    """Enter a member who is proposed for an interview, in an office of 代表."""
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交 --title 关于停车的建议")
    duty.write("rules/style.yaml", STYLE)
    duty.close(2026)


@pytest.fixture(scope="module")
def proposing(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of that office."""
    return set_up(template, tmp_path_factory.mktemp("proposing") / "desk", proposed)


@pytest.fixture
def office(proposing: Path, empty: Duty) -> Duty:
    """The office, as it was set up."""
    shutil.copytree(proposing, empty.folder, dirs_exist_ok=True)
    return empty


@pytest.mark.parametrize("format_", ["table", "csv", "json", "xlsx", "md", "html"])
@pytest.mark.parametrize("report", [*REPORTS, "letter commendation 2026", "letter interview 1001 --year 2026"])
def test_the_office_is_called_by_its_own_words_in_every_report_and_format(
    office: Duty, report: str, format_: str
) -> None:
    page = text(office, report, format_)
    assert [word for word in OTHERS if word in page] == []


OWN = (
    *(
        "委员会委员履职考核评分细则",
        "工作委员会",
        "提案委员会",
        "经济委员会",
        "县委员会",
        "新任委员当年培训",
        "新任委员培训",
    ),
    *("委员活动日", "界别活动组", "责令辞去委员"),
)
"""Names of the committee, of groups, kinds and roles: they are the ledger's own, whatever the office calls its members."""

EVERY = (
    *(*REPORTS, "annual-evaluation 2026 --for 公示", "quarter-report 2026-Q2", "term-evaluation 14 --for 公示"),
    *(
        "today",
        "log",
        "member list",
        "issued",
        "statement 1001 --full",
        "statement 1008 --full",
        "explain 1008 --year 2026",
    ),
    *("rules diff rules/scoring.yaml 新细则.yaml --year 2026", "profile 1001", "minutes 三月会议", "rules show"),
)


def of_every_sort(duty: Duty) -> None:
    """Make an entry of every sort, in an office of 代表: a member enrolled, guests, an open sheet, a paper issued, two rule files."""
    duty.write("rules/style.yaml", STYLE + "sector: 界组\nmembers: 各位代表\n")
    duty.done("member add 1009 郝九龄 --from 2026-01-01")
    duty.done("record 1008 提案 --on 2026-03-05 --stage 提交 --title 关于停车的建议")
    duty.write(
        "签到.csv",
        "日期,活动,编号,签到\n".replace("编号", "委员编号")
        + "2026-03-02,三月会议,1001,√\n2026-03-02,三月会议,1003,√\n",
    )
    duty.done("import 签到.csv --kind 常委会会议")
    for day in ("03-03", "03-04"):
        duty.done(f"record 1003 提案 --on 2026-{day} --stage 立案 --title {day}")
    duty.done("record 1003 年度履职报告 --on 2026-11-02")
    duty.done("record 1003 年度述职 --on 2026-11-03 --judged 9")
    rules = (duty.folder / "rules" / "scoring.yaml").read_text("utf-8")
    duty.write("新细则.yaml", rules.replace("points: 8", "points: 3").replace("min: 60", "min: 55"))
    duty.done("issue quarter-report 2026-Q1 -o 一季度.md")
    duty.close(2026)


@pytest.fixture(scope="module")
def entered(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of that office."""
    return set_up(template, tmp_path_factory.mktemp("entered") / "desk", of_every_sort)


@pytest.fixture
def every(entered: Path, empty: Duty) -> Duty:
    """The office, as it was set up."""
    shutil.copytree(entered, empty.folder, dirs_exist_ok=True)
    return empty


@pytest.mark.parametrize("format_", ["table", "xlsx", "docx", "html"])
@pytest.mark.parametrize("report", EVERY)
def test_no_word_of_another_office_is_in_anything_that_can_be_printed(every: Duty, report: str, format_: str) -> None:
    if report.startswith("profile") and format_ != "docx":
        format_ = "html"
    raw = every(f"{report} --format docx").raw if format_ == "docx" else b""
    page = re.sub(r"<[^>]+>", "", unpacked(raw)) if raw else text(every, report, format_)
    assert page
    for name in OWN:
        page = page.replace(name, "")
    assert re.findall(r".{0,12}(?:委员|主席会议|界别|专门|[\ufdd0-\ufdd5]).{0,12}", page) == []


def test_answers_and_the_card_of_a_member_are_in_its_words(every: Duty) -> None:
    assert "登记代表" in every.done("log")
    assert re.search(r"代表 8[ ，]", every.done("today"))
    assert "履职突出代表" in every.done("annual-notice 2026 --format html")
    card = every.done("member show 1001")
    assert "支部：城东联络组" in card
    assert "代表：在任" in card
    every.done("close-year 2026 --reopen --reason 调整分组")
    assert "：支部“城北联络组”自 2026-11-01 起" in every.done(
        "appoint 1009 --liaison-group 城北联络组 --from 2026-11-01"
    )


def test_the_words_stand_where_they_belong(office: Duty) -> None:
    page = office.done("annual-evaluation 2026")
    for said in ("提请主任会议研究约谈提醒事宜", "代表编号", "2026年度代表履职评比表"):
        assert said in page
    assert "按支部统计" in office.done("quarter-report 2026-Q1")
    assert "各位代表：" in office.done("annual-notice 2026")


def test_rules_are_told_back_in_the_words_of_the_office(office: Duty) -> None:
    page = office.done("rules show")
    assert "本年新任代表" in page
    assert [word for word in ("委员联络组为", "新任委员，", "全体委员") if word in page] == []


def test_no_word_of_a_record_is_changed(duty: Duty) -> None:
    duty.write("rules/style.yaml", STYLE)
    duty.done("attend 委员活动日 --on 2026-03-09 --title 委员活动 --all-present")
    assert "委员活动日1次" in duty.done("annual-notice 2026")


@pytest.mark.parametrize(
    ("propose", "said"),
    [
        ("研究处理", "提请主席会议研究处理"),
        ("劝退", "提请主席会议研究劝退事宜"),
        ("约谈有关事宜", "提请主席会议研究约谈有关事宜"),
        ("提请主席会议审议", "提请主席会议审议"),
    ],
)
def test_a_proposal_is_worded_by_the_file_and_says_nothing_twice(duty: Duty, propose: str, said: str) -> None:
    duty.change_rules("propose: 约谈提醒", f"propose: {propose}")
    duty.done("record 1001 提案 --on 2026-03-05")
    duty.close(2026)
    assert f",{said}," in duty.done("annual-evaluation 2026 --format csv")


@pytest.mark.parametrize("propose", ["劝退", "劝辞", "责令辞去委员", "撤销委员资格", "免去常委职务"])
def test_there_is_a_letter_for_whatever_removes(duty: Duty, propose: str) -> None:
    duty.change_rules("propose: 约谈提醒", f"propose: {propose}")
    duty.done("record 1001 提案 --on 2026-03-05")
    duty.close(2026)
    assert f"提请主席会议研究{propose}事宜" in duty.done("letter resignation 1001 --year 2026")


def test_letters_cite_clauses_of_the_document_that_holds_them(office: Duty) -> None:
    assert "根据《示政协〔2021〕1号》第12条，现就您" in office.done("letter interview 1001 --year 2026")


def test_the_shipped_rules_bear_the_name_of_the_committee_that_takes_them(empty: Duty) -> None:
    empty.done(INIT)
    title = (empty.folder / "rules" / "scoring.yaml").read_text("utf-8").partition("\ntitle: ")[2].partition("\n")[0]
    assert title == "政协示例县委员会委员履职考核评分细则（建议稿）"
    empty.done("rules check")


def test_a_name_that_yaml_would_take_for_something_else_is_written_in_quotes(empty: Duty) -> None:
    empty.done(INIT.replace("政协示例县委员会", "'甲: 乙#丙'") + " 另")
    assert "“甲: 乙#丙" not in empty("rules check 另/rules/scoring.yaml").err
    assert 'title: "甲: 乙#丙委员履职' in (empty.folder / "另" / "rules" / "scoring.yaml").read_text("utf-8")
