"""A sealed ledger opened: what it says of itself, and its rows in order, some at a time whatever the file holds.

What is given here is read and not proved; ``sealed_chain`` holds the rows against the head. Every size that a file tells of itself
is bounded before anything of that size is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Any

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.sealed_errors import NewerSealed, NotSealed, PackedSealed
from duty_cli.ledger.chain.hash_chain import Cell
from duty_cli.ledger.checking.schema_shape import SchemaShape, shape_of
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.parquet.sealed_columns import (
    BATCH,
    PERSON,
    RESULT,
    SEQ,
    SORT,
    CellType,
    SealedColumn,
    SealedColumns,
    columns_of,
)
from duty_cli.ledger.parquet.sealed_metadata import KEY, NewerFormat, NotMetadata, SealedMetadata, read_metadata
from duty_cli.ledger.sqlite.database import reason
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.sealed_results import SealedResult

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema
    from pyarrow.parquet import FileMetaData, ParquetFile

_AT_ONCE = 20_000
"""Rows that are read at once."""

_GROUP_ROWS, _GROUP_BYTES = 1 << 20, 1 << 28
_TEXT_BYTES = 1 << 28
_FOOTER_BYTES = 1 << 24
"""What a group of rows, the texts of the rows read at once, and the footer may come to: many times what is ever written."""

_MAGIC, _TAIL = b"PAR1", 8

_ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_FIRST_PARTS = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"docProps/", b"word/", b"xl/")
"""What documents and workbooks begin with, which are packed alike."""

_NAMED_AT = 30
"""Where the name of the first part stands in a ZIP."""

_AMISS: Mapping[type[OSError], str] = {
    FileNotFoundError: "没有这个文件；请核对文件名",
    NotADirectoryError: "没有这个文件；请核对文件名",
    IsADirectoryError: "这是一个文件夹；请指定文件",
}


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A row of the chain, its cells by name as they are hashed, without nulls; ``person`` what the file tells of a naming's person."""

    seq: int
    batch: int
    sort: str
    cells: Mapping[str, Cell]
    person: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class SealedLayout:
    """What stands where in the files of a version of the ledger; ``folded``: the columns that are read as dictionaries."""

    shape: SchemaShape
    columns: SealedColumns
    schema: Schema
    folded: tuple[str, ...]


