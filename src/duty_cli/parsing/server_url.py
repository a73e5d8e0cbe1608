"""The URL of a ledger on a server, ``postgresql://user@host:port/db?sslmode=…``, read as libpq reads it; a password is refused."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from duty_cli.errors.server_errors import BadServerUrl, PasswordInUrl
from duty_cli.model.ledger_server import LedgerServer

SCHEMES = ("postgresql:", "postgres:")

_SECRETS = {"password", "sslpassword"}
_KEYWORDS = {
    *("host", "hostaddr", "port", "user", "dbname", "service", "passfile", "connect_timeout", "target_session_attrs"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "gssencmode", "channel_binding", "require_auth"),
    *("keepalives", "keepalives_idle", "options"),
}
"""What libpq takes, and may be told here: ``options`` where a database holds several schemas."""

_LAST_PORT = 65535
_WRITTEN = "postgresql://用户@主机:端口/数据库"


def names_server(text: str) -> bool:
    """Whether what stands for a ledger is the URL of a server, and no file."""
    return text.strip().lower().startswith(SCHEMES)


def server_of(text: str) -> LedgerServer:
    """The ledger that a URL names. Raises BadServerUrl, PasswordInUrl; neither shows a password."""
    scheme, slashes, rest = text.strip().partition("://")
    if not slashes or f"{scheme.lower()}:" not in SCHEMES:
        raise BadServerUrl(text.strip().rpartition("@")[2], "应以 postgresql:// 开头")
    rest, _, query = rest.partition("?")
    where, slash, name = rest.partition("/")
    user, _, hosts = where.rpartition("@")
    user, colon, _ = user.partition(":")
    shown = f"postgresql://{f'{user}@' if user else ''}{hosts}{slash}{name}"
    if "@" in name or _runs_on(query):
        # A slash or a question mark of a password parts it: nobody can say which words are part of it.
        raise PasswordInUrl(_WRITTEN)
    more = dict(_queried(query, shown))
    if colon or _SECRETS & more.keys():
        raise PasswordInUrl(f"{shown}{_without_secrets(query)}")
    for one in more:
        if one not in _KEYWORDS:
            raise BadServerUrl(shown, f"不认识 {one}=；可以写的有 {'、'.join(sorted(_KEYWORDS))}")
    said = {**({"user": _decoded(user)} if user else {}), **_places(hosts, shown)}
    if name:
        said["dbname"] = _decoded(name)
    said |= more
    if "dbname" not in said and "service" not in said:
        raise BadServerUrl(shown, "没有写数据库的名称")
    _refuse_ports(said.get("port", ""), shown)
    return LedgerServer(tuple(said.items()))


def _runs_on(query: str) -> bool:
    """Whether an "@" stands where no value does: after no keyword that is known, so in a password that holds a "?"."""
    return any("@" in one and _keyword(one) not in _KEYWORDS | _SECRETS for one in query.split("&"))


def _without_secrets(query: str) -> str:
    """What else was asked for, which the corrected URL must keep: without ``sslmode`` it would be another, unsafe, address."""
    kept = "&".join(one for one in query.split("&") if _keyword(one) in _KEYWORDS)
    return kept and f"?{kept}"


def _keyword(one: str) -> str:
    return _decoded(one.partition("=")[0])


def _queried(query: str, shown: str) -> Iterator[tuple[str, str]]:
    for one in filter(None, query.split("&")):
        name, equals, value = one.partition("=")
        if not equals or not value:
            raise BadServerUrl(shown, f"“{_decoded(name)}”后面没有写值")
        yield _decoded(name), _decoded(value)


def _places(hosts: str, shown: str) -> dict[str, str]:
    """Host and port, each a list where several are written with commas; a path is the folder of a socket."""
    if not hosts:
        return {}
    parted = [_host_and_port(one, shown) for one in hosts.split(",")]
    said = {"host": ",".join(host for host, _ in parted)}
    if any(port for _, port in parted):
        said["port"] = ",".join(port for _, port in parted)
    return said


def _host_and_port(one: str, shown: str) -> tuple[str, str]:
    if one.startswith("["):
        host, bracket, rest = one[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise BadServerUrl(shown, "IPv6 地址应写在方括号里，如 [::1]:5432")
        return host, rest[1:]
    host, _, port = one.partition(":")
    return _decoded(host), port


def _refuse_ports(ports: str, shown: str) -> None:
    for port in filter(None, ports.split(",")):
        if not (port.isascii() and port.isdecimal() and 0 < int(port) <= _LAST_PORT):
            raise BadServerUrl(shown, f"端口“{port}”应是 1 至 {_LAST_PORT} 的数")


def _decoded(text: str) -> str:
    return unquote(text, errors="surrogateescape")
