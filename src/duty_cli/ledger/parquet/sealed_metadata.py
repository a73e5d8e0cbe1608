"""What a sealed ledger says of itself, in the metadata of its file: JSON in one spelling."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from duty_cli.model.legal_time import BEIJING
from duty_cli.model.members import Seq
from duty_cli.model.periods import Period, Term
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern

FORMAT = "duty-sealed/1"
FORMAT_MARK = "duty-sealed/"
KEY = b"duty"
"""Under what name it stands in the file."""

CHECKPOINT = 10_000
"""After so many rows the hash is told, so that a row that was changed is found within them."""

_DIGEST = pattern("[0-9a-f]{64}")
_MOST_YEARS = 2_000


class NotMetadata(ValueError):
    """What stands there is not what :func:`metadata_text` writes."""


class NewerFormat(ValueError):
    """It is, but of a later format."""


@dataclass(frozen=True, slots=True)
class SealedMetadata:
    """The ledger as it stood: committee and terms, its last seq and the head there (hex), and the heads after every 10,000 rows.

    ``version`` is that of the ledger's schema, which says what columns there are; ``program`` that of the program that wrote the
    file; ``rules`` the digest of the rules last used; ``years`` the calendar years in which there are records; ``results`` the
    years whose results are told; ``at`` the moment of the last batch, so that one head always makes one file.
    """

    committee: str
    terms: tuple[Term, ...]
    seq: Seq
    head: str
    at: datetime
    checkpoints: tuple[str, ...]
    version: int
    program: str
    rules: str | None
    years: tuple[int, ...]
    results: tuple[int, ...]
    with_names: bool


def metadata_text(said: SealedMetadata) -> bytes:
    """The metadata as they stand in the file."""
    terms = [
        {"number": one.number, "first": one.period.first.isoformat(), "last": one.period.last.isoformat()}
        for one in said.terms
    ]
    told: dict[str, object] = {
        **{"format": FORMAT, "committee": said.committee, "terms": terms, "seq": said.seq, "head": said.head},
        **{"at": said.at.isoformat(), "checkpoints": said.checkpoints, "version": said.version},
        **{"program": said.program, "rules": said.rules, "years": said.years, "results": said.results},
        "with_names": said.with_names,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def read_metadata(text: bytes) -> SealedMetadata:
    """What :func:`metadata_text` wrote. Raises NotMetadata, NewerFormat."""
    try:
        told = json.loads(text)
        format_ = told["format"]
        if format_ != FORMAT and str(format_).startswith(FORMAT_MARK):
            raise NewerFormat(str(format_))
        said = _of(told)
        ours = metadata_text(said) == text and _plausible(said)
    except NewerFormat:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        raise NotMetadata from None
    if not ours:
        raise NotMetadata
    return said


def _of(told: Mapping[str, Any]) -> SealedMetadata:
    days = (Period(date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in told["terms"])
    return SealedMetadata(
        committee=told["committee"],
        terms=tuple(Term(one["number"], period) for one, period in zip(told["terms"], days, strict=True)),
        seq=Seq(told["seq"]),
        head=told["head"],
        at=datetime.fromisoformat(told["at"]).astimezone(BEIJING),
        checkpoints=tuple(told["checkpoints"]),
        version=told["version"],
        program=told["program"],
        rules=told["rules"],
        years=tuple(told["years"]),
        results=tuple(told["results"]),
        with_names=told["with_names"],
    )


def _plausible(said: SealedMetadata) -> bool:
    """Whether everything is of the type that it should be, and as many checkpoints as there must be."""
    texts = (said.committee, said.program, *(() if said.rules is None else (said.rules,)))
    numbers = (said.seq, said.version, *said.years, *said.results, *(one.number for one in said.terms))
    return (
        all(type(one) is str and one for one in texts)
        and all(type(one) is int and one > 0 for one in numbers)
        and type(said.with_names) is bool
        and len(said.checkpoints) == said.seq // CHECKPOINT
        and all(_DIGEST.fullmatch(one) for one in (said.head, *said.checkpoints))
        and len(said.years) + len(said.results) <= _MOST_YEARS
        and [*said.years] == sorted(set(said.years))
        and [*said.results] == sorted(set(said.results))
    )
