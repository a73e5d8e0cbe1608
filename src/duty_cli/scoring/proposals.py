"""What §12 would have proposed, with its evidence. The wording asks the leaders to consider; people decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from fractions import Fraction
from typing import TypeAlias, TypeGuard

from duty_cli.model.conditions import Alternative, Conditions, alternatives
from duty_cli.model.counted_attendance import as_counted, enough_by
from duty_cli.model.exact_numbers import Points, round_half_up, show
from duty_cli.model.grading_rules import OPEN, UNGRADED, Consequence, Selection
from duty_cli.model.items import WHOLE
from duty_cli.model.ledger_protocol import EarlierResult, LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.office_words import LEADERS
from duty_cli.model.periods import Quarter
from duty_cli.model.proceedings import PathUse, StepMeaning, of_use
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance, Record, Tally
from duty_cli.model.rule_conditions import DecidedOn, ProposedBy, ScoreIs, YearFact, quarters_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.assessment_year import MemberYear, YearResult, closed_years, earlier_of, last_year, term_of
from duty_cli.scoring.commendation import Candidacy, bars, candidacy, choices, chooses, decided, praises
from duty_cli.scoring.consequences import DueConsequence, QuartersGround, RecordsGround, YearsGround, due, is_evidence
from duty_cli.scoring.verdicts import YearStanding
from duty_cli.scoring.year_places import place_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """One matter put to the leaders: which consequence, of which year, and the facts it rests on."""

    id: str
    year: int
    clause: str
    propose: str
    evidence: tuple[str, ...]
    options: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """How a paper words it."""
        options = f"（可选：{'、'.join(self.options)}）" if self.options else ""
        notify = f"，并通报{'、'.join(self.notify)}" if self.notify else ""
        return f"{self._asked()}{options}{notify}"

    def _asked(self) -> str:
        """The words of the rule file as a request: what they say already is not said again."""
        if self.propose.startswith("提请"):
            return self.propose
        matter = self.propose if self.propose.endswith(("事宜", "事项")) else f"{self.propose}事宜"
        return f"提请{LEADERS}{self.propose}" if self.propose.startswith("研究") else f"提请{LEADERS}研究{matter}"


Results = Mapping[int, YearResult]
"""The years of a term so far, each with everybody's result."""


@dataclass(frozen=True, slots=True)
class PutForward:
    """What is put to the leaders of one member's year: matters to consider, and whether to commend.

    ``bars`` keep from being commended whoever chooses, in question or not.
    """

    proposals: tuple[Proposal, ...] = ()
    candidacy: Candidacy | None = None
    bars: tuple[str, ...] = ()


def put_forward(reading: LedgerReader, results: Results, year: int) -> dict[MemberKey, PutForward]:
    """What is to be put to the leaders for ``year``, by member; nothing of a year of which the ledger holds no record.

    Of a year that is not closed nothing is proposed, and none counts among those that a consequence looks back on.

    Nothing is proposed for those no longer in office at its end; and nobody for a commendation whom something bars from it.
    """
    result = results[year]
    # Everybody would have failed a year that this ledger does not hold.
    if not reading.has_records(result.days):
        return {}
    head = reading.head()
    term = term_of(head, year, result.days)
    term_ends, earlier = year == last_year(head, term, year, result.days), earlier_of(reading, term)
    closed = closed_years(reading)
    # A late sheet may still change the year, and a proposal is about a person (§12).
    if year not in closed:
        return {key: PutForward((), candidacy(result, key, ())) for key in result.members}
    final = {at: past for at, past in results.items() if at in closed}
    decided_of = decisions(reading)
    found = {
        key: _put_forward(
            reading, Past(final, earlier.get(key, {}), decided_of.get(key, {})), year, key, term_ends=term_ends
        )
        for key in result.members
    }
    # Groups are not chosen, and their reader knows of no proceedings.
    chosen = choices(reading.proceedings(), year)
    return {key: replace(one, candidacy=decided(one.candidacy, chosen, key)) for key, one in found.items()}


Decided: TypeAlias = Mapping[tuple[int, str], str]
"""On what people decided of one member, by year and consequence, in words."""


def decisions(reading: LedgerReader) -> dict[MemberKey, dict[tuple[int, str], str]]:
    """What was decided or done of what was put forward, by member; not what was dropped, nor what was taken back."""
    found: dict[MemberKey, dict[tuple[int, str], str]] = {}
    for one in of_use(reading.proceedings(), PathUse.FOLLOW_UP):
        step = one.met(StepMeaning.DONE) or one.met(StepMeaning.DECIDED)
        dropped = one.last is None or one.last.means is StepMeaning.DROPPED
        if step is not None and not dropped and one.new.member is not None and one.new.year is not None:
            said = "，".join(filter(None, (step.said.on.isoformat(), step.said.meeting, step.said.number)))
            words = f"{one.new.year} 年度“{one.new.about}”已{step.name}（{said}，序号 {one.seq}）"
            found.setdefault(one.new.member, {})[one.new.year, one.new.about] = words
    return found


