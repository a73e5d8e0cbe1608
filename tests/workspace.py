"""A workspace for tests that play the clerk: a small committee, its ledger, and a clock that stands still."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import pytest

from duty_cli.cli import clock
from duty_cli.cli.main import run

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))

RULES = Path(__file__).with_name("rules.yaml")
"""Rules short enough to reckon by head, so that no test hangs on the figures of the shipped proposal."""

INIT = "init --committee 政协示例县委员会 --term 14 --from 2022-01-01 --until 2026-12-31"

# Two of one name (1004, 1005), two 常委 and one who was (1008), one who left (1006), one who came in mid-year (1007).
ROSTER = """\
委员编号,姓名,党派,界别,委员联络组,专门委员会,职务,任职日期,离任日期
1001,赵一鸣,中共,中共界,城东联络组,提案委员会,常委,2022-01-01,
1002,钱二南,民盟,经济界,城东联络组,经济委员会,常委、界别活动组组长,2022-01-01,
1003,孙三禾,,经济界,城西联络组,经济委员会,,2022-01-01,
1004,李思源,,教育界,城西联络组,提案委员会,,2022-01-01,
1005,李思源,,科技界,城东联络组,,,2022-01-01,
1006,周四方,,教育界,城西联络组,,,2022-01-01,2025-06-30
1007,吴五湖,,科技界,城东联络组,,,2026-07-01,
1008,郑六合,,经济界,城西联络组,,常委,2022-01-01,2026-06-30
1008,郑六合,,经济界,城西联络组,,,2026-07-01,
"""


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()


class Heard(Protocol):
    """Who hears what a command prints."""

    def readouterr(self) -> tuple[bytes, bytes]:
        """What was printed since, and what was remarked."""


class Nobody:
    """Hears nothing: at a desk that is only set up."""

    def readouterr(self) -> tuple[bytes, bytes]:
        """Nothing."""
        return b"", b""


class Duty:
    """``duty`` in a workspace: called with a command line, it answers."""

    def __init__(self, folder: Path, capture: Heard) -> None:
        self.folder = folder
        self.clock_goes_back = True
        self._capture = capture

    def __call__(self, line: str) -> Answer:
        return self.run(*shlex.split(line))

    def run(self, *words: str) -> Answer:
        self._capture.readouterr()
        # Tests put the clock on and back as they need it: that they do is said where nothing hangs on it.
        said = words[:1] and not words[0].startswith("-") and self.clock_goes_back
        code = run([*(["--clock-was-wrong"] if said else []), *words])
        out, err = self._capture.readouterr()
        return Answer(code, out, err.decode())

    def done(self, line: str) -> str:
        """What a command prints that must succeed."""
        answer = self(line)
        assert answer.code == 0, answer.err
        return answer.out

    def json(self, line: str) -> dict[str, object]:
        """What a report holds, as JSON."""
        found = json.loads(self.done(f"{line} --format json"))
        assert isinstance(found, dict)
        return found

    def member(self, report: str, number: str) -> dict[str, Any]:
        """What a report says of one member, as JSON."""
        found: Any = self.json(report)["members"]
        return next(one for one in found if one["number"] == number)

    def close(self, *years: int) -> None:
        """Close years that are not closed, whatever is open in them, on a day when each is over."""
        now = clock.now
        try:
            for year in years:
                clock.now = lambda year=year: datetime(year + 1, 1, 10, 9, tzinfo=NOW.tzinfo)  # type: ignore[misc]
                answer = self(f"close-year {year} --although-open")
                assert answer.code == 0 or "已结账" in answer.err, answer.err
        finally:
            clock.now = now

    def records(self) -> list[dict[str, str]]:
        """The standing records, as ``duty export`` writes them."""
        return list(csv.DictReader(io.StringIO(self.done("export").lstrip("\ufeff"))))

    def states(self) -> dict[str, str]:
        """Who stands in which state of attendance, by member number."""
        return {record["委员编号"]: record["出席情况"] for record in self.records() if record["出席情况"]}

    def seqs(self, member: str, year: int = 2026) -> list[int]:
        """The seqs of a member's records of a year, by day."""
        found = json.loads(self.done(f"explain {member} --year {year} --format json"))
        records = [line["record"] for line in found["lines"] if line["record"]] + found["not_scored"]
        return [seq for _, seq in sorted({(one["on"], int(one["seq"])) for one in records})]

    def last_batch(self) -> int:
        """The seq of the batch written last."""
        return int(json.loads(self.done("log --last 1 --format json"))["batches"][0]["seq"])

    def refused(self, line: str, code: int = 5) -> str:
        """The sentence of a command that must be refused: one line, nothing on standard output, the ledger untouched."""
        before = self.digest()
        answer = self(line)
        assert (answer.code, answer.raw, answer.err.count("\n")) == (code, b"", 1), answer
        assert self.digest() == before
        return answer.err.rstrip("\n")

    def digest(self) -> str:
        """The SHA-256 of the ledger file; of a ledger on a server its head."""
        server = os.environ.get("DUTY_LEDGER", "")
        if server.startswith("postgresql:"):
            return head_of(server)
        return sha256((self.folder / "data" / "ledger.db").read_bytes()).hexdigest()

    def change_rules(self, old: str, new: str) -> None:
        """Write one thing otherwise in the rule file."""
        file = self.folder / "rules" / "scoring.yaml"
        text = file.read_text("utf-8")
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new), "utf-8")

    def write(self, name: str, text: str) -> Path:
        """A file in the workspace."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def head_of(url: str) -> str:
    """The digest of the chain's head of a ledger on a server; nothing where there is none."""
    from duty_cli.errors.ledger_errors import NoLedger
    from duty_cli.ledger.postgres.postgres_ledger import open_on_server
    from duty_cli.parsing.server_url import server_of

    try:
        ledger = open_on_server(server_of(url))
    except NoLedger:
        return ""
    try:
        with ledger.reading() as reading:
            return reading.head().digest
    finally:
        ledger.let_go()


