"""The made-up sample in each map that is shipped, as the platform would write it: a workbook, or text."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook

from tests.importing.files import first_sheet

MAPS = Path(__file__).parents[2] / "rules" / "maps"
NAMES = sorted(file.stem for file in MAPS.glob("*.yaml"))
_LEFT, _ABOVE = "＜", "＾"
_SHEETS = {"腾讯会议参会名单": "成员参会概况", "钉钉每日统计": "每日统计", "企业微信打卡日报": "概况统计与打卡明细"}


def rows(name: str) -> list[list[str]]:
    """The cells of the sample of that map."""
    comment = (MAPS / f"{name}.yaml").read_text(encoding="utf-8").partition("# 样例")[2].splitlines()[1:]
    lines = [line.removeprefix("#").removeprefix("   ") for line in comment if line.startswith("#")]
    return [line.split("｜") for line in lines]


def written(name: str, cells: list[list[str]] | None = None) -> bytes:
    """The sample, or other ``cells``, as that platform writes its file."""
    told = rows(name) if cells is None else cells
    if name.startswith("Teams"):
        return "\r\n".join("\t".join(row) for row in told).encode("utf-16")
    if name.startswith("Zoom"):
        return (
            "\ufeff".encode()
            + "\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in told).encode()
        )
    return _workbook(told, _SHEETS.get(name, "Sheet1"))


def changed(name: str, old: str, new: str) -> bytes:
    """The sample with each cell ``old`` written as ``new``."""
    told = [[new if cell == old else cell for cell in row] for row in rows(name)]
    assert told != rows(name), f"{old} stands nowhere"
    return written(name, told)


def _workbook(told: list[list[str]], title: str) -> bytes:
    """An xlsx: ＜ and ＾ are merged with what stands to the left or above."""
    book, made = Workbook(), io.BytesIO()
    sheet = first_sheet(book)
    sheet.title = title
    for row in told:
        sheet.append([None if cell in ("", _LEFT, _ABOVE) else cell for cell in row])
    for at, row in enumerate(told):
        for column, cell in enumerate(row):
            right = next((to for to in range(column + 1, len(row)) if row[to] != _LEFT), len(row))
            down = at + 1 < len(told) and column < len(told[at + 1]) and told[at + 1][column] == _ABOVE
            if cell not in (_LEFT, _ABOVE) and (right > column + 1 or down):
                sheet.merge_cells(start_row=at + 1, start_column=column + 1, end_row=at + 1 + down, end_column=right)
    book.save(made)
    return made.getvalue()
