"""A case and a ledger that hold the same give the same result, whatever the rules: ``duty rules test`` is no second scorer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from duty_cli.cli.case_commands import tried_cases
from duty_cli.ledger.sqlite.sqlite_ledger import create, open_ledger
from duty_cli.model.exact_numbers import show
from duty_cli.model.ledger_protocol import CommitteeSetup, Enrolment, NewTenure, Operation, YearClosing
from duty_cli.model.members import Facet, Member, MemberKey, Person
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period, Term
from duty_cli.model.records import RecordFields, Tally
from duty_cli.model.rulebook import Rules
from duty_cli.reports.annual_evaluation import AnnualEvaluation, EvaluatedMember, annual_evaluation
from duty_cli.reports.frozen_case import frozen_case
from duty_cli.reports.rule_case_runner import mismatches, tried
from duty_cli.rules.case_files.rule_case_file import load_cases
from duty_cli.rules.case_files.rule_case_text import case_text
from duty_cli.rules.rule_files import load
from duty_cli.scoring.assessment_year import YearResult
from duty_cli.scoring.engine import Scorer
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.measures import PeerCount
from duty_cli.scoring.proposals import year_standing
from tests.effort import examples
from tests.properties.worlds import Invited, capacity_of, earlier_fields, entries, fields, members
from tests.properties.worlds import tally as tally_of
from tests.properties.written import JUDGED, MET, written
from tests.properties.written_files import files

TERM = Term(14, Period(date(2022, 1, 1), date(2026, 12, 31)))
AFTER = Operation("测试", "经办甲", datetime(2027, 1, 9, 9, tzinfo=UTC))
WHOLE = {"role": Facet.ROLE, "sector": Facet.SECTOR, "liaison_group": Facet.LIAISON_GROUP}


def fit(said: RecordFields) -> RecordFields | None:
    """The record as the gate lets it in; None where nothing can be made of it."""
    attendance = said.attendance if said.kind in MET else None
    judged = said.judged if said.kind in JUDGED else None
    lacks = (said.kind in MET and attendance is None) or (said.kind in JUDGED and judged is None)
    authors = max(said.authors or 1, said.position or 1)
    fitting = replace(said, attendance=attendance, judged=judged, authors=authors, source=None)
    # A guest cannot have been away.
    if isinstance(fitting, Invited) and attendance is not None and not attendance.present:
        fitting = replace(fitting, capacity=None)
    return None if lacks else fitting


records = st.lists((fields | earlier_fields).map(fit).filter(lambda said: said is not None), max_size=7)


def as_case(said: RecordFields) -> dict[str, object]:
    """A record as a file of cases writes it."""
    numbers = ("share", "quantity", "judged", "position", "authors")
    return {
        **{"kind": said.kind, "on": said.on, "attendance": said.attendance, "matter": said.matter},
        **{"capacity": capacity_of(said)},
        **{"stage": sorted(said.stages) or None, "level": sorted(said.levels) or None},
        **{key: None if getattr(said, key) is None else show(getattr(said, key)) for key in numbers},
    }


def one_year(was: EvaluatedMember, said: list[RecordFields], selected: dict[str, object]) -> dict[str, object]:
    """An earlier year as a file of cases writes it."""
    records = [as_case(one) for one in said]
    score = was.result.score
    categories = {one.id: show(one.score) for one in score.categories} or None
    told = {"score": show(score.total), "categories": categories, "records": records}
    return {"grade": was.result.grade, **told, **selected}


def held(member: Member) -> dict[str, object]:
    """Roles and groups as a file of cases writes them."""
    return {
        key: [{"value": one.value, "from": one.first, "until": one.last} for one in member.of(facet)] or None
        for key, facet in WHOLE.items()
    }


def in_ledger(
    folder: Path, rules: Rules, member: Member, mine: list[RecordFields], theirs: list[RecordFields]
) -> tuple[list[AnnualEvaluation], list[dict[str, object]]]:
    """The evaluations of 2025 and 2026 by a ledger that holds two members of the same tenures."""
    ledger = create(folder / "ledger.db", AFTER, CommitteeSetup("政协某市委员会", TERM))
    with ledger.writing(AFTER) as desk:
        for number, own in (("001", mine), ("002", theirs)):
            key = MemberKey(desk.append(Enrolment(number, Person("甲一", "jy"))))
            for tenure in member.tenures:
                desk.append(NewTenure(key, tenure.facet, tenure.value, tenure.first, tenure.last))
            desk.append_all(entries(key, own))
        for year in (2025, 2026):
            desk.append(YearClosing(year, rules.books[0].year_ends.of(year)))
    with ledger.reading() as reading:
        evaluations = [annual_evaluation(reading, rules, Identity("", 1, "", "", ""), year) for year in (2025, 2026)]
        return evaluations, [_chosen(score_year(reading, rules, year)) for year in (2025, 2026)]


def _chosen(result: YearResult) -> dict[str, object]:
    """The selections of a year and of its quarters that the first member stands in, as later tests look back on them."""
    found = next((key for key, one in result.members.items() if one.member.number == "001"), None)
    if found is None:
        return {"selected": [], "quarters_selected": {}}
    standing = year_standing(result, found)
    numbers = [one.number for own in (standing.quarters or {}).values() for one in own]
    return {"selected": sorted(standing.selected), "quarters_selected": {number: ["季"] for number in numbers}}


# A whole rule file is never shrunk in any time to speak of: the example as it was found says enough.
@settings(max_examples=examples(40), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(files(), members(), records, records)
def test_a_case_comes_out_as_the_ledger_does(
    tmp_path_factory: pytest.TempPathFactory,
    text: str,
    member: Member,
    mine: list[RecordFields],
    theirs: list[RecordFields],
) -> None:
    rules = load({"t.yaml": text.encode()})
    book, (office, *more) = rules.books[0], member.of(Facet.OFFICE)
    ends = book.year_ends
    mine, theirs = ([one for one in own if member.in_office(one.on)] for own in (mine, theirs))
    by_year = {year: [one for one in mine if ends.year_on(one.on) == year] for year in (2025, 2026)}
    mine = by_year[2025] + by_year[2026]
    # One stretch of office is all a case can say, and some record is there, or the year was not kept at all.
    assume(not more and any(ends.year_on(one.on) == 2026 for one in (*mine, *theirs)))
    (before, found), (chosen_before, chosen) = in_ledger(tmp_path_factory.mktemp("ledger"), rules, member, mine, theirs)
    one = next(one for one in found.members if one.member.number == "001")
    scorer = Scorer(book, ends.of(2026))
    rivals = scorer.counts(member, [tally for tally in map(_tally, theirs) if tally.on in scorer.needs])
    kept = any(ends.year_on(said.on) == 2025 for said in (*mine, *theirs))
    past = [was for was in before.members if kept and was.member.number == "001"]
    case = {
        "case": "甲", "year": 2026, "term_ends": "yes",
        "member": {"from": office.first, "until": office.last, **held(member)},
        "records": [as_case(said) for said in by_year[2026]] or None,
        "earlier": {2025: one_year(past[0], by_year[2025], chosen_before)} if past else None,
        "others": {name: _others(name, rivals) for name in scorer.compares if _is_compared(scorer, member, mine, name)},
        **chosen,
        "over_quota": "yes" if one.result.passed_over else "no",
        "expect": {"score": 0},
    }  # fmt: skip
    lines = f"format: duty-cases/1\nrules: t.yaml\ncases:\n  - {written(case)}\n"
    (read,) = load_cases("t.test.yaml", lines.encode(), lambda _: text.encode()).cases
    came = tried(book, read)
    assert came.score.total == one.result.score.total
    assert came.score.categories == one.result.score.categories
    assert came.score.lacking == one.result.score.lacking
    assert came.outcome == one.result.outcome
    consequences = {(rule.id, rule.propose) for rule in book.consequences}
    assert list(came.proposals) == [rule.id for rule in one.proposals if (rule.id, rule.propose) in consequences]


def _tally(said: RecordFields) -> Tally:
    return tally_of(said, 1)


def _is_compared(scorer: Scorer, member: Member, mine: list[RecordFields], name: str) -> bool:
    own = [tally for tally in map(_tally, mine) if tally.on in scorer.needs]
    return name in scorer.counts(member, own)


def _others(name: str, rivals: dict[str, PeerCount]) -> object:
    return [show(rivals[name].value)] if name in rivals else []


@settings(max_examples=examples(25), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(files(), members(), records, records)
def test_a_case_of_several_comes_out_as_the_ledger_does(
    tmp_path_factory: pytest.TempPathFactory,
    text: str,
    member: Member,
    mine: list[RecordFields],
    theirs: list[RecordFields],
) -> None:
    rules = load({"t.yaml": text.encode()})
    ends = rules.books[0].year_ends
    mine, theirs = ([one for one in own if member.in_office(one.on)] for own in (mine, theirs))
    mine, theirs = ([one for one in own if ends.year_on(one.on) in (2025, 2026)] for own in (mine, theirs))
    assume(rules.books[0].subject is None)
    evaluations, _ = in_ledger(tmp_path_factory.mktemp("ledger"), rules, member, mine, theirs)
    spells = [{"from": one.first, "until": one.last} for one in member.of(Facet.OFFICE)]
    expected = {year: {"score": 0} for year in (2025, 2026) if member.serves_in(ends.of(year))}
    assume(expected)
    said = {
        name: {"office": spells, **held(member), "records": [as_case(one) for one in own] or None, "expect": expected}
        for name, own in (("甲", mine), ("乙", theirs))
    }
    case = {"case": "两人", "years": [2025, 2026], "term_ends": "yes", "members": said}
    lines = f"format: duty-cases/1\nrules: t.yaml\ncommittees:\n  - {written(case)}\n"
    (tried_case,) = tried_cases(load_cases("t.test.yaml", lines.encode(), lambda _: text.encode()))
    came = {(one.case.year, one.case.sentence.partition("：")[2][0]): one for _, one in tried_case}
    for year, evaluation in zip((2025, 2026), evaluations, strict=True):
        for one in evaluation.members:
            own = came[year, "甲" if one.member.number == "001" else "乙"]
            assert (own.score.total, own.grade) == (one.result.score.total, one.result.grade)
            assert own.outcome == one.result.outcome
            assert {*own.proposals, *own.selected} == {rule.id for rule in one.proposals}
            assert own.commended == (one.candidacy is not None and one.candidacy.commended)


@settings(max_examples=examples(40), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(files(), members(), records, records)
def test_a_year_made_into_a_case_comes_to_what_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    text: str,
    member: Member,
    mine: list[RecordFields],
    theirs: list[RecordFields],
) -> None:
    rules = load({"t.yaml": text.encode()})
    assume(rules.books[0].subject is None)
    mine, theirs = ([one for one in own if member.in_office(one.on)] for own in (mine, theirs))
    folder = tmp_path_factory.mktemp("ledger")
    in_ledger(folder, rules, member, mine, theirs)
    with open_ledger(folder / "ledger.db").reading() as reading:
        (key,) = [one for one in reading.roster() if one.number == "001"]
        days = rules.books[0].year_ends.of(2026)
        assume(key.serves_in(days) and reading.has_records(days))
        case = frozen_case(reading, rules, key, 2026)
    made = case_text(case, rules.books[0], "t.yaml")
    assert "甲一" not in made
    ((book, came),) = (
        one for case in tried_cases(load_cases("t.test.yaml", made.encode(), lambda _: text.encode())) for one in case
    )
    assert book == rules.books[0]
    assert [str(one) for one in mismatches(came)] == [], made
