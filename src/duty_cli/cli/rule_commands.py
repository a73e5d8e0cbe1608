"""Commands on rule files: rules check, test, case, show, prove, schema, new, upgrade, diff, restore."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli import __version__
from duty_cli.cli.backup_commands import restore_rules
from duty_cli.cli.case_commands import freeze_case, try_cases
from duty_cli.cli.import_sources import read_file, words_of
from duty_cli.cli.known_maps import known_maps
from duty_cli.cli.ledger_place import there_or_told_later
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import FORMAT, ORDER, OUT, desk_of
from duty_cli.cli.output import remark, say, show
from duty_cli.cli.output import show as put_out
from duty_cli.cli.output_guard import write, write_new
from duty_cli.documents.formats import ReportOutput
from duty_cli.errors.base import UsageError
from duty_cli.errors.file_errors import FileThere
from duty_cli.errors.lookup_errors import UnknownKind
from duty_cli.errors.rule_errors import GroupsNotProved, HeldUnclear, NoRulesForPeriod

if TYPE_CHECKING:
    from datetime import date

    from duty_cli.model.ledger_protocol import LedgerHead
    from duty_cli.model.papers import Identity
    from duty_cli.model.rulebook import Rulebook, Rules
    from duty_cli.rules.linting.lint_workspace import OfficeNames
    from duty_cli.rules.printed_document.printed_text_file import TextBytes


def check_rules(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="文件…", help="规则文件；不填为工作区的规则")] = None,
) -> None:
    """核对规则文件：列出全部问题的行、列和改法；可疑之处列为提醒，不算出错；无误时没有输出。

    在工作区里，还核对办理流程（steps.yaml）、节假日表（holidays.yaml）、工作日历（calendar.yaml）、别名和记号（intake.yaml）和各份对照表，并对照账本：规则里的职务、界别、组别没有人担任或属于的，规则名称、
    依据是别的委员会的，列为提醒。
    """
    from duty_cli.rules.rule_files import check

    doubtful = check(_files_meant(ctx, files), _office(ctx), _texts_of(ctx, files))
    if not files:
        desk = desk_of(ctx)
        # Raise where the files beside the rules cannot be used.
        _ = desk.paths, desk.working_days, desk.duties, words_of(desk), known_maps(desk)
    if doubtful:
        say("\n".join(f"提醒：{problem}" for problem in doubtful))


def _office(ctx: typer.Context) -> OfficeNames | None:
    """The committee of the workspace, and the roles and groups of its roster; None outside of one."""
    from duty_cli.model.members import Facet
    from duty_cli.rules.linting.lint_workspace import OfficeNames

    desk = desk_of(ctx)
    if not there_or_told_later(desk.place):
        return None
    with desk.verified() as reading:
        committee = reading.head().committee
        tenures = [tenure for member in reading.roster() for tenure in member.tenures]
    values = (
        {facet: frozenset(one.value for one in tenures if one.facet is facet) for facet in Facet} if tenures else {}
    )
    return OfficeNames(committee, values)


def rules_meant(ctx: typer.Context, files: list[Path] | None) -> Rules:
    """The rules in the files named, else those of the workspace. Raises RuleProblems with every problem."""
    from duty_cli.rules.rule_files import load

    return load(_files_meant(ctx, files))


def _files_meant(ctx: typer.Context, files: list[Path] | None) -> dict[str, bytes]:
    """The bytes of the files named, else of the workspace's; files of one name go by their paths."""
    from duty_cli.rules.rules_folder import rule_files

    if not files:
        return rule_files(desk_of(ctx).rules_path)
    names = Counter(file.name for file in files)
    return {file.name if names[file.name] == 1 else str(file): read_file(file)[0] for file in files}


def _texts_of(ctx: typer.Context, files: list[Path] | None) -> TextBytes:
    """How the text beside a rule file is read: in the folder of the file named, else in the workspace's."""
    from duty_cli.rules.printed_document.printed_text_file import text_in

    if not files:
        return lambda _, text: text_in(desk_of(ctx).rules_folder, text)
    names = Counter(file.name for file in files)
    folders = {file.name if names[file.name] == 1 else str(file): file.parent for file in files}
    return lambda rules, text: text_in(folders[rules], text)


