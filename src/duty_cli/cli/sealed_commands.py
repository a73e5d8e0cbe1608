"""封存: heads that leave the house, and whole ledgers that do, as Parquet files for a city or a province."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli import __version__
from duty_cli.cli.localization import Command, command_group, leading_to
from duty_cli.cli.options import desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.output_guard import note_read, write
from duty_cli.cli.seal_command import how_signed, read_seal_in, seal, seals_in
from duty_cli.errors.base import DutyError, RulesError, UsageError
from duty_cli.errors.sealed_errors import ParquetMissing, SealedDamaged, SealedRefused, SealedRulesUnread
from duty_cli.model.members import Seq

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.ledger.parquet.sealed_file import SealedFile
    from duty_cli.ledger.sealing.seals import Seal
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
    known_at: Annotated[
        int | None, typer.Option("--known-at", metavar="序号", min=1, help="只写到账本的这一序号；不填为全部")
    ] = None,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="连同委员姓名、拼音首字母和电话；不加则只有编号")
    ] = False,
) -> None:
    """把账本到某一序号为止的全部内容写成一份封存账本（Parquet 文件），报送市、省汇总；收到的人可自行核对。"""
    if out.suffix != ENDING:
        raise UsageError(f"封存账本的文件名须以 {ENDING} 结尾，而不是 {out.name}")
    desk = desk_of(ctx)
    if known_at is None:
        desk.enter_rules()
    with _with_parquet():
        from duty_cli.ledger.parquet.sealed_writer import sealed_bytes

        with desk.verified(None if known_at is None else Seq(known_at)) as reading:
            head, results = reading.head(), _results_of(reading)
            data = sealed_bytes(reading, __version__, results=results, with_names=with_names)
    write(out, data)
    names = "含委员姓名和电话，请按账本的要求保管" if with_names else "不含委员姓名"
    years = sorted({one.year for one in results})
    told = f"{'、'.join(map(str, years))} 年度结果 {len(results)} 人次" if years else "没有登记过规则，不写结果"
    remark(f"已写入 {out}（序号 {head.seq}，账首 {head.digest[:16]}…，{names}，{told}）")


def _results_of(reading: LedgerReader, years: Sequence[int] | None = None) -> list[SealedResult]:
    """What members' years came to by the rules entered last, of ``years`` or all; nothing where none were. Raises RulesError."""
    from duty_cli.reports.results_to_seal import sealed_results
    from duty_cli.rules.rule_files import load
    from duty_cli.rules.rules_folder import without_texts

    used = reading.rules_used()
    return [] if used is None else list(sealed_results(reading, load(without_texts(dict(used.files))), years))


@seal_app.command("check", cls=Command)
def check_sealed(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="封存账本，可以一次核对几份")],
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", metavar="文件", help="再与封存文件或存放它们的文件夹核对；可以写几次"),
    ] = None,
    against_ledger: Annotated[
        bool, typer.Option("--against-ledger", help="再与本机的或 --ledger 指定的账本核对，看是不是由它写出")
    ] = False,
) -> None:
    """核对封存账本：逐行重算校验值和各年度结果，与文件所记的相符才算通过；不需要原来的账本。"""
    seals = [(place, read_seal_in(place)) for one in against or () for place in _seal_files(one)]
    refused: list[DutyError] = []
    for file in files:
        try:
            with _with_parquet():
                say(_checked(file, seals, desk_of(ctx) if against_ledger else None))
        except DutyError as error:
            refused.append(error)
    if refused:
        raise refused[0] if len(files) == 1 else SealedRefused(refused, len(files))


def _seal_files(place: Path) -> list[Path]:
    return seals_in(place) if place.is_dir() else [place]


