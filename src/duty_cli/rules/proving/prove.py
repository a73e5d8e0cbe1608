"""Answers to what an office asks before it votes on a scheme, by bounds that hold for every member and by members who show it.

Everything is reckoned for members in office all year, before quotas, each with records that stand by themselves (no joint
matter). A bound comes from the rules alone (``score_range``); a witness is scored and graded by the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.grading_rules import Minimum
from duty_cli.model.periods import Period
from duty_cli.model.proofs import (
    Extreme,
    MemberProfile,
    ProfileScores,
    ProofAnswer,
    ProofFinding,
    Proofs,
    ProofWitness,
    Reach,
)
from duty_cli.model.records import Attendance, Tally
from duty_cli.model.rule_conditions import AllOf, AnyOf, RecordCount, Test, records_asked
from duty_cli.model.rulebook import Kind, Rulebook
from duty_cli.rules import score_range
from duty_cli.rules.proving.profiles import book_for, profiles
from duty_cli.rules.proving.witness_search import End, WitnessSearch
from duty_cli.rules.score_range import Premise
from duty_cli.scoring.matching import ByKind
from duty_cli.scoring.verdicts import lacking, satisfied

_PRESENT = frozenset({Attendance.PRESENT})
_THERE = frozenset(state for state in Attendance if state.present)

Told = TypeVar("Told", ProfileScores, ProofFinding)


def prove(book: Rulebook, year: int, held: Mapping[str, int]) -> Proofs:
    """All answers for one year of a rule file; ``held``: how often activities of a kind are held in it, where that is known."""
    days = book.year_ends.of(year)
    every = [_ProfileProver(book, profile, days, held) for profile in profiles(book, days)]
    findings = [one for prover in every for one in prover.findings()]
    # Question by question, in the order in which they first come up.
    asked = list(dict.fromkeys(one.question for one in findings))
    findings.sort(key=lambda one: asked.index(one.question))
    return Proofs(
        *(book, year, tuple(held.items())),
        scores=_told_once((prover.scores() for prover in every), _ends),
        findings=_told_once(findings, lambda one: (one.question, one.answer, one.why)),
        reach=tuple(_reach(at, every) for at in range(len(book.categories))),
    )


def _told_once(every: Iterable[Told], alike: Callable[[Told], object]) -> tuple[Told, ...]:
    """What is the same of several profiles, as the first of them has it, with the names of the others."""
    groups: dict[object, list[Told]] = {}
    for one in every:
        groups.setdefault(alike(one), []).append(one)
    return tuple(replace(own[0], profile=_together([one.profile for one in own])) for own in groups.values())


def _together(profiles: Sequence[MemberProfile]) -> MemberProfile:
    """The first profile, with the names of the others."""
    first, *others = profiles
    return replace(first, alike=(*first.alike, *(name for one in others for name in (one.name, *one.alike))))


def _ends(one: ProfileScores) -> object:
    """The least and the most, proved or found."""
    return tuple((end.bound, end.witness.total) for end in (one.least, one.most))


class _ProfileProver:
    """Proves for one profile."""

    def __init__(self, book: Rulebook, profile: MemberProfile, year: Period, held: Mapping[str, int]) -> None:
        self.book, self.profile, self._held, self._year = book, profile, held, year
        self.own = book_for(book, profile, year)
        self.search = WitnessSearch(book, profile, year)

    def premise(
        self, given: tuple[Tally, ...] = (), states: Mapping[str, frozenset[Attendance]] | None = None
    ) -> Premise:
        """What is presumed: no more activities than are held, among them those that are given."""
        room = {
            kind: max(0, held - sum(one.count for one in given if one.kind == kind))
            for kind, held in self._held.items()
        }
        return Premise(room, {**self._beside, **(states or {})}, given)

    @cached_property
    def _beside(self) -> Mapping[str, frozenset[Attendance]]:
        """Whom a kind does not expect sits in, and cannot be away from it."""
        due = {
            kind.id: self.own.kinds[kind.id].expects is not None for kind in self.book.kinds.values() if kind.expects
        }
        return {kind: _THERE for kind, expected in due.items() if not expected}

    def scores(self) -> ProfileScores:
        """The least and the most that the profile can have."""
        return ProfileScores(self.profile, self._extreme(-1), self._extreme(1))

    @cached_property
    def _free(self) -> score_range.ScoreRange:
        return score_range.total(self.own, self.premise())

    def _extreme(self, end: End) -> Extreme:
        bound = self._free.most if end == 1 else self._free.least
        grown = self.search.grown(end, self.premise()) if bound is None else None
        return Extreme(bound, grown or self.search.farthest(end, self.premise(), bound))

    def findings(self) -> Iterator[ProofFinding]:
        """The answers about grades; none where the scheme has not at least two."""
        if self.book.failing_grade is None:
            return
        yield self._attended_all()
        for kind in self.own.kinds.values():
            if kind.attended and kind.expects is not None and self._held.get(kind.id) != 0:
                yield self._absent_once(kind)

    def _attended_all(self) -> ProofFinding:
        """Whether who attended all that is due, with no conduct against the rules, can fail the year."""
        failing = self.book.failing_grade
        question = f"应到的活动全部出席、没有纪律情形的，能否评为{failing}"
        due = [kind.id for kind in self.own.kinds.values() if kind.attended and kind.expects is not None]
        times = {kind: self._held.get(kind, 1) for kind in due}
        attended = [Tally(kind, self._year.first, Attendance.PRESENT, count=n) for kind, n in times.items() if n]
        given = (*attended, *self.search.needed(-1, attended))
        states = {kind.id: _PRESENT for kind in self.own.kinds.values() if kind.attended}
        premise = self.premise(given, states)
        conduct = {kind.id: 0 for kind in self.own.kinds.values() if kind.conduct}
        premise = replace(premise, room={**premise.room, **conduct})
        span = score_range.total(self.own, premise)
        for witness in self._low(premise, span.least):
            if witness.grade == failing:
                return ProofFinding(question, self.profile, ProofAnswer.YES, _because(witness), witness)
        line = self.book.bands[-2].min
        if span.least is not None and span.least >= line and not self._may_fail(premise):
            why = f"至少得 {show(span.least)} 分，不低于 {show(line)} 分"
            return ProofFinding(question, self.profile, ProofAnswer.NO, why)
        least = "没有下限" if span.least is None else f"不低于 {show(span.least)} 分"
        return ProofFinding(question, self.profile, ProofAnswer.UNKNOWN, f"按规则推算{least}，没有找到{failing}的例子")

    def _low(self, premise: Premise, least: Points | None) -> Iterator[ProofWitness]:
        """Those who may fail: with nothing else, with as little as can be, with a record that a veto takes."""
        yield self.search.witness(premise.given)
        yield self.search.graded(-1, self.search.farthest(-1, premise, least))
        for when in (when for veto in self.own.vetoes for when in records_asked(veto.test)):
            if move := self.search.meeting(when, premise):
                yield from (self.search.witness([*premise.given, *move.tallies(count)]) for count in (1, 2, 3))

    def _may_fail(self, premise: Premise) -> bool:
        """Whether a minimum or a veto might still make who fits the premise fail, whatever the points."""
        failing = self.book.failing_grade
        vetoed = any(
            veto.grade_at_most == failing
            # Of records alone it is known that they are not there; of all else it is not.
            and (
                not _only_grows(veto.test) or any(self.search.meeting(one, premise) for one in records_asked(veto.test))
            )
            for veto in self.own.vetoes
        )
        return vetoed or any(
            one.grade_at_most == failing
            and one.within != "term"
            # What is met by the given records is met with more of them, but for what asks of no more than so many.
            and not (satisfied(one.need, ByKind(premise.given)) and _only_grows(one.need))
            for one in self.own.minimums
        )

    def _absent_once(self, kind: Kind) -> ProofFinding:
        """Whether who was away once without leave can have the best grade."""
        best = self.book.bands[0]
        question = f"{kind.id}无故缺席一次的，能否评为{best.grade}（不计名额）"
        absent = Tally(kind.id, self._year.first, Attendance.ABSENT)
        premise = self.premise((absent, *self.search.needed(1, [absent])))
        for veto in self.own.vetoes:
            if veto.grade_at_most != best.grade and _only_grows(veto.test) and satisfied(veto.test, ByKind([absent])):
                why = f"否决“{veto.id}”（{veto.origin.clause}）规定等次最高为{veto.grade_at_most}"
                return ProofFinding(question, self.profile, ProofAnswer.NO, why)
        everything = ByKind([*premise.given, *self.search.everything(premise)])
        for minimum in self._bounding(best.grade):
            if lacking(minimum.need, everything):
                why = f"最低要求“{minimum.id}”（{minimum.origin.clause}）不能再达到，等次最高为{minimum.grade_at_most}"
                return ProofFinding(question, self.profile, ProofAnswer.NO, why)
        most = score_range.total(self.own, premise).most
        if most is not None and most < best.min:
            why = f"最多得 {show(most)} 分，不到 {show(best.min)} 分"
            return ProofFinding(question, self.profile, ProofAnswer.NO, why)
        witness = self._with_minimums(self.search.graded(1, self.search.farthest(1, premise, most)), premise)
        if witness.grade == best.grade:
            return ProofFinding(question, self.profile, ProofAnswer.YES, _because(witness), witness)
        limit = "没有上限" if most is None else f"不超过 {show(most)} 分"
        why = f"按规则推算{limit}，没有找到{best.grade}的例子"
        return ProofFinding(question, self.profile, ProofAnswer.UNKNOWN, why)

    def _bounding(self, best: str) -> list[Minimum]:
        """The minimums of a year that close the best grade to who misses them."""
        return [one for one in self.own.minimums if one.within != "term" and one.grade_at_most not in (None, best)]

    def _with_minimums(self, witness: ProofWitness, premise: Premise) -> ProofWitness:
        """The same member with the records that minimums ask for beside, where they cost no points."""
        for minimum in self.own.minimums:
            witness = self.search.meeting_minimum(minimum, witness, premise)
        return witness


def _only_grows(need: Test) -> bool:
    """Whether what meets a need still meets it with further records."""
    if isinstance(need, RecordCount):
        return not need.bounds.ends
    return isinstance(need, AllOf | AnyOf) and all(map(_only_grows, need.parts))


def _because(witness: ProofWitness) -> str:
    limits = f"，{'、'.join(f'“{one}”' for one in witness.limits)}限制等次" if witness.limits else ""
    return f"得 {show(witness.total)} 分{limits}"


def _reach(at: int, every: list[_ProfileProver]) -> Reach:
    """Whether who holds nothing can have any points of a category, granted ones among them."""
    common = every[0]
    category, origin = common.own.categories[at], common.book.categories[at]
    most = score_range.sub_total(category, common.own, common.premise()).most
    granted = common.search.witness(()).categories[at][1]
    if granted > 0 or common.search.gains(at, common.premise()):
        answer = ProofAnswer.YES
    else:
        answer = ProofAnswer.NO if most is not None and most <= 0 else ProofAnswer.UNKNOWN
    others = tuple(
        (one.profile, score_range.sub_total(one.own.categories[at], one.own, one.premise()).most) for one in every[1:]
    )
    return Reach(origin.id, origin.origin.clause, answer, most, others)