def show_rules(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="文件…", help="规则文件；不填为工作区的规则")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="只列这一天适用的规则")] = None,
    by_rule: Annotated[bool, typer.Option("--by-rule", help="不与条文对照，按规则列出，注明所在行")] = False,
    known_at: Annotated[
        int | None, typer.Option("--known-at", metavar="序号", help="账本在该序号时登记的规则和条文")
    ] = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """规则校对稿：每条规则写成一句中文，旁边是条款和所在行；规则文件写明条文的，条文与规则逐条对照，相同的数编同一个号。"""
    from datetime import datetime

    from duty_cli import __version__
    from duty_cli.reports.describe_articles import beside_document, beside_paper
    from duty_cli.reports.describe_rules import rules_document, rules_paper
    from duty_cli.rules.printed_document.printed_text_file import printed_texts

    if known_at is None:
        rules, text_of = rules_meant(ctx, files), _texts_of(ctx, files)
    elif files:
        raise UsageError("--known-at 列的是账本登记的规则，不能同时填规则文件；请去掉其中一项")
    else:
        rules, text_of = _entered_then(ctx, known_at)
    if on is not None:
        rules = _in_force(rules, desk_of(ctx).day(on))
    texts = {} if by_rule else printed_texts(rules.every, text_of)
    # A paper made from files alone bears the day from which they are in force, so that it is the same every time.
    at = datetime.combine(rules.every[0].effective.first, datetime.min.time())
    desk = desk_of(ctx)
    made = ReportOutput(
        lambda: beside_paper(rules, texts, __version__) if texts else rules_paper(rules, __version__),
        lambda: beside_document(rules, texts, __version__) if texts else rules_document(rules, __version__),
        at,
        desk.calling,
    )
    put_out(made, format_, out, public=True)


def _entered_then(ctx: typer.Context, known_at: int) -> tuple[Rules, TextBytes]:
    """The rules entered at that seq, and how the texts entered with them are read; those that were not are told of."""
    from duty_cli.model.members import Seq

    desk = desk_of(ctx)
    with desk.verified(Seq(known_at)):
        rules, held = desk.rules_then(Seq(known_at))
    for book in rules.every:
        if book.text and book.text not in held:
            remark(f"账本在序号 {known_at} 没有留存条文 {book.text}：{book.file} 只列规则，不与条文对照")
    return rules, lambda _, text: held.get(text)


def _in_force(rules: Rules, day: date) -> Rules:
    books = tuple(book for book in rules.every if day in book.effective)
    if not books:
        raise NoRulesForPeriod(day, rules.covered())
    return replace(rules, every=books)


def prove_rules(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="规则文件")],
    year: Annotated[
        int | None, typer.Option("--year", metavar="年度", help="推算哪一年，四位年份；不填为文件管的最后一年")
    ] = None,
    held: Annotated[
        list[str] | None,
        typer.Option("--held", metavar="事项=次数", help="一年举办几次，如 全体会议=1；可写多个，不写的不限"),
    ] = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """规则推算：表决前问一份细则：各类委员最多、最少得几分，全勤的能否不合格，无故缺席的能否评优，哪些类别不任职务的得不到分。

    答案由规则推出，举出的例子由计分程序算出；推不出的写明“不能断定”。
    """
    from datetime import datetime

    from duty_cli.reports.proofs_layout import proofs_document, proofs_paper
    from duty_cli.rules.proving.prove import prove

    rules = _rules(file, file.name)
    book = rules.every[0]
    if book.subject is not None:
        raise GroupsNotProved(file.name)
    when = _year_of(book, year)
    proofs = prove(book, when, _held(held or [], book))
    at = datetime.combine(book.effective.first, datetime.min.time())
    made = ReportOutput(
        lambda: proofs_paper(proofs, rules.digest, __version__),
        lambda: proofs_document(proofs, rules.digest, __version__),
        at,
        desk_of(ctx).calling,
    )
    put_out(made, format_, out, public=True)


def _year_of(book: Rulebook, year: int | None) -> int:
    """The year asked for, or the last one that the file covers from its first day to its last. Raises NoRulesForPeriod."""
    asked = book.year_ends.year_on(book.effective.last) if year is None else year
    days = book.year_ends.of(asked)
    if year is None and days.last not in book.effective:
        days = book.year_ends.of(asked := asked - 1)
    if days.first not in book.effective or days.last not in book.effective:
        raise NoRulesForPeriod(days, f"{book.file}：{book.effective}")
    return asked


def _held(said: list[str], book: Rulebook) -> dict[str, int]:
    """How often activities of each kind are held. Raises HeldUnclear."""
    found: dict[str, int] = {}
    for one in said:
        kind, _, count = one.replace("＝", "=").partition("=")
        if not (count.isascii() and count.isdecimal() and len(count) <= 4) or kind in found:
            raise HeldUnclear(one)
        if kind not in book.kinds:
            raise UnknownKind(kind, tuple(book.kinds))
        found[kind] = int(count)
    return found


