"""封存: heads that leave the house, and whole ledgers that do, as Parquet files for a city or a province."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli import __version__
from duty_cli.cli.localization import Command, command_group, leading_to
from duty_cli.cli.options import desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.output_guard import note_read, write
from duty_cli.cli.seal_command import seal
from duty_cli.errors.base import DutyError, UsageError
from duty_cli.errors.sealed_errors import ParquetMissing, SealedRefused
from duty_cli.model.members import Seq

if TYPE_CHECKING:
    from duty_cli.ledger.parquet.sealed_file import SealedFile
    from duty_cli.model.ledger_protocol import LedgerReader
    from duty_cli.model.sealed_results import SealedResult

seal_app = command_group(
    "封存：把账首或整本账本写成文件，交账本以外的人保管或报送，日后可证明有没有被改写。duty seal 就是 duty seal head。",
    leading_to("head", alone=True),
)

seal_app.command("head", cls=Command)(seal)

ENDING = ".parquet"


@contextmanager
def _with_parquet() -> Iterator[None]:
    """What is done here needs pyarrow. Raises ParquetMissing."""
    try:
        yield
    except ImportError:
        raise ParquetMissing from None


@seal_app.command("export", cls=Command)
def export_sealed(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="封存账本写在哪里，文件名以 .parquet 结尾")
    ],
    as_of: Annotated[
        int | None, typer.Option("--as-of", metavar="序号", min=1, help="只写到账本的这一序号；不填为全部")
    ] = None,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="连同委员姓名、拼音首字母和电话；不加则只有编号")
    ] = False,
) -> None:
    """把账本到某一序号为止的全部内容写成一份封存账本（Parquet 文件），报送市、省汇总；收到的人可自行核对。"""
    if out.suffix != ENDING:
        raise UsageError(f"封存账本的文件名须以 {ENDING} 结尾，而不是 {out.name}")
    desk = desk_of(ctx)
    if as_of is None:
        desk.enter_rules()
    with _with_parquet():
        from duty_cli.ledger.parquet.sealed_writer import sealed_bytes

        with desk.verified(None if as_of is None else Seq(as_of)) as reading:
            head, results = reading.head(), _results_of(reading)
            data = sealed_bytes(reading, __version__, results=results, with_names=with_names)
    write(out, data)
    names = "含委员姓名和电话，请按账本的要求保管" if with_names else "不含委员姓名"
    years = sorted({one.year for one in results})
    told = f"{'、'.join(map(str, years))} 年度结果 {len(results)} 人次" if years else "没有登记过规则，不写结果"
    remark(f"已写入 {out}（序号 {head.seq}，账首 {head.digest[:16]}…，{names}，{told}）")


def _results_of(reading: LedgerReader) -> list[SealedResult]:
    """What members' years came to by the rules entered last; nothing where none were. Raises RulesError."""
    from duty_cli.reports.results_to_seal import sealed_results
    from duty_cli.rules.rule_files import load
    from duty_cli.rules.rules_folder import without_texts

    used = reading.rules_used()
    return [] if used is None else list(sealed_results(reading, load(without_texts(dict(used.files)))))


@seal_app.command("check", cls=Command)
def check_sealed(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="封存账本，可以一次核对几份")],
) -> None:
    """核对封存账本：逐行重算校验值，与文件所记的账首相符才算通过；不需要原来的账本。"""
    refused: list[DutyError] = []
    for file in files:
        try:
            with _with_parquet():
                say(_checked(file))
        except DutyError as error:
            refused.append(error)
    if refused:
        raise refused[0] if len(files) == 1 else SealedRefused(refused, len(files))


def _checked(path: Path) -> str:
    """What is said of a sealed ledger that is sound. Raises what is wrong with it."""
    from duty_cli.ledger.parquet.sealed_chain import proved_batches
    from duty_cli.ledger.parquet.sealed_file import open_sealed

    note_read(path)
    with open_sealed(path) as sealed:
        rows = sum(batch.num_rows for batch in proved_batches(sealed))
        return f"{path}：{_said(sealed)}；{rows} 行逐行核对，与账首相符"


def _said(sealed: SealedFile) -> str:
    said = sealed.metadata
    names = "含姓名" if said.with_names else "不含姓名"
    return f"{said.committee}，到序号 {said.seq}（{said.at:%Y-%m-%d %H:%M}），账首 {said.head[:16]}…，{names}"
