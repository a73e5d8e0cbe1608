"""Invented names: common, rare and compound surnames, one or two given characters, some names with a dot."""

from __future__ import annotations

from sample.chance import Dice

_COMMON = "陈林王李张黄郑吴徐周叶金胡赵杨朱刘何倪施包项卢谢方郭孙高蔡董潘余冯邵戴"
_RARE = "单曾仇解朴区查覃亓逄隗佴缪臧麻蒲鲍南厉虞瞿连支"
_COMPOUND = ("欧阳", "上官", "诸葛", "尉迟", "皇甫", "夏侯", "令狐", "东方", "司徒", "慕容")

_FIRST = "文晓志海建丽雪国秀永春乐少玉素云锦思佩宏立敏仲凌若世景佳伯雅礼德汝启"
_LAST = "敏华平芳军霞强燕峰蕾涛琴斌洁晖莹松颖毅珍川媛楠岚柏茜桥荷岳薇渊蓉舟璐坤恬硕淇垚筠"

_FIXED = {
    "14037": "程䶮", "14070": "古丽扎·艾山", "14168": "巴特尔·苏日格", "14280": "丹增·次措", "14282": "阿依夏·木拉提",
    "14061": "周文岚", "14199": "周文岚", "14084": "陈志川", "14237": "陈志川",
}  # fmt: skip
"""Names that must be there: a rare character, minority names, and two pairs of twins by name."""


def one_name(dice: Dice) -> str:
    """A name as chance has it; the same may come twice."""
    surname = dice.weighted([("common", 88), ("rare", 9), ("compound", 3)])
    if surname == "compound":
        return dice.pick(_COMPOUND) + (dice.pick(_FIRST) if dice.chance(60) else "") + dice.pick(_LAST)
    if surname == "rare":
        return dice.pick(_RARE) + (dice.pick(_FIRST) if dice.chance(60) else "") + dice.pick(_LAST)
    return dice.pick(_COMMON) + dice.pick(_FIRST) + dice.pick(_LAST)


def names(numbers: list[str]) -> dict[str, str]:
    """A name for each member number. Apart from the twins no name comes twice."""
    dice, found = Dice("姓名"), dict(_FIXED)
    used = [*_FIXED.values()]
    for number in numbers:
        while number not in found:
            name = one_name(dice)
            if name not in used:
                found[number] = name
                used.append(name)
    return found
