"""Where a ledger lies that is kept in a database of a PostgreSQL server: the URL that was told, and never a password."""

from __future__ import annotations

from collections.abc import Mapping

from duty_cli.model.quick_dataclass import dataclass

_SHOWN = ("service", "options")
"""What tells one database from another beside host, port and name."""


@dataclass(frozen=True, slots=True)
class LedgerServer:
    """A ledger on a server: keywords of libpq and their values, as far as they were told; none is a password."""

    told: tuple[tuple[str, str], ...]

    @property
    def keywords(self) -> Mapping[str, str]:
        """The keywords of libpq, as a driver takes them."""
        return dict(self.told)

    def known_as(self) -> str:
        """What tells this ledger from others, whoever opens it: without the user."""
        return _url({name: value for name, value in self.told if name != "user"})

    def __str__(self) -> str:
        return _url(self.keywords)


def _url(said: Mapping[str, str]) -> str:
    """As a clerk writes it, of user, host, port, database and service; the folder of a socket as it is told behind the name."""
    user = f"{said['user']}@" if "user" in said else ""
    hosts, ports = (said.get(name, "").split(",") for name in ("host", "port"))
    ports = ports * len(hosts) if len(ports) == 1 else ports
    socket = hosts[0].startswith("/")
    places = [f"{_host(host)}{port and f':{port}'}" for host, port in zip(hosts, ports, strict=False)]
    behind = (*(("host", "port") if socket else ()), *_SHOWN)
    more = "&".join(f"{name}={said[name]}" for name in behind if name in said)
    return f"postgresql://{user}{'' if socket else ','.join(places)}/{said.get('dbname', '')}{more and f'?{more}'}"


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
