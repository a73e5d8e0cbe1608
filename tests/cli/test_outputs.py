"""No output of any command takes the place of the ledger, of rules, or of what the call reads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from duty_cli.cli.app import app
from duty_cli.cli.local_cache import FOLDER
from tests.test_house import SOURCES
from tests.workspace import Duty

LINES = {
    "find": "find 1001",
    "map try": "map try 表.csv --map 表.map.yaml",
    "show": "show 1",
    "log": "log",
    "today": "today",
    "export": "export",
    "issued": "issued",
    "leave list": "leave list 2026",
    "hand-in list": "hand-in list 2026",
    "follow-up list": "follow-up list 2026",
    "plan list": "plan list",
    "plan export": "plan export",
    "plan sheet": "plan sheet 999",
    "history list": "history list",
    "object list": "object list 2026",
    "fund report": "fund report",
    "fund list": "fund list",
    "member list": "member list",
    "member seats": "member seats",
    "quarter-report": "quarter-report 2026-Q1",
    "annual-evaluation": "annual-evaluation 2026",
    "annual-notice": "annual-notice 2026",
    "term-evaluation": "term-evaluation 14",
    "explain": "explain 1001 --year 2026",
    "statement": "statement 1001",
    "calendar": "calendar",
    "minutes": "minutes --on 2026-03-05",
    "profile": "profile 1001",
    "letter interview": "letter interview 1003 --year 2025",
    "letter resignation": "letter resignation 1003 --year 2025",
    "letter commendation": "letter commendation --year 2025",
    "letter result": "letter result 1001 --year 2025",
    "letter answer": "letter answer 1",
    "letter attendance": "letter attendance 1001 --from 2026-01-01",
    "letter reminder": "letter reminder 1001 --year 2025",
    "letter watch": "letter watch 城东联络组 --year 2026",
    "watch": "watch 2026",
    "seal head": "seal --unsigned --to 封存",
    "seal export": "seal export",
    "rules show": "rules show",
    "rules prove": "rules prove rules/scoring.yaml",
    "rules schema": "rules schema",
    "map schema": "map schema",
    "rules case": "rules case 1001 --year 2026",
    "rules diff": "rules diff rules/scoring.yaml --year 2026",
    "province report": "province report 报送 --year 2026",
    "template records": "template records",
    "template attendance": "template attendance",
    "template sign-in": "template sign-in --activity 五次会议@2026-01-20 --kind 全体会议",
    "template proposals": "template proposals",
    "template roster": "template roster",
    "template history": "template history",
}
"""A call of every command that has ``-o``."""

TARGETS = (
    *("data/ledger.db", "data/ledger.db-journal", "data/ledger.db-wal", "rules/scoring.yaml", "rules/style.yaml"),
    *("rules/intake.yaml", "link.xlsx", "hard.xlsx", "copy.xlsx", "map.yaml", "rules/模板.docx"),
)


def commands(group: TyperGroup, path: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every command with the names of its parameters."""
    with group.make_context("duty", [], resilient_parsing=True) as ctx:
        for name in group.list_commands(ctx):
            found = group.get_command(ctx, name)
            if isinstance(found, TyperGroup):
                yield from commands(found, f"{path}{name} ")
            elif found is not None:
                yield f"{path}{name}", {param.name or "" for param in found.params}


def test_every_command_with_an_output_is_tried_here() -> None:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    assert {name for name, params in commands(root) if "out" in params} == set(LINES)


@pytest.fixture
def guarded(duty: Duty) -> dict[Path, bytes]:
    """All that must stay, as it is before; a link to the ledger, another name of it, a copy of it."""
    ledger, folder = duty.folder / "data" / "ledger.db", duty.folder
    (folder / "link.xlsx").symlink_to(ledger)
    os.link(ledger, folder / "hard.xlsx")
    (folder / "copy.xlsx").write_bytes(ledger.read_bytes())
    for name in ("rules/style.yaml", "rules/intake.yaml", "map.yaml"):
        (folder / name).write_text(f"format: duty-{Path(name).stem}/1\n", "utf-8")
    (folder / "rules" / "模板.docx").write_bytes(b"PK")
    return as_it_is(folder)


