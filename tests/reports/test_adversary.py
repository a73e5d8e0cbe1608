"""Whatever the year was, no reader of all public papers is certain of anybody that he failed or that something speaks against him.

The worlds are all that a small committee can come to. A reader who is a member knows himself as well; a reader who kept an
earlier paper knows that one thing was corrected since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from operator import itemgetter
from pathlib import Path

import pytest

from duty_cli.ledger.sqlite.sqlite_ledger import create
from duty_cli.model.audience import Audience
from duty_cli.model.ledger_protocol import CommitteeSetup
from duty_cli.model.papers import Identity
from duty_cli.model.parsed_rows import ParsedMember
from duty_cli.model.periods import Period, Term
from duty_cli.recording.enrolment import enrol
from duty_cli.reports.annual_evaluation import EvaluatedMember
from duty_cli.reports.annual_notice import AnnualNotice, annual_notice
from duty_cli.reports.annual_notice_layout import notice_document, notice_paper
from duty_cli.reports.redaction import notice_for
from duty_cli.rules.rule_files import load
from duty_cli.scoring.assessment_year import count_grades
from duty_cli.scoring.commendation import Candidacy
from tests.properties.desk import ACT
from tests.reports.adversary import Member, World, few_in_sums, told
from tests.workspace import RULES as RULE_FILE

NAMES = ("甲一", "乙二", "丙三", "丁四", "戊五")
BEST, BARRED, GOOD, PASSED, UNREPORTED, FAILED = (
    "列入名单",
    "优秀而有纪律情形",
    "良好",
    "合格",
    "合格而未提交",
    "不合格",
)
GRADES = {BEST: "优秀", BARRED: "优秀", GOOD: "良好", PASSED: "合格", UNREPORTED: "合格", FAILED: "不合格"}
SECRETS = (BARRED, UNREPORTED, FAILED)
REPORT = "年度履职报告"
THREE = "bands: [{grade: 优秀, min: 75}, {grade: 合格, min: 60}, {grade: 不合格, min: 0}]"
FOUR = THREE.replace("{grade: 合格", "{grade: 良好, min: 70}, {grade: 合格")


@dataclass(frozen=True)
class Views:
    """The public papers of every world, by what is so of each member in turn."""

    names: tuple[Member, ...]
    states: tuple[str, ...]
    papers: Mapping[tuple[str, ...], str]

    @property
    def worlds(self) -> list[World]:
        """Every world."""
        return [dict(zip(self.names, states, strict=True)) for states in self.papers]

    @property
    def corrected(self) -> Iterator[World]:
        """Each world before and after one thing was corrected: of each member how it was, and how it is."""
        for world, name in product(self.worlds, self.names):
            same = {each: f"{state} {state}" for each, state in world.items()}
            yield from ({**same, name: f"{was} {world[name]}"} for was in self.states if was != world[name])

    def of(self, world: World) -> str:
        """What is published in that world."""
        return self.papers[tuple(world.values())]

    def of_both(self, world: World) -> tuple[str, ...]:
        """What was published before and after."""
        return tuple(self.papers[states] for states in zip(*(one.split() for one in world.values()), strict=True))


@pytest.fixture(scope="module", params=[THREE, FOUR], ids=["three grades", "four grades"])
def views(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Views:
    """All that a year can come to of a small committee."""
    four = request.param == FOUR
    names, states = NAMES[four:], tuple(state for state in GRADES if four or state != GOOD)
    whole = _notice(names, RULE_FILE.read_text("utf-8").replace(THREE, request.param), tmp_path_factory.mktemp("l"))
    every = product(states, repeat=len(names))
    return Views(names, states, {each: papers(whole, dict(zip(names, each, strict=True))) for each in every})


def _notice(names: tuple[Member, ...], rules: str, folder: Path) -> AnnualNotice:
    """The notice of a year in which nothing was entered yet."""
    term = Term(14, Period(date(2022, 1, 1), date(2026, 12, 31)))
    ledger = create(folder / "ledger.db", ACT, CommitteeSetup("政协某市委员会", term))
    enrol(ledger, ACT, tuple(ParsedMember(1, name, name, date(2022, 1, 1)) for name in names), lambda name: name)
    book = load({"scoring.yaml": rules.encode()})
    with ledger.reading() as reading:
        return annual_notice(reading, book, Identity("政协某市委员会", 1, "", "", ""), 2026)


def papers(whole: AnnualNotice, world: World) -> str:
    """All that the public is told of the year's results."""
    members = tuple(_as(one, world[one.member.name]) for one in whole.evaluation.members)
    grades = count_grades(whole.evaluation.book, [one.result for one in members])
    missing = tuple(one.member for one in members if world[one.member.name] == UNREPORTED)
    year = replace(whole.evaluation, members=members, grades=grades)
    lacking = replace(whole, reports_missing={REPORT: missing}, missing={REPORT: len(missing)})
    public = notice_for(replace(lacking, evaluation=year), Audience.PUBLIC)
    return f"{notice_paper(public)}{notice_document(public)}{public.evaluation}"


def _as(one: EvaluatedMember, state: str) -> EvaluatedMember:
    """A member of whom that is so."""
    bars = ("有纪律情形：变相商业活动",) if state == BARRED else ()
    grade = GRADES[state]
    result = replace(one.result, grade=grade, outcome=replace(one.result.outcome, grade=grade, band=grade))
    return replace(one, result=result, candidacy=Candidacy(("等次为优秀",), bars) if grade == "优秀" else None)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_reader_of_all_public_papers_is_certain_of_nobody(views: Views, secret: str) -> None:
    assert told(views.worlds, views.of, secret.__eq__) == []


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("own", NAMES[1:])
def test_nor_is_a_member_who_knows_himself_as_well(views: Views, own: Member, secret: str) -> None:
    found = told(views.worlds, views.of, secret.__eq__, itemgetter(own))
    assert [(world, member) for world, member in found if member != own] == []


@pytest.mark.parametrize("secret", SECRETS)
def test_nor_is_one_who_kept_the_paper_of_before_a_correction(views: Views, secret: str) -> None:
    corrected = list(views.corrected)
    for which in (0, 1):
        assert told(corrected, views.of_both, lambda state, at=which: state.split()[at] == secret) == []  # type: ignore[misc]


def test_the_reader_finds_what_is_told() -> None:
    """The number of the best beside the list of those commended."""

    def leaking(world: World) -> tuple[int, tuple[Member, ...]]:
        states = list(world.values())
        return states.count(BEST) + states.count(BARRED), tuple(name for name in world if world[name] == BEST)

    every = [dict(zip("甲乙", states, strict=True)) for states in product((BEST, BARRED, PASSED), repeat=2)]
    found = told(every, leaking, BARRED.__eq__)
    assert ({"甲": BEST, "乙": BARRED}, "乙") in found
    assert {member for _, member in found} == {"甲", "乙"}


def test_the_reader_takes_one_sum_from_another() -> None:
    sector, group = (frozenset((name, "Q1") for name in names) for names in ("甲乙丙", "甲乙丙丁"))
    assert few_in_sums([sector, group], 3)[0] == ("丁",)
    assert few_in_sums([group], 3) == []
