"""Refusals of a list of proposals: who made them."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError


class AuthorTwice(DutyError):
    """A member stands twice among the authors of one proposal."""

    column = "联名人"

    def __init__(self, member: object) -> None:
        super().__init__(f"提案人中 {member} 出现两次；请核对第一提案人和联名人")


class NoProposerCategory(DutyError):
    """A body stands among the proposers of what is not said to be a collective proposal."""

    column = "第一提案人"

    def __init__(self, body: str) -> None:
        super().__init__(f"“{body}”不是委员；党派、界别、专门委员会等提出的，请在“提案人类别”列写明，如 党派")


class NoCollectiveKind(DutyError):
    """The rules have no kind for the proposals of bodies."""

    column = "提案人类别"

    def __init__(self, category: str, kind: str) -> None:
        super().__init__(
            f"“{category}”提出的提案：规则文件中没有履职事项“{kind}”，怎样计分由规则文件写明；请加上这一事项"
            f"（不计分的只写事项，不写计分项），或删去这一行"
        )


class NobodyBehind(DutyError):
    """No member is named behind a collective proposal."""

    column = "联名人"

    def __init__(self, bodies: Sequence[str]) -> None:
        by = f"（{'、'.join(bodies)}）" if bodies else ""
        super().__init__(
            f"集体提案{by}没有写明委员：记录记在委员名下，请在“第一提案人”或“联名人”写明执笔、参与的委员；不记给任何委员的请删去这一行"
        )


class NamesUnclear(DutyError):
    """Names parted by spaces alone can be parted in more than one way."""

    column = "联名人"

    def __init__(self, text: str, ways: Sequence[Sequence[str]]) -> None:
        said = "，还是".join("、".join(way) for way in ways)
        super().__init__(f"“{text}”用空格分开，看不出是{said}；请用“、”分隔")
