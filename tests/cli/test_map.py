"""``duty map``: a map is tried on a file before anything comes in, and written from a foreign file by asking."""

from __future__ import annotations

import re

import pytest

from tests.cli.clerk import seated
from tests.importing.files import merged_xlsx
from tests.importing.map_samples import written
from tests.workspace import Duty

FILE = """培训登记
提交人;培训类型;时间;审核
经济界-孙三禾;专题;05/04/2026;通过
经济界-钱二南;专题;12/03/2026;未通过
"""
MAP = """format: duty-map/1
reads: records
separator: ";"
columns:
  姓名: {from: 提交人, split: "-", part: 2}
  履职事项: {from: 培训类型, values: {专题: 提案}}
  日期: {from: 时间, date: 日-月-年}
  标题: {always: 甲}
only: {审核: 通过}
"""


def tried(duty: Duty, file: str = FILE, map_: str = MAP) -> dict[str, object]:
    duty.write("表.csv", file)
    duty.write("表.map.yaml", map_)
    return duty.json("map try 表.csv --map 表.map.yaml")


def test_a_trial_shows_how_each_cell_is_read_and_which_rows_are_not(duty: Duty) -> None:
    before = (duty.folder / "data" / "ledger.db").read_bytes()
    said = tried(duty)
    assert said["left_out"] == [{"line": 4, "why": "only：审核是“未通过”"}]
    cells = said["cells"]
    assert isinstance(cells, list)
    assert [(one["theirs"], one["cell"], one["ours"], one["said"]) for one in cells] == [
        ("提交人", "经济界-孙三禾", "姓名", "孙三禾"),
        ("培训类型", "专题", "履职事项", "提案"),
        ("时间", "05/04/2026", "日期", "2026-04-05"),
        ("每行都填", "", "标题", "甲"),
    ]
    assert (duty.folder / "data" / "ledger.db").read_bytes() == before


def test_a_trial_with_problems_shows_what_could_be_read_beside_them(duty: Duty) -> None:
    duty.write("表.csv", FILE.replace("孙三禾", "孙三合").replace("05/04", "35/04"))
    duty.write("表.map.yaml", MAP)
    answer = duty("map try 表.csv --map 表.map.yaml")
    assert answer.code == 1
    assert "3  时间      35/04/2026     日期        （有问题）" in answer.out
    assert "3  提交人    经济界-孙三合  姓名        孙三合（有问题）" in answer.out
    assert "3  姓名（提交人）  找不到委员“孙三合”" in answer.out
    assert "注1：读 1 行，得 0 条；不读 1 行，略过空行和合计行 0 行；问题 2 处" in answer.out


def test_a_trial_tells_of_a_column_that_is_not_there(duty: Duty) -> None:
    duty.write("表.csv", FILE.replace("审核", "状态"))
    duty.write("表.map.yaml", MAP)
    out = duty("map try 表.csv --map 表.map.yaml").out
    assert "审核  文件中没有对应表" in out
    assert "注1：一行也没有读；问题 1 处" in out


def test_several_records_of_a_row_are_shown_together(duty: Duty) -> None:
    map_ = MAP.replace('split: "-", part: 2', 'split: "和", part: each').replace(
        "标题: {always: 甲}", "作者位次: {each: place}"
    )
    said = tried(duty, FILE.replace("经济界-孙三禾", "孙三禾和钱二南"), map_)
    cells = said["cells"]
    assert isinstance(cells, list)
    assert [(one["theirs"], one["said"]) for one in cells if one["ours"] in ("姓名", "作者位次")] == [
        ("提交人", "孙三禾；钱二南"),
        ("第几段", "1；2"),
    ]


def test_a_map_for_a_roster_is_tried_as_well(duty: Duty) -> None:
    map_ = "format: duty-map/1\nreads: roster\ncolumns:\n  委员编号: {row: W}\n  姓名: {from: 名}\n  任职日期: {from: 起}\n"
    said = tried(duty, "名,起\n王一,2026年3月5日\n", map_)
    cells = said["cells"]
    assert isinstance(cells, list)
    assert [one["said"] for one in cells] == ["W0001", "王一", "2026-03-05"]


def made(duty: Duty) -> str:
    """The map that was written, its spaces as one."""
    return re.sub(" +", " ", (duty.folder / "表.map.yaml").read_text("utf-8"))


