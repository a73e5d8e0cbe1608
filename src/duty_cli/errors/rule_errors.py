"""Refusals about rule files."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import RulesError, UsageError


class RuleProblems(RulesError):
    """The rule files hold problems."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n规则文件共 {len(problems)} 处问题；请改正后重新执行")


class CaseProblems(RulesError):
    """A file of cases holds problems."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n案例文件共 {len(problems)} 处问题；请改正后重新执行")


class CaseNotMade(RulesError):
    """A year of the ledger cannot be said as a case of one member: what the case comes to is not what the report says."""

    def __init__(self, year: int, why: Sequence[object]) -> None:
        shown = "；".join(str(one) for one in why[:3])
        super().__init__(
            f"{year} 年度写不成一名委员的案例：{shown}；没有写出任何内容。年度已经结束并结账以后再试；"
            "要看别人才能定的，请手写几名委员一起评的案例（committees）"
        )


class NoRules(RulesError):
    """There is no rule file where one is looked for."""

    def __init__(self, place: object) -> None:
        super().__init__(f"找不到规则文件：{place}；请用 --rules 指定，或用 duty init 建立工作区")


class NoRulesThen(RulesError):
    """No rule file had been entered in the ledger at that seq."""

    def __init__(self, seq: object) -> None:
        super().__init__(f"账本在序号 {seq} 时还没有登记规则文件；请为 --known-at 换用更大的序号")


class UnreadDocument(RulesError):
    """A printed document in .docx cannot be read, or does not say what holds: what it is, and what to do."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what}；{advice}")
        self.what, self.advice = what, advice


class HeldUnclear(UsageError):
    """How often a kind is held in a year cannot be read, or is said twice."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"“{said}”不能识别，或同一事项写了两次；请写成 --held 全体会议=1 的形式，次数是不小于 0 的整数"
        )


class GroupsNotProved(UsageError):
    """Answers are about members, and the rule file scores groups."""

    def __init__(self, file: str) -> None:
        super().__init__(f"规则文件 {file} 以组别为对象计分，不能推算；请指定以委员为对象的规则文件")


class GroupsInPublic(UsageError):
    """The quarter of groups is asked for in public: their points are not for everybody, and all else stands in the public form."""

    def __init__(self, quarter: str) -> None:
        super().__init__(
            f"各组的季度积分只供内部使用；公示稿请去掉 --subject：duty quarter-report {quarter} --for 公示 已按组别列出出席和记录"
        )


class LateAndLeftUnruled(RulesError):
    """The rules say what lateness comes to and what leaving early does, and not what both do together."""

    column = "出席情况"

    def __init__(self, item: str, late: str, left: str) -> None:
        super().__init__(
            f"规则文件没有写明迟到并早退怎样计：计分项“{item}”的“{late}”和“{left}”都符合；请在规则文件写明 "
            "several_levels: highest（就高）或 stacked（累加），或为 attendance: 迟到并早退 另写一档"
        )


class NoRulesForPeriod(RulesError):
    """No rule file covers the days asked for; ``subject``: the grouping about which it was asked, None of members."""

    column = "日期"

    def __init__(self, period: object, covered: str, subject: str | None = None) -> None:
        about = "" if subject is None else f"以{subject}为对象、"
        way = "请补充" if subject is None else "请核对 --subject，或补充"
        way += "该年度的规则文件，系统不沿用其他年度的分值"
        super().__init__(f"没有{about}覆盖 {period} 的规则文件（现有：{covered}）；{way}")


class OnlyGroupsScored(RulesError):
    """A member's result is asked for, and the rules of the year score groups alone."""

    def __init__(self, year: int, grouping: str) -> None:
        super().__init__(
            f"{year} 年度的规则文件只以{grouping}为对象，委员个人不计分、不评定；各组的得分和等次请用 "
            f"duty annual-evaluation {year} --subject {grouping} 查看，个人的记录请用 duty statement 查看"
        )


class AlreadySecond(RulesError):
    """A rule file is to be written in the edition that it is written in."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 已是第二版（duty-rules/2），不用改写")


class NotTheSame(RulesError):
    """What a rule file was rewritten to does not mean what it meant; this should never be."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 改写以后的意思与原文不一致，没有写入；请保留原文件，第一版的文件照旧有效")
