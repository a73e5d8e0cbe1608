"""A file with people's data in it is its owner's alone; one for everybody is as the system makes files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

import pytest

from tests.workspace import Duty

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """As systems come: others may read new files."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(duty: Duty, name: str) -> int:
    return stat.S_IMODE((duty.folder / name).stat().st_mode)


@pytest.mark.parametrize(
    "line",
    [
        "annual-evaluation 2026 -o 表",
        "annual-evaluation 2026 --for 内部 -o 表",
        "issue annual-evaluation 2026 --for 内部 -o 表",
        "statement 1001 --for 本人 -o 表",
        "rules diff rules/scoring.yaml rules/scoring.yaml --year 2026 -o 表",
        "member list -o 表",
        "log -o 表",
        "issued -o 表",
    ],
)
@pytest.mark.parametrize("ending", ["csv", "docx"])
def test_a_paper_for_internal_readers_is_its_owners_alone(duty: Duty, line: str, ending: str) -> None:
    duty.done("record 1001 提案 --on 2026-03-05")
    duty.done(f"{line}.{ending}")
    assert mode(duty, f"表.{ending}") == 0o600


@pytest.mark.parametrize(
    "line",
    [
        "annual-evaluation 2026 --for 公示 -o 表.csv",
        "issue annual-evaluation 2026 --for 公示 -o 表.csv",
        "rules show -o 表.csv",
        "rules schema -o 表.csv",
    ],
)
def test_what_is_for_everybody_is_as_the_system_makes_files(duty: Duty, line: str) -> None:
    duty.done(line)
    assert mode(duty, "表.csv") == 0o644


def test_a_public_paper_that_becomes_internal_is_closed_and_the_other_way_round(duty: Duty) -> None:
    for reader, expected in (("公示", 0o644), ("内部", 0o600), ("公示", 0o644)):
        duty.done(f"annual-evaluation 2026 --for {reader} -o 表.csv")
        assert mode(duty, "表.csv") == expected


def test_forms_with_names_and_the_export_are_their_owners_alone(duty: Duty) -> None:
    duty.done("template records -o 表.xlsx")
    duty.done("export -o 全部.csv")
    assert (mode(duty, "表.xlsx"), mode(duty, "全部.csv"), mode(duty, "data/written.txt")) == (0o600, 0o600, 0o600)


def test_rows_handed_back_are_their_owners_alone(duty: Duty) -> None:
    duty.write("提案.csv", "委员编号,履职事项,日期\n1001,提案,2026-03-05\n9999,提案,2026-03-05\n")
    assert duty("import 提案.csv --accept-valid --rejects 退回.csv").code == 1
    assert mode(duty, "退回.csv") == 0o600


def test_a_backup_and_its_folder_are_their_owners_alone(duty: Duty) -> None:
    duty.done("backup")
    folder = duty.folder / "data" / "backups"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.iterdir())] == [0o700, 0o600]
