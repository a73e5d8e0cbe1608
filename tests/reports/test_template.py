"""What stands on a blank form: who, which words to choose from, which signs."""

from __future__ import annotations

from datetime import date

import pytest

from duty_cli.cli.app_context import AppContext
from duty_cli.errors.lookup_errors import NobodyInOffice, UnknownKind
from duty_cli.errors.record_errors import DoesNotFit
from duty_cli.importing.forms.blank_forms import (
    attendance_template,
    proposals_template,
    records_template,
    roster_template,
    signs_of,
)
from duty_cli.model.blank_form import BlankForm, Planned
from duty_cli.model.file_forms import FileVocabulary
from duty_cli.model.members import Facet
from duty_cli.model.records import Attendance
from duty_cli.reports.listings import roster_on
from tests.workspace import Duty

TODAY = date(2026, 11, 23)
SIGNS = {"到会": Attendance.PRESENT, "√": Attendance.PRESENT, "公假": Attendance.ON_LEAVE}


def form(make: object, *more: object, sector: str | None = None) -> BlankForm:
    """A form made at the workspace in the current folder."""
    assert callable(make)
    desk = AppContext(None, None, None)
    with desk.ledger.reading() as reading:
        those = roster_on(reading, TODAY, {Facet.SECTOR: sector} if sector else {})
        book = () if make is roster_template else (desk.rules.books[0],)
        made = make(reading, those, *book, *more)
    assert isinstance(made, BlankForm)
    return made


def sheet(*activities: Planned) -> BlankForm:
    return form(attendance_template, FileVocabulary(marks=SIGNS), activities)


def offered(template: BlankForm, heading: str) -> tuple[str, ...]:
    return next(entry.offer.words for entry in template.entries if entry.heading == heading)


@pytest.mark.usefixtures("duty")
def test_names_that_several_bear_are_offered_with_their_sector() -> None:
    names = ("赵一鸣", "李思源（科技界）", "吴五湖", "钱二南", "孙三禾", "郑六合", "李思源（教育界）")
    assert offered(form(records_template), "姓名") == names


def test_who_cannot_be_told_from_another_by_name_and_sector_is_not_offered(duty: Duty) -> None:
    duty.done("appoint 1005 --sector 教育界 --from 2026-01-01")
    assert [name for name in offered(form(records_template), "姓名") if name.startswith("李思源")] == []


@pytest.mark.usefixtures("duty")
def test_kinds_stages_and_levels_are_those_of_the_rules() -> None:
    template = form(records_template)
    assert offered(template, "履职事项")[:2] == ("全体会议", "常委会会议")
    assert (offered(template, "阶段"), offered(template, "级别")) == (("提交", "立案", "重点"), ("县级", "市级"))


@pytest.mark.usefixtures("duty")
def test_a_roster_offers_the_groups_and_roles_there_are() -> None:
    assert offered(form(roster_template), "委员联络组") == ("城东联络组", "城西联络组")
    assert offered(form(roster_template), "职务") == ("常委", "界别活动组组长")


@pytest.mark.usefixtures("duty")
def test_proposals_are_asked_in_the_words_of_their_office_where_the_readers_know_them() -> None:
    words = FileVocabulary(headings={"案由": "标题"})
    called = [entry.called for entry in form(proposals_template, words).entries]
    assert called[:6] == ["编号", "案由", "提案人类别", "第一提案人", "联名人", "阶段"]


@pytest.mark.usefixtures("duty")
def test_an_attendance_sheet_lists_the_members_of_the_day_and_leaves_columns_for_activities() -> None:
    template = sheet()
    assert [row[0] for row in template.rows] == ["1001", "1005", "1007", "1002", "1003", "1008", "1004"]
    assert template.rows[3] == ("1002", "钱二南", "经济界")
    assert template.signs is not None
    assert template.signs.activities == (Planned(),) * 6


@pytest.mark.usefixtures("duty")
def test_only_those_due_are_listed_where_the_kinds_are_told() -> None:
    standing = Planned("常委会会议", date(2026, 3, 12), "第二十次常委会会议")
    assert [row[1] for row in sheet(standing).rows] == ["赵一鸣", "钱二南", "郑六合"]
    assert len(sheet(standing, Planned(name="待定")).rows) == 7


def test_each_state_has_its_shortest_sign_and_none_that_means_another() -> None:
    signs = signs_of(FileVocabulary(marks=SIGNS))
    assert {sign: state.value for sign, state in signs.items()} == {
        **{"√": "出席", "迟到": "迟到", "早退": "早退", "迟到并早退": "迟到并早退"},
        **{"公假": "请假", "请假未准": "请假未准", "缺席": "缺席"},
    }


@pytest.mark.usefixtures("duty")
def test_activities_of_no_kind_with_attendance_are_refused() -> None:
    with pytest.raises(UnknownKind, match="全体会"):
        sheet(Planned("全体会"))
    with pytest.raises(DoesNotFit, match="duty template records"):
        sheet(Planned("提案"))


@pytest.mark.usefixtures("duty")
def test_a_group_in_which_nobody_is_is_told() -> None:
    with pytest.raises(NobodyInOffice, match="2026-11-23"):
        form(records_template, sector="经济")
