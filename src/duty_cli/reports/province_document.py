"""The report on a city or a province as plain values, for JSON."""

from __future__ import annotations

from collections.abc import Mapping

from duty_cli.model.exact_numbers import show
from duty_cli.reports.county_sums import CountySums, MemberSums
from duty_cli.reports.province_report import LeftOutCounty, ProvinceReport, SealedCounty
from duty_cli.reports.report_columns import Document, attendance_document


def province_document(report: ProvinceReport) -> Document:
    """All of it; points are exact sums, so that whoever reads it can reckon on."""
    return {
        **{"year": report.year, "running": report.running, "expected": report.expected},
        "digest": report.digest,
        "common_rules": report.groups[0].rules if report.common and report.groups else None,
        "whole": _sums(report.whole),
        "counties": [_county(one) for one in report.counties],
        "sectors": _named(report.sectors),
        "parties": _named(report.parties),
        "kinds": [{"kind": kind, "records": n, "counties": held} for kind, (n, held) in report.kinds.items()],
        "rules": [
            {
                **{"digest": group.rules, "grades": list(group.grades), "scored": group.scored},
                "counties": [one.sums.committee for one in group.counties],
            }
            for group in report.groups
        ],
        "left_out": [_left_out(one) for one in report.left_out],
        "version": report.version,
    }


def _county(one: SealedCounty) -> Document:
    said: CountySums = one.sums
    return {
        **{"committee": said.committee, "term": said.term.number, "file": one.file},
        **{"seq": said.seq, "head": said.head, "rules": said.rules, "at": said.at.isoformat()},
        **{"days": [said.days.first.isoformat(), said.days.last.isoformat()], "closed": said.closed},
        "recorded": said.recorded,
        **_sums(said.whole),
        "points": show(said.whole.points) if said.scored else None,
        "grades": {grade: said.whole.grades.get(grade, 0) for grade in said.grades},
        "sectors": _named(said.sectors),
        "parties": _named(said.parties),
        **{"kinds": dict(said.kinds), "unknown_kinds": list(said.unknown)},
    }


def _sums(sums: MemberSums) -> Document:
    """Members, records and attendance, which are alike under all rules."""
    return {
        "members": sums.members,
        "records": sums.records,
        "attendance": attendance_document(sums.attendance),
    }


def _named(groups: Mapping[str, MemberSums]) -> list[Document]:
    return [{"name": name or None, **_sums(sums)} for name, sums in groups.items()]


def _left_out(one: LeftOutCounty) -> Document:
    return {
        **{"committee": one.committee or None, "file": one.file or None, "why": one.why},
        **{"amiss": one.amiss, "packed": one.packed},
    }
