"""Files that hold no table are named for what they are, with the way to one."""

import io
import struct
import zipfile

import pytest

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.open_file import open_table
from tests.importing.files import ods as ods_of
from tests.importing.files import ods_row, with_part
from tests.importing.xls import compound


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name in names:
            zipped.writestr(name, "<x/>")
    return made.getvalue()


def locked_xls() -> bytes:
    """Records with a password: BOF, FILEPASS, EOF."""
    records = ((0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), (0x2F, bytes(54)), (0x0A, b""))
    return compound(b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records))


def locked_ods() -> bytes:
    return with_part(ods_of(ods_row("姓名")), "META-INF/manifest.xml", "<m><encryption-data/></m>")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n", "是 PDF 文件；请向报送单位索取表格原件"),
        (b"\x89PNG\r\n\x1a\n", "是图片；请向报送单位索取表格原件"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "是图片"),
        (b"BM\x36\x10\0\0\0\0\0\0\x36", "是图片"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "是图片"),
        (b"\0\0\0\x18ftypheic", "是图片"),
        (b"{\\rtf1\\ansi}", "是文字文档（rtf）；名单、表格请复制到新建的工作簿，另存为 xlsx"),
        (b"Rar!\x1a\x07\0", "是压缩文件；请解压后逐个导入"),
        (
            b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "是 Excel 2003 的 XML 表格（SpreadsheetML），不能直接读取；请用 WPS 或 Excel 打开，另存为 xlsx",
        ),
        (
            '<?xml version="1.0" encoding="UTF-16"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'.encode(
                "utf-16"
            ),
            "是 Excel 2003 的 XML 表格",
        ),
        (b"<?xml version='1.0'?><list/>", "内容是 XML，不是表格"),
        (b"MIME-Version: 1.0\r\n", "是单个文件的网页（mht）；请用 WPS 或 Excel 打开后另存为 xlsx"),
        (archive("OFD.xml"), "是 OFD 版式文件"),
        (archive("word/document.xml"), "是文字文档（docx）"),
        (archive("xl/workbook.bin"), "是 xlsb 二进制工作簿；请用 Excel 或 WPS 打开后另存为 xlsx"),
        (archive("照片.txt"), "是压缩文件或文档，不是 xlsx、ods 工作簿；请解压，或另存为 xlsx"),
        (compound(b"", "WordDocument"), "是文字文档（doc、wps）"),
        (compound(b"", "EncryptedPackage"), "设有密码；请去掉密码后另存"),
        (locked_xls(), "设有密码"),
        (locked_ods(), "设有密码"),
    ],
    ids=lambda one: "" if isinstance(one, bytes) else one[:8],
)
def test_what_is_no_table_is_named_with_the_way_to_one(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        open_table("名单.xls", data)
    assert f"无法读取文件 名单.xls：{why}" in str(refused.value)


def test_text_that_begins_like_a_picture_is_text() -> None:
    assert list(open_table("a.csv", "姓名,备注\nBM,一\n".encode()).rows()) == [(2, ["BM", "一"])]
    assert list(open_table("a.csv", "BM名单\n姓名,备注\n张三,一\n".encode()).rows()) == [(3, ["张三", "一"])]
