"""A .docx file as its reader sees it; the parts are written here by hand, as word processors write them."""

from __future__ import annotations

import pytest

from duty_cli.importing.readers.docx_parts import BrokenPart
from duty_cli.importing.readers.docx_reader import read_document

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="urn:a" xmlns:v="urn:v"'
)
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def para(*runs: str, properties: str = "") -> str:
    inside = "".join(one if one.startswith("<") else f"<w:r><w:t>{one}</w:t></w:r>" for one in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def run(text: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def read(body: str, **parts: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines and remarks of a document with that body; other parts by name, referred to as r1, r2, …"""
    held = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    held |= {f"word/{name}.xml": f"<w:{name} {W}>{part}</w:{name}>" for name, part in parts.items()}
    references = "".join(
        f'<Relationship Id="r{place}" Type="{KINDS}/{name.rstrip("123")}" Target="{name}.xml"/>'
        for place, name in enumerate(parts, 1)
    )
    held["word/_rels/document.xml.rels"] = f"<Relationships>{references}</Relationships>"
    found = read_document({name: part.encode() for name, part in held.items()})
    assert found is not None
    return found.lines, found.remarks


def feet(*kinds: str, more: str = "") -> str:
    references = "".join(f'<w:footerReference w:type="{kind}" r:id="r{n}"/>' for n, kind in enumerate(kinds, 1))
    return f"<w:sectPr>{references}{more}</w:sectPr>"


def test_a_paragraph_is_a_line_however_its_text_is_parted_into_runs() -> None:
    assert read(para("得分", "38", "分。"))[0] == read(para("得分38分。"))[0] == ("得分38分。",)


def test_a_row_of_a_table_is_a_line() -> None:
    cells = "".join(f"<w:tc>{para(text)}</w:tc>" for text in ("001", "林知远", ""))
    assert read(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")[0] == ("001｜林知远",)


def test_tracked_changes_count_as_accepted_and_are_told() -> None:
    deleted = '<w:del w:author="甲"><w:r><w:delText>不</w:delText></w:r></w:del>'
    inserted = '<w:ins w:author="乙"><w:r><w:t>已</w:t></w:r></w:ins>'
    lines, remarks = read(para("本会", deleted, inserted, "研究"))
    assert lines == ("本会已研究",)
    assert remarks == ("文件中有未接受的修订 2 处（删除 1 处、插入 1 处；修订人：乙、甲），以上按全部接受后的文字比较",)


def test_text_that_was_moved_stands_where_it_was_moved_to() -> None:
    one, other = "<w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom>", "<w:moveTo><w:r><w:t>甲</w:t></w:r></w:moveTo>"
    lines, remarks = read(para(one, "乙", other))
    assert (lines, "移动 1 处" in remarks[0]) == (("乙甲",), True)


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    assert read(para("甲", properties="<w:rPr><w:del/></w:rPr>") + para("乙"))[0] == ("甲乙",)


def test_a_row_deleted_under_tracking_is_not_there() -> None:
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{para('甲')}</w:tc></w:tr>"
    assert read(f"<w:tbl>{row}</w:tbl>{para('乙')}")[0] == ("乙",)


def test_a_change_of_looks_alone_is_told_too() -> None:
    assert "格式 1 处" in read(para(run("甲", "<w:rPrChange><w:rPr/></w:rPrChange>")))[1][0]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="藏"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="亦藏"><w:basedOn w:val="藏"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="不藏"><w:basedOn w:val="藏"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="字藏"><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("look", "at_run", "seen"),
    [
        ("", "<w:vanish/>", False),
        ("", '<w:vanish w:val="false"/>', True),
        ("藏", "", False),
        ("亦藏", "", False),
        ("不藏", "", True),
        ("藏", '<w:vanish w:val="0"/>', True),
        ("", '<w:rStyle w:val="字藏"/>', False),
        ("藏", '<w:rStyle w:val="字藏"/>', True),  # a switch in both styles is off again
    ],
)
def test_hidden_text_is_not_seen_and_told(look: str, at_run: str, seen: bool) -> None:
    style = f'<w:pStyle w:val="{look}"/>' if look else ""
    lines, remarks = read(para("甲", properties=style) + para(run("乙", at_run), properties=style), styles=STYLES)
    assert ("乙" in lines) == seen
    assert any("乙" in remark for remark in remarks) != seen


def test_a_table_whose_style_hides_is_not_seen() -> None:
    style = '<w:style w:type="table" w:styleId="表"><w:rPr><w:vanish/></w:rPr></w:style>'
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="表"/></w:tblPr><w:tr><w:tc>{para("甲")}</w:tc></w:tr></w:tbl>'
    assert read(table + para("乙"), styles=style)[0] == ("乙",)


def test_a_hidden_row_is_not_seen() -> None:
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{para('甲')}</w:tc></w:tr>"
    lines, remarks = read(f"<w:tbl>{row}</w:tbl>{para('乙')}")
    assert (lines, remarks) == (("乙",), ("文件中有隐藏的文字 1 处，不显示也不打印，以上没有计入：“甲”",))


DARK = '<w:shd w:val="clear" w:fill="{}"/>'


@pytest.mark.parametrize(
    "faint",
    [
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:themeColor="background1"/>',
        '<w:color w:val="F2F2F2"/>',
        '<w:sz w:val="2"/>',
        '<w:sz w:val="32"/><w:sz w:val="1"/>',
        '<w:highlight w:val="black"/>',
        '<w:color w:val="000000"/><w:highlight w:val="black"/>',
        '<w:color w:val="FF0000"/><w:highlight w:val="red"/>',
        '<w:color w:val="1A1A1A"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:shd w:fill="000000"/>',
        '<w:shd w:val="solid" w:color="auto" w:fill="auto"/>',
        '<w:shd w:val="pct95" w:color="000000" w:fill="FFFFFF"/>',
        '<w:shd w:val="clear" w:themeFill="text1"/>',
        '<w:position w:val="-2000"/>',
        '<w:position w:val="400"/>',
        '<w:w w:val="1"/>',
        '<w:spacing w:val="-400"/>',
        '<w:rStyle w:val="黑"/>',
    ],
)
def test_text_nobody_can_make_out_is_marked_however_it_is_parted(faint: str) -> None:
    black = '<w:style w:type="character" w:styleId="黑"><w:rPr><w:highlight w:val="black"/></w:rPr></w:style>'
    assert read(para("甲", run("乙", faint), run("丙", faint)), styles=black)[0] == ("甲〔看不清的字：乙丙〕",)


@pytest.mark.parametrize(
    "plain",
    [
        '<w:color w:val="FF0000"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="C00000"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
        '<w:highlight w:val="yellow"/>',
        '<w:highlight w:val="none"/>',
        '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>',
        '<w:shd w:val="nil"/>',
        '<w:shd w:val="pct10" w:color="000000" w:fill="FFFFFF"/>',
        '<w:shd w:val="clear" w:themeFill="accent1"/>',
        '<w:position w:val="-6"/>',
        '<w:sz w:val="9"/>',
        '<w:strike w:val="0"/>',
        '<w:w w:val="80"/>',
    ],
)
def test_text_that_can_be_read_is_plain(plain: str) -> None:
    assert read(para("甲", run("乙", plain)))[0] == ("甲乙",)


@pytest.mark.parametrize("struck", ["<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="划"/>'])
def test_text_that_is_struck_out_is_told_as_such(struck: str) -> None:
    style = '<w:style w:type="character" w:styleId="划"><w:rPr><w:strike/></w:rPr></w:style>'
    body = para("甲", run("乙", struck), run("丙", struck), run("丁", '<w:color w:val="FFFFFF"/>'))
    assert read(body, styles=style)[0] == ("甲〔划去的字：乙丙〕〔看不清的字：丁〕",)


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


@pytest.mark.parametrize(
    ("height", "seen"),
    [
        ('<w:trHeight w:val="1" w:hRule="exact"/>', "〔看不清的字：甲〕"),
        ('<w:trHeight w:val="1"/>', "甲"),
        ('<w:trHeight w:val="1" w:hRule="atLeast"/>', "甲"),
        ('<w:trHeight w:val="400" w:hRule="exact"/>', "甲"),
    ],
)
def test_a_row_that_no_text_fits_in_is_not_seen(height: str, seen: str) -> None:
    row = f"<w:tr><w:trPr>{height}</w:trPr>{cell('甲')}</w:tr>"
    assert read(f"<w:tbl>{row}<w:tr>{cell('乙')}</w:tr></w:tbl>")[0] == (seen, "乙")


def test_a_line_that_no_text_fits_in_is_not_seen() -> None:
    assert read(para("甲", properties='<w:spacing w:line="2" w:lineRule="exact"/>'))[0] == ("〔看不清的字：甲〕",)
    assert read(para("甲", properties='<w:spacing w:line="2"/>'))[0] == ("甲",)


def test_what_is_behind_text_may_be_of_its_paragraph_cell_or_table() -> None:
    shade, table = DARK.format("000000"), f"<w:tbl><w:tr>{cell('甲', DARK.format('000000'))}{cell('乙')}</w:tr></w:tbl>"
    assert read(table)[0] == ("〔看不清的字：甲〕｜乙",)
    assert read(para("甲", properties=shade))[0] == ("〔看不清的字：甲〕",)
    white = "<w:tbl><w:tr><w:tc><w:tcPr>{}</w:tcPr>{}</w:tc></w:tr></w:tbl>"
    assert read(white.format(shade, para(run("甲", '<w:color w:val="FFFFFF"/>'))))[0] == ("甲",)


def box(text: str) -> str:
    return f"<a:txbx><w:txbxContent>{para(text)}</w:txbxContent></a:txbx>"


def alternatives(choice: str, fallback: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{choice}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{fallback}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_box_written_in_two_ways_is_read_once() -> None:
    assert read(para("甲", alternatives(box("印发"), box("印发"))))[0] == ("甲", "文本框：印发")
    assert read(para("甲", f"<w:r><w:drawing>{box('印发')}</w:drawing></w:r>"))[0] == ("甲", "文本框：印发")


def test_an_alternative_that_says_something_else_is_told() -> None:
    assert "文本框：〔在其他程序中显示为：乙〕" in read(para(alternatives(box("甲"), box("乙"))))[0]


def test_a_picture_and_a_shape_are_told() -> None:
    drawn = '<w:r><w:drawing><a:blip r:embed="r9"/></w:drawing></w:r><w:r><w:pict><v:rect/></w:pict></w:r>'
    assert read(para("甲", drawn))[0] == ("甲", "文本框：〔图片〕", "文本框：〔图形〕")
    assert read(para('<w:r><w:pict><v:textpath string="作废"/></w:pict></w:r>'))[0] == ("文本框：作废",)


PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def test_the_number_of_a_page_is_only_that_and_other_fields_say_their_result() -> None:
    simple = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    assert read(para("— ", PAGE, " —"))[0] == read(para("— ", simple, " —"))[0] == ("— 〔页码〕 —",)
    assert read(para(PAGE.replace("PAGE", 'QUOTE "60"')))[0] == ("7",)


def test_feet_are_read_once_though_every_section_has_its_own() -> None:
    body = para("甲", properties=feet("default")) + para("乙") + '<w:sectPr><w:footerReference r:id="r2"/></w:sectPr>'
    assert read(body, footer1=para("— ", PAGE, " —"), footer2=para("— ", PAGE, " —"))[0] == (
        "甲",
        "乙",
        "页脚：— 〔页码〕 —",
    )


def test_what_is_added_to_the_foot_of_even_pages_is_found_where_they_have_one() -> None:
    feet_of = {"footer1": para("甲"), "footer2": para("乙")}
    both = "<w:evenAndOddHeaders/>"
    assert read(feet("default", "even"), **feet_of)[0] == ("页脚：甲",)
    assert read(feet("default", "even"), **feet_of, settings=both)[0] == ("双页页脚：乙", "页脚：甲")
    assert read(feet("default", "first", more="<w:titlePg/>"), **feet_of)[0] == ("页脚：甲", "首页页脚：乙")


def test_a_foot_that_nothing_refers_to_is_not_seen() -> None:
    assert read(para("甲") + feet(), footer1=para("乙"))[0] == ("甲",)


def test_notes_are_read_where_the_text_refers_to_them() -> None:
    refer = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    notes = {
        "footnotes": f'<w:footnote w:id="1">{para("无人引用")}</w:footnote><w:footnote w:id="2">{para("另计")}</w:footnote>',
        "comments": f'<w:comment w:id="0">{para("存疑")}</w:comment>',
    }
    assert read(para("甲", refer), **notes)[0] == ("甲", "脚注：另计", "批注：存疑")


def test_the_body_is_the_one_the_package_names() -> None:
    document = f"<w:document {W}><w:body>{para('{}')}</w:body></w:document>"
    held = {name: document.format(name).encode() for name in ("word/document.xml", "word/other.xml")}
    named = (
        f'<Relationships><Relationship Id="r" Type="{KINDS}/officeDocument" Target="word/other.xml"/></Relationships>'
    )
    found = read_document(held | {"_rels/.rels": named.encode()})
    assert found is not None
    assert found.lines == ("word/other.xml",)


@pytest.mark.parametrize("part", ["<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', "<a>" * 3000 + "</a>" * 3000])
def test_a_broken_part_is_told(part: str) -> None:
    body = part if len(part) < 1000 else f"<w:document {W}><w:body>{part}</w:body></w:document>"
    with pytest.raises(BrokenPart):
        read_document({"word/document.xml": body.encode()})
