"""Five years of a committee of twelve (§§6, 11, 12, 13), typed as the clerk types them.

Of the twelve, 003 fails 2021 (by a paper from before the ledger) and 2023 and is ordered to resign; 004 fails 2022 and is talked to; 005, a
standing member, is twice absent in 2024 without cause; 006 trades on the title; 009 resigns and 012 comes in the place of 009; 010 objects
to an absence and is heard, 002 to a score and is not; 011 asks for leave, gets it once and once not; 001, 007 and 008 do well.
"""

from __future__ import annotations

import pytest

from tests.play.office import Office, YearEnd
from tests.workspace import Duty

ROSTER = """\
委员编号,姓名,界别,委员联络组,职务,任职日期
001,赵一鸣,中共界,城东联络组,常委,2021-09-01
002,钱二南,经济界,城东联络组,常委,2021-09-01
003,孙三禾,经济界,城西联络组,,2021-09-01
004,李四维,教育界,城西联络组,,2021-09-01
005,周五湖,科技界,城东联络组,常委,2021-09-01
006,吴六合,教育界,城西联络组,,2021-09-01
007,郑七星,经济界,城东联络组,,2021-09-01
008,王八方,科技界,城西联络组,,2021-09-01
009,冯九如,教育界,城西联络组,,2021-09-01
010,陈十方,科技界,城东联络组,,2021-09-01
011,褚一帆,经济界,城西联络组,,2021-09-01
"""
HISTORY = """\
委员编号,姓名,年度,积分,等次,文号
003,孙三禾,2021,55,不合格,示政协〔2022〕1号
004,李四维,2021,62,合格,示政协〔2022〕1号
"""
NEXT_ROSTER = """\
委员编号,姓名,原编号,界别,委员联络组,职务
001,赵一鸣,,中共界,城东联络组,常委
002,郑七星,007,经济界,城东联络组,常委
003,王八方,008,科技界,城西联络组,
004,卫双溪,012,教育界,城西联络组,
005,蒋新元,,经济界,城东联络组,
"""
OLD = "001 002 003 004 005 006 007 008 009 010 011"


