"""Four members of an invented year under rules/scoring.yaml, computed by hand with every sub-total."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from duty_cli.model.exact_numbers import Points, exact
from duty_cli.model.members import Member
from duty_cli.model.records import Tally
from duty_cli.rules.rule_files import load
from duty_cli.rules.rules_folder import rule_files
from duty_cli.scoring.engine import Scorer
from duty_cli.scoring.grading import judge
from tests.scoring.small import YEAR, member, role, tally

FILE = Path(__file__).parents[2] / "rules" / "scoring.yaml"
HELD = "出席"

PARTS = (
    "会议出席",
    "协商议政",
    "提案和社情民意",
    "调查研究",
    "联系群众",
    "学习培训",
    "宣传传播",
    "职务履职",
    "年度述职",
    "表彰加分",
)


def result(tallies: list[Tally], who: Member) -> tuple[dict[str, Points], Points, str]:
    """The sub-totals that are not 0, the total, and the grade before quotas."""
    book = load(rule_files(FILE)).books[0]
    found = Scorer(book, YEAR).score(who, tallies)
    parts = {part.id: part.score for part in found.categories}
    assert tuple(parts) == PARTS
    earned = {id_: points for id_, points in parts.items() if points}
    return earned, found.total, judge(book, who, YEAR, found.total, tallies).grade


def test_an_ordinary_member() -> None:
    tallies = [
        # base 20; plenary 15; leave 0; absent -2; late -0.5
        tally("全体会议", attendance=HELD),
        tally("委员活动日", attendance="请假"),
        tally("界别学习会", attendance="缺席"),
        # consultation 2 + 2; supervision 2; a speech submitted and printed 4
        tally("专题协商会", attendance="迟到"),
        tally("请你来协商", attendance=HELD),
        tally("集体民主监督", attendance=HELD),
        tally("大会发言", stages="提交、书面", position=1, authors=1, matter="甲"),
        # a proposal filed 4, the first 6; a brief adopted 3, by the city 1
        tally("提案", stages="提交、立案", position=1, authors=1, matter="乙"),
        tally("社情民意信息", stages="提交、采用", levels="市级", position=1, authors=1, matter="丙"),
        # field research 2; a report adopted 6, half of it to the first of three authors
        tally("调研活动", attendance=HELD),
        tally("调研报告", stages="提交、采用", position=1, authors=3, matter="丁"),
        # service 2; two visits 2; seven answers 0.7
        tally("三服务", attendance=HELD),
        tally("定期走访", count=2),
        tally("网上互动", quantity=7),
        # reading 1; special training 3
        tally("书香政协", attendance=HELD),
        tally("专题培训", attendance=HELD),
        # an article printed 1, one only sent in 0
        tally("公众号供稿", stages="提交、采用"),
        tally("杂志供稿", stages="提交"),
        # the report 3; the account judged 9, of which seven tenths
        tally("年度履职报告"),
        tally("年度述职", judged=9),
    ]
    earned = ["32.5", "10", "14", "5", "4.7", "4", "1", "9.3"]
    parts = [part for part in PARTS if part not in ("职务履职", "表彰加分")]
    assert result(tallies, member()) == (dict(zip(parts, map(exact, earned), strict=True)), Fraction("80.5"), "良好")


def test_a_standing_member_who_reaches_every_cap() -> None:
    tallies = [
        # 20 + 15 + 5 (six meetings, at most 5): 40
        tally("全体会议", attendance=HELD),
        tally("常委会会议", attendance=HELD, count=6),
        # seven consultations 12 at most; four supervisions 6 at most; two more 4: 22, at most 20
        tally("民生议事堂", attendance=HELD, count=7),
        tally("集体民主监督", attendance=HELD, count=4),
        tally("民主监督", count=2),
        # five filed 16 at most; the first 6; four further 3 at most; emphasised and excellent 3 + 4: 32, at most 25
        *(tally("提案", stages="提交、立案", matter=f"提案{number}") for number in range(1, 5)),
        tally("提案", stages="提交、立案、重点、优秀", matter="提案5"),
        # five outings 8 at most; one report adopted 6 and noted by the leaders 3: 17, at most 15
        tally("视察考察", attendance=HELD, count=5),
        tally("调研报告", stages="提交、采用、批示", matter="调研1"),
        # 6 + 6: 12
        tally("六送下乡", attendance=HELD, count=4),
        tally("结对联系", count=8),
        # seven 5 at most; training once 3; once in the term 2: 10
        tally("委员讲坛", attendance=HELD, count=7),
        tally("专题培训", attendance=HELD, count=2),
        tally("届内轮训", attendance=HELD),
        # five articles 4 at most; a talk 2, taken up by the province 2: 8, at most 6
        tally("杂志供稿", stages="提交、采用", count=5),
        tally("委员半月谈", stages="提交、采用", levels="省级"),
        # as head of the sector's group 5; as host, which this member is not, nothing
        tally("界别活动组组长履职", judged=5),
        tally("委员会客厅牵头履职", judged=5),
        # 3 + 7
        tally("年度履职报告"),
        tally("年度述职", judged=10),
        # one deed commended twice 3, another 8: 11, at most 8
        tally("表彰", levels="县级", matter="事迹1"),
        tally("表彰", levels="市级", matter="事迹1"),
        tally("表彰", levels="国家级", matter="事迹2"),
    ]
    who = member(role("常委"), role("界别活动组组长"))
    reached = dict(zip(PARTS, (40, 20, 25, 15, 12, 10, 6, 5, 10, 8), strict=True))
    assert sum(reached.values()) == 151
    assert result(tallies, who) == (reached, 120, "优秀")


def test_a_standing_member_who_stays_away() -> None:
    tallies = [
        # 20; plenary on leave 9; 1 - 5 - 5; seven absences -10 at most; late twelve times -5 at most: 5
        tally("全体会议", attendance="请假"),
        tally("常委会会议", "2026-03-01", HELD),
        tally("常委会会议", "2026-06-01", "缺席"),
        tally("专题议政性常委会会议", "2026-09-01", "请假未准"),
        tally("调研活动", attendance="缺席", count=7),
        # late is there all the same: 5 at most
        tally("书香政协", attendance="迟到", count=12),
        tally("年度履职报告"),
    ]
    assert result(tallies, member(role("常委"))) == ({"会议出席": 5, "学习培训": 5, "年度述职": 3}, 13, "不合格")


def test_a_member_who_only_signs_what_others_wrote() -> None:
    tallies = [
        # 20 + 15, left early -0.5
        tally("全体会议", attendance="早退"),
        # filed 4/2 and adopted 3/2; the first 6/2; emphasised 3/2; adopted by the province 3/2: 9.5
        tally("提案", stages="提交、立案、重点", position=2, authors=2, matter="甲"),
        tally("社情民意信息", stages="提交、采用", levels="省级", position=3, authors=3, matter="乙"),
        # a study finished 5, half of it among three: 5/6, rounded
        tally("揭榜课题", stages="揭榜、结题", position=3, authors=4, matter="丙"),
    ]
    earned = {"会议出席": Fraction("34.5"), "提案和社情民意": Fraction("9.5"), "调查研究": Fraction("0.83")}
    assert result(tallies, member()) == (earned, Fraction("44.83"), "不合格")
