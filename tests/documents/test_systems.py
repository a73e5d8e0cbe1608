"""What differs on Windows, played on any system: names, files that others hold open, long paths, readers that have gone."""

from __future__ import annotations

import errno
import io
import ntpath
import os
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from duty_cli.cli.prompt import _Prompt
from duty_cli.documents import systems
from duty_cli.documents.durable_files import sync_folder
from duty_cli.documents.streams import laid_by, save, write_text
from duty_cli.documents.systems import reader_has_gone, replace, unfit, unfit_folder, unfit_name
from duty_cli.errors.file_errors import UnwritableFile
from tests.at_windows import WindowsRefusal, sit_down

HELD = "文件正被 WPS 或其他程序打开；请关闭后重试，或换个文件名"
FIT = [
    "通报.docx",
    "a b.csv",
    ".hidden",
    "console.csv",
    "COM.csv",
    "通报〔2026〕1号.docx",
    "COM10.csv",
    "阿依努尔·热合曼.docx",
]
UNFIT = {
    "CON": "CON 是 Windows 留给设备的名称",
    "nul.tar.gz": "nul 是 Windows 留给设备的名称",
    "Com1 .csv": "Com1 是 Windows 留给设备的名称",
    "LPT².txt": "LPT² 是 Windows 留给设备的名称",
    "a:b.csv": "“:”在 Windows 上不能用；请换一个文件名",
    "a\\b.csv": "“\\”在 Windows 上不能用",
    "谁?.docx": "“?”在 Windows 上不能用",
    '备份"': '“"”在 Windows 上不能用；引号中的路径不要以 \\ 结尾',
    "a\x07.csv": "控制字符在 Windows 上不能用",
    "通报.": "末尾的句点或空格会被 Windows 去掉",
    "通报 ": "末尾的句点或空格会被 Windows 去掉",
    "长" * 86: "文件名过长",
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_windows_refuses_or_changes_is_refused_everywhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile) as refusal:
        save(tmp_path / name, b"x")
    assert UNFIT[name] in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FIT)
def test_a_name_that_windows_takes_is_taken_everywhere(name: str, tmp_path: Path) -> None:
    save(tmp_path / name, b"x")
    assert unfit_name(name) is None
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(not hasattr(ntpath, "isreserved"), reason="Python knows the names itself from 3.13 on")
@pytest.mark.parametrize("name", [*UNFIT, *FIT, "CONIN$", "aux.x", "LPT0", "x.con", "COM¹", "NUL ", "prn..txt", "a*b"])
def test_python_says_the_same_of_every_name(name: str) -> None:
    known: Callable[[str], bool] = getattr(ntpath, "isreserved", bool)
    ours = unfit_name(name)
    if ":" in name or "\\" in name:  # Python takes these for a drive and a folder
        assert ours is not None
        return
    assert known(name) == (ours is not None and "过长" not in ours)


@pytest.mark.parametrize("path", ["C:通报.csv", "d:数据\\通报.csv", "C:"])
def test_a_drive_without_a_folder_is_refused_as_nobody_knows_where_that_is(path: str) -> None:
    assert PureWindowsPath(path).root == ""
    assert unfit(Path(path)) == f"盘符后面要有 \\，如 {path[:2]}\\{path[2:]}；请写明文件夹"


def test_every_part_of_a_folder_to_be_made_is_looked_at_and_none_that_is_there(tmp_path: Path) -> None:
    there = tmp_path / "a:b"
    there.mkdir()
    assert unfit_folder(there / "备份") is None
    assert "LPT1" in (unfit_folder(there / "LPT1" / "备份") or "")


@pytest.mark.parametrize(
    ("path", "extended"),
    [
        ("C:\\履职\\data", "\\\\?\\C:\\履职\\data"),
        ("\\\\server\\share\\data", "\\\\?\\UNC\\server\\share\\data"),
        ("\\\\?\\C:\\data", "\\\\?\\C:\\data"),
    ],
)
def test_a_long_path_is_written_as_windows_takes_it_at_any_length(path: str, extended: str) -> None:
    assert systems._extended(path) == extended
    assert PureWindowsPath(extended).name == "data"


