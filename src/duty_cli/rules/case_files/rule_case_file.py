"""Files of cases (``duty rules test``): bytes to cases, or every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import PurePath

from duty_cli.errors.rule_errors import CaseProblems
from duty_cli.model.grading_rules import NO_GRADE, OPEN, UNGRADED
from duty_cli.model.members import Member, MemberKey, Person, Seq
from duty_cli.model.record_families import Families, Link, families
from duty_cli.model.records import Tally
from duty_cli.model.rule_cases import CaseFile, EarlierYear, RuleCase
from duty_cli.model.rulebook import Rules
from duty_cli.rules.case_files.case_misfits import misfits, rivals_missing
from duty_cli.rules.case_files.case_parts import expectations, seen_by_rules, tenures
from duty_cli.rules.case_files.committee_case import committee, committee_misfits
from duty_cli.rules.case_files.rule_case_form import CaseForm, CasesForm, MemberForm, RecordForm
from duty_cli.rules.rule_files import load
from duty_cli.rules.yaml_reading import validation_messages, yaml_reader
from duty_cli.rules.yaml_reading.form_fields import Vocabulary
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap, beside


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
            year: EarlierYear(
                *(one.grade or NO_GRADE, one.score, tallies[year]),
                *(frozenset(one.selected), frozenset(one.decided)),
                categories=one.categories,
                quarters_selected=_by_quarter(one.quarters_selected),
            )
            for year, one in sorted(form.earlier.items())
        },
        others=form.others,
        selected=frozenset(form.selected or ()),
        over_quota=bool(form.over_quota),
        term_ends=form.term_ends,
        expected=expectations(form.expect, source, (*loc, "expect")),
        decided=frozenset(form.decided),
        quarters_selected=_by_quarter(form.quarters_selected or {}),
    )


def _by_quarter(said: Mapping[int, tuple[str, ...]]) -> dict[int, frozenset[str]]:
    return {number: frozenset(chosen) for number, chosen in sorted(said.items())}


def _member(form: MemberForm) -> Member:
    """A member without name or number, in office all along where no days are said."""
    return Member(MemberKey(0), "", Person("", ""), tenures(form))


def _by_year(records: Mapping[int, tuple[RecordForm, ...]]) -> dict[int, tuple[Tally, ...]]:
    """The records of each year, each with its place among all for a seq, so that a trace line is known by it."""
    places = {year: count(1 + sum(len(own) for other, own in records.items() if other < year)) for year in records}
    numbered = {year: [(Seq(next(places[year])), one) for one in own] for year, own in records.items()}
    every = [pair for own in numbered.values() for pair in own]
    linked = families(Link(seq, one.number, one.matter, one.source) for seq, one in every if one.number or one.source)
    return {year: tuple(_tally(seq, one, linked) for seq, one in own) for year, own in numbered.items()}


def _tally(seq: Seq, one: RecordForm, linked: Families) -> Tally:
    family = linked.family(seq, one.matter)
    said = seen_by_rules(one)
    return Tally(one.kind, one.on, **said, count=one.times, seqs=(seq,), family=family, capacity=one.capacity)


def load_cases(name: str, data: bytes, fetch: Callable[[str], bytes]) -> CaseFile:
    """The cases in the file's bytes; ``fetch`` gives the bytes of a rule file that they name.

    Raises CaseProblems with all that is wrong in the file, RuleProblems where its rule files cannot be used.
    """
    source, problems = yaml_reader.read(name, data)
    if source is None:
        raise CaseProblems(problems)
    rules = _rules(source, fetch)
    form, found = validation_messages.fill(CasesForm, source, None if rules is None else _vocabulary(rules))
    if form is not None and rules is not None:
        found = [*misfits(form.cases, source, rules), *committee_misfits(form.committees, source, rules)]
    if form is None or rules is None or problems or found:
        raise CaseProblems(beside(problems, found))
    cases = tuple(case(one, source, ("cases", at)) for at, one in enumerate(form.cases))
    committees = tuple(committee(one, source, ("committees", at), rules) for at, one in enumerate(form.committees))
    read = CaseFile(name, rules, cases, committees)
    missing = [
        misfit for at, one in enumerate(cases) for misfit in rivals_missing(one, ("cases", at), read.book(one.year))
    ]
    if missing:
        raise CaseProblems([source.problem(*misfit) for misfit in missing])
    return read


def _rules(source: SourceMap, fetch: Callable[[str], bytes]) -> Rules | None:
    """The rules that the file names, about the subject that they score; None where it names none, which its form will say."""
    said = source.tree.get("rules") if isinstance(source.tree, dict) else None
    named = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    if not named or not all(isinstance(one, str) and one for one in named):
        return None
    rules = load({PurePath(str(one)).name: fetch(str(one)) for one in named})
    subjects = {book.subject for book in rules.every}
    if len(subjects) > 1:
        what = "这几份规则文件的对象不同（subject）"
        raise CaseProblems([source.problem(("rules",), what, "一个案例文件只写同一种对象的规则文件")])
    return rules.about(subjects.pop())


def _vocabulary(rules: Rules) -> Vocabulary:
    """The words of all of the files: which of them has a kind is asked of each record."""
    books = rules.books
    grades = [*(band.grade for book in books for band in book.bands), OPEN, UNGRADED]
    kinds = [kind for book in books for kind in book.kinds]
    stages = [stage for book in books for stage in book.stages]
    levels = [level for book in books for level in book.levels]
    said = [tuple(dict.fromkeys(words)) for words in (kinds, stages, levels, grades)]
    return Vocabulary(said[0], said[1], said[2], said[3])
