"""What an office's template may bring along: text, styles, pictures; nothing that runs, and nothing that is fetched from elsewhere."""

from __future__ import annotations

from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from docx.document import Document
from docx.opc.part import Part

from duty_cli.errors.file_errors import UnfitTemplate

_PARTS, _MOST = 500, 64 << 20
"""As many parts, and as many bytes unpacked, no letterhead has."""

_RUNS = (
    "/vbaProject",
    "/wordVbaData",
    "/keyMapCustomizations",
    "/control",
    "/activeXControlBinary",
    "/attachedToolbars",
)
_EMBEDS = ("/oleObject", "/package", "/aFChunk")
_BASED_ON = "/attachedTemplate"
"""Where the file that a template was made from lay: a path of somebody's disk, which is left out."""


def refuse_unfit(data: bytes) -> None:
    """Look into the file before anything is made of it. Raises UnfitTemplate."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > _PARTS or sum(one.file_size for one in parts) > _MOST:
                raise UnfitTemplate("内容过大；请在 Word 或 WPS 中新建一个 .docx，只放红头和正文位置")
            for one in parts:
                if one.filename.endswith((".xml", ".rels")):
                    _refuse_declarations(packed.read(one))
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnfitTemplate("不是 .docx 文件；请在 Word 或 WPS 中另存为 .docx") from error


def _refuse_declarations(part: bytes) -> None:
    """A part of a document declares no entities; one that does is no work of an editor."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declaration
    try:
        parser.Parse(part, True)  # noqa: FBT003 - the only way to say that this is all
    except expat.ExpatError as error:
        raise UnfitTemplate("不是 .docx 文件；请在 Word 或 WPS 中另存为 .docx") from error


def _refuse_declaration(*_: object) -> None:
    raise UnfitTemplate("含有实体声明，不是 Word 或 WPS 写出的；请新建一个 .docx")


def refuse_what_runs(file: Document) -> None:
    """Raise UnfitTemplate where a part is a macro, an embedded file or a link to elsewhere; forget where the template came from."""
    for part in file.part.package.iter_parts():
        _refuse_part(part)


def _refuse_part(part: Part) -> None:
    for key, rel in list(part.rels.items()):
        if rel.reltype.endswith(_RUNS):
            raise UnfitTemplate("含有宏或控件；请在 Word 或 WPS 中另存为不含宏的 .docx")
        if rel.reltype.endswith(_EMBEDS):
            raise UnfitTemplate("嵌有其他文件（OLE 对象）；请去掉，或改为图片")
        if rel.is_external and rel.reltype.endswith(_BASED_ON):
            _forget(part, key)
        elif rel.is_external and not rel.reltype.endswith("/hyperlink"):
            raise UnfitTemplate(f"引用了外部文件（{rel.target_ref[:60]}）；请在 Word 或 WPS 中断开链接，改为嵌入")


def _forget(part: Part, key: str) -> None:
    element = getattr(part, "element", None)
    for one in [] if element is None else element.xpath("//w:attachedTemplate"):
        one.getparent().remove(one)
    part.rels.pop(key)
