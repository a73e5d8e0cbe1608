"""A rule file beside the .docx that it puts into rules, at the clerk's desk."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.printed.docx_made import docx, level, listed, numbering, paragraph
from tests.printed.test_beside import RULES as PLAIN
from tests.workspace import Duty

RULES = PLAIN.replace("条文.txt", "办法.docx").replace("第3、9条", "第3条").replace("    cap: 20\n", "    base: 50\n")
RULES = RULES.replace("        combine: sum\n", "        combine: sum\n        cap: 20\n")
ARTICLES = numbering(level(0, "第%1条"))
NEEDLESS = "提醒：办法.docx:4：没有规则引用第4条；请补规则，或在规则文件里写 without_rule: {第4条: 原因}"


def document(points: str = "5分") -> bytes:
    """The four articles, numbered by the program that draws them."""
    said = (
        f"立案的提案每件{points}，优秀的8分，最多二十分；每年评选一次。",
        "年度总分60分以下的约谈，两年的劝退。",
        "走访不限。",
    )
    return docx(listed("为了加强管理，制定本办法。"), *map(listed, said), numbering=ARTICLES)


@pytest.fixture
def place(duty: Duty) -> Path:
    """The document beside the rules of the workspace."""
    duty.write("rules/scoring.yaml", RULES.replace("2026-01-01", "2022-01-01"))
    found = duty.folder / "rules" / "办法.docx"
    found.write_bytes(document())
    return found


def entered(duty: Duty) -> int:
    """The seq of the last row once the rules are entered."""
    head = duty.json("annual-evaluation 2026")["ledger"]
    assert isinstance(head, dict)
    return int(head["seq"])


def test_articles_with_drawn_numbers_are_held_against_the_rules(duty: Duty, place: Path) -> None:
    assert NEEDLESS in duty.done("rules check")
    shown = duty.done("rules show")
    assert "第二条 立案的提案每件5分①，优秀的8分〔规则未写〕，最多二十分②；每年评选一次〔不入规则〕。" in shown
    assert "所依据的条文：办法.docx。" in shown
    place.write_bytes(document("6分"))
    assert "办法.docx:2：第2条的“6分”，引用它的规则里都没有" in duty.done("rules check")


def test_the_bytes_are_kept_with_the_rules_and_shown_as_they_were(duty: Duty, place: Path) -> None:
    first, seq = place.read_bytes(), entered(duty)
    place.write_bytes(document("6分"))
    assert entered(duty) > seq
    assert "每件5分①" in duty.done(f"rules show --known-at {seq}")
    assert "每件6分〔规则未写〕" in duty.done("rules show")
    duty.done(f"rules restore --known-at {seq} --overwrite")
    assert place.read_bytes() == first


def test_another_document_makes_no_other_rules(duty: Duty, place: Path) -> None:
    first = duty.json("annual-evaluation 2026")["ledger"]
    place.write_bytes(document("6分"))
    second = duty.json("annual-evaluation 2026")["ledger"]
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first["rules"] == second["rules"]


def test_it_goes_along_in_a_backup_and_is_not_written_over(duty: Duty, place: Path) -> None:
    assert "规则或公文模板" in duty.refused("rules show --by-rule -o rules/办法.docx --overwrite")
    assert place.read_bytes() == document()
    duty.done("backup")
    (backup,) = (duty.folder / "data").glob("**/*.zip")
    assert any(name.endswith("办法.docx") for name in zipfile.ZipFile(backup).namelist())


def test_what_cannot_be_read_is_refused_with_the_way_out_and_scores_nobody_otherwise(duty: Duty, place: Path) -> None:
    score = duty.member("annual-evaluation 2026", "1001")["score"]
    place.write_bytes(docx(paragraph("第一条", inner="<w:ins/>")))
    for line in ("rules check", "rules show"):
        said = duty(line)
        assert (said.code, said.raw) == (3, b"")
        assert "办法.docx:1：有没有接受或拒绝的修订（插入 1 处）；请在“审阅”里接受或拒绝全部修订后保存" in said.err
    assert duty.member("annual-evaluation 2026", "1001")["score"] == score


@pytest.mark.parametrize("name", ["办法.doc", "办法.wps", "办法.pdf", "办法"])
def test_other_sorts_of_file_are_refused_by_name(duty: Duty, name: str) -> None:
    duty.write("rules/scoring.yaml", RULES.replace("办法.docx", name))
    said = duty("rules check")
    assert said.code == 3
    assert f"“{name}”不是纯文本（.txt）或 .docx 文件；请在 Word 或 WPS 里打开，另存为 .docx" in said.err
