"""What the table of the benchmarks says of its targets, and when it ends in failure."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import every
from bench import Bench, Side
from targets import Limit, Subject, Target, in_turns, shown, table

TARGET = Target("work", "ours", Limit("peer", 2), Limit("old", 0.5), within=40)


@pytest.mark.parametrize(
    ("ours", "peer", "old", "verdict"),
    [(40, 20, 80, "reached"), (41, 41, 90, "MISSED"), (40, 19, 80, "MISSED"), (40, 20, 79, "MISSED")],
)
def test_a_target_is_reached_where_all_that_is_asked_is(ours: float, peer: float, old: float, verdict: str) -> None:
    assert TARGET.verdict({"ours": ours, "peer": peer, "old": old}) == verdict


def test_a_target_whose_peer_was_not_measured_is_not_reached() -> None:
    assert TARGET.verdict({"ours": 1, "old": 9}) == "NOT MEASURED"
    assert shown([(TARGET, {"ours": 1, "old": 9})]) == 1


def test_where_nothing_is_asked_the_figures_are_shown_and_nothing_is_missed() -> None:
    target = Target("work", "ours", Limit("peer"))
    assert target.row({"ours": 3, "peer": 2}) == ("work", "ms", "3.0", "", "2.0", "1.50", "", "", "", "", "")
    assert shown([(target, {})]) == 0


def test_the_columns_of_the_table_stand_under_their_headings() -> None:
    lines = list(table([TARGET.row({"ours": 30, "peer": 20, "old": 80})]))
    assert " ".join(lines[1].split()) == "work ms 30.0 ≤ 40 20.0 1.50 ≤ 2 80.0 0.38 ≤ 0.5 reached"
    assert len({len(line) for line in lines}) == 1


def test_sides_take_turns_and_the_first_round_is_not_counted() -> None:
    order: list[str] = []

    def side(name: str) -> Side:
        return lambda: order.append(name) or float(len(order))  # type: ignore[func-returns-value]

    assert in_turns({"a": side("a"), "b": side("b")}, 2) == {"a": [3, 5], "b": [4, 6]}
    assert "".join(order) == "ababab"


def test_a_subject_that_breaks_lets_the_others_go_on_and_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Bench) -> Mapping[str, Side]:
        raise RuntimeError("no ledger")

    bad = Subject((Target("first", "ours", within=1),), broken)
    good = Subject((Target("second", "ours", within=1),), lambda _: {"ours": lambda: 1.0})
    monkeypatch.setattr(every, "SUBJECTS", {"bad": bad, "good": good})
    assert every.main(["bad", "good"], "HEAD") == 1
    told = capsys.readouterr()
    assert [line.split()[-1] for line in told.out.splitlines()[1:]] == ["MEASURED", "reached"]
    assert "no ledger" in told.err
