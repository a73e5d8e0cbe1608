"""What was proved of a rule file, as a paper: extremes, questions, categories, and the members who show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.model.proofs import Extreme, MemberProfile, ProofAnswer, ProofFinding, Proofs, ProofWitness, Reach
from duty_cli.model.records import TALLIED, RecordFields, Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.report_columns import Document, details, numbers

_NO_LIMIT = "没有限制"


def proofs_paper(report: Proofs, digest: str, version: str) -> Paper:
    """Lay the answers out, the witnesses numbered below."""
    shown = _Shown()
    sheets = [_scores(report, shown), _findings(report, shown), _reach(report), shown.sheet(report.book)]
    held = "、".join(f"{kind} {count} 次" for kind, count in report.held)
    notes = (
        "推算以全年在任、成果各不相同的委员为准，不计名额；例子由计分程序算出，分数和等次与报表相同",
        "最低分、最高分由规则推出，任何人都不会超出；能达到的举出例子，没有找到例子的写明“不能断定”",
        f"本年度举办：{held}；其余事项举办多少不限" if held else "各项活动举办多少不限；要限定的用 --held 写明",
    )
    title = f"{report.book.title}规则推算表"
    name = f"{report.book.file}，{report.year}年度"
    return Paper(
        title,
        tuple(one for one in sheets if one.rows),
        f"规则 {digest[:16]}｜duty {version}",
        subtitle=name,
        notes=notes,
    )


class _Shown:
    """The witnesses that the paper refers to, each with a number of its own."""

    def __init__(self) -> None:
        self._every: list[ProofWitness] = []

    def number(self, witness: ProofWitness) -> str:
        """How the paper calls a witness; the same one keeps its number."""
        if witness not in self._every:
            self._every.append(witness)
        return f"例{self._every.index(witness) + 1}"

    def sheet(self, book: Rulebook) -> Sheet:
        """All of them, with the records that their points come from."""
        graded = bool(book.bands)
        columns = (
            *(Column("例"), Column("委员"), Column("履职记录"), *numbers("总分"), Column("各类得分")),
            *((Column("等次"), Column("未达到和触及的")) if graded else ()),
        )
        rows = tuple(
            (
                *(f"例{at}", one.profile.name, _records(one.tallies, book), one.total, _parts(one)),
                *((one.grade, "、".join(one.limits)) if graded else ()),
            )
            for at, one in enumerate(self._every, 1)
        )
        return Sheet("例子", "例子", columns, rows)


def _parts(witness: ProofWitness) -> str:
    return "，".join(f"{name} {show(points)}" for name, points in witness.categories if points) or "无"


def _scores(report: Proofs, shown: _Shown) -> Sheet:
    columns = (Column("委员"), *numbers("最低分"), Column("依据"), *numbers("最高分"), Column("依据"))
    rows = tuple(
        (str(one.profile), *_extreme(one.least, "低于", "低", shown), *_extreme(one.most, "高于", "高", shown))
        for one in report.scores
    )
    return Sheet("最高最低", "各类委员的最低分和最高分", columns, rows)


def _extreme(one: Extreme, beyond: str, end: str, shown: _Shown) -> tuple[Cell, str]:
    """An end of what can be had, and why it is the end."""
    found = f"{shown.number(one.witness)}为 {show(one.witness.total)} 分"
    if one.bound is None:
        return _NO_LIMIT, f"规则没有写限制，如{found}"
    if one.proved:
        return one.bound, f"能达到，见{shown.number(one.witness)}"
    return one.bound, f"不会{beyond} {show(one.bound)} 分；能否达到不能断定，找到最{end}的是{found}"


def _findings(report: Proofs, shown: _Shown) -> Sheet:
    columns = (Column("问题"), Column("委员"), Column("答案"), Column("依据"))
    rows = tuple((one.question, str(one.profile), one.answer.value, _why(one, shown)) for one in report.findings)
    return Sheet("问答", "表决前要问的", columns, rows)


def _why(one: ProofFinding, shown: _Shown) -> str:
    return one.why if one.witness is None else f"{shown.number(one.witness)}：{one.why}"


def _reach(report: Proofs) -> Sheet:
    columns = (Column("类别"), Column("依据"), Column("不任职务的能否得分"), *numbers("最高"), Column("其他委员最高"))
    rows = tuple(
        (one.category, one.clause, one.answer.value, _most(one.common), "；".join(_others(one))) for one in report.reach
    )
    return Sheet("各类得分", "各类得分由谁取得", columns, rows)


def _others(one: Reach) -> Iterator[str]:
    """The other profiles that can have more or less than who holds nothing."""
    for profile, most in one.others:
        if most != one.common:
            yield f"{profile.name} {most if most is None else show(most)}".replace("None", _NO_LIMIT)


def _most(most: Points | None) -> Cell:
    return _NO_LIMIT if most is None else most


def _records(tallies: Iterable[Tally], book: Rulebook) -> str:
    """The records of a witness in words, those that differ in their days alone together."""
    counts: dict[str, int] = {}
    units: dict[str, str] = {}
    for one in tallies:
        said = _record(one)
        counts[said] = counts.get(said, 0) + one.count
        kind = book.kinds[one.kind]
        units[said] = "次" if kind.attended or kind.unit == "人次" else kind.unit
    return "；".join(f"{said} {count} {units[said]}" for said, count in counts.items()) or "没有记录"


def _record(one: Tally) -> str:
    """What a record says, in words."""
    return details(RecordFields(one.kind, one.on, **{name: getattr(one, name) for name in TALLIED}))


def proofs_document(report: Proofs, digest: str, version: str) -> Document:
    """The same as plain values."""
    return {
        "report": "proofs", "digest": digest, "version": version, "file": report.book.file, "year": report.year,
        "held": dict(report.held),
        "scores": [
            {"profile": _names(one.profile), "least": _end(one.least, report), "most": _end(one.most, report)}
            for one in report.scores
        ],
        "findings": [_finding(one, report) for one in report.findings],
        "categories": [
            {
                "category": one.category, "clause": one.clause, "answer": _ANSWERS[one.answer], "common": one.common,
                "others": [{"profile": _names(profile), "most": most} for profile, most in one.others],
            }
            for one in report.reach
        ],
    }  # fmt: skip


_ANSWERS = {ProofAnswer.YES: "yes", ProofAnswer.NO: "no", ProofAnswer.UNKNOWN: "unknown"}


def _names(profile: MemberProfile) -> list[str]:
    return [profile.name, *profile.alike]


def _end(one: Extreme, report: Proofs) -> Document:
    return {"bound": one.bound, "proved": one.proved, "witness": _witness(one.witness, report)}


def _finding(one: ProofFinding, report: Proofs) -> Document:
    witness = None if one.witness is None else _witness(one.witness, report)
    said: Document = {"question": one.question, "profile": _names(one.profile), "answer": _ANSWERS[one.answer]}
    return said | {"why": one.why, "witness": witness}


def _witness(one: ProofWitness, report: Proofs) -> Document:
    return {
        "profile": one.profile.name, "records": _records(one.tallies, report.book), "total": one.total,
        "categories": dict(one.categories), "grade": one.grade, "limits": list(one.limits),
    }  # fmt: skip
