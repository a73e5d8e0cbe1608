"""Rows of a call beside one another: said twice in one file, said otherwise in two, or said again and counted once."""

from __future__ import annotations

from collections.abc import Mapping

from duty_cli.domain.fates import OnConflict
from duty_cli.office.fates import ImportRow
from duty_cli.office.repeats import Kept


class Peers:
    """The rows of which there may be two. ``yielding`` says which are left out, and which row each yields to."""

    def __init__(self, yielding: Mapping[ImportRow, ImportRow], on_conflict: OnConflict, *, accept_valid: bool) -> None:
        self.yielding = dict(yielding)
        self._on_conflict, self._accept_valid = on_conflict, accept_valid
        self._met, self._brought, self._left_out = Kept(), Kept(), Kept()
        self._used: set[ImportRow] = set()
        self._watched: set[tuple[int, int]] = set()

    def next_file(self) -> None:
        """Begin a file: it is compared with all files before it anew."""
        self._met, self._used = Kept(), set()

    def yields_to(self, said: ImportRow) -> ImportRow | None:
        """The row for whose sake ``said`` is left out: nobody knows which of the two is right."""
        other = self.yielding.get(said)
        if other is None:
            contested = next(self._left_out.clashing(said), None)
            return None if contested is None else self.yielding[contested]
        if self.yielding.get(other) == said:
            self._left_out.keep(said)
        return other

    def twin(self, said: ImportRow) -> ImportRow | None:
        """The row above it in the same file that has its number or its place."""
        found = next(self._met.clashing(said), None)
        self._met.keep(said)
        self._watched.add((said.file, said.line))
        if found is not None and self._accept_valid:
            self.yielding.update({found: said, said: found})
        return found

    def use_same(self, said: ImportRow) -> ImportRow | None:
        """A row of another file that brings in the very same, each once for a file."""
        for other in (*self._brought.clashing(said), *self._brought.alike(said)):
            if other not in self._used and (other.member.key, other.facts) == (said.member.key, said.facts):
                self._used.add(other)
                return other
        return None

    def clashing(self, said: ImportRow) -> ImportRow | None:
        """The row of another file that brings in something which ``said`` cannot be beside."""
        return next((other for other in self._brought.clashing(said) if other.file != said.file), None)

    def left(self, said: ImportRow) -> list[ImportRow]:
        """The rows of other files that may be the same thing, and are no other row's."""
        return [other for other in self._brought.alike(said) if other not in self._used]

    def bring(self, said: ImportRow) -> None:
        """Take note of a row that is written, if it is one of those of which there may be two."""
        if self._watched and (said.file, said.line) in self._watched:
            self._brought.keep(said)

    def dispute(self, said: ImportRow, other: ImportRow) -> None:
        """Take note that two files contradict each other: the later is right where that was asked for, else neither."""
        self._used.add(other)
        if self._on_conflict is OnConflict.CORRECT:
            self.yielding[other] = said
        elif self._on_conflict is OnConflict.STOP and self._accept_valid:
            self.yielding.update({other: said, said: other})
