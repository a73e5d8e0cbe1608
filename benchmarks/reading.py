"""What it costs to read foreign files: a workbook beside its library alone, a platform's report beside the same rows as CSV.

Usage: python benchmarks/reading.py [--rows 50000] [--stays 27000] [--rounds 5]. A workbook becomes rows of cells; the library gives
its values as lists. The report is that of Teams (UTF-16, tabs, three sections), told by its look and held against the length of the
meeting; the other side is the dry run of the build before such reports were read, of the same rows under our own headings.
The figures are of the processor.
"""

from __future__ import annotations

import csv
import gc
import io
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from bench import EARLIER, NOW, Bench, Desk, Side
from duty_cli.importing.readers.workbook_reader import zipped_sheets
from targets import Limit, Subject, Target, alone

BEFORE_PLATFORMS = "e1ed595"
"""The build before exports of platforms were read."""

HEADINGS = ("编号", "委员编号", "姓名", "履职事项", "日期", "活动", "标题", "出席情况", "备注")
FIRST, STATES = date(2022, 1, 1), ("", "出席", "请假", "迟到")
BEGUN = datetime(2026, 3, 18, 14, 25, 10)  # noqa: DTZ001 - as the report has it, in the time of the place
LENGTH = timedelta(hours=2)


def rows(count: int) -> Iterator[tuple[str | date | None, ...]]:
    """Records as offices keep them in a sheet, with days as days; one in four is a proposal."""
    for n in range(count):
        place = n % 3000 + 1
        on, who = FIRST + timedelta(1400 * n // count), (f"{place:06d}", f"委员{place:06d}")
        if n % 4:
            meeting = f"{on.year}年第{n // 3000}次专题协商会"
            yield (f"HD{n:07d}", *who, "专题协商会", on, meeting, None, STATES[n % 4], None)
        else:
            yield (f"TA{n:07d}", *who, "提案", on, None, f"关于加强第{n}号社区停车场建设的建议", None, "会后补")


def shared(count: int) -> bytes:
    """A workbook as Excel and WPS write it: its texts stand in a part of their own."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for line, row in enumerate(rows(count), 1):
        for at, cell in enumerate(row):
            sheet.write(line, at, cell, day if isinstance(cell, date) else None)
    book.close()
    return made.getvalue()


def inline(count: int) -> bytes:
    """A workbook as libraries write it: each text stands in its cell."""
    made = io.BytesIO()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for row in rows(count):
        sheet.append(row)
    book.save(made)
    return made.getvalue()


def _ods_cell(cell: str | date | None) -> str:
    if cell is None:
        return "<table:table-cell/>"
    sort, said = ("date", f' office:date-value="{cell}"') if isinstance(cell, date) else ("string", "")
    return f'<table:table-cell office:value-type="{sort}"{said}><text:p>{cell}</text:p></table:table-cell>'


def ods(count: int) -> bytes:
    """A workbook as LibreOffice writes it."""
    lines = (f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in (HEADINGS, *rows(count)))
    of, made = "urn:oasis:names:tc:opendocument:xmlns", io.BytesIO()
    names = " ".join(f'xmlns:{name}="{of}:{name}:1.0"' for name in ("office", "table", "text", "manifest"))
    table = f'<table:table table:name="记录">{"".join(lines)}</table:table>'
    spreadsheet = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {names}>{spreadsheet}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {names}/>")
    return made.getvalue()


def timed(work: Callable[[], object]) -> Side:
    """The milliseconds of the processor in one run."""

    def turn() -> float:
        start = time.process_time()
        work()
        return (time.process_time() - start) * 1000

    return turn


def of_child(desk: Desk, *words: str) -> Side:
    """The milliseconds of the processor that ``duty`` with those words takes, a whole process."""

    def used() -> float:
        found = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (found.ru_utime + found.ru_stime) * 1000

    def turn() -> float:
        before = used()
        desk.run(words)
        return used() - before

    return turn


def _read(data: bytes) -> object:
    return [row for sheet in zipped_sheets("记录.xlsx", data) for row in sheet.rows()]


def _alone(data: bytes) -> object:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def people(count: int) -> list[str]:
    """Names of three characters, none twice: those of members are in Chinese."""
    family, given = (
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏",
        [chr(0x4E00 + 17 * n) for n in range(32)],
    )
    return [family[n % 30] + given[n // 30 % 32] + given[n // 960] for n in range(count)]


def stays(count: int) -> Iterator[tuple[str, datetime, datetime]]:
    """Who came when, and left when; nobody stays as long as the meeting."""
    for n, name in enumerate(people(count)):
        come = BEGUN + timedelta(seconds=n * 7 % 1800)
        yield name, come, come + timedelta(seconds=3600 + n * 11 % 1740)


def write_report(path: Path, count: int) -> None:
    """The report of Teams."""
    lines: list[list[str]] = [
        ["1. Summary"],
        ["Meeting title", "一季度协商座谈会"],
        ["Attended participants", str(count)],
    ]
    lines += [["Start time", _said(BEGUN)], ["End time", _said(BEGUN + LENGTH)], ["Meeting duration", "2h"], []]
    head = ["First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"]
    lines += [["2. Participants"], ["Name", *head]]
    more = [["3. In-Meeting Activities"], ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"]]
    for name, come, left in stays(count):
        was, mail = [_said(come), _said(left), _lasted(left - come)], f"{name}@example.com"
        lines.append([f"{name} (Guest)", *was, mail, mail, "Attendee"])
        more.append([f"{name} (Guest)", *was, mail, "Attendee"])
    path.write_text("".join("\t".join(line) + "\r\n" for line in [*lines, [], *more]), "utf-16", newline="")


def _said(when: datetime) -> str:
    return f"{when:%d/%m/%Y, %H:%M:%S}"


def _lasted(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes // 60}h {minutes % 60}m {seconds}s"


def write_records(path: Path, count: int) -> None:
    """The same under our own headings."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(("姓名", "履职事项", "日期", "活动", "出席情况", "参加比例"))
        for name, come, left in stays(count):
            share = f"{int((left - come).total_seconds())}/{int(LENGTH.total_seconds())}"
            out.writerow((name, "专题协商会", BEGUN.date(), "一季度协商座谈会", "出席", share))


def sides(bench: Bench) -> Mapping[str, Side]:
    """Each workbook by ours and by the library, the report by ours, its rows as CSV by this build and by the one before."""
    gc.disable()  # as the program does, see duty_cli.cli.main
    found: dict[str, Side] = {}
    for name, write in (("shared", shared), ("inline", inline), ("ods", ods)):
        data = write(bench.sizes["rows"])
        found[name], found[f"{name}, alone"] = timed(partial(_read, data)), timed(partial(_alone, data))
    roster, count = bench.folder / "roster.csv", bench.sizes["stays"]
    named = "".join(f"{number:06d},{name},{FIRST}\n" for number, name in enumerate(people(count), 1))
    roster.write_text("委员编号,姓名,任职日期\n" + named, "utf-8")
    write_report(report := bench.folder / "report.csv", count)
    write_records(records := bench.folder / "records.csv", count)
    now = bench.new_desk(NOW, bench.folder / NOW, roster=roster)
    before = Bench(bench.folder, BEFORE_PLATFORMS).new_desk(EARLIER, bench.folder / EARLIER, roster=roster)
    found["report"] = of_child(now, "import", str(report), "--kind", "专题协商会", "--dry-run")
    found["records"] = of_child(now, "import", str(records), "--dry-run")
    found["records before"] = of_child(before, "import", str(records), "--dry-run")
    return found


TARGETS = (
    Target("xlsx of 50,000 × 9 into rows, peer calamine alone", "shared", Limit("shared, alone", 1.5)),
    Target("the same with texts in their cells, peer calamine alone", "inline", Limit("inline, alone")),
    Target("the same as ods, peer calamine alone", "ods", Limit("ods, alone")),
    Target("Teams report of 27,000, before: the same rows as CSV", "report", before=Limit("records before", 1.5)),
    Target("those rows as CSV", "records", before=Limit("records before")),
)
SUBJECT = Subject(TARGETS, sides, rounds=5, sizes={"rows": 50_000, "stays": 27_000})

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