@dataclass(frozen=True, slots=True)
class Past:
    """The years that a member's consequences look back on: those reckoned here, and the member's ``earlier`` ones (沿用).

    ``decided`` is what people decided of the member.
    """

    results: Results
    earlier: Mapping[int, EarlierResult]
    decided: Decided = field(default_factory=dict)


def _put_forward(reading: LedgerReader, past: Past, year: int, key: MemberKey, *, term_ends: bool) -> PutForward:
    result = past.results[year]
    one = result.members[key]
    if not one.member.in_office(result.days.last):
        return PutForward((), candidacy(result, key, ()), tuple(bars(result, key)))
    dues = due(result.rules, one.member, history(past, key, year), term_ends=term_ends)
    proposed = [found.consequence for found in dues]
    barred = any(bars(result, key, proposed))
    # Only praise is withheld from who is barred; what is adverse is put forward all the same.
    fields = (
        proposal(reading, past, one.member, year, found)
        for found in dues
        if not (barred and praises(found.consequence))
    )
    selected = (rule for rule in result.selected.get(key, ()) if rule.propose)
    chosen = (_chosen(rule, result, key) for rule in selected if not (barred and chooses(rule)))
    return PutForward((*fields, *chosen), candidacy(result, key, proposed), tuple(bars(result, key, proposed)))


def _chosen(rule: Selection, result: YearResult, key: MemberKey) -> Proposal:
    one, year, place = result.members[key], result.year, place_of(result, rule, key)
    # Without the points by which it chooses nobody sees why: the total may be the least of all.
    by = f"，{rule.by} {show(one.score.of(rule.by))}" if rule.by != WHOLE else ""
    stood = (
        by + (f"，在 {place[1]} 人中列第 {place[0]} 名" if place else "") + _stars(rule, result.quarters.get(key, {}))
    )
    evidence = (f"{year} 年度履职分 {show(one.score.total)}{_grade(one)}{stood}",)
    return Proposal(rule.id, year, rule.origin.clause, rule.propose, evidence)


def _stars(rule: Selection, quarters: Mapping[str, tuple[Quarter, ...]]) -> str:
    """In which quarters those selections chose the member of which the rule asks it."""
    asked = [] if rule.need is None else [one.selection for one in quarters_asked(rule.need)]
    own = {name: quarters[name] for name in dict.fromkeys((*asked, rule.share_of)) if name in quarters}
    return "".join(f"，{quarters_said(found)}列入“{name}”" for name, found in own.items())


def _grade(one: MemberYear) -> str:
    return f"，等次{one.grade}" if one.grade else ""


def history(past: Past, key: MemberKey, year: int) -> dict[int, YearStanding]:
    """What the years of a member up to ``year`` count as."""
    earlier = {at: _earlier_standing(one) for at, one in past.earlier.items() if at <= year}
    results = {at: year_standing(one, key) for at, one in past.results.items() if at <= year and key in one.members}
    decided_in = {at: frozenset(name for when, name in past.decided if when == at) for at, _ in past.decided}
    every = earlier | results
    return {at: replace(one, decided=decided_in[at]) if at in decided_in else one for at, one in every.items()}


def _earlier_standing(one: EarlierResult) -> YearStanding:
    """What a year taken over counts as: by its score and its grade, and never by records, which are not here."""
    return YearStanding(one.score, one.grade or "", None, unsettled=one.grade in (OPEN, UNGRADED))


def year_standing(result: YearResult, key: MemberKey) -> YearStanding:
    """What a year of a member counts as when a consequence looks back on it: conduct bars from its selections."""
    one = result.members[key]
    barred = any(bars(result, key))
    selected = frozenset(rule.id for rule in result.selected.get(key, ()) if not (barred and chooses(rule)))
    unsettled = bool(one.ungraded)
    quarters, points = result.quarters.get(key, {}), one.score.categories
    return YearStanding(one.score.total, one.grade, one.counts, selected, unsettled, points, quarters=quarters)


def proposal(reading: LedgerReader, past: Past, member: Member, year: int, found: DueConsequence) -> Proposal:
    """A consequence as it is put to the leaders, with the facts that it rests on."""
    rule = found.consequence
    evidence: list[str] = []
    for ground in found.grounds:
        if isinstance(ground, YearsGround):
            evidence += _years(past, member, ground)
        elif isinstance(ground, QuartersGround):
            evidence.append(
                f"{quarters_said(ground.quarters) or f'{_listed(ground.years)} 年度没有'}列入“{ground.selection}”"
            )
        else:
            evidence += _records(reading, past.results, member, ground, rule)
    # Two tests of one rule may rest on the same year or record: it is told once.
    told = tuple(dict.fromkeys(evidence))
    return Proposal(rule.id, year, rule.origin.clause, rule.propose, told, rule.options, rule.notify)


