"""A small roster of invented members for the tests of this room."""

from datetime import date

from duty_cli.model.members import Facet, Member, MemberKey, Person, Roster, Tenure
from duty_cli.parsing.pinyin import initials

START = date(2022, 1, 10)


def roster(*people: str) -> Roster:
    """Members written as ``编号 姓名 界别``, with _ for the spaces in a name."""
    return Roster(tuple(_member(key, *person.split(" ", 2)) for key, person in enumerate(people, 1)))


def _member(key: int, number: str, name: str, sector: str = "") -> Member:
    full = name.replace("_", " ")
    tenures = (Tenure(Facet.SECTOR, sector, START),) if sector else ()
    return Member(MemberKey(key), number, Person(full, initials(full)), tenures)
