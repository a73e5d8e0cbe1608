"""An office's own template takes the place of the built-in head, foot and page."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from zipfile import ZipFile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm

from duty_cli.documents.docx.docx_writer import as_official_docx
from duty_cli.errors.file_errors import UnfitTemplate
from duty_cli.model.papers import Identity
from tests.documents.docx.documents import AT, NOTICE, STYLE, found, lines, part


def template(*paragraphs: str) -> bytes:
    """A template of those paragraphs, with a head on its first page, and a style for text of its own."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "示例市政协红头 {{文号}}"
    file.styles.add_style("公文正文", WD_STYLE_TYPE.PARAGRAPH)
    for text in paragraphs:
        file.add_paragraph(text)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def made(*paragraphs: str) -> bytes:
    return as_official_docx(NOTICE, replace(STYLE, template=template(*paragraphs)), AT)


def test_the_body_goes_where_the_template_says_and_its_own_end_stays() -> None:
    texts = [line.split("|")[1] for line in lines(made("前", "{{正文}}", "本单位版记"))]
    assert texts[:3] == ["前", "政协示例市委员会", "关于2026年度委员履职情况的通报"]
    assert texts[-1] == "本单位版记"
    assert "政协示例市委员会文件" not in texts


def test_a_title_that_the_template_has_a_place_for_is_not_said_again() -> None:
    texts = [line.split("|")[1] for line in lines(made("题：{{标题}}", "{{正文}}"))]
    assert texts[0] == f"题：{NOTICE.title}"
    assert "关于2026年度委员履职情况的通报" not in texts


def test_the_number_goes_into_the_head_and_the_head_stands_on_the_first_page_alone() -> None:
    data = made("{{正文}}")
    assert "示例市政协红头 示政协〔2026〕3号" in part(data, "word/header1.xml")
    assert "公文落款|示政协〔2026〕3号" not in lines(data)
    sections = part(data).split("<w:sectPr")[1:]
    assert ["<w:titlePg" in one for one in sections] == [True, False, False, False]


def test_a_style_of_the_template_is_used_under_its_name() -> None:
    data = made("{{正文}}")
    assert found(r'w:styleId="GwText"', part(data, "word/styles.xml")) == []
    assert found(r'w:styleId="GwTitle"', part(data, "word/styles.xml")) == ['w:styleId="GwTitle"']
    assert "公文正文|现将有关情况通报如下。" in lines(data)


def test_the_same_template_gives_the_same_bytes() -> None:
    assert made("{{正文}}") == made("{{正文}}")


def test_a_template_without_a_place_for_the_body_is_refused() -> None:
    with pytest.raises(UnfitTemplate, match="没有单独成段的"):
        made("正文放在哪里？")


def test_what_is_no_docx_is_refused() -> None:
    with pytest.raises(UnfitTemplate, match=r"不是 \.docx 文件"):
        as_official_docx(NOTICE, replace(STYLE, template=b"PK\x03\x04 not a document"), AT)


RELATED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def with_parts(data: bytes, changed: Mapping[str, Callable[[str], str]]) -> bytes:
    """The template with the text of some parts changed; a part that is not there begins empty."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in dict.fromkeys([*old.namelist(), *changed]):
            part = old.read(name) if name in old.namelist() else b""
            new.writestr(name, changed[name](part.decode()).encode() if name in changed else part)
    return out.getvalue()


def related(kind: str, target: str, *, outside: bool = False) -> Callable[[str], str]:
    """One more relationship of a part."""
    mode = ' TargetMode="External"' if outside else ""
    of = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    rel = f'<Relationship Id="rId99" Type="{of}" Target="{target}"{mode}/>'
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    return lambda text: (text or empty).replace("</Relationships>", f"{rel}</Relationships>")


DOCUMENT, SETTINGS = "word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"
MACRO = {DOCUMENT: related("vbaProject", "vbaProject.bin"), "word/vbaProject.bin": lambda _: "x"}
BINARY = '<Default Extension="bin" ContentType="application/octet-stream"/></Types>'


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({**MACRO, "[Content_Types].xml": lambda text: text.replace("</Types>", BINARY)}, "含有宏或控件"),
        (
            {DOCUMENT: related("image", "http://example.org/a.png", outside=True)},
            "引用了外部文件（http://example.org/a.png）",
        ),
        ({DOCUMENT: related("subDocument", "file:///c:/a.docx", outside=True)}, "引用了外部文件"),
        ({DOCUMENT: related("oleObject", "theme/theme1.xml")}, "嵌有其他文件"),
        ({"word/document.xml": lambda text: text.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)}, "含有实体声明"),
        ({"word/styles.xml": lambda text: text[:-9]}, r"不是 \.docx 文件"),
    ],
)
def test_a_template_that_runs_fetches_or_declares_something_is_refused(
    changed: Mapping[str, Callable[[str], str]], why: str
) -> None:
    data = with_parts(template("{{正文}}"), changed)
    with pytest.raises(UnfitTemplate, match=why):
        as_official_docx(NOTICE, replace(STYLE, template=data), AT)


def test_a_link_in_the_text_may_stay_and_where_the_template_came_from_is_forgotten() -> None:
    attached = f'<w:attachedTemplate {RELATED} r:id="rId99"/></w:settings>'
    data = with_parts(
        template("{{正文}}"),
        {
            DOCUMENT: related("hyperlink", "https://example.org", outside=True),
            SETTINGS: related("attachedTemplate", "file:///C:/Users/me/t.dotx", outside=True),
            "word/settings.xml": lambda text: text.replace("</w:settings>", attached),
        },
    )
    written = as_official_docx(NOTICE, replace(STYLE, template=data), AT)
    assert "https://example.org" in part(written, DOCUMENT)
    with ZipFile(io.BytesIO(written)) as archive:
        texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    assert [text for text in texts if "C:/Users/me" in text or "attachedTemplate" in text] == []


def test_a_document_says_that_the_committee_made_it_with_duty() -> None:
    ours = replace(NOTICE, identity=str(Identity("政协示例市委员会", 9, "a" * 64, "b" * 64, "0.2.0")))
    for style in (STYLE, replace(STYLE, template=template("{{正文}}"))):
        data = as_official_docx(ours, style, AT)
        said = docx.Document(io.BytesIO(data)).core_properties
        assert (said.author, said.last_modified_by) == ("政协示例市委员会", "政协示例市委员会")
        assert "<Application>duty</Application>" in part(data, "docProps/app.xml")
        assert "Macintosh" not in part(data, "docProps/app.xml")
