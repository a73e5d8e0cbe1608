"""Where a ledger is: a file, or a database of a server; and where that lies which is kept beside it.

Beside a file that is its folder. A server has no folder of the office: what is kept of it lies in the user's own.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from duty_cli.model.ledger_server import LedgerServer

LEDGER = Path("data") / "ledger.db"
"""Where nothing is told."""

POINTER = LEDGER.with_suffix(".url")
"""In the place of the file where the ledger of the workspace is on a server: one line with its URL."""

SERVERS = "servers"
"""In the user's own folder: a folder for each ledger on a server."""

LedgerPlace: TypeAlias = Path | LedgerServer


def place_of(told: str | None) -> LedgerPlace:
    """The place that is told, else that of the workspace. Raises BadServerUrl, PasswordInUrl, FileAndServer."""
    if told is None:
        return _usual()
    if told.lstrip()[:8].lower().startswith("postgres"):
        from duty_cli.parsing.server_url import names_server, server_of

        if names_server(told):
            return server_of(told)
    return Path(told)


def _usual() -> LedgerPlace:
    try:
        # An editor of Windows puts a mark before the first letter.
        url = POINTER.read_text("utf-8-sig").strip()
    except FileNotFoundError:
        return LEDGER
    except (OSError, ValueError) as error:
        from duty_cli.errors.file_errors import UnreadableFile

        raise UnreadableFile(POINTER, getattr(error, "strerror", None) or "不是文本") from error
    if LEDGER.exists():
        from duty_cli.errors.server_errors import FileAndServer

        raise FileAndServer(LEDGER, POINTER)
    if len(url.splitlines()) != 1:
        from duty_cli.errors.file_errors import UnreadableFile

        raise UnreadableFile(POINTER, "应当只有一行，写服务器的地址")
    from duty_cli.parsing.server_url import server_of

    return server_of(url)


def one_name(place: LedgerPlace) -> str:
    """What tells the ledger at ``place`` from others, whatever it is called here."""
    return place.known_as() if isinstance(place, LedgerServer) else str(place.resolve())


def beside(place: LedgerPlace) -> Path:
    """The folder of what the program itself keeps beside the ledger; there or not."""
    if not isinstance(place, LedgerServer):
        return place.parent
    from duty_cli.cli.user_folder import user_folder

    own = user_folder()
    name = sha256(one_name(place).encode(errors="surrogateescape")).hexdigest()[:32]
    return LEDGER.parent if own is None else own / SERVERS / name


def make_beside(place: LedgerPlace) -> None:
    """Make that folder where it is the user's own. Raises OSError."""
    if isinstance(place, LedgerServer):
        beside(place).mkdir(mode=0o700, parents=True, exist_ok=True)


def workspace_of(place: LedgerPlace) -> Path:
    """The folder of the workspace: a server's ledger is used in the one where the rules lie, as with the usual file."""
    return (LEDGER if isinstance(place, LedgerServer) else place).parent.parent


def there_or_told_later(place: LedgerPlace) -> bool:
    """Whether a ledger is there; of one on a server that is told once it is opened."""
    return isinstance(place, LedgerServer) or place.exists()
