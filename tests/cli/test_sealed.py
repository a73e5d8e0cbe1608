"""封存账本: a county's clerk writes one, a city's clerk checks it, with nothing but the file."""

from __future__ import annotations

import subprocess
import sys

import pytest

from duty_cli.errors.base import RulesError
from duty_cli.ledger.parquet.sealed_file import open_sealed
from tests.ledger.sample import hashed_anew
from tests.ledger.sealed_sample import rewritten, with_cell
from tests.office_server import OfficeServer
from tests.workspace import Duty

RECORD = "record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议"


@pytest.fixture
def county(duty: Duty) -> Duty:
    """A ledger with a record, written as 县.parquet."""
    duty.done(RECORD)
    duty.done("seal export -o 县.parquet")
    return duty


def test_a_ledger_is_written_and_checked(county: Duty) -> None:
    said = county.done("seal check 县.parquet")
    assert said.startswith("县.parquet：政协示例县委员会，到序号 ")
    assert "不含姓名" in said


def test_no_name_of_a_member_stands_in_the_file(county: Duty) -> None:
    data = (county.folder / "县.parquet").read_bytes()
    assert not any(name.encode() in data for name in ("赵一鸣", "孙三禾", "zym"))
    county.done("seal export --with-names -o 名.parquet")
    assert "赵一鸣".encode() in (county.folder / "名.parquet").read_bytes()


def test_results_are_those_of_the_evaluation(county: Duty) -> None:
    with open_sealed(county.folder / "县.parquet") as file:
        found = {(one.year, one.member): (one.score, one.grade) for one in file.results()}
        keys = {row.cells["number"]: row.seq for row in file.rows("member")}
    members = county.json("annual-evaluation 2026")["members"]
    assert isinstance(members, list)
    assert {(2026, keys[one["number"]]): (str(one["score"]), one["grade"]) for one in members} == found


def test_the_rules_of_the_desk_are_entered_first_as_for_a_report(county: Duty) -> None:
    county.change_rules("rounding:", "# 改过\nrounding:")
    county.done("seal export --overwrite -o 县.parquet")
    with open_sealed(county.folder / "县.parquet") as file:
        told = {one.rules for one in file.results()}
        assert told == {file.metadata.rules}
        assert len(list(file.rows("rules"))) == 2


def test_a_ledger_as_of_a_seq_is_what_it_was_then(county: Duty) -> None:
    with open_sealed(county.folder / "县.parquet") as file:
        seq = file.metadata.seq
    county.done("record 1002 年度履职报告 --on 2026-11-02")
    county.done(f"seal export --known-at {seq} -o 那时.parquet")
    assert (county.folder / "那时.parquet").read_bytes() == (county.folder / "县.parquet").read_bytes()
    assert county.refused("seal export --known-at 9999 -o 后.parquet", 4).endswith("没有序号 9999")


def test_another_ending_is_asked_for(duty: Duty) -> None:
    said = duty.refused("seal export -o 县.csv", 2)
    assert said == "错误：封存账本的文件名须以 .parquet 结尾，而不是 县.csv"


def test_a_file_of_somebody_else_is_not_replaced(county: Duty) -> None:
    county.write("别人.parquet", "别人的")
    assert "别人.parquet" in county.refused("seal export -o 别人.parquet")


def test_of_several_files_each_is_told(county: Duty) -> None:
    folder = county.folder
    (folder / "乙.parquet").write_bytes((folder / "县.parquet").read_bytes()[:-100])
    (folder / "丙.parquet").write_bytes((folder / "县.parquet").read_bytes())
    rewritten(folder / "丙.parquet", lambda table: with_cell(table, "title", table.num_rows - 12, "改"))
    answer = county("seal check 县.parquet 乙.parquet 丙.parquet")
    assert answer.code == 4
    assert answer.out.startswith("县.parquet：政协示例县委员会")
    lines = answer.err.splitlines()
    assert len(lines) == 3
    assert "乙.parquet 不是完好的封存账本" in lines[0]
    assert "丙.parquet 未通过核对" in lines[1]
    assert lines[2] == "核对了 3 份封存账本，其中 2 份未通过"


