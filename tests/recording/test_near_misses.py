"""A group, sector or name that is nearly one of the roster is asked about, and not created."""

from __future__ import annotations

import pytest

from duty_cli.parsing.near_names import is_slip
from tests.cli.clerk import seated
from tests.workspace import Duty

WAY = "；同一个的请照已有的写，确为另一个的请加 --again"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("城南络组", "城南联络组", True),
        ("城南连络组", "城南联络组", True),
        ("城南联系组", "城南联络组", True),
        ("教育", "教育界", True),
        ("提案委", "提案委员会", True),
        ("第一联络组", "第1联络组", True),
        ("城北联络组", "城南联络组", False),
        ("第一联络组", "第二联络组", False),
        ("A组", "B组", False),
        ("联络组甲", "联络组乙", False),
        ("虹桥联络组", "石桥联络组", False),
        ("科技界", "科协界", False),
        ("民建", "民进", False),
        ("教育界", "经济界", False),
    ],
)
def test_a_slip_is_told_from_another_name(one: str, other: str, near: bool) -> None:
    assert is_slip(one, other) is near
    assert is_slip(other, one) is near


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("appoint 1003 --liaison-group 城东络组 --from 2026-05-01", "委员联络组“城东络组”与已有的“城东联络组”相近"),
        ("member join 1006 --sector 教育 --from 2026-05-01", "界别“教育”与已有的“教育界”相近"),
        (
            "member add 1009 孙三和 --special-committee 提案委 --from 2026-05-01",
            "专门委员会“提案委”与已有的“提案委员会”相近；“孙三和”与名册上的 1003 孙三禾（经济界） 名字同音",
        ),
        ("member add 1009 李思源 --from 2026-05-01", "“李思源”与名册上的 1004 李思源（教育界） 同名"),
    ],
)
def test_a_near_miss_is_refused_until_it_is_said_to_be_another(duty: Duty, line: str, what: str) -> None:
    assert duty.refused(line) == f"错误：{what}{WAY}"
    assert duty(f"{line} --again").code == 0


def test_the_roster_of_the_next_term_is_held_against_the_groups_of_this_one(duty: Duty) -> None:
    duty.write("新.csv", "委员编号,姓名,委员联络组\n1001,赵一鸣,城东络组\n1002,钱二南,城西联络组\n")
    line = "term begin 15 --from 2027-01-01 --until 2031-12-31 --roster 新.csv --confirm"
    before, answer = duty.digest(), duty(line)
    assert (answer.code, duty.digest()) == (1, before)
    assert answer.err.startswith("错误：新.csv:2：委员联络组：委员联络组“城东络组”与已有的“城东联络组”相近\n")
    assert duty(f"{line} --again").code == 0


def test_at_a_terminal_the_clerk_is_asked_about_the_groups_of_a_new_term(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty.write("新.csv", "委员编号,姓名,委员联络组\n1001,赵一鸣,城东络组\n1002,钱二南,城西联络组\n")
    line = "term begin 15 --from 2027-01-01 --until 2031-12-31 --roster 新.csv --yes"
    before = duty.digest()
    seated(monkeypatch, "")
    assert (duty.done(line), duty.digest()) == ("", before)
    seated(monkeypatch, "y")
    assert "已登记（批次 " in duty.done(line)


def test_at_a_terminal_the_clerk_is_asked(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "appoint 1003 --liaison-group 城东络组 --from 2026-05-01"
    before = duty.digest()
    clerk = seated(monkeypatch, "")
    assert duty.done(line) == ""
    assert (clerk.told[1:], duty.digest()) == (["未登记"], before)
    seated(monkeypatch, "y")
    assert "“城东络组”自 2026-05-01 起" in duty.done(line)


def test_a_roster_is_held_against_the_ledger_and_against_itself(duty: Duty) -> None:
    rows = "1010,冯八方,教育界,城东络组\n1011,陈九江,教育,山前联络组\n1012,褚十全,教育界,山前联络组\n1013,卫一亭,教育界,山前络组\n"
    file = "\n".join(f"{row},2026-01-01" for row in rows.splitlines())
    duty.write("增补.csv", f"委员编号,姓名,界别,委员联络组,任职日期\n{file}\n")
    before, answer = duty.digest(), duty("member import 增补.csv")
    assert (answer.code, duty.digest()) == (1, before)
    assert answer.err.splitlines() == [
        "错误：增补.csv:3：界别：界别“教育”与已有的“教育界”相近",
        "增补.csv:2：委员联络组：委员联络组“城东络组”与已有的“城东联络组”相近",
        "增补.csv:5：委员联络组：委员联络组“山前络组”与已有的“山前联络组”相近",
        "共 3 处名称相近，未写入任何内容；同一个的请在文件中照已有的写，确为另一个的请加 --again",
    ]
    assert "委员 4 名" in duty.done("member import 增补.csv --again")


def test_parties_may_have_names_that_are_alike(duty: Duty) -> None:
    names = ("甲党", "甲党（某派）")
    rows = [f"200{at},钱{at}号,{name},教育界,,,,2026-01-01,\n" for at, name in enumerate(names)]
    duty.write("新.csv", "委员编号,姓名,党派,界别,委员联络组,专门委员会,职务,任职日期,离任日期\n" + "".join(rows))
    assert "委员 2 名" in duty.done("member import 新.csv")
