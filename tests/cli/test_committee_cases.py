"""Cases of several members are evaluated together, as a ledger that holds them is: quotas, selections, places, years, decisions."""

from __future__ import annotations

import pytest

from tests.rules.small import text, with_item
from tests.workspace import RULES, Duty

HEAD = "format: duty-cases/1\nrules: rules/scoring.yaml\ncommittees:\n"

FIVE = """\
  - case: 五名委员的两个年度
    years: [2025, 2026]
    members:
      委员甲:
        role: 常委
        records:
          - {kind: 提案, on: 2025-03-02, stage: [提交, 立案]}
          - {kind: 全体会议, on: 2026-01-20, attendance: 出席}
          - {kind: 提案, on: 2026-03-02, stage: 立案, times: 2}
          - {kind: 提案, on: 2026-05-06, stage: 立案}
          - {kind: 年度履职报告, on: 2026-11-02}
          - {kind: 年度述职, on: 2026-11-03, judged: 9}
        expect:
          2025: {score: 58, grade: 不合格, proposals: [约谈提醒]}
          2026:
            score: 94                                # 50 + 10 + 20（三件 24，最高 20）+ 5 + 9
            categories: {会议: 60, 提案: 20, 述职: 14}
            grade: 优秀
            quarters: {1: 26, 2: 4, 3: 0, 4: 14}     # 第一季度 10 + 16；第二季度到最高 20 只加 4
            proposals: []
            selected: []
            commended: yes
      委员乙:
        office: [{from: 2022-01-01, until: 2025-06-30}, {from: 2026-01-01}]
        records:
          - {kind: 全体会议, on: 2026-01-20, attendance: 出席}
          - {kind: 提案, on: 2026-03-02, stage: 立案, times: 2}
          - {kind: 年度履职报告, on: 2026-11-02}
          - {kind: 年度述职, on: 2026-11-03, judged: 8}
        expect:
          2025: {grade: 不评定, proposals: []}
          2026: {score: 89, grade: 合格, commended: no}      # 够优秀，名额 5 人的 20% 只有 1 名
      委员丙:
        expect:
          2025: {score: 50, grade: 不合格, minimums_missed: [年度履职报告, 年度专题培训], proposals: [约谈提醒]}
          2026: {score: 50, proposals: [约谈提醒, 责令辞去委员], term_minimums_missed: [届内轮训]}
      其余委员:
        times: 2
        records: [{kind: 全体会议, on: 2026-01-20, attendance: 出席}]
        expect: {2026: {score: 60, grade: 合格}}
"""


@pytest.fixture
def desk(duty: Duty) -> Duty:
    return duty


def tried(desk: Duty, written: str) -> list[str]:
    """What ``rules test`` says of a file of such cases, up to what no case touches."""
    desk.write("t.test.yaml", written)
    answer = desk("rules test t.test.yaml")
    assert answer.err == "", answer.err
    return answer.out.partition("未触及")[0].splitlines()


def test_quota_years_and_quarters_come_out_as_reckoned_by_hand(desk: Duty) -> None:
    assert tried(desk, HEAD + FIVE) == ["1 例通过"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("score: 94 ", "score: 95 ", "五名委员的两个年度：委员甲 2026 年度：总分应为 95，实为 94"),
        ("grade: 合格, commended: no", "grade: 优秀, commended: no", "委员乙 2026 年度：等次应为 优秀，实为 合格"),
        ("commended: no", "commended: yes", "委员乙 2026 年度：列入突出委员建议名单应为 是，实为 否"),
        ("{1: 26, 2: 4", "{1: 26, 2: 8", "委员甲 2026 年度：季度得分“2”应为 8，实为 4"),
        ("[约谈提醒, 责令辞去委员]", "[约谈提醒]", "提请研究事项应为 约谈提醒，实为 约谈提醒、责令辞去委员"),
        ("[届内轮训]", "[]", "届内未达到的最低要求应为 无，实为 届内轮训"),
        ("years: [2025, 2026]\n", "years: [2025, 2026]\n    term_ends: yes\n", ""),
        ("times: 2\n        records", "times: 7\n        records", "委员乙 2026 年度：等次应为 合格，实为 优秀"),
    ],
)
def test_what_comes_otherwise_is_told_with_member_and_year(desk: Duty, old: str, new: str, words: str) -> None:
    assert FIVE.count(old) == 1
    *wrong, last = tried(desk, HEAD + FIVE.replace(old, new))
    assert last == ("0 例通过，1 例不符" if words else "1 例通过")
    assert words in "\n".join(wrong)
    assert bool(wrong) == bool(words)
    assert all(line.startswith("t.test.yaml:") for line in wrong)


