"""Whatever was done to a sealed ledger on its way is told in one line with the file and the place, and no memory is spent on it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pytest
from pyarrow import compute, parquet

from duty_cli.errors.base import DutyError
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.sealed_errors import NewerSealed, NotSealed, PackedSealed, SealedDamaged
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.parquet import sealed_chain, sealed_file, sealed_metadata, sealed_writer
from duty_cli.ledger.parquet.sealed_file import open_sealed
from duty_cli.ledger.parquet.sealed_metadata import KEY
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.members import MemberKey
from duty_cli.model.sealed_results import SealedResult
from tests.effort import LONG
from tests.ledger.sample import ACT, enrolled, record
from tests.ledger.sealed_sample import metadata_in, other_than, proved, rewritten, sealed, with_cell


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups and checkpoints of a few rows, so that a small ledger has several."""
    monkeypatch.setattr(sealed_writer, "ROWS", 4)
    for module in (sealed_writer, sealed_chain, sealed_metadata):
        monkeypatch.setattr(module, "CHECKPOINT", 3)


@pytest.fixture
def place(ledger: SqliteLedger, tmp_path: Path) -> Path:
    """A sealed ledger: 1–2 founding, 3–5 a member, 6 a batch, 7–10 records, 11 a result."""
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        desk.append_all(record(member, title=f"其{at}") for at in range(4))
    told = [SealedResult(MemberKey(4), 2026, "7/3", "称职", "ab")]
    sealed(ledger, tmp_path / "县.parquet", results=told, with_names=True).close()
    return tmp_path / "县.parquet"


def refusal(place: Path, sort: type[DutyError]) -> str:
    """What is said of the file; one line that names it, whatever is wrong."""
    with pytest.raises(sort) as told:
        proved_in(place)
    said = str(told.value)
    assert ("\n" in said, str(place) in said) == (False, True), said
    return said


def proved_in(place: Path) -> int:
    with open_sealed(place) as file:
        return proved(file)


def test_the_file_is_sound_as_it_is_written(place: Path) -> None:
    with open_sealed(rewritten(place)) as file:
        assert proved(file) == 10


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"无法读取文件 .*无\.parquet：没有这个文件"):
        open_sealed(tmp_path / "无.parquet")


def test_what_is_no_file_is_told_and_a_pipe_not_waited_for(tmp_path: Path) -> None:
    assert "这是一个文件夹；请指定文件" in refusal(tmp_path, UnreadableFile)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "县.parquet")
        assert "不是普通文件" in refusal(tmp_path / "县.parquet", NotSealed)


