"""A workspace whose only rule file scores groups: records are entered by it, and no member has a result of his own."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty, set_up

GROUPS = "annual-evaluation 2026 --subject 委员联络组"
QUARTER = "quarter-report 2026-Q1 --subject 委员联络组"


@pytest.fixture
def alone(duty: Duty) -> Duty:
    """The rules for the groups, and none for the members."""
    score_groups(duty, "liaison_group")
    return duty


def score_groups(duty: Duty, grouping: str) -> None:
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8").replace("rounding:", f"subject: {grouping}\nrounding:", 1)
    file.write_text(text[: text.index("quotas:")], "utf-8")


def seq_of(duty: Duty) -> int:
    """The first record of today that stands."""
    batches: Any = duty.json("today")["batches"]
    entered = [one for batch in batches for one in batch["entered"]]
    return next(int(one["seq"]) for one in entered if one["sort"] == "记录" and one["reversed_by"] is None)


@pytest.fixture(scope="module")
def entered(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with two proposals and a meeting in the first quarter; 1003 went from 城西 to 城东 between the two sheets."""

    def enter(duty: Duty) -> None:
        score_groups(duty, "liaison_group")
        duty.done("record 1001 提案 --on 2026-03-05 --stage 立案 --title 甲")
        duty.write("二.csv", "委员编号,履职事项,日期,标题,阶段\n1002,提案,2026-03-06,乙,立案\n")
        duty.done("import 二.csv")
        duty.done("attend 全体会议 --on 2026-01-20 --title 五次会议 --members 1001、1003 --all-present")
        duty.done("appoint 1003 --liaison-group 城东联络组 --from 2026-02-10")
        duty.done(
            "attend 委员活动日 --on 2026-03-20 --title 一季度活动 --members 1003、1004 --all-present --except 缺席=1003"
        )

    return set_up(template, tmp_path_factory.mktemp("groups") / "alone", enter)


@pytest.fixture
def desk(entered: Path, empty: Duty) -> Duty:
    """At the workspace in which those records are entered."""
    shutil.copytree(entered, empty.folder, dirs_exist_ok=True)
    return empty


def test_records_are_entered_imported_and_taken_back(alone: Duty) -> None:
    said = alone.done("record 1001 提案 --on 2026-03-05 --stage 立案 --title 甲")
    assert said.startswith("已登记：1001 赵一鸣 提案 2026-03-05")
    assert "目前" not in said
    alone.write("二.csv", "委员编号,履职事项,日期,标题,阶段\n1002,提案,2026-03-06,乙,立案\n")
    alone.done("import 二.csv")
    alone.done("attend 全体会议 --on 2026-01-20 --title 五次会议 --members 1001、1003 --all-present")
    batch = alone.last_batch()
    scores = {number: alone.member(GROUPS, number)["score"] for number in ("01", "02")}
    assert scores == {"01": "76", "02": "60"}
    alone.done(f"undo {batch} --reason 登记错误")
    assert alone.member(GROUPS, "02")["score"] == "50"


def test_corrections_move_the_groups_and_say_nothing_of_a_members_points(alone: Duty) -> None:
    alone.done("record 1001 提案 --on 2026-03-05 --stage 提交 --title 甲")
    assert alone.member(GROUPS, "01")["score"] == "50"
    seq = seq_of(alone)
    said = alone.done(f"correct {seq} 阶段=提交、立案 --reason 漏填")
    assert "目前" not in said
    assert alone.member(GROUPS, "01")["score"] == "58"
    assert "规则" not in alone.done(f"void {seq_of(alone)} --reason 登错")
    assert alone.member(GROUPS, "01")["score"] == "50"
    for log in ("today", "log --member 1001", f"log {alone.last_batch()}"):
        assert "没有覆盖" not in alone.done(log)


def test_what_the_rules_do_not_know_is_refused_as_ever(alone: Duty) -> None:
    assert alone.refused("record 1001 提安 --on 2026-03-05").endswith("没有履职事项“提安”；是否：提案？")
    assert "阶段“立岸”无法识别" in alone.refused("record 1001 提案 --on 2026-03-05 --stage 立岸")


