"""How long one member's explanation takes where a grade has a quota and the year a selection, after an evaluation.

Usage: python benchmarks/explaining.py [--members 27000] [--records 6] [--rounds 3] [--before COMMIT].
A turn is a process that reads ledger and rules, evaluates everybody, explains one member, and then others, of whom the
quickest counts: so long the call takes, not the process. The earlier build scored everybody anew for each and asked
everybody at every event, so it is given a hundredth of the members.
"""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bench import EARLIER, NOW, Bench, Side
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from duty_cli.model.members import Member
from duty_cli.model.papers import Identity
from duty_cli.reports.explanation import explain
from duty_cli.rules.rule_files import load
from duty_cli.scoring.assessment_year import MemberYear
from evaluation import SHIPPED, YEAR, Desk, evaluated, timed
from targets import Limit, Subject, Target, alone

BEST = "优秀"
SELECTION = (
    "{id: 表彰, clause: 第11条, take: top, at_most: 20%, unit: share, round: down, ties: exclude, propose: 表彰}"
)


def crowded() -> bytes:
    """The shipped rules with grades that nearly everybody reaches, so that the quota matters to all, and a selection."""
    text = SHIPPED.read_text("utf-8").replace("needed: yes", "needed: no")
    text = re.sub(r"grade_at_most: \w+", f"grade_at_most: {BEST}", text)
    text = re.sub(r"(- \{grade: \w+, min: )(\d+)", lambda band: band[1] + str(int(band[2]) // 5), text)
    return text.replace("\nconsequences:", f"\nselections:\n  - {SELECTION}\nconsequences:").encode()


def measured(path: Path) -> float:
    """The milliseconds of the quickest of twenty explanations, after an evaluation of the ledger at ``path`` and a first one."""
    desk = Desk(open_ledger(path), load({"scoring.yaml": crowded()}), path)
    identity = Identity("政协示例省委员会", 0, "", desk.rules.digest, "")
    found: list[MemberYear] = []
    with desk.ledger.reading() as reading:

        def told(member: Member) -> None:
            found.append(explain(reading, desk.rules, identity, member, YEAR).evaluated.result)

        evaluated(desk, reading)
        members = list(reading.roster())[::12][:20]
        told(members[0])
        quickest = min(timed(lambda member=member: told(member)) for member in members)  # type: ignore[misc]
    assert all(one.passed_over or one.grade == BEST for one in found), "the quota matters to each of them"
    return quickest


def explaining(bench: Bench, which: str, members: int, records: int) -> Side:
    """A turn of a build at a ledger of its own."""
    path = bench.folder / f"{which}.db"

    def called(script: str, *words: str) -> str:
        command = [sys.executable, str(Path(__file__).with_name(script)), "--alone", str(path), *words]
        done = subprocess.run(command, env=bench.env(which), check=True, capture_output=True, text=True)
        return done.stdout

    called("evaluation.py", str(members), str(records))
    return lambda: float(called("explaining.py"))


def sides(bench: Bench) -> Mapping[str, Side]:
    """Both builds, the earlier one among a hundredth of the members."""
    members, records = bench.sizes["members"], bench.sizes["records"]
    return {
        "explain": explaining(bench, NOW, members, records),
        "before": explaining(bench, EARLIER, members // 100, records),
    }


NAME = "one of 27,000 explained, quota and selection in play; before: of 270"
SUBJECT = Subject(
    (Target(NAME, "explain", before=Limit("before"), within=20),), sides, 3, {"members": 27_000, "records": 6}
)

if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        gc.disable()  # as the program does, see duty_cli.cli.main
        print(measured(Path(sys.argv[2])))
    else:
        sys.exit(alone(SUBJECT))
