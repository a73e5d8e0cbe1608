"""REPORTS: every report of the program, once. Commands, ``duty issue``, completion and the tests of formats are made of it.

To add a report: its figures in ``reports/``, its layout beside them, a function here that makes the one of the other, and a
line in ``REPORTS``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from duty_cli.cli import fund_reports as funds
from duty_cli.cli import hand_in_reports as hand_ins
from duty_cli.cli import letter_makers
from duty_cli.cli import report_parameters as take
from duty_cli.cli import watch_reports as watching
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import audience_of, desk_of
from duty_cli.cli.output import show
from duty_cli.cli.plan_reports import plan_list_made, plan_sheet_made
from duty_cli.cli.report_outputs import last_day, quarter_output, statement_beside, taken_over, year_calendar_output
from duty_cli.cli.report_outputs import plain_output as _plain
from duty_cli.cli.report_parameters import ReportArguments, ReportParameter
from duty_cli.documents.formats import ReportOutput
from duty_cli.errors.record_errors import BadValue, MissingValue
from duty_cli.errors.rule_errors import GroupsInPublic

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.report_context import ReportContext

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report: the words that call it, its help, what it takes beside what all take, and what makes it.

    ``check`` refuses arguments before the ledger is looked at; ``final``: it tells results that are to be final when issued.
    ``settle`` says out what goes by the day on which it is asked for, so that what was issued can be made again.
    """

    name: str
    help: str
    parameters: tuple[ReportParameter, ...]
    make: Callable[[ReportContext, ReportArguments], ReportOutput]
    check: Callable[[AppContext, ReportArguments], None] | None = None
    final: bool = False
    settle: Callable[[AppContext, dict[str, Any]], dict[str, Any]] | None = None

    def made(self, desk: AppContext, asked: ReportArguments) -> ReportOutput:
        """The report, ready to be shown in any format."""
        if self.check is not None:
            self.check(desk, asked)
        with desk.view(asked.known_at, asked.order, verify=not asked.unverified) as view:
            view.number_as_in(last_day(view, asked))
            return self.make(view, asked)

    def command(self) -> Callable[..., None]:
        """The function of its command, as Typer reads one: its signature and its docstring."""

        def run(ctx: typer.Context, **said: Any) -> None:  # noqa: ANN401
            asked = ReportArguments.of(said)
            show(self.made(desk_of(ctx), asked), asked.format_, asked.out, public=asked.public)

        takes = (*self.parameters, *take.ALWAYS)
        kind = inspect.Parameter.KEYWORD_ONLY
        first = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
        rest = [inspect.Parameter(one.name, kind, default=one.default, annotation=one.annotation) for one in takes]
        run.__signature__ = inspect.Signature([first, *rest])  # type: ignore[attr-defined]
        run.__annotations__ = {"ctx": typer.Context, **{one.name: one.annotation for one in takes}}
        run.__doc__ = self.help
        return run


def _quarter_named(_: AppContext, asked: ReportArguments) -> None:
    from duty_cli.model.periods import Quarter

    if Quarter.parse(asked.quarter) is None:
        raise BadValue("季度", asked.quarter, "年份和季度，如 2026-Q3")
    if asked.subject is not None and asked.public:
        raise GroupsInPublic(asked.quarter)


