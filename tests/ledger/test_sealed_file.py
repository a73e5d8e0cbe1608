"""A sealed ledger holds every row as the chain hashes it, and proves it by the same head."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.errors.sealed_errors import SealedDamaged
from duty_cli.ledger.chain.hash_chain import Cell, canonical
from duty_cli.ledger.checking.chain_blocks import contents_of
from duty_cli.ledger.checking.schema_shape import ShapedColumn
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.parquet import sealed_chain, sealed_metadata, sealed_writer
from duty_cli.ledger.parquet.sealed_columns import SPINE, CellType, SealedColumn, columns_of
from duty_cli.ledger.parquet.sealed_file import open_sealed, rows_by_sort
from duty_cli.ledger.queries.snapshot import TextTable
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.members import MemberKey
from duty_cli.model.sealed_results import SealedResult
from tests.effort import examples
from tests.ledger.sample import ACT, FOUNDING, SHAPE, enrolled, hashed_anew, record
from tests.ledger.sealed_sample import PROGRAM, other_than, proved, rewritten, sealed, with_cell


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups and checkpoints of a few rows, so that a small ledger has several."""
    monkeypatch.setattr(sealed_writer, "ROWS", 4)
    for module in (sealed_writer, sealed_chain, sealed_metadata):
        monkeypatch.setattr(module, "CHECKPOINT", 3)


def in_ledger(path: Path) -> dict[int, tuple[str, dict[str, Cell]]]:
    """What the chain of a ledger hashes: by seq the sort of a row, and its cells without nulls."""
    with closing(sqlite3.connect(path)) as raw:
        texts = TextTable(raw).texts
        return {
            seq: (sort, {name: cell for name, cell in cells.items() if cell is not None})
            for sort in SORTS
            for seq, cells in contents_of(raw, sort, SHAPE, texts)
        }


# Rows as no desk would ever write them: whatever a column can hold stands in some.
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(['{,"', "}]", "\\", "提案"])
_CELLS: Mapping[str, st.SearchStrategy[Cell]] = {
    "TEXT": _TEXTS,
    "INTEGER": st.integers(-(2**63), 2**63 - 1),
    "BLOB": st.binary(max_size=40),
}


def cell(column: ShapedColumn) -> st.SearchStrategy[Cell]:
    values = _CELLS["TEXT" if column.coded else column.type]
    return values if column.required else st.none() | values


_TOLD: Mapping[str, dict[str, Cell]] = {"record": {"day": "2026-03-05"}, "rules": {"digest": "ab", "files": b"[]"}}
"""What the file tells of itself is read of such cells: they are as a desk writes them."""


@st.composite
def any_rows(draw: st.DrawFn) -> list[tuple[str, dict[str, Cell]]]:
    sorts = draw(st.lists(st.sampled_from([*SORTS]), min_size=1, max_size=12))
    return [(sort, {one.name: draw(cell(one)) for one in SHAPE.columns[sort]} | _TOLD.get(sort, {})) for sort in sorts]


def put_in(path: Path, rows: list[tuple[str, dict[str, Cell]]]) -> None:
    """Rows of whatever content behind the last of a ledger, with the chain hashed anew."""
    with hashed_anew(path) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        last, batch = raw.execute("SELECT max(seq), max(batch) FROM entry").fetchone()
        labels = TextTable(raw)
        for seq, (sort, cells) in enumerate(rows, last + 1):
            coded = {one.name for one in SHAPE.columns[sort] if one.coded}
            said = {
                name: labels.number(str(value)) if name in coded and value is not None else value
                for name, value in cells.items()
            }
            raw.execute("INSERT INTO entry VALUES (?, ?, ?, zeroblob(32))", (seq, batch, sort))
            marks = ", ".join("?" * (len(said) + 1))
            raw.execute(f"INSERT INTO {sort} (seq, {', '.join(said)}) VALUES ({marks})", (seq, *said.values()))
        raw.execute("UPDATE head SET seq = ?", (last + len(rows),))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as place:
        yield Path(place)


