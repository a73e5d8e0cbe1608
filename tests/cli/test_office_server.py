"""A workspace whose ledger is on a server: made there, copied there and back, used by several with what each may do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pytest

from duty_cli.cli import prompt
from duty_cli.cli.app_context import AppContext
from duty_cli.cli.main import run
from duty_cli.cli.shell_prompt import before_line
from duty_cli.cli.typed_line import offered
from duty_cli.ledger.copies import server_backup, whole_copy
from duty_cli.ledger.copies.backup_file import read_backup
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.postgres.server_dump import rows_dumped
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.parsing.server_url import server_of
from tests.office_server import PROGRAMS, OfficeServer
from tests.workspace import INIT, RULES, Duty, head_of

FILE = Path("data") / "ledger.db"
EVALUATION = "annual-evaluation 2026"


@pytest.fixture
def url(office_server: OfficeServer) -> str:
    return office_server.new_database("office")


@pytest.fixture
def office(duty: Duty, url: str, monkeypatch: pytest.MonkeyPatch) -> Duty:
    """The workspace with its roster and a record, its ledger copied to a server and gone."""
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交 --title 关于河道保洁的提案")
    duty.done(f"ledger copy {FILE} {url}")
    FILE.unlink()
    monkeypatch.setenv("DUTY_LEDGER", url)
    return duty


def as_user(monkeypatch: pytest.MonkeyPatch, server: OfficeServer, user: str) -> None:
    monkeypatch.setenv("DUTY_LEDGER", server.url("office", user))


def test_a_committee_is_founded_on_a_server(empty: Duty, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTY_LEDGER", url)
    answer = empty(INIT)
    assert answer.code == 0
    pointer = "data/ledger.url"
    assert f"账本建在 {url}，地址写在 {pointer}：在这个文件夹里不必再用 --ledger 指明" in answer.err
    assert [(empty.folder / name).exists() for name in ("rules/scoring.yaml", "data/ledger.db")] == [True, False]
    assert "建立工作区" in empty.done("log")
    assert empty.refused(INIT, 4) == f"错误：账本已存在：{pointer}；未作任何改动"
    assert empty.refused(f"{INIT} 别处", 4) == f"错误：账本已存在：{url}；未作任何改动"
    monkeypatch.delenv("DUTY_LEDGER")
    assert empty.done("check") == ""
    assert [word for word, _ in offered(["correct-by", "3", "--by"], "")] == ["经办人甲"]
    empty.done(f"{INIT} 另一个委员会")
    assert (empty.folder / "另一个委员会" / "data" / "ledger.db").exists()


def test_nothing_is_laid_beside_a_server_that_cannot_be_used(empty: Duty, office_server: OfficeServer) -> None:
    answer = empty.run("--ledger", office_server.url("不在"), *INIT.split())
    assert (answer.code, answer.out) == (4, "")
    assert "服务器上没有这个数据库" in answer.err
    assert list(empty.folder.iterdir()) == []


def test_where_no_ledger_is_it_is_said(empty: Duty, url: str) -> None:
    answer = empty.run("--ledger", url, "log")
    assert answer.err == f"错误：找不到账本：{url}；请先执行 duty init，或用 --ledger 指定账本文件\n"


def test_a_ledger_goes_to_a_server_and_back_and_gives_the_same(
    duty: Duty, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交 --title 关于河道保洁的提案")
    duty.done("member rename 1002 --name 钱贰南")
    duty.done("erase 1006 --reason 本人申请 --yes")
    before, told, log = duty.digest(), duty.json(EVALUATION), duty.done("log --format json")
    answer = duty(f"ledger copy {FILE} {url}")
    assert answer.code == 0
    assert "两份账首相同，已核验" in answer.out
    assert f"改用 {url} 的，把 {FILE} 另存备查；只作备份的，照旧在 {FILE} 登记" in answer.err
    assert duty.digest() == before
    duty.done(f"ledger copy {url} 回来/ledger.db")
    with monkeypatch.context() as there:
        there.setenv("DUTY_LEDGER", url)
        assert (duty.json(EVALUATION), duty.done("log --format json"), duty.done("check")) == (told, log, "")
    for line in ("log --format json", "check"):
        assert duty.done(f"--ledger 回来/ledger.db {line}") == duty.done(line)
    assert duty.json(f"--ledger 回来/ledger.db --rules rules {EVALUATION}") == told


def test_what_is_entered_on_the_server_comes_back(office: Duty, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    office.done("record 1002 提案 --on 2026-03-06 --stage 提交 --title 关于公交站点的提案")
    office.done(f"ledger copy {url} {FILE}")
    told = office.json(EVALUATION)
    monkeypatch.delenv("DUTY_LEDGER")
    assert office.json(EVALUATION) == told


@pytest.mark.parametrize("line", ["ledger copy {url} data/ledger.db", "ledger copy data/ledger.db {url}"])
def test_a_copy_takes_the_place_of_no_other_ledger(duty: Duty, url: str, line: str) -> None:
    duty.done(f"ledger copy {FILE} {url}")
    assert f"已是同一本账：政协示例县委员会，序号 {duty.last_batch() + 50}，" in duty.done(line.format(url=url))
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交 --title 关于河道保洁的提案")
    head = head_of(url)
    assert "账本已存在：" in duty.refused(line.format(url=url), 4)
    assert head_of(url) == head


def test_a_copy_that_breaks_off_leaves_nothing(duty: Duty, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = whole_copy._columns

    def broken(source: object, table: str) -> tuple[str, ...]:
        if table == "person":
            raise KeyboardInterrupt
        return real(source, table)  # type: ignore[arg-type]

    with monkeypatch.context() as breaking:
        breaking.setattr(whole_copy, "_columns", broken)
        assert [run(["ledger", "copy", str(FILE), to]) for to in (url, "回来.db")] == [130, 130]
    assert (head_of(url), Path("回来.db").exists()) == ("", False)
    assert [one.name for one in duty.folder.glob(".duty-*.tmp")] == []
    duty.done(f"ledger copy {FILE} {url}")


def test_a_damaged_ledger_is_not_copied(duty: Duty, url: str) -> None:
    from tests.ledger.sample import behind_its_back

    with behind_its_back(FILE) as raw:
        raw.execute("UPDATE member SET number = '9999' WHERE number = '1001'")
    assert "账本核验未通过" in duty.refused(f"ledger copy {FILE} {url}", 4)
    assert head_of(url) == ""


def test_another_desk_has_the_rules_out_of_the_ledger(office: Duty) -> None:
    told = office.json(EVALUATION)
    shutil.rmtree(office.folder / "rules")
    assert "scoring.yaml" in office.done("rules restore")
    assert (office.folder / "rules" / "scoring.yaml").read_bytes() == RULES.read_bytes()
    assert office.json(EVALUATION) == told


def test_a_clerk_enters_and_changes_nothing_that_stands(
    office: Duty, office_server: OfficeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_server.sql("DROP ROLE IF EXISTS lin; CREATE ROLE lin LOGIN")
    as_user(monkeypatch, office_server, "lin")
    assert "没有做这件事的权限" in office("log").err
    as_user(monkeypatch, office_server, "postgres")
    assert office.done("ledger roles --clerk lin") == "postgres　所有者\nlin　登记\n"
    as_user(monkeypatch, office_server, "lin")
    office.done("record 1002 提案 --on 2026-03-06 --stage 提交 --title 关于公交站点的提案")
    office.done("rules restore")
    assert office.done("check") == ""
    assert "没有做这件事的权限" in office.refused("erase 1003 --reason 本人申请 --yes", 4)
    monkeypatch.setattr(prompt, "confirmed", lambda _: pytest.fail("asked though it is refused"))
    assert "不是所有者，不能删除姓名" in office.refused("erase 1003 --reason 本人申请", 4)
    assert "没有做这件事的权限" in office.refused("ledger roles --clerk lin", 4)
    with office_server.connect("office", "lin") as raw:
        for deed in (
            "UPDATE duty.record SET title = 'x'",
            "DELETE FROM duty.entry",
            "TRUNCATE duty.label CASCADE",
            "UPDATE duty.person SET name = 'x'",
            "DELETE FROM duty.head",
            "CREATE TABLE duty.more (n int)",
            "UPDATE duty.schema_version SET version = 1",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(deed.encode())


def test_a_reader_looks_and_enters_nothing(
    office: Duty, office_server: OfficeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_server.sql("DROP ROLE IF EXISTS shen; CREATE ROLE shen LOGIN")
    told = office.json(EVALUATION)
    assert office.done("ledger roles --clerk shen").endswith("shen　登记\n")
    assert office.done("ledger roles --reader shen").endswith("shen　查看\n")
    as_user(monkeypatch, office_server, "shen")
    assert office.json(EVALUATION) == told
    record = "record 1002 提案 --on 2026-03-06 --stage 提交 --title 关于公交站点的提案"
    assert "没有做这件事的权限" in office.refused(record, 4)
    (office.folder / "rules" / "scoring.yaml").write_text(RULES.read_text("utf-8") + "\n# 改过\n", "utf-8")
    assert "规则文件有改动而没有登记的权限，未能登记" in office(EVALUATION).err
    as_user(monkeypatch, office_server, "postgres")
    assert office.done("ledger roles --remove shen") == "postgres　所有者\n"
    as_user(monkeypatch, office_server, "shen")
    assert "没有做这件事的权限" in office("log").err


def test_rights_are_given_to_nobody_unknown(office: Duty) -> None:
    said = office.refused("ledger roles --reader 没有这人", 4)
    assert "没有用户“没有这人”，未作任何改动；请管理员先用 createuser 建立" in said


def test_a_file_has_no_roles(duty: Duty) -> None:
    assert "是文件，谁可以读写由文件的权限决定" in duty.refused("ledger roles", 2)


def test_a_server_that_goes_in_the_middle_leaves_nothing_half(
    office: Duty, office_server: OfficeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = "record 1002 提案 --on 2026-03-06 --stage 提交 --title 关于公交站点的提案"

    def cut(self: PostgresConnection, *_: object) -> None:
        office_server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'office'")
        self.execute("SELECT 1")

    with monkeypatch.context() as cutting:
        cutting.setattr(PostgresConnection, "insert_few", cut)
        assert "的连接中断；未完成的没有写入，已完成的请用 duty log 核对" in office.refused(record, 4)
    office.done(record)


def test_a_tab_offers_what_is_on_the_server(office: Duty, url: str) -> None:
    assert [word for word, _ in offered(["record"], "100")] == [f"100{one}" for one in range(1, 9)]
    assert [word for word, _ in offered(["--ledger", url, "show"], "1")][:2] == ["19", "18"]
    assert [word for word, _ in offered(["correct-by", "3", "--by"], "")] == ["经办人甲"]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server's own version are on the path."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


def backed_up(office: Duty) -> Path:
    office.done("backup")
    return max((office.folder / "data" / "backups").iterdir())


ODD = "带“引号”、反斜杠\\N和\\.的标题"


def with_odd_texts(office: Duty) -> None:
    office.write("二.csv", f'委员编号,履职事项,日期,标题,阶段,备注\n1002,提案,2026-03-06,"{ODD}",提交,\\N\n')
    office.done("import 二.csv")


@pytest.mark.usefixtures("programs")
def test_a_backup_of_a_server_is_restored_as_a_file_and_by_pg_restore(
    office: Duty, office_server: OfficeServer, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with_odd_texts(office)
    office.done("erase 1006 --reason 本人申请 --yes")
    told, log = office.json(EVALUATION), office.done("log --format json")
    backup = backed_up(office)
    with ZipFile(backup) as whole:
        whole.extract("ledger.dump", office.folder)
    other = office_server.new_database("other")
    subprocess.run(["pg_restore", "--exit-on-error", f"--dbname={other}", "ledger.dump"], check=True)
    assert head_of(other) == head_of(url)
    office.done(f"--ledger 别处/data/ledger.db restore {backup}")
    for ledger in (other, "别处/data/ledger.db"):
        monkeypatch.setenv("DUTY_LEDGER", ledger)
        monkeypatch.setenv("DUTY_RULES", "rules")
        assert (office.json(EVALUATION), office.done("log --format json"), office.done("check")) == (told, log, "")


@pytest.mark.usefixtures("programs")
def test_a_backup_takes_the_place_of_what_is_on_the_server_and_keeps_its_rights(
    office: Duty, office_server: OfficeServer, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    office_server.sql("DROP ROLE IF EXISTS lin; CREATE ROLE lin LOGIN")
    office.done("ledger roles --clerk lin")
    backup, head = backed_up(office), head_of(url)
    with_odd_texts(office)
    later = head_of(url)
    answer = office(f"restore {backup} --yes")
    assert answer.code == 0
    assert "恢复以后，现有账本里序号" in answer.err
    assert "原来的账本保留为数据库里的架构 duty_replaced；" in answer.out
    assert head_of(url) == head
    assert office_server.sql("SELECT encode(hash, 'hex') FROM duty_replaced.head", "office") == [(later,)]
    assert "上次在这台电脑上" not in office("log").err
    as_user(monkeypatch, office_server, "lin")
    office.done("record 1002 提案 --on 2026-03-06 --stage 提交 --title 关于公交站点的提案")
    assert office.done("check") == ""
    assert "没有恢复，未作任何改动；确认以这份备份替换现有账本的，请加 --yes" in office(f"restore {backup}").err


@pytest.mark.usefixtures("programs")
def test_a_backup_of_a_desk_is_put_on_an_empty_server(duty: Duty, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    backup, told = backed_up(duty), duty.json(EVALUATION)
    monkeypatch.setenv("DUTY_LEDGER", url)
    assert f"已恢复 {url}：政协示例县委员会" in duty.done(f"restore {backup}")
    assert "现有账本与备份相同" in duty.done(f"restore {backup}")
    assert (duty.json(EVALUATION), duty.done("check")) == (told, "")


@pytest.mark.usefixtures("programs")
def test_what_was_entered_in_a_file_meanwhile_is_merged(office: Duty, url: str) -> None:
    office.done(f"ledger copy {url} 家里/data/ledger.db")
    home = "--ledger 家里/data/ledger.db --rules rules"
    office.done(f"{home} --by 李在家 record 1003 提案 --on 2026-03-07 --stage 提交 --title 关于公交站点的提案")
    office.done("record 1002 提案 --on 2026-03-06 --stage 提交 --title 关于路灯的提案")
    assert "已并入 ledger.db 的 1 个批次" in office.done("merge 家里/data/ledger.db --yes")
    assert office.done("check") == ""
    assert "李在家" in office.done("log")


def test_a_backup_without_the_programs_holds_the_file_alone_and_says_so(
    office: Duty, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with_odd_texts(office)
    office.done("erase 1006 --reason 本人申请 --yes")
    told, log = office.json(EVALUATION), office.done("log --format json")
    monkeypatch.setenv("PATH", str(office.folder))
    said = office("backup").err
    assert said.startswith("这台电脑上没有找到 pg_dump：备份里是核验过的账本文件，duty restore 照常可用")
    (backup,) = (office.folder / "data" / "backups").iterdir()
    with ZipFile(backup) as whole:
        assert [name for name in whole.namelist() if "/" not in name] == ["manifest.json", "ledger.db", "ledger.url"]
        assert whole.read("ledger.url").decode() == f"{url}\n"
    office.done(f"--ledger 别处/data/ledger.db restore {backup}")
    monkeypatch.setenv("DUTY_LEDGER", "别处/data/ledger.db")
    monkeypatch.setenv("DUTY_RULES", "rules")
    assert (office.json(EVALUATION), office.done("log --format json"), office.done("check")) == (told, log, "")
    # Who has such a backup and no ledger looked at the wrong place.
    monkeypatch.delenv("DUTY_LEDGER")
    (office.folder / "data" / "ledger.url").unlink(missing_ok=True)
    assert "是服务器上的账本的，请用 --ledger 或环境变量 DUTY_LEDGER 指明服务器" in office("log").err


def test_what_was_in_the_ledger_before_a_merge_is_kept_without_the_programs_too(
    office: Duty, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.done(f"ledger copy {url} 家里/data/ledger.db")
    home = "--ledger 家里/data/ledger.db --rules rules"
    office.done(f"{home} record 1003 提案 --on 2026-03-07 --stage 提交 --title 关于公交站点的提案")
    office.done("record 1002 提案 --on 2026-03-06 --stage 提交 --title 关于路灯的提案")
    before = head_of(url)
    monkeypatch.setenv("PATH", str(office.folder))
    answer = office("merge 家里/data/ledger.db --yes")
    (backup,) = (office.folder / "data" / "backups").iterdir()
    assert (answer.code, f"并入以前的账本：{backup.relative_to(office.folder)}\n" in answer.out) == (0, True)
    assert "备份里是核验过的账本文件" in answer.err
    assert (read_backup(backup).manifest.head, office.done("check")) == (before, "")


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_a_program_older_than_the_server_is_told(office: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    program = office.write("pg_dump", "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{office.folder}{os.pathsep}{os.environ['PATH']}")
    said = office("backup").err
    assert "的版本是 9，账本 postgresql://" in said
    assert "它不能用：备份里是核验过的账本文件" in said


@pytest.mark.usefixtures("programs")
def test_a_dump_that_lacks_a_row_is_no_backup(office: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    real = rows_dumped

    def lacking(place: LedgerServer, file: Path, table: str) -> Iterator[tuple[Sequence[str], list[str | None]]]:
        rows = list(real(place, file, table))
        yield from rows[: -1 if table == "spell" else None]

    monkeypatch.setattr(server_backup, "rows_dumped", lacking)
    assert "账本核验未通过" in office.refused("backup", 4)
    assert list((office.folder / "data" / "backups").iterdir()) == []


def test_a_folder_is_watched_for_a_ledger_on_a_server(office: Duty) -> None:
    (office.folder / "收件").mkdir()
    (office.folder / "收件" / "二.csv").write_text(
        "委员编号,履职事项,日期,标题,阶段\n1002,提案,2026-03-06,甲,提交\n", "utf-8"
    )
    office.done("import --watch 收件 --once")
    assert [one.name for one in (office.folder / "收件").rglob("*.csv") if one.parent.name != "收件"] == ["二.csv"]
    assert "请" in office("import --watch . --once").err


def test_a_ledger_of_an_older_program_is_kept_and_upgraded_by_its_owner(
    office: Duty, office_server: OfficeServer, url: str
) -> None:
    before, log, now = head_of(url), office.done("log --format json"), len(MIGRATIONS)
    # As version 18 left it, which had no invitations.
    office_server.sql("DROP TABLE duty.invitation; UPDATE duty.schema_version SET version = 18", "office")
    assert (
        f"的版本为 18，本程序的是 {now}；请所有者用本程序执行 duty ledger upgrade（原来的账本先留成文件"
        in office("log").err
    )
    answer = office("ledger upgrade")
    kept = Path("data/backups/ledger.db.v18.bak")
    assert answer.out == f"已升级 {url}：从版本 18 到版本 {now}，已核验；其他电脑也请更新程序\n"
    assert answer.err == f"升级以前的账本（版本 18）已核验，留在 {kept}\n"
    assert [one.name for one in (office.folder / "data" / "backups").iterdir()] == [kept.name]
    with closing(sqlite3.connect(office.folder / kept)) as file:
        assert (file.execute("PRAGMA user_version").fetchone(), office.done("check")) == ((18,), "")
    assert office.done("ledger upgrade") == f"账本 {url} 已是版本 {now}，没有改动\n"
    office.done(f"--ledger 别处/data/ledger.db restore {kept}")
    assert (head_of(url), office.done("--ledger 别处/data/ledger.db log --format json")) == (before, log)
    office_server.sql(f"UPDATE duty.schema_version SET version = {now + 1}", "office")
    assert [f"本程序只认识到版本 {now}" in office(line).err for line in ("log", "ledger upgrade")] == [True, True]


def test_nothing_is_upgraded_that_cannot_be_kept(office: Duty, office_server: OfficeServer) -> None:
    office_server.sql("DROP TABLE duty.invitation; UPDATE duty.schema_version SET version = 18", "office")
    office.write("data/backups", "这里不是文件夹\n")
    assert "不能在这里建立文件夹" in office("ledger upgrade").err
    assert office_server.sql("SELECT version FROM duty.schema_version", "office") == [(18,)]


def test_a_workspace_with_a_file_and_a_server_is_asked_which(duty: Duty, url: str) -> None:
    pointer = duty.write("data/ledger.url", f"{url}\n")
    said = "错误：账本文件 data/ledger.db 和指向服务器的 data/ledger.url 都在，不知道用哪一个："
    assert duty.refused("log", 4).startswith(said)
    duty.done(f"--ledger data/ledger.db ledger copy data/ledger.db {url}")
    FILE.rename("旧账本.db")
    assert "账本所在服务器的地址" in duty("log --format md --overwrite -o data/ledger.url").err
    assert "建立工作区" in duty.done("log")
    pointer.write_text(f"\ufeff{url}\r\n", "utf-8")
    assert "建立工作区" in duty.done("log")
    for text, why in (
        ("服务器", "应以 postgresql:// 开头"),
        ("", "应当只有一行，写服务器的地址"),
        (f"{url}\n{url}\n", "应当只有一行，写服务器的地址"),
        (f"{url}&password=x", "账本的地址里不能写密码"),
    ):
        pointer.write_text(text, "utf-8")
        assert why in duty("log").err
    pointer.write_bytes(b"\xff")
    assert duty("log").err == "错误：无法读取文件 data/ledger.url：不是文本\n"


@pytest.mark.usefixtures("programs")
def test_who_forgets_the_server_is_not_told_to_restore_its_backup(
    office: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(office)
    monkeypatch.delenv("DUTY_LEDGER")
    said = office("log").err
    assert "是服务器上的账本的，请用 --ledger 或环境变量 DUTY_LEDGER 指明服务器；" in said
    assert "不要用 duty init" not in said


def test_no_connection_is_left_behind(office: Duty, office_server: OfficeServer, url: str) -> None:
    desk = AppContext(server_of(url), None, "经办人甲")
    assert [before_line(desk) for _ in range(3)] == ["政协示例县委员会 经办人甲> "] * 3
    mine = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'office' AND application_name = 'duty'"
    assert office_server.sql(mine) == [(0,)]
    office.write(
        "清单.txt", "log --last 1\nrecord 1001 提案 --on 2026-03-06 --stage 提交 --title 甲\nledger roles\ncheck\n"
    )
    office.done("shell 清单.txt")
    office.done(f"ledger copy {url} 回来.db")
    list(offered(["record"], "100"))
    assert office_server.sql(mine) == [(0,)]
