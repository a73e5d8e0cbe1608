"""Cases of several members (``committees``): form to case, and what of them does not fit the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duty_cli.model.parsed_rows import Problem
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import StepMeaning
from duty_cli.model.records import RecordFields
from duty_cli.model.rule_cases import Aspect, CaseDecision, CommitteeCase, CommitteeMember, Expectation
from duty_cli.model.rulebook import Rules, YearRules
from duty_cli.rules.case_files.case_misfits import (
    Misfit,
    of_names,
    of_quarters,
    of_record,
    of_selected,
    of_sources,
    uncovered,
    unknown,
)
from duty_cli.rules.case_files.case_parts import expectations, seen_by_rules, tenures
from duty_cli.rules.case_files.rule_case_form import (
    CommitteeForm,
    CommitteeMemberForm,
    DecisionForm,
    RecordForm,
    YearExpectForm,
)
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap


def committee(form: CommitteeForm, source: SourceMap, loc: Loc, rules: Rules) -> CommitteeCase:
    """The case, with the place of each expectation."""
    ruled = [found for year in form.years if (found := rules.of_year(year)) is not None]
    members = tuple(_member(name, one, source, (*loc, "members", name)) for name, one in form.members.items())
    days = Period(ruled[0].days.first, ruled[-1].days.last)
    return CommitteeCase(form.case, source.place(loc), form.years, days, form.term_ends, members)


def _member(name: str, form: CommitteeMemberForm, source: SourceMap, loc: Loc) -> CommitteeMember:
    return CommitteeMember(
        *(name, form.times, tenures(form)),
        tuple(pair for one in form.records for pair in [(_fields(one), one.capacity)] * one.times),
        tuple(CaseDecision(one.year, one.about, StepMeaning(one.outcome), one.on) for one in form.decisions),
        {year: _expected(one, source, (*loc, "expect", str(year))) for year, one in form.expect.items()},
    )


def _fields(one: RecordForm) -> RecordFields:
    """The record as a ledger holds it."""
    return RecordFields(one.kind, one.on, **seen_by_rules(one), number=one.number, source=one.source)


def _expected(form: YearExpectForm, source: SourceMap, loc: Loc) -> tuple[Expectation, ...]:
    said = expectations(form, source, loc)
    if form.commended is None:
        return said
    words = "是" if form.commended else "否"
    return (*said, Expectation(Aspect.COMMENDED, "", words, source.place((*loc, "commended"))))


def committee_misfits(forms: Sequence[CommitteeForm], source: SourceMap, rules: Rules) -> Iterator[Problem]:
    """All that does not fit the rules, in the order of the file."""
    for at, form in enumerate(forms):
        found = list(_of_committee(("committees", at), form, rules))
        yield from sorted(source.problem(*misfit) for misfit in found)


def _of_committee(loc: Loc, form: CommitteeForm, rules: Rules) -> Iterator[Misfit]:
    if rules.subject is not None:
        yield loc, "规则文件以组别为对象，没有委员一起评比", "请写在 cases 里，一个组写作一名 member"
        return
    ruled = {year: rules.of_year(year) for year in form.years}
    for at, year in enumerate(form.years):
        if ruled[year] is None:
            yield uncovered((*loc, "years", at), year, rules)
    known = {year: found for year, found in ruled.items() if found is not None}
    if len(known) < len(ruled):
        return
    for name, one in form.members.items():
        yield from _of_member((*loc, "members", name), one, known)
    records = [
        ((*loc, "members", name, "records", at), record)
        for name, one in form.members.items()
        for at, record in enumerate(one.records)
    ]
    yield from of_sources(records)


def _of_member(loc: Loc, form: CommitteeMemberForm, known: dict[int, YearRules]) -> Iterator[Misfit]:
    if form.times > 1 and any(record.number for record in form.records):
        yield (*loc, "times"), f"有编号的记录不能是 {form.times} 名委员的", "请把他们一名一名写"
    for at, record in enumerate(form.records):
        place: Loc = (*loc, "records", at)
        found = next((one for one in known.values() if record.on in one.days), None)
        if found is None:
            years = "、".join(map(str, known))
            yield (*place, "on"), f"{record.on} 不在 {years} 年度内", "请核对日期，或在 years 里补上那一年"
        else:
            yield from of_record(place, record, form, found.book)
    for at, decision in enumerate(form.decisions):
        yield from _of_decision((*loc, "decisions", at), decision, known)
    for year, expected in form.expect.items():
        place = (*loc, "expect", str(year))
        if year not in known:
            yield place, f"years 里没有 {year} 年", "请核对年度，或在 years 里补上这一年"
        else:
            yield from _of_expected(place, expected, form, known[year])


def _of_decision(loc: Loc, form: DecisionForm, known: dict[int, YearRules]) -> Iterator[Misfit]:
    if form.year not in known:
        yield (*loc, "year"), f"years 里没有 {form.year} 年", "请核对年度，或在 years 里补上这一年"
    elif form.about is not None:
        book = known[form.year].book
        yield from unknown(loc, "about", "后果", [form.about], [one.id for one in book.consequences])
    if form.year in known and form.on <= known[form.year].days.first:
        yield (*loc, "on"), f"{form.on} 早于 {form.year} 年度", "对一个年度的决定在它开始以后作出，请核对日期"


def _of_expected(loc: Loc, form: YearExpectForm, member: CommitteeMemberForm, ruled: YearRules) -> Iterator[Misfit]:
    yield from of_names(loc, form, ruled.book)
    yield from of_selected(loc, form.selected, ruled.book)
    yield from of_quarters(loc, form.quarters_selected, ruled.book)
    days = ruled.days
    if not any(first <= days.last and days.first <= (last or days.last) for first, last in member.spells):
        yield loc, f"该委员在 {ruled.year} 年度没有任职，没有结果", "请核对年度，或任期的起止（from、until 或 office）"
