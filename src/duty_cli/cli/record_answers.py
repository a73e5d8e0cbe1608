"""One-line answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duty_cli.cli.app_context import AppContext
from duty_cli.model.exact_numbers import show
from duty_cli.model.members import Member, Seq

if TYPE_CHECKING:
    from duty_cli.model.records import RecordFields
    from duty_cli.recording.record_entry import Recorded


def recorded(desk: AppContext, done: Recorded) -> str:
    """What was recorded, its seq, and what the member's year comes to so far."""
    guest = "，列席，不计入应出席" if done.guest else ""
    short = "" if done.fields.share is None else _too_short(desk, done.seq)
    outside = _outside_range(desk, done.member, done.fields)
    return _answer(desk, "已登记", done.member, done.fields, f"序号 {done.seq}{guest}{short}{outside}")


def voided(desk: AppContext, seq: Seq, sort: str) -> str:
    """What no longer counts; of a record, also what the member's year comes to now."""
    found = _record(desk, seq)
    beside = "，连同一起登记的履职记录" if sort == "收件" else ""
    told = _event_of(desk, seq, sort)
    if told:
        return f"已冲正：{sort} {told}（序号 {seq}）"
    return f"已冲正：{sort} 序号 {seq}{beside}" if found is None else _answer(desk, "已冲正", *found, f"序号 {seq}")


def _event_of(desk: AppContext, seq: Seq, sort: str) -> str:
    """Of a row that stood until just now, the event that it was about; empty where it was about none."""
    if sort not in ("活动", "活动计划", "参会身份"):
        return ""
    with desk.ledger.reading(Seq(seq)) as then:
        found = [str(one.event) for one in then.activities() if one.seq == seq]
        roster = then.roster() if sort == "参会身份" else ()
        invited = ((one, whose) for one in then.invitations() for whose in roster if one.member == whose.key)
        found += [f"{one.event} {whose} {one.capacity}" for one, whose in invited if one.seq == seq]
        return next(iter([*found, *(str(plan.event) for plan in then.plans() if plan.seq == seq)]), "")


def corrected(desk: AppContext, old: Seq, new: Seq) -> str:
    """What the record says now, its seq, and what the member's year comes to."""
    found = _record(desk, new)
    assert found is not None, "it has just been written"
    told = f"{_too_short(desk, new)}{_outside_range(desk, *found)}"
    return _answer(desk, "已更正", *found, f"序号 {new}{told}，原序号 {old} 已冲正")


def _too_short(desk: AppContext, seq: Seq) -> str:
    """That the part attended is too small, so that the record counts as absence; empty where it counts as it says."""
    from duty_cli.model.counted_attendance import short_by_rules
    from duty_cli.model.records import Attendance

    with desk.ledger.reading() as reading:
        record = reading.record(seq)
        enough = None if record is None else short_by_rules(desk.rules, reading.roster()[record.member], record)
    return "" if enough is None else f"，参加不足 {show(enough)}，按{Attendance.ABSENT}计"


def _outside_range(desk: AppContext, member: Member, said: RecordFields) -> str:
    """That the judged value lies outside its range as things stand; empty where it does not, or no value was judged."""
    if said.judged is None:
        return ""
    from duty_cli.scoring.assessment_year import rules_on
    from duty_cli.scoring.evaluate import YearDesk
    from duty_cli.scoring.seen_by_rules import judged_ranges
    from duty_cli.scoring.trace import Step

    found = rules_on(desk.rules, said.counted)
    if found is None or not any(judged_ranges(found.book)):
        return ""
    with desk.ledger.reading() as reading:
        year = YearDesk(reading, desk.rules, found.year, traced=True)
        lines = year.judged(member, dict(year.tallies(member.key)).get(member.key, [])).score.lines
    comes_to = {Step.OUTSIDE: "须提请重新评定", Step.HELD: "按最近的一端计"}
    own = (line for line in lines if line.on == said.counted and line.level.startswith(f"{show(said.judged)} 不在"))
    return "".join(
        dict.fromkeys(f"，评定分 {line.level}，{comes_to[line.step]}" for line in own if line.step in comes_to)
    )


def _record(desk: AppContext, seq: Seq) -> tuple[Member, RecordFields] | None:
    with desk.ledger.reading() as reading:
        record = reading.record(seq)
        return None if record is None else (reading.roster()[record.member], record.fields)


def _answer(desk: AppContext, done: str, member: Member, said: RecordFields, seq: str) -> str:
    what = " ".join(str(part) for part in (member, said.kind, said.on, said.attendance or "") if part)
    return "；".join(part for part in (f"{done}：{what}（{seq}）", _year_so_far(desk, member, said.counted)) if part)


def _year_so_far(desk: AppContext, member: Member, day: date) -> str:
    """What the member's year around ``day`` comes to so far, or why that cannot be said; nothing where no points are given."""
    from duty_cli.errors.base import RulesError
    from duty_cli.scoring.assessment_year import rules_on
    from duty_cli.scoring.evaluate import score_member

    try:
        found = rules_on(desk.rules, day)
        year = day.year if found is None else found.year
        if found is not None and not found.book.scored:
            return ""
        with desk.ledger.reading() as reading:
            score = score_member(reading, desk.rules, member, year)
    except RulesError as error:
        return str(error).splitlines()[-1]
    return f"{year} 年度目前 {show(score.total)} 分"
