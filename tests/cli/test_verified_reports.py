"""A report is shown of a sound ledger alone: known by its bytes, or gone through while the report is made."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from duty_cli.errors.file_errors import UnwritableFile
from duty_cli.ledger.checking import chain_blocks, verify
from duty_cli.ledger.checking.reading_crew import Opened
from duty_cli.ledger.checking.schema_shape import SchemaShape
from duty_cli.ledger.sqlite.file_state import FileState, state_of
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from tests.ledger.sample import behind_its_back
from tests.workspace import ROSTER, Duty

LEDGER = Path("data") / "ledger.db"
RECORD = "record 1001 提案 --on 2026-03-05 --stage 提交、立案"
ANOTHER = "record 1002 提案 --on 2026-03-06 --again"
REPORT = "annual-evaluation 2026"
DAMAGE = "UPDATE label SET text = '提交' WHERE text = '提交、立案'"
UNVERIFIED = "没有核对账本（--no-verify）"


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How often a ledger was gone through from here on."""
    found: list[object] = []
    real = verify.check

    def noted(connection: sqlite3.Connection, shape: SchemaShape, beside: Opened | None = None) -> None:
        found.append(connection)
        real(connection, shape, beside)

    monkeypatch.setattr(verify, "check", noted)
    return found


@pytest.fixture
def desk(duty: Duty) -> Duty:
    duty.done(RECORD)
    return duty


def tamper(duty: Duty, statement: str = DAMAGE) -> None:
    with behind_its_back(duty.folder / LEDGER) as raw:
        raw.execute(statement)


READING = (
    *(REPORT, "explain 1001 --year 2026", "quarter-report 2026-Q1 --format json", "member list", "log", "export"),
    *(
        "find 提案",
        "show 9",
        "member show 1001",
        "term list",
        "settle",
        "settle 全体会议 --on 2026-01-20",
        "rules check",
    ),
    *("verify-report 评比.csv", "import 二月.csv --dry-run", "member import 名册.csv --update --dry-run"),
    *("term begin 15 --from 2027-01-01 --until 2031-12-31 --roster 名册.csv",),
    *("activity correct 全体会议 --on 2026-01-20 --new-title 六次会议 --reason 误",),
)


@pytest.mark.parametrize("line", READING)
def test_a_damaged_ledger_is_told_in_the_place_of_what_it_says(desk: Duty, line: str) -> None:
    desk.done(f"{REPORT} -o 评比.csv")
    desk.done("attend 全体会议 --on 2026-01-20 --title 五次会议 --all-present")
    (desk.folder / "名册.csv").write_text(ROSTER, "utf-8")
    (desk.folder / "二月.csv").write_text("委员编号,姓名,履职事项,日期\n1001,赵一鸣,提案,2026-02-11\n", "utf-8")
    tamper(desk)
    assert "（记录）的内容或校验值被改动；请停止录入" in desk.refused(line, code=4)


def test_an_index_that_shows_other_rows_is_told(desk: Duty) -> None:
    with closing(sqlite3.connect(desk.folder / LEDGER)) as raw:
        roots = dict(
            raw.execute("SELECT name, rootpage FROM sqlite_schema WHERE name IN ('record_tally', 'record_source')")
        )
        raw.execute("PRAGMA writable_schema = ON")
        for name, other in zip(roots, reversed(roots), strict=True):
            raw.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", (roots[other], name))
        raw.commit()
    assert "账本核验未通过" in desk.refused(REPORT, code=4)


def test_what_is_known_to_be_sound_is_not_gone_through_again(desk: Duty, checks: list[object]) -> None:
    said = [desk.done(line) for line in (REPORT, REPORT, "explain 1001 --year 2026", REPORT)]
    assert (len(checks), said[0]) == (1, said[3])


def test_what_was_entered_since_by_this_program_alone_is_known(desk: Duty, checks: list[object]) -> None:
    for line in (REPORT, ANOTHER, f"{ANOTHER} --note 再记", REPORT):
        desk.done(line)
    assert len(checks) == 1


def test_a_ledger_damaged_before_something_was_entered_is_gone_through(desk: Duty) -> None:
    desk.done(REPORT)
    tamper(desk)
    desk.done(ANOTHER)
    desk.refused(REPORT, code=4)


