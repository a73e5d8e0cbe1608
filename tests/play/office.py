"""The office of the play: the clerk's command lines on the day on which they are typed, and what stands at a year's end."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty

HERE = Path(__file__).parent


@dataclass(frozen=True)
class YearEnd:
    """What stands when a year has been closed, published and decided upon."""

    failed: dict[str, list[int]]
    """Member → the failed years of the term: what is carried over."""
    proposed: list[str]
    """What the rules propose of this year: member and rule."""
    decided: list[str]
    """How far each proceeding of this year has come: member, rule and the last step."""
    open_elsewhere: list[str]
    """The proceedings of other years on which somebody is still at work."""
    issued: list[str]
    """What was issued since the last year's end."""
    owed: list[str]
    """What the calendar has as not yet done for this year, or done late."""


class Office:
    """``duty`` through the years: the clock is put on, command lines are typed, papers leave the house."""

    def __init__(self, duty: Duty, patch: pytest.MonkeyPatch) -> None:
        self.duty = duty
        self._patch = patch
        self._issued = 0
        (duty.folder / "rules").mkdir()
        for name in ("scoring.yaml", "calendar.yaml"):
            shutil.copyfile(HERE / name, duty.folder / "rules" / name)

    def on(self, day: str, *lines: str) -> str:
        """Let it be that day, and type these lines; what the last of them answered."""
        now = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=NOW.tzinfo)
        self._patch.setattr(clock, "now", lambda: now)
        return "".join([self.duty.done(line) for line in lines][-1:])

    def reports_handed_in(self, year: int, members: str) -> None:
        """The clerk imports the list of those who handed in the year's report in December."""
        rows = [f"{member},年度履职报告,{year}-12-20" for member in members.split()]
        self.duty.write(f"{year}年度报告.csv", "\n".join(["委员编号,履职事项,日期", *rows]))
        self.on(f"{year}-12-22", f"import {year}年度报告.csv")

    def bills(self, year: int, **members: int) -> None:
        """So many proposals of each member (``m007``) were filed in March."""
        rows = [
            f"{member[1:]},提案,{year}-03-08,立案,{year}年第{member[1:]}-{bill}号提案"
            for member, count in members.items()
            for bill in range(count)
        ]
        self.duty.write(f"{year}提案.csv", "\n".join(["委员编号,履职事项,日期,阶段,标题", *rows]))
        self.on(f"{year}-04-01", f"import {year}提案.csv")

    def record(self, member: str, kind: str, on: str) -> int:
        """The seq of a member's record of a kind and day."""
        [found] = [
            one["record"]["seq"]
            for one in self._lines(member, on[:4])
            if one["record"] and one["record"]["kind"] == kind
        ]
        return int(found)

    def _lines(self, member: str, year: str) -> list[Any]:
        found: Any = self.duty.json(f"explain {member} --year {year}")["lines"]
        return list(found)

    def step(self, proceeding: str, year: int, said: str) -> str:
        """Enter the next step of a proceeding, told by member and rule: ``004 约谈提醒``."""
        [seq] = [one["seq"] for one in self._proceedings(year) if _named(one) == proceeding]
        return self.duty.done(f"follow-up step {seq} {said}")

    def open_elsewhere(self, year: int) -> list[str]:
        """The proceedings of other years on which somebody is still at work."""
        return sorted(f"{one['year']} {_named(one)}" for one in self._proceedings(year, "elsewhere"))

    def rests_on_other_evidence(self, year: int) -> list[str]:
        """The proceedings whose evidence a later correction changed, as the watch names them."""
        found: Any = self.duty.json(f"watch {year}")["changed"]
        return [f"{one['year']} {_named(one)}" for one in found]

    def commended(self, year: int) -> list[str]:
        """Who is on the list of the outstanding."""
        found: Any = self.duty.json(f"annual-evaluation {year}")["members"]
        return sorted(one["number"] for one in found if one["commended"])

    def _proceedings(self, year: int, which: str = "proceedings") -> list[Any]:
        found: Any = self.duty.json(f"follow-up list {year}")[which]
        return [one for one in found if one["seq"]]

    def planned(self, name: str, year: int) -> int:
        """The seq of a planned event."""
        return next(int(one["seq"]) for one in self._plans(year) if one["name"] == name)

    def events(self, year: int) -> list[str]:
        """The events planned for a year, and how many came and were absent where it was held."""
        return [
            f"{one['on']} {one['name']}" + (f"：到{held['present']}缺{held['absent']}" if (held := one["held"]) else "")
            for one in self._plans(year)
        ]

    def _plans(self, year: int) -> list[Any]:
        found: Any = self.duty.json(f"plan list {year}")["plans"]
        return list(found)

    def warned(self, year: int) -> dict[str, str]:
        """Who will fail the year as things stand, and what is lacking."""
        found: Any = self.duty.json(f"watch {year}")["members"]
        return {one["number"]: one["lacking"] for one in found if one["fails"]}

    def near(self, year: int) -> list[str]:
        """What is near in a year: member and matter."""
        found: Any = self.duty.json(f"watch {year}")["members"]
        return sorted(
            f"{one['number']} {each['id']}" for one in found for each in one["matters"] if not each["reached"]
        )

    def owed(self, year: int) -> list[str]:
        """What the calendar has as not yet done for a year, or done late."""
        found: Any = self.duty.json(f"calendar {year}")["duties"]
        return [f"{one['duty']} {one['state']}" for one in found if one["state"] != "已办"]

    def overdue(self, year: int) -> list[str]:
        """Who has not handed in the year's report in time."""
        found: Any = self.duty.json(f"hand-in list {year} --overdue")["lines"]
        return sorted(one["number"] for one in found)

    def money(self, year: int) -> dict[str, tuple[str, str, str]]:
        """Budget, spent and left of the whole year and of each group that has a budget, in yuan."""
        found: Any = self.duty.json(f"fund report {year}")
        lines = {"全年": found["whole"], **{one["name"]: one for one in found["groups"] if one["budget"]}}
        return {name: (one["budget"], one["spent"], one["left"]) for name, one in lines.items()}

    def put_up(self, year: int, on: str, period: str) -> None:
        """Put the year's result up; until the period is over no final paper leaves the house."""
        self.on(
            on,
            f"publish annual-evaluation {year} {period} --person 委员工作室",
            f"issue annual-evaluation {year} --for 公示 -o {year}公示.docx",
        )
        assert "不能作为定稿印发" in self.duty.refused(f"issue annual-notice {year} -o {year}通报.docx")

    def publication(self, year: int, said: str) -> str:
        """Enter the next step of the publication of a year."""
        found: Any = self.duty.json(f"object list {year}")["publications"]
        return self.duty.done(f"follow-up step {found[-1]['seq']} {said} --person 委员工作室")

    def objection(self, member: str, year: int, said: str) -> str:
        """Enter the next step of a member's objection."""
        return self.duty.done(f"follow-up step {self.objected(member, year)} {said} --person 委员工作室")

    def objected(self, member: str, year: int) -> int:
        """The seq of a member's objection."""
        found: Any = self.duty.json(f"object list {year}")["objections"]
        [seq] = [one["seq"] for one in found if one["number"] == member]
        return int(seq)

    def objections(self, year: int) -> list[str]:
        """The objections of a year and how far each has come."""
        found: Any = self.duty.json(f"object list {year}")["objections"]
        return [f"{one['number']} {one['about']}：{one['steps'][-1]['step']}" for one in found]

    def score(self, member: str, year: int) -> tuple[str, str]:
        """A member's points and grade of a year."""
        found = self.duty.member(f"annual-evaluation {year}", member)
        return found["score"], found["grade"]

    def year_end(self, year: int) -> YearEnd:
        """What stands now, in a ledger that is in order."""
        assert self.duty.done("check") == ""
        members: Any = self.duty.json(f"annual-evaluation {year}")["members"]
        term: Any = self.duty.json("term-evaluation 14")["members"]
        return YearEnd(
            {one["number"]: one["failed_years"] for one in term if one["failed_years"]},
            sorted(f"{one['number']} {each['id']}" for one in members for each in one["proposals"]),
            sorted(f"{_named(one)}：{one['steps'][-1]['step']}" for one in self._proceedings(year)),
            self.open_elsewhere(year),
            self.issued_since(),
            self.owed(year),
        )

    def issued_since(self) -> list[str]:
        """What was issued since this was last asked; every paper ever issued comes out again as it left the house."""
        issues: Any = self.duty.json("issued")["issues"]
        for one in issues:
            self._comes_out_again(one)
        new, self._issued = issues[self._issued :], len(issues)
        return [f"{' '.join(one['report'])} 第{one['revision']}稿" for one in new]

    def _comes_out_again(self, issue: dict[str, Any]) -> None:
        """Made again from the ledger as it was, byte for byte what left the house."""
        line = " ".join([*issue["report"], *issue["printed"]])
        again = self.duty(f"{line} --known-at {issue['ledger']['seq']} --format {issue['format']}")
        assert sha256(again.raw).hexdigest() == issue["sha256"], line


def _named(proceeding: dict[str, Any]) -> str:
    return f"{proceeding['number']} {proceeding['about']}"