def test_a_map_is_written_by_asking_and_read_by_import(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    duty.write("表.csv", FILE)
    clerk = seated(
        monkeypatch, "9", "2", "", "姓名", "履职", "履职事项", "日期", "", "y", "专题", "提案", "月日", "日-月-年", ""
    )
    answer = duty("map new 表.csv")
    assert answer.code == 0, answer.err
    assert "　　没有名为“履职”的列".strip() in clerk.told
    assert 'separator: ";"' in made(duty)
    assert '姓名: {from: 提交人, split: "-", part: member} # 例：经济界-孙三禾｜经济界-钱二南' in made(duty)
    assert "履职事项: {from: 培训类型, values: {专题: 提案}, otherwise: keep}" in made(duty)
    assert "# 没有读的列：审核（例：通过｜未通过）" in made(duty)
    done = duty("import 表.csv --map 表.map.yaml")
    assert [(one["姓名"], one["日期"]) for one in duty.records()] == [
        ("钱二南", "2026-03-12"),
        ("孙三禾", "2026-04-05"),
    ], done


def test_which_rows_are_read_is_asked_where_a_column_that_is_not_read_has_few_words(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty.write("表.csv", "姓名,案由,提交日期,审核\n孙三禾,甲,2026-03-05,通过\n钱二南,乙,2026-03-06,未通过\n")
    clerk = seated(monkeypatch, "", *["", "标题", "日期", ""], "提案", "合格", "通过")
    answer = duty("map new 表.csv --reads records")
    assert answer.code == 0, (answer.err, clerk.asked)
    assert clerk.asked[-1].startswith("“审核”没有读（通过｜未通过）；只要其中几种的行")
    assert "没有“合格”；有的写法：通过、未通过" in clerk.told
    assert ("only: {审核: [通过]}" in made(duty), "没有读的列" in made(duty)) == (True, False)
    duty.done("import 表.csv --map 表.map.yaml")
    assert [one["姓名"] for one in duty.records()] == ["孙三禾"]


MEETING = (
    "会议主题：第二期培训\n会议时长,1小时30分钟\n昵称,入会时间,离会时间\n"
    "孙三禾,2026-05-10 14:00,2026-05-10 15:30\n钱二南,2026-05-10 14:00,2026-05-10 14:45\n"
)


def test_what_stands_above_the_table_and_who_stayed_how_long_is_asked_for(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty.write("表.csv", MEETING)
    answers = [
        "3",
        "出席情况",
        "姓名",
        "日期",
        "-",
        "出席",
        "主题",
        "会议主题",
        "入会时间",
        "入会时间、离会时间",
        "会议时长",
    ]
    clerk = seated(monkeypatch, *answers)
    answer = duty("map new 表.csv")
    assert answer.code == 0, (answer.err, clerk.asked)
    assert "活动: {title: 会议主题}" in made(duty)
    assert "参加比例: {since: 入会时间, until: 离会时间, of: {title: 会议时长}}" in made(duty)
    assert "表上方没有“主题”；可用的有：会议主题、会议时长" in clerk.told
    duty.done("import 表.csv --map 表.map.yaml --kind 专题培训")
    assert {(one["委员编号"], one["活动"], one["参加比例"]) for one in duty.records()} == {
        ("1003", "第二期培训", "1"),
        ("1002", "第二期培训", "0.5"),
    }


def test_headings_of_two_rows_are_seen_as_one(duty: Duty) -> None:
    rows = [["姓名", "签到", ""], ["", "时间", "方式"], ["孙三禾", "2026-03-05 09:00", "扫码"]]
    (duty.folder / "表.xlsx").write_bytes(merged_xlsx(rows, ["A1:A2", "B1:C1"]))
    duty.done("map new 表.xlsx --reads attendance --column 时间=日期 --column 姓名=姓名 --always 出席情况=出席")
    assert ("姓名: {from: 姓名}" in made(duty), "没有读的列：方式" in made(duty)) == (True, True)
    duty.done("import 表.xlsx --map 表.map.yaml --kind 专题培训 --title 一期")
    assert [(one["姓名"], one["日期"]) for one in duty.records()] == [("孙三禾", "2026-03-05")]


def test_the_line_of_the_headings_is_asked_for_where_several_may_be_them(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty.write("表.csv", "Topic,Host,Start\n甲,乙,丙\n\n谁,号\n孙三禾,3\n")
    clerk = seated(monkeypatch, "4", "", "姓名", "编号", "提案", "2026-03-05")
    duty.done("map new 表.csv")
    assert clerk.told[0] == "第 1 行：Topic｜Host｜Start\n第 2 行：甲｜乙｜丙\n第 4 行：谁｜号\n第 5 行：孙三禾｜3"
    assert "编号: {from: 号}" in made(duty)


def test_headings_far_down_are_found_where_their_line_is_told(duty: Duty) -> None:
    duty.write("表.csv", "\n" * 40 + "姓名,案由,1月,2月\n孙三禾,甲,1,\n")
    duty.done("map new 表.csv --yes --header 41")
    assert "标题: {from: 案由}" in made(duty)


def test_a_map_without_a_column_is_not_written(duty: Duty) -> None:
    duty.write("表.csv", "甲,乙\n1,2\n")
    said = "错误：表.csv 没有一列写明是本系统的哪一列，没有写出对照表；文件中的列：甲、乙，可用 --column 写明\n"
    assert duty("map new 表.csv --yes").err == said
    assert not (duty.folder / "表.map.yaml").exists()


def test_what_is_not_in_the_file_is_asked_for_every_row(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    duty.write("表.csv", "名字,备注\n孙三禾,甲\n")
    clerk = seated(monkeypatch, "履职记录", "姓名", "", "提案案", "提案", "3月5日", "2026-03-05")
    assert duty("map new 表.csv").code == 0
    assert "履职事项: {always: 提案}" in made(duty)
    assert "日期: {always: 2026-03-05}" in made(duty)
    assert any("没有“提案案”；可用的有" in said for said in clerk.told)


def test_a_column_of_times_becomes_a_share_of_the_meeting(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    duty.write("表.csv", "姓名,时长,日期\n孙三禾,1小时,2026-03-05\n")
    seated(monkeypatch, "出席情况", "", "参加比例", "", "2小时", "")
    assert duty("map new 表.csv").code == 0
    assert "参加比例: {from: 时长, of: 7200秒}" in made(duty)
    assert "出席情况: {always: 出席}" in made(duty)
    duty.done("import 表.csv --map 表.map.yaml --kind 全体会议 --title 会")
    assert [one["参加比例"] for one in duty.records()] == [
        "1/2" if "/" in one["参加比例"] else "0.5" for one in duty.records()
    ]


def test_without_a_terminal_options_say_which_column_is_which(duty: Duty) -> None:
    duty.write("表.csv", FILE)
    answer = duty("map new 表.csv --column 提交人=姓名 --column 时间=日期 --always 履职事项=提案 --reads records")
    assert answer.code == 0
    assert "# 日期：日、月的先后看不出来，请写上 date：日-月-年 或 月-日-年" in made(duty)
    assert "履职事项: {always: 提案}" in made(duty)
    assert duty("map new 表.csv --yes").err == "错误：文件 表.map.yaml 已存在，未作任何改动；请换一个文件名\n"


def test_known_headings_are_taken_where_nobody_is_asked_and_what_is_lacking_is_told(duty: Duty) -> None:
    duty.write("表.csv", "姓名,案由\n孙三禾,甲\n")
    answer = duty("map new 表.csv --yes -o 新.yaml")
    assert "还缺 履职事项：请在 新.yaml 中写明是对方的哪一列，或每行都填什么" in answer.err
    assert "标题: {from: 案由}" in (duty.folder / "新.yaml").read_text("utf-8")


def test_a_column_that_names_members_is_proposed_for_the_name_whatever_it_is_called(duty: Duty) -> None:
    duty.write("表.csv", "谁,事由,登记\n经济界-孙三禾,甲,2026-03-05\n李某,乙,2026-03-06\n钱二南,丙,2026-03-07\n")
    assert duty("map new 表.csv --yes").code == 0
    assert '姓名: {from: 谁, split: "-", part: member}' in made(duty)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("", "这里没有人可以回答；请在终端中执行，或用 --column"),
        ("--column 人=姓名", "--column “人=姓名”：文件中没有这一列，有的列：提交人、培训类型、时间、审核"),
        ("--column 提交人=性名", "--column “提交人=性名”：应为 对方的列=本系统的列，可用的列："),
        ("--column 提交人=姓名 --column 审核=姓名", "--column “审核=姓名”：这一列写了两次"),
        ("--always 履职事项", "--always “履职事项”：应为 本系统的列=文字，各写一次"),
        ("--yes --header 9", "表.csv 第 9 行没有内容；请用 --header 写明列名在第几行"),
        ("--yes --sheet 甲", "它不是工作簿；请去掉 --sheet"),
    ],
)
def test_a_map_that_cannot_be_made_is_refused_and_no_file_is_left(duty: Duty, options: str, words: str) -> None:
    duty.write("表.csv", FILE)
    assert words in duty(f"map new 表.csv {options}").err
    assert not (duty.folder / "表.map.yaml").exists()


def test_a_text_parted_by_two_signs_is_refused(duty: Duty) -> None:
    duty.write("表.csv", "a,b;c,d;e\n")
    assert "表.csv 里“,”和“;”都可能是分隔符；请只用一种，或另存为 xlsx" in duty("map new 表.csv --yes").err


def test_a_file_of_a_platform_is_tried_by_the_map_it_is_known_by(duty: Duty) -> None:
    (duty.folder / "名单.xlsx").write_bytes(written("腾讯会议参会名单"))
    out = duty("map try 名单.xlsx --kind 全体会议").out
    assert "按“腾讯会议参会名单”（程序自带）读取" in out


def test_a_file_that_is_known_by_no_map_is_told_so(duty: Duty) -> None:
    duty.write("表.csv", "姓名,履职事项,日期,标题\n孙三禾,提案,2026-03-05,甲\n")
    assert duty("map try 表.csv").err == "错误：表.csv 没有认得的对照表；请用 --map 指明，或用 duty map new 写一个\n"


def test_a_cell_of_several_names_is_proposed_as_a_record_for_each(duty: Duty) -> None:
    duty.write("表.csv", "作者,题目,报送时间\n孙三禾、钱二南,甲,2026-03-05\n钱二南,乙,2026-03-06\n")
    duty.done("map new 表.csv --yes --column 作者=姓名")
    assert '姓名: {from: 作者, split: "、", part: each}' in made(duty)
    assert "# 几人合写的，另写：作者位次: {each: place}" in made(duty)


FUND = "format: duty-map/1\nreads: fund\ncolumns:\n  日期: {from: 记账, date: 日/月/年}\n  摘要: {from: [类, 事], join: ：}\n"
FUND += "  金额: {from: 借}\n  凭证号: {row: P}\nonly: {向: 借}\n"
EARLIER = "format: duty-map/1\nreads: history\ncolumns:\n  姓名: {from: 名}\n  年度: {from: 年}\n"
EARLIER += "  等次: {from: 结果, values: {A: 优秀}}\n  文号: {always: 示〔2022〕1号}\n"


def test_spending_and_earlier_results_are_read_by_maps_as_well(duty: Duty) -> None:
    said = tried(duty, "记账,类,事,借,向\n05/03/2026,调研,租车,1200.5,借\n06/03/2026,调研,退,3,贷\n", FUND)
    cells = said["cells"]
    assert isinstance(cells, list)
    assert [one["said"] for one in cells] == ["2026-03-05", "调研：租车", "1,200.50", "P0001"]
    duty.done("fund budget 5000 --year 2026")
    assert "按对应表的 only、except 不读 1 行" in duty("fund import 表.csv --map 表.map.yaml").err
    said = tried(duty, "名,年,结果\n孙三禾,2021年,A\n", EARLIER)
    cells = said["cells"]
    assert isinstance(cells, list)
    assert [one["said"] for one in cells] == ["孙三禾", "2021", "优秀", "示〔2022〕1号"]
    assert duty("import 表.csv --map 表.map.yaml").err.startswith(
        "错误：表.csv 是往年结果；请用 duty history import 导入"
    )


def test_the_former_number_belongs_to_a_roster_of_the_next_term(duty: Duty) -> None:
    map_ = "format: duty-map/1\nreads: roster\ncolumns:\n  委员编号: {row: W}\n  姓名: {from: 名}\n"
    map_ += "  任职日期: {always: 2027-01-05}\n  原编号: {from: 旧}\n"
    duty.write("表.csv", "名,旧\n王一,1001\n")
    duty.write("表.map.yaml", map_)
    assert (
        "原编号（旧）：只用于下一届的名册；请从对应表中去掉这一列" in duty("member import 表.csv --map 表.map.yaml").err
    )


def test_a_share_is_shown_on_the_first_row_of_a_person_and_what_stands_in_its_way_on_the_others(duty: Duty) -> None:
    map_ = "format: duty-map/1\nreads: attendance\ncolumns:\n  姓名: {from: 名}\n  参加比例: {from: 时长, of: 2小时}\n"
    map_ += "".join(f"  {one}\n" for one in ("出席情况: {always: 出席}", "日期: {always: 2026-03-05}"))
    duty.write("表.csv", "名,时长\n孙三禾,30\n孙三禾,60\n钱二,10\n赵一鸣,半天\n")
    duty.write("表.map.yaml", map_)
    out = duty("map try 表.csv --map 表.map.yaml --kind 全体会议").out
    shares = [line.split()[-1] for line in out.splitlines() if " 参加比例 " in line and "（时长）" not in line]
    assert shares == ["0.75", "（并入同一人的前一行）", "（没有折算）", "（有问题）"]
