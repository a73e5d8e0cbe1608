"""One broken file for each kind of fault; the words its message must hold stand on its first lines, after 应报."""

import re
from pathlib import Path

import pytest

from duty_cli.errors import RuleFaults
from duty_cli.rulebook.files import check, rule_files

BROKEN = sorted(Path(__file__).with_name("broken").iterdir())


@pytest.mark.parametrize("place", BROKEN, ids=lambda place: place.stem)
def test_a_broken_file_is_told_by_line_and_column_with_what_to_do(place: Path) -> None:
    files = rule_files(place)
    wanted = [f"{name}:{words}" for name, data in files.items() for words in announced(data)]
    with pytest.raises(RuleFaults) as refusal:
        check(files)
    assert [str(fault) for fault in refusal.value.faults] == wanted


def announced(data: bytes) -> list[str]:
    return re.findall(r"^# 应报：(.+)$", data.decode(), re.M)