def at_desk(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Sit at ``folder``, on that day."""
    for name in ("DUTY_LEDGER", "DUTY_RULES"):
        patch.delenv(name, raising=False)
    patch.setenv("DUTY_BY", "经办人甲")
    patch.setattr(clock, "now", lambda: NOW)
    patch.chdir(folder)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace with its roster, made once."""
    folder = tmp_path_factory.mktemp("workspace")
    with pytest.MonkeyPatch.context() as patch:
        at_desk(patch, folder)
        (folder / "rules").mkdir()
        shutil.copyfile(RULES, folder / "rules" / "scoring.yaml")
        assert run(shlex.split(INIT)) == 0
        (folder / "名册.csv").write_text(ROSTER, encoding="utf-8")
        assert run(["member", "import", "名册.csv"]) == 0
    return folder


def set_up(template: Path, folder: Path, enter: Callable[[Duty], object]) -> Path:
    """A workspace with what ``enter`` does at it, for the many tests that begin there: made once, then copied."""
    shutil.copytree(template, folder)
    with pytest.MonkeyPatch.context() as patch:
        at_desk(patch, folder)
        enter(Duty(folder, Nobody()))
    return folder


Enter: TypeAlias = Callable[["Duty"], object]
"""What is done at a desk before a test begins."""


@pytest.fixture(scope="session")
def begun(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Enter], Path]:
    """Workspaces in which tests begin, each made once."""
    made: dict[Enter, Path] = {}

    def at(enter: Enter) -> Path:
        if enter not in made:
            made[enter] = set_up(template, tmp_path_factory.mktemp("begun") / "desk", enter)
        return made[enter]

    return at


@pytest.fixture
def begin(begun: Callable[[Enter], Path], empty: Duty) -> Callable[[Enter], Duty]:
    """``duty`` in a workspace with what somebody does at it, which is done once for all tests that begin there."""

    def at(enter: Enter) -> Duty:
        shutil.copytree(begun(enter), empty.folder, dirs_exist_ok=True)
        return empty

    return at


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Duty:
    """``duty`` in an empty folder: whatever it finds by default is found there and nowhere else."""
    at_desk(monkeypatch, tmp_path)
    return Duty(tmp_path, capsysbinary)


@pytest.fixture
def duty(template: Path, empty: Duty) -> Duty:
    """``duty`` in a workspace with a roster and no record."""
    shutil.copytree(template, empty.folder, dirs_exist_ok=True)
    return empty