@given(rows=any_rows())
@settings(max_examples=examples(60), deadline=None)
def test_whatever_stands_in_a_row_stands_in_the_file_and_comes_to_the_same_head(
    folder: Path, rows: list[tuple[str, dict[str, Cell]]]
) -> None:
    place = folder / "ledger.db"
    for left in folder.glob("ledger.db*"):
        left.unlink()
    ledger = create(place, ACT, FOUNDING)
    put_in(place, [one for one in rows if one[0] not in ("founding", "reversal")])
    with ledger.reading() as reading, sealed(ledger, folder / "any.parquet") as file:
        assert file.metadata.head == reading.head().digest
        assert proved(file) == reading.head().seq
        found = {row.seq: (row.sort, dict(row.cells)) for row in file.rows()}
    assert found == in_ledger(place)
    assert [*found] == sorted(found)


@given(rows=any_rows(), data=st.data())
@settings(max_examples=examples(40), deadline=None)
def test_any_cell_of_any_row_that_is_changed_is_found(
    folder: Path, rows: list[tuple[str, dict[str, Cell]]], data: st.DataObject
) -> None:
    for left in folder.glob("ledger.db*"):
        left.unlink()
    ledger = create(folder / "ledger.db", ACT, FOUNDING)
    put_in(folder / "ledger.db", [one for one in rows if one[0] not in ("founding", "reversal")])
    place = folder / "any.parquet"
    with sealed(ledger, place) as file:
        columns, last = file.columns, file.metadata.seq
    name = data.draw(st.sampled_from([one.name for one in (*SPINE, *columns.hashed)]))
    row = data.draw(st.integers(0, last - 1))

    def change(table: pa.Table) -> pa.Table:
        return with_cell(table, name, row, other_than(table[name][row].as_py(), columns, name))

    with pytest.raises(SealedDamaged), open_sealed(rewritten(place, change)) as file:
        proved(file)


def test_columns_bear_one_type_each_whatever_sorts_share_their_name() -> None:
    columns = columns_of(SHAPE, with_names=True)
    names = [one.name for one in columns.every]
    assert len(names) == len(set(names)), "say in _APART what the column of the other type is called"


def test_a_record_stands_in_columns_of_the_names_of_its_cells() -> None:
    # Whoever asks DuckDB of records need not know the others.
    columns = columns_of(SHAPE, with_names=False).by_sort["record"]
    assert {cell: one.name for cell, one in columns.items()} == {name: name for name in columns}


def test_a_name_that_is_of_two_types_has_two_columns() -> None:
    columns = columns_of(SHAPE, with_names=False).by_sort
    assert columns["issue"]["digest"] == SealedColumn("digest", "digest", CellType.BYTES)
    assert columns["rules"]["digest"] == SealedColumn("digest_text", "digest", CellType.TEXT)


def written(ledger: SqliteLedger, texts: Mapping[str, int]) -> None:
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        desk.append_all(record(member, title=title) for title, count in texts.items() for _ in range(count))


def test_one_head_makes_one_file(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger, {"甲": 3, "乙": 4})
    files = [tmp_path / name for name in ("一.parquet", "二.parquet")]
    for file in files:
        sealed(ledger, file).close()
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_ledger_as_it_was_known_makes_the_file_that_it_made_then(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger, {"甲": 3})
    with ledger.reading() as reading:
        then = reading.head()
    sealed(ledger, tmp_path / "then.parquet").close()
    written(ledger, {"乙": 4})
    with sealed(ledger, tmp_path / "later.parquet", then.seq) as file:
        assert (file.metadata.seq, file.metadata.head) == (then.seq, then.digest)
        assert proved(file) == then.seq
    assert (tmp_path / "then.parquet").read_bytes() == (tmp_path / "later.parquet").read_bytes()


