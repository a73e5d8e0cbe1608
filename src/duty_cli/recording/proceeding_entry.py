"""Proceedings: opened, and moved a step on. A step out of order, without a name or a day, is refused (§§11, 12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from duty_cli.errors.proceeding_errors import (
    NoPath,
    NoProceeding,
    ProceedingOpen,
    StepEndsTooEarly,
    StepInFuture,
    StepLacks,
    StepOutOfOrder,
    StepTooEarly,
)
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, LedgerWriter, Operation
from duty_cli.model.members import Seq
from duty_cli.model.proceedings import (
    STEP_HEADINGS,
    NewProceeding,
    NewStep,
    PathStep,
    Proceeding,
    ProceedingPath,
    StepWords,
)
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.recording.step_grounds import refuse_unfounded


@dataclass(frozen=True, slots=True)
class StepAsked:
    """A step that somebody wants entered: by its name, none being the first of the path."""

    name: str | None
    said: StepWords


def open_proceedings(
    ledger: Ledger, act: Operation, path: ProceedingPath, new: Iterable[tuple[NewProceeding, StepAsked]], today: date
) -> tuple[Seq, ...]:
    """Open proceedings, each with its first step; their seqs. Raises ProceedingOpen and what :func:`take_step` does."""
    with ledger.writing(act) as writing:
        known = writing.proceedings()
        return tuple(_opened(writing, known, path, asked, one, today) for one, asked in new)


def _opened(
    writing: LedgerWriter,
    known: Sequence[Proceeding],
    path: ProceedingPath,
    asked: StepAsked,
    new: NewProceeding,
    today: date,
) -> Seq:
    before = next((one for one in known if one.is_open and one.new.same_as(new)), None)
    if before is not None:
        raise ProceedingOpen(in_words(writing, new), before.seq)
    step = _allowed(path, asked.name, None)
    _refuse(step, asked.said, None, today)
    refuse_unfounded(writing, new, None, (step.name, step.means), asked.said)
    seq = writing.append(new)
    writing.append(NewStep(seq, step.name, step.means, asked.said))
    return seq


def take_step(
    ledger: Ledger, act: Operation, paths: Sequence[ProceedingPath], proceeding: Seq, asked: StepAsked, today: date
) -> Proceeding:
    """Move a proceeding a step on; the proceeding as it then is.

    Raises NoProceeding, NoPath, StepOutOfOrder, StepLacks, StepInFuture, StepTooEarly, StepEndsTooEarly, and what
    ``refuse_unfounded`` does.
    """
    with ledger.writing(act) as writing:
        found = the_proceeding(writing, proceeding)
        path = next((one for one in paths if one.name == found.new.path), None) or _of_use(paths, found)
        step = _allowed(path, asked.name, found)
        _refuse(step, asked.said, found, today)
        refuse_unfounded(writing, found.new, found.seq, (step.name, step.means), asked.said)
        writing.append(NewStep(found.seq, step.name, step.means, asked.said))
        return the_proceeding(writing, found.seq)


def the_proceeding(reading: LedgerReader, seq: Seq) -> Proceeding:
    """The standing proceeding of that seq, or of which a step has it. Raises NoProceeding."""
    for one in reading.proceedings():
        if seq == one.seq or any(step.seq == seq for step in one.steps):
            return one
    raise NoProceeding(seq)


def _of_use(paths: Sequence[ProceedingPath], proceeding: Proceeding) -> ProceedingPath:
    """The path of a proceeding whose own is no longer in the file: the one of the same use. Raises NoPath."""
    found = next((one for one in paths if one.use is proceeding.new.use), None)
    if found is None:
        raise NoPath(proceeding.new.use)
    return found


def _allowed(path: ProceedingPath, name: str | None, proceeding: Proceeding | None) -> PathStep:
    """The step asked for, where it may come now; none named is the only one there can be."""
    last = None if proceeding is None else proceeding.last
    possible = (
        ()
        if proceeding is not None and not proceeding.is_open
        else path.next_after(None if last is None else last.name)
    )
    found = possible[0] if name is None and len(possible) == 1 else path.named(name or "")
    if found is None or found not in possible:
        raise StepOutOfOrder(name or "下一步", None if last is None else last.name, [one.name for one in possible])
    return found


def _refuse(step: PathStep, said: StepWords, proceeding: Proceeding | None, today: date) -> None:
    lacking = list(_lacking(step, said))
    if lacking:
        raise StepLacks(step.name, lacking)
    if said.on > today:
        raise StepInFuture(step.name, said.on, today)
    if said.until is not None and said.until < said.on:
        raise StepEndsTooEarly(step.name, said.on, said.until)
    last = None if proceeding is None else proceeding.last
    if last is not None and said.on < last.said.on:
        raise StepTooEarly(step.name, said.on, last.name, last.said.on)


def _lacking(step: PathStep, said: StepWords) -> Iterator[str]:
    """What must be said and is not: by whom always, for nothing is decided without a name."""
    for name, heading in STEP_HEADINGS.items():
        if (name == "by" or name in step.needs) and not getattr(said, name):
            yield heading


def in_words(reading: LedgerReader, new: NewProceeding) -> str:
    """What a proceeding is about, as messages and papers name it: 1001 赵一鸣 2026 年度约谈提醒."""
    member = "" if new.member is None else f"{reading.roster()[new.member]} "
    year = "" if new.year is None else f"{new.year} 年度"
    return f"{member}{year}{new.about}"
