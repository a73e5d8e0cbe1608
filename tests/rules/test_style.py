"""The office's style of documents: what is not said is as built in, what is wrong is told with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duty_cli.errors.file_errors import StyleProblems, UnreadableFile
from duty_cli.model.name_order import NamesBy
from duty_cli.model.papers import Fonts, Margins, OfficeStyle, Sizes
from duty_cli.rules.style_file import STYLE, StyleFile, load_style

SHIPPED = (Path(__file__).parents[2] / "rules" / STYLE).read_text("utf-8")
HEAD = "format: duty-style/1\n"


def style(folder: Path, text: str) -> OfficeStyle:
    (folder / STYLE).write_text(HEAD + text, "utf-8")
    return StyleFile(folder).style


def problems(text: str) -> list[str]:
    with pytest.raises(StyleProblems) as refused:
        load_style("style.yaml", (HEAD + text).encode())
    return [str(problem) for problem in refused.value.problems]


def test_without_a_file_or_with_the_shipped_one_the_style_is_the_built_in_one(tmp_path: Path) -> None:
    assert StyleFile(tmp_path).style == OfficeStyle()
    (tmp_path / STYLE).write_text(SHIPPED, "utf-8")
    assert StyleFile(tmp_path).style == OfficeStyle()


def test_every_key_that_the_shipped_file_explains_can_be_switched_on() -> None:
    every = re.sub(r"(?m)^# (?=[a-z]|  [a-z])", "", SHIPPED)
    form = load_style("style.yaml", every.encode())
    assert form.model_fields_set == set(type(form).model_fields)
    assert (form.mark, form.signed, form.seal) == ("某某市政协文件", ("某某市政协",), True)


def test_an_office_says_what_is_otherwise(tmp_path: Path) -> None:
    found = style(
        tmp_path, "signed: [甲, 乙]\nseal: no\nfonts: {body: 仿宋}\nsizes: {table: 10.5}\nmargins: {top: 30}\n"
    )
    assert (found.signed, found.seal, found.fonts, found.margins) == (
        *(("甲", "乙"), False, Fonts(body="仿宋"), Margins(top=30)),
    )
    assert found.sizes.table * 2 == 21
    assert found.sizes.title == Sizes().title


@pytest.mark.parametrize(
    "text", ["{format: duty-style/1, member: 代表, order: 编号}", "member : 代表\n'order': 编号\n"]
)
def test_words_and_order_are_found_however_the_file_is_written(tmp_path: Path, text: str) -> None:
    (tmp_path / STYLE).write_text(text if text.startswith("{") else HEAD + text, "utf-8")
    found = StyleFile(tmp_path)
    assert (found.calling.member, found.calling.members, found.order.by) == ("代表", "各位代表", NamesBy.NUMBER)


def test_a_file_that_says_nothing_of_words_or_order_is_not_gone_through_for_them(tmp_path: Path) -> None:
    (tmp_path / STYLE).write_text(HEAD + "seal: 也许\n# member: 代表\n", "utf-8")
    found = StyleFile(tmp_path)
    assert (found.calling.member, found.order.by) == ("委员", NamesBy.SECTOR)
    with pytest.raises(StyleProblems):
        assert found.style


def test_the_template_is_read_from_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "模板.docx").write_bytes(b"PK")
    assert style(tmp_path, "template: 模板.docx\n").template == b"PK"
    with pytest.raises(UnreadableFile, match=r"没有\.docx"):
        style(tmp_path, "template: 没有.docx\n")


def test_what_is_wrong_is_told_with_its_place() -> None:
    assert problems("number: 第{n}号\nmargins: {top: 500, botom: 3}\n") == [
        "style.yaml:2：第9列：“第{n}号”应写有 {number}，花括号里只能是 year 和 number；如 某政协〔{year}〕{number}号",
        "style.yaml:3：第16列：应在 5 与 80 毫米之间",
        "style.yaml:3：第21列：这里没有“botom”这一项；是否：bottom？",
    ]


def test_the_ledger_fills_in_what_the_office_does_not_say() -> None:
    plain = OfficeStyle().of("政协示例县委员会")
    assert (plain.mark, plain.signed, plain.printed_by) == (
        *("政协示例县委员会文件", ("政协示例县委员会",), "政协示例县委员会办公室"),
    )
    assert (plain.numbered(2026, 3), plain.numbered(2026, None)) == ("〔2026〕3号", "〔2026〕　　号")
    assert OfficeStyle(mark="甲").of("乙").mark == "甲"
