"""收件: the files of a folder are gone through as they come: taken in where they are whole and nothing is to be asked, else handed back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import typer

from duty_cli.cli import clock, inbox_folder
from duty_cli.cli.app_context import AppContext, ShellMemory
from duty_cli.cli.import_sources import FileOpener, FileOptions, called
from duty_cli.cli.inbox_folder import FAULTY, PATIENCE, TAKEN, FoundFile, InboxFolder, Ripening, only_one
from duty_cli.cli.ledger_place import LEDGER
from duty_cli.cli.output import remark, say
from duty_cli.cli.output_guard import identity
from duty_cli.documents import systems
from duty_cli.errors.base import LOOK_FIRST, DutyError, LedgerError, RulesError, UsageError
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.inbox_errors import UnfitInbox, WatchingMissing
from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.errors.lookup_errors import UnknownKind

if TYPE_CHECKING:
    from duty_cli.importing.import_paper import FileSlip
    from duty_cli.model.import_result import Imported, ImportOptions
    from duty_cli.model.papers import Paper


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What came of a file: the folder it goes to, what is said of it, the paper on it; ``entered``: the ledger has grown."""

    into: str
    said: str
    paper: Paper
    entered: bool = False


class Intake:
    """Goes through files at a desk, all with the same options."""

    def __init__(self, desk: AppContext, told: FileOptions, how: ImportOptions) -> None:
        self._desk, self._how = desk, how
        self._opener = FileOpener(desk, told)
        kind = told.meeting.kind
        # Of the command line, and so of no file.
        if kind is not None and kind not in self._opener.kinds:
            raise UnknownKind(kind, self._opener.kinds)

    def outcome(self, name: str, data: bytes) -> FileOutcome:
        """Go through the bytes of a file, and enter what they say if all of it can be. Raises what is no fault of the file."""
        from duty_cli.importing.import_paper import FileSlip, unread_paper

        slip = FileSlip(name, inbox_folder.digest_of(data), clock.now(), self._desk.act("导入").by, FAULTY)
        try:
            return self._imported(slip, data)
        except (UnreadableFile, UsageError) as error:
            why = error.why if isinstance(error, UnreadableFile) else str(error)
            return FileOutcome(FAULTY, why.split("\n", maxsplit=1)[0], unread_paper(slip, f"{why}\n未写入任何内容"))

    def _imported(self, slip: FileSlip, data: bytes) -> FileOutcome:
        from duty_cli.cli.import_commands import read_as, source_files
        from duty_cli.importing.import_paper import faults, import_paper
        from duty_cli.importing.import_summary import headline
        from duty_cli.importing.run_import import import_files, rehearse

        desk = self._desk
        opened = self._opener.open_bytes(data, slip.digest, slip.name)
        files = source_files(desk, "导入", opened)
        done = rehearse(desk.ledger, desk.rules, desk.today, files, self._how)
        before = "" if done.unsettled or _brings_anything(done) else self._entered_before(slip.digest)
        if not done.unsettled and not before:
            done = import_files(desk.ledger, desk.rules, desk.today, files, self._how)
        slip = replace(slip, result=FAULTY if done.unsettled else "此前已登记" if before else TAKEN)
        paper = import_paper(slip, done, [read_as(one) for one in opened], found_before=before)
        said = f"{faults(done)}，未写入任何内容" if done.unsettled else before or headline(done, dry_run=False)
        return FileOutcome(FAULTY if done.unsettled else TAKEN, said, paper, done.written)

    def _entered_before(self, digest: str) -> str:
        """What is said of a file of which everything stands in the ledger."""
        with self._desk.ledger.reading() as reading:
            found = [one for one in reading.batches() if one.act.source_digest == digest]
        if not found:
            return "此前已登记：各行账本中都有相同的记录"
        act = found[0].act
        batches = "、".join(str(one.seq) for one in found)
        return f"此前已登记：{act.by} {act.at:%Y-%m-%d %H:%M} {act.command}（批次 {batches}）"


