"""Files that cannot be used: records, rules and ledgers. Each has its own sentence and exit code."""

from __future__ import annotations

import sqlite3

import pytest

from tests.workspace import Duty

HEADER = "编号,委员编号,姓名,履职事项,日期,标题\n"
GOOD = HEADER + "提-1,1001,赵一鸣,提案,2026-03-05,关于停车的建议\n"


def problems(duty: Duty, line: str) -> list[str]:
    """What an import that must fail says of its rows, and at the end of them all."""
    before = duty.digest()
    answer = duty(line)
    assert (answer.code, duty.digest()) == (1, before)
    return answer.out.splitlines()


def test_every_problem_of_a_file_is_listed_with_its_line_and_nothing_is_written(duty: Duty) -> None:
    rows = (
        "提-1,1001,赵一鸣,提案,2026-03-05,\n提-2,9999,某人,提案,2026-03-05,\n"
        "提-3,1001,赵一鸣,提安,2026-03-05,\n提-4,1001,赵一鸣,提案,2027-03-05,\n提-5,1006,周四方,提案,2026-03-05,\n"
    )
    duty.write("提案.csv", HEADER + rows)
    assert problems(duty, "import 提案.csv") == [
        "提案.csv 第 3 行：不予登记，委员编号：找不到委员“9999”；可用 duty member list 查看名册",
        "提案.csv 第 4 行：不予登记，履职事项：规则文件中没有履职事项“提安”；是否：提案？",
        "提案.csv 第 5 行：不予登记，日期：日期 2027-03-05 晚于今天（2026-11-23）；请核对日期",
        "提案.csv 第 6 行：不予登记，日期：1006 周四方 在 2026-03-05 不在任；可用 duty member show 查看任职起止",
        "未写入任何内容：新增 1 条，不予登记 4 条，涉及委员 1 名，新增活动 0 次",
    ]


def test_a_number_twice_in_one_file_is_refused_with_the_line_that_has_it(duty: Duty) -> None:
    duty.write("提案.csv", GOOD + "提-1,1002,钱二南,提案,2026-03-06,关于路灯的建议\n")
    assert problems(duty, "import 提案.csv")[0] == (
        "提案.csv 第 3 行：不予登记，编号：编号 提-1 已使用（提案.csv 第 2 行）；请核对编号，如需更正请用 duty correct"
    )


def test_a_number_twice_across_the_files_of_one_call_is_a_contradiction(duty: Duty) -> None:
    duty.write("甲.csv", GOOD)
    duty.write("乙.csv", GOOD.replace("1001,赵一鸣", "1002,钱二南"))
    assert problems(duty, "import 甲.csv 乙.csv")[0] == (
        "乙.csv 第 2 行：不一致，1002 钱二南 提案 2026-03-05 与 甲.csv 第 2 行不一致：委员那里是 1001 赵一鸣，这里是 1002 钱二南"
    )


def test_a_rehearsal_finds_the_same_problems(duty: Duty) -> None:
    duty.write("提案.csv", GOOD + "提-1,1002,钱二南,提案,2026-03-06,\n")
    rehearsed, meant = problems(duty, "import 提案.csv --dry-run"), problems(duty, "import 提案.csv")
    assert rehearsed[-2] == meant[-2]
    assert rehearsed[-1].replace("核对完毕，未写入", "未写入任何内容") == meant[-1]


@pytest.mark.parametrize(
    ("line", "sentence", "code"),
    [
        ("import 无.csv", "错误：无法读取文件 无.csv：没有这个文件；请核对文件名", 5),
        ("import data", "错误：无法读取文件 data：这是一个文件夹；请指定文件", 5),
        ("--ledger 名册.csv log", "错误：名册.csv 不是履职账本；请用 --ledger 指定正确的文件", 4),
        ("--ledger 无.db log", "错误：找不到账本：无.db；请先执行 duty init，或用 --ledger 指定账本文件", 4),
        (
            "--rules 无.yaml rules check",
            "错误：找不到规则文件：无.yaml；请用 --rules 指定，或用 duty init 建立工作区",
            3,
        ),
        ("log -o 无/日志.md", "错误：无法写入文件 无/日志.md：没有文件夹 无；请先建立，或改用其他位置", 5),
        ("log -o data --format md", "错误：无法写入文件 data：这是一个文件夹；请写明文件名", 5),
    ],
)
def test_a_file_that_is_not_there_or_not_that_is_refused(duty: Duty, line: str, sentence: str, code: int) -> None:
    assert duty.refused(line, code) == sentence


def test_an_empty_file_is_no_ledger(duty: Duty) -> None:
    duty.write("空.db", "")
    assert duty.refused("--ledger 空.db log", 4) == "错误：空.db 不是履职账本；请用 --ledger 指定正确的文件"
    assert (duty.folder / "空.db").read_bytes() == b""


def test_another_programs_database_is_no_ledger(duty: Duty) -> None:
    with sqlite3.connect(duty.folder / "别的.db") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    assert duty.refused("--ledger 别的.db log", 4) == "错误：别的.db 不是履职账本；请用 --ledger 指定正确的文件"


def test_a_ledger_from_a_newer_version_is_refused_by_its_version(duty: Duty) -> None:
    with sqlite3.connect(duty.folder / "data" / "ledger.db") as ledger:
        ledger.execute("PRAGMA user_version = 99")
    ledger.close()
    said = duty.refused("record 1001 提案 --on 2026-03-05", 4)
    assert said.startswith("错误：账本 data/ledger.db 的版本为 99，本程序只认识到版本 ")
    assert said.endswith("；请升级 duty 后再打开")


def test_a_broken_rule_file_is_told_by_line_and_column(duty: Duty) -> None:
    rules = duty.folder / "rules" / "scoring.yaml"
    lines = rules.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("rounding:"))
    lines[place] = "rounding： {places: 2, half: up}"
    rules.write_text("\n".join(lines), encoding="utf-8")
    before = duty.digest()
    for line in ("record 1001 提案 --on 2026-03-05", "annual-evaluation 2026", "rules check"):
        answer = duty(line)
        assert (answer.code, answer.raw, duty.digest()) == (3, b"", before)
        assert answer.err.startswith(f"错误：scoring.yaml:{place + 1}：第1列：用了中文冒号“：”")
        assert "Traceback" not in answer.err


def test_two_rule_files_of_one_name_are_told_apart_by_their_paths(empty: Duty) -> None:
    for folder in ("甲", "乙"):
        (empty.folder / folder).mkdir()
    empty.write("甲/细则.yaml", "format：duty-rules/1\n")
    empty.write("乙/细则.yaml", "format: duty-rules/1\ntitle：细则\n")
    answer = empty("rules check 甲/细则.yaml 乙/细则.yaml")
    assert answer.code == 3
    assert [line.split("：用了")[0] for line in answer.err.splitlines()] == [
        "错误：乙/细则.yaml:2：第6列",
        "甲/细则.yaml:1：第7列",
        "规则文件共 2 处问题；请改正后重新执行",
    ]


def test_an_empty_folder_of_rules_is_refused(duty: Duty) -> None:
    (duty.folder / "rules" / "scoring.yaml").unlink()
    assert duty.refused("annual-evaluation 2026", 3).startswith("错误：找不到规则文件：rules")


def test_without_a_workspace_the_clerk_is_told_to_make_one(empty: Duty) -> None:
    answer = empty("record 1001 提案 --on 2026-03-05")
    said = "错误：找不到账本：data/ledger.db；请先执行 duty init，或用 --ledger 指定账本文件\n"
    assert (answer.code, answer.err) == (4, said)
    assert list(empty.folder.iterdir()) == []