def test_a_decision_says_who_is_outstanding(desk: Duty) -> None:
    chosen = "decisions: [{year: 2026, outcome: chosen, on: 2027-01-20}]\n        "
    turned = FIVE.replace("role: 常委\n", f"role: 常委\n        {chosen.replace('chosen', 'not_chosen').rstrip()}\n")
    turned = turned.replace("commended: yes", "commended: no").replace("commended: no}", "commended: yes}")
    turned = turned.replace("office: [{from: 2022", f"{chosen}office: [{{from: 2022")
    assert tried(desk, HEAD + turned) == ["1 例通过"]


def test_the_second_step_waits_for_what_was_decided_on_the_first(desk: Duty) -> None:
    steps = (
        "[{id: 约谈, clause: 第1条, if: {score_below: 60, years: 1, within: year}, propose: 约谈}, "
        "{id: 劝退, clause: 第1条, propose: 劝退, fires: every_year, if: {all: ["
        "{decided: 约谈, years: 1, last_years: 2}, {score_below: 60, years: 2, within: in_a_row}]}}]"
    )
    desk.write("步骤.yaml", text(consequences=steps, effective="{from: 2025-01-01, to: 2026-12-31}"))
    record = "records: [{kind: 提案, on: 2025-03-01}, {kind: 提案, on: 2026-03-01}]"
    case = (
        "  - case: 两步\n    years: [2025, 2026]\n    members:\n"
        f"      甲: {{{record}, decisions: [{{year: 2025, about: 约谈, outcome: done, on: 2026-02-01}}], "
        "expect: {2025: {proposals: [约谈]}, 2026: {proposals: [约谈, 劝退]}}}\n"
        f"      乙: {{{record}, decisions: [{{year: 2025, about: 约谈, outcome: dropped, on: 2026-02-01}}], "
        "expect: {2025: {proposals: [约谈]}, 2026: {proposals: [约谈]}}}\n"
    )
    assert tried(desk, HEAD.replace("rules/scoring", "步骤") + case) == ["1 例通过"]


PLACED = with_item(
    "when: {kind: 提案}, measure: {of: records, among: {as: place, within: all, ties: gap}}, "
    "target: {reach: 1, points: 40, above: -2, below: nothing}"
)
STAR = "[{id: 之星, clause: 第1条, take: top, at_most: 1, unit: members, round: down, ties: exclude, propose: 表彰}]"


def test_places_and_selections_are_found_among_the_members_of_the_case(desk: Duty) -> None:
    desk.write("名次.yaml", text(categories=PLACED, selections=STAR))
    case = (
        "  - case: 名次\n    years: [2026]\n    members:\n"
        "      甲: {records: [{kind: 提案, on: 2026-03-01, times: 3}], expect: {2026: {score: 40, selected: []}}}\n"
        "      乙: {records: [{kind: 提案, on: 2026-03-01}], expect: {2026: {score: 38, selected: []}}}\n"
        "      丙: {times: 2, expect: {2026: {score: 36}}}\n"
    )
    # 40 points are 不合格, the last grade, which bars from praise whoever is the first.
    assert tried(desk, HEAD.replace("rules/scoring", "名次") + case) == ["1 例通过"]
    better = text(categories=PLACED, selections=STAR, bands="[{grade: 合格, min: 39}, {grade: 不合格, min: 0}]")
    desk.write("名次.yaml", better)
    told = tried(desk, HEAD.replace("rules/scoring", "名次") + case)
    assert told[0].endswith("甲 2026 年度：列入的评选应为 无，实为 之星")


