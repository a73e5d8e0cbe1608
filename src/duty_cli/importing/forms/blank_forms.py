"""Blank forms that offices fill in and ``duty import`` reads back: what is asked, what may be chosen, who stands on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from duty_cli.errors.lookup_errors import NobodyInOffice, UnknownKind
from duty_cli.errors.record_errors import DoesNotFit
from duty_cli.importing.forms.proposers import CATEGORY, OFFERED
from duty_cli.model.blank_form import BlankForm, FormChoices, FormEntry, Holds, Planned, Signs
from duty_cli.model.capacities import Capacity
from duty_cli.model.column_sorts import ColumnSort
from duty_cli.model.conditions import concerns
from duty_cli.model.expected_attendance import EVERYONE, Range
from duty_cli.model.file_forms import EARLIER_HEADINGS, PROPOSAL_HEADINGS, FileForm, FileVocabulary
from duty_cli.model.grading_rules import UNGRADED
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, Roster
from duty_cli.model.periods import Period
from duty_cli.model.records import COLUMNS, DAY_HEADINGS, RECORD_HEADINGS, ROSTER_HEADINGS, Attendance
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.listings import RosterOn
from duty_cli.reports.sign_in_sheet import may_sign

BLANK_ACTIVITIES = 6
"""The columns of an attendance sheet for activities that are not known yet."""

_BY_SORT = {ColumnSort.WHOLE: Holds.COUNT, ColumnSort.AMOUNT: Holds.NUMBER, ColumnSort.SCORE: Holds.NUMBER}
_HOLDS = {
    **{column.heading: _BY_SORT[column.sort] for column in COLUMNS.values() if column.sort in _BY_SORT},
    **dict.fromkeys(DAY_HEADINGS, Holds.DAY),
    **{"年度": Holds.COUNT, "积分": Holds.NUMBER},
}
"""What a cell holds that is not plain text; a share may be written as several sorts of number, so it is left to be read."""

_LONGEST_SERVING = date(1950, 1, 1)
"""No member now in office was one before."""


def roster_template(reading: LedgerReader, those: RosterOn) -> BlankForm:
    """A form for new members. Who is in office cannot be enrolled again, but their groups and roles are offered."""
    facets = [facet for facet in Facet if facet.value in ROSTER_HEADINGS]
    offers = {facet.value: FormChoices(_held(those, facet)) for facet in facets}
    entries = _entries(ROSTER_HEADINGS, ("委员编号", "姓名", "任职日期"), offers)
    days = Period(_LONGEST_SERVING, _days(reading).last)
    return BlankForm(FileForm.ROSTER, those.committee, days, entries)


def records_template(reading: LedgerReader, those: RosterOn, book: Rulebook) -> BlankForm:
    """A form for records of any kind. Raises NobodyInOffice."""
    offers = {
        # Warned, not refused: who shares a name and a sector is not in the list and is entered by number.
        "姓名": FormChoices(_names(reading, those), "warned"),
        "履职事项": FormChoices(tuple(book.kinds), "refused"),
        "出席情况": FormChoices(tuple(Attendance), "refused"),
        "阶段": FormChoices(book.stages),
        "级别": FormChoices(book.levels),
    }
    entries = _entries(RECORD_HEADINGS, ("履职事项", "日期"), offers)
    return BlankForm(FileForm.RECORDS, those.committee, _days(reading), entries)


def proposals_template(reading: LedgerReader, those: RosterOn, book: Rulebook, words: FileVocabulary) -> BlankForm:
    """A form for the list of proposals, in the words of its office where ``words`` has them. Raises NobodyInOffice."""
    names = _names(reading, those)
    offers = {
        "第一提案人": FormChoices(names, "warned"),
        "联名人": FormChoices(names),
        CATEGORY: FormChoices(OFFERED),
        "阶段": FormChoices(book.stages),
        "级别": FormChoices(book.levels),
    }
    wished = {"标题": "案由", "阶段": "立案情况"}
    # The office's own word, but only where the import reads it back as the same heading.
    aliases = {heading: wish for heading, wish in wished.items() if words.headings.get(wish) == heading}
    entries = _entries(PROPOSAL_HEADINGS, ("编号", "标题", "第一提案人", "日期"), offers, aliases)
    return BlankForm(FileForm.PROPOSALS, those.committee, _days(reading), entries)


def earlier_template(reading: LedgerReader, those: RosterOn, book: Rulebook) -> BlankForm:
    """A form for results of years before the ledger. Raises NobodyInOffice."""
    offers = {
        "姓名": FormChoices(_names(reading, those), "warned"),
        "等次": FormChoices((*(band.grade for band in book.bands), UNGRADED), "warned"),
    }
    entries = _entries(EARLIER_HEADINGS, ("年度", "文号"), offers)
    return BlankForm(FileForm.EARLIER, those.committee, _days(reading), entries)


def attendance_template(
    reading: LedgerReader,
    those: RosterOn,
    book: Rulebook,
    words: FileVocabulary,
    activities: Sequence[Planned],
    ranges: Sequence[Range] = (),
) -> BlankForm:
    """An attendance sheet: members down, activities across; where all kinds are told, only members who are due.

    ``ranges``: whom the activities expect, where they were planned.

    Raises UnknownKind for a kind the rules do not know, DoesNotFit for one without attendance, NobodyInOffice.
    """
    attended = tuple(kind.id for kind in book.kinds.values() if kind.attended)
    for kind in (activity.kind for activity in activities if activity.kind not in ("", *attended)):
        if kind not in book.kinds:
            raise UnknownKind(kind, attended)
        raise DoesNotFit(kind, "不是按出席情况登记的事项；请改用 duty template records")
    due = [member for member in those.members if _is_due(member, book, activities, those.day, ranges)]
    if not due:
        raise NobodyInOffice(those.day)
    rows = tuple((member.number, member.name, "、".join(member.values(Facet.SECTOR, those.day))) for member in due)
    legend = signs_of(words)
    signs = Signs(
        (
            FormEntry("履职事项", Holds.LABEL, needed=True, offer=FormChoices(attended, "refused")),
            FormEntry("日期", Holds.DAY, needed=True),
            FormEntry("活动", Holds.LABEL, needed=True),
        ),
        tuple(activities) or (Planned(),) * BLANK_ACTIVITIES,
        # A guest who came is entered as such; no sign stands for it.
        FormEntry("出席情况", Holds.LABEL, offer=FormChoices((*legend, Capacity.GUEST.value), "warned")),
        legend,
    )
    entries = _entries(("委员编号", "姓名", "界别"))
    return BlankForm(FileForm.ATTENDANCE, those.committee, _days(reading), entries, rows, signs, _scope(those, ranges))


def signs_of(words: FileVocabulary) -> dict[str, Attendance]:
    """One sign for each state: the shortest that ``words`` gives it, its own name where that means nothing else."""
    found: dict[str, Attendance] = {}
    for state in Attendance:
        known = [sign for sign, meant in words.marks.items() if meant is state]
        # An office may use the name of one state as its sign for another; then it cannot stand for its own.
        if words.marks.get(state.value, state) is state:
            known.append(state.value)
        if known:
            found[min(known, key=len)] = state
    return found


def _scope(those: RosterOn, ranges: Sequence[Range]) -> tuple[str, ...]:
    """Who is due, as it stands above the form: the groups asked for, or those of all plans where these agree."""
    if not ranges:
        return tuple(those.groups.values())
    dues = ranges[0].dues
    if not dues or dues[0].listed or any(found.dues != dues for found in ranges):
        return ()
    return tuple(name for names in dues[0].groups.values() for name in names) or (EVERYONE,)


def _is_due(member: Member, book: Rulebook, activities: Sequence[Planned], day: date, ranges: Sequence[Range]) -> bool:
    """Whether the member is expected at one of the activities; a kind that is not told may concern everyone."""
    if ranges:
        return any(may_sign(found, member) for found in ranges)
    if not activities or not all(activity.kind for activity in activities):
        return True
    days = [(book.kinds[activity.kind], activity.on or day) for activity in activities]
    return any(concerns(kind.expects, member, Period(on, on), book.year_ends.around(on)) for kind, on in days)


def _held(those: RosterOn, facet: Facet) -> tuple[str, ...]:
    return tuple(sorted({value for member in those.members for value in member.values(facet, those.day)}))


def _names(reading: LedgerReader, those: RosterOn) -> tuple[str, ...]:
    """The names by which the readers find the members; who cannot be told from another so is left to the number."""
    if not those.members:
        raise NobodyInOffice(those.day)
    everyone = reading.roster()
    return tuple(name for member in those.members if (name := _name(member, everyone)))


def _name(member: Member, everyone: Roster) -> str:
    """The name, with the latest sector where others bear it as well; empty where these are of that sector too."""
    bearers = everyone.named(member.name)
    if len(bearers) == 1:
        return member.name
    sector = _sector(member)
    return f"{member.name}（{sector}）" if sector and [*map(_sector, bearers)].count(sector) == 1 else ""


def _sector(member: Member) -> str:
    held = list(member.of(Facet.SECTOR))
    return held[-1].value if held else ""


def _entries(
    headings: Sequence[str],
    needed: Sequence[str] = (),
    offers: Mapping[str, FormChoices] = MappingProxyType({}),
    aliases: Mapping[str, str] = MappingProxyType({}),
) -> tuple[FormEntry, ...]:
    return tuple(
        FormEntry(
            heading,
            _HOLDS.get(heading, Holds.TEXT),
            heading in needed,
            offers.get(heading, FormChoices()),
            aliases.get(heading, ""),
        )
        for heading in headings
    )


def _days(reading: LedgerReader) -> Period:
    terms = [term.period for term in reading.head().terms]
    return Period(min(term.first for term in terms), max(term.last for term in terms))