def _brings_anything(done: Imported) -> bool:
    from duty_cli.model.import_result import RowStatus

    return bool(done.total(RowStatus.NEW) or done.settled.entries)


class Inbox:
    """One run over one folder."""

    def __init__(self, desk: AppContext, place: Path, told: FileOptions, how: ImportOptions) -> None:
        self._desk, self._told, self._how = desk, told, how
        self.by = desk.act("导入").by
        self._memory = ShellMemory()
        beside = identity(told.map_) if told.map_ else None
        self._folder = InboxFolder(place, () if beside is None else (beside,))
        self._ripening = Ripening(inbox_folder.QUIET)
        self._said: dict[str, str] = {}
        self._stopped = ""
        self.counts = {TAKEN: 0, FAULTY: 0}
        self.unmoved = 0
        """Files of which the entries stand, and which could not be moved."""

    def begin(self) -> None:
        """Whatever is wrong with the options, the rules or the ledger is told before any file is waited for."""
        Intake(self._desk, self._told, self._how)
        self._desk.let_go()

    def left(self) -> list[str]:
        """What lies in the folder now."""
        return [called(Path(one.name)) for one in self._folder.look()]

    def go_through(self) -> None:
        """Go through the files that are whole now."""
        found = self._folder.look()
        self._said = {name: why for name, why in self._said.items() if name in {one.name for one in found}}
        ripe = self._ripening.ripe(found, monotonic())
        if ripe:
            with self._desk.anew(self.by, self._memory) as desk:
                from duty_cli.cli import output_guard

                output_guard.begin(desk)
                intake = Intake(desk, self._told, self._how)
                for one in ripe:
                    with systems.uninterrupted():
                        self._go_through(intake, one)
        self._stopped = ""

    @property
    def waits(self) -> bool:
        """Whether a file was there at the last look that is not done with."""
        return self._ripening.waits

    def _go_through(self, intake: Intake, file: FoundFile) -> None:
        name = called(Path(file.name))
        try:
            data = self._folder.read(file)
        except UnreadableFile as error:
            self._put_off(file, f"{name}：{error.why}")
            return
        if data is None:
            self._tell_once(file, f"{name}：还在写入，或正在 WPS、Excel 中打开；写完、关闭后自动处理")
            self._ripening.forget(file)
            return
        try:
            came = intake.outcome(name, data)
        except DutyError as error:
            if isinstance(error, LedgerError | RulesError) or error.exit_code == LOOK_FIRST:
                raise
            self._put_off(file, f"{name}：{error}")
            return
        self._put_away(file, name, data, came)

    def _put_away(self, file: FoundFile, name: str, data: bytes, came: FileOutcome) -> None:
        from duty_cli.documents.html_page import as_html

        try:
            goal = self._folder.put_away(file, inbox_folder.digest_of(data), came.into, as_html(came.paper).encode())
        except DutyError as error:
            self.unmoved += came.entered
            done = "已在账本中，但" if came.entered else ""
            self._put_off(file, f"{name}：{came.said}；{done}没有移走，以后再试：{error}")
            return
        self._said.pop(file.name, None)
        if goal is None:
            say(f"{name}：{came.said}；处理期间文件又有变动，现在的一份另行处理")
            self._ripening.forget(file)
            return
        self.counts[came.into] += 1
        self._ripening.forget(file)
        say(f"{clock.now():%H:%M:%S} {name}：{came.said}　→ {Path(came.into) / called(goal)}")

    def stopped_by(self, error: DutyError) -> None:
        """Say, once, why nothing can be gone through at present."""
        if self._stopped != str(error):
            self._stopped = str(error)
            remark(f"错误：{error}；文件都留在原处，排除后自动继续")

    def _put_off(self, file: FoundFile, why: str) -> None:
        self._tell_once(file, why)
        self._ripening.put_off(file, monotonic() + PATIENCE)

    def _tell_once(self, file: FoundFile, why: str) -> None:
        if self._said.get(file.name) != why:
            self._said[file.name] = why
            remark(why)


