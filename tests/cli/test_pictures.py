"""Reports as pages and pictures: the figures on them are those of the JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.documents.browser import Page, Table, visited
from tests.workspace import Duty

REPORTS = (
    "quarter-report 2026-Q1",
    "annual-evaluation 2026",
    "annual-notice 2026 --for 内部",
    "term-evaluation 14",
    "explain 1001 --year 2026",
    "statement 1001",
)


@pytest.fixture
def office(duty: Duty) -> Duty:
    """A workspace with some records."""
    duty.done("attend 全体会议 --on 2026-02-02 --title 五次会议 --all-present --except 请假=1002 --except 缺席=1003")
    duty.done("record 1001 提案 --on 2026-03-05 --stage 立案 --title '<b>停车</b>'")
    duty.done("record 1005 提案 --on 2026-05-06 --stage 立案")
    return duty


@pytest.mark.parametrize("report", REPORTS)
def test_a_browser_shows_every_report_and_complains_of_nothing(office: Duty, report: str, tmp_path: Path) -> None:
    document, console = visited(office.done(f"{report} --format html"), tmp_path)
    page = Page(document)
    assert console == []
    assert page.headline
    assert len(page.pictures) >= 2
    assert all(page.pictures)


def seen(office: Duty, report: str, folder: Path) -> tuple[Page, Any]:
    document, _ = visited(office.done(f"{report} --format html"), folder)
    return Page(document), office.json(report)


def column(table: Table, heading: str) -> list[str]:
    place = table.rows[0].index(heading)
    return [row[place] for row in table.rows[1:]]


def test_the_quarters_figures_on_the_page_are_those_of_the_json(office: Duty, tmp_path: Path) -> None:
    page, found = seen(office, "quarter-report 2026-Q1", tmp_path)
    members, sectors = page.table("委员"), page.table("各界别人均积分（单位：分）")
    assert column(members, "本季积分") == [*(one["score"] for one in found["members"]), found["total"]["score"]]
    for heading, key in {"应出席": "expected", "请假": "on_leave", "缺席": "absent", "出席率": "rate"}.items():
        assert column(members, heading)[:-1] == [str(one["attendance"][key]) for one in found["members"]]
    assert column(sectors, "人均积分") == [one["mean"] for one in found["groups"]["界别"]]
    assert column(page.tables[2], "人数") == [str(one["members"]) for one in found["distribution"]]
    assert page.headline["履职记录"] == str(found["total"]["records"])


def test_the_evaluations_figures_on_the_page_are_those_of_the_json(office: Duty, tmp_path: Path) -> None:
    page, found = seen(office, "annual-evaluation 2026", tmp_path)
    assert page.table("评比结果").by("委员编号", "年度积分") == {
        one["number"]: one["score"] for one in found["members"]
    }
    assert page.table("等次分布（单位：人）").by("　", "人数") == {key: str(n) for key, n in found["grades"].items()}
    table = page.table("各界别人均分类得分（单位：分）")
    for place, sector in enumerate(found["sectors"], 1):
        assert table.rows[place] == [sector["name"], *(one["mean"] for one in sector["categories"])]


def test_the_notices_figures_on_the_page_are_those_of_the_json(office: Duty, tmp_path: Path) -> None:
    page, found = seen(office, "annual-notice 2026 --for 内部", tmp_path)
    quarters = page.table("各季度出席情况（单位：人次）")
    for heading, key in {"出席": "present", "请假": "on_leave", "缺席": "absent"}.items():
        assert column(quarters, heading) == [str(one[key]) for one in found["figures"]["quarters"].values()]
    assert page.table("各类履职记录（单位：条）").by("　", "2026") == {
        kind: str(count) for kind, count in found["figures"]["records"].items()
    }
    assert page.headline["出席率"] == found["figures"]["attendance"]["rate"]


def test_the_terms_figures_on_the_page_are_those_of_the_json(office: Duty, tmp_path: Path) -> None:
    page, found = seen(office, "term-evaluation 14", tmp_path)
    assert column(page.table("各年度平均积分（单位：分）"), "平均积分") == [one["mean"] for one in found["by_year"]]
    assert page.table("各年度").by("委员编号", "合计积分") == {one["number"]: one["total"] for one in found["members"]}


def test_a_members_figures_on_the_page_are_those_of_the_json(office: Duty, tmp_path: Path) -> None:
    page, found = seen(office, "explain 1001 --year 2026", tmp_path)
    assert page.headline["年度积分"] == found["member"]["score"]
    assert column(page.tables[0], "2026") == [one["score"] for one in found["member"]["categories"]]
    quarters = page.table("各季度积分（单位：分）")
    assert column(quarters, "本季积分") == [one["score"] for one in found["quarters"]]
    assert column(quarters, "年内累计") == [one["year_so_far"] for one in found["quarters"]]
    assert "<b>停车</b>" in " ".join(cell for row in page.table("2026年度得分构成").rows for cell in row)


def test_in_a_pipe_there_are_no_pictures_on_a_terminal_there_are(office: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "█" not in office.done("quarter-report 2026-Q1")
    monkeypatch.setattr("duty_cli.cli.output.terminal_width", lambda: 80)
    assert "█" in office.done("quarter-report 2026-Q1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in office.done("quarter-report 2026-Q1")
