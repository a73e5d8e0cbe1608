"""Refusals about a ledger on a server. None shows a password."""

from __future__ import annotations

from duty_cli.errors.base import LedgerError, UsageError


class BadServerUrl(UsageError):
    """What names a server cannot be read; ``shown`` is it without a password."""

    def __init__(self, shown: object, why: str) -> None:
        super().__init__(f"账本的地址 {shown} 不能读作服务器：{why}；写法为 postgresql://用户@主机:端口/数据库")


class PasswordInUrl(UsageError):
    """A password stands where the list of processes and the history of the shell show it to everybody."""

    def __init__(self, shown: object) -> None:
        super().__init__(
            f"账本的地址里不能写密码（别人看得到命令行和历史）；请改写为 {shown}，密码写在用户文件夹的 .pgpass"
            "（Windows 为 %APPDATA%\\postgresql\\pgpass.conf）、服务文件（?service=名称）或环境变量 PGPASSWORD 里"
        )


class PostgresMissing(UsageError):
    """The driver is an extra."""

    def __init__(self) -> None:
        super().__init__("服务器上的账本需要 psycopg；请安装：pip install 'duty-cli[postgres]'")


class NotOnServer(LedgerError):
    """What is done to a ledger's file cannot be done to a ledger on a server."""

    def __init__(self, place: object, doing: str, instead: str) -> None:
        super().__init__(f"账本 {place} 在服务器上，{doing}；{instead}")
