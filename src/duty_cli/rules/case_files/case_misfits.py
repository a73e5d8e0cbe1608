"""What of a file of cases does not fit the rules that it tries: names, days and records that no ledger would hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from duty_cli.model.capacities import Capacity
from duty_cli.model.exact_numbers import show
from duty_cli.model.items import WHOLE, Item
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.rule_cases import RuleCase
from duty_cli.model.rule_conditions import (
    ChosenBy,
    ScoreIs,
    Test,
    YearCount,
    facts_asked,
    grades_asked,
    leaves,
    quarters_asked,
)
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.rules.case_files.rule_case_form import CaseForm, EarlierForm, ExpectForm, MemberForm, RecordForm
from duty_cli.rules.yaml_reading.form_fields import hint
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap
from duty_cli.scoring.engine import Scorer

Misfit = tuple[Loc, str, str]
"""Where, what is wrong, what to do."""


def misfits(cases: Sequence[CaseForm], source: SourceMap, rules: Rules) -> Iterator[Problem]:
    """All that does not fit the rules, in the order of the file."""
    for at, case in enumerate(cases):
        loc: Loc = ("cases", at)
        book = rules.of_year(case.year)
        found = [uncovered((*loc, "year"), case.year, rules)] if book is None else _of_case(loc, case, book.book)
        yield from sorted(source.problem(*misfit) for misfit in found)


def uncovered(loc: Loc, year: int, rules: Rules) -> Misfit:
    """A year that no rule file covers."""
    (first, *more) = rules.books
    said = rules.covered() if more else f"{first.effective}"
    return loc, f"规则文件 {'、'.join(book.file for book in rules.books)} 不覆盖 {year} 年（{said}）", "请核对年度"


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
    yield from _of_records((*loc, "records"), case.records, case.year, case.member, book)
    yield from _of_selected(loc, case, book)
    yield from _of_decided(loc, case.decided, book)
    yield from _of_quotas(loc, case, book)
    yield from of_sources(_listed(loc, case))
    if case.expect.quarters and Scorer(book, book.year_ends.of(case.year)).compares:
        yield (
            (*loc, "expect", "quarters"),
            "规则有与其他人比较的计分项，每一季度末的名次这里说不出来",
            "请删去 quarters，或者连同其他人写在 committees 里",
        )
    for year, earlier in case.earlier.items():
        yield from _of_earlier((*loc, "earlier", str(year)), year, earlier, case, book)
    yield from of_names((*loc, "expect"), case.expect, book)


def _of_earlier(loc: Loc, year: int, earlier: EarlierForm, case: CaseForm, book: Rulebook) -> Iterator[Misfit]:
    if year >= case.year:
        yield loc, f"{year} 年不早于本例的 {case.year} 年", "earlier 只写以前的年度"
    if earlier.grade is None and book.bands:
        yield loc, "这一年没有写等次", "请写成 年度: 等次，或 {grade: 等次, …}"
    if earlier.score is None and any(_by_score(rule.test) for rule in book.consequences):
        yield loc, "规则按历年分数判断，这一年没有写分数", "请写成 {grade: 等次, score: 分数}"
    for name in _categories_asked(book):
        if name not in earlier.categories:
            what = f"规则按历年“{name}”的得分判断，这一年没有写"
            yield loc, what, f"请写成 {{grade: 等次, categories: {{{name}: 分数}}}}"
    yield from unknown(loc, "categories", "类别", earlier.categories, [category.id for category in book.categories])
    yield from of_selected(loc, earlier.selected, book)
    yield from of_quarters(loc, earlier.quarters_selected, book)
    yield from _of_decided(loc, earlier.decided, book)
    yield from _of_records((*loc, "records"), earlier.records, year, case.member, book)


def _of_decided(loc: Loc, decided: Sequence[str], book: Rulebook) -> Iterator[Misfit]:
    known = tuple(rule.id for rule in book.consequences)
    for at, name in enumerate(decided):
        if name not in known:
            yield (*loc, "decided", at), f"没有名为“{name}”的后果", hint(name, known)


def _of_selected(loc: Loc, case: CaseForm, book: Rulebook) -> Iterator[Misfit]:
    """Who is selected is known of all together: what is proposed for it can be told of one only where the case says so."""
    yield from of_selected(loc, case.selected, book)
    yield from of_quarters(loc, case.quarters_selected or {}, book)
    if case.expect.proposals is None:
        return
    if any(isinstance(fact, ChosenBy) for rule in book.consequences for fact in facts_asked(rule.test)) and (
        case.selected is None
    ):
        yield (
            (*loc, "expect", "proposals"),
            "后果要看本年的评选，这里没有写",
            "请在本例写 selected: [评选名]，没有入选的写 selected: []",
        )
    counted = [one.selection for rule in book.consequences for one in quarters_asked(rule.test)]
    if counted and case.quarters_selected is None:
        yield (
            (*loc, "expect", "proposals"),
            f"后果要数“{counted[0]}”的季度，这里没有写",
            f"请在本例写 quarters_selected: {{1: [{counted[0]}]}}，都没有选上的写 quarters_selected: {{}}",
        )


def of_selected(loc: Loc, said: Iterable[str] | None, book: Rulebook) -> Iterator[Misfit]:
    """Selections of the year that are none; those of each quarter are said by the quarter."""
    turns = {rule.id: rule.each for rule in book.selections}
    yearly = tuple(name for name, turn in turns.items() if turn == "year")
    for at, name in enumerate(said or ()):
        if turns.get(name) == "quarter":
            advice = f"请写 quarters_selected，如 {{1: [{name}]}}"
            yield (*loc, "selected", at), f"“{name}”每季度评选，不按年度写", advice
        elif name not in yearly:
            yield (*loc, "selected", at), f"没有名为“{name}”的评选", hint(name, yearly)


def of_quarters(loc: Loc, said: Mapping[int, Iterable[str]], book: Rulebook) -> Iterator[Misfit]:
    """Selections of each quarter that are none."""
    quarterly = [rule.id for rule in book.selections if rule.each == "quarter"]
    for number, chosen in said.items():
        yield from unknown((*loc, "quarters_selected"), str(number), "每季度的评选", chosen, quarterly)


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


def _listed(loc: Loc, case: CaseForm) -> list[tuple[Loc, RecordForm]]:
    """The records of all years of a case, each with its place."""
    every: list[tuple[Loc, tuple[RecordForm, ...]]] = [(("records",), case.records)]
    every += [(("earlier", str(year), "records"), one.records) for year, one in case.earlier.items()]
    return [((*loc, *place, at), one) for place, records in every for at, one in enumerate(records)]


def of_sources(listed: Sequence[tuple[Loc, RecordForm]]) -> Iterator[Misfit]:
    """Numbers written twice, and sources that no record bears."""
    seen: set[str] = set()
    for place, one in listed:
        if one.number is not None and one.number in seen:
            yield (*place, "number"), f"编号“{one.number}”写了两次", "编号不能重复"
        seen |= {one.number} if one.number else set()
    for place, one in listed:
        if one.source is not None and one.source not in seen:
            yield (*place, "source"), f"没有编号为“{one.source}”的记录", "来源编号写另一条记录的 number"


def _by_score(test: Test) -> bool:
    return any(isinstance(fact, ScoreIs) and fact.by == WHOLE for fact in facts_asked(test))


def _categories_asked(book: Rulebook) -> list[str]:
    """The categories whose sub-totals of earlier years a consequence looks back on."""
    asked = (leaf for rule in book.consequences for leaf in leaves(rule.test) if isinstance(leaf, YearCount))
    facts = (leaf.fact for leaf in asked if leaf.window != "year")
    return list(dict.fromkeys(fact.by for fact in facts if isinstance(fact, ScoreIs) and fact.by != WHOLE))


def _of_records(
    loc: Loc, records: Iterable[RecordForm], year: int, member: MemberForm, book: Rulebook
) -> Iterator[Misfit]:
    for at, record in enumerate(records):
        if record.on not in book.year_ends.of(year):
            own = book.year_ends.year_on(record.on)
            advice = f"请写在 earlier 的 {own} 年度里" if own < year and _in_own_days(record, book) else "请核对日期"
            yield (*loc, at, "on"), f"{record.on} 不在 {year} 年度内", advice
        yield from of_record((*loc, at), record, member, book)


def of_record(loc: Loc, record: RecordForm, member: MemberForm, book: Rulebook) -> Iterator[Misfit]:
    """What of one record no ledger would hold of that member."""
    if not member.serves(record.on):
        yield (*loc, "on"), f"该委员在 {record.on} 不在任", "请核对日期，或任期的起止（from、until 或 office）"
    if record.kind not in book.kinds:
        yield (*loc, "kind"), f"{book.file} 没有名为“{record.kind}”的履职事项", hint(record.kind, tuple(book.kinds))
    else:
        yield from ((loc, what, advice) for what, advice in _of_kind(record, book))


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
    if not kind.attended and record.capacity is not None:
        yield f"“{kind.id}”不记出席情况，没有参会身份", "请删去 capacity"
    if record.capacity is Capacity.GUEST and record.attendance is not None and not record.attendance.present:
        yield f"列席的没有{record.attendance}", "请核对 attendance，或删去 capacity"
    named = record.position or 1
    if kind.authors_at_most is not None and named > kind.authors_at_most:
        yield f"“{kind.id}”最多登记 {kind.authors_at_most} 名作者", "请核对 position"
    if kind.judged is None:
        if record.judged is not None:
            yield f"“{kind.id}”不设评定分", "请删去 judged"
    elif record.judged is None or not kind.judged[0] <= record.judged <= kind.judged[1]:
        yield f"“{kind.id}”的评定分应为 {show(kind.judged[0])} 至 {show(kind.judged[1])}", "请核对 judged"


def of_names(loc: Loc, expect: ExpectForm, book: Rulebook) -> Iterator[Misfit]:
    """Names that the rulebook has not; what it has is never misspelt without being noticed."""
    term = [minimum.id for minimum in book.minimums if minimum.within == "term"]
    year = [minimum.id for minimum in book.minimums if minimum.within != "term"]
    items = [item.id for category in book.categories for item in category.items]
    yield from unknown(loc, "categories", "类别", expect.categories, [category.id for category in book.categories])
    yield from unknown(loc, "items", "计分项", expect.items, items)
    yield from unknown(loc, "proposals", "后果", expect.proposals, [one.id for one in book.consequences])
    yield from unknown(loc, "minimums_missed", "本年最低要求", expect.minimums_missed, year)
    yield from unknown(loc, "term_minimums_missed", "届内最低要求", expect.term_minimums_missed, term)
    yield from unknown(loc, "vetoes", "否决项", expect.vetoes, [veto.id for veto in book.vetoes])
    if expect.quarters and book.subject is None and not book.scored:
        yield (*loc, "quarters"), "这份规则不计分，没有季度得分", "请删去 quarters"
    needed = [item.id for category in book.categories for item in category.items if _may_be_open(item)]
    what = "须有评定的计分项（needed，或 judged_range 的 outside: unassessed）"
    yield from unknown(loc, "lacking", what, expect.lacking, needed)


def _may_be_open(item: Item) -> bool:
    """Whether a year may be open for want of a score of the item, or because of one that is to be judged anew."""
    return item.needed or (item.judged_range is not None and item.judged_range.outside == "unassessed")


def unknown(loc: Loc, key: str, what: str, said: Iterable[str] | None, known: Sequence[str]) -> Iterator[Misfit]:
    """The names under a key that are none of ``known``, each with its place."""
    for at, name in enumerate(said or ()):
        if name not in known:
            place = {"categories": (name,), "items": (name,), "about": ()}.get(key, (at,))
            yield (*loc, key, *place), f"没有名为“{name}”的{what}", hint(name, tuple(known))