def test_the_file_says_whose_ledger_it_is_and_how_far_it_goes(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger, {"甲": 3})
    with ledger.reading() as reading, sealed(ledger, tmp_path / "a.parquet") as file:
        head, said = reading.head(), file.metadata
        assert (said.committee, said.terms, said.seq, said.head, said.at) == (
            *(head.committee, head.terms, head.seq, head.digest, head.at),
        )
        assert (said.version, said.program, said.rules) == (len(MIGRATIONS), PROGRAM, None)
        assert (said.years, said.results, said.with_names) == ((2026,), (), False)
        hashes = reading.execute("SELECT hash FROM entry WHERE seq % 3 = 0").fetchall()  # type: ignore[attr-defined]
    assert said.checkpoints == tuple(hash_.hex() for (hash_,) in hashes)


def test_names_are_left_out_unless_they_are_asked_for(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger, {"甲": 1})
    with sealed(ledger, tmp_path / "without.parquet") as file:
        (naming,) = file.rows("naming")
        assert (sorted(naming.cells), naming.person) == (["digest", "member"], {})
    assert "甲一".encode() not in (tmp_path / "without.parquet").read_bytes()
    with sealed(ledger, tmp_path / "with.parquet", with_names=True) as file:
        (naming,) = file.rows("naming")
        assert (naming.person["name"], naming.person["initials"]) == ("甲一", "jy")
        assert proved(file) == file.metadata.seq


def test_results_stand_behind_the_chain(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger, {"甲": 3})
    told = [
        SealedResult(MemberKey(4), 2026, "7/3", "称职", "ab"),
        SealedResult(MemberKey(4), 2025, "10", "未评定", "ab"),
    ]
    with sealed(ledger, tmp_path / "a.parquet", results=told) as file:
        assert [*file.results()] == sorted(told, key=lambda one: one.year)
        assert file.metadata.results == (2025, 2026)
        assert proved(file) == file.metadata.seq
        assert file.row_count == file.metadata.seq + 2


def test_rows_of_one_sort_are_given_alone(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger, {"甲": 2})
    with sealed(ledger, tmp_path / "a.parquet") as file:
        assert [(row.seq, row.batch, row.cells["kind"]) for row in file.rows("record")] == [
            (7, 6, "提案"),
            (8, 6, "提案"),
        ]


def test_a_row_is_spelt_as_the_chain_spells_it(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger, {'“好”，"\\n" 与 \\ 、\t制表、\x7f、😀、{,': 2})
    with sealed(ledger, tmp_path / "a.parquet") as file:
        hashed = sorted(file.columns.hashed, key=lambda one: one.cell)
        texts = sealed_chain.CanonicalTexts()
        found = [text for batch in file.batches() for text in texts.of(rows_by_sort(batch), hashed)]
        assert found == [canonical(row.seq, row.batch, row.sort, row.cells) for row in file.rows()]


def test_a_forged_head_is_no_head(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger, {"甲": 3})
    place = tmp_path / "a.parquet"
    sealed(ledger, place).close()
    with ledger.reading() as reading:
        head = reading.head().digest
    forged = head[:-1] + ("0" if head[-1] != "0" else "1")
    place.write_bytes(place.read_bytes().replace(head.encode(), forged.encode()))
    with open_sealed(place) as file, pytest.raises(SealedDamaged, match="之间有行被改动、调换或抽换"):
        proved(file)


def test_what_was_opened_is_let_go_without_a_collector(ledger: SqliteLedger, tmp_path: Path) -> None:
    # The program runs without one, and goes through thousands of files.
    enrolled(ledger)
    place = tmp_path / "县.parquet"
    sealed(ledger, place).close()
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        with open_sealed(place) as file:
            proved(file)
        del file
        gc.collect()
        left = {type(one) for one in gc.garbage}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert not [one for one in left if one.__module__.startswith(("pyarrow", "duty_cli"))]
