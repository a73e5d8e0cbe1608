"""The answer to an objection in writing (异议答复函): what was objected to, what was found, and what became of it. People answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duty_cli.errors.publication_errors import NoObjection, NotAnswered
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Seq
from duty_cli.model.office_words import MEMBER
from duty_cli.model.papers import Identity, OfficeStyle, OfficialDocument, Paragraph, in_figures
from duty_cli.model.proceedings import NewStep, PathUse, StepMeaning, of_use
from duty_cli.model.rulebook import Rules
from duty_cli.reports.letters import contact
from duty_cli.reports.official_layout import prose
from duty_cli.reports.publication import Objection, objection_of


def answered(reading: LedgerReader, rules: Rules, seq: Seq) -> Objection:
    """The objection of that seq, once it was answered. Raises NoObjection, NotAnswered."""
    standing = of_use(reading.proceedings(), PathUse.OBJECTION)
    found = next((one for one in standing if one.seq == seq and one.steps), None)
    if found is None:
        raise NoObjection(seq)
    if found.met(StepMeaning.ANSWERED) is None:
        raise NotAnswered(seq)
    return objection_of(reading, rules, found)


def answer_letter(
    one: Objection, identity: Identity, style: OfficeStyle, number: int | None, on: date
) -> OfficialDocument:
    """To the member: the objection, the records and the result as they were, the answer, and how it ended, if it has."""
    new, first = one.proceeding.new, one.proceeding.steps[0].step
    answer = one.proceeding.met(StepMeaning.ANSWERED)
    assert answer is not None, "asked before"
    said = f"：{_sentence(first)}" if first.said.words else "。"
    text = (
        Paragraph(
            f"您{in_figures(first.said.on)}提出的{new.year}年度{new.about}收悉{said}现将核实和办理情况函告如下。"
        ),
        Paragraph("提出时的记录和结果", 1),
        *(Paragraph(f"{prose(fact)}。", 3) for fact in new.grounds),
        Paragraph("核实情况", 1),
        Paragraph(_sentence(answer)),
        Paragraph("办理结果", 1),
        *_ended(one),
        *contact(style),
    )
    shown = "" if number is None else style.numbered(on.year, number)
    title, whom = f"关于{new.year}年度{new.about}的答复函", f"{one.member.name}{MEMBER}"
    return OfficialDocument(title, whom, text, (), str(identity), shown, on, style.signed, red_head=False)


def _ended(one: Objection) -> Iterator[Paragraph]:
    last = one.proceeding.steps[-1].step
    if one.proceeding.is_open:
        yield Paragraph("目前尚未办结，办结以后另行函告。")
        return
    where = f"{last.said.meeting}，" if last.said.meeting else ""
    yield Paragraph(f"{in_figures(last.said.on)}，{where}由{last.said.by}{last.name}：{_sentence(last)}")
    if last.means is StepMeaning.SETTLED:
        yield Paragraph(f"更正以后重新计算，{prose(one.now)}。")


def _sentence(step: NewStep) -> str:
    """What was said of a step, with one full stop."""
    return f"{(step.said.words or '').rstrip('。')}。"