def test_without_the_library_it_is_said_what_to_install(county: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for line in ("seal export -o 乙.parquet", "seal check 县.parquet"):
        assert county.refused(line, 2).endswith("需要 pyarrow；请执行 pip install 'duty-cli[province]'")


def test_a_desk_loads_nothing_of_it() -> None:
    code = "import sys; from duty_cli.cli.main import run; run(['seal', '--help']); print('pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


def test_the_bare_command_takes_its_options_as_before(duty: Duty) -> None:
    assert "账本封存单" in duty.done("seal --unsigned --to 封存")
    assert "封存单" in duty.done("seal head --unsigned --to 又封存")
    assert "没有签名密钥" in duty.refused("seal", 2)


def forged(county: Duty, name: str, value: object, which: int = 0) -> str:
    """The file with another cell in its first rows of results, as 改.parquet."""
    place = county.folder / "改.parquet"
    place.write_bytes((county.folder / "县.parquet").read_bytes())
    with open_sealed(place) as file:
        row = file.metadata.seq + which
    rewritten(place, lambda table: with_cell(table, name, row, value))
    return place.name


def test_results_are_reckoned_anew(county: Duty) -> None:
    said = county.done("seal check 县.parquet")
    assert said.endswith("2026 年度结果 7 人次重新计算，全部一致\n")
    for name, value in (("score", "999"), ("grade", "优秀"), ("rules", "ab")):
        refusal = county.refused(f"seal check {forged(county, name, value)}", 4)
        assert "委员 1001 的 2026 年度结果写的是" in refusal, name
        assert "按文件中的规则重新计算是" in refusal
    with open_sealed(county.folder / "县.parquet") as file:
        first = next(file.results()).member
    assert "的结果写了两次" in county.refused(f"seal check {forged(county, 'member', first, 1)}", 4)
    assert "委员 " in county.refused(f"seal check {forged(county, 'member', 999, 6)}", 4)


def test_a_file_is_held_against_the_ledger_that_it_came_from(county: Duty) -> None:
    county.done("record 1002 年度履职报告 --on 2026-11-02")
    said = county.done("seal check 县.parquet --against-ledger")
    assert "与账本相符，账本此后又有 2 行" in said
    county.done(
        "--ledger 别处/data/ledger.db init 别处 --committee 政协示例县委员会 --term 14 --from 2022-01-01 --until 2026-12-31"
    )
    other = county.refused("--ledger 别处/data/ledger.db seal check 县.parquet --against-ledger", 4)
    assert "账本只到序号 " in other


def test_a_file_is_held_against_the_ledger_of_another_hand(county: Duty) -> None:
    with hashed_anew(county.folder / "data" / "ledger.db") as raw:
        raw.execute("UPDATE batch SET by = '他人'")
    assert "处的账首不同，文件不是由它写出" in county.refused("seal check 县.parquet --against-ledger", 4)


def test_a_file_is_held_against_seals_made_before_and_after(county: Duty) -> None:
    county.done("seal --unsigned --to 柜")
    county.done("record 1002 年度履职报告 --on 2026-11-02")
    county.done("seal export -o 后.parquet")
    county.done("record 1002 年度履职报告 --on 2025-11-02")
    county.done("seal --unsigned --to 柜")
    first, second = sorted(one.name for one in (county.folder / "柜").iterdir())
    said = county.done("seal check 后.parquet --against 柜")
    assert f"与封存 {first} 相符，没有签名，请与封存单核对" in said
    assert f"封存 {second} 在此之后" in said
    with hashed_anew(county.folder / "data" / "ledger.db") as raw:
        raw.execute("UPDATE batch SET by = '他人'")
    county.done("seal export --overwrite -o 改.parquet")
    refusal = county.refused(f"seal check 改.parquet --against 柜/{first}", 4)
    assert f"处的账首与封存 {first} 不符，封存以后被改写" in refusal


def test_rules_that_cannot_be_read_are_told(county: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(_: object) -> object:
        raise RulesError("第 1 行：看不懂\n共 1 处")

    monkeypatch.setattr("duty_cli.rules.rule_files.load", unread)
    said = county.refused("seal check 县.parquet", 3)
    assert said.endswith("结果未能重新计算：第 1 行：看不懂；请用写出它的版本核对")


def test_a_ledger_on_a_server_makes_the_same_file(county: Duty, office_server: OfficeServer) -> None:
    url = office_server.new_database("sealing")
    county.done(f"ledger copy data/ledger.db {url}")
    for more in ("", "--with-names"):
        county.done(f"seal export {more} --overwrite -o 县.parquet")
        county.done(f"--ledger {url} seal export {more} -o 服{more}.parquet")
        assert (county.folder / f"服{more}.parquet").read_bytes() == (county.folder / "县.parquet").read_bytes()
    assert "与账本相符" in county.done(f"--ledger {url} seal check 县.parquet --against-ledger")
