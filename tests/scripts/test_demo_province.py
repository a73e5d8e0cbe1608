"""The demo of the province goes through, and its report names what was spoilt on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "demo_province.py"


def made(place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(place)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def test_the_report_counts_nine_counties_and_names_the_other_three(tmp_path: Path) -> None:
    done = made(tmp_path / "省")
    assert done.returncode == 0, done.stderr
    assert "计入汇总的有 9 个地方" in done.stdout
    for line in (
        "未计入　政协月泊县委员会：没有报送封存账本",
        "未计入　政协柳塬县委员会：柳塬县.parquet：账本最近一次录入在 2025-10-09",
        "未计入　政协麦垄县委员会：麦垄县.parquet：按文件名认作该地的；不是完好的封存账本：文件不完整",
    ):
        assert line in done.stderr
    assert done.stderr.count("未计入　政协麦垄县委员会") == 4, "once a report: a cut file is not missing besides"
    assert {path.suffix for path in (tmp_path / "省" / "报表").iterdir()} == {".xlsx", ".docx", ".html"}


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text("不是演示", "utf-8")
    assert made(tmp_path).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["稿.txt"]