def test_who_is_not_due_is_a_guest_there_too(alone: Duty) -> None:
    alone.done("attend 常委会会议 --on 2026-05-20 --title 二十次会议 --members 1001 --guests 1003 --all-present")
    assert alone.member("quarter-report 2026-Q2", "1003")["attendance"]["guest"] == 1
    groups: Any = alone.json("quarter-report 2026-Q2 --subject 委员联络组")["members"]
    counted = {one["name"]: (one["attendance"]["expected"], one["attendance"]["guest"]) for one in groups}
    assert counted == {"城东联络组": (1, 0), "城西联络组": (0, 1)}


JUDGING = [
    *("annual-evaluation 2026", "explain 1001 --year 2026", "term-evaluation 14", "watch", "hand-in list"),
    *("letter watch 城东联络组 --year 2026", "follow-up list 2026", "rules case 1001 --year 2026"),
    "rules diff rules/scoring.yaml rules/scoring.yaml --year 2026",
    "object 1001 --year 2026 --on 2026-11-20 --person 办公室 --words 不服",
]


@pytest.mark.parametrize("line", JUDGING)
def test_no_member_is_judged_by_the_rules_of_groups(desk: Duty, line: str) -> None:
    said = desk(line).err
    assert "2026 年度的规则文件只以委员联络组为对象，委员个人不计分、不评定；" in said
    assert "duty annual-evaluation 2026 --subject 委员联络组" in said


LETTERS = ["letter result 1001 --year 2026", "letter interview 1001 --year 2026", "letter commendation 2026"]
CHOICE = "choose 2026 1001 --on 2027-01-20 --person 主席会议 --meeting 主席会议 --words 选定"


@pytest.mark.parametrize("line", [*LETTERS, CHOICE, "follow-up open 2026 --on 2027-01-20 --person 办公室"])
def test_nor_in_letters_once_the_year_is_closed(desk: Duty, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.close(2026)
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 25, 9, tzinfo=NOW.tzinfo))
    assert "委员个人不计分、不评定" in desk(line).err


TOLD = [
    ("quarter-report 2026-Q1", "规则以委员联络组为对象计分，委员个人不计分、不评定；各组的积分另表统计"),
    ("annual-notice 2026", "规则以委员联络组为对象计分，委员个人不计分、不评定；各组的得分和等次另表通报"),
    ("statement 1001", "2026年度规则以委员联络组为对象计分，委员个人不计分、不评定。"),
    ("statement 1001 --full", "2026年度规则以委员联络组为对象计分，委员个人不计分、不评定。"),
]


@pytest.mark.parametrize(("line", "said"), TOLD)
def test_what_members_did_is_told_without_points(desk: Duty, line: str, said: str) -> None:
    told = desk.done(line)
    assert said in told
    assert not any(word in told for word in ("最低要求", "年度积分", "本季积分", "不合格"))


@pytest.mark.parametrize(
    "line", ["minutes 五次会议", "calendar 2026", "profile 1001", "plan list 2026", "object list 2026"]
)
def test_papers_that_judge_nobody_are_made(desk: Duty, line: str) -> None:
    assert desk.done(line)


def test_the_quarter_of_groups_counts_by_the_day_on_which_somebody_belonged_to_one(desk: Duty) -> None:
    told: Any = desk.json(QUARTER)
    rows = {one["name"]: one for one in told["members"]}
    # 1003 was in both; the meeting in January is 城西's, the absence in March 城东's.
    shown = {name: (one["members"], one["records"], one["score"], one["year_so_far"]) for name, one in rows.items()}
    assert shown == {"城东联络组": (4, 3, "21", "71"), "城西联络组": (3, 2, "10", "60")}
    attended = {name: (one["attendance"]["present"], one["attendance"]["absent"]) for name, one in rows.items()}
    assert attended == {"城东联络组": (1, 1), "城西联络组": (2, 0)}
    assert "政协示例县委员会2026年第1季度委员联络组履职统计" in desk.done(QUARTER)


TERM = "term-evaluation 14 --subject 委员联络组"


