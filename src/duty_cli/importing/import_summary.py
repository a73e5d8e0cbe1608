"""Summary of an import: lines of text for a clerk, a JSON document for a script, reasons for an office."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from duty_cli.model.capacities import Capacity
from duty_cli.model.exact_numbers import show
from duty_cli.model.import_result import (
    Conflict,
    FileResult,
    Imported,
    ImportOptions,
    ImportRow,
    Lines,
    OnConflict,
    RowStatus,
)
from duty_cli.model.parsed_rows import Problem, RejectedRow
from duty_cli.reports.open_sheets import sheet_documents

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How a file was read: what it was taken for and why, our headings and its own, and its first rows."""

    name: str
    encoding: str
    form: str
    layout: str
    why: str
    columns: Mapping[str, str]
    sample: Sequence[tuple[int, Sequence[str]]]
    passed_over: int
    remarks: Sequence[str] = ()
    left_out: int = 0

    def __str__(self) -> str:
        over = f"略过空行和合计行 {self.passed_over} 行" + left_out_rows(self.left_out)
        return f"{self.name}：{self.form}（{self.layout}），编码 {self.encoding}，{over}"


def left_out_rows(count: int) -> str:
    """How many rows a mapping left out; empty for none."""
    return f"，按对应表的 only、except 不读 {count} 行" if count else ""


def reading_lines(read: ReadAs) -> Iterator[str]:
    """How a file was read, for one who looks before importing."""
    yield f"{read}；{read.why}"
    columns = (f"{theirs}→{ours}" if ours != theirs else ours for ours, theirs in read.columns.items())
    yield f"　列：{'、'.join(columns)}"
    yield from (f"　第 {line} 行：{'｜'.join(' '.join(cell.split()) for cell in cells)}" for line, cells in read.sample)


def fate_lines(done: Imported) -> Iterator[str]:
    """Every row that is not simply new, by file and line."""
    for file in done.files:
        yield from there_lines(file)
        yield from (f"{file.name} 第 {line} 行：{fate}，{why}" for line, fate, why in disputed_rows(file, done.how))
        yield from unsigned_lines(file)


_NAMED = 20


def unsigned_lines(file: FileResult) -> Iterator[str]:
    """Who is said not to have signed, and what to do about them."""
    if rows := file.unsigned:
        named = "、".join(f"{one.member}（第 {one.line} 行{_noted(one)}）" for one in rows[:_NAMED])
        more = f"等 {len(rows)} 人" if len(rows) > _NAMED else ""
        how = "是请假还是缺席请在表中写明，或用 --missing 写明，如 --missing 缺席"
        yield f"{file.name}：没有签到的不登记：{named}{more}；{how}"


def _noted(one: ImportRow) -> str:
    return f"，备注：{one.fields.note}" if one.fields.note else ""


def there_lines(file: FileResult) -> Iterator[str]:
    """The rows of a file that stand already, by stretches."""
    for where, lines in sorted(file.there.items()):
        yield f"{file.name} {_stretches(lines)}：{RowStatus.THERE}，{_there(where)}"
    if told := invited_line(file):
        yield told


def invited_line(file: FileResult) -> str:
    """How many rows of a file say only in which capacity a member was invited; empty for none."""
    if not file.invited:
        return ""
    counts = "、".join(f"{capacity} {file.invited[capacity]} 人" for capacity in Capacity if capacity in file.invited)
    return f"{file.name}：出席情况空着、写明参会身份的，只记参会身份：{counts}"


def disputed_rows(file: FileResult, how: ImportOptions) -> list[tuple[int, str, str]]:
    """The line, the fate and the reason of every row of a file that says otherwise than what stands, or is refused."""
    told = [
        (one.line, str(RowStatus.CHANGED), f"{conflict_reason(one)}{_settled(one, how.on_conflict)}")
        for one in file.changed
    ]
    # A row with several records is told once of what is wrong with each of them alike.
    told += dict.fromkeys((one.line, str(RowStatus.REFUSED), refusal_reason(one)) for one in file.refused)
    return sorted(told)


def headline(done: Imported, *, dry_run: bool) -> str:
    """The counts, and whether they stand."""
    counts = [f"{fate} {done.total(fate)} 条" for fate in RowStatus if fate is RowStatus.NEW or done.total(fate)]
    counts += [f"涉及委员 {done.members} 名", f"新增活动 {done.activities} 次"] if done.members else []
    unsigned = sum(len(file.unsigned) for file in done.files)
    counts += [f"没有签到、不登记 {unsigned} 人"] if unsigned else []
    return f"{_outcome(done, dry_run=dry_run)}：{'，'.join(counts)}{_batches(done)}"


def advice(done: Imported, *, settling: bool) -> str:
    """What to do about the rows left out; ``settling``: conflicts can be settled by an option."""
    changed, refused = done.total(RowStatus.CHANGED), done.total(RowStatus.REFUSED)
    # With keep or correct a conflict is settled already and asks nothing of the clerk.
    stopped = changed if done.how.on_conflict is OnConflict.STOP else 0
    what = "，".join(f"{fate} {count} 条" for fate, count in (("不一致", stopped), ("不予登记", refused)) if count)
    steps = ["不予登记的请改正后重新导入"] if refused else []
    if stopped:
        choose = (
            "用 --on-conflict keep（以账本为准）或 correct（以文件为准）处理" if settling else "改正其中一处后重新执行"
        )
        steps.append(f"不一致的请核对后{choose}")
    if stopped and any(one.by_title for file in done.files for one in file.changed):
        steps.append("标题相同而确为两件的，请填写编号加以区分")
    if not done.how.accept_valid and _undisputed(done):
        steps.append("其余各行可用 --accept-valid 先行登记")
    state = "其余已登记" if done.written else "未写入任何内容"
    return f"{what}，{state}；{'；'.join(steps)}"


