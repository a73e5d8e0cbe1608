"""Files of cases (``duty rules test``): bytes to cases, or every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import PurePath
from typing import Any

from duty_cli.errors.rule_errors import CaseProblems
from duty_cli.model.column_sorts import ColumnSort
from duty_cli.model.exact_numbers import show
from duty_cli.model.grading_rules import NO_GRADE, OPEN
from duty_cli.model.members import Facet, Member, MemberKey, Person, Seq, Tenure
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.record_families import Families, Link, families
from duty_cli.model.records import COLUMNS, TALLIED, Tally
from duty_cli.model.rule_cases import Aspect, CaseFile, EarlierYear, Expectation, RuleCase, Value
from duty_cli.model.rule_conditions import ScoreIs, Test, asks_selections, facts_asked, grades_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules import validation_messages, yaml_reader
from duty_cli.rules.form_fields import Vocabulary, hint
from duty_cli.rules.rule_case_form import CaseForm, CasesForm, EarlierForm, ExpectForm, MemberForm, RecordForm
from duty_cli.rules.rule_files import load
from duty_cli.rules.source_map import Loc, SourceMap, beside
from duty_cli.scoring.engine import Scorer


def case(form: CaseForm, source: SourceMap, loc: Loc) -> RuleCase:
    """The case, with the place of each expectation."""
    tallies = _by_year({form.year: form.records, **{year: one.records for year, one in form.earlier.items()}})
    return RuleCase(
        sentence=form.case,
        place=source.place(loc),
        year=form.year,
        member=_member(form.member),
        tallies=tallies[form.year],
        earlier={
            year: EarlierYear(one.grade or NO_GRADE, one.score, tallies[year], frozenset(one.selected))
            for year, one in sorted(form.earlier.items())
        },
        others=form.others,
        selected=frozenset(form.selected or ()),
        over_quota=bool(form.over_quota),
        term_ends=form.term_ends,
        expected=tuple(
            Expectation(aspect, name, value, source.place((*loc, "expect", *at)))
            for aspect, name, value, at in _expected(form.expect)
        ),
    )


def _member(form: MemberForm) -> Member:
    """A member without name or number, in office all along where no days are said."""
    tenures = [Tenure(Facet.OFFICE, "委员", form.from_ or date.min, form.until)]
    for facet in Facet:
        held = getattr(form, facet.name.lower(), ())
        tenures += [Tenure(facet, one.value, one.from_ or date.min, one.until) for one in held]
    return Member(MemberKey(0), "", Person("", ""), tuple(tenures))


def _by_year(records: Mapping[int, tuple[RecordForm, ...]]) -> dict[int, tuple[Tally, ...]]:
    """The records of each year, each with its place among all for a seq, so that a trace line is known by it."""
    places = {year: count(1 + sum(len(own) for other, own in records.items() if other < year)) for year in records}
    numbered = {year: [(Seq(next(places[year])), one) for one in own] for year, own in records.items()}
    every = [pair for own in numbered.values() for pair in own]
    linked = families(Link(seq, one.number, one.matter, one.source) for seq, one in every if one.number or one.source)
    return {year: tuple(_tally(seq, one, linked) for seq, one in own) for year, own in numbered.items()}


def _tally(seq: Seq, one: RecordForm, linked: Families) -> Tally:
    said: dict[str, Any] = {name: getattr(one, key) for name, key in _KEYS.items()}
    sets = {name: frozenset(said[name]) for name in _KEYS if COLUMNS[name].sort is ColumnSort.WORDS}
    family = linked.family(seq, one.matter)
    return Tally(one.kind, one.on, **{**said, **sets}, count=one.times, seqs=(seq,), family=family)


_KEYS = {name: (column.rules and column.rules.key) or name for name, column in COLUMNS.items() if name in TALLIED}
"""What rules see of a record → the key under which a case says it."""


def _expected(form: ExpectForm) -> Iterator[tuple[Aspect, str, Value, Loc]]:
    """Each aspect that is spoken of: its name and value, and the way to it."""
    if form.score is not None:
        yield Aspect.SCORE, "", form.score, ("score",)
    if form.grade is not None:
        yield Aspect.GRADE, "", form.grade, ("grade",)
    for name, points in form.categories.items():
        yield Aspect.CATEGORY, name, points, ("categories", name)
    for name, points in form.items.items():
        yield Aspect.ITEM, name, points, ("items", name)
    for aspect, key in _SETS.items():
        names = getattr(form, key)
        if names is not None:
            yield aspect, "", frozenset(names), (key,)


_SETS = {
    Aspect.PROPOSALS: "proposals",
    Aspect.NOT_SCORED: "not_scored",
    Aspect.MINIMUMS: "minimums_missed",
    Aspect.TERM_MINIMUMS: "term_minimums_missed",
    Aspect.VETOES: "vetoes",
    Aspect.LACKING: "lacking",
}


Misfit = tuple[Loc, str, str]
"""Where, what is wrong, what to do."""


def misfits(form: CasesForm, source: SourceMap, book: Rulebook) -> Iterator[Problem]:
    """All that does not fit the rulebook, in the order of the file."""
    for at, case in enumerate(form.cases):
        found = _of_case(("cases", at), case, book)
        yield from sorted(source.problem(*misfit) for misfit in found)


def rivals_missing(case: RuleCase, loc: Loc, book: Rulebook) -> Iterator[Misfit]:
    """Items that compare the member with others, of whom the case says nothing: it is never taken for the first place."""
    scorer = Scorer(book, book.year_ends.of(case.year))
    own = [tally for tally in case.every if tally.on in scorer.needs]
    for name in scorer.counts(case.member, own):
        if name not in case.others:
            advice = f"请写 others: {{{name}: [其他人的计数]}}，没有其他人的写 []"
            yield loc, f"计分项“{name}”与其他人比较，这里没有写其他人的计数", advice
    for name in case.others:
        if name not in scorer.compares:
            yield (*loc, "others", name), f"没有与其他人比较的计分项“{name}”", hint(name, tuple(scorer.compares))


def _of_case(loc: Loc, case: CaseForm, book: Rulebook) -> Iterator[Misfit]:
    days = book.year_ends.of(case.year)
    if days.first not in book.effective or days.last not in book.effective:
        yield (*loc, "year"), f"规则文件 {book.file} 不覆盖 {case.year} 年（{book.effective}）", "请核对年度"
    yield from _of_records((*loc, "records"), case.records, case.year, case.member, book)
    yield from _of_selected(loc, case, book)
    yield from _of_quotas(loc, case, book)
    yield from _of_sources(loc, case)
    for year, earlier in case.earlier.items():
        yield from _of_earlier((*loc, "earlier", str(year)), year, earlier, case, book)
    yield from _of_names((*loc, "expect"), case.expect, book)


def _of_earlier(loc: Loc, year: int, earlier: EarlierForm, case: CaseForm, book: Rulebook) -> Iterator[Misfit]:
    if year >= case.year:
        yield loc, f"{year} 年不早于本例的 {case.year} 年", "earlier 只写以前的年度"
    if earlier.grade is None and book.bands:
        yield loc, "这一年没有写等次", "请写成 年度: 等次，或 {grade: 等次, …}"
    if earlier.score is None and any(_by_score(rule.test) for rule in book.consequences):
        yield loc, "规则按历年分数判断，这一年没有写分数", "请写成 {grade: 等次, score: 分数}"
    for at, name in enumerate(earlier.selected):
        if name not in (known := tuple(rule.id for rule in book.selections)):
            yield (*loc, "selected", at), f"没有名为“{name}”的评选", hint(name, known)
    yield from _of_records((*loc, "records"), earlier.records, year, case.member, book)


def _of_selected(loc: Loc, case: CaseForm, book: Rulebook) -> Iterator[Misfit]:
    """Who is selected is known of all together: what is proposed for it can be told of one only where the case says so."""
    known = tuple(rule.id for rule in book.selections)
    for at, name in enumerate(case.selected or ()):
        if name not in known:
            yield (*loc, "selected", at), f"没有名为“{name}”的评选", hint(name, known)
    asked = any(asks_selections(rule.test) for rule in book.consequences)
    if asked and case.selected is None and case.expect.proposals is not None:
        yield (
            (*loc, "expect", "proposals"),
            "后果要看本年的评选，这里没有写",
            "请在本例写 selected: [评选名]，没有入选的写 selected: []",
        )


def _of_quotas(loc: Loc, case: CaseForm, book: Rulebook) -> Iterator[Misfit]:
    """Who is within a quota is known of all together: what rests on such a grade can be told of one where the case says so."""
    grades = {grade for quota in book.quotas for grade in (quota.grade, quota.overflow_to)}
    asked = any(grades & grades_asked(rule.test) for rule in book.consequences)
    if asked and case.over_quota is None and case.expect.proposals is not None:
        yield (
            (*loc, "expect", "proposals"),
            "后果要看有名额的等次，是否超出名额这里没有写",
            "请在本例写 over_quota: no（在名额以内）或 over_quota: yes（超出名额，归入较低的等次）",
        )


def _of_sources(loc: Loc, case: CaseForm) -> Iterator[Misfit]:
    """Numbers written twice, and sources that no record bears."""
    every: list[tuple[Loc, tuple[RecordForm, ...]]] = [(("records",), case.records)]
    every += [(("earlier", str(year), "records"), one.records) for year, one in case.earlier.items()]
    listed = [((*loc, *place, at), one) for place, records in every for at, one in enumerate(records)]
    seen: set[str] = set()
    for place, one in listed:
        if one.number is not None and one.number in seen:
            yield (*place, "number"), f"编号“{one.number}”写了两次", "编号不能重复"
        seen |= {one.number} if one.number else set()
    for place, one in listed:
        if one.source is not None and one.source not in seen:
            yield (*place, "source"), f"没有编号为“{one.source}”的记录", "来源编号写另一条记录的 number"


def _by_score(test: Test) -> bool:
    return any(isinstance(fact, ScoreIs) for fact in facts_asked(test))


def _of_records(
    loc: Loc, records: Iterable[RecordForm], year: int, member: MemberForm, book: Rulebook
) -> Iterator[Misfit]:
    for at, record in enumerate(records):
        if record.on not in book.year_ends.of(year):
            own = book.year_ends.year_on(record.on)
            advice = f"请写在 earlier 的 {own} 年度里" if own < year and _in_own_days(record, book) else "请核对日期"
            yield (*loc, at, "on"), f"{record.on} 不在 {year} 年度内", advice
        if (member.from_ and record.on < member.from_) or (member.until and record.on > member.until):
            yield (*loc, at, "on"), f"该委员在 {record.on} 不在任", "请核对日期，或 member 的 from、until"
        yield from (((*loc, at), what, advice) for what, advice in _of_kind(record, book))


def _in_own_days(record: RecordForm, book: Rulebook) -> bool:
    """Whether an item reckons over days of its own that hold the record's."""
    items = (item for category in book.categories for item in category.items)
    return any(item.days is not None and record.on in item.days for item in items)


