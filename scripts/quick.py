"""Check in half a minute what a change touches: what ``make quick`` runs. It is no ``make test``, and says what it left out.

Usage: python scripts/quick.py [COMMIT]. The change is all that differs from COMMIT, committed or not; without one, from where
this branch left the main one. Style, types and import contracts are checked throughout, and beside them run the tests that
the change touches: those that bear its name first, then those whose imports lead to it, the nearest and quickest first,
until the time is up. A file that is no module leads to the modules that name it.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("src", "tests", "data", "scripts", "benchmarks")
MAIN = ("origin/main", "main", "origin/master", "master")
TIMES = Path(".pytest_cache") / "quick.json"
"""The seconds that each file of tests took when it was run last."""

SECONDS = 20
"""When the tests begin no more, from the start."""

AT_LAST = 28
"""When a test that is still running is ended."""

UNKNOWN = 1.0
"""What a file of tests that was never run is taken to need."""

ALWAYS = "tests/test_house.py"
"""It reads every source, and imports none."""

_MODULE = re.compile(r"[a-z_]+(\.[a-z_]\w*)+")

Touched = dict[str, int]
"""Files by their path, and how many imports lie between them and the change."""


def changed(root: Path, since: str) -> list[str]:
    """The files that differ from a commit, those that git does not know yet among them; not those that are gone."""
    differing = _git(root, "diff", "--name-only", "-z", "--diff-filter=d", since, "--")
    return sorted(
        {*differing.split("\0"), *_git(root, "ls-files", "-z", "--others", "--exclude-standard").split("\0")} - {""}
    )


def left_main(root: Path) -> str:
    """The commit at which this branch left the main one; the last commit on the main one itself, or where there is none."""
    for name in MAIN:
        done = subprocess.run(
            ["git", "merge-base", "HEAD", name], cwd=root, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return done.stdout.strip()
    return "HEAD"


def _git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, encoding="utf-8").stdout


class Graph:
    """Which file imports which, as the sources say; imports for types alone do not count."""

    def __init__(self, root: Path) -> None:
        self._root = root
        files = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
        self._texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in files}
        self._names = {_module(path): path for path in self._texts}
        self._importers: dict[str, set[str]] = defaultdict(set)
        for path, text in self._texts.items():
            for one in self._imported(path, text):
                self._importers[one].add(path)

    def touched(self, change: Collection[str]) -> Touched:
        """The files of tests that a change touches."""
        found: Touched = {}
        next_ones = {start for path in change for start in self._starts(path)}
        for distance in range(len(self._texts)):
            found |= dict.fromkeys(next_ones, distance)
            next_ones = {one for path in next_ones for one in self._importers[path]} - found.keys()
        named = {word for path in change for word in _words(path)}
        tests = {path: distance for path, distance in found.items() if Path(path).name.startswith("test_")}
        return {path: 0 if named & _words(path) else distance for path, distance in tests.items()}

    def _starts(self, path: str) -> Iterator[str]:
        """Where a change of a file begins: there, or in what names it and, among the tests, in those of its folder."""
        if path in self._texts:
            yield path
            return
        name = Path(path).name
        yield from (one for one, text in self._texts.items() if name in text)
        if path.startswith("tests/"):
            yield from (one for one in self._texts if Path(one).parent in Path(path).parents and one.count("/") > 1)

    def _imported(self, path: str, text: str) -> Iterator[str]:
        package = _module(path).rpartition(".")[0]
        for name in _named(ast.parse(text)):
            for one in (self._file(name), self._file(f"{package}.{name}")):
                if one is not None and one != path:
                    yield one
        if path.startswith("tests/"):
            yield from (
                one for folder in Path(path).parents if (one := f"{folder.as_posix()}/conftest.py") in self._texts
            )

    def _file(self, name: str) -> str | None:
        """The file of a module, or of that in which something of this name stands."""
        while name and name not in self._names:
            name = name.rpartition(".")[0]
        return self._names.get(name)


def _module(path: str) -> str:
    """The name under which a file is imported."""
    parts = Path(path).with_suffix("").parts[1 if path.startswith(("src/", "data/", "benchmarks/")) else 0 :]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _words(path: str) -> set[str]:
    """The words of a file's name, by which the tests of a module are found where several imports lie between."""
    return set(Path(path).stem.split("_")) - {"test", ""}