class SealedFile:
    """The sealed ledger at ``path``, made by :func:`open_sealed`."""

    def __init__(self, path: Path, opened: ParquetFile, metadata: SealedMetadata, layout: SealedLayout) -> None:
        self.path = path
        self.metadata = metadata
        self.shape = layout.shape
        self.columns = layout.columns
        self._folded = layout.folded
        self._opened = opened

    def __enter__(self) -> SealedFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._opened.close()

    @property
    def record_columns(self) -> Mapping[str, str]:
        """In which column of the file each cell of a record stands, beside ``seq``, ``batch`` and ``sort``."""
        return {cell: column.name for cell, column in self.columns.by_sort["record"].items()}

    @property
    def row_count(self) -> int:
        """How many rows the file has, results too."""
        return int(self._opened.metadata.num_rows)

    def batches(self, columns: Sequence[str] | None = None, since: int = 1) -> Iterator[RecordBatch]:
        """The rows in the order of the file, some at a time, texts and bytes as dictionaries; from the group of the row ``since`` on.

        Raises NotSealed.
        """
        from pyarrow import ArrowException

        try:
            groups = self._groups(since)
            chosen = None if columns is None else [*columns]
            # By one thread, as there is a process for each core; two hand the columns to and fro.
            told = {"row_groups": groups, "columns": chosen, "use_threads": False}
            for batch in self._opened.iter_batches(_AT_ONCE, **told) if groups else ():
                batch.validate(full=True)
                self._refuse_heavy(batch)
                batch.validate(full=True)
                yield batch
        except (ArrowException, OSError, UnicodeError, ValueError, OverflowError) as error:
            raise NotSealed(self.path, f"内容读不出来，可能被截断或损坏（{_first_line(error)}）") from None

    def rows(self, *sorts: str) -> Iterator[SealedRow]:
        """The rows of the chain in order, of some sorts alone where any are named. Raises NotSealed."""
        for batch in self.batches():
            yield from self.rows_in(batch, sorts or tuple(self.columns.by_sort))

    def rows_in(self, batch: RecordBatch, sorts: Sequence[str]) -> Iterator[SealedRow]:
        """The rows of those sorts in what ``batches`` gave, in order."""
        kept, told = self._kept(batch, [one for one in sorts if one != RESULT])
        said = zip(*(kept[one.name].to_pylist() for one in (SEQ, BATCH, SORT)), strict=True)
        for at, (seq, within, sort) in enumerate(said):
            own, person = self.columns.by_sort[sort], self.columns.person if sort == "naming" else {}
            yield SealedRow(seq, within, sort, _cells(own, told, at), _cells(person, told, at))

    def results(self) -> Iterator[SealedResult]:
        """The results that stand behind the rows of the chain, as they are told. Raises NotSealed."""
        cells = self.columns.by_sort[RESULT]
        names = [SORT.name, *(column.name for column in cells.values())]
        for batch in self.batches(names, since=self.metadata.seq + 1):
            kept, _ = self._kept(batch, [RESULT])
            for row in zip(*(kept[column.name].to_pylist() for column in cells.values()), strict=True):
                yield SealedResult(*row)

    def _kept(self, batch: RecordBatch, sorts: Sequence[str]) -> tuple[RecordBatch, dict[str, list[Any]]]:
        """The rows of those sorts, and their columns in which anything stands."""
        import pyarrow as pa
        from pyarrow import compute

        kept = batch.filter(compute.is_in(batch[SORT.name].cast(pa.string()), pa.array(sorts, pa.string())))
        return kept, {name: kept[name].to_pylist() for name in _met(kept).schema.names}

    def _groups(self, since: int) -> list[int]:
        """The groups of rows from that of the row ``since`` on."""
        found, before = [], 0
        for group in range(self._opened.num_row_groups):
            before += self._opened.metadata.row_group(group).num_rows
            if before >= since:
                found.append(group)
        return found

    def _refuse_heavy(self, batch: RecordBatch) -> None:
        """Raise NotSealed where the texts of so few rows would come to more than any ledger's."""
        from pyarrow import compute

        names = set(self._folded).intersection(batch.schema.names)
        texts = [one for name in names if (one := batch[name]).null_count < len(one)]
        lengths = [compute.binary_length(one.dictionary) for one in texts]
        longest = [compute.max(one).as_py() for one in lengths]
        # Counted only where as many texts of the longest would be too much.
        if sum(most * (len(one) - one.null_count + 1) for most, one in zip(longest, texts, strict=True)) <= _TEXT_BYTES:
            return
        unfolded = (own.take(one.indices) for own, one in zip(lengths, texts, strict=True))
        weight = sum(longest) + sum(compute.sum(one).as_py() for one in unfolded)
        if weight > _TEXT_BYTES:
            raise NotSealed(self.path, f"{batch.num_rows} 行的文字展开后有 {weight >> 20} MB，不是履职账本的内容")


def _cells(columns: Mapping[str, SealedColumn], told: Mapping[str, list[Any]], at: int) -> dict[str, Cell]:
    found = ((cell, told[one.name][at]) for cell, one in columns.items() if one.name in told)
    return {cell: value for cell, value in found if value is not None}


def rows_by_sort(batch: RecordBatch) -> dict[str, RecordBatch]:
    """The rows of each sort in their order, without the columns in which none of them says anything."""
    from pyarrow import compute

    said, met = batch[SORT.name], _met(batch)
    sorts = said.unique().to_pylist()
    if len(sorts) <= 1:
        return dict.fromkeys(sorts, met)
    codes = {sort: code for code, sort in enumerate(said.dictionary.to_pylist())}
    return {sort: _met(met.take(compute.indices_nonzero(compute.equal(said.indices, codes[sort])))) for sort in sorts}


def _met(batch: RecordBatch) -> RecordBatch:
    """The columns in which anything stands."""
    return batch.select([name for name in batch.schema.names if batch[name].null_count < batch.num_rows])


