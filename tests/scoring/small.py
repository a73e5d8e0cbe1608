"""The rest of a small rule file, invented members and records: so that a test shows only the rule it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from duty_cli.model.capacities import Capacity
from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import Item
from duty_cli.model.members import Facet, Member, MemberKey, Person, Seq, Tenure
from duty_cli.model.periods import year_of
from duty_cli.model.records import Attendance, Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.rule_files import load
from duty_cli.scoring.engine import Score, Scorer
from tests.rules import small

YEAR = year_of(2026)

SECTIONS = {
    **small.SECTIONS,
    "stages": "[提交, 立案, 重点, 优秀]",
    "levels": "[县级, 市级, 省级]",
    "kinds": """
  - {id: 全体会议, clause: 第6条, attended: yes}
  - {id: 常委会会议, clause: 第12条, attended: yes}
  - {id: 提案, clause: 第3条}
  - {id: 社情民意信息, clause: 第3条}
  - {id: 走访, clause: 第4条}
  - {id: 年度述职, clause: 第11条, judged: {at_least: -5, at_most: 10}}
  - {id: 违纪处理, clause: 第12条, conduct: yes}""",
    "categories": """
  - id: 走访
    clause: 第4条
    items: [{id: 走访, clause: 第4条, when: {kind: 走访}, points: 1, combine: sum}]""",
    "total": "{floor: 0}",
}


def rulebook(**sections: str) -> Rulebook:
    """The small file with some of its sections written otherwise."""
    written = "".join(f"{key}: {value}\n" for key, value in (SECTIONS | sections).items())
    return load({"t.yaml": written.encode()}).books[0]


def with_item(item: str, **sections: str) -> Rulebook:
    """The small file with one item, written on one line."""
    return rulebook(categories=f"[{{id: 甲类, clause: 第3条, items: [{{id: 甲, clause: 第3条, {item}}}]}}]", **sections)


def item(written: str) -> Item:
    """One item, read."""
    return with_item(written).categories[0].items[0]


def member(*roles: Tenure, first: str = "2022-01-01", last: str | None = None) -> Member:
    """A member in office from ``first`` to ``last``."""
    office = Tenure(Facet.OFFICE, "委员", date.fromisoformat(first), date.fromisoformat(last) if last else None)
    return Member(MemberKey(1), "001", Person("甲一", "jy"), (office, *roles))


def role(value: str, first: str = "2022-01-01", last: str | None = None) -> Tenure:
    """A role from ``first`` to ``last``."""
    return Tenure(Facet.ROLE, value, date.fromisoformat(first), date.fromisoformat(last) if last else None)


def tally(
    kind: str,
    on: str = "2026-03-05",
    attendance: str | None = None,
    *,
    stages: str = "",
    levels: str = "",
    share: Points | None = None,
    position: int | None = None,
    authors: int | None = None,
    matter: str | None = None,
    quantity: Points | None = None,
    judged: Points | None = None,
    count: int = 1,
    capacity: str | None = None,
) -> Tally:
    """Records alike; sets of stages and levels are written 提交、立案."""
    state = None if attendance is None else Attendance(attendance)
    reached, at_levels = (frozenset(filter(None, said.split("、"))) for said in (stages, levels))
    day = date.fromisoformat(on)
    said = {"count": count, "capacity": None if capacity is None else Capacity(capacity)}
    return Tally(kind, day, state, share, reached, at_levels, position, authors, matter, quantity, judged, **said)  # type: ignore[arg-type]


def single(tallies: Iterable[Tally]) -> list[Tally]:
    """The same records, each a tally of its own with a seq, in the order given."""
    alone = (replace(one, count=1) for one in tallies for _ in range(one.count))
    return [replace(one, seqs=(Seq(seq),)) for seq, one in enumerate(alone, 1)]


def score(book: Rulebook, *tallies: Tally, who: Member | None = None, year: int = 2026) -> Score:
    """The score of a member, or of one who holds no role."""
    return Scorer(book, book.year_ends.of(year)).score(who or member(), tallies)


def points(written: str, *tallies: Tally, who: Member | None = None) -> Points:
    """What the records earn under one item, written on one line."""
    return score(with_item(written), *tallies, who=who).total