def test_the_term_of_groups_has_their_years_side_by_side(desk: Duty) -> None:
    desk.done("record 1001 提案 --on 2025-03-05 --stage 立案 --title 旧")
    told: Any = desk.json(TERM)
    assert (told["subject"], told["years"]) == ("委员联络组", [2025, 2026])
    for row in told["members"]:
        years = {one["year"]: one["score"] for one in row["years"]}
        assert years == {
            year: desk.member(f"annual-evaluation {year} --subject 委员联络组", row["number"])["score"]
            for year in years
        }
        assert int(row["total"]) == sum(map(int, years.values()))
    said = desk.done(TERM)
    assert "政协示例县委员会第14届委员联络组届末履职考评表" in said
    assert not any(word in said for word in ("换届提名", "任职情况", "赵一鸣"))
    assert "委员个人不计分、不评定" in desk("term-evaluation 14").err


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx", "md", "html"])
def test_the_term_of_groups_is_issued_in_every_form_and_made_again(desk: Duty, form: str) -> None:
    desk.done(f"issue {TERM} --for 公示 -o 届.{form}")
    assert "与印发的原件逐字节相同" in desk.done(f"verify-report 届.{form}")


def test_the_term_of_groups_is_not_final_while_results_are_published(
    desk: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close(2026)
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 25, 9, tzinfo=NOW.tzinfo))
    desk.done("publish annual-evaluation 2026 --until 2027-02-05 --on 2027-01-25 --person 办公室")
    assert "公示期到 2027-02-05 为止" in desk.refused(f"issue {TERM} -o 届.docx")


def test_a_term_of_a_grouping_that_no_file_scores_is_refused(desk: Duty) -> None:
    answer = desk("term-evaluation 14 --subject 界别")
    assert (answer.code != 0, answer.out, "没有以界别为对象、覆盖" in answer.err) == (True, "", True)


def test_four_quarters_and_the_base_are_the_year_of_a_group(desk: Duty) -> None:
    year = desk.member(GROUPS, "01")["score"]
    quarters = [desk.member(f"quarter-report 2026-Q{at} --subject 委员联络组", "01") for at in (1, 2, 3, 4)]
    assert int(quarters[0]["base"]) + sum(int(one["score"]) for one in quarters) == int(year) == 71


def test_the_quarter_of_groups_is_issued_and_made_again(desk: Duty) -> None:
    desk.done(f"issue {QUARTER} -o 季.docx")
    assert "与印发的原件逐字节相同" in desk.done("verify-report 季.docx")


def test_points_of_groups_are_not_put_out_in_public(desk: Duty) -> None:
    assert "请去掉 --subject" in desk.refused(f"{QUARTER} --for 公示", 2)
    assert "积分" not in desk.done("quarter-report 2026-Q1 --for 公示").replace("各组的积分另表统计", "")


@pytest.mark.parametrize("report", ["annual-evaluation 2026", "quarter-report 2026-Q1"])
def test_a_grouping_that_no_file_scores_is_named_with_those_that_are(desk: Duty, report: str) -> None:
    said = desk(f"{report} --subject 界别").err
    assert "没有以界别为对象、覆盖" in said
    assert "scoring.yaml（以委员联络组为对象）：2022-01-01 至 2026-12-31" in said
    assert "请核对 --subject" in said


def test_a_group_that_there_is_not_is_named_with_those_that_are(desk: Duty) -> None:
    desk.done(GROUPS)
    said = desk.refused("explain 1001 --year 2026 --subject 委员联络组")
    assert said == "错误：委员联络组“1001”无法识别；可用的有：城东联络组、城西联络组"
    assert "01 城东联络组 2026年度得分说明" in desk.done("explain 城东联络组 --year 2026 --subject 委员联络组")


def test_closing_asks_what_groups_and_their_members_owe(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.done("attend 专题培训 --on 2026-04-02 --title 培训 --members 1001、1002 --all-present --except 请假=1002")
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 10, 9, tzinfo=NOW.tzinfo))
    said = desk("close-year 2026").err
    assert "未提交或未完成“年度履职报告”：01 城东联络组、02 城西联络组\n" in said
    assert "记为请假，请假登记中没有准假：1002 钱二南\n" in said
    assert said.count("城东联络组") == 1
    desk.done("close-year 2026 --although-open")
    assert "暂计" not in desk.done(GROUPS)


