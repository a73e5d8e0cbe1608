"""Refusals about records, sheets, leaves and reversals, and about years that are closed."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError, nearest


class BadValue(DutyError):
    """A text that is not what its heading asks for."""

    def __init__(self, heading: str, text: str, wanted: str) -> None:
        super().__init__(f"{heading}“{text}”不符合要求；应为{wanted}")


class MissingValue(DutyError):
    """A value that must be there is not."""

    def __init__(self, heading: str) -> None:
        super().__init__(f"{heading}没有填写；请补上")


class NoAttendance(DutyError):
    """Attendance is asked for and not said: that is never presence. The remark beside it mostly tells why."""

    column = "出席情况"

    def __init__(self, note: str | None) -> None:
        said = f"（备注：{note}）" if note else ""
        super().__init__(f"出席情况没有填写{said}，空白不作为出席；请写明出席、请假、缺席等状态")


class UnknownMark(DutyError):
    """A sign on an attendance sheet that neither the program nor the office has given a meaning."""

    column = "出席情况"

    def __init__(self, heading: str, sign: str) -> None:
        super().__init__(
            f"{heading}“{sign}”含义不明；请改写为出席、迟到、早退、请假、请假未准或缺席，"
            f"或在 rules/intake.yaml 的 marks 中写明“{sign}”是其中哪一种"
        )


class NameDisagrees(DutyError):
    """A row gives a member number and a name that is not that member's."""

    def __init__(self, member: object, name: str) -> None:
        super().__init__(f"委员编号对应的是 {member}，而姓名写作“{name}”；请核对编号和姓名")


class DateOutOfTerm(DutyError):
    """The day lies in no term of the committee."""

    column = "日期"

    def __init__(self, day: object, terms: str) -> None:
        super().__init__(f"日期 {day} 不在届期内（{terms}）；请核对日期")


class DateInFuture(DutyError):
    """The day has not come."""

    column = "日期"

    def __init__(self, day: object, today: object) -> None:
        super().__init__(f"日期 {day} 晚于今天（{today}）；请核对日期")


class NotInOffice(DutyError):
    """The member was no member that day."""

    column = "日期"

    def __init__(self, member: object, day: object) -> None:
        super().__init__(f"{member} 在 {day} 不在任；可用 duty member show 查看任职起止")


class JudgedOutOfRange(DutyError):
    """A judged value outside what the rule file allows its kind."""

    column = "评定分"

    def __init__(self, kind: str, value: str, least: str, most: str) -> None:
        super().__init__(f"评定分 {value} 超出“{kind}”的范围 {least}～{most}；请核对评定分")


class DoesNotFit(DutyError):
    """A field that its kind has no use for, or lacks."""

    column = "履职事项"

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(f"履职事项“{kind}”：{why}")


class UnknownSource(DutyError):
    """The record that another came from is nowhere."""

    column = "来源编号"

    def __init__(self, number: str) -> None:
        super().__init__(f"账本中没有编号为 {number} 的记录；请核对来源编号")


class DuplicateNumber(DutyError):
    """The office's own number of a record is taken: in the ledger, or in a file of the same import."""

    column = "编号"

    def __init__(self, number: str, where: object) -> None:
        super().__init__(f"编号 {number} 已使用（{where}）；请核对编号，如需更正请用 duty correct")


class SameName(DutyError):
    """The batch bears that name already."""

    def __init__(self, batch: object, name: str) -> None:
        super().__init__(f"批次 {batch} 的操作人就是“{name}”，没有要更正的；可用 duty log {batch} 核对")


class NothingToCorrect(DutyError):
    """What is said is what the record says already."""

    def __init__(self, seq: object) -> None:
        super().__init__(f"更正内容与记录（序号 {seq}）相同，未写入任何内容；请核对要更正的字段")


class OtherMember(DutyError):
    """A correction cannot give a record to another member."""

    def __init__(self) -> None:
        super().__init__("更正不能改换委员；请用 duty void 冲正这条记录，再为正确的委员登记")


class NotExpected(DutyError):
    """Members are named as exceptions who were not due at the activity."""

    def __init__(self, members: Sequence[object], kind: str, day: object, among: str = "应出席委员") -> None:
        named = "、".join(str(member) for member in members)
        way = "，或用 --members 指明应出席委员" if among == "应出席委员" else ""
        super().__init__(f"{named} 不在 {day} “{kind}”的{among}之内；请核对名单{way}")