def test_a_term_of_five_years(empty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(empty, monkeypatch)
    the_ledger_begins(office)
    one_fails(office)
    one_fails_a_second_time_and_two_object(office)
    people_come_and_go_and_discipline_is_kept(office)
    the_outstanding_are_chosen_and_an_old_record_put_right(office)
    the_term_ends(office)
    the_next_term_begins(office)


def the_ledger_begins(office: Office) -> None:
    office.duty.write("名册.csv", ROSTER)
    office.duty.write("往年.csv", HISTORY)
    office.on(
        "2022-01-04",
        "init --committee 政协示例县委员会 --term 14 --from 2021-09-01 --until 2026-12-31",
        "member import 名册.csv",
        "history import 往年.csv",
        "rules check",
    )


def one_fails(office: Office) -> None:
    """2022: 004 stays away from everything; 011 is granted leave for the plenary session and refused it for the day of activity."""
    office.on("2022-01-12", "leave 011 --from 2022-01-15 --reason 因病 --granted-by 秘书长")
    office.on("2022-01-17", "attend 全体会议 --on 2022-01-15 --title 一次会议 --all-present --except 缺席=004")
    office.bills(2022, m011=1)
    planned = "plan add 委员活动日 --title 春季活动日 --place 城东社区"
    assert "是星期六，不是工作日" in office.duty.refused(f"{planned} --on 2022-05-21")
    office.on("2022-04-20", f"{planned} --on 2022-05-18")
    office.on("2022-05-10", f"plan move {office.planned('春季活动日', 2022)} --on 2022-05-25 --reason 防汛")
    office.on("2022-05-23", "leave 011 --from 2022-05-25 --reason 因事 --refused-by 秘书长")
    said = "attend 委员活动日 --on 2022-05-25 --title 春季活动日 --all-present --except 缺席=004 --except 请假未准=011"
    office.on("2022-05-26", said)
    assert office.events(2022) == ["2022-05-25 春季活动日：到9缺2"]
    office.on("2022-09-08", "attend 专题培训 --on 2022-09-07 --title 专题培训 --all-present --except 缺席=004")
    office.on("2022-11-21")
    assert office.warned(2022) == {"004": "距合格还差 15 分", "011": "距合格还差 2 分"}
    assert office.near(2022) == ["003 责令辞去委员"]
    office.on("2022-11-21", "issue letter watch 城西联络组 --year 2022 --number 9 -o 预警城西.docx")
    office.on("2022-11-22", "watch 2022 --acknowledge 1 --note 已电话提醒本人")
    assert "已电话提醒本人" in office.on("2022-11-23", "watch 2022 --format csv")
    office.reports_handed_in(2022, OLD.replace("004 ", ""))
    assert [office.score(member, 2022) for member in ("004", "011", "001")] == [
        ("45", "不合格"),
        ("63", "合格"),
        ("65", "合格"),
    ]

    office.on("2023-01-10", "close-year 2022 --although-open")
    office.put_up(2022, "2023-01-11", "--days 5")
    office.on("2023-01-19")
    office.publication(2022, "期满 --on 2023-01-18 --words 没有收到异议")
    office.on(
        "2023-01-19",
        "issue annual-notice 2022 --number 2 -o 2022通报.docx",
        "issue letter interview 004 --year 2022 --number 3 -o 约谈004.docx",
        "follow-up open 2022 --on 2023-01-19 --person 委员工作室 --meeting 主席会议",
    )
    decided = "--on 2023-02-01 --person 主席会议 --meeting 第五次主席会议 --number 示政协〔2023〕5号 --words 同意约谈"
    office.on("2023-02-20")
    office.step("004 约谈提醒", 2022, f"决定 {decided}")
    office.step("004 约谈提醒", 2022, "落实 --on 2023-02-15 --person 某副主席 --place 政协会议室 --words 本人表示改进")
    assert office.year_end(2022) == YearEnd(
        failed={"003": [2021], "004": [2022]},
        proposed=["004 约谈提醒"],
        decided=["004 约谈提醒：落实"],
        open_elsewhere=[],
        issued=[
            "letter watch 城西联络组 --year 2022 第1稿",
            "annual-evaluation 2022 --for 公示 第1稿",
            "annual-notice 2022 --for 公示 第1稿",
            "letter interview 004 --year 2022 第1稿",
        ],
        owed=["年度履职报告 逾期未办", "评选突出委员 将到期"],
    )


def one_fails_a_second_time_and_two_object(office: Office) -> None:
    """2023: 003 fails again; 010 was there and had not signed; 002 misses points that the rules do not give; 011 hands in late."""
    office.on("2023-02-27", "attend 全体会议 --on 2023-02-25 --title 二次会议 --all-present --except 缺席=003")
    office.on("2023-05-25", "attend 委员活动日 --on 2023-05-24 --title 夏季活动日 --all-present --except 缺席=010")
    office.on("2023-09-07", "attend 专题培训 --on 2023-09-06 --title 专题培训 --all-present")
    office.reports_handed_in(2023, OLD.replace("003 ", "").replace(" 011", ""))
    office.on("2024-01-08")
    assert office.overdue(2023) == ["003", "011"]
    office.duty.write("011.docx", "一年来……")
    office.on(
        "2024-01-09",
        "issue letter reminder 011 --year 2023 -o 提醒011.docx",
        "hand-in 011 年度履职报告 --year 2023 --on 2024-01-09 --received-by 委员工作室 --file 011.docx",
    )
    assert "011 褚一帆" in office.on("2024-01-09", "hand-in verify 011.docx")
    assert office.overdue(2023) == ["003"]
    office.on("2024-01-10", "close-year 2023 --although-open")
    assert [office.score(member, 2023) for member in ("003", "010", "011")] == [
        ("50", "不合格"),
        ("60", "合格"),
        ("65", "合格"),
    ]

    office.put_up(2023, "2024-01-11", "--days 5")
    absence = office.record("010", "委员活动日", "2023-05-24")
    office.on(
        "2024-01-18",
        f"object 010 --record {absence} --on 2024-01-15 --person 委员工作室 --words 当天到会，签到表漏签",
        "object 002 --year 2023 --on 2024-01-16 --person 委员工作室 --words 走访没有计分",
    )
    late = "object 008 --year 2023 --on 2024-01-18 --person 委员工作室 --words 少算一次"
    assert "已逾期，未登记" in office.duty.refused(late)
    office.on("2024-01-22")
    office.objection("002", 2023, "答复 --on 2024-01-18 --words 走访不在细则计分之列")
    office.objection("002", 2023, "维持 --on 2024-01-19 --words 得分无误")
    office.objection("010", 2023, "答复 --on 2024-01-19 --words 签到照片属实")
    assert "还有 1 件异议没有办结" in office.duty.refused("issue annual-notice 2023 -o 2023通报.docx")
    office.on(
        "2024-01-22",
        "close-year 2023 --reopen --reason 异议成立",
        f"correct {absence} 出席情况=出席 --reason 签到表漏签",
        "close-year 2023 --although-open",
    )
    office.objection("010", 2023, "更正 --on 2024-01-22 --words 缺席改为出席")
    office.publication(2023, "期满 --on 2024-01-22 --words 异议均已办结")
    assert (office.score("010", 2023), office.objections(2023)) == (
        ("65", "合格"),
        ["010 缺席异议：更正", "002 得分异议：维持"],
    )

    office.on(
        "2024-01-23",
        "issue annual-notice 2023 --number 2 -o 2023通报.docx",
        f"issue letter answer {office.objected('010', 2023)} --number 3 -o 答复010.docx",
        "issue letter resignation 003 --year 2023 --number 4 -o 辞去003.docx",
        "follow-up open 2023 --on 2024-01-23 --person 委员工作室 --meeting 主席会议",
    )
    office.on("2024-03-01")
    decided = "--on 2024-02-06 --person 主席会议 --meeting 第九次主席会议"
    office.step("003 约谈提醒", 2023, f"不再办理 {decided} --words 并入责令辞去委员")
    office.step("003 责令辞去委员", 2023, f"决定 {decided} --number 示政协〔2024〕6号 --words 责令辞去委员")
    office.on("2024-03-01", "member leave 003 --on 2024-02-28 --reason 责令辞去 --number 示政协〔2024〕6号")
    office.step("003 责令辞去委员", 2023, "落实 --on 2024-02-28 --person 秘书长 --place 政协机关 --words 已提交辞呈")
    assert office.year_end(2023) == YearEnd(
        failed={"003": [2021, 2023], "004": [2022]},
        proposed=["003 约谈提醒", "003 责令辞去委员"],
        decided=["003 约谈提醒：不再办理", "003 责令辞去委员：落实"],
        open_elsewhere=[],
        issued=[
            "letter reminder 011 --year 2023 第1稿",
            "annual-evaluation 2023 --for 公示 第1稿",
            "annual-notice 2023 --for 公示 第1稿",
            f"letter answer {office.objected('010', 2023)} 第1稿",
            "letter resignation 003 --year 2023 第1稿",
        ],
        owed=["年度履职报告 逾期未办", "评选突出委员 将到期"],
    )


def people_come_and_go_and_discipline_is_kept(office: Office) -> None:
    """2024: 009 resigns and 012 is elected; 005 is twice absent from the standing committee; 006 trades on the title."""
    office.on("2024-03-04", "attend 全体会议 --on 2024-03-02 --title 三次会议 --all-present")
    office.bills(2024, m005=1)
    office.on("2024-04-15", "attend 常委会会议 --on 2024-04-11 --title 第十次常委会 --all-present --except 缺席=005")
    assert office.near(2024) == ["004 责令辞去委员", "005 责令辞去常委"]
    office.on(
        "2024-07-05",
        "record 006 变相商业活动 --on 2024-06-03 --document 示政协〔2024〕15号",
        "member leave 009 --on 2024-06-30 --reason 辞去 --number 示政协〔2024〕16号",
        "member add 012 卫双溪 --from 2024-07-01 --sector 教育界 --liaison-group 城西联络组 --reason 增补 "
        "--number 示政协〔2024〕17号",
    )
    office.on(
        "2024-09-20",
        "attend 专题培训 --on 2024-09-04 --title 专题培训 --all-present",
        "attend 常委会会议 --on 2024-09-12 --title 第十一次常委会 --all-present --except 缺席=005",
        "attend 新任委员培训 --on 2024-09-18 --title 新任委员培训 --all-present --members 012",
        "record 012 提案 --on 2024-09-19 --stage 立案 --title 关于社区食堂的提案",
    )
    office.reports_handed_in(2024, OLD.replace("003 ", "").replace("009 ", "") + " 012")
    assert [office.score(member, 2024) for member in ("005", "006", "012")] == [
        ("63", "合格"),
        ("65", "不合格"),
        ("63", "合格"),
    ]

    office.on("2025-01-10", "close-year 2024 --although-open")
    office.put_up(2024, "2025-01-13", "--days 5")
    office.on("2025-01-15")
    decided = "会议决定 --on 2025-01-15 --meeting 第十五次主席会议 --number 示政协〔2025〕1号 --words 先行印发"
    office.publication(2024, decided)
    office.on("2025-01-16", "issue annual-notice 2024 --number 2 -o 2024通报.docx")
    office.on("2025-01-20")
    office.publication(2024, "期满 --on 2025-01-20 --words 没有收到异议")
    office.on("2025-01-21", "follow-up open 2024 --on 2025-01-21 --person 委员工作室 --meeting 主席会议")
    office.on("2025-02-20")
    decided = "--on 2025-02-10 --person 主席会议 --meeting 第十六次主席会议 --number 示政协〔2025〕4号"
    for proceeding, words in (("005 责令辞去常委", "责令辞去常委"), ("006 约谈提醒", "约谈"), ("006 违纪处理", "诫勉")):
        office.step(proceeding, 2024, f"决定 {decided} --words {words}")
    talk = "落实 --on 2025-02-18 --person 秘书长 --place 政协机关 --words 已谈话"
    office.step("005 责令辞去常委", 2024, talk)
    office.step("006 约谈提醒", 2024, talk)
    office.on("2025-02-20", "appoint 005 --role 常委 --end 2025-02-18 --number 示政协〔2025〕4号")
    assert office.year_end(2024) == YearEnd(
        failed={"003": [2021, 2023], "004": [2022], "006": [2024]},
        proposed=["005 责令辞去常委", "006 约谈提醒", "006 违纪处理"],
        decided=["005 责令辞去常委：落实", "006 约谈提醒：落实", "006 违纪处理：决定"],
        open_elsewhere=[],
        issued=["annual-evaluation 2024 --for 公示 第1稿", "annual-notice 2024 --for 公示 第1稿"],
        owed=["评选突出委员 将到期"],
    )


def the_money_of_2025(office: Office) -> None:
    """1,000 yuan for the year and 300 of them for one group, which spends more than it has when somebody has approved it (§13)."""
    west = "--liaison-group 城西联络组"
    office.on(
        "2025-01-22", "fund budget 1000 --year 2025 --paper 示财〔2025〕2号", f"fund budget 300 --year 2025 {west}"
    )
    office.on("2025-05-21", f"fund spend 250.05 租车 --on 2025-05-09 {west} --voucher 记-1")
    beyond = f"fund spend 100 工作餐 --on 2025-05-09 {west} --voucher 记-2"
    assert "只余 49.95 元" in office.duty.refused(beyond)
    office.on("2025-05-22", f"{beyond} --approved-by 秘书长")
    office.duty.write("账.csv", "日期,摘要,金额,凭证号\n2025-05-06,资料费,99.95,记-3\n")
    office.on("2025-05-23", "fund import 账.csv")
    assert office.money(2025) == {"全年": ("1000.00", "450.00", "550.00"), "城西联络组": ("300.00", "350.05", "-50.05")}


def the_outstanding_are_chosen_and_an_old_record_put_right(office: Office) -> None:
    """2025: the meeting takes 001 for 008; 010 moves to the other group; 004's absence of 2022 was a leave that had been granted."""
    assert "2024 006 违纪处理" in office.open_elsewhere(2025)
    office.on("2025-03-03", "attend 全体会议 --on 2025-03-01 --title 四次会议 --all-present")
    office.on("2025-03-05", "appoint 010 --from 2025-03-01 --liaison-group 城西联络组 --number 示政协〔2025〕5号")
    office.bills(2025, m001=2, m007=3, m008=2)
    office.on("2025-04-11", "record 008 座谈交流 --on 2025-04-10 --title 青年座谈")
    office.step("006 违纪处理", 2024, "落实 --on 2025-04-10 --person 秘书长 --place 政协机关 --words 已诫勉谈话")
    office.on("2025-04-14", "plan add 委员活动日 --on 2025-05-21 --title 春季活动日 --liaison-group 城西联络组")
    office.on("2025-05-19", f"plan cancel {office.planned('春季活动日', 2025)} --reason 台风")
    assert office.events(2025) == []
    the_money_of_2025(office)
    office.on("2025-09-04", "attend 专题培训 --on 2025-09-03 --title 专题培训 --all-present")

    absence = office.record("004", "委员活动日", "2022-05-25")
    office.on(
        "2025-10-10",
        "close-year 2022 --reopen --reason 找到准假单",
        f"correct {absence} 出席情况=请假 --reason 找到准假单",
        "close-year 2022 --although-open",
    )
    assert (office.score("004", 2022), office.rests_on_other_evidence(2025)) == (
        ("50", "不合格"),
        ["2022 004 约谈提醒"],
    )
    office.reports_handed_in(2025, OLD.replace("003 ", "").replace("009 ", "") + " 012")

    office.on("2026-01-09", "close-year 2025 --although-open")
    assert [office.score(member, 2025) for member in ("007", "008", "001")] == [
        ("89", "优秀"),
        ("82", "优秀"),
        ("81", "合格"),
    ]
    office.put_up(2025, "2026-01-12", "--days 5")
    office.on("2026-01-19")
    office.publication(2025, "期满 --on 2026-01-19 --words 没有收到异议")
    assert office.commended(2025) == ["007", "008"]
    choose = "choose 2025 --on 2026-01-20 --person 主席会议 --meeting 第二十次主席会议 --words 履职成绩突出"
    office.on("2026-01-21")
    assert "超过规则规定的名额" in office.duty.refused(f"{choose} 001 007 008")
    office.on(
        "2026-01-21",
        f"{choose} 001 007 --reason 001=牵头重点调研 --reason 008=本人谦让",
        "issue letter commendation 2025 --number 3 -o 突出委员.docx",
        "issue annual-notice 2025 --number 2 -o 2025通报.docx",
    )
    assert office.commended(2025) == ["001", "007"]
    assert "与建议名单不同" in office.on("2026-01-21", "annual-evaluation 2025 --format md")
    assert office.year_end(2025) == YearEnd(
        failed={"003": [2021, 2023], "004": [2022], "006": [2024]},
        proposed=[],
        decided=[],
        open_elsewhere=[],
        issued=[
            "annual-evaluation 2025 --for 公示 第1稿",
            "letter commendation 2025 第1稿",
            "annual-notice 2025 --for 公示 第1稿",
        ],
        owed=[],
    )


def the_term_ends(office: Office) -> None:
    """2026: all are trained once more but 008; 006 fails a second time, and the term ends before anybody orders a resignation."""
    office.on(
        "2026-04-20",
        "attend 全体会议 --on 2026-03-07 --title 五次会议 --all-present --except 缺席=006",
        "attend 届内轮训 --on 2026-04-15 --title 届内轮训 --all-present --members 001、002、004、005、006、007、010、011、012",
    )
    office.on("2026-09-03", "attend 专题培训 --on 2026-09-02 --title 专题培训 --all-present")
    office.on("2026-11-23")
    assert office.near(2026) == ["004 责令辞去委员"]
    office.reports_handed_in(2026, "001 002 004 005 007 008 010 011 012")

    office.on("2027-01-08", "close-year 2026 --although-open")
    office.duty.write("改分.csv", HISTORY.replace(",2021,", ",2025,"))
    assert "账本已有 2025 年度的履职记录" in office.duty.refused("history import 改分.csv")
    publish = "publish annual-evaluation 2026 --days 5 --person 委员工作室"
    assert "不知道 2027 年的节假日安排" in office.duty.refused(publish)
    office.put_up(2026, "2027-01-11", "--until 2027-01-15")
    office.on("2027-01-18")
    office.publication(2026, "期满 --on 2027-01-18 --words 没有收到异议")
    office.on(
        "2027-01-20",
        "issue annual-notice 2026 --number 2 -o 2026通报.docx",
        "issue term-evaluation 14 -o 届末考评.xlsx",
        "follow-up open 2026 --on 2027-01-20 --person 委员工作室 --meeting 主席会议",
    )
    office.on("2027-02-10")
    dropped = "不再办理 --on 2027-02-05 --person 主席会议 --meeting 第三十次主席会议 --words 届满不再提名"
    office.step("006 约谈提醒", 2026, dropped)
    office.step("006 责令辞去委员", 2026, dropped)
    assert office.year_end(2026) == YearEnd(
        failed={"003": [2021, 2023], "004": [2022], "006": [2024, 2026]},
        proposed=["006 约谈提醒", "006 责令辞去委员"],
        decided=["006 约谈提醒：不再办理", "006 责令辞去委员：不再办理"],
        open_elsewhere=[],
        issued=[
            "annual-evaluation 2026 --for 公示 第1稿",
            "annual-notice 2026 --for 公示 第1稿",
            "term-evaluation 14 --for 内部 第1稿",
        ],
        owed=["届末考评 已办（逾期）", "年度履职报告 逾期未办", "评选突出委员 未到期"],
    )


def the_next_term_begins(office: Office) -> None:
    """2027: three are elected again under numbers of the new term, and no failed year is carried into it."""
    office.duty.write("新名册.csv", NEXT_ROSTER)
    office.duty.change_rules("to: 2026-12-31", "to: 2031-12-31")
    begin = "term begin 15 --from 2027-03-01 --until 2032-02-29 --roster 新名册.csv"
    before = office.duty.digest()
    office.on("2027-03-01", begin)
    assert office.duty.digest() == before
    office.on("2027-03-01", f"{begin} --yes", "record 002 提案 --on 2027-03-01 --stage 立案 --title 关于换届的提案")
    assert office.on("2027-03-02", "member show 002").startswith("002 郑七星")
    assert "007,郑七星" in office.on("2027-03-02", "term-evaluation 14 --format csv")
    assert (office.issued_since(), office.on("2027-03-02", "check")) == ([], "")
