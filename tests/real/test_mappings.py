"""The example's rules and mappings on an invented house of three, so that they are tried where the real files are not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from duty_cli.importing.forms.roster_list import read_roster
from duty_cli.importing.open_file import open_table
from duty_cli.model.column_maps import ColumnMapping, ColumnSource, Replaced
from duty_cli.model.grading_rules import Consequence, Minimum
from duty_cli.model.items import Multiplier
from duty_cli.model.members import Facet, Member, MemberKey, Person, Roster
from duty_cli.rules.mapping_file import load_mapping
from duty_cli.rules.rule_files import load
from duty_cli.rules.rules_folder import rule_files
from tests.importing.files import Filed, filed

EXAMPLE = Path(__file__).parents[2] / "rules" / "examples" / "lok-sabha"
HOUSE = Roster(
    tuple(Member(MemberKey(at), f"LS{at:04}", Person(name, "")) for at, name in enumerate(["Ada Brandt"], 1))
)

REMARK = (
    "Data corresponds to the period from 24-06-2024 to 20-12-2024. "
    "(Attendance data available for the Winter Session 2024)"
)


def read(mapping: str, text: str) -> Filed:
    source = load_mapping(mapping, (EXAMPLE / mapping).read_bytes())
    return filed("file.csv", text.encode(), HOUSE, mapping=source)


def said(mapping: str, text: str) -> list[tuple[str | None, ...]]:
    """Number, kind, stage and document of each record."""
    file = read(mapping, text)
    assert not file.problems
    fields = [row.fields for row in file.rows]
    return [(one.number, one.kind, "".join(one.stages) or None, one.document) for one in fields]


def test_a_roster_has_roles_dates_and_one_spelling_of_each_name() -> None:
    text = f"""\
"Name";"State";"Party";"Start of Term";"End of Term";"Comment"
"Ada Brandt";"Jammu And Kashmir";"Communist Party Of India (Marxist)";"09-06-2024";"26-08-2024";"{REMARK}"
"Nora  Lindqvist";"Goa";"Independent";"28-11-2024";"In Office";"This MP is a Leader of Opposition. LoP does not sign \
the attendance register. {REMARK}"
"""
    one, other = read_roster(open_table("file.csv", text.encode(), mapping=roster_mapping())).rows
    assert (one.number, one.sector, one.party) == ("LS0001", "Jammu and Kashmir", "Communist Party of India (Marxist)")
    assert (one.roles, one.first, one.last) == (("普通议员",), date(2024, 6, 9), date(2024, 8, 26))
    assert (other.name, other.roles, other.sector, other.last) == ("Nora Lindqvist", ("反对党领袖",), "Goa", None)


def roster_mapping() -> ColumnMapping:
    return load_mapping("roster.map.yaml", (EXAMPLE / "roster.map.yaml").read_bytes())


def test_a_remark_the_mapping_does_not_know_is_a_problem_and_gives_no_role() -> None:
    text = """\
"Name";"State";"Party";"Start of Term";"End of Term";"Comment"
"Ada Brandt";"Goa";"Independent";"09-06-2024";"In Office";"This MP chairs a committee."
"""
    file = read_roster(open_table("file.csv", text.encode(), mapping=roster_mapping()))
    assert [problem.column for problem in file.problems] == ["职务（Comment）"]


def test_attendance_is_a_share_and_none_where_the_source_gives_none() -> None:
    text = """\
"Name";"Attendance";"End of Term"
"Ada Brandt";"85.00%";"In Office"
"Ada Brandt";"";"26-08-2024"
"""
    fields = [row.fields for row in read("attendance.map.yaml", text).rows]
    assert [(one.kind, one.on, one.share, *one.stages) for one in fields] == [
        ("冬季会期", date(2024, 12, 20), Fraction(17, 20), "有出席率"),
        ("冬季会期", date(2024, 8, 26), None, "无出席率"),
    ]


def test_questions_are_answered_in_writing_or_orally() -> None:
    text = """\
"Date";"Title";"Type";"Ministry or Category";"link";"Representative"
"2024-12-20";"Support for Farmers";"Unstarred";"AYUSH";"https://example.org/1";"Ada Brandt"
"2024-12-20";"A; semicolon";"Starred";"Railways";"";"Ada Brandt"
"""
    assert said("questions.map.yaml", text) == [
        ("Q0001", "质询", "书面", "https://example.org/1"),
        ("Q0002", "质询", "口头", None),
    ]


def test_debates_are_told_apart_by_type_and_an_unfound_link_is_none() -> None:
    text = """\
"Date";"Debate title/Bill name";"Debate Type";"link";"Representative"
"2024-12-18";"On a railway";"LS - Matters under (Rule-377)";"/mptrack/debatenotfound";"Ada Brandt"
"2024-07-02";"Thanks";"Motion of Thanks on the President's Address";"https://example.org/2";"Ada Brandt"
"""
    assert said("debates.map.yaml", text) == [
        ("D0001", "第377条事项", None, None),
        ("D0002", "致谢动议辩论", None, "https://example.org/2"),
    ]


def test_bills_are_introduced() -> None:
    text = """\
"Date of introduction";"Bill title";"Current Status";"Date - Passage / Withdrawal /Lapsing";"link";"Representative"
"2024-08-09";"The Bridges Bill, 2024";"Pending";"";"";"Ada Brandt"
"""
    assert said("bills.map.yaml", text) == [("B0001", "议员法案", "提出", None)]


def test_a_type_of_debate_the_mapping_does_not_know_is_a_problem() -> None:
    text = """\
"Date";"Debate title/Bill name";"Debate Type";"link";"Representative"
"2024-12-18";"On a railway";"Zero Hour";"";"Ada Brandt"
"""
    problems = [str(problem) for problem in read("debates.map.yaml", text).problems]
    assert len(problems) == 1
    assert problems[0].startswith("file.csv:2：履职事项（Debate Type）：“Zero Hour”不符合要求")


def words(source: ColumnSource | None) -> set[str]:
    """All that a column can come to say."""
    if source is None:
        return set()
    other = {source.otherwise.text} if isinstance(source.otherwise, Replaced) else set()
    return {source.always} if source.always else {*(source.values or {}).values(), *other}


def test_the_rules_know_every_kind_and_stage_the_mappings_give() -> None:
    book = load(rule_files(EXAMPLE)).books[0]
    for name in ("questions", "debates", "bills", "attendance"):
        columns = load_mapping(name, (EXAMPLE / f"{name}.map.yaml").read_bytes()).columns
        assert words(columns["履职事项"]) <= set(book.kinds)
        assert words(columns.get("阶段")) <= set(book.stages)


def test_the_rules_name_no_role_that_the_roster_does_not_give() -> None:
    book = load(rule_files(EXAMPLE / "scoring.yaml")).books[0]
    rules: tuple[Multiplier | Minimum | Consequence, ...] = (*book.multipliers, *book.minimums, *book.consequences)
    named = {role for rule in rules if rule.applies_to for role in rule.applies_to.facets[Facet.ROLE]}
    assert named <= words(roster_mapping().columns["职务"])
