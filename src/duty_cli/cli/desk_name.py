"""Who sits at a desk where nobody said so: asked once a day, where several have entered something; the answer is kept for the day.

Asked only at a terminal: a timed job enters what it does under the name of the login, whoever answered before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli import clock, prompt
from duty_cli.cli.ledger_place import LedgerPlace, one_name, there_or_told_later
from duty_cli.cli.user_folder import user_folder
from duty_cli.errors.base import DutyError

if TYPE_CHECKING:
    from duty_cli.cli.prompt import Terminal
    from duty_cli.model.ledger_protocol import Ledger

FOLDER = "desks"
"""In the user's own folder: a file for each ledger at each place, with a day and the name that was answered on it."""

_LONGEST, _SHOWN = 1000, 8


def name_at(said: str | None, place: LedgerPlace, ledger: Callable[[], Ledger] | None = None) -> str:
    """Who sits at the ledger at ``place``: as ``said``, else as answered today, else by the name of the login.

    Asked where the ``ledger`` can be looked into, several have entered something in it, and somebody sits there. Raises BadValue.
    """
    from getpass import getuser

    from duty_cli.parsing.text_cleaning import clean_text

    told = clean_text("操作人", said or "")
    clerk = None if told else prompt.terminal()
    file = None if clerk is None else _file(place)
    if clerk is None or file is None:
        return told or getuser()
    kept = _kept(file)
    if kept is None and ledger is not None and there_or_told_later(place):
        with ledger().reading() as reading:
            names = reading.operators()
        if len(names) > 1:
            kept = _asked(clerk, names, getuser())
            _keep(file, kept)
    return kept or getuser()


def _asked(clerk: Terminal, names: Sequence[str], login: str) -> str:
    from duty_cli.parsing.text_cleaning import clean_text
    from duty_cli.recording.batch_names import like_name

    others = "等" if len(names) > _SHOWN else ""
    clerk.tell(f"没有写明操作人（--by 或 DUTY_BY），日志中有：{'、'.join(names[:_SHOWN])}{others}")
    offers = [prompt.Suggestion.of(name) for name in names]
    while True:
        said = clerk.ask(f"今天是谁在登记？（回车为 {login}，当天不再询问） ", offers)
        try:
            name = clean_text("操作人", said) or login
        except DutyError as error:
            clerk.tell(str(error))
            continue
        if name in (*names, login):
            return name
        near = like_name(name, names)
        beside = f"，与“{near}”相近" if near else ""
        if prompt.agreed(clerk, f"日志中没有“{name}”{beside}；确是新的操作人？（回车 重填，y 是） "):
            return name


def _file(place: LedgerPlace) -> Path | None:
    """Where the answer is kept; None where the user has no folder: then nobody is asked again and again."""
    own = user_folder()
    name = sha256(one_name(place).encode(errors="surrogateescape")).hexdigest()[:32]
    return None if own is None else own / FOLDER / name


def _kept(file: Path) -> str | None:
    """What was answered today."""
    try:
        day, _, name = file.read_text("utf-8")[:_LONGEST].rstrip("\n").partition(" ")
    except (OSError, ValueError):
        return None
    return name if name and day == clock.today().isoformat() and name.isprintable() else None


def _keep(file: Path, name: str) -> None:
    from duty_cli.documents.durable_files import keep_for_user

    with suppress(OSError):  # then it is asked again
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_for_user(file, f"{clock.today().isoformat()} {name}\n".encode())
