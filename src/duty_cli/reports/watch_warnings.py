"""The warnings of a watch, one by one: under which number each is listed, and what was done about it (提醒情况)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from duty_cli.model.members import MemberKey
from duty_cli.model.proceedings import NewProceeding, PathUse, Proceeding
from duty_cli.reports.follow_up import step_in_words
from duty_cli.reports.watch import Watch, WatchedMember
from duty_cli.reports.watch_words import failing_said, lacking_said

DUTIES, SILENT = "最低要求", "长期没有登记"


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning: what it is about, of whom (None: an activity), on which ``grounds``, and what was done about it last."""

    about: str
    member: MemberKey | None
    grounds: tuple[str, ...]
    done: Proceeding | None = None

    def proceeding(self, path: str, year: int) -> NewProceeding:
        """The warning as a proceeding, in which what is done about it is kept."""
        return NewProceeding(path, PathUse.WARNING, self.about, self.member, year, None, self.grounds)

    @property
    def state(self) -> str:
        """What was done about it last, and whether it is otherwise by now; nothing where nothing was."""
        if self.done is None or self.done.last is None:
            return ""
        changed = "" if self.done.new.grounds == self.grounds else "；此后情况有变"
        return f"{step_in_words(self.done.last)}（事项序号 {self.done.seq}）{changed}"


def warnings_of(report: Watch) -> tuple[Warned, ...]:
    """The warnings in the order of the lists; each has the number of its place, from 1."""
    last = {(one.new.about, one.new.member): one for one in report.acknowledged if one.steps}
    return tuple(Warned(about, key, grounds, last.get((about, key))) for about, key, grounds in _warnings(report))


def _warnings(report: Watch) -> Iterator[tuple[str, MemberKey | None, tuple[str, ...]]]:
    """The order is that of the lists, and that of the rows in each."""
    about = f"照此{failing_said(report)}"
    yield from ((about, one.member.key, (lacking_said(one, report.book),)) for one in report.failing)
    yield from chain.from_iterable(map(_of_matters, report.members))
    for one in report.members:
        if one.duties:
            yield DUTIES, one.member.key, tuple(duty.minimum.id for duty in one.duties)
    for one in report.members:
        if one.silent_since is not None:
            yield SILENT, one.member.key, (one.silent_since.isoformat(),)
    for sheet, own in report.unsigned:
        yield f"未登记 {sheet.event}", None, tuple(map(str, own))


def _of_matters(one: WatchedMember) -> Iterator[tuple[str, MemberKey | None, tuple[str, ...]]]:
    yield from ((matter.proposal.id, one.member.key, matter.proposal.evidence) for matter in one.near_matters)
