"""One broken file for each kind of problem, and the words its message must hold."""

import pytest

from tests.rules.small import problems, text, with_item

ITEM = "when: {kind: 提案}, points: 5, combine: sum"


@pytest.mark.parametrize(
    ("section", "written", "words"),
    [
        ("title", "", "缺少“title”"),
        ("total", "{cap: 120, flor: 0}", "这里没有“flor”这一项；是否：floor？"),
        ("graded", "{in_office: last_day, at_least_months: 6, unit: 月}", "这里没有“unit”这一项；请删去"),
        ("total", "", "缺少“total”"),
        ("total", "{cap: , floor: 0}", "“cap”没有写值；请补上"),
        ("total", "120", "这里应是一组“键: 值”"),
        ("total", "{cap: 0, floor: 10}", "floor 大于 cap"),
        ("total", "{cap: １２０, floor: 0}", "“１２０”不是数；如 5、-2.5、1/2、20%，用半角字符"),
        ("total", "{cap: [1], floor: 0}", "这里应是一个数"),
        ("format", "duty-rules/3", "“duty-rules/3”无法识别；是否：duty-rules/2、duty-rules/1？"),
        ("title", "[甲, 乙]", "这里应是文字"),
        ("effective", "{from: 2026-1-1, to: 2026-12-31}", "“2026-1-1”不是日期；应写成 2026-01-01"),
        ("effective", "{from: 2026-02-30, to: 2026-12-31}", "没有 2026-02-30 这一天；请核对月份和日数"),
        ("effective", "{from: 20260101, to: 2026-12-31}", "“20260101”不是日期"),
        ("effective", "{from: 2026-12-31, to: 2026-01-01}", "起始日 2026-12-31 晚于截止日 2026-01-01"),
        ("rounding", "", "缺少“rounding”"),
        ("rounding", "{places: 9, half: up}", "小数位数应为 0 至 6"),
        ("rounding", "{places: 1.5, half: up}", "“1.5”应为不小于 0 的整数"),
        ("rounding", "{places: 2, half: even}", "“even”无法识别"),
        ("stages", "提交", "这里应是列表"),
        ("kinds", "[]", "“kinds”是空的；请至少写一项（履职事项）"),
        ("kinds", "[{id: 提案}]", "缺少“clause”（提案）"),
        ("kinds", "[{id: 提案, clause: 第3条, attended: 是}]", "“是”应为 yes 或 no"),
        ("kinds", "[{id: 提案, clause: 第3条, expects: {role: 常委}}]", "“提案”写了 expects，却没有 attended: yes"),
        ("kinds", "[{id: 会, clause: 第3条, attended: yes, expects: 全体}]", "“全体”不能识别；全体委员写 all"),
        ("kinds", "[{id: 会, clause: 第3条, attended: yes, expects: {}}]", "没有写适用对象"),
        ("kinds", "[{id: 提案, clause: 第3条, judged: {at_least: 0}}]", "“提案”的评定分范围缺少一端"),
        ("quotas", "[{grade: 优等, clause: 第11条, at_most: 20%, unit: share, round: down, ties: exclude, "
         "overflow_to: 合格}]", "没有名为“优等”的等次；是否：优秀？"),
        ("quotas", "[{grade: 优秀, clause: 第11条, at_most: 20, unit: share, round: down, ties: exclude, "
         "overflow_to: 合格}]", "名额比例应在 0% 与 100% 之间"),
        ("quotas", "[{grade: 优秀, clause: 第11条, at_most: 20%, unit: members, round: down, ties: exclude, "
         "overflow_to: 合格}]", "名额人数应为不小于 0 的整数"),
        ("vetoes", "[{id: 甲, clause: 第12条, when: {kind: 提案}, grade_at_most: 不及格}]", "没有名为“不及格”的等次；是否：不合格"),
        ("minimums", "[{id: 甲, clause: 第6条, about: 考勤, within: year, need: {kind: 提案, at_least: 1}}]",
         "“考勤”无法识别；可用的有：述职、培训、履职"),
        ("minimums", "[{id: 甲, clause: 第6条, about: 履职, within: year, need: {kind: 提案}}]", "没有写几件（次）"),
        ("minimums", "[{id: 甲, clause: 第6条, about: 履职, within: year, need: {at_least: 1}}]", "没有写条件"),
        ("minimums", "[{id: 甲, clause: 第6条, about: 履职, within: year, applies_to: {}, "
         "need: {kind: 提案, at_least: 1}}]", "没有写适用对象"),
        ("minimums", "[{id: 甲, clause: 第6条, about: 履职, within: year, applies_to: {roles: 常委}, "
         "need: {kind: 提案, at_least: 1}}]", "这里没有“roles”这一项；是否：role"),
        ("minimums", "[{id: 甲, clause: 第6条, about: 履职, within: year, "
         "need: {any: [{kind: 提案, at_least: 0}]}}]", "at_least 应为不小于 1 的整数"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {grade: 不合格, within: term}, propose: 约谈}]",
         "按年度计的应写 years，并写 within 或 last_years"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {grade: 不合格, years: 2, within: year}, propose: 约谈}]",
         "一年之内不会有 2 个年度"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {records: {kind: 提案}, at_least: 2, within: in_a_row}, "
         "propose: 约谈}]", "按记录条数的不能写 within: in_a_row"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {kind: 提案, grade: 不合格, within: year}, propose: 约谈}]",
         "应写一种条件：记录（kind 等，或 records、sum、rate）、grade、score、selected、proposed、decided、all、any、not 之一"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {not: {kind: 提案, at_least: 1, within: year}, within: year}, "
         "propose: 约谈}]", "all、any、not 旁边不能再写别的条件"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {not: {kind: 题案, at_least: 1, within: year}}, propose: 约谈}]",
         "没有名为“题案”的履职事项；是否：提案"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {not: {kind: 提案, atleast: 1, within: year}}, propose: 约谈}]",
         "这里没有“atleast”这一项；是否：at_least"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {kind: 提案, at_least: 50%, within: year}, propose: 约谈}]",
         "“50%”是百分比，这里要写数（件、次、分）；百分比只与 rate 同写"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {kind: 提案, exactly: 1, at_most: 2, within: year}, propose: 约谈}]",
         "exactly 是正好几件（次），旁边不写 at_least、at_most"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {kind: 提案, below: 2, within: year}, propose: 约谈}]",
         "件（次）数写 at_least、at_most 或 exactly；多于 2 件写 at_least: 3，不足 3 件写 at_most: 2"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {rate: {count: {kind: 提案}}, below: 1, within: year}, propose: 约谈}]",
         "没有写分母；请写 over"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {score: 总分, within: year}, propose: 约谈}]", "没有写多少分"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {grade: 不合格, at_least: 2, within: term}, propose: 约谈}]",
         "按等次、后果计的不写件（次）数；几个年度请写 years"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {grade: 不合格, years: 3, last_years: 2}, propose: 约谈}]",
         "最近 2 年里不会有 3 个年度"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {kind: 提案, at_most: 0, within: year}, fires: counted_year, propose: 约谈}]",
         "后果“甲”没有按年度计的条件，不能写 fires: counted_year"),
        ("selections", "[{id: 甲, clause: 第11条, take: top, at_most: 3, unit: members, round: down, ties: exclude, propose: 表彰, "
         "reserve: [{applies_to: {role: 常委}, at_least: 2, unit: share, round: down, if_short: empty}]}]", "保留的比例应在 0% 与 100% 之间"),
        ("selections", "[{id: 甲, clause: 第11条, take: top, at_most: 3, unit: members, round: down, ties: exclude, propose: 表彰, "
         "reserve: [{applies_to: {role: 常委}, at_least: 50%, unit: share, if_short: empty}]}]", "按比例保留的应写 round，按人数的不写"),
        ("vetoes", "[{id: 甲, clause: 第12条, when: {kind: 提案}, if: {kind: 提案, at_least: 2}, grade_at_most: 不合格}]",
         "否决项“甲”应写 when 或 if 之一"),
    ],
)  # fmt: skip
def test_a_key_or_value_that_does_not_fit_is_named(section: str, written: str, words: str) -> None:
    assert words in "\n".join(problems(text(**{section: written})))


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("when: {kind: 题案}, points: 5, combine: sum", "没有名为“题案”的履职事项；是否：提案"),
        ("when: {kind: '提案，全体会议'}, points: 5, combine: sum", "几个词应写成列表"),
        ("when: {kind: 提案, stage: 立项}, points: 5, combine: sum", "没有名为“立项”的阶段；是否：立案"),
        ("when: {kind: 提案, level: 省级}, points: 5, combine: sum", "没有名为“省级”的级别；是否："),
        (
            "when: {kind: 全体会议, attendance: 到会}, points: 5, combine: sum",
            "没有名为“到会”的出席情况",
        ),
        ("when: {kind: []}, points: 5, combine: sum", "列表是空的"),
        ("when: {}, points: 5, combine: sum", "没有写条件"),
        ("when: {kind: 提案, position: 第一}, points: 5, combine: sum", "“第一”不是数"),
        ("when: {kind: 提案, authors: {at_least: 3, at_most: 2}}, points: 5, combine: sum", "at_least 大于 at_most"),
        ("when: {kind: 提案, authors: {}}, points: 5, combine: sum", "没有写 at_least 或 at_most"),
        ("when: {kind: 提案}, points: 5", "缺少“combine”（甲）"),
        ("when: {kind: 提案}, points: 5分, combine: sum", "“5分”不是数"),
        ("when: {kind: 提案}, combine: sum", "“甲”没有写分值；请写 points（一个分值）或 levels（几档分值）"),
        (f"{ITEM}, several_levels: highest", "“甲”没有 levels，不需要 several_levels"),
        (f"{ITEM}, per: quantaty", "“quantaty”无法识别；是否：quantity"),
        (f"{ITEM}, from_nth: 0", "“0”应为不小于 1 的整数"),
        ("when: {kind: 提案}, points: 5, combine: once, from_nth: 2", "from_nth 只能与 combine: sum 同用"),
        (f"{ITEM}, authors: {{first: 3/2, others: 0}}", "作者所得“3/2”应在 0 与 1 之间"),
        (f"{ITEM}, authors: {{first: 1, others: split}}", "“split”不是数"),
    ],
)
def test_a_problem_in_an_item_is_named(item: str, words: str) -> None:
    assert words in "\n".join(problems(text(categories=with_item(item))))


