"""A stack of slips: each is asked for, shown, and written once it is confirmed; kind and day stay for the next."""

from __future__ import annotations

from functools import partial

from duty_cli.cli import terminal
from duty_cli.cli.asking import Answers, RecordDialog
from duty_cli.cli.consent import unless_seen
from duty_cli.cli.desk import AppContext
from duty_cli.cli.terminal import Terminal, chosen
from duty_cli.errors import DutyError, LedgerError, RulesError, UsageError

_NEEDED = ("委员", "履职事项", "日期")
_KEPT = ("履职事项", "日期")
_ENTER = {"是": ("", "y", "是"), "否": ("n", "否"), "改": ("e", "改")}
_MORE = {"是": ("", "y", "是"), "否": ("n", "否")}


def enter(desk: AppContext, given: Answers, *, again: bool = False) -> None:
    """Ask for what was not ``given``, and for further records. Raises UsageError where there is nobody to ask."""
    clerk = terminal.terminal()
    if clerk is None:
        lacking = "、".join("--on" if one == "日期" else one for one in _NEEDED if one not in given)
        raise UsageError(f"缺少{lacking}；请补上，或在终端上执行，逐项填写")
    answers = _one(desk, clerk, given, {}, again=again)
    while chosen(clerk, "再登记一条？（回车 继续，n 结束）", _MORE) == "是":
        answers = _one(desk, clerk, {}, {heading: answers[heading] for heading in _KEPT})


def _one(desk: AppContext, clerk: Terminal, given: Answers, before: Answers, *, again: bool = False) -> Answers:
    """Enter one record, or none where the clerk thinks better of it; what was said. After a refusal all is asked again."""
    while True:
        slip = RecordDialog(desk, clerk, given, before)
        try:
            if _entered(desk, clerk, slip, again=again):
                return slip.answers
        except (LedgerError, RulesError):
            raise
        except DutyError as error:
            clerk.tell(f"未登记：{error}")
        given, before = {}, slip.answers


def _entered(desk: AppContext, clerk: Terminal, slip: RecordDialog, *, again: bool) -> bool:
    """Whether the slip is done with: written or dropped."""
    from duty_cli.cli.wording import recorded
    from duty_cli.office import record as office
    from duty_cli.render.layout.columns import details

    who, facts = slip.fill()
    clerk.tell(f"{who} {facts.on} {details(facts)}")
    choice = chosen(clerk, "确认登记？（回车 登记，n 不登记，e 修改）", _ENTER)
    if choice == "是":
        write = partial(office.record, desk.ledger, desk.act("登记"), desk.rules, desk.today, who, facts)
        done = unless_seen(clerk, write, again=again)
        if done is not None:
            clerk.tell(recorded(desk, done))
    elif choice == "否":
        clerk.tell("未登记")
    return choice != "改"
