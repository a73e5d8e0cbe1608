"""Make ``docs/封存账本.md``: every column of a sealed ledger, from the schema of the ledger and the map of its columns.

Usage: python scripts/make_sealed_columns.py. A test fails where the schema says something else than the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from duty_cli.ledger.checking.schema_shape import shape_of
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.parquet.sealed_columns import PERSON, RESULT, SPINE, CellType, SealedColumn, columns_of
from duty_cli.ledger.parquet.sealed_metadata import CHECKPOINT, FORMAT
from duty_cli.model.entry_sorts import SORTS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "封存账本.md"

HEAD = f"""# 封存账本的格式

`duty seal export` 写出的 Parquet 文件（格式 `{FORMAT}`，账本版本 {len(MIGRATIONS)}）里有什么。用法见[手册](手册.md#封存账本)。
本页的表由程序生成（`python scripts/make_sealed_columns.py`），不要手改。任何能读 Parquet 的工具都可以打开它，如 DuckDB：
`SELECT kind, count(*) FROM '县.parquet' WHERE sort = 'record' GROUP BY kind`；要数出各人的得分，还须扣除被冲正的行（`sort = 'reversal'` 的 `target`），
并按规则计算，请用 `duty province report`。

## 行

账本的每一行是一行，按序号从 1 起连续排列；列是各类行的栏目合在一起，这一类行没有的栏目为空。用语（事项、出席情况等）写成文字，日期写成
`2026-03-05` 一样的文字，一行几个值的用顿号相连，准确的数（得分、参加比例等）写成文字，如 `2/3`。最后是不在校验之内的结果行（`sort` 为 `{RESULT}`，没有序号）。

## 校验

行的校验值是上一行的校验值（第一行之前是 32 个零字节）接上这一行的规范写法，取 SHA-256。规范写法是紧凑的 JSON：
`[1,序号,批次,"种类",{{"栏目":内容,…}}]`，栏目按名称排序，空的不写，字节写成十六进制，文字不转义非 ASCII 字符，UTF-8 编码。
文件不逐行存校验值：核对时重新计算，每 {CHECKPOINT:,} 行与 `checkpoints` 相符，最后一行与 `head` 相符。栏目的名称是下表“栏目”所写的，不带 `{PERSON}`、`_seq` 一类后缀。

## 文件自述

元数据里名为 `duty` 的一项，是 JSON：`format` 格式；`committee` 委员会；`terms` 各届的届次和起止日；`seq` 末行的序号；`head` 末行的校验值；
`at` 最后一批登记的时间；`checkpoints` 每 {CHECKPOINT:,} 行的校验值；`version` 账本版本；`program` 写出它的程序的版本；`rules` 最后登记的规则的摘要；
`years` 有记录的年份；`results` 写了结果的年度；`with_names` 是否含姓名。除 `program` 外都可以由行算出，核对时逐项相符才算通过。里面没有写出的时间，
所以同一账首写出的文件逐字节相同。

## 列

"""  # noqa: S608 - told to people, asked of nobody

_TYPES = {CellType.TEXT: "文字", CellType.NUMBER: "整数", CellType.BYTES: "字节"}


def page() -> str:
    """The page as it should stand."""
    columns = columns_of(shape_of(MIGRATIONS), with_names=True)
    lines = ["| 列 | 类型 | 栏目 | 出现在哪类行 |", "|---|---|---|---|"]
    lines += [
        f"| `{one.name}` | {_TYPES[one.type]} | `{one.cell}` | {'、'.join(_where(one, columns.by_sort, columns.person))} |"
        for one in columns.every
    ]
    sorts = [f"| `{sort}` | {said} |" for sort, said in SORTS.items()] + [f"| `{RESULT}` | 结果 |"]
    table = ["", "## 各类行", "", "| `sort` | 叫什么 |", "|---|---|", *sorts]
    return HEAD + "\n".join([*lines, *table]) + "\n"


def _where(
    column: SealedColumn,
    by_sort: Mapping[str, Mapping[str, SealedColumn]],
    person: Mapping[str, SealedColumn],
) -> Iterator[str]:
    if column in SPINE:
        yield "每一行" if column.name == "sort" else "结果以外的每一行"
    for sort, cells in by_sort.items():
        if column in cells.values():
            yield SORTS.get(sort, "结果")
    if column in person.values():
        yield "姓名，用 `--with-names` 写出的才有，不在校验之内，由 `digest` 核对"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
