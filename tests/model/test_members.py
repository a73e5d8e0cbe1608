from datetime import date

import pytest

from duty_cli.model.conditions import AppliesTo, concerns
from duty_cli.model.members import Facet, Member, MemberKey, Person, Roster, Tenure
from duty_cli.model.name_order import BY_SECTOR
from duty_cli.model.periods import Period, year_of


def day(text: str) -> date:
    return date.fromisoformat(text)


def tenure(facet: Facet, value: str, first: str, last: str | None = None) -> Tenure:
    return Tenure(facet, value, day(first), day(last) if last else None)


def office(first: str, last: str | None = None) -> Tenure:
    return tenure(Facet.OFFICE, "委员", first, last)


def member(*tenures: Tenure, number: str = "001", name: str = "甲一", initials: str = "jy") -> Member:
    return Member(MemberKey(int(number)), number, Person(name, initials), tenures)


@pytest.mark.parametrize(
    ("on", "holds"), [("2024-07-07", False), ("2024-07-08", True), ("2025-08-15", True), ("2025-08-16", False)]
)
def test_a_tenure_holds_on_its_first_and_its_last_day(on: str, holds: bool) -> None:
    assert tenure(Facet.ROLE, "常委", "2024-07-08", "2025-08-15").on(day(on)) is holds


def test_a_tenure_without_end_still_holds() -> None:
    assert office("2022-01-01").on(day("2099-12-31"))


def test_one_day_of_office_is_serving_in_the_year_but_not_all_of_it() -> None:
    left = member(office("2022-01-01", "2025-01-01"))
    assert left.serves_in(year_of(2025))
    assert not left.serves_all(year_of(2025))
    assert left.serves_all(year_of(2024))
    assert not left.serves_in(year_of(2026))


def test_a_member_who_came_back_was_away_in_between() -> None:
    back = member(office("2022-01-01", "2023-06-30"), office("2024-07-01"))
    assert [back.in_office(day(on)) for on in ("2023-06-30", "2023-07-01", "2024-06-30", "2024-07-01")] == [
        *(True, False, False, True)
    ]
    assert not back.serves_all(Period(day("2023-01-01"), day("2024-12-31")))


def test_joining_is_the_first_day_of_the_first_office() -> None:
    assert member(office("2024-07-01"), office("2022-01-01", "2023-06-30")).joined() == day("2022-01-01")
    assert member().joined() is None


def test_several_roles_may_be_held_on_one_day() -> None:
    both = member(
        tenure(Facet.ROLE, "常委", "2022-01-01"), tenure(Facet.ROLE, "界别活动组组长", "2022-01-01", "2023-12-31")
    )
    assert both.values(Facet.ROLE, day("2023-12-31")) == ("常委", "界别活动组组长")
    assert both.values(Facet.ROLE, day("2024-01-01")) == ("常委",)


def test_the_group_of_a_period_is_the_one_held_last_in_it() -> None:
    moved = member(
        tenure(Facet.LIAISON_GROUP, "城西联络组", "2022-01-01", "2024-06-30"),
        tenure(Facet.LIAISON_GROUP, "滨海联络组", "2024-07-01"),
    )
    assert [moved.value(Facet.LIAISON_GROUP, year_of(year)) for year in (2021, 2023, 2024)] == [
        *("", "城西联络组", "滨海联络组")
    ]


def test_only_roles_are_not_exclusive() -> None:
    assert [facet for facet in Facet if not facet.exclusive] == [Facet.ROLE]


def test_a_roster_finds_people_by_number_name_and_initials() -> None:
    people = Roster((member(number="001"), member(number="002"), member(number="003", name="乙二", initials="ye")))
    assert str(people.numbered("003")) == "003 乙二"
    assert people.numbered("004") is None
    assert [one.number for one in people.named("甲一")] == ["001", "002"]
    assert [one.number for one in people.with_initials("YE")] == ["003"]


def test_sectors_come_in_the_order_of_their_lowest_number_and_those_without_come_last() -> None:
    def of(number: str, sector: str) -> Member:
        tenures = (tenure(Facet.SECTOR, sector, "2022-01-01"),) if sector else ()
        return member(office("2022-01-01"), *tenures, number=number)

    ordered = BY_SECTOR([of("004", "工会界"), of("003", "教育界"), of("002", "工会界"), of("001", "")], year_of(2026))
    assert [one.number for one in ordered] == ["002", "004", "003", "001"]


@pytest.mark.parametrize(
    ("on", "concerned"), [("2024-01-24", False), ("2024-01-25", True), ("2026-06-30", True), ("2026-07-01", False)]
)
def test_a_rule_for_a_role_concerns_those_who_hold_it_that_day(on: str, concerned: bool) -> None:
    one = member(office("2022-01-01"), tenure(Facet.ROLE, "常委", "2024-01-25", "2026-06-30"))
    who = AppliesTo({Facet.ROLE: frozenset({"常委", "副主席"})})
    assert concerns(who, one, Period(day(on), day(on)), year_of(int(on[:4]))) is concerned


def test_a_rule_for_a_role_in_a_sector_needs_both() -> None:
    one = member(
        office("2022-01-01"), tenure(Facet.ROLE, "常委", "2022-01-01"), tenure(Facet.SECTOR, "工会界", "2022-01-01")
    )
    who = AppliesTo({Facet.ROLE: frozenset({"常委"}), Facet.SECTOR: frozenset({"教育界"})})
    assert not concerns(who, one, year_of(2026), year_of(2026))
    assert concerns(None, one, year_of(2026), year_of(2026))


@pytest.mark.parametrize(("year", "new"), [(2023, False), (2024, True), (2025, False)])
def test_a_member_is_new_in_the_year_of_joining_only(year: int, new: bool) -> None:
    joined = member(office("2024-12-31"))
    assert concerns(AppliesTo(joined_this_year=True), joined, year_of(year), year_of(year)) is new