def test_stages_are_refused_where_the_file_declares_none() -> None:
    assert "没有名为“立案”的阶段" in problems(text(stages=""))[0]


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    found = problems("""\
format: duty-rules/1
title: 某市政协委员履职考核细则
basis: 某政协〔2026〕1号
title: 再写一次
effective: {from: 2026-01-01, to: 2026-12-31}
rounding: {places: 2, half: up}
kinds: [{id: 提案, clause: 第3条}]
categories:
  - id: 提案
    clause: 第3条
    items:
      - {id: 甲, when: {kind: 题案}, points: 五分, combine: sum}
total: {floor: 0}
bands: [{grade: 合格, min: 60}]
""")
    assert found == [
        "scoring.yaml:4：第1列：“title”在同一处写了两次（第一次在第2行）；请删去或合并其中一处",
        "scoring.yaml:12：第9列：缺少“clause”（甲）；请补上（依据：文件的条款，如 第12条）",
        "scoring.yaml:12：第30列：没有名为“题案”的履职事项；是否：提案？",
        "scoring.yaml:12：第43列：“五分”不是数；如 5、-2.5、1/2、20%，用半角字符",
        "scoring.yaml:14：第26列：最低等次“合格”的下限是 60，更低的分数没有等次；请补一个最低等次，或给 total 写不低于它的 floor",
    ]


