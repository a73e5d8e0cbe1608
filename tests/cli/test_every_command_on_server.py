"""Every command of a desk answers on a server as it does on a file: the same words, the same figures, the same heads."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from duty_cli.cli import clock
from duty_cli.cli.command_table import TABLE
from tests.cli.test_outputs import LINES as OUTPUTS
from tests.office_server import PROGRAMS, OfficeServer
from tests.workspace import NOW, ROSTER, RULES, Answer, Duty

MEMBERS = "委员编号,姓名,原编号,界别,任职日期,离任日期\n1001,孙三禾,1003,经济界,2027-01-01,\n"
LISTS = {
    "名册.csv": ROSTER,
    "新名册.csv": MEMBERS,
    "表.csv": "委员编号,履职事项,日期,标题,阶段\n1002,提案,2026-03-06,乙,立案\n",
    "再.csv": "委员编号,履职事项,日期,标题,阶段\n1003,提案,2026-03-07,丙,立案\n",
    "往年.csv": "委员编号,姓名,年度,积分,等次,文号\n1003,孙三禾,2022,55,不合格,示政协〔2023〕1号\n",
    "支出.csv": "日期,用途,金额,活动,经手人\n2026-03-10,租车,100.00,,王会计\n",
    "清单.txt": "member list\nlog --last 1\n",
}
ENTERING = """\
init --committee 政协示例县委员会 --term 14 --from 2022-01-01 --until 2026-12-31
member import 名册.csv
history import 往年.csv
record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 甲
record 1001 年度履职报告 --on 2026-11-02
attend 全体会议 --on 2026-01-20 --title 五次会议 --all-present --except 缺席=1003
record 1001 提案 --on 2025-03-05 --stage 提交、立案 --title 河道
attend 委员活动日 --on 2026-02-03 --title 冬季活动日 --members 1001、1002 --all-present
settle 委员活动日 --on 2026-02-03 --title 冬季活动日 --missing 缺席 --all
activity correct 全体会议 --on 2026-01-20 --new-title 县五次会议 --reason 名称有误
leave 1004 --from 2026-04-01 --until 2026-04-30 --reason 因病 --granted-by 秘书长
plan add 委员活动日 --on 2026-12-02 --title 冬季活动日 --place 城东社区
plan sheet {plan}
plan move {plan} --on 2026-12-03 --reason 防汛
plan cancel {plan} --reason 不办
plan add 委员活动日 --on 2026-12-04 --title 冬季活动日 --place 城东社区
import 表.csv
import 再.csv --dry-run
collect 报送
undo {last} --reason 误导
import 表.csv
correct {record} 标题=甲甲 --reason 漏字
void {record} --reason 登错
correct-by {last} --by 李文书 --reason 代登
member add 1020 许新 --from 2026-02-01 --sector 教育界 --reason 增补
member show 1020
member correct 1020 --from 2026-02-02 --reason 日期有误
member rename 1020 --name 许新新
member leave 1020 --on 2026-05-01 --reason 调离 --number 示政协〔2026〕3号
member join 1020 --from 2026-06-01 --sector 教育界
appoint 1002 --party 中共 --from 2026-03-01
hand-in 1002 年度履职报告 --year 2026 --on 2026-11-10 --received-by 经办
hand-in verify 表.csv
fund budget 10000 --year 2026
fund spend 100 租车 --on 2026-03-10 --person 王会计
fund import 支出.csv
term list
close-year 2025 --although-open
publish annual-evaluation 2025 --days 5 --person 办公室
object 1001 --year 2025 --on 2026-11-20 --person 办公室 --words 不服
follow-up step {objection} 答复 --on 2026-11-20 --person 办公室 --words 已核对
follow-up open 2025 --on 2026-11-20 --person 办公室 --meeting 主席会议
follow-up step {proceeding} 决定 --on 2026-11-20 --person 主席会议 --meeting 主席会议 --number 示政协〔2026〕5号 --words 同意
choose 2025 1001 --on 2026-11-20 --person 主席会议 --meeting 主席会议 --words 选定
issue quarter-report 2026-Q1 -o 一季度.csv
verify-report 一季度.csv
erase 1006 --reason 本人申请 --yes
rules check
rules test rules
rules new 新细则.yaml
rules upgrade rules/scoring.yaml
rules restore
map new 表.csv --yes
shell 清单.txt
completion bash
seal --unsigned --to 封存
seal export -o 县.parquet
seal check 县.parquet
check
backup --to 备份
restore 备份/ledger-20261123-090000.zip
merge 备份/ledger-20261123-090000.zip
term begin 15 --from 2027-01-01 --until 2031-12-31 --roster 新名册.csv --yes --again
"""
REFUSED = {
    "choose 2025 1001 --on 2026-11-20 --person 主席会议 --meeting 主席会议 --words 选定",
    "rules test rules",
    "member seats",
    "province report 报送 --year 2026",
}
"""What this committee cannot do, wherever its ledger is."""

ELSEWHERE = {"ledger copy", "ledger roles", "ledger upgrade"}
"""What is tried by itself, because it speaks of the place."""


def lines() -> Iterator[str]:
    """What is entered first, then every report, and at the end what goes on."""
    entering = ENTERING.splitlines()
    yield from entering
    yield from (ARGUED.get(name, line) for name, line in OUTPUTS.items())


ARGUED = {
    "plan sheet": "plan sheet {plan}",
    "minutes": "minutes --on 2026-01-20",
    "letter commendation": "letter commendation 2025",
    "letter answer": "letter answer {objection}",
    "rules diff": "rules diff rules/scoring.yaml rules/scoring.yaml --year 2026",
    "seal export": "seal export -o 县二.parquet",
    **{
        name: f"{OUTPUTS[name]} -o {name.partition(' ')[2]}.{'docx' if 'sign' in name else 'xlsx'}"
        for name in OUTPUTS
        if name.startswith("template ")
    },
}
"""What some of the reports are to be asked here."""


def commands(line: str) -> set[str]:
    """The command that a line calls, alone and with the next word."""
    first, *more = shlex.split(line)
    return {first, f"{first} {more[0]}"} if more else {first}


def test_every_command_is_tried_here() -> None:
    groups = {name.rpartition(" ")[0] for name in TABLE if " " in name}
    led = {"plan", "leave", "hand-in", "object", "seal"}  # a group whose bare call is one of its commands
    tried = set().union(*map(commands, lines())) | {"leave add", "hand-in add", "object add", "seal head"}
    assert {name for name in TABLE if name and name not in groups - led} - tried - ELSEWHERE == set()


class Played:
    """What all lines answer at one desk, what is of the place taken out."""

    def __init__(self, duty: Duty, place: str, patch: pytest.MonkeyPatch) -> None:
        self.answers: dict[str, Answer] = {}
        salts = count(1)
        patch.setattr(secrets, "token_bytes", lambda size: next(salts).to_bytes(size))
        (duty.folder / "rules").mkdir(parents=True)
        shutil.copyfile(RULES, duty.folder / "rules" / "scoring.yaml")
        for name, text in LISTS.items():
            duty.write(name, text)
        (duty.folder / "报送").mkdir()
        shutil.copyfile(duty.folder / "再.csv", duty.folder / "报送" / "再.csv")
        for number, line in enumerate(lines()):
            answer = duty(self._meant(duty, line))
            assert answer.code != 70, answer.err
            self.answers[f"{number} {line}"] = _without(answer, duty.folder, place)

    @staticmethod
    def _meant(duty: Duty, line: str) -> str:
        find: dict[str, Callable[[], object]] = {
            "last": duty.last_batch,
            "record": lambda: duty.seqs("1001")[0],
            "plan": lambda: _first(duty, "plan list 2026", "plans"),
            "proceeding": lambda: _first(duty, "follow-up list 2025", "proceedings"),
            "objection": lambda: _first(duty, "object list 2025", "objections"),
        }
        return line.format(**{name: seek() for name, seek in find.items() if f"{{{name}}}" in line})


def _first(duty: Duty, line: str, key: str) -> object:
    """The first seq in a list; one that is not there, where none is."""
    found: Any = duty.json(line)[key]
    return next((one["seq"] for one in found if one["seq"]), 999)


def _without(answer: Answer, folder: Path, place: str) -> Answer:
    out, err = answer.raw, answer.err
    for said, plain in ((place, "LEDGER"), (str(folder), "FOLDER"), ("data/ledger.db", "LEDGER")):
        out, err = out.replace(said.encode(), plain.encode()), err.replace(said, plain)
    told = [one for one in err.splitlines() if not one.startswith("账本建在")]
    return Answer(answer.code, out, "\n".join(told))


@pytest.mark.usefixtures("own_folder")
def test_a_server_answers_as_a_file_does(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    office_server: OfficeServer,
) -> None:
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DUTY_BY", "经办人甲")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    played = []
    for name in ("file", "server"):
        folder = tmp_path / name / "履职"
        folder.mkdir(parents=True)
        monkeypatch.chdir(folder)
        place = office_server.new_database("office") if name == "server" else "data/ledger.db"
        if name == "server":
            monkeypatch.setenv("DUTY_LEDGER", place)
        played.append(Played(Duty(folder, capsysbinary), place, monkeypatch).answers)
    file, server = played
    for line, answer in file.items():
        assert server[line] == answer, line
    assert {line.split(" ", 1)[1] for line, answer in file.items() if answer.code not in (0, 1)} == REFUSED
