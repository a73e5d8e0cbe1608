"""Bad input: each problem has its own sentence of one line and its exit code, and changes nothing."""

from __future__ import annotations

import pytest

from tests.workspace import Duty


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("record 9999 提案 --on 2026-03-05", "错误：找不到委员“9999”；可用 duty member list 查看名册"),
        ("record 孙三和 提案 --on 2026-03-05", "错误：找不到委员“孙三和”；是否：1003 孙三禾（经济界）？"),
        (
            "record 李思源 提案 --on 2026-03-05",
            "错误：“李思源”对应 2 名委员：1004 李思源（教育界）；1005 李思源（科技界）；请改用委员编号，"
            "或写明是哪一位，如“李思源（教育界）”",
        ),
        (
            "record LSY 提案 --on 2026-03-05",
            "错误：“LSY”对应 2 名委员：1004 李思源（教育界）；1005 李思源（科技界）；请改用委员编号，"
            "或写明是哪一位，如“李思源（教育界）”",
        ),
        ("record 1001 提安 --on 2026-03-05", "错误：规则文件中没有履职事项“提安”；是否：提案？"),
        (
            "record 1001 提案 --on 2021-12-31",
            "错误：日期 2021-12-31 不在届期内（第14届 2022-01-01 至 2026-12-31）；请核对日期",
        ),
        ("record 1001 提案 --on 2026-11-24", "错误：日期 2026-11-24 晚于今天（2026-11-23）；请核对日期"),
        (
            "record 1006 提案 --on 2025-07-01",
            "错误：1006 周四方 在 2025-07-01 不在任；可用 duty member show 查看任职起止",
        ),
        (
            "record 1007 提案 --on 2026-06-30",
            "错误：1007 吴五湖 在 2026-06-30 不在任；可用 duty member show 查看任职起止",
        ),
        (
            "record 1001 年度述职 --on 2026-03-05 --judged 10.5",
            "错误：评定分 10.5 超出“年度述职”的范围 0～10；请核对评定分",
        ),
        ("record 1001 年度述职 --on 2026-03-05", "错误：履职事项“年度述职”：须填写评定分（0～10）"),
        ("record 1001 提案 --on 2026-03-05 --judged 5", "错误：履职事项“提案”：不设评定分，请不要填写评定分"),
        ("record 1001 提案 --on 2026-03-05 --stage 立岸", "错误：阶段“立岸”无法识别；是否：立案？"),
        (
            "record 1001 提案 --on 2026-03-05 --position 2",
            "错误：履职事项“提案”：作者位次为 2，请同时填写不小于它的作者人数",
        ),
        (
            "record 1001 提案 --on 03/04/2026",
            "错误：日期“03/04/2026”不符合要求；应为年份在前的日期，如 2026-03-05（日、月的先后无法判断）",
        ),
        (
            "record 1001 提案 --on 2026-03-05 --source 走访-9",
            "错误：账本中没有编号为 走访-9 的记录；请核对来源编号",
        ),
    ],
)
def test_a_record_that_cannot_be_is_refused(duty: Duty, line: str, sentence: str) -> None:
    assert duty.refused(line) == sentence


def test_a_number_already_in_the_ledger_is_refused_with_its_seq(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --number 提-1")
    seq = duty.last_batch() + 1
    said = duty.refused("record 1002 提案 --on 2026-03-06 --number 提-1")
    assert (
        said == f"错误：编号 提-1 已使用（序号 {seq}，经办人甲 2026-11-23 录入）；请核对编号，如需更正请用 duty correct"
    )


def test_a_second_record_on_one_attendance_sheet_is_refused(duty: Duty) -> None:
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议")
    said = duty.refused("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 缺席")
    assert "1001 赵一鸣 已有“五次会议”的记录（序号 " in said


def test_nothing_at_all_is_a_reason(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05")
    assert duty.refused(f"void {duty.last_batch() + 1} --reason ' '") == "错误：原因没有填写；请补上"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("statement 1001 --known-at 999", "错误：账本目前只到序号"),
        ("statement 1001 --known-at 2", "错误：账本在序号 2 时还没有登记规则文件；请为 --known-at 换用更大的序号"),
    ],
)
def test_a_seq_at_which_nothing_was_known_is_refused(duty: Duty, line: str, sentence: str) -> None:
    answer = duty(line)
    assert answer.err.startswith(sentence)
    assert answer.code in (3, 4)


