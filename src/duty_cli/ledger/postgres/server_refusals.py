"""What a server or the way to it refuses, as a clerk is told it: what is wrong, and what to do.

A connection that does not come about bears no code, only words: ours of libpq, in English, and the server's own, in its language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from psycopg import Error, InterfaceError, OperationalError

from duty_cli.errors.base import LedgerError
from duty_cli.errors.ledger_errors import LedgerBusy, LedgerDamaged, LedgerUnwritable
from duty_cli.errors.server_errors import (
    CertificateRefused,
    NoDatabaseThere,
    NoEntryToServer,
    NoRightThere,
    PasswordRefused,
    ServerGone,
    ServerRefuses,
    ServerUnreachable,
    TlsRefused,
)
from duty_cli.model.ledger_server import LedgerServer

_UNREACHED = {
    "failed to resolve host": "找不到这个主机名",
    "could not translate host name": "找不到这个主机名",
    "Connection refused": "主机在，但没有 PostgreSQL 在这个端口上等候（没有启动，或端口不对）",
    "timeout": "在限定时间内没有回应（网络不通，或被防火墙挡住）",
    "No route to host": "网络不通",
    "Network is unreachable": "网络不通",
    "No such file or directory": "没有这个套接字（服务器没有启动，或文件夹、端口不对）",
    "Permission denied": "没有权限使用这个套接字",
    "server closed the connection": "服务器关断了连接（没有启动好，或那个端口上不是 PostgreSQL）",
}
_CERTIFICATE = {
    "certificate verify failed": "不是这里的根证书签发的，或已过期",
    "does not match host name": "证书上的主机名与地址里的不同",
    "root certificate file": "这台电脑上没有用来核对的根证书",
}
_NO_TLS = ("does not support SSL", "SSL", "certificate", "证书")
_NO_DATABASE = ("database ", "数据库")
_NOT_THERE = ("does not exist", "不存在")
_NO_ENTRY = (
    "pg_hba.conf",
    "is not permitted to log in",
    "role ",
    "角色",
    "不允许",
    "not currently accepting connections",
)
_BAD_WAY = ("definition of service", "service file", "invalid ")

_BUSY = {"55P03", "40001", "40P01"}
_GONE = ("08", "57P")
_DAMAGED = "XX"
_UNWRITABLE = {
    "53100": "服务器的磁盘已满",
    "25006": "这台服务器只读（备用机，或数据库设为只读）",
    "53200": "服务器的内存不足",
}
_NO_RIGHT = "42501"


def unconnected(server: LedgerServer, error: OperationalError) -> LedgerError:
    """What is to be said where no connection to ``server`` came about."""
    words = _words(error)
    tried = error.pgconn
    if tried is not None and (tried.needs_password or tried.used_password):
        return PasswordRefused(server, given="no password supplied" not in words)
    why = _first(_UNREACHED, words)
    if (unproved := _first(_CERTIFICATE, words)) is not None:
        return CertificateRefused(server, unproved)
    if any(one in words for one in _BAD_WAY):
        return ServerRefuses(server, words)
    if any(one in words for one in _NO_TLS) and "no encryption" not in words:
        return TlsRefused(server, words)
    if why is not None:
        return ServerUnreachable(server, why)
    missing = any(one in words for one in _NOT_THERE)
    if missing and any(one in words for one in _NO_DATABASE):
        return NoDatabaseThere(server)
    if any(one in words for one in _NO_ENTRY):
        return NoEntryToServer(server, words)
    return ServerRefuses(server, words)


def _first(said: Mapping[str, str], words: str) -> str | None:
    return next((told for known, told in said.items() if known in words), None)


def _words(error: Error) -> str:
    """The words of the server, in one line, without where it was looked for: the refusal says that."""
    said = " ".join(str(error).split())
    said = said.rpartition(" failed: ")[2].removeprefix("connection is bad: ")
    for severity in ("FATAL: ", "致命错误: "):
        said = said.removeprefix(severity)
    return said.partition(" password retrieved from file")[0].strip()


def refusal(server: LedgerServer, error: Error) -> LedgerError | None:
    """What is to be said of an error of a connection that had come about; None where its cause is no other than a fault of ours."""
    code = error.sqlstate or ""
    if code in _BUSY:
        return LedgerBusy(server)
    if code == _NO_RIGHT:
        return NoRightThere(server, _words(error))
    if code in _UNWRITABLE:
        return LedgerUnwritable(server, _UNWRITABLE[code])
    if code.startswith(_DAMAGED):
        return LedgerDamaged(f"数据库 {server} 读不出来（{_words(error)}）")
    # A connection that broke off bears no code, and one that is used once more is an error of its interface.
    if code.startswith(_GONE) or (not code and isinstance(error, OperationalError | InterfaceError)):
        return ServerGone(server)
    return None


@contextmanager
def told(server: LedgerServer) -> Iterator[None]:
    """Turn the errors of a server that have a cause outside the program into refusals about it."""
    try:
        yield
    except Error as error:
        found = refusal(server, error)
        if found is None:
            raise
        raise found from error
