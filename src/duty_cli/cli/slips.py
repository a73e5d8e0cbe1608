"""A stack of slips: each is asked for, shown, and written once it is confirmed; kind and day stay for the next."""

from __future__ import annotations

from collections.abc import Mapping

from duty_cli.cli import terminal
from duty_cli.cli.asking import Answers, Slip
from duty_cli.cli.desk import Desk
from duty_cli.cli.terminal import Offer, Terminal
from duty_cli.errors import DutyError, LedgerError, RulesError, UsageError

_NEEDED = ("委员", "履职事项", "日期")
_KEPT = ("履职事项", "日期")
_ENTER = {"是": ("", "y", "是"), "否": ("n", "否"), "改": ("e", "改")}
_MORE = {"是": ("", "y", "是"), "否": ("n", "否")}


def enter(desk: Desk, given: Answers) -> None:
    """Ask for what was not ``given``, and for further records. Raises UsageError where there is nobody to ask."""
    clerk = terminal.terminal()
    if clerk is None:
        lacking = "、".join("--on" if one == "日期" else one for one in _NEEDED if one not in given)
        raise UsageError(f"缺少{lacking}；请补上，或在终端上执行，逐项填写")
    answers = _one(desk, clerk, given, {})
    while _chosen(clerk, "再登记一条？（回车 继续，n 结束）", _MORE) == "是":
        answers = _one(desk, clerk, {}, {heading: answers[heading] for heading in _KEPT})


def _one(desk: Desk, clerk: Terminal, given: Answers, before: Answers) -> Answers:
    """Enter one record, or none where the clerk thinks better of it; what was said. After a refusal all is asked again."""
    while True:
        slip = Slip(desk, clerk, given, before)
        try:
            if _entered(desk, clerk, slip):
                return slip.answers
        except (LedgerError, RulesError):
            raise
        except DutyError as error:
            clerk.tell(f"未登记：{error}")
        given, before = {}, slip.answers


def _entered(desk: Desk, clerk: Terminal, slip: Slip) -> bool:
    """Whether the slip is done with: written or dropped."""
    from duty_cli.cli.wording import recorded
    from duty_cli.office import record as office
    from duty_cli.render.layout.columns import details

    who, facts = slip.fill()
    clerk.tell(f"{who} {facts.on} {details(facts)}")
    choice = _chosen(clerk, "确认登记？（回车 登记，n 不登记，e 修改）", _ENTER)
    if choice == "是":
        done = office.record(desk.ledger, desk.act("登记"), desk.rules, desk.today, who, facts)
        clerk.tell(recorded(desk, done))
    elif choice == "否":
        clerk.tell("未登记")
    return choice != "改"


def _chosen(clerk: Terminal, question: str, ways: Mapping[str, tuple[str, ...]]) -> str:
    """Which of the choices is meant; asked until one is."""
    offers = [Offer.of(choice) for choice in ways]
    while True:
        said = clerk.ask(question, offers).lower()
        for choice, words in ways.items():
            if said in words:
                return choice
