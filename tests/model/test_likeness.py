"""Which names may be of one thing: asked about, never taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.model.name_similarity import like


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第二十次常委会会议", "第20次常委会会议"),
        ("第二十次常委会会议", "常委会第二十次会议"),
        ("第二十次常委会会议", "第二十次常委会"),
        ("十四届五次全体会议", "第十四届 第５次全体会议"),
        ("十四届五次全体会议", "十四届五次全会"),
        ("政协示例市第十四届委员会第五次全体会议", "十四届五次全会"),
        ("常务委员会第二十次会议", "常委会第20次会议"),
        ("二〇二六年专题培训", "专题培训"),
        ("五次会议", "五次会议（上午）"),
        ("关于推进课后服务的提案", "关于推进课后服务的建议"),
    ],
)
def test_two_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert like(one, other)
    assert like(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一期履职培训", "第二期履职培训"),
        ("常委会第十九次会议", "常委会第二十次会议"),
        ("上午分组会议讨论", "下午分组会议讨论"),
        ("城东联络组学习会", "城西联络组学习会"),
        ("十四届五次全会", "十四届六次全体会议"),
        ("走进企业", "走访企业"),
        ("甲", "乙"),
    ],
)
def test_what_a_number_or_a_side_tells_apart_is_two_things(one: str, other: str) -> None:
    assert not like(one, other)
    assert not like(other, one)


def test_two_names_of_two_groups_are_of_two_things() -> None:
    one, other = "宗教界第二季度学习会", "教育界第二季度学习会"
    assert like(one, other)
    assert not like(one, other, ("宗教界", "教育界"))
    assert like("教育界第二季度学习", other, ("宗教界", "教育界"))


@given(st.text(), st.text())
def test_likeness_has_no_sides_and_every_name_is_like_itself(one: str, other: str) -> None:
    assert like(one, one)
    assert like(one, other) == like(other, one)
