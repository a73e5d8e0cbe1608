"""Lists of names: by strokes of the surname, by sectors, by number."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.model.members import Facet, Member, MemberKey, Person, Tenure
from duty_cli.model.name_order import NameOrder, NamesBy, by_strokes, natural, strokes, surname_of, without_strokes
from duty_cli.model.periods import year_of

# 百家姓, in its own order; the last 60 are compound.
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍"
    "史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项"
    "祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左"
    "石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖"
    "武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿"
    "通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁"
    "勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "万俟司马上官欧阳夏侯诸葛闻人东方赫连皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空"
)
STROKES = {
    **{"丁": (2, 1), "卜": (2, 2), "刁": (2, 5), "万": (3, 1), "马": (3, 5), "王": (4, 1), "毛": (4, 3), "方": (4, 4)},
    **{"尹": (4, 5), "邓": (4, 5), "石": (5, 1), "田": (5, 2), "丘": (5, 3), "冯": (5, 4), "司": (5, 5), "刘": (6, 4)},
    **{"阮": (6, 5), "李": (7, 1), "吴": (7, 2), "何": (7, 3), "沈": (7, 4), "陈": (7, 5), "周": (8, 3), "郑": (8, 4)},
    **{
        "赵": (9, 1),
        "钱": (10, 3),
        "黄": (11, 1),
        "谢": (12, 4),
        "蔡": (14, 1),
        "欧": (8, 1),
        "阿": (7, 5),
        "魏": (17, 3),
    },
}
"""Strokes and first stroke (1 横, 2 竖, 3 撇, 4 点, 5 折), counted by hand."""


def member(number: str, name: str = "某人", sector: str = "") -> Member:
    tenures = (Tenure(Facet.SECTOR, sector, date(2022, 1, 1)),) if sector else ()
    return Member(MemberKey(hash(number)), number, Person(name, "x"), tenures)


def in_order(*names: str) -> list[str]:
    return sorted(names, key=by_strokes)


def numbers(order: NameOrder, *members: Member) -> list[str]:
    return [one.number for one in order.listed(members, year_of(2026))]


@pytest.mark.parametrize("character", STROKES)
def test_strokes_and_first_stroke_are_those_counted_by_hand(character: str) -> None:
    assert strokes()[character][:2] == STROKES[character]


def test_every_surname_of_the_hundred_families_has_data() -> None:
    assert [one for one in SURNAMES if without_strokes(one)] == []


@pytest.mark.parametrize(
    "listed",
    [
        "丁一 卜一 刁一",
        "王一 毛一 方一 尹一",
        "马一 王一 石一 刘一 李一 周一 赵一 钱一 黄一 谢一 蔡一 魏一",
        "王芳 王一丁 王丁一",  # one character first, then by the strokes of the given name
        "李娜 李大山 李小明 李建国",
        "欧晓 欧阳丁 欧阳明月",
        "丁一 阿依努尔·热合曼 欧阳清荷",
    ],
)
def test_names_go_by_surname_then_short_given_names_then_their_strokes(listed: str) -> None:
    assert in_order(*reversed(listed.split())) == listed.split()


@pytest.mark.parametrize(
    ("name", "surname"),
    [("欧阳清荷", "欧阳"), ("司马光", "司马"), ("东方", "东"), ("司光", "司"), ("阿依努尔·热合曼", "阿")],
)
def test_a_compound_surname_is_one_where_a_given_name_follows(name: str, surname: str) -> None:
    assert surname_of(name) == surname


def test_a_character_without_data_is_told_and_comes_last() -> None:
    assert without_strokes("張三") == "張"
    assert in_order("張三", "魏四", "鄭五") == ["魏四", "張三", "鄭五"]


@given(st.permutations(["王芳", "王一丁", "欧阳清荷", "张三", "張三", "Kanimozhi", "阿依努尔·热合曼"]))
def test_the_order_of_entry_never_changes_a_list(names: list[str]) -> None:
    assert in_order(*names) == in_order("王芳", "王一丁", "欧阳清荷", "张三", "張三", "Kanimozhi", "阿依努尔·热合曼")


def test_numbers_are_ordered_as_people_count() -> None:
    assert sorted(["10", "9", "16", "001", "A-10", "A-9"], key=natural) == ["001", "9", "10", "16", "A-9", "A-10"]
    assert numbers(NameOrder(NamesBy.NUMBER), member("16"), member("001"), member("10"), member("9")) == [
        *("001", "9", "10", "16")
    ]


def test_sectors_go_as_in_the_national_committee_then_the_others_and_none_last() -> None:
    sectors = ("", "城东片区", "特邀界", "医药卫生界", "农业和农村界", "无党派人士", "工会界", "中共界")
    those = [member(str(number), sector=sector) for number, sector in enumerate(sectors)]
    listed = [one.value(Facet.SECTOR, year_of(2026)) for one in NameOrder().listed(those, year_of(2026))]
    assert listed == ["中共界", "无党派人士", "工会界", "农业和农村界", "医药卫生界", "特邀界", "城东片区", ""]


def test_an_office_has_its_own_order_of_sectors() -> None:
    those = member("1", sector="教育界"), member("2", sector="经济界"), member("3", sector="中共界")
    assert numbers(NameOrder(sectors=("经济界", "教育界")), *those) == ["2", "1", "3"]