@pytest.mark.parametrize("begins", [b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\0"])
def test_an_archive_is_to_be_unpacked_and_a_workbook_is_none(place: Path, begins: bytes) -> None:
    packed = place.with_name("县.zip")
    with ZipFile(packed, "w") as archive:
        archive.write(place, "县.parquet")
    assert "是压缩包，没有打开；请解压" in refusal(packed, PackedSealed)
    packed.write_bytes(begins)
    assert "是压缩包，没有打开；请解压" in refusal(packed, PackedSealed)
    with ZipFile(packed, "w") as workbook:
        workbook.writestr("[Content_Types].xml", "<Types/>")
    assert "不是 Parquet 文件" in refusal(packed, NotSealed)


def test_a_file_cut_anywhere_is_told(place: Path) -> None:
    whole = place.read_bytes()
    for length in range(0, len(whole) - 1, 97):
        place.write_bytes(whole[:length])
        assert any(word in refusal(place, NotSealed) for word in ("不是 Parquet 文件", "在拷贝或传输中被截断"))


def what_it_says(place: Path) -> tuple[object, ...]:
    """The rows of the chain and the head to which they come; or that the file is refused."""
    with suppress(NotSealed, NewerSealed, SealedDamaged), open_sealed(place) as file:
        proved(file)
        return [(row.seq, row.batch, row.sort, row.cells) for row in file.rows()], file.metadata.seq, file.metadata.head
    return ()


def test_a_byte_changed_anywhere_is_told_or_says_nothing_of_the_rows(place: Path) -> None:
    # What is not read of a file, as the statistics of its columns, may change.
    whole, said = place.read_bytes(), what_it_says(place)
    for at in range(4, len(whole), 41 if LONG else 97):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        assert what_it_says(place) in (said, ())


def test_a_text_that_is_none_is_told(place: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        # As a file holds it in which a byte was changed: nobody asks while it is copied.
        raw = pa.array([None if one is None else b"\xf5" for one in table["kind"].to_pylist()], pa.binary())
        return table.set_column(table.schema.names.index("kind"), "kind", raw.view(pa.string()))

    rewritten(place, change)
    assert "内容读不出来，可能被截断或损坏" in refusal(place, NotSealed)


def test_bytes_of_anything_are_no_parquet(place: Path) -> None:
    for data in (b"", b"PAR1", b"PK", b"PAR1" + bytes(40) + b"PAR1", "不是".encode()):
        place.write_bytes(data)
        refusal(place, NotSealed)


def test_a_parquet_file_of_something_else_is_told(place: Path) -> None:
    parquet.write_table(pa.table({"甲": [1, 2]}), place)
    assert "这份 Parquet 文件不是 duty 写出的" in refusal(place, NotSealed)


@pytest.mark.parametrize("cut", [0, 5, 9])
def test_a_row_left_out_is_told_with_its_place(place: Path, cut: int) -> None:
    rewritten(place, lambda table: pa.concat_tables([table.slice(0, cut), table.slice(cut + 1)]))
    assert f"第 {cut + 1} 行的序号是 " in refusal(place, SealedDamaged)


def test_rows_put_in_another_order_are_told_with_their_place(place: Path) -> None:
    rewritten(place, lambda table: table.take([0, 1, 2, 3, 4, 5, 6, 8, 7, 9, 10]))
    assert "第 8 行的序号是 9，应为 8" in refusal(place, SealedDamaged)


def test_rows_that_change_their_places_and_seqs_are_told_within_the_checkpoint(place: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        moved = table.take([0, 1, 2, 3, 4, 5, 6, 8, 7, 9, 10])
        return moved.set_column(0, "seq", table["seq"])

    rewritten(place, change)
    assert "序号 7 至 9 之间有行被改动、调换或抽换" in refusal(place, SealedDamaged)


def test_rows_behind_the_head_are_told(place: Path) -> None:
    rewritten(place, lambda table: pa.concat_tables([table, table.slice(9, 1)]))
    assert "序号 10 之后还有不是结果的行" in refusal(place, SealedDamaged)


def test_every_cell_of_the_chain_that_is_changed_is_found(place: Path) -> None:
    whole = place.read_bytes()
    with open_sealed(place) as file:
        names = [one.name for one in (*file.columns.hashed, *file.columns.every[:3])]
        columns = file.columns
    table = parquet.read_table(place)
    for name in dict.fromkeys(names):
        for row in (1, 3, 4, 8):
            place.write_bytes(whole)
            new = other_than(table[name][row].as_py(), columns, name)
            rewritten(place, lambda table, n=name, r=row, v=new: with_cell(table, n, r, v))  # type: ignore[misc]
            refusal(place, SealedDamaged)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"seq": 9}, "自述的委员会、届期、账首等内容残缺"),  # one checkpoint too many
        ({"seq": 0}, "自述的委员会、届期、账首等内容残缺"),
        ({"seq": True}, "自述的委员会、届期、账首等内容残缺"),
        ({"head": "0" * 63}, "自述的委员会、届期、账首等内容残缺"),
        ({"checkpoints": []}, "自述的委员会、届期、账首等内容残缺"),
        ({"terms": [{"number": 1}]}, "自述的委员会、届期、账首等内容残缺"),
        ({"committee": ["甲"]}, "自述的委员会、届期、账首等内容残缺"),
        ({"at": "昨天"}, "自述的委员会、届期、账首等内容残缺"),
        ({"another": 1}, "自述的委员会、届期、账首等内容残缺"),
        ({"format": "duty-other/1"}, "自述的委员会、届期、账首等内容残缺"),
        ({"with_names": False}, "多出列 person_name，而文件自述不含姓名"),
    ],
)
def test_what_a_file_says_of_itself_is_held_against_its_form(place: Path, said: dict[str, object], told: str) -> None:
    if said == {"seq": 9}:
        said["checkpoints"] = [*metadata_in(place)["checkpoints"], "0" * 64]
    rewritten(place, said=said)
    assert told in refusal(place, NotSealed)


