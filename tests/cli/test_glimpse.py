"""What a shell offers of a ledger is what the roster and the head say."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.ledger.sqlite.glimpse import glimpse
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from duty_cli.model.members import ERASED, Facet
from duty_cli.model.periods import Period
from tests.workspace import NOW, Duty

LEDGER = Path("data") / "ledger.db"
ANEW = """\
委员编号,姓名,原编号,界别,任职日期,离任日期
1001,孙三禾,1003,经济界,2026-11-01,
1003,李思源,1005,科技界,2026-11-01,
1010,冯新生,,教育界,2026-11-01,
"""
DEEDS = (
    "member add 1020 许错登 --from 2026-01-01 --sector 九三界 --reason 增补",
    "undo {last} --reason 登记有误",
    "member rename 1003 --name 孙三和",
    "appoint 1004 --sector 经济界 --from 2026-03-01",
    "appoint 1002 --party 中共 --from 2026-03-01",
    "member add 1021 李思源 --from 2026-01-01 --sector 教育界 --reason 增补 --again",
    "erase 1006 --reason 本人申请 --yes",
    "erase 1007 --reason 本人申请 --yes",
    "member rename 1003 --name 孙三禾",
    "term begin 15 --from 2026-11-01 --until 2031-10-31 --roster 新名册.csv --yes --again",
)


@pytest.fixture
def eventful(duty: Duty) -> Duty:
    duty.write("新名册.csv", ANEW)
    for deed in DEEDS:
        duty.done(deed.format(last=duty.last_batch()))
    return duty


@pytest.mark.usefixtures("eventful")
def test_members_are_those_of_the_roster_by_their_last_numbers_and_names() -> None:
    with open_ledger(LEDGER).reading() as reading, glimpse(LEDGER) as glimpsed:
        roster, found = reading.roster(), glimpsed.members()
    assert [(key, number, name or ERASED.name) for key, number, name in found] == [
        (one.key, one.number, one.name) for one in roster
    ]
    assert roster.renumbered
    assert None in {name for _, _, name in found}


@pytest.mark.usefixtures("eventful")
@pytest.mark.parametrize("facet", Facet)
def test_sectors_and_values_are_those_of_the_roster(facet: Facet) -> None:
    today = NOW.date()
    with open_ledger(LEDGER).reading() as reading, glimpse(LEDGER) as glimpsed:
        roster, sectors, values = reading.roster(), glimpsed.sectors(str(today)), glimpsed.values(facet)
    held = {one.key: one.value(Facet.SECTOR, Period(today, today)) for one in roster}
    assert {one.key: sectors.get(one.key, "") for one in roster} == held
    assert values == sorted({tenure.value for one in roster for tenure in one.of(facet)})
    assert "九三界" not in values


@pytest.mark.usefixtures("eventful")
def test_terms_are_those_of_the_head() -> None:
    with open_ledger(LEDGER).reading() as reading, glimpse(LEDGER) as glimpsed:
        head, terms = reading.head(), glimpsed.terms()
    assert [f"第{number}届 {first} 至 {last}" for number, first, last in terms] == list(map(str, head.terms))
    assert len(terms) == 2
