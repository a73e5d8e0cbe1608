"""Fields: what was worked out is read, the instruction is not, and a page's number is only ever that."""

from __future__ import annotations

from dataclasses import dataclass, field

from duty_cli.intake.document.parts import Element, value

_NUMBERS = {"PAGE": "〔页码〕", "PAGEREF": "〔页码〕", "NUMPAGES": "〔页数〕", "SECTIONPAGES": "〔页数〕"}
"""What every program reckons anew as it lays out the pages."""


def number_of(instruction: str) -> str:
    """What stands for the result of a field whose result is not compared; "" for all others."""
    return _NUMBERS.get(instruction.strip().partition(" ")[0].upper(), "")


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False


@dataclass
class Fields:
    """The fields that have begun and not ended, the innermost last."""

    _open: list[_Field] = field(default_factory=list)

    def is_read(self) -> bool:
        """Whether text that stands here is part of what is seen."""
        return all(one.in_result and not number_of(one.instruction) for one in self._open)

    def instruct(self, text: str) -> None:
        """A piece of an instruction."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += text

    def mark(self, element: Element) -> str:
        """Begin, divide or end a field; what is seen of it here."""
        sort = value(element, "fldCharType")
        if sort == "begin":
            self._open.append(_Field())
        elif sort == "separate" and self._open:
            self._open[-1].in_result = True
        elif sort == "end" and self._open:
            ended = self._open.pop()
            return number_of(ended.instruction) if self.is_read() else ""
        return ""
