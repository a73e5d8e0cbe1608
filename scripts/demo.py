"""Build the sample workspace and print its reports: what ``make demo`` runs.

Every step is a ``duty`` command as a clerk would type it; this script only types them, one after another, on the days that it names.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from datetime import datetime
from pathlib import Path

from duty_cli.cli import clock
from duty_cli.cli.main import run
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from duty_cli.model.proceedings import PathUse, of_use

DATA = Path(__file__).resolve().parents[1] / "data"
MARK = "data/ledger.db"

TODAY, REFUSED = "on", "!"
"""Begin a line that says what day it is, and one that the program is to refuse."""

AT_THE_DESK = """
    # The records of three years come in; a record is entered twice and one of the two taken back.
    on 2026-01-08
    init . --committee 政协示例市委员会 --term 14 --from 2022-01-01 --until 2026-12-31
    member import ROSTER
    import RECORDS
    record 14002 定期走访 --on 2025-12-19 --title 走访城东社区 --number ZF2025-9001
    record 14002 定期走访 --on 2025-12-19 --title 走访城东社区 --again
    void LAST --reason 同一次走访登记了两次
    # What goes wrong, as it was seen while it could still be mended.
    watch 2025 14070 14157 --on 2025-10-31
    # A report that is late is handed in. The years that are over are closed; what is still open in them is told, and was known when they were closed.
    hand-in 14037 年度履职报告 --year 2025 --on 2026-01-08 --received-by 委员工作室
    close-year 2023 --although-open
    close-year 2024 --although-open
    close-year 2025 --although-open
    # An activity is planned and moved, so that the program knows who is due; leave is granted.
    plan add 委员讲坛 --on 2026-01-21 --title 委员讲坛第12讲 --place 机关报告厅 --sector 中共界
    plan move LAST --on 2026-01-22 --reason 与常委会会议冲突
    leave 14003 --from 2026-01-22 --reason 因公 --granted-by 秘书长
    # The year's result is put up; a member objects, and until that has ended nothing is issued as final.
    on 2026-01-12
    publish annual-evaluation 2025 --days 5 --person 委员工作室
    on 2026-01-19
    object 14070 --year 2025 --on 2026-01-14 --person 委员工作室 --words 走访没有计分
    ! issue annual-notice 2025 -o 报表/2025年度通报.docx
    follow-up step 异议 答复 --on 2026-01-16 --person 委员工作室 --words 走访次数已达上限，不再计分
    follow-up step 异议 维持 --on 2026-01-19 --person 委员工作室 --words 得分无误
    follow-up step 公示 期满 --on 2026-01-19 --person 委员工作室 --words 公示期满，异议已办结
    object list 2025
    issue annual-notice 2025 --number 2 -o 报表/2025年度通报.docx
    # What is proposed is put forward, decided and carried out.
    follow-up open 2025 14070 --on 2026-01-19 --person 委员工作室 --meeting 主席会议
    on 2026-02-12
    follow-up step 办理 决定 --on 2026-02-03 --person 主席会议 --meeting 第三十次主席会议 --words 同意约谈
    follow-up step 办理 落实 --on 2026-02-10 --person 某副主席 --place 政协会议室 --words 已谈话，本人表示改进
    follow-up list 2025
    # The activity was held, and cost more than it was to cost.
    attend 委员讲坛 --on 2026-01-22 --title 委员讲坛第12讲 --all-present --except 缺席=14005
    plan list 2026
    fund budget 20万元 --year 2026 --paper 示财〔2026〕5号
    fund budget 2000 --year 2026 --activity 委员讲坛第12讲
    fund spend 1250.50 会场布置 --on 2026-01-22 --activity 委员讲坛第12讲 --voucher 记-31
    ! fund spend 900 工作餐 --on 2026-01-22 --activity 委员讲坛第12讲 --voucher 记-32
    fund spend 900 工作餐 --on 2026-01-22 --activity 委员讲坛第12讲 --voucher 记-32 --approved-by 秘书长
    fund report 2026
    calendar 2025
    # One leaves and another comes in, each with the paper.
    on 2026-07-01
    member leave 14005 --on 2026-06-30 --reason 辞去 --number 示政协〔2026〕9号
    member add 14901 顾清扬 --from 2026-07-01 --sector 中共界 --liaison-group 城西联络组 --reason 增补 --number 示政协〔2026〕10号
    member show 14005
    check
    log --last 8
"""

REPORTS = {
    "2025年第3季度统计": "quarter-report 2025-Q3",
    "2025年度评比": "annual-evaluation 2025",
    "2025年度通报": "annual-notice 2025",
    "第14届届末考评": "term-evaluation 14",
    "14157得分说明": "explain 14157 --year 2025",
    "14162履职情况单": "statement 14162",
}


def steps() -> list[str]:
    """The lines, in order: those of the desk, then the reports on the screen and as workbooks in ``报表``."""
    typed = [line.strip() for line in AT_THE_DESK.splitlines()]
    return [
        *(line for line in typed if line and not line.startswith("#")),
        *REPORTS.values(),
        *(f"{command} -o 报表/{name}.xlsx" for name, command in REPORTS.items()),
        "export -o 报表/全部履职记录.csv",
    ]


def main(folder: Path) -> int:
    """Run all steps; the exit code of the first that does not go as it should."""
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        sys.stderr.write(f"{folder} 不是演示工作区，未作改动\n")
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "报表").mkdir(parents=True)
    os.chdir(folder)
    os.environ.update(DUTY_LEDGER=MARK, DUTY_BY="演示员")
    os.environ.pop("DUTY_RULES", None)
    for line in steps():
        code = step(line)
        if code:
            return code
    sys.stdout.write(f"\n演示工作区：{folder}，报表在 {folder / '报表'}\n")
    return 0


def step(line: str) -> int:
    """Put the clock on, or type a command: 0 where it goes as it should."""
    first, _, rest = line.partition(" ")
    if first == TODAY:
        now = datetime.fromisoformat(f"{rest}T09:00+08:00")
        clock.now = lambda: now
        sys.stdout.write(f"\n—— {rest} ——\n")
        return 0
    command = [each for word in shlex.split(rest if first == REFUSED else line) for each in said(word)]
    typed = command if len(command) < 20 else [*command[:3], "…"]
    sys.stdout.write(f"\n$ duty {' '.join(typed)}\n")
    sys.stdout.flush()
    code = run(command)
    return code if first != REFUSED else int(code == 0)


def said(word: str) -> list[str]:
    """What a word of a line stands for: sample files, or the seq of an entry.

    ``LAST`` is the row appended last; 公示, 异议 and 办理 are the proceeding opened last along that path.
    """
    paths = {"公示": PathUse.PUBLICATION, "异议": PathUse.OBJECTION, "办理": PathUse.FOLLOW_UP}
    if word == "ROSTER":
        return [str(DATA / "roster.csv")]
    if word == "RECORDS":
        return [str(file) for file in sorted(DATA.glob("20*.csv"))]
    if word != "LAST" and word not in paths:
        return [word]
    with open_ledger(Path(MARK)).reading() as reading:
        if word == "LAST":
            return [str(reading.head().seq)]
        return [str(of_use(reading.proceedings(), paths[word])[-1].seq)]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/demo").resolve()))
