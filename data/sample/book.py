"""The files of one year as offices would hand them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sample.roster import Person

ATTENDED = ("委员编号", "姓名", "履职事项", "日期", "活动", "出席情况", "参加比例")
WRITTEN = ("编号", "委员编号", "姓名", "履职事项", "日期", "标题", "阶段")

COLUMNS: dict[str, tuple[str, ...]] = {
    "会议出席": ATTENDED,
    "履职活动": ATTENDED,
    "学习培训": ATTENDED,
    "提案": (*WRITTEN, "作者位次", "作者人数", "成果标识", "文号"),
    "社情民意": (*WRITTEN, "级别", "作者位次", "作者人数", "成果标识", "来源编号"),
    "调研成果": (*WRITTEN, "作者位次", "作者人数", "成果标识", "文号"),
    "界别联系": ("编号", "委员编号", "姓名", "履职事项", "日期", "标题", "数量"),
    "宣传供稿": (*WRITTEN, "级别"),
    "述职": ("编号", "委员编号", "姓名", "履职事项", "日期", "评定分", "备注"),
    "表彰纪律": ("编号", "委员编号", "姓名", "履职事项", "日期", "标题", "级别", "文号", "备注"),
}
"""File → its headings."""


@dataclass
class Book:
    """One year's rows, file by file. A row of a member who is not in office that day is a mistake of the script."""

    year: int
    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {file: [] for file in COLUMNS})

    def add(self, file: str, person: Person, kind: str, on: date, **cells: str) -> None:
        """Write one record; ``cells`` go by their headings."""
        if person.on(on) is None or on.year != self.year or not cells.keys() <= set(COLUMNS[file]):
            raise ValueError((file, person, kind, on, cells))
        fixed = {"委员编号": person.number, "姓名": person.name, "履职事项": kind, "日期": on.isoformat()}
        self.rows[file].append(fixed | cells)

    def next_number(self, file: str, letters: str) -> str:
        """The office's next number for a record of one member, such as ZF2023-007."""
        prefix = f"{letters}{self.year}-"
        count = sum(row["编号"].startswith(prefix) for row in self.rows[file])
        return f"{prefix}{count + 1:03d}"

    def table(self, file: str) -> list[tuple[str, ...]]:
        """The headings and rows of a file, by date; rows of one day stay as they were written."""
        headings = COLUMNS[file]
        lines = sorted(self.rows[file], key=lambda row: row["日期"])
        return [headings, *(tuple(row.get(heading, "") for heading in headings) for row in lines)]
