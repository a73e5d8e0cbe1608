"""A desk kept by hand beside the real one: what was said, what was taken back, and what then counts, as plain lines of a book.

It knows the rules of ``tests/rules.yaml`` and the shipped paths by head, and asks nothing of the program but its types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from duty_cli.model.exact_numbers import Points
from duty_cli.model.ledger_protocol import NewRecord, YearClosing
from duty_cli.model.members import MemberKey
from duty_cli.model.proceedings import NewProceeding, NewStep, PathUse, StepWords
from duty_cli.model.records import Attendance, Leave, RecordFields

Said = NewRecord | Leave | YearClosing | NewProceeding | NewStep
Of = TypeVar("Of", NewRecord, Leave, YearClosing, NewProceeding, NewStep)

PRESENT = (Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY)
UNEXCUSED = (Attendance.ABSENT, Attendance.LEAVE_REFUSED)

AFTER: dict[PathUse, dict[str, tuple[str, ...]]] = {
    PathUse.FOLLOW_UP: {
        "提请": (),
        "决定": ("提请", "暂缓"),
        "暂缓": ("提请", "暂缓"),
        "落实": ("决定",),
        "不再办理": ("提请", "暂缓", "决定"),
    },
    PathUse.CHOICE: {"入选": (), "不入选": ()},
    PathUse.PUBLICATION: {
        "公示": (),
        "会议决定": ("公示", "会议决定"),
        "期满": ("公示", "会议决定"),
        "撤回": ("公示", "会议决定"),
    },
    PathUse.OBJECTION: {
        "收到": (),
        "答复": ("收到", "答复"),
        "维持": ("答复",),
        "更正": ("答复",),
        "撤回": ("收到", "答复"),
    },
}
"""After which steps each can come; after none, it is the first."""

ENDS = frozenset(["落实", "不再办理", "入选", "不入选", "期满", "撤回", "维持", "更正"])

NEEDS = {
    **dict.fromkeys(["暂缓", "不再办理", "期满", "撤回", "收到", "答复", "维持", "更正"], ("words",)),
    **dict.fromkeys(["决定", "入选", "不入选"], ("meeting", "words")),
    **{
        "提请": ("meeting",),
        "落实": ("place", "words"),
        "公示": ("until",),
        "会议决定": ("meeting", "number", "words"),
    },
}


@dataclass
class Line:
    """What one row says, the row that took it back last, and whether it stands."""

    said: Said
    stands: bool = True
    touched: int = 0


@dataclass
class Deed:
    """What one batch entered and what it took back, by seq."""

    entered: list[int]
    taken: list[int]


@dataclass
class Book:
    """All lines and all deeds, by seq."""

    lines: dict[int, Line] = field(default_factory=dict)
    deeds: dict[int, Deed] = field(default_factory=dict)

    def of(self, sort: type[Of]) -> dict[int, Of]:
        """The standing lines of one sort."""
        return {seq: one.said for seq, one in sorted(self.lines.items()) if one.stands and isinstance(one.said, sort)}

    def enter(self, batch: int, new: Iterable[tuple[int, Said]], taken: Iterable[int]) -> None:
        """Write down a deed."""
        deed = self.deeds[batch] = Deed([], sorted(taken))
        for seq in deed.taken:
            self.lines[seq].stands, self.lines[seq].touched = False, batch
        for seq, said in new:
            self.lines[seq] = Line(said, touched=batch)
            deed.entered.append(seq)

    @property
    def closed(self) -> set[int]:
        """The years that are closed."""
        return {one.year for one in self.of(YearClosing).values()}

    def total(self, member: MemberKey, year: int) -> Points:
        """What the records of a year come to."""
        own = [one.fields for one in self.of(NewRecord).values() if one.member == member and one.fields.on.year == year]
        plenary = [_plenary(one) for one in own if one.kind == "全体会议"]
        missed = sum(one.kind == "委员活动日" and one.attendance in UNEXCUSED for one in own)
        meetings = max(50 + max(plenary, default=0) - 5 * missed, 0)
        bills = min(8 * sum("立案" in one.stages for one in own), 20)
        report = 5 if any(one.kind == "年度履职报告" for one in own) else 0
        return min(meetings + bills + report + max((one.judged or 0 for one in own), default=0), 95)

    def against_record(self, member: MemberKey, said: RecordFields, besides: int = 0) -> bool:
        """Whether a record must be refused: its year is closed, its place is taken, a leave says otherwise."""
        if said.on.year in self.closed:
            return True
        if said.attendance is None:
            return False
        taken = any(
            (one.member, one.fields.kind, one.fields.on) == (member, said.kind, said.on) and seq != besides
            for seq, one in self.of(NewRecord).items()
        )
        granted = [one.granted for one in self.leaves(member, said.on)]
        unlike = (
            said.attendance in UNEXCUSED
            if any(granted)
            else said.attendance in (Attendance.ON_LEAVE, Attendance.EXEMPT)
        )
        return taken or (bool(granted) and unlike)

    def leaves(self, member: MemberKey, on: date) -> list[Leave]:
        """The leaves of a member that cover a day."""
        return [one for one in self.of(Leave).values() if one.member == member and one.first <= on <= one.last]

    def against_leave(self, new: Leave) -> bool:
        """Whether a leave must be refused: one for such a day stands, or the day is in a closed year."""
        others = (one for one in self.of(Leave).values() if one.member == new.member)
        meets = any(one.first <= new.last and new.first <= one.last for one in others)
        return meets or bool({new.first.year, new.last.year} & self.closed)

    def steps(self, proceeding: int) -> list[tuple[int, NewStep]]:
        """The standing steps of a proceeding."""
        return [(seq, one) for seq, one in self.of(NewStep).items() if one.proceeding == proceeding]

    def last(self, proceeding: int) -> str | None:
        """The step at which it stands."""
        steps = self.steps(proceeding)
        return steps[-1][1].name if steps else None

    def is_open(self, proceeding: int) -> bool:
        """Whether something is still to be done."""
        return self.last(proceeding) not in ENDS

    def in_hand(self, new: NewProceeding) -> bool:
        """Whether the same thing is being asked already."""
        same = (seq for seq, one in self.of(NewProceeding).items() if one.same_as(new))
        return any(self.is_open(seq) for seq in same)

    def against_void(self, seq: int) -> bool:
        """Whether a row must stay: it is gone already, its year is closed, or something rests on it."""
        return not self.lines[seq].stands or self.rests(seq, {seq})

    def rests(self, seq: int, going: set[int]) -> bool:
        """Whether something that stays rests on a standing line: a closed year, a later step."""
        said = self.lines[seq].said
        if isinstance(said, NewRecord):
            return said.fields.on.year in self.closed
        if isinstance(said, Leave):
            return bool({said.first.year, said.last.year} & self.closed)
        if isinstance(said, NewStep):
            later = any(at > seq and at not in going for at, _ in self.steps(said.proceeding))
            return later or (said.proceeding not in going and self.open_beside(said.proceeding, going))
        return isinstance(said, NewProceeding) and any(at not in going for at, _ in self.steps(seq))

    def open_beside(self, seq: int, going: set[int]) -> bool:
        """Whether a proceeding that ended would be open again beside another that asks the same."""
        every = self.of(NewProceeding)
        like = (at for at, one in every.items() if at not in going and one.same_as(every[seq]))
        return not self.is_open(seq) and any(self.is_open(at) for at in like)

    def publication(self, year: int) -> int | None:
        """The last publication of a year that was not withdrawn."""
        found = [
            seq
            for seq, one in self.of(NewProceeding).items()
            if (one.use, one.year) == (PathUse.PUBLICATION, year) and self.last(seq) not in (None, "撤回")
        ]
        return found[-1] if found else None

    def until(self, year: int) -> date | None:
        """The last day of its period."""
        found = self.publication(year)
        return None if found is None else self.steps(found)[0][1].said.until

    def waiting(self, year: int) -> list[int]:
        """The open objections of which no meeting has spoken."""
        found = self.publication(year)
        decided = [seq for seq, one in self.steps(found or 0) if one.name == "会议决定"]
        return [
            seq
            for seq, one in self.of(NewProceeding).items()
            if (one.use, one.year) == (PathUse.OBJECTION, year)
            and self.last(seq) is not None
            and self.is_open(seq)
            and seq > max(decided, default=0)
        ]

    def pending(self, year: int) -> bool:
        """Whether a period runs or an objection is open, and no meeting has decided all the same."""
        found = self.publication(year)
        return (found is not None and self.last(found) == "公示") or bool(self.waiting(year))

    def against_step(self, seq: int, name: str, said: StepWords, today: date) -> bool:
        """Whether a step must be refused: out of order, unsaid, of a wrong day, or founded on nothing."""
        if not self.lines[seq].stands:
            return True
        new, steps, last = self.of(NewProceeding)[seq], self.steps(seq), self.last(seq)
        after = AFTER[new.use].get(name)
        if after is None or last in ENDS or (last not in after if steps else after != ()):
            return True
        before = steps[-1][1].said.on if steps else date.min
        return said.on < before or against_words(name, said, today) or self.unfounded(new, seq, name, said)

    def unfounded(self, new: NewProceeding, seq: int, name: str, said: StepWords) -> bool:
        """Whether the day for a step has passed or not come, or nothing was done meanwhile that it speaks of."""
        until = self.until(new.year or 0)
        if name == "收到":
            return until is not None and said.on > until
        if name == "期满":
            return (until is not None and said.on <= until) or bool(self.waiting(new.year or 0))
        if name == "公示":
            return new.year not in self.closed
        if name == "更正" and new.target is not None:
            return self.lines[new.target].stands
        own = (one for one in self.lines.values() if isinstance(one.said, NewRecord) and one.said.member == new.member)
        return name == "更正" and not any(one.touched > seq for one in own)

    def undone(self, batch: int) -> tuple[list[int], list[Said]] | None:
        """What an undo takes back and enters again; None where it must be refused."""
        deed = self.deeds[batch]
        going = [seq for seq in deed.entered if self.lines[seq].stands]
        gone = [self.lines[seq].said for seq in deed.taken]
        if any(not isinstance(one, NewRecord | Leave) for one in gone):
            return None
        # What the batch made of a member's record was set right since: the record would stand beside it.
        left = [self.lines[seq].said for seq in deed.entered if not self.lines[seq].stands]
        members = {one.member for one in left if isinstance(one, NewRecord)}
        gone = [one for one in gone if not (isinstance(one, NewRecord) and one.member in members)]
        if any(self.rests(seq, set(going)) for seq in going):
            return None
        rest = Book({seq: one for seq, one in self.lines.items() if seq not in going})
        return None if any(rest.against(one, batch) for one in gone) else (going, gone)

    def against(self, said: Said, batch: int) -> bool:
        """Whether what a batch took back cannot be entered again: it was since, or something else has its place."""
        if isinstance(said, Leave):
            return self.against_leave(said)
        again = any(seq > batch and one == said for seq, one in self.of(NewRecord).items())
        return isinstance(said, NewRecord) and (again or self.against_record(said.member, said.fields))


def _plenary(said: RecordFields) -> int:
    return 10 if said.attendance in PRESENT else 5 if said.attendance is Attendance.ON_LEAVE else 0


def against_words(name: str, said: StepWords, today: date) -> bool:
    """Whether a step does not say what it must, or is of a day that has not come, or ends before it begins."""
    lacking = not said.by or any(not getattr(said, one) for one in NEEDS[name])
    return lacking or said.on > today or (said.until is not None and said.until < said.on)


def ordered(use: PathUse, names: list[str]) -> Iterator[bool]:
    """Whether each of the steps of a proceeding may follow the one before it."""
    for before, name in zip([None, *names], names, strict=False):
        yield AFTER[use][name] == () if before is None else before in AFTER[use][name]