def test_closing_asks_all_groupings(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (desk.folder / "rules" / "scoring.yaml").read_text("utf-8")
    desk.write("rules/sectors.yaml", text.replace("subject: liaison_group", "subject: sector"))
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 10, 9, tzinfo=NOW.tzinfo))
    said = desk("close-year 2026").err
    assert said.count("未提交或未完成“年度履职报告”") == 2
    assert "中共界" in said


def test_results_of_groups_are_not_issued_as_final_while_they_are_published(
    desk: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close(2026)
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 25, 9, tzinfo=NOW.tzinfo))
    desk.done("publish annual-evaluation 2026 --until 2027-02-05 --on 2027-01-25 --person 办公室")
    assert "公示期到 2027-02-05 为止" in desk.refused(f"issue {GROUPS} -o 评比.docx")
    desk.done(f"issue {GROUPS} --for 公示 -o 公示.docx")


def test_an_objection_to_a_record_says_that_no_points_hang_on_it(desk: Duty) -> None:
    seq = seq_of(desk)
    desk.done(f"object 1001 --record {seq} --on 2026-11-20 --person 办公室 --words 漏记")
    assert "委员个人不计分、不评定" in desk.done("object list 2026")


def test_kinds_may_expect_roles_of_members(alone: Duty) -> None:
    assert "没有职务“常委”" not in alone.done("rules check")


def test_beside_the_rules_of_members_those_of_groups_enter_nothing(duty: Duty) -> None:
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8").replace("rounding:", "subject: liaison_group\nrounding:", 1)
    groups = text[: text.index("quotas:")].replace("- {id: 座谈交流, clause: 第4条}", "- {id: 组务会, clause: 第4条}")
    (duty.folder / "rules" / "groups.yaml").write_text(groups.replace("kind: 座谈交流", "kind: 组务会"), "utf-8")
    assert "没有履职事项“组务会”" in duty.refused("record 1001 组务会 --on 2026-03-05")


def test_where_the_rules_went_over_to_groups_in_the_term_the_years_before_stay_as_they_were(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2025-03-05 --stage 立案 --title 甲")
    before = duty.member("annual-evaluation 2025", "1001")["score"]
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("to: 2026-12-31", "to: 2025-12-31", 1), "utf-8")
    groups = text.replace("rounding:", "subject: liaison_group\nrounding:", 1).replace(
        "from: 2022-01-01", "from: 2026-01-01", 1
    )
    duty.write("rules/groups.yaml", groups[: groups.index("quotas:")])
    duty.done("record 1001 提案 --on 2026-03-05 --stage 立案 --title 乙")
    assert duty.member("annual-evaluation 2025", "1001")["score"] == before == "58"
    assert duty.member(GROUPS, "01")["score"] == "58"
    assert "委员个人不计分、不评定" in duty("annual-evaluation 2026").err
    term = duty.json("term-evaluation 14")
    assert term["years"] == [2025]
    assert "2026 年度规则以委员联络组为对象计分，委员个人不计分、不评定，未列入各年度" in duty.done(
        "term-evaluation 14"
    )


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx", "md", "html"])
def test_the_quarter_of_groups_is_made_in_every_form(desk: Duty, form: str) -> None:
    desk.done(f"{QUARTER} -o 季.{form}")
    assert (desk.folder / f"季.{form}").stat().st_size > 500


@pytest.mark.parametrize(("members_too", "done"), [(False, "已办（逾期）"), (True, "逾期未办")])
def test_the_end_of_a_term_is_done_by_the_paper_of_those_who_have_results(
    duty: Duty, members_too: bool, done: str
) -> None:
    rules = duty.folder / "rules"
    members = (rules / "scoring.yaml").read_bytes()
    score_groups(duty, "liaison_group")
    if members_too:
        (rules / "groups.yaml").write_bytes((rules / "scoring.yaml").read_bytes())
        (rules / "scoring.yaml").write_bytes(members)
    duty.done(f"issue {TERM} -o 各组.xlsx")
    duties: Any = duty.json("calendar 2026")["duties"]
    assert [one["state"] for one in duties if one["duty"] == "届末考评"] == [done]
