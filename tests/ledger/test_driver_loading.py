"""What is loaded with the driver, and what is there for others afterwards."""

from __future__ import annotations

import subprocess
import sys


def said_by(code: str) -> str:
    """What a Python of its own says: here everything is loaded long since."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


ROOM = "import sys, duty_cli.ledger.postgres.postgres_ledger as room, psycopg"


def test_the_half_that_nobody_uses_is_not_loaded() -> None:
    assert said_by(f"{ROOM}\nprint([one for one in ('asyncio', 'email', 'zipfile') if one in sys.modules])") == "[]"


def test_whoever_asks_afterwards_gets_the_real_modules() -> None:
    code = f"""{ROOM}
import asyncio, importlib.metadata
print(asyncio.run(asyncio.sleep(0, 'slept')), importlib.metadata.version('typer') > '0', importlib.metadata is sys.modules['importlib.metadata'])
"""
    assert said_by(code) == "slept True True"


def test_what_is_loaded_already_stays_and_is_used() -> None:
    code = f"import asyncio, importlib.metadata\n{ROOM}\nprint(psycopg.errors.CancelledError is asyncio.CancelledError, psycopg.__version__ > '3')"
    assert said_by(code) == "True True"


def test_a_driver_that_does_more_with_them_is_loaded_as_everybody_loads_it() -> None:
    # The room as a module that has not loaded anything yet, and stand-ins that have no names at all.
    code = """
import sys
from types import ModuleType
import duty_cli.ledger
room = sys.modules["duty_cli.ledger.postgres"] = ModuleType("duty_cli.ledger.postgres")
room.__path__ = [f"{duty_cli.ledger.__path__[0]}/postgres"]
from duty_cli.ledger.postgres import driver_loading
driver_loading._StandIn = ModuleType
driver_loading.load_driver()
import asyncio, psycopg
print(psycopg.errors.CancelledError is asyncio.CancelledError)
"""
    assert said_by(code) == "True"