def test_more_rows_told_than_there_are(place: Path) -> None:
    rewritten(place, said={"seq": 12, "checkpoints": [*metadata_in(place)["checkpoints"], "0" * 64]})
    assert "文件自述到序号 12，却只有 11 行" in refusal(place, NotSealed)


def test_a_checkpoint_that_was_changed_is_told(place: Path) -> None:
    found = metadata_in(place)["checkpoints"]
    rewritten(place, said={"checkpoints": [found[0], "0" * 64, found[2]]})
    assert "序号 4 至 6 之间" in refusal(place, SealedDamaged)


@pytest.mark.parametrize("said", [{"format": "duty-sealed/2"}, {"version": len(MIGRATIONS) + 1}])
def test_what_a_newer_program_wrote_is_told(place: Path, said: dict[str, object]) -> None:
    rewritten(place, said=said)
    assert "由较新的 duty 写出" in refusal(place, NewerSealed)


def test_metadata_that_are_no_metadata_are_told(place: Path) -> None:
    table = parquet.read_table(place)
    for text in (b"", b"\xff", b"[1]", b"[" * 100_000, json.dumps(metadata_in(place), indent=1).encode()):
        with parquet.ParquetWriter(place, table.schema) as writer:
            writer.add_key_value_metadata({KEY: text})
            writer.write_table(table)
        assert "自述的委员会、届期、账首等内容残缺" in refusal(place, NotSealed)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda table: table.drop_columns(["kind"]), "缺少列 kind"),
        (lambda table: table.append_column("more", table["kind"]), "多出列 more"),
        (lambda table: table.append_column("kind", table["kind"]), "重复的列 kind"),
        (
            lambda table: table.set_column(0, "seq", table["seq"].cast(pa.int32())),
            "列 seq 的类型是 int32，应为 int64",
        ),
        (
            lambda table: table.set_column(0, "seq", table["seq"].cast(pa.string())),
            "列 seq 的类型是 string，应为 int64",
        ),
        (
            lambda table: table.set_column(0, "seq", compute.divide(table["seq"].cast(pa.float64()), 1.0)),
            "列 seq 的类型是 double，应为 int64",
        ),
        (lambda table: table.append_column("深", pa.array([{"甲": [1]}] * table.num_rows)), "多出列 深"),
    ],
)
def test_another_schema_is_told_with_the_column(place: Path, change: Callable[[pa.Table], pa.Table], told: str) -> None:
    rewritten(place, change)
    assert told in refusal(place, NotSealed)


def test_columns_in_another_order_are_the_same_columns(place: Path) -> None:
    rewritten(place, lambda table: table.select(table.column_names[::-1]))
    with open_sealed(place) as file:
        assert proved(file) == 10


def test_a_sort_of_rows_that_nobody_knows_is_told(place: Path) -> None:
    rewritten(place, lambda table: with_cell(table, "sort", 4, "anything"))
    assert "有不认识的一类行" in refusal(place, SealedDamaged)


def test_results_hold_nothing_but_results(place: Path) -> None:
    rewritten(place, lambda table: with_cell(table, "title", 10, "藏"))
    assert "结果行的列 title 里有不该有的内容" in refusal(place, SealedDamaged)


# What unfolds to far more than it weighs: refused by what the footer or the dictionary tells, before it is unfolded.
_BIG = 1 << 20


def test_a_group_that_would_unfold_to_more_than_any_ledger_is_not_read(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_file, "_GROUP_BYTES", _BIG)
    rewritten(place, lambda table: with_cell(table, "note", 4, "甲" * _BIG))
    assert place.stat().st_size < _BIG
    assert "第 1 组有 11 行、3 MB，不是 duty 写出的" in refusal(place, NotSealed)


def test_more_rows_in_a_group_than_any_ledger_are_not_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "_GROUP_ROWS", 10)
    rewritten(place)
    assert "第 1 组有 11 行、0 MB，不是 duty 写出的" in refusal(place, NotSealed)


def test_a_long_text_that_stands_in_every_row_is_not_unfolded(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "_TEXT_BYTES", _BIG)
    rewritten(
        place,
        lambda table: table.set_column(
            table.schema.get_field_index("note"), "note", pa.array(["甲" * 60_000] * table.num_rows, pa.string())
        ),
    )
    assert "11 行的文字展开后有 2 MB" in refusal(place, NotSealed)
