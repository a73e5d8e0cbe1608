"""The desk: where the workspace is and who sits at it. Ledger, rules and roster are opened on first use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli import __version__
from duty_cli.cli import clock
from duty_cli.cli.ledger_place import LEDGER, LedgerPlace, there_or_told_later, workspace_of
from duty_cli.errors.base import LedgerError, UsageError
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.lookup_errors import UnknownMember
from duty_cli.errors.rule_errors import NoRulesThen

if TYPE_CHECKING:
    from duty_cli.cli.local_cache import LocalCache
    from duty_cli.cli.opened_ledger import OpenedLedger
    from duty_cli.cli.report_context import ReportContext
    from duty_cli.cli.sound_ledger import SoundLedger
    from duty_cli.model.ledger_protocol import Ledger, Operation, WholeReader
    from duty_cli.model.members import Member, Seq
    from duty_cli.model.name_order import NamesBy
    from duty_cli.model.office_calendar import OfficeDuty
    from duty_cli.model.office_words import OfficeWords
    from duty_cli.model.periods import Period
    from duty_cli.model.proceedings import PathUse, ProceedingPath
    from duty_cli.model.rulebook import Rulebook, Rules
    from duty_cli.model.working_days import WorkingDays
    from duty_cli.rules.style_file import StyleFile

RULES = Path("rules")


class ShellMemory:
    """What a line of ``duty shell`` hands to the next: the rules, which stand and fall with the bytes of their files."""

    rules: Rules | None = None


class AppContext:
    """One run of the program at one workspace."""

    def __init__(
        self,
        ledger: LedgerPlace | None,
        rules: Path | None,
        by: str | None,
        *,
        rules_named: bool = False,
        shell: ShellMemory | None = None,
    ) -> None:
        self.place = ledger or LEDGER
        """Where the ledger is."""
        self._rules_path = rules
        self._rules_named = rules_named
        self.by = by
        self.shell = shell
        """Of a line of ``duty shell`` what the lines before it hand on; None where this is no such line."""
        self.names_by: NamesBy | None = None
        """The order of lists that this call asks for."""
        self.clock_was_wrong = False
        self._told = False
        self._keeps = False

    def __enter__(self) -> AppContext:
        """From here to the end the ledger's file is opened once."""
        self._keeps = True
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Close it, and remember how far it went. Raises LedgerDamaged where that is why the program failed."""
        if "store" in self.__dict__ and self.store.last_entered:
            from duty_cli.cli.last_head import note_head

            note_head(self.place, self.store)
        self.let_go()
        if isinstance(error, Exception):
            from duty_cli.cli.sound_ledger import tell_damage

            read = "store" in self.__dict__ and not self.store.last_entered
            tell_damage(self.place, error, self.verify if read else None)

    def let_go(self) -> None:
        """Hold the ledger's file open no longer between transactions."""
        self._keeps = False
        if "store" in self.__dict__:
            self.store.let_go()

    def anew(self, by: str, memory: ShellMemory) -> AppContext:
        """The same desk as if the program were called now: ``by`` sits at it, files are as they are by then."""
        found = AppContext(self.place, self._rules_path, by, rules_named=self._rules_named, shell=memory)
        found.clock_was_wrong = self.clock_was_wrong
        return found

    @property
    def rules_path(self) -> Path:
        """The rule file or folder: as told, else ``rules/`` beside the ledger's folder."""
        return self._rules_path or workspace_of(self.place) / RULES

    @property
    def rules_folder(self) -> Path:
        """The folder in which the rules lie."""
        return self.rules_path if self.rules_path.is_dir() else self.rules_path.parent

    @property
    def rules_folder_to_be(self) -> Path:
        """The folder in which the rules lie, or are to lie where they are lost."""
        named = self.rules_path
        return named.parent if named.suffix.lower() in {".yaml", ".yml"} else named

    def calling(self) -> OfficeWords:
        """What the office calls its members, groups and leaders."""
        return self.looks.calling

    @property
    def today(self) -> date:
        """This day."""
        return clock.today()

    @cached_property
    def store(self) -> OpenedLedger:
        """The ledger, opened."""
        from duty_cli.cli.opened_ledger import opened_for_desk

        return opened_for_desk(self.place, self._listed, self.sound, keep=self._keeps)

    def _missing(self) -> LedgerError:
        from duty_cli.cli.former_use import missing

        return missing(self.place)

    @cached_property
    def looks(self) -> StyleFile:
        """The style file beside the rules."""
        from duty_cli.rules.style_file import StyleFile

        return StyleFile(self.rules_folder)

    @cached_property
    def paths(self) -> tuple[ProceedingPath, ...]:
        """The paths of proceedings: the office's own beside the rules, else those shipped. Raises StepProblems."""
        from duty_cli.cli.bundled_files import STEPS_FILE
        from duty_cli.rules.proceeding_paths import load_paths

        return load_paths(*self._own_or_shipped(STEPS_FILE))

    @cached_property
    def duties(self) -> tuple[OfficeDuty, ...]:
        """What the office owes and by when: its own calendar beside the rules, else the one shipped. Raises CalendarProblems."""
        from duty_cli.cli.bundled_files import CALENDAR_FILE
        from duty_cli.rules.calendar_file import load_calendar

        return load_calendar(*self._own_or_shipped(CALENDAR_FILE))

    @cached_property
    def working_days(self) -> WorkingDays:
        """Which days are worked: the office's table beside the rules, over the library's. Raises HolidayProblems."""
        from duty_cli.cli.bundled_files import HOLIDAYS_FILE
        from duty_cli.rules.holiday_table import load_holidays

        return load_holidays(*self._own_or_shipped(HOLIDAYS_FILE))

    def _own_or_shipped(self, name: str) -> tuple[str, bytes]:
        """The office's file of that name beside the rules, else the one shipped, by the name that its problems are told with."""
        from duty_cli.cli.bundled_files import shipped

        own = self.rules_folder / name
        try:
            return (str(own), own.read_bytes()) if own.exists() else (name, shipped(name))
        except OSError as error:
            raise UnreadableFile(own, error.strerror or str(error)) from error

    def path_for(self, use: PathUse) -> ProceedingPath:
        """The path of that use. Raises NoPath."""
        found = next((one for one in self.paths if one.use is use), None)
        if found is None:
            from duty_cli.errors.proceeding_errors import NoPath

            raise NoPath(use)
        return found

    def _listed(self, members: Iterable[Member], period: Period, by: NamesBy | None = None) -> list[Member]:
        """Members in the order asked for, else the office's; told where a character's strokes are not known."""
        from duty_cli.model.name_order import NamesBy, without_strokes

        found = self.looks.order.listed(members, period, by or self.names_by)
        if (by or self.names_by or self.looks.order.by) is NamesBy.STROKES:
            lacking = [f"{one}（{said}）" for one in found if (said := without_strokes(one.name))]
            if lacking and not self._told:
                self._told = True
                from duty_cli.cli.output import remark

                remark(f"没有笔画数据的字，按编码排在最后：{'、'.join(lacking)}")
        return found

    @property
    def ledger(self) -> Ledger:
        """The ledger as the other packages see it."""
        return self.store

    @cached_property
    def rules(self) -> Rules:
        """The rules of the workspace. Looked for only where there is a ledger: without one, that is what is said."""
        files = self.rule_files()
        before = None if self.shell is None else self.shell.rules
        found = before if before is not None and before.files == files else self._rules_of(files)
        if self.shell is not None:
            self.shell.rules = found
        return found

    def rule_files(self) -> dict[str, bytes]:
        """The bytes of the rule files, by name. Raises as reading them does, and NoLedger."""
        from duty_cli.rules.rules_folder import rule_files

        if self._rules_path is None and not there_or_told_later(self.place):
            raise self._missing()
        return rule_files(self.rules_path)

    def _rules_of(self, files: Mapping[str, bytes]) -> Rules:
        """The rules in the files' bytes, gone through where they are not known from before."""
        from duty_cli.model.rulebook import Rules
        from duty_cli.rules.rules_folder import digest, known_by

        def read() -> tuple[Rulebook, ...]:
            from duty_cli.rules.rule_files import load

            return load(files).every

        return Rules(self.cache.kept("rules", known_by(files), tuple, read), digest(files), dict(files))

    @cached_property
    def cache(self) -> LocalCache:
        """What was worked out before and is kept beside the ledger."""
        from duty_cli.cli.local_cache import LocalCache

        return LocalCache(self.place)

    def act(
        self, command: str, *, source: str | None = None, digest: str | None = None, reason: str | None = None
    ) -> Operation:
        """A deed of whoever sits here, now: asked where it is not plain, but for rules, which no person enters."""
        from duty_cli.cli.desk_name import name_at
        from duty_cli.model.ledger_protocol import Operation

        who = name_at(self.by, self.place, None if command == "规则登记" else lambda: self.ledger)
        return Operation(command, who, clock.now(), source, digest, reason, after_wrong_clock=self.clock_was_wrong)

    @property
    def who(self) -> str:
        """Whoever sits here: as told, else as answered today, else by the name of the login."""
        from duty_cli.cli.desk_name import name_at

        return name_at(self.by, self.place)

    def member(self, text: str, day: date | None = None) -> Member:
        """The member meant by a number, a full name, a name and sector (of ``day``, else the latest) or pinyin initials."""
        from duty_cli.parsing.member_lookup import label, typed_member

        with self.ledger.reading() as reading:
            reading.number_as_on(self.today)
            try:
                return typed_member(text, reading, day)
            except UnknownMember:
                bare, roster = text.strip().lstrip("0"), reading.roster()
                near = [label(one, day) for one in roster if bare.isdecimal() and one.number.lstrip("0") == bare]
                if near:  # the zeros before a number are easily left out
                    raise UnknownMember(text, near) from None
                raise

    def day(self, text: str, heading: str = "日期", *, near: bool = False, since: date | None = None) -> date:
        """The day typed here, now: see ``typed_day``."""
        from duty_cli.parsing.dates import typed_day

        return typed_day(text, self.today, heading=heading, near=near, since=since)

    @contextmanager
    def view(
        self, known_at: int | None, names_by: NamesBy | None = None, *, verify: bool = True
    ) -> Iterator[ReportContext]:
        """What a report is made from, now or as known at a seq; then the rules are those used at that time.

        ``names_by`` is the order of its lists, where not the office's. Nothing of it may be shown before the end, at which the
        ledger is verified. Raises LedgerDamaged.
        """
        self.names_by = names_by
        from duty_cli.cli.report_context import ReportContext
        from duty_cli.model.members import Seq
        from duty_cli.model.papers import Identity

        if not verify:
            from duty_cli.cli.output import remark

            remark("没有核对账本（--no-verify）：账本如有损坏，表上看不出来；正式使用前请去掉 --no-verify 重新生成")
        then = None if known_at is None else Seq(known_at)
        if then is None:
            rules = self.rules.about(None)
            self.enter_rules()
        else:
            rules, _ = self.rules_then(then)
        made_on = self._issued_on(then)
        with self.verified(then) if verify else self.ledger.reading(then) as reading:
            head = reading.head()
            identity = Identity(head.committee, head.seq, head.digest, rules.digest, __version__)
            made_on = made_on or (self.today if then is None else head.at.date())
            reading.number_as_on(made_on)
            yield ReportContext(reading, rules, identity, self.looks, self.today, lambda: self.duties, made_on)

    def verified(self, known_at: Seq | None = None) -> AbstractContextManager[WholeReader]:
        """A reading whose ledger is verified by its end; nothing of it may be shown before. Raises LedgerDamaged."""
        return self.store.verified_reading(known_at, self.sound)

    def verify(self) -> None:
        """Verify the ledger where it is not known to be sound. Raises LedgerDamaged."""
        with self.verified():
            pass

    @cached_property
    def sound(self) -> SoundLedger:
        """In what states the ledger was found sound."""
        from duty_cli.cli.sound_ledger import SoundLedger

        return SoundLedger(self.cache)

    def _issued_on(self, known_at: Seq | None) -> date | None:
        """The day on which a paper was issued that was made as known at that seq."""
        if known_at is None:
            return None
        with self.ledger.reading() as reading:
            return next((one.at.date() for one in reading.issues() if one.issue.known == known_at), None)

    def enter_rules(self) -> None:
        """Enter the rule files in the ledger where they differ from those last used, so that a report can be repeated."""
        from duty_cli.model.ledger_protocol import RulesUsed

        rules = self.rules
        with self.ledger.reading() as reading:
            last = reading.rules_used()
        texts = self.rule_texts()
        if last is not None and last.digest == rules.digest and texts.items() <= dict(last.files).items():
            return
        # Rules that differ may be a damaged row: nothing is entered on top of that.
        self.store.check(self.sound)
        try:
            with self.ledger.writing(self.act("规则登记")) as writing:
                writing.append(RulesUsed(rules.digest, tuple(sorted({**texts, **rules.files}.items()))))
        except LedgerError as error:
            if not error.why_not_entered:
                raise
            from duty_cli.cli.output import remark

            remark(f"规则文件有改动而{error.why_not_entered}，未能登记；本表以后不能用 --known-at 重新生成")

    def rule_texts(self) -> dict[str, bytes]:
        """The printed documents that the rules name, by name, as far as they can be read: they alter no score."""
        names = {book.text for book in self.rules.every if book.text}
        if not names:
            return {}
        from duty_cli.rules.printed_document.printed_text_file import readable_texts

        return readable_texts(self.rules_folder, names)

    def rules_then(self, known_at: Seq) -> tuple[Rules, dict[str, bytes]]:
        """The rules used at that seq and the printed documents entered with them, by name. Raises NoRulesThen."""
        from duty_cli.rules.rules_folder import without_texts

        if self._rules_named:
            raise UsageError("--known-at 使用当时登记的规则，不能同时指定 --rules；请去掉其中一项")
        with self.ledger.reading(known_at) as reading:
            used = reading.rules_used()
        if used is None:
            raise NoRulesThen(known_at)
        files, scoring = dict(used.files), without_texts(dict(used.files))
        return self._rules_of(scoring), {name: data for name, data in files.items() if name not in scoring}