def quarters_said(quarters: Iterable[Quarter]) -> str:
    """Quarters in words: 2025年第4季度、2026年第1、3季度; empty for none."""
    by_year: dict[int, list[int]] = {}
    for one in quarters:
        by_year.setdefault(one.year, []).append(one.number)
    return "、".join(f"{year}年第{_listed(own)}季度" for year, own in by_year.items())


def _listed(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))


def _years(past: Past, member: Member, ground: YearsGround) -> Iterator[str]:
    results = past.results
    for year in ground.years:
        if isinstance(ground.fact, ProposedBy):
            yield f"{year} 年度符合“{ground.fact.consequence}”的条件"
            continue
        if isinstance(ground.fact, DecidedOn):
            name = ground.fact.consequence
            yield past.decided.get((year, name), f"{year} 年度“{name}”没有作出决定")
            continue
        if year not in results:
            yield earlier_said(past.earlier[year])
            continue
        days = results[year].days
        one = results[year].members[member.key]
        vetoed = "".join(f"（{veto.id}，{veto.origin.clause}）" for veto in one.outcome.vetoes)
        part = "" if member.serves_all(days) else "，当年在任不满一年"
        of = f"，{ground.fact.by} {show(one.score.of(ground.fact.by))}" if _of_category(ground.fact) else ""
        yield f"{year} 年度履职分 {show(one.score.total)}{of}{_grade(one)}{vetoed}{part}"


def _of_category(fact: YearFact) -> TypeGuard[ScoreIs]:
    return isinstance(fact, ScoreIs) and fact.by != WHOLE


def earlier_said(one: EarlierResult) -> str:
    """A result taken over, in words, with the paper that says it."""
    said = [f"履职分 {show(one.score)}"] if one.score is not None else []
    said += [f"等次{one.grade}"] if one.grade else []
    return f"{one.year} 年度{'，'.join(said)}（沿用，{one.paper}）"


def _records(
    reading: LedgerReader, results: Results, member: Member, ground: RecordsGround, rule: Consequence
) -> Iterator[str]:
    """Evidence lines of a test on records: the counts, then each record."""
    found = [one for year in ground.years for one in _evidence(reading, results[year], member, ground, rule)]
    years = "、".join(map(str, ground.years))
    rate = "" if ground.part is None or not found else f"，计入分子的 {ground.part}，占 {_percent(ground)}"
    yield f"{years} 年度{counted_in_words(found) if found else _none_of(ground.when)}{rate}"
    yield from (describe(record, enough_by(book, member, record)) for record, _, book in found)


def _evidence(
    reading: LedgerReader, result: YearResult, member: Member, ground: RecordsGround, rule: Consequence
) -> Iterator[tuple[Record, Tally, Rulebook]]:
    """The records of a year that a test counts, each as it is counted and by which book."""
    for record in reading.records(member=member.key, period=result.days):
        # One record is a tally of one, so that the evidence is found by the very rule that counted it.
        (own,) = as_counted(result.book, member, [Tally.of(record)])
        if is_evidence(ground.when, rule.applies_to, member, own, result.days):
            yield record, own, result.book


def _percent(ground: RecordsGround) -> str:
    return f"{show(round_half_up(Fraction(100 * (ground.part or 0), ground.count), 2))}%"


def counted_in_words(records: Iterable[tuple[Record, Tally, Rulebook]]) -> str:
    """Records by kind and state, counted: 常委会会议缺席 2 次."""
    counts = Counter((own.kind, own.attendance) for _, own, _ in records)
    by_kind: dict[str, list[str]] = {}
    for (kind, state), count in counts.items():
        by_kind.setdefault(kind, []).append(f"{state or ''} {count} {'件' if state is None else '次'}")
    units = {"件" if state is None else "次" for _, state in counts}
    total = f"，共 {counts.total()} {units.pop() if len(units) == 1 else '项'}" if len(counts) > 1 else ""
    return "、".join(kind + "、".join(states) for kind, states in by_kind.items()) + total


def _none_of(when: Conditions) -> str:
    """Say that there is no record that meets ``when``, and what it asks for."""
    words = list(dict.fromkeys(_words_of(way) for way in alternatives(when)))
    return f"没有登记{'、'.join(words) if all(words) else '此类'}的记录"


def _words_of(way: Alternative) -> str:
    asked = (one.any_of for field in ("kind", "level", "stage", "attendance") for one in way if one.field == field)
    return "".join("、".join(sorted(values)) for values in asked if values is not None)


def describe(record: Record, enough: Points | None = None) -> str:
    """A record in words, with the seq under which anybody finds it; ``enough``: the part of which it fell short, and is absence."""
    said = record.fields
    year = "" if said.year is None else f"计入 {said.year} 年度"
    state = said.attendance or ""
    if enough is not None and said.share is not None:
        state = f"{state}，参加 {show(said.share)}，不足 {show(enough)}，按{Attendance.ABSENT}计"
    parts = (said.on.isoformat(), said.kind, said.activity or said.title or "", state, year)
    return " ".join(part for part in parts if part) + f"（序号 {record.seq}）"