def write_schema(
    cases: Annotated[bool, typer.Option("--cases", help="案例文件的格式说明")] = False,
    out: OUT = None,
) -> None:
    """规则文件的格式说明，供编辑器使用：写细则时提示可用的键，标出写错的地方。"""
    from duty_cli.rules.json_schema import case_schema, schema_text

    text = schema_text(case_schema() if cases else None)
    if out is None:
        say(text)
    else:
        write(out, text.encode(), public=True)
        remark(f"已写入 {out}")


def new_rules(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="文件", help="新文件；不填为工作区的 rules/scoring.yaml", show_default=False),
    ] = None,
) -> None:
    """新建规则文件：带注释的样本，照着改成本会的细则；不覆盖已有文件。"""
    from duty_cli.cli.bundled_files import CASE_SCHEMA, SCHEMA, SCORING, START, lay_beside, shipped
    from duty_cli.cli.workspace_commands import make_folder

    place = file or desk_of(ctx).rules_path / SCORING
    if place.exists():
        raise FileThere(place)
    make_folder(place.parent)
    write_new(place, shipped(START))
    lay_beside(place.parent, SCHEMA, CASE_SCHEMA)
    say(f"已写入 {place}；改好后请用 duty rules check 核对，用 duty rules show 逐条校对")


def upgrade(
    file: Annotated[Path, typer.Argument(metavar="文件", help="第一版（duty-rules/1）的规则文件")],
    new: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="写到哪个新文件；不填时列在屏幕上", show_default=False),
    ] = None,
) -> None:
    """把第一版的规则文件改写为第二版：重复的话只写一次，注释不动；改写后与原文逐条比对，意思不同的不写入。"""
    from duty_cli.rules.upgrade import upgraded

    data = read_file(file)[0]
    found = upgraded(file.name, data)
    if new is None:
        say(found.decode().replace("\r\n", "\n"))
        return
    write_new(new, found)
    before, after = (len(one.splitlines()) for one in (data, found))
    remark(f"已写入 {new}：由 {before} 行改为 {after} 行，意思与原文相同；请用 duty rules show 核对后替换原文件")


def diff(
    ctx: typer.Context,
    before: Annotated[Path, typer.Argument(metavar="修改前", help="修改前的规则文件")],
    after: Annotated[Path, typer.Argument(metavar="修改后", help="修改后的规则文件")],
    year: Annotated[int, typer.Option("--year", metavar="年度", help="用哪一年的记录试算，四位年份")],
    order: ORDER = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """规则修改试算：用账本里的记录按两份规则各算一遍，列出谁的等次变动、越过合格线，以及是哪一条款所致；不写账本。"""
    from duty_cli.reports.rule_diff import rules_diff
    from duty_cli.reports.rule_diff_layout import diff_document, diff_paper

    same_name = before.name == after.name
    old, new = (_rules(path, str(path) if same_name else path.name) for path in (before, after))
    desk = desk_of(ctx)
    desk.names_by = order
    with desk.verified() as reading:
        head = reading.head()
        report = rules_diff(reading, old, new, (_identity(head, old), _identity(head, new)), year)
    show(ReportOutput(lambda: diff_paper(report), lambda: diff_document(report), head.at, desk.calling), format_, out)


def _rules(path: Path, name: str) -> Rules:
    """The rules of one file; two files of one name go by their paths, so that every line told can be found."""
    from duty_cli.rules.rule_files import load

    return load({name: read_file(path)[0]})


def _identity(head: LedgerHead, rules: Rules) -> Identity:
    from duty_cli.model.papers import Identity

    return Identity(head.committee, head.seq, head.digest, rules.digest, __version__)


rules_app = command_group("规则文件。")
rules_app.command("check", cls=Command)(check_rules)
rules_app.command("test", cls=Command)(try_cases)
rules_app.command("case", cls=Command)(freeze_case)
rules_app.command("diff", cls=Command)(diff)
rules_app.command("show", cls=Command)(show_rules)
rules_app.command("prove", cls=Command)(prove_rules)
rules_app.command("schema", cls=Command)(write_schema)
rules_app.command("new", cls=Command)(new_rules)
rules_app.command("upgrade", cls=Command)(upgrade)
rules_app.command("restore", cls=Command)(restore_rules)
