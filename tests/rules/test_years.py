"""The years of several files: none twice, none left out, and each in one file from its first day to its last."""

import pytest

from duty_cli.errors.rule_errors import RuleProblems
from duty_cli.rules.rule_files import check, load
from tests.rules.small import text


def files(*effective: str, **sections: str) -> dict[str, bytes]:
    """A file for each of the dates, numbered from 1."""
    written = (text(effective=dates, total="{floor: 0}", **sections).encode() for dates in effective)
    return {f"scoring-{at}.yaml": data for at, data in enumerate(written, start=1)}


def test_files_that_overlap_are_refused() -> None:
    with pytest.raises(RuleProblems, match="的适用日期重叠（2026-12-31 至 2026-12-31）"):
        load(files("{from: 2026-01-01, to: 2026-12-31}", "{from: 2026-12-31, to: 2027-12-31}"))


def test_a_file_that_lasts_long_is_held_against_all_that_follow() -> None:
    with pytest.raises(RuleProblems) as refusal:
        load(
            files(
                "{from: 2022-01-01, to: 2026-12-31}",
                "{from: 2023-01-01, to: 2023-12-31}",
                "{from: 2025-01-01, to: 2025-12-31}",
            )
        )
    assert [str(problem).partition("（")[0] for problem in refusal.value.problems] == [
        "scoring-2.yaml:4：第12列：与 scoring-1.yaml 的适用日期重叠",
        "scoring-3.yaml:4：第12列：与 scoring-1.yaml 的适用日期重叠",
    ]


def test_files_that_leave_a_gap_are_refused() -> None:
    with pytest.raises(RuleProblems, match="之间有日期没有规则（2027-01-01 至 2027-12-31）"):
        load(files("{from: 2026-01-01, to: 2026-12-31}", "{from: 2028-01-01, to: 2028-12-31}"))


def test_files_that_follow_one_another_are_one_body() -> None:
    rules = load(files("{from: 2027-01-01, to: 2027-12-31}", "{from: 2026-01-01, to: 2026-12-31}"))
    assert [book.file for book in rules.books] == ["scoring-2.yaml", "scoring-1.yaml"]


def test_rules_for_members_and_for_groups_stand_beside_each_other() -> None:
    members = files("{from: 2026-01-01, to: 2026-12-31}")
    groups = text(effective="{from: 2026-01-01, to: 2026-12-31}", subject="liaison_group")
    assert load(members | {"groups.yaml": groups.encode()}).books


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ("{from: 2026-03-01, to: 2026-12-31}",
         "4：第19列：2026 年度从 2026-01-01 起，这里从 2026-03-01 起，全年没有一份完整的规则；请写 from: 2026-01-01"),
        ("{from: 2026-01-01, to: 2027-06-30}",
         "4：第35列：2027 年度到 2027-12-31 止，这里到 2027-06-30 止，全年没有一份完整的规则；请写 to: 2027-12-31"),
    ],
)  # fmt: skip
def test_a_part_of_a_year_is_told_and_no_reason_to_refuse_the_file(dates: str, words: str) -> None:
    load(files(dates))
    with pytest.raises(RuleProblems) as refusal:
        check(files(dates))
    assert words in str(refusal.value)


def test_a_year_cut_between_two_files_is_told_once() -> None:
    with pytest.raises(RuleProblems) as refusal:
        check(files("{from: 2026-01-01, to: 2026-06-30}", "{from: 2026-07-01, to: 2026-12-31}"))
    assert [
        "scoring-1.yaml:4：第35列" in str(problem) for problem in refusal.value.problems if "年度" in str(problem)
    ] == [True]


def test_a_year_is_whole_from_the_day_after_the_last_one_ended() -> None:
    whole = files("{from: 2025-12-21, to: 2026-12-20}", year_ends="12-20", bands="[{grade: 合格, min: 0}]")
    check(whole)
    with pytest.raises(RuleProblems, match="请写 from: 2025-12-21"):
        check({name: data.replace(b"2025-12-21", b"2026-01-01") for name, data in whole.items()})
