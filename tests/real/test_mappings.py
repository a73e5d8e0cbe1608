"""The example's rules and mappings on an invented house of three, so that they are tried where the real files are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from duty_cli.domain.mapping import ColumnSource
from duty_cli.domain.members import Member, MemberKey, Person, Roster
from duty_cli.intake.records import RecordsFile, read_records
from duty_cli.intake.roster import read_roster
from duty_cli.rulebook.files import read_rules
from duty_cli.rulebook.mapping import load_mapping

EXAMPLE = Path(__file__).parents[2] / "rules" / "examples" / "lok-sabha"
HOUSE = Roster(
    tuple(Member(MemberKey(at), f"LS{at:04}", Person(name, "")) for at, name in enumerate(["Ada Brandt"], 1))
)


def read(mapping: str, text: str) -> RecordsFile:
    source = load_mapping(mapping, (EXAMPLE / mapping).read_bytes())
    return read_records("file.csv", text.encode(), HOUSE, mapping=source)


def said(mapping: str, text: str) -> list[tuple[str | None, ...]]:
    """Number, kind, stage and document of each record."""
    file = read(mapping, text)
    assert not file.faults
    facts = [row.facts for row in file.rows]
    return [(one.number, one.kind, "".join(one.stages) or None, one.document) for one in facts]


def test_a_roster_has_roles_dates_and_one_spelling_of_each_name() -> None:
    text = """\
"Name";"Minister";"State";"Party";"Start of Term";"End of Term"
"Ada Brandt";"No";"Jammu And Kashmir";"Communist Party Of India (Marxist)";"09-06-2024";"26-08-2024"
"Nora  Lindqvist";"Yes";"Goa";"Independent";"28-11-2024";"In Office"
"""
    mapping = load_mapping("roster.map.yaml", (EXAMPLE / "roster.map.yaml").read_bytes())
    one, other = read_roster("file.csv", text.encode(), mapping=mapping).rows
    assert (one.number, one.sector, one.party) == ("LS0001", "Jammu and Kashmir", "Communist Party of India (Marxist)")
    assert (one.roles, one.first, one.last) == (("普通议员",), date(2024, 6, 9), date(2024, 8, 26))
    assert (other.name, other.roles, other.sector, other.last) == ("Nora Lindqvist", ("部长",), "Goa", None)


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


def test_a_type_of_debate_the_mapping_does_not_know_is_a_fault() -> None:
    text = """\
"Date";"Debate title/Bill name";"Debate Type";"link";"Representative"
"2024-12-18";"On a railway";"Zero Hour";"";"Ada Brandt"
"""
    faults = [str(fault) for fault in read("debates.map.yaml", text).faults]
    assert len(faults) == 1
    assert faults[0].startswith("file.csv:2：履职事项（Debate Type）：“Zero Hour”不符合要求")


def words(source: ColumnSource | None) -> set[str]:
    """All that a column can come to say."""
    if source is None:
        return set()
    return {source.always} if source.always else set((source.values or {}).values())


def test_the_rules_know_every_kind_and_stage_the_mappings_give() -> None:
    book = read_rules(EXAMPLE).books[0]
    for name in ("questions", "debates", "bills"):
        columns = load_mapping(name, (EXAMPLE / f"{name}.map.yaml").read_bytes()).columns
        assert words(columns["履职事项"]) <= set(book.kinds)
        assert words(columns.get("阶段")) <= set(book.stages)
