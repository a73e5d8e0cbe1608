"""Reconcile rows of files with the ledger and with one another: new, already there, conflicting, or rejected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from duty_cli.errors.base import DutyError
from duty_cli.errors.invitation_errors import AwayAlready
from duty_cli.errors.record_errors import NamelessEvent, NoAttendance, UnknownSource
from duty_cli.importing.duplicate_rows import Hashes, Peers, taken
from duty_cli.model.capacities import Capacity
from duty_cli.model.expected_attendance import EventSheet
from duty_cli.model.import_result import (
    Conflict,
    FileResult,
    ImportOptions,
    ImportRow,
    Lines,
    OnConflict,
    Settling,
    SourceFile,
    differences,
)
from duty_cli.model.ledger_protocol import Entry, LedgerReader, NewRecord, Reversal
from duty_cli.model.members import MemberKey
from duty_cli.model.parsed_rows import Problem, RejectedRow
from duty_cli.model.periods import Period
from duty_cli.model.records import Attendance, Due, Record, RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.recording.already_entered import EventNames
from duty_cli.recording.event_sheets import Events, settling
from duty_cli.recording.existing_records import ExistingRecords, MemberRecords, may_be
from duty_cli.recording.record_validation import Content


@dataclass(frozen=True)
class PassState:
    """State carried from one pass over the files to the next.

    ``first`` file has something new; ``by_day``: some event has no name; ``repeated``: hashes of rows to compare;
    ``yielding``: rows left out, and the row each yields to; ``unknown``: sources found nowhere; ``corrected``: lines by file.
    """

    first: int = 0
    by_day: bool = False
    repeated: frozenset[int] = frozenset()
    yielding: Mapping[ImportRow, ImportRow] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    corrected: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


# An exception, so that leaving the transaction takes back what the pass has written.
class RestartPass(Exception):
    """Abort this pass and begin the next one with ``known``."""

    def __init__(self, known: PassState) -> None:
        super().__init__()
        self.known = known


_KEPT = 1 << 12


@dataclass(slots=True)
class RowSort:
    """What is the same of all rows that are alike in all but their own texts, found out with the first of them.

    ``filed`` is what they say in the file, ``whole`` as it will be written, ``place`` what :class:`Hashes` says of their event;
    ``brought``: one of them was brought in, so that the name of their event is known.
    """

    filed: RecordFields
    whole: RecordFields
    place: int | None
    brought: bool = False


class Judge:
    """One reconciliation pass over the files of a call, one after another."""

    def __init__(
        self,
        reading: LedgerReader,
        rules: Rules,
        today: date,
        files: Sequence[SourceFile],
        how: ImportOptions,
        known: PassState,
        *,
        rehearsing: bool = False,
    ) -> None:
        self.fates = tuple(FileResult(file.name) for file in files)
        self.members: set[MemberKey] = set()
        self._files, self._how, self._known = files, how, known
        self._content = Content(reading, rules, today)
        self._standing = ExistingRecords(reading)
        self._hashes = Hashes(len(files), by_day=known.by_day)
        self._peers = Peers(known.yielding, how.on_conflict, accept_valid=how.accept_valid)
        self._names = EventNames(reading, self._standing)
        self.events = Events(reading, self._content, rehearsing=rehearsing)
        self._dues: tuple[Due, ...] = ()
        self._wanted: set[str] = set()
        self._sorts: dict[int, RowSort] = {}
        self._begin(0)

    @property
    def blocked(self) -> bool:
        """Whether nothing may be written any more."""
        return not self._how.accept_valid and any(map(self._how.leaves_out, self.fates))

    def learned(self) -> PassState:
        """The state to carry on at the end of the pass."""
        # A source may come in by a later row, so that only the end of the last file tells that it is nowhere.
        unknown = {number for number in self._wanted if not self._standing.knows(number)}
        correcting = self._how.on_conflict is OnConflict.CORRECT
        # The reason of a batch names the lines it corrects, and it is opened before any of them is judged.
        lines = {at: tuple(of_file.against_ledger()) for at, of_file in enumerate(self.fates) if correcting}
        return replace(
            self._known,
            # Every pass reads the same rows: hashes found once need not be sought again.
            repeated=self._known.repeated or self._hashes.repeated(),
            yielding=self._peers.yielding,
            unknown=self._known.unknown | self._hashes.without(unknown),
            corrected={at: own for at, own in lines.items() if own},
        )

    def settle(self, sheets: Iterable[EventSheet]) -> Settling:
        """Enter those who are due and stand on none of the sheets, where it was told as what. Raises what stands against it."""
        missing = self._how.missing
        return Settling() if missing is None else settling(self._content, sheets, missing, {})

    def entries(self, at: int) -> Iterator[Entry]:
        """The entries to append for the file ``at``. Raises RestartPass."""
        file, empty = self._files[at], True
        self._begin(at)
        for row in file.rows:
            empty = False
            if isinstance(row, RejectedRow):
                self._here.refused.append(row)
            else:
                said = ImportRow(at, row.line, row.member, row.fields, row.capacity)
                yield from self._filed(said, asks=file.asks, unsigned=row.unsigned)
        # Rows that are like a record by title alone wait until all others have claimed theirs.
        for said in self._late:
            stands = self._nearest(said)
            yield from self._new(said, self._sort(said.fields)) if stands is None else self._changed(said, stands)
        if empty:
            nothing = Problem(file.name, 1, "", "文件中没有一条记录", "请核对文件")
            self._here.refused.append(RejectedRow(1, tuple(file.problems) or (nothing,)))

    def _begin(self, at: int) -> None:
        self._here = self.fates[at]
        self._dues = (*self._files[at].dues, *([] if self._how.due is None else [self._how.due]))
        self._late: list[ImportRow] = []
        self._days: set[date] = set()
        self._standing.next_file()
        self._peers.next_file()

    def _filed(self, said: ImportRow, *, asks: bool, unsigned: bool) -> Sequence[Entry]:
        """What has to be appended for a row as it stands in a file, which may leave attendance unsaid.

        Where the file says that somebody did not sign, it was not forgotten: it is told, and nothing stands for him.
        """
        sort = self._sort(said.fields)
        if sort.whole is sort.filed:
            return self._row(said, sort)
        whole = self._content.whole(said.fields)
        # An empty cell becomes 出席 in a list of those who came; a sheet with a cell for it has left it unsaid.
        if (asks or unsigned) and whole.attendance is not said.fields.attendance:
            if self._only_invited(said):
                return self._invitation_of(said, whole)
            state = self._unsaid(said)
            if state is None and unsigned and self._how.missing is None:
                self._here.unsigned.append(said)
                return ()
            if state is None:
                self._refuse(said, [NoAttendance(said.fields.note)])
                return ()
            whole = replace(whole, attendance=state)
            sort = self._sort(whole)
        elif said.fields.alike is not None:
            whole.alike = sort.whole
        return self._row(replace(said, fields=whole), sort)

    def _only_invited(self, said: ImportRow) -> bool:
        """Whether a row says in which capacity a member was invited, and not whether the member came: no record, then.

        Who is due is open (未登记) unless it was told as what such are entered; a guest who did not come is nothing.
        """
        if said.capacity is None or "假" in (said.fields.note or ""):
            return False
        return said.capacity is Capacity.GUEST or self._how.missing is None

    def _invitation_of(self, said: ImportRow, fields: RecordFields) -> Sequence[Entry]:
        """What is to be kept of a row that only says in which capacity a member was invited; ``fields`` as if the member had come."""
        self.events.declare(fields, self._dues)
        wrong = [*self._invited(replace(said, fields=fields)), *self._content.problems(said.member, fields)]
        stands = self._standing.in_place(said.member, fields, again=self._how.again)
        away = stands.fields.attendance if isinstance(stands, Record) else None
        if said.capacity is Capacity.GUEST and isinstance(stands, Record) and away is not None and not away.present:
            wrong.append(AwayAlready(said.member, fields.occasion, away, stands.seq))
        if wrong:
            self._refuse(said, wrong)
            return ()
        assert said.capacity is not None, "it is what the row says"
        self._here.invited[said.capacity] = self._here.invited.get(said.capacity, 0) + 1
        return (*self.events.name(fields), *self.events.invited())

    def _invited(self, said: ImportRow) -> Iterator[DutyError]:
        """Take note of the capacity that a row tells; what is wrong with that."""
        if said.capacity is not None:
            yield from self.events.invite(said.member, said.fields, said.capacity)

    def _sort(self, fields: RecordFields) -> RowSort:
        """What is known of the rows that are alike with this one."""
        alike = fields.alike
        found = None if alike is None else self._sorts.get(id(alike))
        if found is None:
            filed = fields if alike is None else alike
            whole = self._content.whole(filed)
            found = RowSort(filed, whole, self._hashes.place(whole))
            if alike is not None:
                if len(self._sorts) == _KEPT:
                    self._sorts.clear()
                self._sorts[id(alike)] = found
        return found

    def _unsaid(self, said: ImportRow) -> Attendance | None:
        """The state of a member beside whose name none stands: by the leave register, else as was told, else unknown.

        Where a remark speaks of leave nobody is entered as away without it.
        """
        missing = self._how.missing
        if missing is None:
            return None
        if self._content.granted(said.member.key, said.fields.kind, said.fields.on):
            return Attendance.ON_LEAVE
        return None if missing.unexcused and "假" in (said.fields.note or "") else missing

    def _row(self, said: ImportRow, sort: RowSort) -> Sequence[Entry]:
        """Classify a row as there, conflicting, rejected or new, and note it so; the entries to append for it."""
        fields = said.fields
        self._days.add(fields.on)
        if self._dues:
            self.events.declare(fields, self._dues)
        # Rows before this one were hashed by event, but a nameless event may be any of them: again, by day.
        if fields.attendance is not None and not self._known.by_day and not fields.event:
            raise RestartPass(replace(self._known, by_day=True))
        repeated = not self._known.repeated.isdisjoint(self._hashes.note(said, sort.place))
        # Before anything is claimed: a row that yields must not take a record from another.
        if repeated and self._is_left_out(said):
            return ()
        beside = self._standing.of(said.member.key, fields.counted.year)
        # Nothing there that it could be or stand in the place of, and no name that could be another spelling: nearly every row.
        alone = sort.brought and fields.number is None and not repeated and not beside
        if not alone and self._is_there(said, beside, repeated=repeated):
            # The row is there, yet who is due at its event may be said for the first time.
            return self._said_of_event(said)
        wrong = [*self._invited(said), *self._content.problems(said.member, fields)]
        # Who is due is kept by the name of the event: without one it would be said of every meeting of the day.
        if self._dues and fields.attendance is not None and not fields.event:
            wrong.append(NamelessEvent(fields.kind, fields.on))
        if fields.source is not None:
            wrong += self._of_source(fields.source)
        stands = None if wrong or alone else self._stands(said, sort, repeated=repeated)
        if isinstance(stands, DutyError):
            wrong.append(stands)
        if wrong:
            self._refuse(said, wrong)
            return ()
        if isinstance(stands, Record | ImportRow):
            return self._changed(said, stands)
        return self._new(said, sort) if fields.attendance is not None or self._alone(said, beside) else ()

    def _said_of_event(self, said: ImportRow) -> Sequence[Entry]:
        """What is to be kept of the event of a row that is there, of the capacity of its member too."""
        if wrong := list(self._invited(said)):
            self._refuse(said, wrong)
            return ()
        return () if said.fields.attendance is None else (*self.events.name(said.fields), *self.events.invited())

    def _is_left_out(self, said: ImportRow) -> bool:
        """Whether a row is skipped for a conflicting one in this file or another; noted as conflict or rejected."""
        other = self._peers.yields_to(said)
        if other is not None and other.file != said.file:
            self._here.changed.append(self._conflict(said, other))
            return True
        twin = other or self._peers.twin(said)
        if twin is not None:
            self._refuse(said, [taken(said, twin, f"{self._files[twin.file].name} 第 {twin.line} 行")])
        return twin is not None

    def _is_there(self, said: ImportRow, beside: MemberRecords, *, repeated: bool) -> bool:
        """Deduplicate: whether an identical record is in the ledger or in a file before; noted as already there."""
        where = ""
        if beside.claim_equal(said.fields) is None:
            same = self._peers.use_same(said) if repeated else None
            if same is None:
                return False
            where = self._files[same.file].name
        self._here.there.setdefault(where, Lines()).add(said.line)
        self._hashes.admit(said.fields.number)
        return True

    def _refuse(self, said: ImportRow, errors: Sequence[DutyError]) -> None:
        problems = (Problem(self._here.name, said.line, error.column, str(error)) for error in errors)
        self._here.refused.append(RejectedRow(said.line, tuple(dict.fromkeys(problems))))

    def _of_source(self, number: str) -> Iterator[DutyError]:
        """Its source is nowhere: which can be said of a source only when every file has been read."""
        self._wanted.add(number)
        if number in self._known.unknown:
            yield UnknownSource(number)

    def _stands(self, said: ImportRow, sort: RowSort, *, repeated: bool) -> Record | ImportRow | DutyError | None:
        """What stands in the place of a row: a row of another file, or the record of its number or its event.

        Beside an event without a name or with a name like its own, or in the place of yet another record, the row is refused.
        """
        peer = self._peers.clashing(said) if repeated else None
        if peer is not None:
            # The same event or number is a contradiction to settle; beside a nameless event it may be another one.
            sure = said.fields.event == peer.fields.event or said.fields.number == peer.fields.number is not None
            return peer if sure else taken(said, peer, f"{self._files[peer.file].name} 第 {peer.line} 行")
        stands = self._standing.in_place(said.member, said.fields, again=self._how.again)
        unheard = stands is None and not sort.brought and not self._how.again
        return self._names.like(said.fields) if unheard else stands

    def _alone(self, said: ImportRow, beside: MemberRecords) -> bool:
        """Whether there is nothing that may be the same under another day or number; else that is seen at the end of the file."""
        if said.fields.title is None or not (beside.kin(said.fields) or self._peers.left(said)):
            return True
        self._late.append(said)
        return False

    def _nearest(self, said: ImportRow) -> Record | ImportRow | None:
        """The likeliest duplicate by kind and title that no row of the file has claimed: the nearest by day."""
        # Only within the days of the file: the same title a year later is another thing.
        days = Period(min(self._days), max(self._days))
        peers = (other for other in self._peers.left(said) if may_be(said.fields, other.fields, days))
        found: list[Record | ImportRow] = [*self._standing.namesakes(said.member.key, said.fields, days), *peers]
        return min(found, key=lambda other: abs(other.fields.on - said.fields.on), default=None)

    def _changed(self, said: ImportRow, stands: Record | ImportRow) -> Sequence[Entry]:
        self._here.changed.append(self._conflict(said, stands))
        if isinstance(stands, ImportRow):
            self._peers.dispute(said, stands)
            return ()
        # Claimed even if the ledger is kept: no other row may be taken for the same record.
        self._standing.claim(stands)
        if self._how.on_conflict is not OnConflict.CORRECT:
            attended = said.fields.attendance is not None and said.fields.event == stands.fields.event
            return (*self.events.name(said.fields), *self.events.invited()) if attended else ()
        self._standing.take_back(stands)
        # Nothing is edited: the record is reversed and entered anew, in one batch.
        return (Reversal(stands.seq), *self._bring(said, self._sort(said.fields)))

    def _conflict(self, said: ImportRow, stands: Record | ImportRow) -> Conflict:
        """How a row differs from what stands."""
        whose = stands.member if isinstance(stands, ImportRow) else self._standing.roster[stands.member]
        place = (self._files[stands.file].name, stands.line) if isinstance(stands, ImportRow) else stands.seq
        unlike = differences((whose, stands.fields), (said.member, said.fields))
        return Conflict(said.line, said.member, said.fields, place, unlike)

    def _new(self, said: ImportRow, sort: RowSort) -> Sequence[Entry]:
        self._here.new += 1
        return self._bring(said, sort)

    def _bring(self, said: ImportRow, sort: RowSort) -> Sequence[Entry]:
        fields = said.fields
        self._peers.bring(said)
        self._hashes.admit(fields.number)
        self.members.add(said.member.key)
        if fields.attendance is None:
            return (NewRecord(said.member.key, fields),)
        activities: Sequence[Entry] = ()
        # Of an event whose name was taken note of, only words on who is due say anything new.
        if not sort.brought or self._dues:
            self._names.bring(fields, f"{self._here.name} 第 {said.line} 行")
            activities = self.events.name(fields)
            sort.brought = True
        invited = self.events.invited() if said.capacity else ()
        self.events.sign(said)
        return (*activities, *invited, NewRecord(said.member.key, fields))