def _annual_evaluation(everybody: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.model.own_sheets import keep_events
    from duty_cli.reports.annual_evaluation import annual_evaluation
    from duty_cli.reports.annual_evaluation_layout import evaluation_document, evaluation_paper
    from duty_cli.reports.redaction import evaluation_for

    view = everybody.of_groups(asked.subject)
    whole = annual_evaluation(view.reading, view.rules, view.identity, asked.year, ranked=asked.ranked)
    # A table of everybody is followed by questions about one and another.
    keep_events(view.reading, view.rules, whole.days)
    return _plain(view, evaluation_for(whole, audience_of(asked.reader)), evaluation_paper, evaluation_document)


def _annual_notice(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.annual_notice import annual_notice
    from duty_cli.reports.annual_notice_layout import notice_document, notice_paper, official_notice
    from duty_cli.reports.redaction import notice_for

    whole = annual_notice(view.reading, view.rules, view.identity, asked.year)
    report, on = notice_for(whole, audience_of(asked.reader)), view.dated(asked.dated, asked.known_at)
    return ReportOutput(
        lambda: notice_paper(report),
        lambda: notice_document(report),
        view.reading.head().at,
        view.calling,
        view.style,
        lambda: official_notice(report, view.style(), asked.number, on),
    )


def _term_evaluation(everybody: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.redaction import term_for
    from duty_cli.reports.term_evaluation import term_evaluation
    from duty_cli.reports.term_evaluation_layout import term_document, term_paper

    view = everybody.of_groups(asked.subject)
    whole = term_evaluation(view.reading, view.rules, view.identity, asked.term, ranked=asked.ranked)
    return _plain(view, term_for(whole, audience_of(asked.reader)), term_paper, term_document)


def _explain(everybody: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.explanation import explain, explanation_paper
    from duty_cli.reports.explanation_document import explanation_document
    from duty_cli.reports.redaction import explanation_for

    view = everybody.of_groups(asked.subject)
    earlier = taken_over(view, asked)
    if earlier is not None:
        return earlier
    whole = explain(view.reading, view.rules, view.identity, view.member(asked.member), asked.year)
    return _plain(view, explanation_for(whole, audience_of(asked.reader)), explanation_paper, explanation_document)


def _history(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.earlier_results import earlier_document, earlier_paper, earlier_results

    report = earlier_results(view.reading, view.identity, asked.year)
    return _plain(view, report, earlier_paper, earlier_document)


def _statement(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.explanation import statement
    from duty_cli.reports.redaction import statement_for
    from duty_cli.reports.statement_layout import statement_document, statement_paper

    whole = statement(view.reading, view.rules, view.identity, view.member(asked.member))
    report = statement_for(whole, audience_of(asked.reader))
    if asked.beside:
        return statement_beside(view, report, full=asked.full)
    return _plain(view, report, lambda said: statement_paper(said, full=asked.full), statement_document)


def _follow_up(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.follow_up import follow_up, follow_up_document, follow_up_paper

    report = follow_up(view.reading, view.rules, view.identity, asked.year)
    return _plain(view, report, follow_up_paper, follow_up_document)


def _object_list(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.publication import objection_register, register_document, register_paper

    report = objection_register(view.reading, view.rules, view.identity, asked.year)
    return _plain(view, report, register_paper, register_document)


def _leave_list(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.leave_register import leave_document, leave_paper, leave_register

    member = view.member(asked.member) if asked.member else None
    report = leave_register(view.reading, view.rules, view.identity, asked.year, member)
    return _plain(view, report, leave_paper, leave_document)


def _event_named(desk: AppContext, asked: ReportArguments) -> None:
    if asked.activity is None and asked.on is None:
        raise MissingValue("活动名称或 --on 日期")
    if asked.on is not None:
        desk.day(asked.on)


def _minutes(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    from duty_cli.reports.minutes import minutes, minutes_block, minutes_document
    from duty_cli.reports.official_layout import official_paper

    day = None if asked.on is None else view.day(asked.on)
    report = minutes(view.reading, view.rules, view.identity, name=asked.activity, on=day, kind=asked.kind)
    block = minutes_block(report)
    return ReportOutput(
        lambda: official_paper(block),
        lambda: minutes_document(report),
        view.reading.head().at,
        view.calling,
        view.style,
        lambda: block,
    )


_LETTER = (take.WHICH_MEMBER, take.YEAR_OF_MEMBER, *take.DOCUMENT)
_OF_ALL = (take.FOR_INTERNAL, take.BY_POINTS, take.NAMES_BY)

REPORTS = (
    ReportSpec(
        "quarter-report",
        "季度统计（一季一统计）：出席、记录、积分，按委员、界别、委员联络组、专门委员会。",
        (take.QUARTER, take.SUBJECT, *_OF_ALL),
        quarter_output,
        _quarter_named,
    ),
    ReportSpec(
        "annual-evaluation",
        "年度评比（一年一评比）：得分、等次、最低要求、纪律情形、突出委员建议名单、提请研究事项。",
        (take.WHICH_YEAR, take.SUBJECT, *_OF_ALL),
        _annual_evaluation,
        final=True,
    ),
    ReportSpec(
        "annual-notice",
        "年度通报（一年一通报）：通报正文及附件；docx 是按国家标准排好的红头文件。",
        (take.WHICH_YEAR, take.FOR_PUBLIC, take.NAMES_BY, *take.DOCUMENT),
        _annual_notice,
        final=True,
    ),
    ReportSpec(
        "term-evaluation",
        "届末考评：各年度得分和等次、培训、出席、表彰、纪律、任职，供换届提名参考。",
        (take.TERM, take.SUBJECT, *_OF_ALL),
        _term_evaluation,
        final=True,
    ),
    ReportSpec(
        "explain",
        "得分说明：一名委员一年的每一分，对应哪条记录、哪一条款、哪行规则、谁录入；未计分的说明原因。",
        (take.WHICH_MEMBER, take.YEAR_OF_MEMBER, take.SUBJECT, take.FOR_OFFICE),
        _explain,
    ),
    ReportSpec(
        "statement",
        "履职情况单：一名委员逐年的出席、得分、等次和还缺什么，不超过两页；--full 为详单，可交本人逐条核对。",
        (take.WHICH_MEMBER, take.FOR_MEMBER, take.FULL, take.BESIDE),
        _statement,
    ),
    ReportSpec(
        "calendar",
        "工作日历：一年要办的事，哪天到期，哪些已办，哪些逾期。",
        (take.THIS_YEAR, take.AS_ON),
        year_calendar_output,
    ),
    ReportSpec(
        "minutes",
        "会议纪要的出席情况：出席、请假、缺席人员，按名单的顺序排列。",
        (take.ACTIVITY, take.EVENT_DAY, take.EVENT_KIND, take.NAMES_BY),
        _minutes,
        _event_named,
    ),
    ReportSpec(
        "plan list",
        "活动计划：一年中计划的活动，应出席多少人，已登记的到了多少，还有哪些可以参加；--member 只列一名委员的。",
        (take.THIS_YEAR, take.ONLY_MEMBER),
        plan_list_made,
    ),
    ReportSpec(
        "plan sheet",
        "签到表：一次计划的活动，应出席的委员各一行，留签名处；已准假的注明。",
        (take.WHICH_PLAN, take.NAMES_BY),
        plan_sheet_made,
    ),
    ReportSpec(
        "follow-up list",
        "办理情况：年度评比提请研究的事项，提请、决定、落实到哪一步；依据后来有变的指明。",
        (take.WHICH_YEAR, take.NAMES_BY),
        _follow_up,
    ),
    ReportSpec(
        "object list",
        "公示与异议：一年的评比结果何时公示，收到哪些异议，怎样答复和办结，结果前后有无变化。",
        (take.WHICH_YEAR,),
        _object_list,
    ),
    ReportSpec(
        "leave list",
        "请假登记表：一年的请假、事由、是否获准、由谁批准，所涉活动的出席情况。",
        (take.THIS_YEAR, take.ONLY_MEMBER),
        _leave_list,
    ),
    ReportSpec(
        "hand-in list",
        "收件情况：年度履职报告、述职的提交期限，谁已提交、谁收件，谁没有提交、逾期没有。",
        (take.THIS_YEAR, take.OVERDUE, take.AS_OF, take.NAMES_BY),
        hand_ins.hand_ins_made,
        settle=hand_ins.on_settled,
    ),
    ReportSpec(
        "history list",
        "往年结果：沿用的得分和等次，依据哪份文件，谁录入的。",
        (take.YEAR_OR_ALL, take.NAMES_BY),
        _history,
    ),
    ReportSpec(
        "fund report",
        "委员活动经费使用情况：预算、支出、结余，按组别、按活动、人均，经批准的超预算支出。",
        (take.THIS_CALENDAR_YEAR,),
        funds.fund_report_output,
    ),
    ReportSpec(
        "fund list",
        "委员活动经费台账：一年的预算和支出，逐笔列出，有序号。",
        (take.THIS_CALENDAR_YEAR,),
        funds.fund_list_output,
    ),
    ReportSpec(
        "letter interview",
        "约谈提醒函：给年度评比提出约谈提醒的委员；时间、地点、约谈人空着待填。",
        _LETTER,
        letter_makers.interview_made,
        final=True,
    ),
    ReportSpec(
        "letter resignation",
        "提请研究函：年度评比提出责令辞去事项的，连同事实提请主席会议研究；不作结论。",
        _LETTER,
        letter_makers.resignation_made,
        final=True,
    ),
    ReportSpec(
        "letter result", "评比结果函：把一年的积分、等次和分类得分函告委员本人。", _LETTER, letter_makers.result_made
    ),
    ReportSpec(
        "watch",
        "预警：照现有记录，年末谁会不合格、还差多少、怎样补；接近提请研究的、没有完成的最低要求、长期没有登记的。",
        (take.WATCHED, take.AS_OF, take.BY_GROUPING, take.NAMES_BY),
        watching.watch_report,
        settle=watching.watch_settled,
    ),
    ReportSpec(
        "letter reminder",
        "提醒函：给没有提交年度履职报告、述职的委员，写明期限和逾期几日。",
        _LETTER,
        hand_ins.reminder_made,
    ),
    ReportSpec(
        "letter watch",
        "预警提醒函：给一个联络组的召集人，只列本组委员，供内部掌握。",
        (take.GROUP, take.YEAR_OF_MEMBER, *take.DOCUMENT),
        watching.watch_letter,
    ),
    ReportSpec(
        "letter answer",
        "异议答复函：把一件异议的核实情况和办理结果函告委员本人。",
        (take.WHICH_OBJECTION, *take.DOCUMENT),
        letter_makers.answer_made,
    ),
    ReportSpec(
        "letter attendance",
        "出席证明：一名委员在一段时间里出席、列席的会议和活动，逐次列出；不写请假、缺席和得分，可交其所在单位。",
        (take.WHICH_MEMBER, take.FROM_DAY, take.UNTIL_DAY, *take.DOCUMENT),
        letter_makers.certificate_made,
        settle=letter_makers.until_settled,
    ),
    ReportSpec(
        "letter commendation",
        "建议名单函：把履职成绩突出委员的建议名单提请主席会议审定。",
        (take.WHICH_YEAR, take.NAMES_BY, *take.DOCUMENT),
        letter_makers.commendation_made,
        final=True,
    ),
)
"""Every report that can be made and issued, by the words that call it, in the order of the manual."""

BY_NAME = {one.name: one for one in REPORTS}


def command_of(name: str) -> Callable[..., None] | typer.Typer:
    """The command of a report, or the group of the reports whose names begin with that word."""
    if name in BY_NAME:
        return BY_NAME[name].command()
    group = command_group("函：约谈提醒、提请研究、建议名单、评比结果、履职报告提醒、预警提醒、出席证明。")
    for one in REPORTS:
        first, _, second = one.name.partition(" ")
        if first == name:
            group.command(second, cls=Command)(one.command())
    return group
