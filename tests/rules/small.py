"""A small sound rule file, section by section, so that a test shows only the section it is about."""

from duty_cli.errors.rule_errors import RuleProblems
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.rule_files import load

SECTIONS = {
    "format": "duty-rules/1",
    "title": "某市政协委员履职考核细则",
    "basis": "某政协〔2026〕1号",
    "effective": "{from: 2026-01-01, to: 2026-12-31}",
    "rounding": "{places: 2, half: up}",
    "stages": "[提交, 立案, 重点]",
    "levels": "[县级, 市级]",
    "kinds": """
  - {id: 全体会议, clause: 第6条, attended: yes}
  - {id: 提案, clause: 第3条}
  - {id: 年度述职, clause: 第11条, judged: {at_least: 0, at_most: 10}}""",
    "categories": """
  - id: 提案
    clause: 第3条
    items: [{id: 立案提案, clause: 第3条, when: {kind: 提案, stage: 立案}, points: 5, combine: sum}]""",
    "total": "{cap: 120, floor: 0}",
    "bands": "[{grade: 优秀, min: 85}, {grade: 合格, min: 60}, {grade: 不合格, min: 0}]",
}


def text(**sections: str) -> str:
    """The small file with some sections written otherwise; an empty one is left out."""
    return "".join(f"{key}: {value}\n" for key, value in (SECTIONS | sections).items() if value)


def with_item(item: str) -> str:
    """The section ``categories`` with one item, written on one line."""
    return f"\n  - {{id: 甲类, clause: 第3条, items: [{{id: 甲, clause: 第3条, {item}}}]}}"


def book(**sections: str) -> Rulebook:
    """The small file, read."""
    return load({"scoring.yaml": text(**sections).encode()}).books[0]


def problems(written: str) -> list[str]:
    """The problems of a file that must not load, one text each."""
    try:
        load({"scoring.yaml": written.encode()})
    except RuleProblems as refusal:
        return [str(problem) for problem in refusal.problems]
    return []
