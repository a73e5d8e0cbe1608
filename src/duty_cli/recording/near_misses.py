"""Names that may be slips for names on the roster: whoever enters them has to say that they are others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from duty_cli.errors.member_errors import LikeNames
from duty_cli.model.members import Facet, Member, Roster, Tenure
from duty_cli.model.parsed_rows import ParsedMember
from duty_cli.parsing.member_lookup import label
from duty_cli.parsing.near_names import HEARD, NAMED, known_values, near_of, near_person

Doubt = tuple[int, str, str]
"""What may be a slip: its line, its heading, and what it is like."""


def refuse_near_groups(roster: Roster, tenures: Iterable[Tenure]) -> None:
    """Refuse groups that may be slips for others. Raises LikeNames."""
    doubts = [
        what
        for tenure in tenures
        if (what := _near_group(tenure.facet, tenure.value, known_values(roster, tenure.facet)))
    ]
    if doubts:
        raise LikeNames(doubts)


def doubts_of_rows(roster: Roster, rows: Sequence[ParsedMember]) -> Iterator[Doubt]:
    """What in the rows of a roster may be a slip for a name on the roster, or for one that more of the rows have."""
    yield from doubts_of_groups(roster, rows)
    yield from _near_people(roster, rows)


def doubts_of_groups(roster: Roster, rows: Sequence[ParsedMember]) -> Iterator[Doubt]:
    """The same of groups alone, where it is known otherwise who the people are."""
    for facet in (*NAMED, *HEARD):
        known = known_values(roster, facet)
        written = Counter(value for row in rows for value in _values(row, facet))
        for value in written:
            usual = [other for other, count in written.most_common() if _before(other, count, value, written)]
            what = _near_group(facet, value, [*known, *usual]) if value not in known else ""
            if what:
                line = next(row.line for row in rows if value in _values(row, facet))
                yield line, facet.value, what


def _values(row: ParsedMember, facet: Facet) -> tuple[str, ...]:
    """What a row says of a facet; of roles there may be several."""
    if facet is Facet.ROLE:
        return row.roles
    value = row.group(facet)
    return (value,) if value else ()


def _before(other: str, count: int, value: str, written: Counter[str]) -> bool:
    """Whether another name of the file is the one that ``value`` would be a slip for: the more usual, else the first."""
    if other == value:
        return False
    order = list(written)
    return count > written[value] or (count == written[value] and order.index(other) < order.index(value))


def _near_group(facet: Facet, value: str, known: Sequence[str]) -> str:
    near = near_of(facet, value, known)
    return f"{facet}“{value}”与已有的“{near}”相近" if near else ""


def new_values(before: Roster, now: Roster) -> Iterator[tuple[Facet, list[str]]]:
    """The groups, parties and roles that nobody had before, of facets of which somebody had one."""
    return _new(before, lambda facet: known_values(now, facet))


def new_in_rows(before: Roster, rows: Sequence[ParsedMember]) -> Iterator[tuple[Facet, list[str]]]:
    """The same of what the rows of a roster would bring."""
    return _new(before, lambda facet: dict.fromkeys(value for row in rows for value in _values(row, facet)))


def _new(before: Roster, written: Callable[[Facet], Iterable[str]]) -> Iterator[tuple[Facet, list[str]]]:
    for facet in (*NAMED, *HEARD):
        had = set(known_values(before, facet))
        new = [value for value in written(facet) if value not in had]
        if had and new:
            yield facet, new


def _near_people(roster: Roster, rows: Sequence[ParsedMember]) -> Iterator[Doubt]:
    seen: set[str] = set()
    for row in rows:
        there = roster.numbered(row.number, row.first)
        # Whoever bears both number and name is no second person.
        if row.number not in seen and (there is None or there.name != row.name):
            near = near_person(row.name, roster)
            if near is not None:
                yield row.line, "姓名", _near_name(row.name, near)
        seen.add(row.number)


def _near_name(name: str, near: Member) -> str:
    how = "同名" if near.name == name else "名字同音"
    return f"“{name}”与名册上的 {label(near)} {how}"
