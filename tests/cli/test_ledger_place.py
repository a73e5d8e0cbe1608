"""Where a ledger is told to be: a file, or a server by its URL, which never holds a password and is shown without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.cli.ledger_place import beside, one_name, place_of, workspace_of
from duty_cli.errors.server_errors import BadServerUrl, PasswordInUrl
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.parsing.server_url import server_of
from tests.workspace import Duty

READ = [
    ("postgresql://duty-db.local/履职", {"host": "duty-db.local", "dbname": "履职"}),
    ("postgres://李@10.0.0.5:5433/duty", {"user": "李", "host": "10.0.0.5", "port": "5433", "dbname": "duty"}),
    ("postgresql://%E6%9D%8E@h/duty", {"user": "李", "host": "h", "dbname": "duty"}),
    ("postgresql:///duty?host=/run/postgresql", {"dbname": "duty", "host": "/run/postgresql"}),
    ("postgresql://%2Frun%2Fpostgresql:5433/duty", {"host": "/run/postgresql", "port": "5433", "dbname": "duty"}),
    ("postgresql://[::1]:5432/duty", {"host": "::1", "port": "5432", "dbname": "duty"}),
    ("postgresql://甲:5432,乙:5433/duty", {"host": "甲,乙", "port": "5432,5433", "dbname": "duty"}),
    ("postgresql:///?service=office", {"service": "office"}),
    (" POSTGRESQL://h/duty?sslmode=verify-full ", {"host": "h", "dbname": "duty", "sslmode": "verify-full"}),
]


@pytest.mark.parametrize(("url", "keywords"), READ)
def test_a_url_gives_the_keywords_of_libpq(url: str, keywords: dict[str, str]) -> None:
    assert dict(server_of(url).keywords) == keywords


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://李@h:5433/duty?sslmode=require", "postgresql://李@h:5433/duty"),
        ("postgresql:///?service=office", "postgresql:///?service=office"),
        ("postgresql://[::1]:5432/duty", "postgresql://[::1]:5432/duty"),
        ("postgresql:///duty?host=/run/postgresql&port=5433", "postgresql:///duty?host=/run/postgresql&port=5433"),
        ("postgresql://甲:5432,乙:5433/duty", "postgresql://甲:5432,乙:5433/duty"),
    ],
)
def test_a_server_is_shown_by_user_host_port_and_database(url: str, shown: str) -> None:
    assert str(server_of(url)) == shown
    assert str(server_of(shown)) == shown


SECRET = "密码Qx7"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://李:{SECRET}@h/duty",
        f"postgresql://李:{SECRET}/@h/duty",
        f"postgresql://李:a@{SECRET}/b@h/duty",
        f"postgresql://李:a?{SECRET}@h/duty",
        f"postgresql://李:{SECRET}?a=1@h/duty",
        f"postgresql://李:{SECRET}?a&b=1@h/duty",
        f"postgresql://李:{SECRET}#@h/duty",
        f"postgresql://:{SECRET}@h/duty",
        f"postgresql://h/duty?password={SECRET}",
        f"postgresql://h/duty?sslpassword={SECRET}",
        f"postgresql://李:{SECRET}@h/duty?nonsense=1",
        f"postgresql://李:{SECRET}@h/",
        f"postgresql://李:{SECRET}@h:x/duty",
    ],
)
def test_a_password_in_a_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(PasswordInUrl) as refused:
        server_of(url)
    assert SECRET not in str(refused.value)
    assert "PGPASSWORD" in str(refused.value)


@pytest.mark.parametrize(
    ("url", "corrected"),
    [
        (f"postgresql://李:{SECRET}@h/duty?sslmode=verify-full", "postgresql://李@h/duty?sslmode=verify-full"),
        (f"postgresql:///duty?host=/run&password={SECRET}&port=5433", "postgresql:///duty?host=/run&port=5433"),
        (f"postgresql://李:{SECRET}@h/duty?nonsense=1", "postgresql://李@h/duty"),
        (f"postgresql://h/duty?user=a@b&%70assword={SECRET}", "postgresql://h/duty?user=a@b"),
    ],
)
def test_the_url_to_write_instead_keeps_what_else_was_asked_for(url: str, corrected: str) -> None:
    with pytest.raises(PasswordInUrl) as refused:
        server_of(url)
    assert f"请改写为 {corrected}，" in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql:h/duty", "应以 postgresql:// 开头"),
        ("postgres:/h/duty", "应以 postgresql:// 开头"),
        ("postgresql://h", "没有写数据库的名称"),
        ("postgresql://h/", "没有写数据库的名称"),
        ("postgresql://h:五/duty", "端口“五”应是 1 至 65535 的数"),
        ("postgresql://h:65536/duty", "端口“65536”应是 1 至 65535 的数"),
        ("postgresql://::1/duty", "端口“:1”应是 1 至 65535 的数"),
        ("postgresql://[::1/duty", "IPv6 地址应写在方括号里，如 [::1]:5432"),
        ("postgresql://h/duty?sslmod=require", "不认识 sslmod="),
        ("postgresql://h/duty?sslmode", "“sslmode”后面没有写值"),
    ],
)
def test_a_url_that_cannot_be_read_is_told_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(BadServerUrl, match="写法为 postgresql://用户@主机:端口/数据库") as refused:
        server_of(url)
    assert f"不能读作服务器：{why}" in str(refused.value)


def test_a_ledger_of_a_server_is_one_whoever_opens_it() -> None:
    one, other = (
        server_of(f"postgresql://{user}h/duty?sslmode={how}") for user, how in (("李@", "require"), ("", "allow"))
    )
    assert one_name(one) == one_name(other) != one_name(server_of("postgresql://h/other"))
    assert beside(one) == beside(other)


def test_what_is_no_url_is_a_file(tmp_path: Path) -> None:
    told = ["账本.db", "C:\\履职\\ledger.db", "\\\\服务器\\共享\\ledger.db", "postgres/账本.db", "file:///账本.db"]
    assert [place_of(one) for one in told] == [Path(one) for one in told]
    assert place_of(None) == Path("data/ledger.db")
    assert workspace_of(tmp_path / "data" / "ledger.db") == tmp_path
    assert workspace_of(LedgerServer((("dbname", "duty"),))) == Path()


def test_nothing_is_read_or_written_for_a_url_with_a_password(empty: Duty) -> None:
    answer = empty.run("--ledger", f"postgresql://李:{SECRET}@h/duty", "log")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "错误：账本的地址里不能写密码（别人看得到命令行和历史）；请改写为 postgresql://李@h/duty，密码写在用户文件夹的 .pgpass"
        "（Windows 为 %APPDATA%\\postgresql\\pgpass.conf）、服务文件（?service=名称）或环境变量 PGPASSWORD 里\n"
    )


def test_without_the_driver_it_is_said_what_to_install(empty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    answer = empty.run("--ledger", "postgresql://h/duty", "log")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "错误：服务器上的账本需要 psycopg；请安装：pip install 'duty-cli[postgres]'\n"