def as_it_is(folder: Path) -> dict[Path, bytes]:
    """All files but those of the cache, of which nobody has written one."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts}


@pytest.mark.parametrize("line", LINES.values())
def test_no_output_takes_the_place_of_ledger_or_rules(duty: Duty, guarded: dict[Path, bytes], line: str) -> None:
    for target in TARGETS:
        ends = f"{line} --overwrite -o {target}"
        answer = duty(
            ends if any(one in line for one in ("template", "schema", "rules case")) else f"{ends} --format md"
        )
        assert (answer.code, answer.raw) in ((5, b""), (2, b"")), (target, answer)
        assert as_it_is(duty.folder) == guarded, target


def test_a_refusal_says_what_the_file_is(duty: Duty, guarded: dict[Path, bytes]) -> None:
    end = "，不能作为输出文件，未作任何改动；请换一个文件名"
    assert duty.refused("export -o data/ledger.db") == f"错误：data/ledger.db 是账本或账本的日志{end}"
    assert duty.refused("export -o copy.xlsx --overwrite") == f"错误：copy.xlsx 是账本或数据库{end}"
    assert (
        duty.refused("rules show --format md -o map.yaml") == f"错误：map.yaml 是规则、公文格式或对照表一类的文件{end}"
    )
    assert duty.refused("log -o rules/模板.docx") == f"错误：rules/模板.docx 是本单位的规则或公文模板{end}"


def test_a_new_file_is_not_laid_among_the_rules(duty: Duty) -> None:
    duty.refused("export -o rules/导出.yaml")
    assert not (duty.folder / "rules" / "导出.yaml").exists()


@pytest.mark.parametrize("more", ["", " --overwrite"])
def test_rejects_never_take_the_place_of_what_is_imported(duty: Duty, more: str) -> None:
    duty.write("一.csv", "委员编号,履职事项,日期,标题\n1001,提案,2026-03-05,甲\n9999,提案,2026-03-05,乙\n")
    (duty.folder / "二.csv").symlink_to("一.csv")
    before = (duty.folder / "一.csv").read_bytes()
    for name in ("一.csv", "二.csv"):
        assert "是本次读入的文件" in duty.refused(f"import 一.csv --accept-valid --rejects {name}{more}")
    assert (duty.folder / "一.csv").read_bytes() == before


def test_issuing_onto_the_ledger_issues_nothing(duty: Duty) -> None:
    assert "是账本或账本的日志" in duty.refused("issue quarter-report 2026-Q1 --format md -o data/ledger.db")
    assert duty.json("issued")["issues"] == []


def test_a_strangers_file_is_replaced_only_when_told(duty: Duty) -> None:
    mine = duty.write("我的.csv", "自己的表\n")
    assert duty.refused("log -o 我的.csv").startswith("错误：文件 我的.csv 已存在，不是 duty 写出的，或写出后改动过")
    assert mine.read_text("utf-8") == "自己的表\n"
    assert duty("log -o 我的.csv --overwrite").code == 0
    assert mine.read_bytes() == duty("log --format csv").raw


def test_a_report_of_ones_own_is_replaced_until_somebody_writes_in_it(duty: Duty) -> None:
    assert [duty("log -o 志.md").code for _ in range(2)] == [0, 0]
    duty.done("record 1001 座谈交流 --on 2026-03-05")
    assert duty("log -o 志.md").code == 0
    (duty.folder / "志.md").write_text("添了一行", "utf-8")
    assert duty("log -o 志.md").code == 5


def replaced(duty: Duty, target: str, line: str = "log") -> str:
    """What is said where ``target`` is to be written over; everything stays as it was."""
    before = as_it_is(duty.folder)
    said = duty.refused(f"{line} --overwrite -o {target} --format md")
    assert as_it_is(duty.folder) == before
    return said


def test_what_comes_from_standard_input_is_an_input(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    file = duty.write("一.csv", "委员编号,履职事项,日期,标题\n1001,提案,2026-03-05,甲\n9999,提案,2026-03-05,乙\n")
    before = file.read_bytes()
    with file.open(encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert "是本次读入的文件" in duty.refused("import - --accept-valid --rejects 一.csv --overwrite")
    assert file.read_bytes() == before


@pytest.mark.parametrize("head", ["d9d505f920a163d7", "377f0682", "377f0683"])
def test_a_journal_is_known_by_how_it_begins(duty: Duty, head: str) -> None:
    (duty.folder / "志.md").write_bytes(bytes.fromhex(head) + b"pages")
    assert "是账本或数据库" in replaced(duty, "志.md")


def test_no_journal_is_laid_beside_another_ledger(duty: Duty) -> None:
    (duty.folder / "另.db").write_bytes((duty.folder / "data" / "ledger.db").read_bytes())
    assert "是账本或账本的日志" in replaced(duty, "另.db-journal")


@pytest.mark.parametrize("sort", ["rules", "style", "map", "intake", "cases"])
def test_a_file_of_rules_is_known_by_what_it_says_whatever_its_name(duty: Duty, sort: str) -> None:
    duty.write("甲.txt", f"# 本单位的\nformat: duty-{sort}/1\n")
    assert "是规则、公文格式或对照表一类的文件" in replaced(duty, "甲.txt")


def test_a_file_named_as_the_rules_stays_though_it_does_not_say_what_it_is(duty: Duty) -> None:
    duty.write("甲.txt", "标题: 写坏了的细则\n")
    assert "是本单位的规则或公文模板" in replaced(duty, "甲.txt", "--rules 甲.txt log")


def test_the_template_that_the_style_names_stays_wherever_it_is(duty: Duty) -> None:
    (duty.folder / "公文.docx").write_bytes(b"PK")
    duty.write("rules/style.yaml", "format: duty-style/1\ntemplate: ../公文.docx\n")
    assert "是本单位的规则或公文模板" in replaced(duty, "公文.docx")


def test_the_list_of_written_files_replaces_nobody_elses(duty: Duty) -> None:
    assert "是输出文件的登记" in replaced(duty, "data/written.txt")
    other = duty.write("data/written.txt", "我的札记\n")
    assert duty("log -o 志.md").code == 0
    assert other.read_text("utf-8") == "我的札记\n"


def test_the_list_of_written_files_follows_no_link(duty: Duty) -> None:
    before = (duty.folder / "rules" / "scoring.yaml").read_bytes()
    (duty.folder / "data" / "written.txt").symlink_to("../rules/scoring.yaml")
    assert duty("log -o 志.md").code == 0
    assert (duty.folder / "rules" / "scoring.yaml").read_bytes() == before


def test_only_the_one_door_writes_files() -> None:
    opens = re.compile(
        r"\b(?:write_bytes|write_text)\((?!sys\.std)|\bopen\(\s*[\"'][wax+]|[\"'][rwax]b?\+|\bsave\(|\bmkstemp\(|O_WRONLY"
        r"|systems\.(?:replace|rename)\(|\bkeep_for_user\("
    )
    found = {
        f"{path.parent.name}/{path.name}"
        for path in SOURCES
        for line in path.read_text("utf-8").splitlines()
        if opens.search(line) and not line.lstrip().startswith("def ")
    }
    # streams, durable_files: what the door calls; main: standard output turned off; progress_line: a terminal; docx_package: a docx in memory.
    doors = (
        "cli/output_guard.py",
        "documents/streams.py",
        "documents/durable_files.py",
        "documents/systems.py",
        "cli/main.py",
        "cli/progress_line.py",
    )
    # local_cache, last_head, desk_name: what may be deleted at any time; shell_history: its own file; inbox_folder: moves what came in; database, backup_file, restoring, waiting: the ledger itself and what lies beside it.
    ledger = (
        "sqlite/database.py",
        "copies/backup_file.py",
        "copies/restoring.py",
        "copies/server_backup.py",
        "sqlite/waiting.py",
    )
    assert found == {
        *doors,
        "cli/local_cache.py",
        "cli/last_head.py",
        "cli/desk_name.py",
        "cli/shell_history.py",
        "cli/inbox_folder.py",
        "docx/docx_package.py",
        # A file that came from elsewhere, in the temporary folder of the worker that reads it.
        "province/spark_worker.py",
        *ledger,
    }
