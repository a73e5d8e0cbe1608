"""What rules cannot tell apart makes no difference: everybody's fast score is the score explained step by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.conditions import Alternative, Conditions, alternatives
from duty_cli.model.ledger_protocol import CommitteeSetup, Enrolment, LedgerReader, NewTenure, Operation
from duty_cli.model.ledger_protocol import Ledger as LedgerDoor
from duty_cli.model.members import Facet, Member, MemberKey, Person, Seq, Tenure
from duty_cli.model.periods import Term, year_of
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Attendance, RecordFields, Tally
from duty_cli.model.rule_conditions import records_asked
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.rules.rule_files import load
from duty_cli.scoring.assessment_year import MemberYear
from duty_cli.scoring.evaluate import YearDesk, score_year
from tests.effort import examples
from tests.properties import written_files
from tests.properties.worlds import Committee, Ledger, committees, entries, fields, members, numbered, rulebooks, seen

ACT = Operation("测试", "经办甲", datetime(2026, 12, 31, 9, tzinfo=UTC))
FOUNDING = CommitteeSetup("政协某市委员会", Term(15, year_of(2026)))
STEADY = Tenure(Facet.OFFICE, "委员", date(2022, 1, 1))


def steady(count: int) -> list[Member]:
    """Members for whom nothing changes, beside whom those of whom something does are few."""
    return [Member(MemberKey(100 + at), f"1{at:03}", Person("乙二", "ye"), (STEADY,)) for at in range(count)]


unlinked = written_files.files().map(
    lambda text: load({"t.yaml": text.replace("by_source: yes", "by_source: no").encode()})
)
"""Rules that do not ask for sources: of those that do, everything is told."""

FIELDS = {"stage": "stages", "level": "levels"}


def met(when: Alternative) -> dict[str, object]:
    """What a record says that meets the conditions, but those that refuse something."""
    said: dict[str, object] = {}
    for one in when:
        words = None if one.any_of is None else min(one.any_of)
        bounds = (one.at_least, one.at_most, None if one.above is None else one.above + 1)
        number = next((bound for bound in bounds if bound is not None), None)
        if one.field == "attendance" and words is not None:
            said["attendance"] = Attendance(words)
        elif words is not None:
            said[FIELDS.get(one.field, one.field)] = frozenset({words}) if one.field in FIELDS else words
        elif number is not None:
            said[one.field] = number
    return said


def asked(book: Rulebook) -> list[Conditions]:
    """What the rules ask of records that earn points, or are counted otherwise."""
    items = [item for category in book.categories for item in category.items]
    levels = [(*item.when, *level.when) for item in items for level in item.levels]
    barring = [when for one in book.vetoes for when in records_asked(one.test)]
    tested = [when for one in book.consequences for when in records_asked(one.test)]
    return [*(item.when for item in items), *levels, *barring, *tested]


@st.composite
def crowded(draw: st.DrawFn, rules: Rules) -> Committee:
    """One member with some records of what the rules look for, which differ in the day and in one thing besides at most."""
    said = []
    ways = [way for when in asked(rules.books[0]) for way in alternatives(when)]
    for when in draw(st.lists(st.sampled_from(ways), min_size=1, max_size=3)):
        one = replace(draw(fields), **met(when))  # type: ignore[arg-type]
        for other in draw(st.lists(fields, min_size=2, max_size=5)):
            name = draw(
                st.sampled_from(("note", "quantity", "levels", "stages", "authors", "matter", "matter", "judged"))
            )
            said.append(replace(one, **{"on": other.on, name: getattr(other, name)}))
    return [(draw(members()), numbered(said))]


scored = unlinked.flatmap(lambda rules: st.tuples(st.just(rules), committees() | crowded(rules) | crowded(rules)))


def but_lines(one: MemberYear) -> MemberYear:
    return replace(one, score=replace(one.score, lines=(), unscored=()))


@settings(max_examples=examples(150), deadline=None)
@given(scored, st.sampled_from((0, 60, 60)))
def test_as_far_as_rules_see_the_year_is_the_year_explained(world: tuple[Rules, Committee], others: int) -> None:
    rules, committee = world
    reading = cast(LedgerReader, Ledger(committee))
    fast, traced = YearDesk(reading, rules, 2026), YearDesk(reading, rules, 2026, traced=True)
    people = {member.key: member for member, _ in committee}
    whole = dict(traced.tallies())
    for key, own in fast.grouped([*people.values(), *steady(others)]):
        assert fast.judged(people[key], own) == but_lines(traced.judged(people[key], whole[key]))


FIRST_OF_A_DAY = """
format: duty-rules/1
title: 只计一次
basis: 某政协〔2026〕1号
effective: {from: 2020-01-01, to: 2030-12-31}
stages: [提交]
levels: [县级]
kinds: [{id: 走访, clause: 第1条}]
categories:
- {id: 甲类, clause: 第1条, items: [{id: 甲项, clause: 第1条, when: {kind: 走访}, points: 5, per: share, combine: once}]}
rounding: {places: 0, half: up}
total: {floor: 0}
bands: [{grade: 合格, min: 0}]
"""


@pytest.mark.parametrize(("matter", "points"), [("甲", 5), (None, 0)])
def test_of_two_records_of_a_day_the_first_by_what_they_say_counts_for_everybody_too(
    matter: str | None, points: int
) -> None:
    rules, day = load({"t.yaml": FIRST_OF_A_DAY.encode()}), date(2026, 2, 2)
    tenures = (Tenure(Facet.OFFICE, "委员", date(2022, 1, 1), None),)
    member = Member(MemberKey(1), "001", Person("甲一", "jy"), tenures)
    late = RecordFields("走访", day, number="1", attendance=Attendance.LATE)
    left = RecordFields("走访", day, number="2", attendance=Attendance.ON_LEAVE, matter=matter)
    reading = cast(LedgerReader, Ledger([(member, [late, left])]))
    found = [
        YearDesk(reading, rules, 2026, traced=traced).judged(member, own).score.total
        for traced in (False, True)
        for _, own in YearDesk(reading, rules, 2026, traced=traced).grouped([member])
    ]
    assert found == [points, points]


def fitting(said: RecordFields) -> RecordFields:
    """No more than the last of the authors, as the ledger asks."""
    return replace(said, authors=max(said.authors, said.position or 1)) if said.authors else said


def recorded(path: Path, committee: Committee) -> SqliteLedger:
    """The committee in a ledger."""
    ledger = create(path, ACT, FOUNDING)
    enter(ledger, committee)
    return ledger


def enter(ledger: LedgerDoor, committee: Committee) -> None:
    """Enter the committee in a new ledger."""
    with ledger.writing(ACT) as desk:
        for member, said in committee:
            key = MemberKey(desk.append(Enrolment(member.number, member.person)))
            desk.append_all(NewTenure(key, one.facet, one.value, one.first, one.last) for one in member.tenures)
            desk.append_all(entries(key, [fitting(one) for one in said]))


@settings(max_examples=examples(40), deadline=None)
@given(scored | st.tuples(rulebooks().map(lambda book: Rules((book,), "", {})), committees()))
def test_everybody_scored_from_the_file_is_everybody_explained_from_it(
    tmp_path_factory: pytest.TempPathFactory, world: tuple[Rules, Committee]
) -> None:
    rules, committee = world
    ledger = recorded(tmp_path_factory.mktemp("ledger") / "a.db", committee)
    with ledger.reading() as reading:
        fast, traced = score_year(reading, rules, 2026), score_year(reading, rules, 2026, traced=True)
    assert fast.cuts == traced.cuts
    assert dict(fast.members) == {key: but_lines(one) for key, one in traced.members.items()}


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
kinds = st.none() | st.frozensets(st.sampled_from(("会议", "培训", "提案", "走访", "述职", "未见过的事项")))


@settings(max_examples=examples(40), deadline=None)
@given(committees(), st.data())
def test_the_ledger_tells_tallies_apart_as_far_as_is_asked(
    tmp_path_factory: pytest.TempPathFactory, committee: Committee, data: st.DataObject
) -> None:
    turns = (date(2026, 1, 1), *sorted(data.draw(st.sets(days.filter(lambda day: day.month > 1), max_size=4))))
    with recorded(tmp_path_factory.mktemp("ledger") / "a.db", committee).reading() as reading:
        whole = dict(reading.tallies(year_of(2026), by_source=False))
        persons = data.draw(st.frozensets(st.sampled_from(sorted(whole)) if whole else st.nothing()))
        sight = Sight(
            *(turns, data.draw(kinds), persons, data.draw(kinds), data.draw(st.booleans())),
            capacities=data.draw(st.booleans()),
        )
        found = dict(reading.tallies(year_of(2026), by_source=False, sight=sight))
    assert set(found) == set(whole)
    for key, own in found.items():
        assert counts(own) == counts(seen(sight, key, whole[key]))


def counts(tallies: list[Tally]) -> Counter[Tally]:
    return Counter(replace(one, seqs=tuple[Seq, ...]()) for one in tallies)