def watch_folder(
    desk: AppContext, place: Path, told: FileOptions, how: ImportOptions, *, once: bool, poll: bool
) -> None:
    """Take in the files of a folder, those that are there and until Ctrl+C those that come; ``once``: then no others."""
    _refuse_unfit(desk, place)
    wakes = None if once else _wakes(place, poll)
    inbox = Inbox(desk, place, told, how)
    with only_one(place, f"{systems.computer()}，{inbox.by}，自 {clock.now():%Y-%m-%d %H:%M:%S}"):
        inbox.begin()
        if wakes is None:
            _go_through_once(inbox)
            return
        say(
            f"正在收件：{place}。核对无误的登记后移入 {TAKEN}，有问题的移入 {FAULTY}，"
            "结果写在旁边的 .html；按 Ctrl+C 结束"
        )
        try:
            _keep_going(inbox, wakes)
        except KeyboardInterrupt:
            say(f"收件结束：{_counted(inbox)}")


def _refuse_unfit(desk: AppContext, place: Path) -> None:
    if not place.is_dir():
        raise UnreadableFile(place, "没有这个文件夹；请核对名称")
    data = (desk.place if isinstance(desk.place, Path) else LEDGER).resolve().parent
    unfit = {data.parent: "工作区", data: "账本所在的文件夹", desk.rules_folder.resolve(): "规则文件所在的文件夹"}
    what = unfit.get(place.resolve())
    if what is not None:
        raise UnfitInbox(place, what)
    if place.name in {TAKEN, FAULTY}:
        raise UnfitInbox(place, "放处理过的文件的")


_HELD = 10.0
"""Seconds after which it is tried again, where it was not a file that was wrong."""

_ROUNDS = 3
"""How often one run looks at files that are still being written."""


def _go_through_once(inbox: Inbox) -> None:
    for _ in range(_ROUNDS):
        inbox.go_through()
        if not inbox.left():
            break
        sleep(inbox_folder.QUIET)
    left = inbox.left()
    rest = f"；留在原处 {len(left)} 份：{'、'.join(left)}" if left else ""
    say(f"收件完毕：{_counted(inbox)}{rest}")
    if inbox.unmoved:
        raise typer.Exit(LOOK_FIRST)
    if left or inbox.counts[FAULTY]:
        raise typer.Exit(1)


def _counted(inbox: Inbox) -> str:
    return "，".join(f"{into} {count} 份" for into, count in inbox.counts.items())


def _keep_going(inbox: Inbox, wakes: Iterator[bool]) -> None:
    again = held = 0.0
    for changed in wakes:
        now = monotonic()
        if now < held or not (changed or inbox.waits or now >= again):
            continue
        again = now + PATIENCE
        try:
            inbox.go_through()
        except LedgerDamaged:
            raise
        except DutyError as error:
            inbox.stopped_by(error)
            held = now + _HELD


def _wakes(place: Path, poll: bool) -> Iterator[bool]:
    """Wake when something changes in the folder (then true), and every few seconds. Raises WatchingMissing."""
    try:
        from watchfiles import watch
    except ImportError:
        raise WatchingMissing from None

    def woken() -> Iterator[bool]:
        every = int(inbox_folder.QUIET * 1000)
        while True:
            try:
                for changes in watch(
                    place,
                    watch_filter=None,
                    rust_timeout=every,
                    yield_on_timeout=True,
                    force_polling=poll or None,
                    recursive=False,
                ):
                    yield bool(changes)
            except (OSError, RuntimeError):  # the folder is gone, or the system tells of no more changes
                sleep(inbox_folder.QUIET)
                yield True

    return woken()