def _of_kind(record: RecordForm, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Fields that the kind has no use for, or lacks."""
    kind = book.kinds[record.kind]
    if kind.attended and record.attendance is None:
        yield f"“{kind.id}”记出席情况，这里没有写", "请写 attendance，如 attendance: 出席"
    if not kind.attended and record.attendance is not None:
        yield f"“{kind.id}”不记出席情况", "请删去 attendance"
    named = record.position or 1
    if kind.authors_at_most is not None and named > kind.authors_at_most:
        yield f"“{kind.id}”最多登记 {kind.authors_at_most} 名作者", "请核对 position"
    if kind.judged is None:
        if record.judged is not None:
            yield f"“{kind.id}”不设评定分", "请删去 judged"
    elif record.judged is None or not kind.judged[0] <= record.judged <= kind.judged[1]:
        yield f"“{kind.id}”的评定分应为 {show(kind.judged[0])} 至 {show(kind.judged[1])}", "请核对 judged"


def _of_names(loc: Loc, expect: ExpectForm, book: Rulebook) -> Iterator[Misfit]:
    """Names that the rulebook has not; what it has is never misspelt without being noticed."""
    term = [minimum.id for minimum in book.minimums if minimum.within == "term"]
    year = [minimum.id for minimum in book.minimums if minimum.within != "term"]
    items = [item.id for category in book.categories for item in category.items]
    yield from _unknown(loc, "categories", "类别", expect.categories, [category.id for category in book.categories])
    yield from _unknown(loc, "items", "计分项", expect.items, items)
    yield from _unknown(loc, "proposals", "后果", expect.proposals, [one.id for one in book.consequences])
    yield from _unknown(loc, "minimums_missed", "本年最低要求", expect.minimums_missed, year)
    yield from _unknown(loc, "term_minimums_missed", "届内最低要求", expect.term_minimums_missed, term)
    yield from _unknown(loc, "vetoes", "否决项", expect.vetoes, [veto.id for veto in book.vetoes])
    needed = [item.id for category in book.categories for item in category.items if item.needed]
    yield from _unknown(loc, "lacking", "须有评定的计分项（needed）", expect.lacking, needed)


def _unknown(loc: Loc, key: str, what: str, said: Iterable[str] | None, known: Sequence[str]) -> Iterator[Misfit]:
    for at, name in enumerate(said or ()):
        if name not in known:
            place = name if key in ("categories", "items") else at
            yield (*loc, key, place), f"没有名为“{name}”的{what}", hint(name, tuple(known))


def load_cases(name: str, data: bytes, fetch: Callable[[str], bytes]) -> CaseFile:
    """The cases in the file's bytes; ``fetch`` gives the bytes of the rule file that they name.

    Raises CaseProblems with all that is wrong in the file, RuleProblems where its rule file cannot be used.
    """
    source, problems = yaml_reader.read(name, data)
    if source is None:
        raise CaseProblems(problems)
    book = _book(source, fetch)
    form, found = validation_messages.fill(CasesForm, source, None if book is None else _vocabulary(book))
    if form is not None and book is not None:
        found = list(misfits(form, source, book))
    if form is None or book is None or problems or found:
        raise CaseProblems(beside(problems, found))
    cases = tuple(case(one, source, ("cases", at)) for at, one in enumerate(form.cases))
    missing = [misfit for at, made in enumerate(cases) for misfit in rivals_missing(made, ("cases", at), book)]
    if missing:
        raise CaseProblems([source.problem(*misfit) for misfit in missing])
    return CaseFile(name, book, cases)


def _book(source: SourceMap, fetch: Callable[[str], bytes]) -> Rulebook | None:
    """The rulebook that the file names; None where it names none, which its form will say."""
    named = source.tree.get("rules") if isinstance(source.tree, dict) else None
    if not named or not isinstance(named, str):
        return None
    return load({PurePath(named).name: fetch(named)}).every[0]


def _vocabulary(book: Rulebook) -> Vocabulary:
    grades = (*(band.grade for band in book.bands), OPEN)
    return Vocabulary(tuple(book.kinds), book.stages, book.levels, grades)