def test_what_sections_lack_is_told_beside_the_faults_of_others() -> None:
    text = """\
format: duty-rules/2
title: 某市政协委员履职考核细则
basis: 某政协〔2026〕1号
effective: {from: 2026-01-01, to: 2026-12-31}
kinds: [{id: 提案, clause: 第3条}]
categories:
  - {id: 提案, clause: 第3条, items: [{id: 甲, when: {kind: 题案}, points: 5, combine: sum}]}
bands: [{grade: 合格, min: 60}, {grade: 优秀, min: 90}]
"""
    assert [one.partition("：")[2].partition("；")[0] for one in problems(text)] == [
        "第56列：没有名为“题案”的履职事项",
        "第3列：缺少“total”：写了计分的类别，须写明总分",
        "第48列：“优秀”的下限 90 不低于前一等次“合格”的 60",
        "第48列：最低等次“优秀”的下限是 90，更低的分数没有等次",
    ]
    # What is faulty itself is not asked for more.
    lines = problems(text.replace("min: 60", "min: 六十").replace("题案", "提案"))
    assert [one.partition("：")[2].partition("；")[0] for one in lines] == [
        "第3列：缺少“total”：写了计分的类别，须写明总分",
        "第26列：“六十”不是数",
    ]
    assert "缺少“total”" not in "".join(problems(text + "totals: {floor: 0}\n"))