def _named(tree: ast.AST) -> Iterator[str]:
    """The modules that a source names: in imports, wherever they stand, and in texts of that form (commands loaded when asked)."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from (one.name for one in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{one.name}" for one in names)
            case ast.Constant(value=str(text)) if _MODULE.fullmatch(text):
                yield text
            case _:
                yield from _named(node)


def in_order(touched: Touched, seconds: Mapping[str, float]) -> list[str]:
    """The nearest and quickest first: five seconds weigh as much as one import more."""
    return sorted(touched, key=lambda path: (touched[path] + seconds.get(path, UNKNOWN) / 5, path))


def that_fit(ordered: Sequence[str], seconds: Mapping[str, float], room: float) -> list[str]:
    """The first of them, until the time is surely up: it costs to collect what will not run."""
    found, needed = list[str](), 0.0
    for path in ordered:
        if needed > room:
            break
        found.append(path)
        needed += seconds.get(path, UNKNOWN)
    return found


class Watch:
    """Looks at the clock after each test; keeps what each file took and what did not run."""

    def __init__(self, until: float) -> None:
        self._until = until
        self._waiting: dict[str, None] = {}
        self._seconds: dict[str, float] = defaultdict(float)
        self.failed = 0

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What there is to run."""
        self._waiting = dict.fromkeys(item.nodeid for item in session.items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One step of a test."""
        self._seconds[_file(report.nodeid)] += report.duration
        self.failed += report.failed

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """One test; where the time is up, the last."""
        done = yield
        self._waiting.pop(item.nodeid, None)
        if time.time() > self._until and self._waiting:
            item.session.shouldstop = "the time is up"
        return done

    def left(self) -> list[str]:
        """The files that were not run, or not to the end."""
        return list(dict.fromkeys(map(_file, self._waiting)))

    def times(self, before: Mapping[str, float]) -> dict[str, float]:
        """What each file takes; one that was not run to the end takes no less than before."""
        cut = {path: before.get(path, 0.0) for path in self.left()}
        now = {path: round(max(seconds, cut.get(path, 0.0)), 2) for path, seconds in self._seconds.items()}
        return {**before, **now}


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def _few(paths: Sequence[str], most: int = 12) -> str:
    """Their number, and the names of the first."""
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return f"{len(paths)} files ({' '.join(paths[:most])}{more})"


def run_tests(until: float, files: Sequence[str]) -> int:
    """Run files of tests in this process until the time is up; 0 where nothing that ran failed."""
    watch = Watch(until)
    code = pytest.main([*files, "--no-header"], plugins=[watch])
    if left := watch.left():
        sys.stdout.write(f"not run, or not to the end: {_few(left)}\n")
    TIMES.parent.mkdir(exist_ok=True)
    TIMES.write_text(json.dumps(watch.times(known_times()), indent=0), "utf-8")
    if code == pytest.ExitCode.INTERRUPTED and watch.left():
        return int(bool(watch.failed))
    return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else int(code)


def known_times() -> dict[str, float]:
    """What each file took when it was run last."""
    try:
        return {str(path): float(seconds) for path, seconds in json.loads(TIMES.read_text("utf-8")).items()}
    except (OSError, ValueError):
        return {}


def checks() -> Iterator[bool]:
    """The checks of all sources, one after another; whether each is content."""
    folder = Path(sys.executable).parent
    for words in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["lint-imports"], ["vulture"], ["mypy"]):
        start = time.perf_counter()
        done = subprocess.run(
            [str(folder / words[0]), *words[1:]], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
        )
        fine = done.returncode == 0
        sys.stdout.write("" if fine else done.stdout + done.stderr)
        sys.stdout.write(f"{' '.join(words)}: {'fine' if fine else 'NOT FINE'} ({time.perf_counter() - start:.1f} s)\n")
        sys.stdout.flush()
        yield fine


def main(since: str | None) -> int:
    """Check style, types, contracts and, meanwhile, the tests touched; 0 where all is fine."""
    start = time.time()
    change = changed(ROOT, since or left_main(ROOT))
    seconds = known_times()
    touched = Graph(ROOT).touched(change) if change else {}
    ordered = in_order({**touched, ALWAYS: 0}, seconds)
    tried = that_fit(ordered, seconds, SECONDS)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        command = [sys.executable, __file__, "--tests", str(start + SECONDS), *tried]
        tests = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        fine = all(list(checks()))
        try:
            fine &= tests.wait(max(start + AT_LAST - time.time(), 0.1)) == 0
        except subprocess.TimeoutExpired:
            tests.kill()
            tests.wait()
            sys.stdout.write("a test was still running when the time was up, and was ended\n")
        said.seek(0)
        sys.stdout.write(said.read())
    sys.stdout.write(f"{len(change)} files changed; {len(touched)} files of tests touched, {len(tried)} begun\n")
    if left := [path for path in ordered if path not in tried]:
        sys.stdout.write(f"left to make test: {_few(left)}\n")
    sys.stdout.write(f"{'fine' if fine else 'NOT FINE'} ({time.time() - start:.0f} s)\n")
    return 0 if fine else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--tests"]:
        sys.exit(run_tests(float(sys.argv[2]), sys.argv[3:]))
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