def test_each_year_goes_by_its_own_file(desk: Duty) -> None:
    filed = (
        "[{id: 甲类, clause: 第3条, items: [{id: 甲, clause: 第3条, when: {kind: 提案}, points: %s, combine: sum}]}]"
    )
    for year, points in ((2026, 5), (2027, 7)):
        days = f"{{from: {year}-01-01, to: {year}-12-31}}"
        desk.write(f"{year}.yaml", text(categories=filed % points, effective=days))
    record = "{kind: 提案, on: %s-03-01}"
    case = (
        "format: duty-cases/1\nrules: [2026.yaml, 2027.yaml]\ncommittees:\n  - case: 两份\n    years: [2026, 2027]\n"
        f"    members: {{甲: {{records: [{record % 2026}, {record % 2027}], "
        "expect: {2026: {score: 5}, 2027: {score: 7}}}}\n"
        "cases: [{case: 乙, year: 2027, records: [{kind: 提案, on: 2027-03-01}], expect: {score: 7, quarters: {1: 7, 2: 0}}}]\n"
    )
    assert tried(desk, case) == ["2 例通过"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("years: [2025, 2026]", "years: [2026, 2025]", "2025 年写在 2026 年后面；years 由早到晚，每个年度写一次"),
        ("years: [2025, 2026]", "years: [2026]", "2025-03-02 不在 2026 年度内；请核对日期，或在 years 里补上那一年"),
        ("years: [2025, 2026]", "years: [2025, 2026, 2027]", "规则文件 scoring.yaml 不覆盖 2027 年"),
        ("{from: 2026-01-01}]", "{from: 2025-06-30}]", "office 的前一段没有在后一段之前结束"),
        ("office: [", "from: 2022-01-01\n        office: [", "任期写了两处：office 和 from、until"),
        ("on: 2026-05-06", "on: 2026-05-66", "没有 2026-05-66 这一天"),
        ("2025: {grade: 不评定", "2024: {grade: 不评定", "years 里没有 2024 年"),
        ("selected: []", "selected: [之星]", "没有名为“之星”的评选"),
        ("quarters: {1: 26", "quarters: {5: 26", "“5”不是季度；应写成 1、2、3 或 4"),
        ("times: 2\n        records: [{", "times: 2\n        records: [{number: 甲, ", "有编号的记录不能是 2 名委员的"),
        ("commended: yes", "comended: yes", "这里没有“comended”这一项；是否：commended"),
        ("commended: yes", "commended: 是", "“是”应为 yes 或 no"),
        (
            "委员丙:\n",
            "委员丙:\n        decisions: [{year: 2025, about: 约谈, outcome: done, on: 2026-01-20}]\n",
            "没有名为“约谈”的后果；是否：约谈提醒？",
        ),
        (
            "委员丙:\n",
            "委员丙:\n        decisions: [{year: 2025, outcome: done, on: 2026-01-20}]\n",
            "没有写是对哪一项后果的决定",
        ),
        (
            "委员丙:\n",
            "委员丙:\n        decisions: [{year: 2025, about: 约谈提醒, outcome: chosen, on: 2026-01-20}]\n",
            "评选的结果不写 about",
        ),
        (
            "委员丙:\n",
            "委员丙:\n        decisions: [{year: 2024, outcome: chosen, on: 2026-01-20}]\n",
            "years 里没有 2024 年",
        ),
        (
            "委员丙:\n",
            "委员丙:\n        decisions: [{year: 2026, outcome: chosen, on: 2025-01-20}]\n",
            "2025-01-20 早于 2026 年度",
        ),
        ("委员丙:\n", "委员丙:\n        from: 2026-01-01\n", "该委员在 2025 年度没有任职，没有结果"),
        ("on: 2026-01-20, attendance: 出席}\n          - {kind: 提案, on: 2026-03-02, stage: 立案, times: 2}\n          - {kind: 提案",
         "on: 2026-01-20}\n          - {kind: 提案, on: 2026-03-02, stage: 立案, times: 2}\n          - {kind: 提案",
         "“全体会议”记出席情况，这里没有写"),
    ],
)  # fmt: skip
def test_a_broken_case_of_several_is_told_with_its_place(desk: Duty, old: str, new: str, words: str) -> None:
    assert FIVE.count(old) == 1
    desk.write("t.test.yaml", HEAD + FIVE.replace(old, new))
    answer = desk("rules test t.test.yaml")
    assert answer.code != 0
    assert answer.raw == b""
    found = answer.err.splitlines()
    assert any(words in line for line in found[:-1]), found
    assert found[0].startswith("错误：t.test.yaml:")


