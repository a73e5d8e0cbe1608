"""The clerk backs up, loses the ledger, and gets it back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from duty_cli.cli import clock
from tests.cli.clerk import seated
from tests.workspace import INIT, NOW, Duty


@pytest.fixture
def backup(duty: Duty) -> Path:
    """A backup, after which one record was entered."""
    duty.done("record 1001 提案 --on 2026-03-05 --title 关于河道的提案")
    duty.done("backup")
    duty.done("record 1002 提案 --on 2026-03-06 --title 关于公交的提案")
    [found] = (duty.folder / "data" / "backups").iterdir()
    return found


def titles(duty: Duty) -> list[str]:
    return [one["标题"] for one in duty.records()]


def test_a_backup_is_told_with_its_place_and_seq(duty: Duty) -> None:
    said = duty.done("backup")
    assert said.startswith("已备份：data/backups/ledger-20261123-090000.zip")
    assert said.endswith("规则等文件 9 份；已核验）\n")


def test_what_would_be_lost_is_told_and_asked(duty: Duty, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = seated(monkeypatch, "")
    answer = duty(f"restore {backup}")
    assert (answer.code, clerk.asked) == (5, ["以备份替换现有账本？（回车 不替换，y 替换）"])
    assert "1 条、1 个批次不再在账：" in answer.err
    assert "2026-11-23 09:00:00　经办人甲　登记（1 条）" in answer.err
    assert titles(duty) == ["关于河道的提案", "关于公交的提案"]


def test_who_says_yes_has_the_backup_and_keeps_the_ledger(
    duty: Duty, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated(monkeypatch, "y")
    assert "原来的账本保留为 data/ledger.db.replaced.bak" in duty.done(f"restore {backup}")
    assert titles(duty) == ["关于河道的提案"]
    duty.done("restore data/ledger.db.replaced.bak --yes")
    assert titles(duty) == ["关于河道的提案", "关于公交的提案"]
    duty.done("check")


def test_with_nobody_to_ask_nothing_is_replaced(duty: Duty, backup: Path) -> None:
    before = duty.digest()
    answer = duty(f"restore {backup}")
    assert (answer.code, duty.digest()) == (5, before)
    assert answer.err.splitlines()[-1] == "错误：没有恢复，未作任何改动；确认以这份备份替换现有账本的，请加 --yes"


def test_a_lost_ledger_is_told_as_lost_and_comes_back_without_a_question(duty: Duty, backup: Path) -> None:
    (duty.folder / "data" / "ledger.db").unlink()
    said = duty("annual-evaluation 2026")
    assert (
        said.code,
        f"账本不见了：data/ledger.db；找到 1 份备份，最近的是 data/backups/{backup.name}" in said.err,
    ) == (
        4,
        True,
    )
    duty.done(f"restore data/backups/{backup.name}")
    assert titles(duty) == ["关于河道的提案"]


def test_a_backup_on_a_stick_is_found_when_the_ledger_is_lost(
    duty: Duty, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stick = tmp_path_factory.mktemp("stick")
    duty.done(f"backup --to {stick}/履职")
    (duty.folder / "data" / "ledger.db").unlink()
    assert f"最近的是 {stick}/履职/ledger-20261123-090000.zip" in duty("log").err


def test_where_no_backup_is_found_that_is_said(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05")
    (duty.folder / "data" / "ledger.db").unlink()
    said = duty("record 1001 提案 --on 2026-03-05").err
    assert said.startswith("错误：账本不见了：data/ledger.db；这里留有 ledger.db-journal，没有找到备份")


def test_no_empty_ledger_is_founded_over_a_lost_one_unawares(
    duty: Duty, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (duty.folder / "data" / "ledger.db").unlink()
    answer = duty(INIT)
    assert (
        answer.code,
        "没有另建；账本不见了的，请用 duty restore 恢复备份；确要另建一个空账本，请加 --yes" in answer.err,
    ) == (4, True)
    clerk = seated(monkeypatch, "")
    assert (duty(INIT).code, len(clerk.asked)) == (4, 1)
    duty.done(f"{INIT} --yes")


def test_the_whole_workspace_comes_out_of_one_file_on_another_computer(duty: Duty, backup: Path) -> None:
    answer = duty(f"--ledger 另一台/data/ledger.db restore {backup}")
    assert (answer.code, "已写回 另一台/rules：calendar.yaml、" in answer.out) == (0, True), answer
    assert duty("--ledger 另一台/data/ledger.db annual-evaluation 2026").code == 0


def test_the_maps_of_the_office_come_along(duty: Duty) -> None:
    maps = duty.folder / "rules" / "maps"
    maps.mkdir()
    (maps / "签到.yaml").write_text("format: duty-map/1\n", encoding="utf-8")
    (maps / "便笺.txt").write_text("不是对照表", encoding="utf-8")
    assert "规则等文件 10 份" in duty.done("backup")
    for file in (*maps.iterdir(), maps):
        file.rmdir() if file.is_dir() else file.unlink()
    (found,) = (duty.folder / "data" / "backups").iterdir()
    duty.done("record 1001 提案 --on 2026-03-05 --title 关于河道的提案")
    assert "maps/签到.yaml" in duty.done(f"restore {found} --yes")
    assert [one.name for one in maps.iterdir()] == ["签到.yaml"]


def test_rule_files_that_are_there_stay(duty: Duty, backup: Path) -> None:
    duty.change_rules("示例县", "示例")
    here = (duty.folder / "rules" / "scoring.yaml").read_bytes()
    answer = duty(f"restore {backup} --yes")
    assert "rules 中的 scoring.yaml 与备份中的不同，没有改动" in answer.err
    assert (duty.folder / "rules" / "scoring.yaml").read_bytes() == here


def test_a_backup_that_is_the_ledger_changes_nothing(duty: Duty) -> None:
    place = duty.done("backup").split("：")[1].split("（")[0]
    before = duty.digest()
    assert "现有账本与备份相同" in duty.done(f"restore {place}")
    assert duty.digest() == before


def test_as_many_backups_are_kept_as_asked(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(3):
        monkeypatch.setattr(clock, "now", lambda minute=minute: NOW + timedelta(minutes=minute))
        said = duty.done("backup --keep 2")
    assert "已删去较早的备份 1 份：ledger-20261123-090000.zip" in said
    assert len(list((duty.folder / "data" / "backups").iterdir())) == 2
    assert duty("backup --keep 0").code == 2


def test_a_folder_that_cannot_be_made_is_said(duty: Duty) -> None:
    assert "备份没有完成" in duty.refused("backup --to 无/备份", 4)
    duty.write("文件", "x")
    assert "备份没有完成" in duty.refused("backup --to 文件", 4)


def test_faulty_rules_are_backed_up_as_they_are(duty: Duty) -> None:
    duty.write("rules/scoring.yaml", "这不是规则")
    duty.write("rules/style.yaml", "format: duty-style/1\n坏: [\n")
    assert "规则等文件 9 份" in duty.done("backup")


def test_rules_come_back_as_the_ledger_holds_them(duty: Duty) -> None:
    file = duty.folder / "rules" / "scoring.yaml"
    first = file.read_bytes()
    duty.done("log --last 1")
    duty.done("annual-evaluation 2026")
    seq = duty.last_batch() + 1
    duty.change_rules("政协示例县委员会", "政协示例县委员会（修订）")
    duty.done("annual-evaluation 2026")
    second = file.read_bytes()
    file.unlink()
    assert duty.done("rules restore") == "已写回 rules：scoring.yaml\n"
    assert file.read_bytes() == second
    assert "与账本登记的不同，未作任何改动" in duty.refused(f"rules restore --known-at {seq}")
    duty.done(f"rules restore --known-at {seq} --overwrite")
    assert file.read_bytes() == first