def test_a_path_too_long_for_wps_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / ("x" * (260 - len(str(tmp_path)) - 1))
    assert unfit(place) is None
    monkeypatch.setattr(systems, "WINDOWS", True)
    with pytest.raises(UnwritableFile, match="连同文件夹共 260 个字符，Windows 只认 259 个以内"):
        save(place, b"x")
    assert unfit(place.with_name(place.name[1:])) is None


def test_a_file_that_wps_holds_open_is_told_and_stays_and_nothing_half_written_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "通报.docx"
    save(place, b"old")
    sit_down(monkeypatch)
    with place.open("rb"), pytest.raises(UnwritableFile, match=HELD):
        save(place, b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("通报.docx", b"old")]
    save(place, b"new")
    assert place.read_bytes() == b"new"


def test_a_paper_to_be_issued_over_one_that_is_open_is_told_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "通报.docx"
    save(place, b"old")
    sit_down(monkeypatch)
    with place.open("rb"), pytest.raises(UnwritableFile, match=HELD), laid_by(place, b"new") as put:
        put()
    assert [one.name for one in tmp_path.iterdir()] == ["通报.docx"]


def test_who_holds_a_new_file_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, place = tmp_path / "new", tmp_path / "通报.docx"
    new.write_bytes(b"new")
    place.write_bytes(b"old")
    sit_down(monkeypatch)
    scanner = place.open("rb")
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            scanner.close()

    monkeypatch.setattr("time.sleep", pause)
    replace(new, place)
    assert (place.read_bytes(), len(waited)) == (b"new", 3)


def test_where_there_is_no_right_to_write_nobody_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", pytest.fail)
    with pytest.raises(FileNotFoundError):
        replace(tmp_path / "none", tmp_path / "b")


@pytest.mark.parametrize("mark", ["~$通报.docx", "~$.docx", ".~通报.docx", ".~lock.通报.docx#"])
def test_what_programs_lay_beside_an_open_file_tells_it_from_one_without_rights(mark: str, tmp_path: Path) -> None:
    place, refusal = tmp_path / "通报.docx", PermissionError(13, "denied")
    assert not systems.is_held(refusal, place)
    (tmp_path / mark).touch()
    assert systems.is_held(refusal, place)


@pytest.mark.parametrize(("winerror", "held"), [(5, False), (32, True), (33, True)])
def test_windows_itself_tells_a_held_file_from_a_folder_without_rights(
    winerror: int, held: bool, tmp_path: Path
) -> None:
    assert systems.is_held(WindowsRefusal(tmp_path, winerror), tmp_path / "none") == held


def test_no_folder_is_synced_where_none_can_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(os, "fsync", opened.append)
    sync_folder(tmp_path)
    assert len(opened) == 1
    monkeypatch.setattr(systems, "WINDOWS", True)
    sync_folder(tmp_path)
    assert len(opened) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there the process would end")
def test_no_process_is_sent_a_signal_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not systems.has_ended(os.getpid())
    assert systems.has_ended(4_194_303)
    monkeypatch.setattr(systems, "WINDOWS", True)
    monkeypatch.setattr(os, "kill", pytest.fail)
    assert not systems.has_ended(4_194_303)


class GonePipe(io.BytesIO):
    """A pipe that nobody reads, as Windows has it."""

    gone = True

    def flush(self) -> None:
        if self.gone:
            self.gone = False
            raise OSError(errno.EINVAL, "Invalid argument")


def test_a_reader_who_has_gone_is_no_lost_output_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not reader_has_gone(OSError(errno.EINVAL, "Invalid argument"))
    monkeypatch.setattr(systems, "WINDOWS", True)
    with pytest.raises(BrokenPipeError):
        write_text(io.TextIOWrapper(GonePipe(), "utf-8"), "第一行\n")


def test_states_are_kept_where_windows_keeps_those_of_one_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "WINDOWS", True)
    monkeypatch.setenv("LOCALAPPDATA", "C:\\Users\\王\\AppData\\Local")
    monkeypatch.setenv("XDG_STATE_HOME", "/elsewhere")
    assert systems.folder_of_states() == "C:\\Users\\王\\AppData\\Local"
    monkeypatch.delenv("LOCALAPPDATA")
    assert systems.folder_of_states() == ""


def test_ctrl_z_and_return_end_a_question_as_ctrl_d_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prompt_toolkit.prompt", lambda *_, **__: "\x1a")
    with pytest.raises(KeyboardInterrupt):
        _Prompt().ask("登记？")
