"""Foreign files read by a map as the clerk writes both."""

from __future__ import annotations

from duty_cli.importing.forms.detect_form import read_filed
from duty_cli.importing.open_file import open_table
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.model.file_forms import UNTOLD, FileForm, Meeting
from duty_cli.model.parsed_rows import ParsedRecord
from duty_cli.rules.mapping_file import load_mapping
from tests.importing.files import Filed, whole
from tests.importing.people import roster

PEOPLE = roster("001 林知远 中共界", "002 单怀瑾 教育界", "003 周若川 经济界")
KINDS = ("提案", "读书交流", "履职培训")


def reading(map_: str, data: str | bytes, told: Meeting = UNTOLD) -> FileRows[ParsedRecord]:
    """The rows of a file by a map, of which the first line and ``reads: records`` may be left out."""
    text = map_ if "reads:" in map_ else f"reads: records\n{map_}"
    mapping = load_mapping("map.yaml", f"format: duty-map/1\n{text}".encode())
    table = open_table("f.csv", data.encode() if isinstance(data, str) else data, mapping=mapping)
    return read_filed(table, FileForm(mapping.reads), PEOPLE, KINDS, told=told)


def read(map_: str, data: str | bytes, told: Meeting = UNTOLD) -> Filed:
    """All that a file says by a map."""
    return whole(reading(map_, data, told))


def problems(map_: str, data: str | bytes) -> list[str]:
    """What is wrong with a file by a map."""
    return [str(problem) for problem in read(map_, data).problems]
