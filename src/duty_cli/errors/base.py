"""What every refusal is, and the few that hold many problems."""

from __future__ import annotations

from collections.abc import Sequence

LOOK_FIRST = 6
"""The exit code of what stands, or may stand, in the ledger though something failed: who tries again unseen may double it."""


class DutyError(Exception):
    """A known refusal; its text is one line (or one line a problem) saying what, where and what to do."""

    exit_code = 5
    column = ""
    """The heading under which a file holds what is refused, where there is one."""


class UsageError(DutyError):
    """The command line asks for something that cannot be meant."""

    exit_code = 2


class RulesError(DutyError):
    """The rule files cannot be used."""

    exit_code = 3


class LedgerError(DutyError):
    """The ledger cannot be used."""

    exit_code = 4
    why_not_entered = ""
    """Why nothing can be entered, where the ledger can be read all the same."""


class Findings(DutyError):
    """The data hold problems; ``problems`` are shown a line each, and nothing was written."""

    exit_code = 1

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n共 {len(problems)} 处问题，未写入任何内容；请改正后重新执行")


def nearest(word: str, words: Sequence[str]) -> str:
    """「是否…」 with the words most like ``word``; empty when none is."""
    from difflib import get_close_matches

    words = list(dict.fromkeys(words))
    close = get_close_matches(word, words, n=3, cutoff=0.4) or [other for other in words if word and word in other][:3]
    return f"是否：{'、'.join(close)}？" if close else ""