def open_sealed(path: Path) -> SealedFile:
    """The sealed ledger in a file. Raises UnreadableFile, NotSealed, PackedSealed, NewerSealed; ImportError where pyarrow is not installed."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile
    from pyarrow.parquet import read_metadata as read_footer

    try:
        _refuse_other_files(path)
        footer = read_footer(path)
        said = _metadata(path, footer)
        due = _layout(said.version, said.with_names)
        # Not of the footer: asked for its own schema, it holds itself, and with no collector about it is never let go.
        with ParquetFile(path, metadata=footer) as plain:
            _refuse_other_schema(path, plain.schema_arrow, due.schema)
        _refuse_other_groups(path, footer, said)
        # A group is fetched at once: its columns one by one would be waited for one by one.
        opened = ParquetFile(path, metadata=footer, read_dictionary=[*due.folded], pre_buffer=True)
        return SealedFile(path, opened, said, due)
    except OSError as error:
        if error.errno is None:  # what pyarrow makes of a footer that it cannot read
            raise NotSealed(path, f"文件尾部损坏（{_first_line(error)}）") from None
        raise UnreadableFile(path, _AMISS.get(type(error)) or reason(error)) from error
    except (ArrowException, ValueError) as error:
        raise NotSealed(path, f"文件尾部损坏（{_first_line(error)}）") from None


@cache
def _layout(version: int, with_names: bool) -> SealedLayout:
    """What files of a version hold, worked out once for all of them: it takes four times as long as to open one."""
    shape = shape_of(MIGRATIONS[:version])
    columns = columns_of(shape, with_names=with_names)
    folded = tuple(one.name for one in columns.every if one.type is not CellType.NUMBER)
    return SealedLayout(shape, columns, columns.schema(), folded)


def _refuse_other_files(path: Path) -> None:
    """Raise NotSealed where a file is none of Parquet, by its first and last bytes, or its footer is no footer of ours.

    PackedSealed for an archive, UnreadableFile for a folder.
    """
    mode = path.stat().st_mode
    if S_ISDIR(mode):
        raise UnreadableFile(path, _AMISS[IsADirectoryError])
    # A pipe would be waited for, for ever.
    if not S_ISREG(mode):
        raise NotSealed(path, "不是普通文件")
    with path.open("rb") as file:
        begins = file.read(_NAMED_AT + max(map(len, _FIRST_PARTS)))
        if begins.startswith(_ARCHIVES) and not begins[_NAMED_AT:].startswith(_FIRST_PARTS):
            raise PackedSealed(path)
        if not begins.startswith(_MAGIC):
            raise NotSealed(path, "不是 Parquet 文件")
        size = file.seek(0, 2)
        file.seek(max(size - _TAIL, 0))
        tail = file.read()
    footer = int.from_bytes(tail[:4], "little")
    if tail[4:] != _MAGIC or footer > size - len(_MAGIC) - _TAIL:
        raise NotSealed(path, "文件不完整，尾部缺失，可能在拷贝或传输中被截断")
    if footer > _FOOTER_BYTES:
        raise NotSealed(path, f"文件尾部有 {footer >> 20} MB，不是 duty 写出的")


def _metadata(path: Path, footer: FileMetaData) -> SealedMetadata:
    text = (footer.metadata or {}).get(KEY)
    if text is None:
        raise NotSealed(path, "这份 Parquet 文件不是 duty 写出的")
    with suppress(NotMetadata):
        try:
            said = read_metadata(text)
        except NewerFormat as error:
            raise NewerSealed(path, f"格式 {error}") from None
        if said.version > len(MIGRATIONS):
            raise NewerSealed(path, f"账本版本 {said.version}，本程序只认识到版本 {len(MIGRATIONS)}")
        return said
    raise NotSealed(path, "文件自述的委员会、届期、账首等内容残缺或被改动")


def _refuse_other_schema(path: Path, found: Schema, ours: Schema) -> None:
    if found.equals(ours):
        return
    for one in ours:
        at = found.get_all_field_indices(one.name)
        if len(at) != 1:
            raise NotSealed(path, f"{'缺少' if not at else '重复的'}列 {one.name}")
        if found.field(at[0]).type != one.type:
            raise NotSealed(path, f"列 {one.name} 的类型是 {found.field(at[0]).type}，应为 {one.type}")
    others = [name for name in found.names if name not in ours.names]
    if others:
        names = others[0].startswith(PERSON)
        raise NotSealed(path, f"多出列 {others[0]}" + ("，而文件自述不含姓名" if names else ""))


def _refuse_other_groups(path: Path, footer: FileMetaData, said: SealedMetadata) -> None:
    """Raise NotSealed where the sizes that the file tells cannot be those of a ledger."""
    for at in range(footer.num_row_groups):
        group = footer.row_group(at)
        if not 0 < group.num_rows <= _GROUP_ROWS or not 0 <= group.total_byte_size <= _GROUP_BYTES:
            size = f"{group.num_rows} 行、{group.total_byte_size >> 20} MB"
            raise NotSealed(path, f"第 {at + 1} 组有 {size}，不是 duty 写出的")
    if footer.num_rows < said.seq:
        raise NotSealed(path, f"文件自述到序号 {said.seq}，却只有 {footer.num_rows} 行")


def _first_line(error: BaseException) -> str:
    """What a library says of it, as far as one line goes."""
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