def test_a_ledger_that_another_wrote_to_meanwhile_is_gone_through(
    desk: Duty, checks: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = SqliteLedger._state, list[object]()

    def state(ledger: SqliteLedger) -> FileState | None:
        if asked:
            tamper(desk, "UPDATE head SET seq = seq")
        asked.append(ledger)
        return real(ledger)

    desk.done(REPORT)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(SqliteLedger, "_state", state)
        desk.done(ANOTHER)
    desk.done(REPORT)
    assert len(checks) == 2


def test_a_ledger_that_another_wrote_to_since_is_gone_through(desk: Duty, checks: list[object]) -> None:
    desk.done(REPORT)
    tamper(desk, "UPDATE head SET seq = seq")
    desk.done(ANOTHER)
    desk.done(REPORT)
    assert len(checks) == 2


def test_a_check_makes_the_ledger_known(desk: Duty, checks: list[object]) -> None:
    desk.done("check")
    before = len(checks)
    desk.done(REPORT)
    assert len(checks) == before


def test_entering_goes_through_nothing(desk: Duty, checks: list[object]) -> None:
    desk.done(ANOTHER)
    assert checks == []


@pytest.mark.parametrize("cache", ["on", "off"])
def test_a_ledger_is_verified_with_and_without_a_cache(desk: Duty, monkeypatch: pytest.MonkeyPatch, cache: str) -> None:
    monkeypatch.setenv("DUTY_CACHE", cache)
    assert desk.done(REPORT) == desk.done(REPORT)
    tamper(desk)
    desk.refused(REPORT, code=4)


def test_nothing_worked_out_of_a_damaged_ledger_comes_back_when_it_is_put_right(desk: Duty) -> None:
    whole, said = (desk.folder / LEDGER).read_bytes(), desk.done(REPORT)
    shutil.rmtree(desk.folder / "data" / ".duty-cache")
    tamper(desk)
    assert desk(f"{REPORT} --no-verify").out != said
    desk.refused(REPORT, code=4)
    (desk.folder / LEDGER).write_bytes(whole)
    assert desk.done(REPORT) == said


def test_who_is_in_a_hurry_is_told_that_nothing_was_verified(desk: Duty) -> None:
    tamper(desk)
    answer = desk(f"{REPORT} --no-verify")
    assert (answer.code, answer.err.startswith(UNVERIFIED)) == (0, True)


def test_a_paper_is_issued_of_a_verified_ledger_alone(desk: Duty) -> None:
    assert "印发的文件总要核对账本，不能加 --no-verify" in desk.refused(f"issue {REPORT} --no-verify -o 评比.csv", 2)
    tamper(desk)
    desk.refused(f"issue {REPORT} -o 评比.csv", code=4)


def test_rules_are_not_entered_on_top_of_damage(desk: Duty) -> None:
    desk.done(REPORT)
    tamper(desk)
    file = desk.folder / "rules" / "scoring.yaml"
    file.write_text(file.read_text("utf-8") + "\n# 另写一行\n", "utf-8")
    desk.refused(REPORT, code=4)


def test_a_fault_that_damage_led_to_is_told_as_damage(desk: Duty) -> None:
    desk.done(REPORT)
    with closing(sqlite3.connect(desk.folder / LEDGER)) as raw:
        raw.execute("DROP TABLE leave")
    assert "表 leave 缺失" in desk.refused("record 1001 提案 --on 2026-03-07 --again", code=4)


def test_a_fault_that_no_damage_led_to_stays_a_fault(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duty_cli.reports.listings.roster_on", lambda *_: dict[str, str]()["a bug"])
    answer = desk("member list")
    assert (answer.code, "KeyError" in answer.err) == (70, True)


def test_a_refusal_of_a_sound_ledger_stays_that_refusal(desk: Duty, checks: list[object]) -> None:
    for _ in range(2):
        assert "“王不在”" in desk.refused("explain 王不在 --year 2026")
    assert len(checks) == 1


@pytest.mark.parametrize(
    "line",
    ["member list --sector 经济界", "record 1002 提案 --on 2026-03-07", "template records -o 表.xlsx --sector 经济界"],
)
def test_a_refusal_that_may_rest_on_damage_is_told_as_damage(desk: Duty, line: str) -> None:
    tamper(desk, "UPDATE label SET text = '经济' WHERE text = '经济界'")
    tamper(desk, "UPDATE member SET number = '1012' WHERE number = '1002'")
    assert "账本核验未通过" in desk.refused(line, code=4)


def test_a_refusal_after_something_was_entered_is_told_as_it_is(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_: object) -> None:
        raise UnwritableFile("表", "写入出错")

    tamper(desk)
    monkeypatch.setattr("duty_cli.cli.record_commands.say", lost)
    assert desk(f"{ANOTHER} --note 再记").code == UnwritableFile.exit_code


def test_a_file_that_was_written_to_is_another_state(desk: Duty) -> None:
    place = desk.folder / LEDGER
    before = state_of(place)
    assert before is not None
    assert before.stands(place)
    place.write_bytes(place.read_bytes() + b"\0")
    assert not before.stands(place)
    place.unlink()
    assert (state_of(place), before.stands(place)) == (None, False)


def test_a_report_that_is_broken_off_waits_for_nothing(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(chain_blocks, "_BLOCK", 1)
    monkeypatch.setattr("duty_cli.reports.annual_evaluation.annual_evaluation", broken_off)
    assert desk(REPORT).code == 130
