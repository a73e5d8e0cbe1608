"""Commands over many sealed ledgers, for a city or a province: they need no workspace and no ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli import __version__
from duty_cli.cli import clock
from duty_cli.cli.import_sources import read_file
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import FORMAT, OUT
from duty_cli.cli.output import remark, show
from duty_cli.cli.output_guard import note_read, refuse_to_replace
from duty_cli.documents.formats import ReportOutput
from duty_cli.errors.spark_errors import OfOtherEngine

if TYPE_CHECKING:
    from duty_cli.province.sealed_folder import ProvinceRequest
    from duty_cli.reports.province_report import ProvinceReport

DUCKDB = "duckdb"

province_app = command_group("汇总：把各地报送的封存账本（duty seal export 写出的文件）汇总成一份报表；不需要工作区。")


@province_app.callback()
def _group() -> None:
    """A group though it has one command yet."""


@province_app.command("report", cls=Command)
def report(
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="放着各地封存账本（.parquet）的文件夹，含下级文件夹")],
    year: Annotated[int, typer.Option("--year", metavar="年度", help="四位年份")],
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="文件", help="各地一律按这份规则计算；不填时各地按自己账本中登记的规则"),
    ] = None,
    expect: Annotated[
        Path | None,
        typer.Option(
            "--expect", metavar="文件", help="应报送的名单：每行一个地方，或有“地方”一列的表；没有报送的列为未计入"
        ),
    ] = None,
    accept_valid: Annotated[
        bool, typer.Option("--accept-valid", help="有文件不能计入时，汇总其余的，把它们列为未计入；否则什么都不写出")
    ] = False,
    processes: Annotated[
        int | None, typer.Option("--processes", metavar="个数", min=1, help="用几个进程计算；不填时按处理器的核数")
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            "--engine", metavar="引擎", help="duckdb（本机）、local[*]（本机 Spark）或 spark://主机:7077（Spark 集群）"
        ),
    ] = DUCKDB,
    results: Annotated[
        str | None,
        typer.Option(
            "--results", metavar="文件夹", help="用 Spark 时，另把各委员的得分和等次写成 Parquet 文件，按年度和地方分开"
        ),
    ] = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """汇总各地一年的履职情况：出席、履职事项、等次，按地方、界别、党派；规则不同的不并列，每份封存账本都逐行核对。"""
    from duty_cli.province.folder_files import files_in
    from duty_cli.province.sealed_folder import ProvinceRequest
    from duty_cli.reports.province_document import province_document
    from duty_cli.reports.province_layout import province_paper

    listed = _listed(expect)
    for file in files_in(Path(folder), year) if "://" not in folder else ():
        note_read(file)
    if out is not None:
        refuse_to_replace(out)
    asked = ProvinceRequest(Path(folder), year, _rules_in(rules), listed, accept_valid, processes)
    made = _by_one(asked, folder, results) if engine == DUCKDB else _by_spark(asked, folder, engine, results)
    at = max(one.sums.at for one in made.counties)
    show(ReportOutput(lambda: province_paper(made), lambda: province_document(made), at), format_, out)
    for one in made.left_out:
        remark(f"{'未打开' if one.of_nobody else '未计入'}　{one}")


def _by_one(asked: ProvinceRequest, folder: str, results: str | None) -> ProvinceReport:
    """The report by this machine alone. Raises OfOtherEngine."""
    from duty_cli.province.sealed_folder import reported

    if results is not None or "://" in folder:
        raise OfOtherEngine("--results" if results is not None else folder, "Spark（--engine local[*] 或 spark://…）")
    return reported(asked, clock.today(), __version__)


def _by_spark(asked: ProvinceRequest, folder: str, engine: str, results: str | None) -> ProvinceReport:
    """The report by Spark, and the results of all members where they were asked for. Raises OfOtherEngine."""
    from duty_cli.province.sealed_folder import reported
    from duty_cli.province.spark_engine import SparkRequest, spark_counties

    if asked.processes is not None:
        raise OfOtherEngine("--processes", "duckdb，用 Spark 时由 --engine 写明")
    with spark_counties(SparkRequest(engine, folder, asked.year, asked.rules)) as counties:
        if results is not None:
            counties.refuse_standing(results)
        made = reported(asked, clock.today(), __version__, counties)
        if results is not None:
            counties.write_results(results, made.counties)
    return made


def _rules_in(rules: Path | None) -> tuple[tuple[str, bytes], ...] | None:
    """The rule files for all, read once here: a fault in them is the fault of no county. Raises RuleProblems."""
    if rules is None:
        return None
    from duty_cli.rules.rule_files import load
    from duty_cli.rules.rules_folder import rule_files

    files = rule_files(rules)
    note_read(rules)
    load(files)
    return tuple(sorted(files.items()))


def _listed(file: Path | None) -> tuple[str, ...]:
    """The names on a list, and of a table which column they are read from. Raises UnreadableFile, and what ``expected_list`` raises."""
    if file is None:
        return ()
    from duty_cli.province.expected_list import expected_list

    data, _ = read_file(file)
    read = expected_list(file, data)
    if read.heading is not None:
        line, column = read.heading
        remark(f"应报送名单 {file.name}：列名在第 {line} 行，读取“{column}”一列，{len(read.names)} 个地方")
    return read.names