def test_a_case_of_several_in_which_nothing_is_expected_is_refused(desk: Duty) -> None:
    desk.write("t.test.yaml", f"{HEAD}  - {{case: 空, years: [2026], members: {{甲: {{}}}}}}\n")
    assert "没有写应有的结果；请在委员下写 expect: {年度: {score: …}}，至少一项" in desk("rules test t.test.yaml").err


def test_rules_of_groups_and_of_members_are_not_tried_together(desk: Duty) -> None:
    desk.write("组.yaml", text(subject="liaison_group"))
    one = "  - {case: 组, years: [2026], members: {甲: {expect: {2026: {score: 0}}}}}\n"
    desk.write("t.test.yaml", f"{HEAD.replace('rules/scoring', '组')}{one}")
    assert "规则文件以组别为对象，没有委员一起评比；请写在 cases 里" in desk("rules test t.test.yaml").err
    desk.write("t.test.yaml", f"{HEAD.replace('rules/scoring.yaml', '[rules/scoring.yaml, 组.yaml]')}{FIVE}")
    assert "这几份规则文件的对象不同（subject）" in desk("rules test t.test.yaml").err


def test_no_ledger_of_a_case_is_left_behind(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    left = desk.folder / "tmp"
    left.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(left))
    before = desk.digest()
    assert tried(desk, HEAD + FIVE) == ["1 例通过"]
    assert list(left.iterdir()) == []
    assert desk.digest() == before


def test_the_rules_of_the_workspace_are_those_meant(desk: Duty) -> None:
    """The figures above are of this file; who changes it reckons them anew."""
    assert (desk.folder / "rules" / "scoring.yaml").read_bytes() == RULES.read_bytes()


def test_the_stars_of_the_quarters_are_found_among_the_members_of_the_case(desk: Duty) -> None:
    star = STAR.replace("propose: 表彰", "each: quarter, by: 提案, show_place: yes, propose: 表彰")
    desk.write("季度.yaml", text(selections=star))
    case = (
        "  - case: 季度之星\n    years: [2026]\n    members:\n"
        "      甲: {records: [{kind: 提案, on: 2026-03-01, stage: 立案, times: 2}], "
        "expect: {2026: {quarters_selected: {1: [之星], 2: []}}}}\n"
        "      乙: {records: [{kind: 提案, on: 2026-03-01, stage: 立案}, {kind: 提案, on: 2026-05-01, stage: 立案}], "
        "expect: {2026: {quarters_selected: {1: [], 2: [之星]}, selected: []}}}\n"
    )
    head = HEAD.replace("rules/scoring", "季度")
    assert tried(desk, head + case) == ["1 例通过"]
    assert "季度评选“2”应为 无，实为 之星" in "".join(tried(desk, head + case.replace("2: [之星]", "2: []")))
    desk.write("t.test.yaml", head + case.replace("selected: []", "selected: [之星]"))
    wanted = "“之星”每季度评选，不按年度写；请写 quarters_selected，如 {1: [之星]}"
    assert wanted in desk("rules test t.test.yaml").err
    # The star of the year is one of them who has the most points, and the consequence counts the quarters.
    best = "clause: 第11条, take: top, at_most: 1, unit: members, round: down, ties: include"
    of_year = f"{{id: 年度之星, {best}, need: {{selected: 之星, at_least: 1}}, propose: 提名}}"
    once = "[{id: 一次, clause: 第9条, if: {selected: 之星, exactly: 1, within: year}, propose: 关注}]"
    bands = "[{grade: 合格, min: 1}, {grade: 不合格, min: 0}]"
    desk.write("季度.yaml", text(selections=f"{star.rstrip(']')}, {of_year}]", consequences=once, bands=bands))
    both = case.replace("selected: []", "selected: [年度之星], proposals: [一次]").replace(
        "2: []}}}", "2: []}, selected: [年度之星], proposals: [一次]}}"
    )
    assert tried(desk, head + both) == ["1 例通过"]
