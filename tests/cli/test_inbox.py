"""收件: the files of a folder are taken in, each once and whole, or handed back with what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duty_cli.cli import inbox_watch
from duty_cli.cli.inbox_folder import FoundFile, InboxFolder, Ripening
from duty_cli.documents import systems
from tests.cli.inbox import GOOD, HEAD, ONCE, WRONG, inbox, lying, report
from tests.workspace import Duty

__all__ = ["inbox"]


def test_a_file_without_fault_is_entered_and_moved_with_its_report(inbox: Duty) -> None:
    inbox.write("报送/一季度.csv", GOOD)
    said = inbox.done(ONCE)
    assert (
        "09:00:00 一季度.csv：已导入：新增 2 条，涉及委员 2 名，新增活动 1 次（批次 56）　→ 已导入/一季度.csv" in said
    )
    assert said.endswith("收件完毕：已导入 1 份，待改正 0 份\n")
    assert lying(inbox) == ["已导入/一季度.csv", "已导入/一季度.csv.html"]
    assert [one["委员编号"] for one in inbox.records()] == ["1001", "1003"]


def test_the_batch_is_of_whoever_watches_and_names_the_file(inbox: Duty) -> None:
    inbox.write("报送/一季度.csv", GOOD)
    inbox.done(f"--by 收件员 {ONCE}")
    batches: Any = inbox.json("log --last 1")["batches"]
    (batch,) = batches
    assert (batch["by"], batch["command"], batch["source"]) == ("收件员", "导入", "一季度.csv")


def test_a_file_with_a_fault_is_handed_back_whole_and_nothing_is_entered(inbox: Duty) -> None:
    inbox.write("报送/二月.csv", WRONG)
    before, answer = inbox.digest(), inbox(ONCE)
    assert (answer.code, inbox.digest(), lying(inbox)) == (1, before, ["待改正/二月.csv", "待改正/二月.csv.html"])
    assert "二月.csv：不予登记 1 条，未写入任何内容　→ 待改正/二月.csv" in answer.out
    assert inbox.folder.joinpath("报送/待改正/二月.csv").read_text("utf-8") == WRONG


def test_the_report_says_what_import_says_and_shows_all_text_as_text(inbox: Duty) -> None:
    inbox.write("报送/二月.csv", WRONG)
    inbox.write("二月.csv", WRONG)
    said = inbox("import 二月.csv").out.partition("二月.csv 第 3 行：不予登记，")[2].partition("\n")[0]
    inbox(ONCE)
    page = report(inbox, "待改正/二月.csv")
    assert said in page
    assert ("｜&lt;b&gt;粗&lt;/b&gt;｜" in page, "<b>" in page) == (True, False)


def test_a_file_that_contradicts_the_ledger_is_handed_back(inbox: Duty) -> None:
    inbox.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 缺席")
    inbox.write("报送/一季度.csv", GOOD)
    answer = inbox(ONCE)
    assert (answer.code, inbox.states()) == (1, {"1001": "缺席"})
    assert "出席情况 缺席→出席" in report(inbox, "待改正/一季度.csv")
    assert "--on-conflict correct" in report(inbox, "待改正/一季度.csv")


def test_of_two_files_that_contradict_one_another_the_first_by_name_stands(inbox: Duty) -> None:
    inbox.write("报送/1.csv", GOOD)
    inbox.write("报送/2.csv", GOOD.replace("出席,", "请假,"))
    assert (inbox(ONCE).code, inbox.states()) == (1, {"1001": "出席"})
    assert {"已导入/1.csv", "待改正/2.csv"} < set(lying(inbox))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("材料.pdf", "%PDF-1.4", "是 PDF 文件"),
        ("空白.csv", HEAD, "文件中没有一条记录"),
        ("空白签到.csv", "委员编号,姓名,2026-03-05全体会议\n1001,赵一鸣,\n", "文件中没有一条记录"),
        ("名册.csv", "委员编号,姓名,任职日期\n1010,某甲,2026-01-01\n", "请用 duty member import 导入"),
        ("别的.csv", "甲,乙\n1,2\n", "没有一个可识别的列名"),
    ],
)
def test_what_is_nothing_to_enter_is_handed_back_with_the_reason(inbox: Duty, name: str, text: str, why: str) -> None:
    inbox.write(f"报送/{name}", text)
    assert inbox(ONCE).code == 1
    assert lying(inbox) == [f"待改正/{name}", f"待改正/{name}.html"]
    assert why in report(inbox, f"待改正/{name}")


def test_what_would_be_asked_about_is_handed_back(inbox: Duty) -> None:
    inbox.write("报送/签到.csv", "姓名,签到\n赵一鸣,√\n")
    assert inbox(ONCE).code == 1
    assert "表中没有说明履职事项" in report(inbox, "待改正/签到.csv")


def test_a_file_handed_in_again_is_told_as_entered_before_and_moved(inbox: Duty) -> None:
    inbox.write("报送/一季度.csv", GOOD)
    inbox.done(ONCE)
    inbox.write("报送/一季度.csv", GOOD)
    before, said = inbox.digest(), inbox.done(ONCE)
    assert "一季度.csv：此前已登记：经办人甲 2026-11-23 09:00 导入（批次 56）　→ 已导入/一季度（2）.csv" in said
    assert inbox.digest() == before
    assert "此前已登记" in report(inbox, "已导入/一季度（2）.csv")


def test_what_stands_already_by_other_ways_is_told_as_entered_before(inbox: Duty) -> None:
    inbox.write("一季度.csv", GOOD.replace("\n", "\r\n"))
    inbox.done("import 一季度.csv")
    inbox.write("报送/一季度.csv", GOOD)
    assert "一季度.csv：此前已登记：各行账本中都有相同的记录　→ 已导入" in inbox.done(ONCE)


class KilledNow(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("before", ["put_away", "_laid_beside", "_moved"])
def test_killed_between_entry_and_move_it_is_entered_once_and_moved_by_the_next_run(
    inbox: Duty, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    def killed(*_: object) -> None:
        raise KilledNow

    inbox.write("报送/一季度.csv", GOOD)
    with monkeypatch.context() as patch:
        patch.setattr(InboxFolder, before, killed)
        with pytest.raises(KilledNow):
            inbox(ONCE)
    assert "此前已登记：经办人甲 2026-11-23 09:00 导入（批次 56）" in inbox.done(ONCE)
    assert (lying(inbox), len(inbox.records())) == (["已导入/一季度.csv", "已导入/一季度.csv.html"], 2)


def test_nothing_in_the_folders_is_replaced(inbox: Duty) -> None:
    (inbox.folder / "报送" / "已导入").mkdir()
    inbox.write("报送/已导入/一季度.csv", "别人的")
    inbox.write("报送/已导入/一季度（2）.csv.html", "别人的")
    inbox.write("报送/一季度.csv", GOOD)
    assert "→ 已导入/一季度（3）.csv" in inbox.done(ONCE)
    assert inbox.folder.joinpath("报送/已导入/一季度.csv").read_text("utf-8") == "别人的"
    assert inbox.folder.joinpath("报送/已导入/一季度（2）.csv.html").read_text("utf-8") == "别人的"


def test_a_corrected_file_of_the_same_name_is_taken(inbox: Duty) -> None:
    inbox.write("报送/二月.csv", WRONG)
    inbox(ONCE)
    inbox.write("报送/二月.csv", WRONG.replace("1009", "1003"))
    inbox.done(ONCE)
    assert {"已导入/二月.csv", "待改正/二月.csv"} < set(lying(inbox))


def test_a_file_put_back_unchanged_has_a_report_of_what_holds_now(inbox: Duty) -> None:
    inbox.write("报送/二月.csv", WRONG)
    inbox(ONCE)
    (inbox.folder / "报送/待改正/二月.csv").rename(inbox.folder / "报送/二月.csv")
    inbox.done("member add 1009 吴九江 --sector 经济界 --from 2026-01-01")
    inbox.done(ONCE)
    (inbox.folder / "报送/已导入/二月.csv").rename(inbox.folder / "报送/二月.csv")
    inbox.done(ONCE)
    assert "此前已登记" in report(inbox, "已导入/二月.csv")


@pytest.mark.parametrize(
    "name",
    [
        *("~$一季度.xlsx", ".~一季度.xlsx", ".~lock.一季度.ods#", "~WRL0001.tmp", "1A2B3C4D", ".隐藏.csv"),
        *("一季度.xlsx.crdownload", "一季度.tmp", "一季度.csv.part", "Thumbs.db", "desktop.ini"),
    ],
)
def test_what_office_programs_and_browsers_lay_down_is_left_alone(inbox: Duty, name: str) -> None:
    inbox.write(f"报送/{name}", GOOD)
    assert inbox.done(ONCE) == "收件完毕：已导入 0 份，待改正 0 份\n"
    assert lying(inbox) == [name]


@pytest.mark.parametrize("mark", ["~$一季度.csv", ".~lock.一季度.csv#"])
def test_a_file_that_an_office_program_has_open_waits(inbox: Duty, mark: str) -> None:
    inbox.write("报送/一季度.csv", GOOD)
    inbox.write(f"报送/{mark}", "")
    answer = inbox(ONCE)
    assert (answer.code, inbox.records()) == (1, [])
    assert answer.err.count("一季度.csv：还在写入，或正在 WPS、Excel 中打开；写完、关闭后自动处理") == 1
    assert "留在原处 1 份：一季度.csv" in answer.out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing tells of a file that is being written")
def test_a_file_that_is_being_written_waits(inbox: Duty) -> None:
    place = inbox.write("报送/一季度.csv", HEAD)
    with place.open("a", encoding="utf-8") as writing:
        writing.write("1001,")
        writing.flush()
        assert (inbox(ONCE).code, inbox.records()) == (1, [])
    place.write_text(GOOD, encoding="utf-8")
    assert "新增 2 条" in inbox.done(ONCE)


def test_a_file_is_ripe_once_it_has_stayed_as_it_is() -> None:
    ripening = Ripening(2.0)
    growing = [FoundFile("a.csv", (1, 2, size, 0)) for size in (10, 20, 20, 20)]
    ripe = [bool(ripening.ripe([one], now)) for one, now in zip(growing, (0.0, 3.0, 4.0, 5.0), strict=True)]
    assert ripe == [False, False, False, True]


def replacing(place: Path) -> Callable[[Path, int], bool]:
    """Puts another file in the place of one that is being read, the first time."""

    def replace(_: Path, __: int) -> bool:
        if WRONG not in place.read_text("utf-8"):
            other = place.with_name(".neu")
            other.write_text(WRONG, encoding="utf-8")
            other.replace(place)
        return False

    return replace


def test_of_a_file_replaced_while_it_is_read_the_new_one_counts(inbox: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    place = inbox.write("报送/一季度.csv", GOOD)
    monkeypatch.setattr(systems, "is_open_elsewhere", replacing(place))
    assert (inbox(ONCE).code, inbox.records()) == (1, [])
    assert inbox.folder.joinpath("报送/待改正/一季度.csv").read_text("utf-8") == WRONG


def test_a_file_that_comes_while_one_of_its_name_is_entered_is_gone_through_by_itself(
    inbox: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, real = inbox.write("报送/一季度.csv", GOOD), inbox_watch.Intake.outcome

    def replaced(intake: inbox_watch.Intake, name: str, data: bytes) -> inbox_watch.FileOutcome:
        came = real(intake, name, data)
        replacing(place)(place, 0)
        return came

    monkeypatch.setattr(inbox_watch.Intake, "outcome", replaced)
    answer = inbox(ONCE)
    assert "一季度.csv：已导入：新增 2 条，涉及委员 2 名，新增活动 1 次（批次 56）；处理期间文件又有变动" in answer.out
    assert lying(inbox) == ["待改正/一季度.csv", "待改正/一季度.csv.html"]


def test_a_file_that_takes_the_place_at_the_last_moment_is_not_moved_unread(
    inbox: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, real = inbox.write("报送/一季度.csv", GOOD), systems.rename

    def late(file: Path, name: Path) -> None:
        if name.parent.name == "已导入":
            replacing(place)(place, 0)
        real(file, name)

    monkeypatch.setattr(systems, "rename", late)
    inbox(ONCE)
    assert {"待改正/一季度.csv", "待改正/一季度.csv.html"} < set(lying(inbox))
    assert "已导入/一季度.csv" not in lying(inbox)
