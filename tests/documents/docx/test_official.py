"""An official document, read back out of its XML: GB/T 9704-2012 in figures."""

from __future__ import annotations

from dataclasses import replace

from duty_cli.documents.docx.docx_writer import as_official_docx
from duty_cli.model.papers import Margins
from tests.documents.docx.documents import AT, NOTICE, STYLE, found, lines, part, rows

DATA = as_official_docx(NOTICE, STYLE, AT)
BODY = part(DATA)


def test_the_document_goes_from_the_red_head_to_the_identity_line() -> None:
    assert [line for line in lines(DATA) if not line.endswith("|")] == [
        "公文发文机关|政协示例市委员会文件",
        "公文文号|示政协〔2026〕3号",
        "公文标题|政协示例市委员会",
        "公文标题|关于2026年度委员履职情况的通报",
        "公文主送|各位委员：",
        "公文正文|现将有关情况通报如下。",
        "公文一级标题|一、总体情况",
        "公文二级标题|（一）出席",
        "公文三级标题|1.全体会议",
        "公文四级标题|（1）第一次",
        "公文正文|附件：1.\t2026年度委员出席情况",
        "公文正文|2.\t分类得分",
        "公文落款|政协示例市委员会办公室",
        "公文落款|2026年12月30日",
        "公文附件|附件1",
        "公文标题|2026年度委员出席情况",
        "公文注|注：公假不计入应出席",
        "公文附件|附件2",
        "公文标题|分类得分",
        "公文核验|账本：政协示例市委员会｜序号 12",
    ]


def test_the_foot_says_who_gets_a_copy_and_who_printed_it_when() -> None:
    box = BODY[BODY.index("<w:txbxContent>") : BODY.index("</w:txbxContent>")]
    assert found(r"<w:t [^>]*>([^<]*)<", box) == [
        *("抄送：市委办公室，市政府办公室。", "政协示例市委员会办公室", "2026年12月30日印发")
    ]
    assert found(r'<w:(?:top|bottom|insideH) w:val="single" w:sz="(\d+)"', box) == ["8", "8", "6"]


def test_a_page_has_22_lines_of_28_characters() -> None:
    text = part(DATA, "word/styles.xml").split('w:styleId="GwText"')[1].split("</w:style>")[0]
    assert found(r'w:line="(\d+)" w:lineRule="exact"', text) == ["579"]
    assert found(r'<w:spacing w:val="(-?\d+)"/>', text) == ["-5"]
    assert found(r'<w:sz w:val="(\d+)"/>', text) == ["32"]
    assert found(r'rFonts [^>]*w:eastAsia="([^"]+)"', text) == ["仿宋_GB2312"]
    across, height = 11906 - 1587 - 1474, 16838 - 2097 - 1984
    assert (across // (320 - 5), height // 579) == (28, 22)


def test_other_margins_still_have_22_lines_of_28_characters() -> None:
    styles = part(as_official_docx(NOTICE, replace(STYLE, margins=Margins(binding=30, cut=30)), AT), "word/styles.xml")
    text = styles.split('w:styleId="GwText"')[1].split("</w:style>")[0]
    assert found(r'<w:spacing w:val="(-?\d+)"/>', text) == ["-17"]


def test_wide_annexes_are_landscape_and_the_end_stands_upright() -> None:
    assert found(r'<w:pgSz w:w="(\d+)" w:h="11906"', BODY) == ["16838"]
    assert found(r'<w:pgSz w:w="(\d+)"', BODY) == ["11906", "11906", "16838", "11906"]


def test_page_numbers_are_right_on_odd_and_left_on_even_pages() -> None:
    feet = [part(DATA, f"word/footer{place}.xml") for place in (1, 2, 3, 4)]
    assert [found(r'<w:jc w:val="(\w+)"/>', foot) for foot in feet] == [["right"], ["left"], ["right"], ["left"]]
    assert ["tbRl" in foot for foot in feet] == [False, False, True, True]
    assert [found(r">([^<>]*— )<", foot) for foot in feet] == [["— "]] * 4
    settings = part(DATA, "word/settings.xml")
    assert "w:evenAndOddHeaders" in settings
    assert "w:mirrorMargins" in settings


def test_the_digits_of_page_numbers_are_of_the_page_typeface_in_size_four() -> None:
    (look,) = found(r'styleId="GwPage".*?</w:style>', part(as_official_docx(NOTICE, STYLE, AT), "word/styles.xml"))
    assert '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>' in look
    assert '<w:sz w:val="28"/>' in look


def test_a_table_repeats_its_heading_and_breaks_no_row() -> None:
    assert rows(DATA)[0] == [["委员编号", "姓名", "出席率"], ["001", "赵一鸣", "90%"], ["002", "钱二<南>", "100%"]]
    first = BODY[BODY.index("<w:tbl>") : BODY.index("</w:tbl>")]
    assert (first.count("<w:tblHeader/>"), first.count("<w:cantSplit/>")) == (1, 3)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert as_official_docx(NOTICE, STYLE, AT) == DATA
    assert "2026-12-30T09:00:00Z" in part(DATA, "docProps/core.xml")


def test_one_annex_alone_has_no_number() -> None:
    alone = lines(as_official_docx(replace(NOTICE, annexes=NOTICE.annexes[:1]), STYLE, AT))
    assert "公文正文|附件：2026年度委员出席情况" in alone
    assert "公文附件|附件" in alone


def test_a_letter_has_no_red_head_and_no_foot() -> None:
    letter = as_official_docx(replace(NOTICE, red_head=False), STYLE, AT)
    assert lines(letter)[0] == "公文落款|示政协〔2026〕3号"
    assert "w:txbxContent" not in part(letter)


def test_the_date_is_four_characters_from_the_right_under_a_seal_and_the_name_centred_above_it() -> None:
    signed = BODY[BODY.index("附件：") : BODY.index("附件1<")]
    # The name has 11 characters, the date 7: it ends two characters further right.
    assert found(r'<w:ind w:right="(\d+)"/>', signed) == [str(315 * 4 // 2), str(315 * 8 // 2)]


def test_without_a_seal_name_and_date_stand_two_characters_from_the_right_or_from_where_the_name_begins() -> None:
    short = replace(NOTICE, signed=("示例市政协",))
    body = part(as_official_docx(short, replace(STYLE, seal=False), AT))
    signed = body[body.index("附件：") : body.index("附件1<")]
    # The date of 7 characters is longer than the name of 5: it is the date that ends two characters from the right.
    assert found(r'<w:ind w:right="(\d+)"/>', signed) == [str(315 * 12 // 2), str(315 * 4 // 2)]
