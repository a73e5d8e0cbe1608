"""The roster, and the terms of the committee, as known at a seq."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from duty_cli.ledger.queries.snapshot import Snapshot, standing
from duty_cli.model.members import ERASED, NO_GROUND, Facet, Ground, Member, MemberKey, Person, Roster, Tenure
from duty_cli.model.name_order import by_number
from duty_cli.model.periods import Period, Term

_FACETS = frozenset(map(str, Facet))
_day = lru_cache(date.fromisoformat)
"""Members begin and end on few days."""


class RosterQueries(Snapshot):
    """What can be asked of members and terms; see the Protocol ``LedgerReader``."""

    numbers_on = date.max
    """The day as on which members are numbered."""

    def roster(self) -> Roster:
        """All members enrolled, by number, with the last name and the standing tenures of each."""
        return self._roster_of(None)

    def bearers(self, number: str) -> Roster:
        """Those of them who bear a number, or ever bore it."""
        bore = "SELECT seq FROM member WHERE number = :number UNION SELECT member FROM numbering WHERE number = :number"
        return self._roster_of([key for (key,) in self.execute(bore, number=number)])

    def _roster_of(self, keys: Sequence[int] | None) -> Roster:
        """The members of these keys; None: all."""
        persons, tenures, numbers = _persons(self, keys), _tenures(self, keys), _numbers(self, keys)
        enrolled = self.execute(
            f"SELECT seq, number FROM member WHERE {standing('member')} {_among('seq', keys)} ORDER BY number, seq"
        )
        members = (
            Member(MemberKey(key), number, persons[key], tuple(tenures.get(key, ()))) for key, number in enrolled
        )
        own = (_numbered(member, numbers.get(member.key, ()), self.numbers_on) for member in members)
        return Roster(tuple(by_number(own, lambda member: member.number)))

    def founded(self) -> tuple[str, tuple[Term, ...]]:
        """The committee's name as last given, and its terms by number; a term given again replaces the former."""
        return terms_of(self.execute(f"SELECT {FOUNDED} FROM founding WHERE {standing('founding')} ORDER BY seq"))


FOUNDED = "founding.committee, founding.term, founding.first, founding.last"


def terms_of(founded: Iterable[tuple[str, int, str, str]]) -> tuple[str, tuple[Term, ...]]:
    """The committee's name as last given, and its terms by number, as the rows of ``FOUNDED`` say it in their order."""
    # A ledger may be founded again for a further term; the last word on a term holds.
    committee, terms = "", dict[int, Term]()
    for name, number, first, last in founded:
        committee, terms[number] = name, Term(number, Period(date.fromisoformat(first), date.fromisoformat(last)))
    return committee, tuple(terms[number] for number in sorted(terms))


def _among(column: str, keys: Sequence[int] | None) -> str:
    """The condition that a key is one of these; nothing where all are meant."""
    if keys is None:
        return ""
    return f"AND {column} IN ({', '.join(map(str, keys))})" if keys else "AND false"


def _persons(view: Snapshot, keys: Sequence[int] | None) -> dict[int, Person]:
    query = f"""
        SELECT naming.member, person.name, person.initials, person.phone
        FROM naming JOIN person ON person.seq = naming.seq
        WHERE naming.seq <= :known {_among("naming.member", keys)} ORDER BY naming.seq
    """
    return {
        member: ERASED if name is None else Person(name, initials, phone)
        for member, name, initials, phone in view.execute(query)
    }


def _numbers(view: Snapshot, keys: Sequence[int] | None) -> dict[int, list[tuple[date, str]]]:
    """The numbers given anew, by member and day."""
    query = f"""
        SELECT member, first, number FROM numbering
        WHERE {standing("numbering")} {_among("member", keys)} ORDER BY first, seq
    """
    found: dict[int, list[tuple[date, str]]] = {}
    for member, first, number in view.execute(query):
        found.setdefault(member, []).append((date.fromisoformat(first), number))
    return found


def _numbered(member: Member, anew: Iterable[tuple[date, str]], day: date) -> Member:
    """The member by the number of ``day``, and what was borne before and after."""
    numbers = ((date.min, member.number), *anew)
    if len(numbers) == 1:
        return member
    held = replace(member, numbers=numbers)
    return replace(held, number=held.number_on(day))


def _tenures(view: Snapshot, keys: Sequence[int] | None) -> dict[int, list[Tenure]]:
    query = f"""
        SELECT member, facet, value, first, last, seq, begun, begun_number, ended, ended_number
        FROM spell WHERE {standing("spell")} {_among("member", keys)} ORDER BY first, seq
    """
    texts = view.labels.texts
    facets = {number: Facet(text) for number, text in texts.items() if text in _FACETS}
    held: dict[int, list[Tenure]] = {}
    for member, facet, value, first, last, seq, *grounds in view.execute(query):
        why = _grounds(*grounds) if any(grounds) else ()
        tenure = Tenure(facets[facet], texts[value], _day(first), _day(last) if last else None, seq, *why)
        held.setdefault(member, []).append(tenure)
    return held


def _grounds(
    begun: str | None, begun_number: str | None, ended: str | None, ended_number: str | None
) -> Iterator[Ground]:
    for reason, number in ((begun, begun_number), (ended, ended_number)):
        yield Ground(reason or "", number or "") if reason or number else NO_GROUND
