"""What a proposal comes to: praise, an interview, or the loss of a seat or office; told by the words of its rule (``propose``)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Matter(StrEnum):
    """What papers must know of a proposal; whatever else a rule file proposes is none of these."""

    INTERVIEW = "约谈提醒"
    RESIGNATION = "责令辞去"
    PRAISE = "表彰"

    def is_in(self, propose: str) -> bool:
        """Whether what is proposed in these words is of that sort."""
        return any(word in propose for word in _WORDS[self])


_WORDS: Mapping[Matter, tuple[str, ...]] = {
    Matter.INTERVIEW: ("约谈", "谈话", "诫勉"),
    Matter.RESIGNATION: (
        *(
            "辞去",
            "辞职",
            "请辞",
            "劝辞",
            "劝退",
            "除名",
            "免去",
            "免职",
            "撤换",
            "罢免",
            "清退",
            "撤销资格",
            "取消资格",
        ),
        *(
            "撤销委员",
            "撤销常委",
            "撤销其",
            "取消委员",
            "取消常委",
            "取消其",
            "终止资格",
            "终止委员",
            "退出政协",
            "不再担任",
        ),
    ),
    Matter.PRAISE: ("表彰", "表扬", "嘉奖", "奖励", "优秀", "先进", "突出", "标兵", "之星"),
}


def is_praise(propose: str) -> bool:
    """Whether what is proposed commends the member: neither against it, nor the taking back of a commendation."""
    taken_back = any(word in propose for word in ("不得", "不评", "不列", "取消", "撤销"))
    return Matter.PRAISE.is_in(propose) and not taken_back and not is_adverse(propose)


def is_adverse(propose: str) -> bool:
    """Whether what is proposed speaks against the member."""
    return Matter.INTERVIEW.is_in(propose) or Matter.RESIGNATION.is_in(propose)
