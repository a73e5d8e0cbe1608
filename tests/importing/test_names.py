from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors.lookup_errors import AmbiguousMember, SectorDisagrees, UnknownMember
from duty_cli.errors.record_errors import BadValue, MissingValue, NameDisagrees
from duty_cli.model.members import Facet, Member, MemberKey, Person, Roster, Tenure
from duty_cli.parsing.member_lookup import clean_name, find_member, member_of
from duty_cli.parsing.pinyin import clean_initials, initials, sounds_alike
from tests.importing.people import roster

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
        ("阿依古丽‧ 买买提", "阿依古丽·买买提"),
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
        *(("單桂芝", "sgz"), ("阚宁", "kn"), ("查干·巴雅尔", "cgbye"), ("单增·扎西", "dzzx"), ("⼀鸣", "ym")),
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
        AmbiguousMember,
        match=f"“{text}”对应 2 名委员：004 李文博（农业）；005 李文博（工会）；请改用委员编号，或写明是哪一位，如“李文博（农业）”",
    ):
        find_member(text, PEOPLE)


@pytest.mark.parametrize("text", ["张小兰", "张晓兰", "張曉嵐", "zhangxiaolan", "张晓岚岚"])
def test_an_unknown_name_is_refused_with_the_nearest_of_sound_or_writing(text: str) -> None:
    with pytest.raises(UnknownMember, match=r"找不到委员“.*”；是否：001 张晓岚（教育）"):
        find_member(text, PEOPLE)


def test_a_surname_alone_in_common_is_not_near() -> None:
    with pytest.raises(UnknownMember, match="找不到委员“王瑜”；可用 duty member list 查看名册"):
        find_member("王瑜", roster("001 王峰", "002 王守一"))


def test_a_name_like_no_other_is_refused_without_candidates() -> None:
    with pytest.raises(UnknownMember, match="找不到委员“欧阳”；可用 duty member list 查看名册"):
        find_member("欧阳", PEOPLE)


def test_a_member_without_sector_is_offered_by_number_and_name() -> None:
    with pytest.raises(UnknownMember, match="是否：001 张晓岚？"):
        find_member("张晓兰", roster("001 张晓岚"))


@pytest.mark.parametrize(
    "text", ["李文博（工会）", "李文博(工会界)", "李 文博 （工会）", "李文博@工会", "李文博＠ 工会 "]
)
def test_a_name_and_a_sector_tell_twins_apart(text: str) -> None:
    assert find_member(text, PEOPLE).number == "005"


@pytest.mark.parametrize("text", ["李文博（教育）", "李文博@教育"])
def test_a_sector_that_no_bearer_of_the_name_is_of_is_refused_with_the_bearers(text: str) -> None:
    with pytest.raises(SectorDisagrees) as refused:
        find_member(text, PEOPLE)
    bearers = "004 李文博（农业）、005 李文博（工会）"
    assert str(refused.value) == (f"界别“教育”没有委员“李文博”，名册上有：{bearers}；请核对界别，或改用委员编号")


def test_a_sector_is_asked_of_a_name_that_only_one_bears_too() -> None:
    assert find_member("张晓岚（教育界）", PEOPLE).number == "001"
    with pytest.raises(SectorDisagrees, match="界别“工会”没有委员“张晓岚”，名册上有：001 张晓岚（教育）；"):
        find_member("张晓岚（工会）", PEOPLE)


def test_twins_of_one_sector_are_told_apart_by_number_only() -> None:
    with pytest.raises(AmbiguousMember, match=r"001 李文博（农业）；002 李文博（农业）；请改用委员编号$"):
        find_member("李文博@农业", roster("001 李文博 农业", "002 李文博 农业"))


def test_initials_of_different_names_are_told_apart_by_the_names() -> None:
    with pytest.raises(AmbiguousMember, match="001 孙三禾；002 宋松华；请改用委员编号，或写明是哪一位，如“孙三禾”"):
        find_member("ssh", roster("001 孙三禾", "002 宋松华"))


def test_a_full_name_with_brackets_of_its_own_is_a_name() -> None:
    assert find_member("李文博（大）", roster("001 李文博（大） 农业")).number == "001"


def _moved(number: str, name: str, *sectors: Tenure) -> Member:
    return Member(MemberKey(int(number)), number, Person(name, initials(name)), sectors)


CHANGED = date(2024, 1, 1)
MOVED = Roster(
    (
        _moved(
            "1",
            "李文博",
            Tenure(Facet.SECTOR, "农业界", date(2022, 1, 1), date(2023, 12, 31)),
            Tenure(Facet.SECTOR, "科技界", CHANGED),
        ),
        _moved("2", "李文博", Tenure(Facet.SECTOR, "农业界", CHANGED)),
    )
)


@pytest.mark.parametrize(("day", "number"), [(date(2023, 5, 1), "1"), (CHANGED, "2"), (None, "2")])
def test_the_sector_is_that_of_the_day_in_question_else_the_latest(day: date | None, number: str) -> None:
    assert find_member("李文博@农业", MOVED, day).number == number