class NotDue(DutyError):
    """A guest at an event cannot be absent from it."""

    column = "出席情况"

    def __init__(self, member: object, event: object, said: str) -> None:
        super().__init__(f"{member} 不在应出席范围（{event}），没有到会的不登记为“{said}”；到会的为列席，请核对名单")


class UnknownScope(DutyError):
    """A sheet names as due who is no group, or whom several groupings name."""

    def __init__(self, name: str, groups: Sequence[str]) -> None:
        way = nearest(name, groups) or "请写 全体，或名册上的界别、委员联络组、专门委员会，用、分隔"
        super().__init__(f"应出席范围“{name}”不是名册上的一个组；{way}")


class NothingOpen(DutyError):
    """Nobody due at the event is left without an entry, or nobody in particular was due."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} 没有应出席而未登记的委员；应出席范围未写明的，可用 --all、--liaison-group 等写明")


class NamelessEvent(DutyError):
    """Who is due can be kept only of an event that has a name."""

    column = "活动"

    def __init__(self, kind: str, day: object) -> None:
        super().__init__(f"{day} 的“{kind}”没有写明活动名称，谁应出席、谁列席无从记下；请填写活动名称")


class RangeStands(DutyError):
    """Who is due at an event has been said, and what is said now would change nothing: sayings add up, none narrows another.

    ``seqs`` are the rows that say it.
    """

    column = "活动"

    def __init__(self, event: str, said: Sequence[object], now: object, seqs: Sequence[object]) -> None:
        voids = "、".join(f"duty void {seq} --reason 应出席范围有误" for seq in seqs)
        super().__init__(
            f"{event} 已写明应出席范围：{'、'.join(map(str, said))}；几处写明的范围合并计算，"
            f"再写明“{now}”不起作用；原来写得不对的，请先用 {voids} 冲正，再重新写明"
        )


class SaidTwice(DutyError):
    """A member is named under two states of one attendance sheet."""

    def __init__(self, member: object, one: str, other: str) -> None:
        super().__init__(f"{member} 同时列为“{one}”和“{other}”；请核对名单")


class LeaveThere(DutyError):
    """Leave for some of those days has been entered before."""

    def __init__(self, member: object, days: object, decided: str, seq: object) -> None:
        super().__init__(
            f"{member} 已有 {days} 的请假登记（序号 {seq}，{decided}）；如需更改，请先执行 duty void {seq}"
        )


class AlreadyThere(DutyError):
    """The same member already stands on the attendance sheet of the activity."""

    column = "活动"

    def __init__(self, member: object, what: str, where: object) -> None:
        super().__init__(f"{member} 已有“{what}”的记录（{where}）；请核对名单，如需更正请用 duty correct")


class EventThere(DutyError):
    """The sheet of the event, or a part of it, has been entered."""

    def __init__(self, event: str, members: Sequence[object], where: str) -> None:
        some = f"{members[0]} 等 {len(members)} 人" if len(members) > 1 else str(members[0])
        super().__init__(f"{event} 已登记 {some}（{where}）；如需更正请用 duty correct，另一次活动请写不同的名称")


class Doubtful(DutyError):
    """What may be there already: only a person can say that it is another, with ``--again``."""


class EnteredBefore(Doubtful):
    """A record of that member, kind, title and day stands."""

    def __init__(self, member: object, what: str, seq: object, where: str, unlike: Sequence[str]) -> None:
        but = f"，其中{'、'.join(unlike)}与这次填写的不同" if unlike else ""
        super().__init__(
            f"{member} 已有这条记录：{what}（{where}{but}）；重复的不必再登，"
            f"如需更正请用 duty correct {seq}，确为另一条的请加 --again"
        )


class LikeTitle(Doubtful):
    """A record of that member, kind and day stands whose title is like the one to be entered."""

    def __init__(self, member: object, what: str, seq: object, where: str) -> None:
        super().__init__(
            f"{member} 已有标题相近的记录：{what}（{where}）；同一条的不必再登，"
            f"如需更正请用 duty correct {seq}，确为另一条的请加 --again"
        )


class LikeEvent(Doubtful):
    """An event of that kind and day stands whose name is like the one to be entered."""

    column = "活动"

    def __init__(self, kind: str, day: object, name: str, where: str, said: str) -> None:
        super().__init__(
            f"{day} 的“{kind}”已有名称相近的活动“{name}”（{where}），这里写的是“{said}”；"
            "同一次活动的请照写已有的名称，确为另一次的请加 --again"
        )


class LeaveContradiction(DutyError):
    """The attendance said and the leave decided do not agree."""

    column = "出席情况"

    def __init__(self, member: object, day: object, said: str, decided: str, seq: object) -> None:
        super().__init__(
            f"{member} 在 {day} 记为“{said}”，而请假登记（序号 {seq}）为“{decided}”；请核对，必要时先冲正请假登记"
        )


class CannotReverse(DutyError):
    """The row is gone already, or others rest on it."""

    def __init__(self, seq: object, why: str) -> None:
        super().__init__(f"序号 {seq} 不能冲正：{why}")


class AlreadyImported(DutyError):
    """The very same file came in before, and stands."""

    def __init__(self, file: str, batch: object, at: object) -> None:
        super().__init__(
            f"文件 {file} 已于 {at} 导入（批次 {batch}）；如需重新导入，请先执行 duty undo {batch} --reason …"
        )


class YearClosed(DutyError):
    """Something is to be entered, reversed or corrected in a year that is closed."""

    column = "日期"

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年度已结账，这一年的记录不能再登记、冲正或更正；确需改动，"
            f"请先用 duty close-year {year} --reopen --reason 原因 重新开账"
        )


class YearTakenOver(DutyError):
    """The results of a year were taken over from before the ledger: nothing of it is entered or reckoned here."""

    column = "日期"

    def __init__(self, year: int, paper: str) -> None:
        super().__init__(
            f"{year} 年度的结果沿用 {paper}，不由本账本登记和计算；查看请用 duty history list，"
            f"确需改由本账本计算的，请先用 duty undo 批次 冲正沿用的结果"
        )


class YearHeld(DutyError):
    """Results of a year are to be taken over of which the ledger holds records."""

    column = "年度"

    def __init__(self, year: int) -> None:
        super().__init__(f"账本已有 {year} 年度的履职记录，这一年由本账本计算，不能沿用往年结果；请从文件中去掉该年度")


class YearNotPast(DutyError):
    """Results of a year are to be taken over that is not over."""

    column = "年度"

    def __init__(self, year: int, last: object) -> None:
        super().__init__(f"{year} 年度到 {last} 结束，尚未结束，没有可以沿用的结果；请核对年度")


class TakenOverAlready(DutyError):
    """A member's result of a year stands, or is twice in the file."""

    column = "年度"

    def __init__(self, member: object, year: int, where: str) -> None:
        super().__init__(f"{member} {year} 年度的结果{where}；请只保留一处，要更正的先冲正原来的")


