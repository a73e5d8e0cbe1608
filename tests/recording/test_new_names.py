"""What is entered by hand says which names it brought to the roster, and asks about one that sounds like another."""

from __future__ import annotations

import pytest

from duty_cli.ledger.sqlite.glimpse import glimpse
from tests.workspace import Duty

NEW = """\
委员编号,姓名,界别,委员联络组,任职日期
1020,冯新生,经济界,城南联络组,2026-01-01
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("appoint 1003 --liaison-group 滨江联络组 --from 2026-02-01", "名册上首次出现的委员联络组：滨江联络组"),
        ("appoint 1003 --role 界别活动组联系人 --from 2026-02-01", "名册上首次出现的职务：界别活动组联系人"),
        ("member add 1021 冯新生 --from 2026-01-01 --sector 体育界", "名册上首次出现的界别：体育界"),
        ("member join 1006 --from 2026-01-01 --sector 体育界", "名册上首次出现的界别：体育界"),
    ],
)
def test_a_name_that_is_new_on_the_roster_is_told_with_the_way_back(duty: Duty, line: str, said: str) -> None:
    answer = duty(line)
    batch = duty.last_batch()
    assert (answer.code, said in answer.err, f"duty undo {batch} " in answer.err) == (0, True, True), answer.err
    assert duty(f"undo {batch} --reason 写错").code == 0


def test_a_name_that_was_there_is_not_told(duty: Duty) -> None:
    assert "首次" not in duty("appoint 1003 --liaison-group 城东联络组 --from 2026-02-01").err


def test_a_roster_tells_the_names_that_nobody_had_before(duty: Duty) -> None:
    duty.write("新.csv", NEW)
    assert "名册上首次出现的委员联络组：城南联络组；" in duty("member import 新.csv --again").err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("appoint 1003 --party 民萌 --from 2026-02-01", "党派“民萌”与已有的“民盟”相近"),
        ("appoint 1003 --role 长委 --from 2026-02-01", "职务“长委”与已有的“常委”相近"),
        ("member add 1021 冯新生 --from 2026-01-01 --party 中供", "党派“中供”与已有的“中共”相近"),
    ],
)
def test_a_party_or_a_role_of_the_same_sound_is_asked_about(duty: Duty, line: str, said: str) -> None:
    assert said in duty.refused(line)
    assert duty(f"{line} --again").code == 0


def test_parties_and_roles_that_look_alike_are_others(duty: Duty) -> None:
    for line in ("appoint 1003 --party 民革 --from 2026-02-01", "appoint 1003 --role 副常委 --from 2026-02-01"):
        assert duty(line).code == 0


def test_a_slip_in_the_name_of_a_plenary_is_asked_about(duty: Duty) -> None:
    duty.done("attend 全体会议 --on 2026-01-20 --title 十四届五次全体会议 --all-present --members 1001、1002")
    assert "名称相近的活动“十四届五次全体会议”" in duty.refused(
        "record 1003 全体会议 --on 2026-01-20 --activity 十四届五次全体会义"
    )


def test_numbers_go_as_people_count_on_sheets_in_exports_and_at_a_tab(duty: Duty) -> None:
    for number, name in (("10", "甲十"), ("9", "乙九"), ("2", "丙二"), ("100", "丁百")):
        duty.done(f"member add {number} {name} --from 2026-01-01")
    duty.done("attend 全体会议 --on 2026-03-05 --title 五次会议 --all-present")
    assert [one["委员编号"] for one in duty.records()][:4] == ["2", "9", "10", "100"]
    with glimpse(duty.folder / "data" / "ledger.db") as ledger:
        assert [number for _, number, _ in ledger.members()][:4] == ["2", "9", "10", "100"]