def _checked(path: Path, seals: Sequence[tuple[Path, Seal]], desk: AppContext | None) -> str:
    """What is said of a sealed ledger that is sound. Raises what is wrong with it."""
    from duty_cli.ledger.parquet.sealed_file import open_sealed
    from duty_cli.ledger.parquet.sealed_ledger import proved_ledger

    note_read(path)
    with open_sealed(path) as sealed:
        heads: dict[int, str] = {seal.seq: "" for _, seal in seals}
        with proved_ledger(sealed, heads) as reading:
            try:
                told = _results_agree(sealed, reading)
            except RulesError as error:
                raise SealedRulesUnread(path, str(error).splitlines()[0]) from None
        agreed = [_agrees_with_seal(sealed, place, seal, heads) for place, seal in seals]
        agreed += [] if desk is None else [_agrees_with_ledger(sealed, desk)]
        said = f"{_said(sealed)}；{sealed.metadata.seq} 行逐行核对，与账首相符；{told}"
        return f"{path}：{'；'.join([said, *agreed])}"


def _said(sealed: SealedFile) -> str:
    said = sealed.metadata
    names = "含姓名" if said.with_names else "不含姓名"
    return f"{said.committee}，到序号 {said.seq}（{said.at:%Y-%m-%d %H:%M}），账首 {said.head[:16]}…，{names}"


def _results_agree(sealed: SealedFile, reading: LedgerReader) -> str:
    """That the results are what the rules in the file come to. Raises SealedDamaged, RulesError."""
    theirs = list(sealed.results())
    if not theirs:
        return "不含结果"
    told = {(one.year, one.member): one for one in theirs}
    if len(told) != len(theirs):
        raise SealedDamaged(sealed.path, "有委员同一年度的结果写了两次")
    ours = {(one.year, one.member): one for one in _results_of(reading, sealed.metadata.results)}
    for at in sorted(ours.keys() | told.keys()):
        if ours.get(at) != told.get(at):
            year, member = at
            who = next((f"委员 {one.number}" for one in reading.roster() if one.key == member), f"序号 {member}")
            said = f"{who} 的 {year} 年度结果写的是{_result_said(told.get(at))}"
            raise SealedDamaged(
                sealed.path, f"{said}，按文件中的规则重新计算是{_result_said(ours.get(at))}{_by(sealed)}"
            )
    return f"{'、'.join(map(str, sealed.metadata.results))} 年度结果 {len(theirs)} 人次重新计算，全部一致"


def _by(sealed: SealedFile) -> str:
    """A word on the programs, where another one reckoned the results."""
    other = sealed.metadata.program
    return "" if other == __version__ else f"（文件由 duty {other} 写出，本程序是 {__version__}，计算可能不同）"


def _result_said(one: SealedResult | None) -> str:
    return "“没有”" if one is None else f"“{one.score} 分、{one.grade}”"


def _agrees_with_seal(sealed: SealedFile, place: Path, seal: Seal, heads: Mapping[int, str]) -> str:
    """That the chain had the head of a seal. Raises SealedDamaged."""
    if seal.committee != sealed.metadata.committee:
        raise SealedDamaged(sealed.path, f"封存 {place.name} 是{seal.committee}的，不是这一委员会的")
    if seal.seq > sealed.metadata.seq:
        return f"封存 {place.name} 在此之后（序号 {seal.seq}），未能核对"
    if heads[seal.seq] != seal.head:
        raise SealedDamaged(sealed.path, f"序号 {seal.seq} 处的账首与封存 {place.name} 不符，封存以后被改写")
    return f"与封存 {place.name} 相符{how_signed(seal)}"


def _agrees_with_ledger(sealed: SealedFile, desk: AppContext) -> str:
    """That the ledger had the head of the file. Raises SealedDamaged, and what opening the ledger raises."""
    said = sealed.metadata
    with desk.ledger.reading() as reading:
        now = reading.head()
    if now.committee != said.committee:
        raise SealedDamaged(sealed.path, f"账本是{now.committee}的，不是这一委员会的")
    if now.seq < said.seq:
        raise SealedDamaged(sealed.path, f"账本只到序号 {now.seq}，不是写出此文件的账本，或已换成较早的副本")
    with desk.ledger.reading(said.seq) as reading:
        then = reading.head()
    if then.digest != said.head:
        raise SealedDamaged(sealed.path, f"账本在序号 {said.seq} 处的账首不同，文件不是由它写出，或两者之一被改写")
    later = now.seq - said.seq
    return f"与账本相符，账本此后又有 {later} 行" if later else "与账本相符"
