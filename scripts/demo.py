"""Build the sample workspace and print its reports: what ``make demo`` runs.

Every step is a ``duty`` command as a clerk would type it; this script only types them, one after another.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from duty_cli.cli.main import run

DATA = Path(__file__).resolve().parents[1] / "data"
MARK = "data/ledger.db"


def steps(folder: Path) -> list[list[str]]:
    """The commands, in order; ``folder`` is the workspace, ``报表`` in it takes the workbooks."""
    sheets = folder / "报表"
    term = ["--term", "14", "--from", "2022-01-01", "--until", "2026-12-31"]
    reports = {
        "2025年第3季度统计": ["quarter-report", "2025-Q3"],
        "2025年度评比": ["annual-evaluation", "2025"],
        "2025年度通报": ["annual-notice", "2025"],
        "第14届届末考评": ["term-evaluation", "14"],
        "14157得分说明": ["explain", "14157", "--year", "2025"],
        "14162履职情况单": ["statement", "14162"],
    }
    return [
        ["init", str(folder), "--committee", "政协示例市委员会", *term],
        ["member", "import", str(DATA / "roster.csv")],
        ["import", *map(str, sorted(DATA.glob("20*.csv")))],
        # A week at the desk: leave granted, an activity with its exceptions, a record taken back.
        ["leave", "14003", "--from", "2025-12-18", "--reason", "因公", "--granted-by", "秘书长"],
        [
            "attend",
            "委员讲坛",
            "--on",
            "2025-12-18",
            "--title",
            "委员讲坛第12讲",
            "--all-present",
            "--sector",
            "中共界",
            "--except",
            "缺席=14005",
        ],
        ["record", "14002", "定期走访", "--on", "2025-12-19", "--title", "走访城东社区", "--number", "ZF2025-9001"],
        ["record", "14002", "定期走访", "--on", "2025-12-19", "--title", "走访城东社区", "--again"],
        ["void", "LAST", "--reason", "同一次走访登记了两次"],
        # One leaves and another comes in, each with the paper.
        ["member", "leave", "14005", "--on", "2026-06-30", "--reason", "辞去", "--number", "示政协〔2026〕9号"],
        [
            *("member", "add", "14901", "顾清扬", "--from", "2026-07-01", "--sector", "中共界"),
            *("--liaison-group", "城西联络组", "--reason", "增补", "--number", "示政协〔2026〕10号"),
        ],
        ["member", "show", "14005"],
        # The years that are over are closed; what is still open in them is told, and was known when they were closed.
        *(["close-year", year, "--although-open"] for year in ("2023", "2024", "2025")),
        ["check"],
        ["log", "--last", "8"],
        *reports.values(),
        *([*command, "-o", str(sheets / f"{name}.xlsx")] for name, command in reports.items()),
        ["export", "-o", str(sheets / "全部履职记录.csv")],
    ]


def main(folder: Path) -> int:
    """Run all steps; the exit code of the first that fails."""
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        sys.stderr.write(f"{folder} 不是演示工作区，未作改动\n")
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "报表").mkdir(parents=True)
    os.environ.update(DUTY_LEDGER=str(folder / MARK), DUTY_BY="演示员")
    os.environ.pop("DUTY_RULES", None)
    for step in steps(folder):
        command = [last_seq(folder) if word == "LAST" else word for word in step]
        shown = " ".join(command if len(command) < 12 else [*command[:3], "…"])
        sys.stdout.write(f"\n$ duty {shown}\n")
        sys.stdout.flush()
        code = run(command)
        if code:
            return code
    sys.stdout.write(f"\n演示工作区：{folder}，报表在 {folder / '报表'}\n")
    return 0


def last_seq(folder: Path) -> str:
    """The seq of the row appended last."""
    from duty_cli.ledger.sqlite_ledger import open_ledger

    with open_ledger(folder / MARK).reading() as reading:
        return str(reading.head().seq)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/demo")))
