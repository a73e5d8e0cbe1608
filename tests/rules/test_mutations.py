"""A sound rule file with anything done to it is read, or refused with lines that it has: never a crash."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.errors.rule_errors import RuleProblems
from duty_cli.model.parsed_rows import Problem
from duty_cli.rules.rule_files import check
from tests.effort import examples

SOUND = (Path(__file__).parents[2] / "rules" / "new" / "start.yaml").read_text("utf-8")
WIDE = str.maketrans(":,[]{} -'\"#0123456789%/", "：，【】｛｝　－‘“＃０１２３４５６７８９％／")
HOSTILE = "[]{}:,，、-&*!?|>%@`'\"“#\t\n\r 　a甲1\0\x85\u2028\ufeff"


@st.composite
def spliced(draw: st.DrawFn) -> bytes:
    """Some characters put in the place of others."""
    start, length = draw(st.integers(0, len(SOUND))), draw(st.integers(0, 12))
    return (SOUND[:start] + draw(st.text(HOSTILE, max_size=6)) + SOUND[start + length :]).encode()


@st.composite
def widened(draw: st.DrawFn) -> bytes:
    """A stretch typed with full-width characters."""
    start, length = draw(st.integers(0, len(SOUND))), draw(st.integers(1, 40))
    return (SOUND[:start] + SOUND[start : start + length].translate(WIDE) + SOUND[start + length :]).encode()


@st.composite
def disordered(draw: st.DrawFn) -> bytes:
    """Some lines left out, written twice or moved to the side."""
    done = st.sampled_from(
        (lambda _: [], lambda line: [line, line], lambda line: ["  " + line], lambda line: [line[1:]])
    )
    lines = [[line] for line in SOUND.splitlines()]
    for at in draw(st.lists(st.integers(0, len(lines) - 1), min_size=1, max_size=4)):
        lines[at] = [made for line in lines[at] for made in draw(done)(line)]
    return "\n".join(line for made in lines for line in made).encode()


@st.composite
def flipped(draw: st.DrawFn) -> bytes:
    """Some bytes changed."""
    data = bytearray(SOUND.encode())
    for at in draw(st.lists(st.integers(0, len(data) - 1), min_size=1, max_size=4)):
        data[at] = draw(st.integers(0, 255))
    return bytes(data)


@settings(max_examples=examples(200), deadline=None)
@given(st.one_of(spliced(), widened(), disordered(), flipped()))
def test_a_changed_file_is_read_or_refused_by_lines_that_it_has(data: bytes) -> None:
    try:
        check({"scoring.yaml": data})
    except RuleProblems as refusal:
        lines = [problem.line for problem in refusal.problems if isinstance(problem, Problem)]
        assert min(lines) >= 1
        assert max(lines) <= len(data.decode(errors="replace").splitlines()) + 1
