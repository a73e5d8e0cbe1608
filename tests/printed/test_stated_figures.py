"""The figures that an article states, and those that the sentence of a rule says."""

import pytest

from duty_cli.model.exact_numbers import show
from duty_cli.parsing.stated_figures import StatedFigure, figures_in, figures_of_rule, in_words, same_figure


def spelled(text: str, figures: list[StatedFigure]) -> list[str]:
    return [f"{text[one.start : one.end]}={show(one.value)}{'第' * one.nth}{one.unit}" for one in figures]


STATED = {
    "每件得3分": ["3分=3分"],
    "每件得３．５分": ["３．５分=3.5分"],
    "计六十分": ["六十分=60分"],
    "满分一百二十分": ["一百二十分=120分"],
    "得零点五分": ["零点五分=0.5分"],
    "60分以下": ["60分=60分"],
    "60—80分为良好": ["60=60分", "80分=80分"],
    "三至五件": ["三=3件", "五件=5件"],
    "参加率达到百分之二十": ["百分之二十=0.2%"],
    "不低于20％": ["20％=0.2%"],
    "提高5个百分点": ["5个百分点=0.05%"],
    "三分之二以上": ["三分之二=2/3%"],
    "无故两次不出席": ["两次=2次"],
    "累计2年不合格": ["2年=2年"],
    "连续两个年度": ["两个年度=2年"],
    "自第二件起": ["第二件=2第件"],
    "不少于2篇": ["2篇=2篇"],
    "信息每增加一条奖励3分": ["一条=1条", "3分=3分"],
    "提交两份报告": ["两份=2份"],
    # As published schemes have it: half-width signs, and spaces about figures.
    "每次 7.5 分,不低于 4 次,计 30 分": ["7.5 分=7.5分", "4 次=4次", "30 分=30分"],
    "从第 2 件起,每件 5 分(累计不超过 20 分)": ["第 2 件=2第件", "5 分=5分", "20 分=20分"],
    "90分以上(含90分)为优秀,80分至89分为良好": ["90分=90分", "90分=90分", "80分=80分", "89分=89分"],
    "无故缺席1次扣5分,扣完50分为止": ["1次=1次", "5分=5分", "50分=50分"],
    "扣完5分为止": ["5分=5分"],
    "每次扣十分": ["十分=10分"],
    "得分：十分。": ["十分=10分"],
}
NONE_STATED = [
    *("十分重要", "十分重视提案工作", "发言30分钟", "一次性通报", "2021年9月", "二〇二一年", "第三次全体会议", "第2次主席会议"),
    *("八项规定", "四个意识", "上一年", "一分为二", "两三次", "充分发挥", "几次", "同一件提案", "某一次", "第12条", "第3、5条", "第三条至第五条", "第3-5条", "两条例", "一季一统计", "二十年代"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), STATED.items())
def test_a_figure_is_read_in_whatever_way_it_is_written(text: str, figures: list[str]) -> None:
    assert spelled(text, figures_in(text)) == figures


@pytest.mark.parametrize("text", NONE_STATED)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert figures_in(text) == []


@pytest.mark.parametrize(
    ("article", "rule", "same"),
    [
        ("60分以下", "当年总分低于 60 分的，提请研究：约谈。", True),
        ("60分以下", "当年总分低于 65 分的，提请研究：约谈。", False),
        ("扣二十分", "每件（次）扣 20 分。", True),
        ("最多扣20分", "本项最低 -20 分。", True),
        ("无故2次", "一年内“会议”至少 2 件（次）的，提请研究：责令辞去。", True),
        ("两年不合格", "届内累计 2 年总分低于 60 分的", True),
        ("两年不合格", "一年内至少 2 件（次）", False),
        ("一年内", "当年总分低于 60 分", True),
        ("一年一评", "每年度须有“述职”", True),
        ("三件得满分", "按件数，达到 3 的计 24 分", True),
        ("三年得满分", "按件数，达到 3 的计 24 分", False),
        ("第二件起加1分", "自第 2 件（次）起，每件（次）计 1 分", True),
        ("二件", "自第 2 件（次）起", False),
        ("一半即50%", "其他作者各得二分之一", True),
        ("达到90%", "达到 90% 的计 18 分", True),
        ("2/3以上", "参加部分不低于2/3的", True),
        ("信息2条以上", "须有“信息”至少 2 件（次）", True),
        ("缺席一次扣2分", "缺席的，每件（次）扣 2 分", True),
        # How several count is no figure of the rule, nor is what its author noted.
        ("每年评选一次", "每件（次）计 3 分，有几件（次）的只计一次", False),
        ("每年评选一次", "有几件（次）的只计最高的一件（次）；同一成果就高计一次", False),
        ("每件5分", "每件（次）计 3 分。（说明：原为5分（试行））", False),
        # A bare number is one of pieces only where it is not one of people or days.
        ("不超过3件", "只计前 3 名作者", False),
    ],
)
def test_an_article_and_a_rule_say_the_same_where_value_and_unit_agree(article: str, rule: str, same: bool) -> None:
    stated = figures_in(article)[0]
    assert any(same_figure(stated, one) for one in figures_of_rule(rule)) is same


def test_a_page_of_nothing_but_numerals_is_gone_through_at_once() -> None:
    assert [figures_in(sign * 80_000) for sign in ("一", "1", "第", "十")] == [[]] * 4


def test_the_first_of_two_figures_with_one_unit_is_told_with_it() -> None:
    text = "得60—80分"
    assert [in_words(one, text) for one in figures_in(text)] == ["60分", "80分"]
