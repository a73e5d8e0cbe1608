"""Every situation that ``data/README.md`` promises is in the sample, under the member number told there."""

from __future__ import annotations

import pytest

YEARS = ("2023", "2024", "2025")
PRESENT = ("出席", "迟到", "早退")

Row = dict[str, str]


def of(records: list[Row], number: str, kind: str, year: str) -> list[Row]:
    """One member's records of a kind in a year."""
    return [r for r in records if r["委员编号"] == number and r["履职事项"] == kind and r["日期"].startswith(year)]


def states(records: list[Row], number: str, kind: str, year: str) -> list[str]:
    return [row["出席情况"] for row in of(records, number, kind, year)]


def stays(roster: list[Row], number: str) -> list[Row]:
    return [row for row in roster if row["委员编号"] == number]


def quarters(records: list[Row], number: str) -> set[tuple[str, int]]:
    return {(r["日期"][:4], (int(r["日期"][5:7]) + 2) // 3) for r in records if r["委员编号"] == number}


def test_two_pairs_of_members_share_a_name_in_different_sectors(roster: list[Row]) -> None:
    of_name: dict[str, set[tuple[str, str]]] = {}
    for row in roster:
        of_name.setdefault(row["姓名"], set()).add((row["委员编号"], row["界别"]))
    assert {name: people for name, people in of_name.items() if len(people) > 1} == {
        "周文岚": {("14061", "民进界"), ("14199", "经济界")},
        "陈志川": {("14084", "九三学社界"), ("14237", "教育界")},
    }


@pytest.mark.parametrize(("number", "day"), [("14301", "2024-01-05"), ("14306", "2024-07-08"), ("14311", "2025-09-01")])
def test_some_joined_during_the_term_and_were_called_to_training(
    roster: list[Row], records: list[Row], number: str, day: str
) -> None:
    assert [row["任职日期"] for row in stays(roster, number)] == [day]
    assert len(of(records, number, "新任委员培训", day[:4])) == 1


def test_one_who_joined_missed_the_training_of_the_first_year(records: list[Row]) -> None:
    assert states(records, "14304", "新任委员培训", "2024") == ["请假"]
    assert of(records, "14304", "新任委员培训", "2025") == []


@pytest.mark.parametrize(
    ("number", "day"),
    [
        *(("14020", "2023-06-30"), ("14133", "2023-12-29"), ("14185", "2023-12-29")),
        *(("14251", "2024-05-31"), ("14288", "2024-12-31"), ("14015", "2025-08-15")),
    ],
)
def test_some_left_during_the_term(roster: list[Row], number: str, day: str) -> None:
    assert [row["离任日期"] for row in stays(roster, number)] == [day]


def test_a_member_changed_liaison_group(roster: list[Row]) -> None:
    assert [(row["委员联络组"], row["任职日期"], row["离任日期"]) for row in stays(roster, "14077")] == [
        ("城西联络组", "2022-01-01", "2024-06-30"),
        ("滨海联络组", "2024-07-01", ""),
    ]


def test_one_became_and_one_ceased_to_be_a_standing_member(roster: list[Row]) -> None:
    assert [(r["职务"], r["任职日期"]) for r in stays(roster, "14046")] == [("", "2022-01-01"), ("常委", "2024-01-25")]
    assert [(r["职务"], r["任职日期"]) for r in stays(roster, "14118")] == [("常委", "2022-01-01"), ("", "2024-01-25")]


@pytest.mark.parametrize(("number", "year"), [("14093", "2024"), ("14162", "2023"), ("14162", "2025")])
def test_in_a_failed_year_next_to_nothing_is_done(records: list[Row], number: str, year: str) -> None:
    own = [row for row in records if row["委员编号"] == number and row["日期"].startswith(year)]
    done = [row for row in own if row.get("出席情况", "出席") in PRESENT]
    assert len(own) > 10
    assert len(done) < 4


def test_the_years_beside_the_failed_ones_were_ordinary(records: list[Row]) -> None:
    for number, year in (("14093", "2023"), ("14093", "2025"), ("14162", "2024")):
        assert len(of(records, number, "年度履职报告", year)) == 1


def test_a_standing_member_was_twice_away_without_leave(records: list[Row]) -> None:
    assert states(records, "14157", "常委会会议", "2025") == ["出席", "缺席", "出席", "请假未准"]


def test_a_standing_member_was_twice_on_granted_leave(records: list[Row]) -> None:
    assert states(records, "14206", "常委会会议", "2025") == ["出席", "请假", "请假", "出席"]


def test_no_other_standing_member_was_away_without_leave(records: list[Row]) -> None:
    away = [r for r in records if "常委会会议" in r["履职事项"] and r["出席情况"] in ("缺席", "请假未准")]
    assert {row["委员编号"] for row in away} == {"14157"}


@pytest.mark.parametrize(
    ("number", "kind", "year", "state", "share"),
    [
        ("14035", "全体会议", "2024", "请假未准", ""),
        ("14110", "全体会议", "2023", "迟到", "5/6"),
        ("14111", "全体会议", "2023", "早退", "5/6"),
        ("14112", "全体会议", "2023", "出席", "3/6"),
        ("14125", "专题培训", "2023", "缺席", ""),
        ("14217", "专题培训", "2024", "请假未准", ""),
        ("14053", "专题培训", "2025", "请假", ""),
    ],
)
def test_attendance_holds_every_state_and_a_part(
    records: list[Row], number: str, kind: str, year: str, state: str, share: str
) -> None:
    assert [(row["出席情况"], row["参加比例"]) for row in of(records, number, kind, year)] == [(state, share)]


def test_one_who_joined_in_summer_had_no_special_training_to_go_to(records: list[Row]) -> None:
    assert of(records, "14306", "专题培训", "2024") == []


@pytest.mark.parametrize(
    ("number", "year"), [("14027", "2023"), ("14162", "2023"), ("14145", "2024"), ("14097", "2025"), ("14190", "2025")]
)
def test_some_did_not_hand_in_the_yearly_report(records: list[Row], number: str, year: str) -> None:
    assert of(records, number, "年度履职报告", year) == []


@pytest.mark.parametrize(
    ("number", "quarter"), [("14172", ("2023", 3)), ("14216", ("2024", 3)), ("14274", ("2025", 2))]
)
def test_some_have_no_record_in_one_quarter_only(records: list[Row], number: str, quarter: tuple[str, int]) -> None:
    every = {(year, nth) for year in YEARS for nth in (1, 2, 3, 4)}
    assert every - quarters(records, number) == {quarter}


def test_two_records_of_conduct_stand_beside_good_work(records: list[Row]) -> None:
    conduct = [(r["委员编号"], r["履职事项"]) for r in records if r.get("备注") == "经组织认定"]
    assert conduct == [("14129", "变相商业活动"), ("14243", "严重违反章程决议")]


def test_members_are_commended_at_every_level(records: list[Row]) -> None:
    commended = [row for row in records if row["履职事项"] == "表彰"]
    assert {row["级别"] for row in commended} == {"县级", "市级", "省级", "国家级"}
    assert {"14010", "14088", "14101", "14129", "14231", "14243", "14264"} <= {row["委员编号"] for row in commended}