def _undisputed(done: Imported) -> int:
    """How many new records no other row speaks against: what ``--accept-valid`` would write."""
    disputed = {
        (one.stands, one.member.key) for file in done.files for one in file.changed if isinstance(one.stands, tuple)
    }
    return done.total(RowStatus.NEW) - (len(disputed) if done.how.on_conflict is OnConflict.STOP else 0)


def conflict_reason(one: Conflict) -> str:
    """What a row says otherwise than what stands."""
    said = f"{one.member} {one.fields.kind} {one.fields.on}"
    if isinstance(one.stands, int):
        unlike = (f"{told.heading} {_said(told.old)}→{_said(told.new)}" for told in one.differences)
        return f"{said} 与账本序号 {one.stands} 不一致：{'，'.join(unlike)}"
    file, line = one.stands
    unlike = (f"{told.heading}那里是 {_said(told.old)}，这里是 {_said(told.new)}" for told in one.differences)
    return f"{said} 与 {file} 第 {line} 行不一致：{'；'.join(unlike)}"


def refusal_reason(row: RejectedRow) -> str:
    """What is wrong with a row."""
    return "；".join(_problem(problem) for problem in row.problems)


def _settled(one: Conflict, how: OnConflict) -> str:
    """Who is right, where that was asked for: of two files, the one that is named."""
    if how is OnConflict.STOP:
        return ""
    if isinstance(one.stands, int):
        return "（以账本为准）" if how is OnConflict.KEEP else "（以文件为准）"
    return f"（以 {one.stands[0]} 为准）"


def _problem(problem: Problem) -> str:
    said = problem.what + (f"；{problem.advice}" if problem.advice else "")
    return f"{problem.column}：{said}" if problem.column else said


def _outcome(done: Imported, *, dry_run: bool) -> str:
    if dry_run:
        return "核对完毕，未写入" if done.unsettled else "核对无误，未写入"
    if done.written:
        return "已导入"
    return "未写入任何内容" if done.unsettled else "没有需要写入的内容"


def _batches(done: Imported) -> str:
    batches = "、".join(str(file.batch) for file in done.files if file.batch is not None)
    return f"（批次 {batches}）" if batches else ""


def _there(where: str) -> str:
    return f"与 {where} 中的相同，只计一次" if where else "账本中有相同的记录"


def _stretches(lines: Lines) -> str:
    said = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in lines)
    return f"第 {said} 行"


def _said(value: object) -> str:
    match value:
        case None:
            return "（空）"
        case frozenset():
            return "、".join(sorted(value)) or "（空）"
        case int() | Fraction():
            return show(value)
        case date():
            return value.isoformat()
    return str(value)


def import_document(
    done: Imported, reads: Sequence[ReadAs], unread: Sequence[tuple[str, str]] = (), *, dry_run: bool
) -> Document:
    """What came of it as plain values: the rows left out with their reasons, and the files that were not read."""
    return {
        "report": "import",
        "dry_run": dry_run,
        "written": done.written,
        "on_conflict": str(done.how.on_conflict),
        **_counts(done.total),
        "members": done.members,
        "new_activities": done.activities,
        "files": [_file_document(file, read) for file, read in zip(done.files, reads, strict=True)],
        "settled": {str(state): count for state, count in done.settled.states.items()},
        "sheets": sheet_documents(done.sheets),
        "unread": [{"file": name, "reason": why} for name, why in unread],
    }


def _file_document(file: FileResult, read: ReadAs) -> Document:
    return {
        **{"file": read.name, "encoding": read.encoding, "form": read.form, "layout": read.layout},
        **{"columns": dict(read.columns), "sample": [list(cells) for _, cells in read.sample]},
        **{
            "remarks": list(read.remarks),
            "passed_over": read.passed_over,
            "left_out": read.left_out,
            "batch": file.batch,
            **_counts(file.count),
        },
        "already": [
            {"in": where or None, "lines": [list(stretch) for stretch in lines]}
            for where, lines in sorted(file.there.items())
        ],
        "unsigned": [{"line": one.line, "number": one.member.number, "name": one.member.name} for one in file.unsigned],
        "invited_only": {str(capacity): count for capacity, count in file.invited.items()},
        "rows": list(row_documents(file)),
    }


def _counts(count: Callable[[RowStatus], int]) -> Document:
    # Scripts read these keys: they do not follow the words of the screen.
    names = {
        RowStatus.NEW: "new",
        RowStatus.THERE: "already",
        RowStatus.CHANGED: "changed",
        RowStatus.REFUSED: "refused",
    }
    return {"counts": {name: count(fate) for fate, name in names.items()}}


def row_documents(file: FileResult) -> Iterator[Document]:
    """Each row of a file that is refused or says otherwise, by line."""
    changed = [(one.line, _changed_document(one)) for one in file.changed]
    refused = [(one.line, _refused_document(one)) for one in file.refused]
    for line, told in sorted((*changed, *refused), key=lambda one: one[0]):
        yield {"file": file.name, "line": line, **told}


def _changed_document(one: Conflict) -> Document:
    place = {"seq": one.stands} if isinstance(one.stands, int) else dict(zip(("file", "line"), one.stands, strict=True))
    return {
        **{"fate": str(RowStatus.CHANGED), "reason": conflict_reason(one), "stands": place},
        "differences": [
            {"heading": told.heading, "old": _said(told.old), "new": _said(told.new)} for told in one.differences
        ],
    }


def _refused_document(one: RejectedRow) -> Document:
    problems = [{"column": problem.column, "what": problem.what, "advice": problem.advice} for problem in one.problems]
    return {"fate": str(RowStatus.REFUSED), "reason": refusal_reason(one), "faults": problems}
