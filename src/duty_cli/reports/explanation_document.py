"""One member's year, explained, as plain values for JSON."""

from __future__ import annotations

from duty_cli.model.exact_numbers import show
from duty_cli.model.records import Attendance
from duty_cli.reports.annual_evaluation_layout import member_document
from duty_cli.reports.explanation import ExplainedLine, ExplainedRecord, Explanation
from duty_cli.reports.follow_up import followed_up_document, step_document
from duty_cli.reports.report_columns import Document, event_document, ledger_document, name_document


def explanation_document(report: Explanation) -> Document:
    """One member's year as plain values."""
    return {
        "report": "explain",
        "year": report.year,
        "for": report.audience.value,
        "ledger": ledger_document(report.identity),
        "member": member_document(report.evaluated, report.audience),
        "lines": [_line_document(told) for told in report.lines],
        "reversed": [
            {**_record_document(one.told), "reversed_by": one.by, "reason": one.act.reason} for one in report.taken_back
        ],
        "not_scored": [{**_record_document(one.told), "why": one.why.value} for one in report.not_scored],
        "unsigned": [event_document(event) for event in report.unsigned],
        "objections": [
            {"seq": one.seq, "about": one.new.about, "steps": list(map(step_document, one.steps))}
            for one in report.objections
        ],
        "follow_ups": list(map(followed_up_document, report.follow_ups)),
        "base": show(report.base),
        "quarters": [
            {"quarter": str(one.quarter), "score": show(one.points), "year_so_far": show(one.so_far)}
            for one in report.quarters
        ],
    }


def _line_document(told: ExplainedLine) -> Document:
    line = told.line
    return {
        **{"step": line.step.value, "category": line.category, "item": line.item, "level": line.level},
        **{"clause": line.origin.clause, "rule": line.origin.place},
        **{"before": show(line.before), "after": show(line.after), "change": show(line.change)},
        "record": None if told.told is None else _record_document(told.told),
    }


def _record_document(told: ExplainedRecord) -> Document:
    said = told.record.fields
    return {
        **{"seq": told.record.seq, "on": said.on.isoformat(), "for_year": said.year, "kind": said.kind},
        "title": said.activity or said.title,
        **({"guest": True} if told.guest else {}),
        **({} if told.enough is None else {"counted_as": Attendance.ABSENT.value, "enough": show(told.enough)}),
        **{"by": told.act.by, "at": told.act.at.isoformat(), "source": told.act.source},
        **name_document(told.act),
    }
