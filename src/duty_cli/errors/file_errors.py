"""Refusals about files coming in and going out, cells that are not what was typed, papers issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duty_cli.errors.base import LOOK_FIRST, DutyError, UsageError, nearest
from duty_cli.patterns import pattern

_BREAKS = pattern(r"[\n\v\f\r\x85\u2028\u2029]+")


def _named(file: object) -> str:
    """A file's name on one line."""
    return _BREAKS.sub(" ", str(file))


class UnreadableFile(DutyError):
    """A file that cannot be read or is not what it should be."""

    def __init__(self, file: object, why: str) -> None:
        self.why = why
        super().__init__(f"无法读取文件 {_named(file)}：{why}")


class WrongMapping(UsageError):
    """A mapping for rosters is given for records, or the other way round."""

    def __init__(self, reads: str, wanted: str) -> None:
        super().__init__(f"对应表写明 reads: {reads}，这里需要 reads: {wanted}；请换用相应的对应表")


class MappingProblems(UsageError):
    """The mapping file of an import holds problems."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n对应表共 {len(problems)} 处问题，未写入任何内容；请改正后重新执行")


class IntakeWordProblems(UsageError):
    """The office's own words for files coming in (``rules/intake.yaml``) hold problems."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n列名和记号表共 {len(problems)} 处问题，未写入任何内容；请改正后重新执行")


class ChooseSheet(UsageError):
    """Several sheets of a workbook could be meant."""

    def __init__(self, file: object, sheets: Sequence[str]) -> None:
        super().__init__(f"{file} 有 {len(sheets)} 张表可以读取：{'、'.join(sheets)}；请用 --sheet 指明一张")


class NoSuchSheet(UsageError):
    """A sheet is named that the file does not have."""

    def __init__(self, file: object, sheet: str, sheets: Sequence[str]) -> None:
        has = f"现有：{'、'.join(sheets)}；请核对 --sheet" if sheets else "它不是工作簿；请去掉 --sheet"
        super().__init__(f"{file} 没有名为“{sheet}”的工作表，{has}")


class UnsureForm(UsageError):
    """A file may be of several forms, or of none. ``near``: of which map it may be, but for one heading."""

    def __init__(self, file: object, line: int, headings: Sequence[str], forms: Sequence[str], near: str = "") -> None:
        which = f"可能是{'或'.join(forms)}" if forms else f"看不出是哪一种{f'；{near}' if near else ''}"
        super().__init__(
            f"{file} 第 {line} 行的列名是 {'、'.join(headings)}，{which}；"
            "请用 --as 指明：records 履职记录、attendance 出席情况、roster 名册、proposals 提案；"
            "列名与这里不同的，可用 duty map new 写一份对照表"
        )


class KindDisagrees(UsageError):
    """The title of a sheet is plainly of another kind than whoever imports it tells."""

    def __init__(self, file: object, kind: str, told: str) -> None:
        super().__init__(f"{file} 的表题写着 {kind}，与 --kind {told} 不同；请去掉 --kind，或改正表题")


class DayDisagrees(UsageError):
    """The title of a sheet names another day than whoever imports it."""

    def __init__(self, file: object, days: Sequence[date], on: date) -> None:
        super().__init__(f"{file} 的表题写的是 {'、'.join(map(str, days))}，与 --on {on} 不同；请核对后改正其中一处")


class InVain(UsageError):
    """Something is told on the command line that a file says by itself, or has no place for: ``option`` is what to leave out."""

    def __init__(self, why: str, option: str) -> None:
        self.option = option
        super().__init__(why)


class ToldInVain(InVain):
    """A day or a name is told on the command line that the sheet says by itself."""

    def __init__(self, file: object, heading: str, option: str) -> None:
        super().__init__(f"{file} 自己写明了{heading}；请去掉 {option}", option)


class LengthInVain(InVain):
    """The length of a meeting is told of a file without a time of coming and of leaving in each row."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 没有成对的签到时间、签退时间，会议时长用不上；请去掉 --lasted", "--lasted")


class KindInVain(InVain):
    """A kind is told for a file of records, of which each row says its own."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 是履职记录，逐行写明履职事项；请去掉 --kind，如非履职记录，请用 --as 指明", "--kind")


class MeetingElsewhere(InVain):
    """The day or the name of a meeting is told for a file that is no attendance sheet."""

    def __init__(self, file: object, form: str, option: str) -> None:
        super().__init__(
            f"{file} 是{form}，{option} 只用于出席情况表；请去掉 {option}，如是出席情况表，请用 --as attendance 指明",
            option,
        )


class RosterHere(UsageError):
    """A roster is given where records are read."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 是名册；请用 duty member import 导入，如非名册，请用 --as 指明")


class EarlierResultsHere(UsageError):
    """Results of earlier years are given where records are read."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 是往年结果；请用 duty history import 导入，如非往年结果，请用 --as 指明")


