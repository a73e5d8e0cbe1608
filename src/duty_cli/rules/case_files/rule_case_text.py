"""A case as the text of its file: what ``duty rules case`` writes and ``duty rules test`` reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from duty_cli.model.exact_numbers import show
from duty_cli.model.members import Facet, Member, Tenure
from duty_cli.model.records import Tally
from duty_cli.model.rule_cases import Aspect, EarlierYear, RuleCase, Value
from duty_cli.model.rule_conditions import quarters_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.case_files.case_parts import KEYS, NAMED, SETS
from duty_cli.rules.yaml_reading.yaml_scalars import flow_list, scalar

_HEAD = """\
# 由账本做成的案例（duty rules case）。姓名、编号、活动和标题都没有写进来，成果标识和规则没有提到的职务、组别换成了化名；日期、次数、分数照原样。
# 应有的结果是做成时报表上的结果，不是手算的：规则改动以后，用 duty rules test 看这名委员的结果有没有变。
format: duty-cases/1
"""


def case_text(case: RuleCase, book: Rulebook, rules: str) -> str:
    """The file; ``rules`` is how it names the file of ``book``."""
    return "\n".join((f"{_HEAD}rules: {scalar(rules)}", "cases:", *_lines(case, book), ""))


def _lines(case: RuleCase, book: Rulebook) -> Iterator[str]:
    yield f"  - case: {scalar(case.sentence)}"
    yield f"    year: {case.year}"
    if member := dict(_member(case.member)):
        yield f"    member: {_flow(member)}"
    links = _Links(case.every)
    if case.tallies:
        yield "    records:"
        yield from (f"      - {_flow(record)}" for record in links.records(case.tallies))
    if case.earlier:
        yield "    earlier:"
    for year, past in sorted(case.earlier.items()):
        yield f"      {year}: {_flow(dict(_past(past, book)))}" if not past.tallies else f"      {year}:"
        if past.tallies:
            yield from (f"        {key}: {value}" for key, value in _past(past, book))
            yield "        records:"
            yield from (f"          - {_flow(record)}" for record in links.records(past.tallies))
    yield from (f"    {key}: {value}" for key, value in _facts(case, book))
    yield "    expect:"
    yield from _expected(case)


def _flow(said: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"


def _days(first: date, last: date | None) -> Iterator[tuple[str, str]]:
    if first != date.min:
        yield "from", first.isoformat()
    if last is not None:
        yield "until", last.isoformat()


def _member(member: Member) -> Iterator[tuple[str, str]]:
    """The stretches of office, roles and groups."""
    spells = list(member.of(Facet.OFFICE))
    if len(spells) == 1:
        yield from _days(spells[0].first, spells[0].last)
    else:
        yield "office", f"[{', '.join(_flow(dict(_days(one.first, one.last))) for one in spells)}]"
    for facet in Facet:
        held = [] if facet is Facet.OFFICE else list(member.of(facet))
        if held:
            yield facet.name.lower(), f"[{', '.join(map(_tenure, held))}]"


def _tenure(one: Tenure) -> str:
    days = dict(_days(one.first, one.last))
    return _flow({"value": scalar(one.value), **days}) if days else scalar(one.value)


class _Links:
    """The records of a case as its file writes them; those linked by 来源编号 all come of the first of their family."""

    def __init__(self, every: Sequence[Tally]) -> None:
        sizes = Counter(tally.family for tally in every for _ in range(tally.count))
        self._linked = {family for family, size in sizes.items() if family is not None and size > 1}
        self._there: set[str] = set()

    def records(self, tallies: Sequence[Tally]) -> Iterator[dict[str, str]]:
        """The keys and values of each record, of linked ones one by one, of others as often as they are alike."""
        for tally in tallies:
            if tally.family in self._linked:
                yield from (self._record(replace(tally, count=1)) for _ in range(tally.count))
            else:
                yield self._record(tally)

    def _record(self, tally: Tally) -> dict[str, str]:
        said = {"kind": scalar(tally.kind), "on": tally.on.isoformat()}
        values = ((key, getattr(tally, name)) for name, key in KEYS.items())
        said |= {key: _seen(value) for key, value in values if value not in (None, frozenset())}
        said |= {} if tally.capacity is None else {"capacity": tally.capacity.value}
        if tally.family is not None and tally.family in self._linked:
            said |= {"source" if tally.family in self._there else "number": scalar(tally.family)}
            self._there.add(tally.family)
        return said | ({"times": str(tally.count)} if tally.count > 1 else {})


def _seen(value: object) -> str:
    """What rules see of a record, written."""
    match value:
        case frozenset():
            words = sorted(value)
            return scalar(words[0]) if len(words) == 1 else flow_list(words)
        case int() | Fraction():
            return show(value)
        case _:
            return scalar(str(value))


def _past(past: EarlierYear, book: Rulebook) -> Iterator[tuple[str, str]]:
    if past.grade and book.bands:
        yield "grade", scalar(past.grade)
    if past.score is not None:
        yield "score", show(past.score)
    if past.categories:
        yield "categories", _flow({scalar(name): show(points) for name, points in past.categories.items()})
    if past.selected:
        yield "selected", flow_list(sorted(past.selected))
    if past.quarters_selected:
        yield "quarters_selected", _by_quarter(past.quarters_selected)
    if past.decided:
        yield "decided", flow_list(sorted(past.decided))


def _by_quarter(selected: Mapping[int, frozenset[str]]) -> str:
    return _flow({str(number): flow_list(sorted(chosen)) for number, chosen in sorted(selected.items())})


def _facts(case: RuleCase, book: Rulebook) -> Iterator[tuple[str, str]]:
    """What is told of the others, because one member alone cannot show it."""
    if case.others:
        yield "others", _flow({scalar(name): f"[{', '.join(map(show, own))}]" for name, own in case.others.items()})
    if book.selections:
        yield "selected", flow_list(sorted(case.selected))
    if any(True for rule in book.consequences for _ in quarters_asked(rule.test)):
        yield "quarters_selected", _by_quarter(case.quarters_selected)
    if case.decided:
        yield "decided", flow_list(sorted(case.decided))
    if book.quotas:
        yield "over_quota", "yes" if case.over_quota else "no"
    if case.term_ends:
        yield "term_ends", "yes"


def _expected(case: RuleCase) -> Iterator[str]:
    """What came of it, aspect by aspect."""
    alone = {Aspect.SCORE: "score", Aspect.GRADE: "grade"}
    named: dict[str, dict[str, str]] = {}
    for one in case.expected:
        if one.aspect in alone:
            yield f"      {alone[one.aspect]}: {_value(one.value)}"
        elif one.aspect in NAMED:
            # Of two items of one name a case speaks of the first.
            named.setdefault(NAMED[one.aspect], {}).setdefault(scalar(one.name), _value(one.value))
    for key, said in named.items():
        many = len(said) > _ON_ONE_LINE
        yield f"      {key}:" if many else f"      {key}: {_flow(said)}"
        yield from (f"        {name}: {value}" for name, value in said.items() if many)
    yield from (f"      {SETS[one.aspect]}: {_value(one.value)}" for one in case.expected if one.aspect in SETS)


_ON_ONE_LINE = 4


def _value(value: Value) -> str:
    if isinstance(value, frozenset):
        return flow_list(sorted(value))
    return scalar(value) if isinstance(value, str) else show(value)
