"""Documents that the tests share, and what can be read out of a .docx file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime

import docx

from duty_cli.model.papers import Column, OfficeStyle, OfficialDocument, Paragraph, Sheet

AT = datetime(2026, 12, 30, 9, 0, tzinfo=UTC)
STYLE = OfficeStyle(number="示政协〔{year}〕{number}号", cc="市委办公室，市政府办公室").of("政协示例市委员会")
ROSTER = Sheet(
    "出席情况",
    "2026年度委员出席情况",
    (Column("委员编号"), Column("姓名"), Column("出席率", "right")),
    (("001", "赵一鸣", "90%"), ("002", "钱二<南>", "100%")),
    ("公假不计入应出席",),
)
WIDE = Sheet("分类", "分类得分", tuple(Column(f"协商议政{n}", "right") for n in range(16)), ((*range(16),),))
NOTICE = OfficialDocument(
    "政协示例市委员会关于2026年度委员履职情况的通报",
    "各位委员",
    (
        Paragraph("现将有关情况通报如下。"),
        Paragraph("总体情况", 1),
        Paragraph("出席", 2),
        Paragraph("全体会议", 3),
        Paragraph("第一次", 4),
    ),
    (ROSTER, WIDE),
    "账本：政协示例市委员会｜序号 12",
    number=STYLE.numbered(2026, 3),
    on=date(2026, 12, 30),
    signed=("政协示例市委员会办公室",),
    cc=STYLE.cc,
)


def part(data: bytes, name: str = "word/document.xml") -> str:
    """One part of the file."""
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def lines(data: bytes) -> list[str]:
    """The paragraphs of the body outside of tables, each after its style's name."""
    return [f"{one.style.name}|{one.text}" for one in docx.Document(io.BytesIO(data)).paragraphs if one.style]


def rows(data: bytes) -> list[list[list[str]]]:
    """The texts of the tables of the body."""
    tables = docx.Document(io.BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def found(pattern: str, text: str) -> list[str]:
    """All that matches."""
    return re.findall(pattern, text)


def left_latin(data: bytes) -> list[str]:
    """The runs of any part whose quotes, dashes or dots Word would set in the Latin typeface."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    runs = [run for text in parts for run in found(r"<w:r>(?:(?!</w:r>|<w:drawing>).)*</w:r>", text)]
    return [run for run in runs if re.search("[“”‘’—…·√]", run) and "<w:rPr><w:rFonts w:hint" not in run]
