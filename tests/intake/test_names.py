import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors import AmbiguousMember, BadValue, UnknownMember
from duty_cli.intake.names import clean_name, find_member
from duty_cli.intake.pinyin import initials
from tests.intake.people import roster

PEOPLE = roster(
    "001 张晓岚 教育",
    "002 曾国梁 经济",
    "003 单桂芝 科技",
    "004 李文博 农业",
    "005 李文博 工会",
    "LS6 Nora_Lindqvist 特邀",
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张 三", "张三"),
        ("　张　三 ", "张三"),
        ("张\u200b三", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 . 买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("Nora  Lindqvist", "Nora Lindqvist"),
        ("A. Raja", "A. Raja"),
        ("Nora T.M.", "Nora T.M."),
        ("李Ｔom", "李Ｔom"),
        ("⼀鸣", "⼀鸣"),
    ],
)
def test_a_name_is_cleaned_of_how_it_was_typed_and_nothing_else(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize("text", ["", " \u200b", "张\n三", "张\x07三", "\ud800", "长" * 51])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="姓名“"):
        clean_name(text)


@given(st.text("张三 A.·•・　\u200b\n阿", max_size=12))
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text)
    except BadValue:
        return
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        *(("单桂芝", "sgz"), ("曾国梁", "zgl"), ("仇海", "qh"), ("解明", "xm"), ("朴英", "py"), ("区小川", "oxc")),
        *(("查理", "zl"), ("覃芳", "qf"), ("尉迟川", "ycc"), ("单于川", "cyc"), ("长孙雨", "zsy"), ("欧阳雨", "oyy")),
        *(("吕平", "lp"), ("陈长春", "ccc"), ("阿依古丽·买买提", "ayglmmt"), ("李Tom", "lt")),
        *(("Nora Lindqvist", "nl"), ("A. Éva", "ae"), ("Nora T.M.", "ntm"), ("123", "")),
    ],
)
def test_initials_follow_the_reading_of_surnames(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("text", ["002", "００２", "曾国梁", "曾 国梁", "zgl", "ZGL", "ｚｇｌ"])
def test_a_member_is_found_by_number_name_or_initials(text: str) -> None:
    assert find_member(text, PEOPLE).number == "002"


def test_a_latin_name_is_found_by_its_words_or_initials() -> None:
    assert {find_member(text, PEOPLE).number for text in ("Nora  Lindqvist", "nl")} == {"LS6"}


@pytest.mark.parametrize("text", ["李文博", "lwb"])
def test_a_name_of_two_members_is_refused_with_both(text: str) -> None:
    with pytest.raises(
        AmbiguousMember, match=f"“{text}”对应 2 名委员：004 李文博（农业）；005 李文博（工会）；请改用委员编号"
    ):
        find_member(text, PEOPLE)


@pytest.mark.parametrize("text", ["张小兰", "张晓兰", "zhangxiaolan", "张晓岚岚"])
def test_an_unknown_name_is_refused_with_the_nearest_of_sound_or_writing(text: str) -> None:
    with pytest.raises(UnknownMember, match=r"找不到委员“.*”；是否：001 张晓岚（教育）"):
        find_member(text, PEOPLE)


def test_a_name_like_no_other_is_refused_without_candidates() -> None:
    with pytest.raises(UnknownMember, match="找不到委员“欧阳”；可用 duty member list 查看名册"):
        find_member("欧阳", PEOPLE)


def test_a_member_without_sector_is_offered_by_number_and_name() -> None:
    with pytest.raises(UnknownMember, match="是否：001 张晓岚？"):
        find_member("张晓兰", roster("001 张晓岚"))