class YearOpen(DutyError):
    """A letter, a proposal or a choice is wanted on a year whose results are not final."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年度尚未结账，得分和等次为暂计，不能提请研究、公示、评选或出具函件；年度结束、登记齐全后，请用 duty close-year {year} 结账"
        )


class YearNotOver(DutyError):
    """A year is to be closed whose last day has not passed."""

    def __init__(self, year: int, last: object) -> None:
        super().__init__(f"{year} 年度到 {last} 结束，尚未结束，不能结账；请在此后结账")


class NothingToClose(DutyError):
    """A year is to be closed of which the ledger holds no record."""

    def __init__(self, year: int) -> None:
        super().__init__(f"账本中没有 {year} 年度的履职记录，不能结账；请核对年度")


class AlreadyClosed(DutyError):
    """A year is to be closed that is."""

    def __init__(self, year: int, seq: object) -> None:
        super().__init__(f"{year} 年度已结账（序号 {seq}），未作任何改动")


class NotClosed(DutyError):
    """A year is to be opened again that is open."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年度没有结账，不需要重新开账；请核对年度")


class StillOpen(DutyError):
    """A year is to be closed in which something is still open: ``lines`` say what."""

    exit_code = 1

    def __init__(self, year: int, lines: Sequence[str]) -> None:
        listed = "\n".join(lines)
        super().__init__(
            f"{year} 年度还有未了事项，没有结账：\n{listed}\n请补齐后再结账；确定就此结账的，请加 --although-open"
        )
