"""A .docx put together by hand, part by part, for tests that read one."""

from __future__ import annotations

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str = "", properties: str = "", *, inner: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}{inner}</w:p>"


def listed(text: str, num: int = 1, level: int | None = 0) -> str:
    at = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return paragraph(text, f'<w:numPr>{at}<w:numId w:val="{num}"/></w:numPr>')


def level(at: int, text: str, kind: str = "chineseCounting", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*lists: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    abstract = (f'<w:abstractNum w:abstractNumId="{at}">{one}</w:abstractNum>' for at, one in enumerate(lists))
    return f"<w:numbering {_SPACES}>{''.join(abstract)}{nums}</w:numbering>"


def part(name: str, inner: str) -> str:
    return f"<w:{name} {_SPACES}>{inner}</w:{name}>"


def docx(*blocks: str, **parts: str) -> bytes:
    """The bytes of a document of those blocks; ``parts`` are others of the folder ``word`` by their names."""
    made = BytesIO()
    related = "".join(
        f'<Relationship Id="r{at}" Type="{_KINDS}{name}" Target="{name}.xml"/>' for at, name in enumerate(parts)
    )
    spaces = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        main = f'<Relationship Id="r" Type="{_KINDS}officeDocument" Target="word/document.xml"/>'
        packed.writestr("_rels/.rels", f"<Relationships {spaces}>{main}</Relationships>")
        packed.writestr("word/document.xml", part("document", f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>"))
        packed.writestr("word/_rels/document.xml.rels", f"<Relationships {spaces}>{related}</Relationships>")
        for name, text in parts.items():
            packed.writestr(f"word/{name}.xml", text)
    return made.getvalue()