class SpendingHere(UsageError):
    """Spending is given where records are read."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 是经费支出；请用 duty fund import 导入，如非经费支出，请用 --as 指明")


class SheetOfOthers(UsageError):
    """A form or paper of another committee is given: the numbers on it are those of other people. ``seen``: its title says so."""

    def __init__(self, file: object, committee: str, what: str, own: str, *, seen: bool) -> None:
        way = f"请把表题改为“{own}{what}”" if seen else "请把各行复制到本会的表里"
        super().__init__(
            f"{file} 是“{committee}”的“{what}”，本账本是“{own}”的；两会的委员编号各是各的，没有读取；确是本会的，{way}后重新导入"
        )


class PaperHere(UsageError):
    """A report is given where lists are read."""

    def __init__(self, file: object, title: str) -> None:
        super().__init__(f"{file} 是 duty 生成的“{title}”，不是要登记的表；请核对文件，要填的表用 duty template 另做")


class UnreadFiles(DutyError):
    """Some files of a folder cannot be read: ``files`` gives the name of each, and why; ``rest``: there are others."""

    exit_code = 1

    def __init__(self, files: Sequence[tuple[str, str]], *, rest: bool) -> None:
        lines = "\n".join(f"未读取 {name}：{why}" for name, why in files)
        advice = "请把这些文件按列名整理，或单独用 duty import（可加 --as、--sheet）导入"
        others = "；其余文件可用 --accept-valid 先行登记" if rest else ""
        super().__init__(f"{lines}\n{len(files)} 份文件不能读取，未写入任何内容；{advice}{others}")


class OutputLost(DutyError):
    """Standard output, or that of errors, cannot be written, and the ledger is as it was."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"结果未能输出：{why}；账本未作改动，排除后可以重做")


class AnswerLost(DutyError):
    """What was entered stands, and the answer that says so cannot be written."""

    exit_code = LOOK_FIRST

    def __init__(self, why: str, entered: str) -> None:
        super().__init__(f"结果未能输出：{why}；但{entered}已在账本中，请勿重做，可用 duty log 查看")


class DoneUnheard(DutyError):
    """What was done outside the ledger, or with it as a whole, is done, and the answer that says so cannot be written."""

    exit_code = LOOK_FIRST

    def __init__(self, why: str, done: str) -> None:
        super().__init__(f"结果未能输出：{why}；但{done}已完成，请勿重做")


class UnwritableFile(DutyError):
    """A file that cannot be written."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(f"无法写入文件 {_named(file)}：{why}")


class FileLeft(DutyError):
    """A file got its new content, what was to come after it failed, and the disk would not take it back."""

    def __init__(self, file: object, why: object) -> None:
        super().__init__(f"{why}；{_named(file)} 已是新写的内容，磁盘出错而不能撤回，请勿使用")


class ProtectedFile(DutyError):
    """An output would take the place of the ledger, of rules, or of what the call reads."""

    def __init__(self, file: object, what: str) -> None:
        super().__init__(f"{_named(file)} 是{what}，不能作为输出文件，未作任何改动；请换一个文件名")


class StrangersFile(DutyError):
    """An output would take the place of a file that is not as duty wrote it."""

    def __init__(self, file: object) -> None:
        super().__init__(
            f"文件 {_named(file)} 已存在，不是 duty 写出的，或写出后改动过；未作任何改动；"
            "请换一个文件名，确要替换它请加 --overwrite"
        )


class FileThere(DutyError):
    """A new file is to be made where there is one already."""

    def __init__(self, file: object) -> None:
        super().__init__(f"文件 {_named(file)} 已存在，未作任何改动；请换一个文件名")


class StyleProblems(UsageError):
    """The style of documents (``rules/style.yaml``) holds problems."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n公文格式文件共 {len(problems)} 处问题，未生成公文；请改正后重新执行")


class UnfitTemplate(UsageError):
    """The office's template of documents cannot be used."""

    def __init__(self, why: str) -> None:
        super().__init__(f"公文格式文件中 template 所指的模板{why}")


class NotIssuable(UsageError):
    """Something is to be issued that is not a report."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        hint = nearest(name, names) or f"可以印发的有：{'、'.join(names)}"
        super().__init__(f"“{name}”不能印发；{hint}")


class IssuedMeanwhile(DutyError):
    """Somebody else issued the same report while it was being made."""

    def __init__(self) -> None:
        super().__init__("生成期间已有人印发同一报表，本次未印发；请用 duty issued 查看后重新执行")


class NoIdentity(DutyError):
    """A file bears no identity line, and is none that was issued."""

    def __init__(self, file: object) -> None:
        super().__init__(
            f"{file} 中找不到以“账本：”开头的一行，也不是印发的原件，无法核验；请核对是否为本程序生成的报表"
        )


class NoPaper(DutyError):
    """A file is of no format in which papers are issued."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(f"{file} {why}；请核验印发的原件（docx、xlsx、html、csv、json、md、txt）")


_WAY = "请把该列设为文本后重填"


class DayForText(DutyError):
    """A spreadsheet took for a day what was typed into a column that is not of days: 2-15, 2026-1, or 7/12 for a share."""

    def __init__(self, heading: str, day: date, *, as_share: bool) -> None:
        self.column = heading
        sign = "/" if as_share else "-"
        typed = f"{day.month}{sign}{day.day}"
        if day.day == 1 and not as_share:
            typed = f"{day.year}-{day.month} 或 {typed}"
        super().__init__(f"{heading}是日期（大概是 {typed} 被表格软件改成了日期）；{_WAY}")


class TimeForText(DutyError):
    """A spreadsheet took for a time what was typed into a column that is not of times."""

    def __init__(self, heading: str, time: str) -> None:
        self.column = heading
        super().__init__(f"{heading}是时间 {time}（大概是 1:30 一类的文字被表格软件改成了时间）；{_WAY}")


class InexactNumber(DutyError):
    """A number of which a spreadsheet does not keep all digits."""

    def __init__(self, heading: str, number: str) -> None:
        self.column = heading
        super().__init__(f"{heading}是数字 {number}，位数超过表格软件能够准确保留的（15 位），末几位已不可靠；{_WAY}")


class HiddenByWidth(DutyError):
    """A spreadsheet saved as text the signs that it shows where a column is too narrow for what stands in it."""

    def __init__(self, heading: str, signs: str) -> None:
        self.column = heading
        super().__init__(
            f"{heading}是“{signs[:8]}”（列太窄时显示的井号，原来的内容没有存进文件）；请在原表中加宽这一列后重新另存"
        )
