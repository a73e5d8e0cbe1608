"""What is read of a .docx is what a person sees on paper: drawn numbers too, and nothing that holds and does not hold."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from docx import Document

from duty_cli.errors.rule_errors import UnreadDocument
from duty_cli.parsing.chinese_numerals import whole_number
from duty_cli.rules.printed_document.document_lines import document_text
from duty_cli.rules.printed_document.printed_text_file import MAX_DOCX, read_text
from tests.printed.docx_made import docx, level, listed, numbering, paragraph, part, run

ARTICLES = numbering(level(0, "第%1条") + level(1, "（%2）") + level(2, "%3.", "decimal"))


def lines(*blocks: str, **parts: str) -> list[str]:
    return document_text(docx(*blocks, **parts)).split("\n")


def refused(data: bytes) -> str:
    with pytest.raises(UnreadDocument) as refusal:
        document_text(data)
    return f"{refusal.value.what}；{refusal.value.advice}"


def test_numbers_that_are_drawn_are_read() -> None:
    found = lines(
        *(listed("总则。"), listed("计分：", level=0), listed("提案5分；", level=1), listed("信息3分。", level=1)),
        *(paragraph("按件计。"), listed("出席：", level=0), listed("全体会议10分。", level=1)),
        numbering=ARTICLES,
    )
    assert found == [
        *("第一条 总则。", "第二条 计分：", "（一） 提案5分；", "（二） 信息3分。", "按件计。"),
        *("第三条 出席：", "（一） 全体会议10分。"),
    ]


def test_up_to_the_twentieth_article_and_beyond() -> None:
    found = lines(*(listed("条文。") for _ in range(21)), numbering=ARTICLES)
    assert [found[at - 1].split()[0] for at in (9, 10, 11, 20, 21)] == [
        "第九条",
        "第十条",
        "第十一条",
        "第二十条",
        "第二十一条",
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("decimal", ["1", "2", "12"]),
        ("decimalZero", ["01", "02", "12"]),
        ("decimalFullWidth", ["１", "２", "１２"]),
        ("chineseCountingThousand", ["一", "二", "十二"]),
        ("japaneseCounting", ["一", "二", "十二"]),
        ("ideographDigital", ["一", "二", "一二"]),
        ("decimalEnclosedCircleChinese", ["①", "②", "⑫"]),
        ("ideographZodiac", ["子", "丑", "亥"]),
        ("upperLetter", ["A", "B", "L"]),
        ("lowerRoman", ["i", "ii", "xii"]),
        ("none", ["", "", ""]),
    ],
)
def test_formats_of_numbers(kind: str, said: list[str]) -> None:
    found = lines(*(listed("文") for _ in range(12)), numbering=numbering(level(0, "%1、", kind)))
    assert [found[at] for at in (0, 1, 11)] == [f"{one}、 文" for one in said]


def from_number(first: int, kind: str) -> str:
    """Articles numbered in one format, the first of them ``first``."""
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{first}"/></w:lvlOverride></w:num>'
    )
    return numbering(level(0, "第%1条", kind), nums=nums)


COUNTING = ["chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"]


@pytest.mark.parametrize("kind", COUNTING)
def test_hundreds_are_counted_as_they_are_spoken(kind: str) -> None:
    found = lines(*(listed("文") for _ in range(23)), numbering=from_number(99, kind))
    assert [found[at].split()[0] for at in (0, 1, 2, 11, 12, 21)] == [
        *("第九十九条", "第一百条", "第一百零一条", "第一百一十条", "第一百一十一条", "第一百二十条")
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (10, "十"),
        (19, "十九"),
        (103, "一百零三"),
        (200, "二百"),
        (999, "九百九十九"),
        (1000, "一千"),
        (1003, "一千零三"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (2030, "二千零三十"),
        (9999, "九千九百九十九"),
    ],
)
def test_thousands_too_and_each_is_read_back_as_the_same_number(number: int, said: str) -> None:
    assert lines(listed("文"), numbering=from_number(number, "chineseCounting")) == [f"第{said}条 文"]
    assert whole_number(said) == number


def test_ten_thousand_is_refused() -> None:
    with pytest.raises(UnreadDocument, match="第 10000 号读不出"):
        lines(listed("文"), numbering=from_number(10_000, "chineseCounting"))


def test_a_style_brings_its_number_and_its_level() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="条"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="条二"><w:basedOn w:val="条"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="项"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    made = numbering(level(0, "第%1条") + level(1, "（%2）", more='<w:pStyle w:val="项"/>'))
    styled = (
        paragraph(text, f'<w:pStyle w:val="{style}"/>') for text, style in [("甲", "条"), ("乙", "项"), ("丙", "条二")]
    )
    off = paragraph("丁", '<w:pStyle w:val="条"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(*styled, off, numbering=made, styles=styles) == ["第一条 甲", "（一） 乙", "第二条 丙", "丁"]


def test_two_lists_of_one_definition_count_on_unless_one_begins_anew() -> None:
    same = '<w:abstractNumId w:val="0"/>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = f'<w:num w:numId="1">{same}</w:num><w:num w:numId="2">{same}</w:num><w:num w:numId="3">{same}{anew}</w:num>'
    made = numbering(level(0, "%1.", "decimal"), nums=nums)
    found = lines(*(listed("文", num) for num in (1, 1, 2, 3, 3)), numbering=made)
    assert found == ["1. 文", "2. 文", "3. 文", "1. 文", "2. 文"]


def test_levels_that_go_on_and_labels_of_several_levels() -> None:
    made = numbering(
        level(0, "第%1章")
        + level(1, "第%2条", more='<w:lvlRestart w:val="0"/>')
        + level(2, "%1.%3", "decimal", "<w:isLgl/>")
    )
    found = lines(*(listed("文", level=at) for at in (0, 1, 1, 0, 1, 2)), numbering=made)
    assert found == ["第一章 文", "第一条 文", "第二条 文", "第二章 文", "第三条 文", "2.1 文"]


def test_the_list_of_a_style_of_lists() -> None:
    nums = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in (0, 1))
    made = numbering(level(0, "第%1条"), '<w:numStyleLink w:val="列"/>', nums=nums.replace('numId="0"', 'numId="7"'))
    styles = part(
        "styles",
        '<w:style w:type="numbering" w:styleId="列"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>',
    )
    assert lines(listed("甲"), numbering=made, styles=styles) == ["第一条 甲"]


@pytest.mark.parametrize(
    "level_", [level(0, "第%1条", "thaiCounting"), level(0, "第%1条", more="<mc:AlternateContent/>")]
)
def test_a_number_that_cannot_be_read_is_refused(level_: str) -> None:
    said = refused(docx(listed("文"), numbering=numbering(level_)))
    assert said.startswith("自动编号的格式“")
    assert "只保留文本" in said


@pytest.mark.parametrize("instruction", [" LISTNUM ", " AUTONUMLGL \\* Arabic"])
def test_a_number_that_a_field_draws_is_refused(instruction: str) -> None:
    field = f'<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>{instruction}</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
    assert "域（LISTNUM、AUTONUM）" in refused(docx(paragraph("文", inner=field)))


@pytest.mark.parametrize("change", ["ins", "del", "moveFrom", "moveTo"])
def test_changes_that_nobody_accepted_are_refused(change: str) -> None:
    said = refused(docx(paragraph("每件", inner=f'<w:{change} w:author="甲">{run("5分")}</w:{change}>')))
    assert said.startswith("有没有接受或拒绝的修订（")
    assert said.endswith("请在“审阅”里接受或拒绝全部修订后保存，与印发的一致")


def test_what_was_changed_in_its_looks_alone_is_read() -> None:
    assert lines(paragraph("每件5分", '<w:pPrChange w:author="甲"><w:pPr/></w:pPrChange>')) == ["每件5分"]


def test_struck_text_is_refused_and_hidden_text_is_not_read() -> None:
    assert refused(docx(paragraph("每件", inner=run("5分", "<w:strike/>")))).startswith("有划去的字“5分”")
    shown = run("5分", '<w:strike w:val="0"/>')
    assert lines(paragraph("每件", inner=run("（内部掌握）", "<w:vanish/>") + shown)) == ["每件5分"]


def test_a_struck_style_is_struck_and_a_run_may_undo_it() -> None:
    styles = part("styles", '<w:style w:styleId="废"><w:rPr><w:dstrike/></w:rPr></w:style>')
    assert "划去" in refused(docx(paragraph("每件", inner=run("5分", '<w:rStyle w:val="废"/>')), styles=styles))
    undone = run("5分", '<w:rStyle w:val="废"/><w:dstrike w:val="false"/>')
    assert lines(paragraph("每件", inner=undone), styles=styles) == ["每件5分"]


def test_signs_breaks_and_what_stands_in_other_elements() -> None:
    inner = (
        f"<w:r><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/></w:r><w:hyperlink>{run('丙')}</w:hyperlink>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('丁')}</w:sdtContent></w:sdt><m:oMath><m:r><m:t>2/3</m:t></m:r></m:oMath>"
        "<w:r><w:ruby><w:rt><w:r><w:t>wù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>戊</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert lines(paragraph("头", inner=inner)) == ["头 甲", "乙-丙丁2/3戊"]


def test_of_a_field_its_result_is_read_and_a_table_of_contents_is_not() -> None:
    def field(instruction: str, result: str) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        said = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        return f"{mark('begin')}{said}{mark('separate')}{result}{mark('end')}"

    assert lines(paragraph("见第", inner=field(" REF 甲 ", run("三")) + run("条"))) == ["见第三条"]
    contents = paragraph(inner=field(' TOC \\o "1-3" ', run("第一条 总则")))
    assert lines(contents, paragraph("第一条 总则")) == ["", "第一条 总则"]


def test_tables_are_read_row_by_row_and_a_frame_line_by_line() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr><w:trPr/>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in cells)}</w:tr>"

    table = f"<w:tbl><w:tblPr/>{row(paragraph('事项'), paragraph('分值'))}{row(paragraph('提案'), paragraph('5分') + paragraph('封顶20分'))}</w:tbl>"
    assert lines(table) == ["事项　分值", "提案　5分 封顶20分"]
    frame = f"<w:tbl>{row(listed('甲') + listed('乙'), paragraph())}</w:tbl>"
    assert lines(frame, numbering=ARTICLES) == ["第一条 甲", "第二条 乙"]


def test_notes_stand_where_their_sign_stands() -> None:
    notes = part("footnotes", f'<w:footnote w:id="2">{paragraph("指县级以上")}</w:footnote>')
    sign = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    found = lines(paragraph("媒体", inner=sign(2) + run("刊登")), paragraph("另", inner=sign(9)), footnotes=notes)
    assert found == ["媒体〔注：指县级以上〕刊登", "另〔注：读不出〕"]


def test_boxes_and_pictures_are_told_after_their_paragraph_and_once() -> None:
    box = f"<wps:txbx><w:txbxContent>{paragraph('某政协〔2026〕1号')}</w:txbxContent></wps:txbx>"
    twice = f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    inner = f"<w:r>{twice}</w:r><w:r><w:drawing><a:blip/></w:drawing></w:r>"
    assert lines(paragraph("标题", inner=inner), paragraph("下一段")) == [
        *("标题", "〔文本框：某政协〔2026〕1号〕", "〔图片〕", "下一段")
    ]


def test_what_python_docx_writes_is_read() -> None:
    made, file = Document(), BytesIO()
    made.add_paragraph("第一条 为了加强管理，制定本办法。")
    made.add_paragraph("计分", style="List Number")
    made.add_paragraph("出席", style="List Bullet")
    made.save(file)
    assert document_text(file.getvalue()).split("\n") == ["第一条 为了加强管理，制定本办法。", "1. 计分", "·出席"]


def packed(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(f"word/{name}.xml", data)
    return made.getvalue()


WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    + WORD % b"<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"
)

BAD = {
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "这是旧格式（.doc）的文件，或者加了密码；"),
    "a text": ("第一条 总则".encode(), "不是 .docx 文件，或已损坏；请在 Word 或 WPS 里打开，另存为 .docx"),
    "an empty zip": (packed(), "文件里没有正文，不是 Word 或 WPS 的文档；"),
    "a workbook": (packed(workbook=b"<workbook/>"), "文件里没有正文，不是 Word 或 WPS 的文档；"),
    "no body": (packed(document=b"<document/>"), "文件里没有正文；"),
    "half of a part": (packed(document=(WORD % b"<w:p/>")[:-20]), "文件已损坏：里面的内容不完整；"),
    "entities": (packed(document=ENTITIES), "含有实体声明，不是 Word 或 WPS 写出的；"),
    "entities in UTF-16": (
        packed(document=ENTITIES.decode().encode("utf-16")),
        "含有实体声明，不是 Word 或 WPS 写出的；",
    ),
    "a bomb": (packed(document=WORD % (b" " * (9 << 20))), "文件的内容过大，不像一份条文；"),
    "a bomb of elements": (packed(document=WORD % (b"<w:p/>" * 200_001)), "文件的内容过多，不像一份条文；"),
    "a well": (packed(document=WORD % (b"<w:p>" * 999 + b"</w:p>" * 999)), "文件里的内容套得太深，不像一份条文；"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_document_is_refused(case: str) -> None:
    data, said = BAD[case]
    assert refused(data).startswith(said)
    article, problems = read_text("条文.docx", data)
    assert article is None
    assert str(problems[0]).startswith(f"条文.docx:1：{said}")


def test_two_parts_of_one_name_are_refused() -> None:
    made = BytesIO(packed(document=WORD % b"<w:p/>"))
    with zipfile.ZipFile(made, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", WORD % b"<w:p><w:r><w:t>5</w:t></w:r></w:p>")
    assert refused(made.getvalue()).startswith("文件里有两个“word/document.xml”")


def test_a_document_cut_short_anywhere_is_refused_or_read_but_never_breaks_the_program() -> None:
    whole = docx(*(listed("甲") for _ in range(3)), numbering=ARTICLES)
    for end in range(0, len(whole), 7):
        assert refused(whole[:end])
    for at in range(0, len(whole), 5):
        try:
            document_text(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        except UnreadDocument:
            continue


def test_a_document_that_is_too_long_and_one_without_articles_are_told() -> None:
    assert "条文超过 2048 KiB" in str(read_text("条文.docx", bytes(MAX_DOCX + 1))[1][0])
    assert "没有认出一条条文" in str(read_text("条文.docx", docx(paragraph("目的")))[1][0])


def test_rules_without_a_document_do_not_load_its_reader() -> None:
    code = "import sys, duty_cli.rules.rule_files, duty_cli.rules.printed_document.printed_text_file; print('zipfile' in sys.modules)"
    # Only where the standard library has loaded it for something else is it there.
    plain = "import sys, pydantic, yaml; print('zipfile' in sys.modules)"
    said = [
        subprocess.run([sys.executable, "-c", one], capture_output=True, check=True).stdout for one in (code, plain)
    ]
    assert said[0] == said[1]