def test_candidates_are_shown_with_the_sectors_of_the_day() -> None:
    with pytest.raises(
        SectorDisagrees, match="2023-05-01 界别“科技”没有委员“李文博”，名册上有：1 李文博（农业界）、2 李文博；"
    ):
        find_member("李文博@科技", MOVED, date(2023, 5, 1))


@pytest.mark.parametrize(
    ("number", "name", "sector", "found"),
    [
        ("００1", "", "", "001"),
        ("001", "张 晓岚", "工会", "001"),
        ("", "张晓岚", "", "001"),
        ("", "李文博", "工会界", "005"),
        ("", "李文博（工会）", "", "005"),
        ("004", "李文博（工会）", "", "004"),
    ],
)
def test_a_row_names_its_member_by_number_or_name_and_sector(number: str, name: str, sector: str, found: str) -> None:
    assert member_of(PEOPLE, number, name, sector, None).number == found


@pytest.mark.parametrize(
    ("number", "name", "sector", "error"),
    [
        ("", " ", "教育", MissingValue),
        ("001", "曾国梁", "", NameDisagrees),
        ("009", "", "", UnknownMember),
        ("", "zgl", "", UnknownMember),
        ("", "001", "", UnknownMember),
        ("", "李文博", "", AmbiguousMember),
        ("", "李文博", "教育", SectorDisagrees),
        ("", "李文博（工会）", "农业", SectorDisagrees),
        ("", "张晓岚\n", "教\x07育", BadValue),
    ],
)
def test_a_row_that_names_nobody_or_several_is_refused(
    number: str, name: str, sector: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        member_of(PEOPLE, number, name, sector, None)


@given(st.text("李文博001（）()@＠教育 a·", max_size=9))
def test_whatever_is_typed_is_a_member_or_refused(text: str) -> None:
    try:
        assert find_member(text, PEOPLE) in PEOPLE
    except (AmbiguousMember, BadValue, SectorDisagrees, UnknownMember):
        return


@pytest.mark.parametrize(
    "pair", ["王峰 王峯", "张晓岚 張曉嵐", "陈长春 陳長春", "任乐 任月", "單桂芝 善桂芝", "李⼀ 李一"]
)
def test_names_that_can_be_read_alike_sound_alike(pair: str) -> None:
    assert sounds_alike(*pair.split())


@pytest.mark.parametrize("pair", ["王峰 王海", "王峰 王峰一", "李\ue863 李\ue864", "李1 李2"])
def test_other_names_do_not(pair: str) -> None:
    assert not sounds_alike(*pair.split())


def test_corrected_initials_are_kept_narrow_and_lowercase() -> None:
    assert clean_initials("ＳGz ") == "sgz"


@pytest.mark.parametrize("text", ["s g", "1", "单", "-", "a" * 51])
def test_what_are_no_initials_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match=r"拼音首字母“.*”不符合要求；应为不带空格的英文字母，如 sgz"):
        clean_initials(text)


@pytest.mark.parametrize(
    "name",
    ["曾国梁（女）", "曾国梁(男)", "曾国梁（女，回族）", "曾国梁（土家族）", "曾 国梁*", "＊曾国梁", "曾国梁*（女）"],
)
def test_what_lists_put_beside_a_name_is_none_of_it(name: str) -> None:
    assert member_of(PEOPLE, "", name, "", None).number == "002"
    assert member_of(PEOPLE, "002", name, "", None).number == "002"


def test_a_sex_in_brackets_tells_no_two_members_apart() -> None:
    with pytest.raises(AmbiguousMember, match="“李文博”对应 2 名委员"):
        member_of(PEOPLE, "", "李文博（女）", "", None)
    with pytest.raises(SectorDisagrees, match="界别“少数民族”没有委员“曾国梁”"):
        member_of(PEOPLE, "", "曾国梁（少数民族）", "", None)


@pytest.mark.parametrize(
    ("text", "number"), [("曾国梁副主席", "002"), ("曾国梁同志", "002"), ("⻢明", "007"), ("⾺明", "008")]
)
def test_titles_and_radicals_that_look_like_characters_are_offered_and_not_taken(text: str, number: str) -> None:
    people = roster("002 曾国梁 经济", "007 马明 科技", "008 馬明 农业")
    with pytest.raises(UnknownMember, match=f"找不到委员“{text}”；是否：{number}"):
        member_of(people, "", text, "", None)


def test_lost_zeros_are_taken_only_where_one_number_and_its_name_agree() -> None:
    assert member_of(PEOPLE, "1", "张晓岚", "", None).number == "001"
    assert member_of(PEOPLE, "'001", "", "", None).number == "001"
    for name in ("", "曾国梁"):
        with pytest.raises(UnknownMember, match="找不到委员“1”；是否：001 张晓岚（教育）"):
            member_of(PEOPLE, "1", name, "", None)


def test_lost_zeros_that_two_numbers_may_have_are_offered() -> None:
    with pytest.raises(UnknownMember, match="找不到委员“1”；是否：001 张晓岚（教育）、01 曾国梁（经济）？"):
        member_of(roster("001 张晓岚 教育", "01 曾国梁 经济"), "1", "张晓岚", "", None)
    with pytest.raises(UnknownMember, match="找不到委员“0001”；是否：001 张晓岚"):
        member_of(PEOPLE, "0001", "张晓岚", "", None)