@pytest.mark.parametrize(
    ("line", "sentence", "code"),
    [
        ("annual-evaluation 2027", "错误：2027 年度不在届期内（第14届 2022-01-01 至 2026-12-31）；请核对年度", 5),
        ("term-evaluation 15", "错误：账本中没有第15届（现有：第14届 2022-01-01 至 2026-12-31）；请核对届次", 5),
        ("quarter-report 2026-Q5", "错误：季度“2026-Q5”不符合要求；应为年份和季度，如 2026-Q3", 5),
        (
            "quarter-report 2030-Q1",
            "错误：没有覆盖 2030-Q1 的规则文件（现有：scoring.yaml：2022-01-01 至 2026-12-31）；"
            "请补充该年度的规则文件，系统不沿用其他年度的分值",
            3,
        ),
        (
            "explain 1006 --year 2026",
            "错误：1006 周四方 在 2026 年度 不在任；可用 duty member show 查看任职起止",
            5,
        ),
        (
            "--rules rules explain 1001 --year 2026 --known-at 4",
            "错误：--known-at 使用当时登记的规则，不能同时指定 --rules；请去掉其中一项",
            2,
        ),
    ],
)
def test_a_report_on_what_is_not_there_is_refused(duty: Duty, line: str, sentence: str, code: int) -> None:
    assert duty.refused(line, code) == sentence


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nosuch", "用法错误：没有命令“nosuch”；可加 --help 查看用法"),
        ("record", "错误：缺少委员、履职事项、--on；请补上，或在终端上执行，逐项填写"),
        ("leave 1001", "用法错误：缺少选项 --from；可加 --help 查看用法"),
        ("record 1001 提案 --on", "用法错误：选项 --on 后面须填写内容；可加 --help 查看用法"),
        ("record 1001 提案 多余 --on 2026-03-05", "用法错误：多出的参数：多余；可加 --help 查看用法"),
        ("check --bad", "用法错误：没有选项 --bad；可加 --help 查看用法"),
        ("check --help=x", "用法错误：选项 --help 后面不填写内容；可加 --help 查看用法"),
        ("void 一 --reason x", "用法错误：序号 应为整数，而不是“一”；可加 --help 查看用法"),
        ("log --last 0", "用法错误：--last 应不小于 1，而不是 0；可加 --help 查看用法"),
        (
            "log --format yaml",
            "用法错误：--format 不能是“yaml”；可用的有：table、csv、json、xlsx、docx、md、html；可加 --help 查看用法",
        ),
        (
            "annual-notice 2026 --for 众人",
            "用法错误：--for 不能是“众人”；可用的有：内部、公示；可加 --help 查看用法",
        ),
        (
            "log -o 日志.odt",
            "错误：文件名 日志.odt 看不出输出格式；请用 --format 指定，或以 .csv .json .xlsx .docx .md .html .txt 结尾",
        ),
        ("member rename 1001", "错误：没有要更正的内容；请用 --name、--initials 或 --phone"),
        ("appoint 1001 --role 常委", "错误：请指定职务或分组，并用 --from 起或 --end 止之一"),
    ],
)
def test_a_command_line_that_cannot_be_meant_is_refused_in_chinese(duty: Duty, line: str, sentence: str) -> None:
    assert duty.refused(line, 2) == sentence


@pytest.mark.parametrize("command", ["import", "member import"])
def test_a_file_name_reaches_the_terminal_on_one_line_and_without_controls(duty: Duty, command: str) -> None:
    assert "无法读取文件 甲 �[31m乙.csv：" in duty.refused(f"{command} '甲\n\x1b[31m乙.csv'")


def test_the_name_of_a_file_that_is_read_is_cleaned_wherever_it_is_said(duty: Duty) -> None:
    duty.write("甲\n\x1b[31m乙.csv", "委员编号,履职事项,日期\n1001,提案,2026-03-05\n")
    answer = duty("import '甲\n\x1b[31m乙.csv'")
    assert (answer.code, "甲 �[31m乙.csv：履职记录" in answer.err) == (0, True)
    assert "甲 �[31m乙.csv" in duty.done("log --last 1 --format json")


def test_an_operator_with_control_characters_is_refused(duty: Duty) -> None:
    assert "操作人" in duty.refused("--by '甲\x1b[31m' record 1001 提案 --on 2026-03-05")
