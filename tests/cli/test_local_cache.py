"""Values kept beside the ledger: found again as they were put, or not at all; never an error, never another value."""

from __future__ import annotations

import hmac
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings

from duty_cli.cli import local_cache
from duty_cli.cli.app_context import AppContext
from duty_cli.cli.import_sources import words_of
from duty_cli.cli.local_cache import FOLDER, KEY, LocalCache
from duty_cli.model.rulebook import Rules
from duty_cli.rules.import_config import load_words
from duty_cli.rules.rule_files import load
from duty_cli.rules.rules_folder import rule_files
from tests.effort import examples
from tests.properties.written_files import files
from tests.workspace import Duty

ROOT = Path(__file__).parents[2]
PARTS = ("scoring.yaml", "9f86d0")
VALUE = (Fraction(1, 3), date(2026, 3, 5), {"委员": frozenset({"常委"})})


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))
    return tmp_path / "own" / "duty"


@pytest.fixture
def ledger(tmp_path: Path, own: Path) -> Path:
    """A ledger beside which a value is kept."""
    place = tmp_path / "data" / "ledger.db"
    place.parent.mkdir()
    place.touch()
    LocalCache(place).put("rules", PARTS, VALUE)
    return place


def found(ledger: Path, purpose: str = "rules", parts: tuple[str, ...] = PARTS) -> object:
    """What another run of the program finds."""
    return LocalCache(ledger).get(purpose, parts, tuple)


def entries(ledger: Path) -> list[Path]:
    return sorted((ledger.parent / FOLDER).glob("rules-*"))


def names(ledger: Path) -> list[str]:
    return sorted(path.name for path in (ledger.parent / FOLDER).iterdir())


def test_a_value_is_found_again_as_it_was_put(ledger: Path) -> None:
    assert found(ledger) == VALUE


def test_it_is_found_for_its_own_purpose_parts_and_sort_alone(ledger: Path) -> None:
    others = [found(ledger, "scores"), found(ledger, parts=(*PARTS, "")), found(ledger, parts=("scoring.yaml9f86d0",))]
    assert [*others, LocalCache(ledger).get("rules", PARTS, dict)] == [None] * 4


def test_what_is_not_kept_is_made_once(ledger: Path) -> None:
    made = iter((7, 8))
    assert [LocalCache(ledger).kept("sums", (1,), int, lambda: next(made)) for _ in range(2)] == [7, 7]


@pytest.mark.parametrize(
    "damage",
    [
        lambda held: held[:-1],
        lambda held: held[:20],
        lambda _: b"",
        lambda held: held[:40] + bytes([held[40] ^ 1]) + held[41:],
        lambda held: bytes(len(held)),
        lambda held: held + b"\0",
    ],
    ids=["cut short", "cut in the seal", "empty", "one bit", "zeros", "longer"],
)
def test_a_torn_value_is_none_and_is_replaced(ledger: Path, damage: Callable[[bytes], bytes]) -> None:
    (entry,) = entries(ledger)
    entry.write_bytes(damage(entry.read_bytes()))
    assert found(ledger) is None
    LocalCache(ledger).put("rules", PARTS, VALUE)
    assert found(ledger) == VALUE


class _Fires:
    """A value that writes a file when it is decoded."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, (str(self.place),))


def test_a_forged_value_is_not_even_decoded(ledger: Path, tmp_path: Path) -> None:
    (entry,) = entries(ledger)
    for held in (pickle.dumps(_Fires(tmp_path / "fired")), pickle.dumps((100,))):
        entry.write_bytes(hmac.digest(b"x" * 32, held, "sha256") + held)
        assert found(ledger) is None
    assert not (tmp_path / "fired").exists()


def test_even_a_sealed_value_runs_nothing_but_our_own_types(ledger: Path, tmp_path: Path) -> None:
    LocalCache(ledger).put("rules", PARTS, (_Fires(tmp_path / "fired"),))
    assert found(ledger) is None
    assert not (tmp_path / "fired").exists()


def test_a_value_under_the_name_of_another_is_none(ledger: Path) -> None:
    LocalCache(ledger).put("rules", ("other",), (1,))
    one, other = entries(ledger)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert (found(ledger), found(ledger, parts=("other",))) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda patch: patch.setattr(local_cache, "__version__", "0.2.1"),
        lambda patch: patch.setattr(sys, "version", "3.14.0"),
        lambda patch: patch.setattr(local_cache, "_sources", lambda: "changed"),
    ],
    ids=["duty", "Python", "sources"],
)
def test_what_another_version_kept_is_none(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with monkeypatch.context() as patch:
        change(patch)
        assert found(ledger) is None
    assert found(ledger) == VALUE


def test_a_source_that_is_touched_and_a_library_that_is_changed_are_other_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "duty_cli" / "cli"
    package.mkdir(parents=True)
    (package / "local_cache.py").touch()
    monkeypatch.setattr(local_cache, "__file__", str(package / "local_cache.py"))
    monkeypatch.setattr(local_cache, "_libraries", lambda: tmp_path)
    stamps = [local_cache._sources.__wrapped__()]
    for changed in (package / "local_cache.py", tmp_path):
        os.utime(changed, (0, 0))
        stamps.append(local_cache._sources.__wrapped__())
    assert len({*stamps}) == 3


def test_without_the_key_there_is_none_and_a_new_one_is_made(ledger: Path, own: Path) -> None:
    (own / KEY).unlink()
    assert found(ledger) is None
    LocalCache(ledger).put("rules", PARTS, VALUE)
    assert (found(ledger), (own / KEY).stat().st_size) == (VALUE, 32)


@pytest.mark.parametrize("key", [b"y" * 32, b"", b"y" * 31, b"y" * 33])
def test_under_another_or_a_torn_key_there_is_none(ledger: Path, own: Path, key: bytes) -> None:
    (own / KEY).write_bytes(key)
    assert found(ledger) is None
    LocalCache(ledger).put("rules", PARTS, VALUE)
    assert found(ledger) == VALUE


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_key_that_others_may_read_is_replaced(ledger: Path, own: Path) -> None:
    before = (own / KEY).read_bytes()
    (own / KEY).chmod(0o644)
    assert found(ledger) is None
    assert ((own / KEY).read_bytes() == before, (own / KEY).stat().st_mode & 0o777) == (False, 0o600)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs a file of another user")
def test_the_key_of_another_user_is_not_taken(ledger: Path, own: Path) -> None:
    os.chown(own / KEY, 65534, 65534)
    assert found(ledger) is None
    assert (own / KEY).stat().st_uid == 65534


def _no_home(patch: pytest.MonkeyPatch, own: Path) -> None:
    patch.setenv("XDG_STATE_HOME", "not/from/the/root")
    patch.setenv("LOCALAPPDATA", "not/from/the/root")


def _home_is_a_file(patch: pytest.MonkeyPatch, own: Path) -> None:
    shutil.rmtree(own)
    own.touch()


def _off(patch: pytest.MonkeyPatch, own: Path) -> None:
    patch.setenv("DUTY_CACHE", "off")


@pytest.mark.parametrize("lacking", [_no_home, _home_is_a_file, _off])
def test_without_a_folder_of_ones_own_or_where_it_is_off_nothing_is_kept(
    ledger: Path, own: Path, monkeypatch: pytest.MonkeyPatch, lacking: Callable[[pytest.MonkeyPatch, Path], None]
) -> None:
    lacking(monkeypatch, own)
    LocalCache(ledger).put("rules", ("new",), (1,))
    assert (found(ledger), len(entries(ledger))) == (None, 1)


def test_beside_no_ledger_nothing_is_kept(own: Path, tmp_path: Path) -> None:
    LocalCache(tmp_path / "ledger.db").put("rules", PARTS, VALUE)
    assert not (tmp_path / FOLDER).exists()


def test_where_the_folder_cannot_be_made_nothing_is_kept(ledger: Path) -> None:
    shutil.rmtree(ledger.parent / FOLDER)
    (ledger.parent / FOLDER).touch()
    LocalCache(ledger).put("rules", PARTS, VALUE)
    assert found(ledger) is None


@pytest.mark.skipif(os.name != "posix", reason="links are of POSIX")
def test_a_folder_that_leads_elsewhere_is_not_written_to(ledger: Path, tmp_path: Path) -> None:
    shutil.rmtree(ledger.parent / FOLDER)
    (tmp_path / "elsewhere").mkdir()
    (ledger.parent / FOLDER).symlink_to(tmp_path / "elsewhere")
    LocalCache(ledger).put("rules", PARTS, VALUE)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are of POSIX")
def test_a_pipe_in_the_place_of_a_value_holds_nobody_up(ledger: Path) -> None:
    (entry,) = entries(ledger)
    entry.unlink()
    os.mkfifo(entry)
    assert found(ledger) is None


def test_a_value_that_cannot_be_written_is_not_kept_and_leaves_nothing(ledger: Path) -> None:
    before = names(ledger)
    LocalCache(ledger).put("rules", ("new",), lambda: None)
    LocalCache(ledger).put("rules", ("large",), bytes(65 << 20))
    assert names(ledger) == before


def test_on_a_full_disk_nothing_is_kept_and_nothing_left(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = names(ledger)
    monkeypatch.setattr(Path, "replace", full)
    LocalCache(ledger).put("rules", ("new",), (1,))
    assert names(ledger) == before


def test_the_newest_are_kept_and_nothing_of_others_is_removed(ledger: Path) -> None:
    (ledger.parent / FOLDER / "札记.txt").touch()
    os.utime(entries(ledger)[0], (0, 0))
    for number in range(64):
        LocalCache(ledger).put("rules", (number,), (number,))
    assert (found(ledger), LocalCache(ledger).get("rules", (63,), tuple), len(entries(ledger))) == (None, (63,), 64)
    assert (ledger.parent / FOLDER / "札记.txt").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_what_is_kept_is_for_its_user_alone(ledger: Path, own: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in (*entries(ledger), own / KEY)} == {0o600}


BUSY = """
import sys
from pathlib import Path
from duty_cli.cli.local_cache import LocalCache
for number in range(200):
    value = LocalCache(Path(sys.argv[1])).kept("sums", (number % 5,), tuple, lambda: (number % 5,) * 2000)
    assert value == (number % 5,) * 2000, number
"""


def test_two_processes_at_once_find_right_values_or_none(ledger: Path, own: Path) -> None:
    shutil.rmtree(own)
    shutil.rmtree(ledger.parent / FOLDER)
    both = [subprocess.Popen([sys.executable, "-c", BUSY, str(ledger)]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]


def _kept_and_read(ledger: Path, path: Path) -> tuple[Rules, Rules]:
    """The rules as they are found in the cache, and as they are read."""
    for _ in range(2):
        rules = AppContext(ledger, path, None).rules
    return rules, load(rule_files(path))


SHIPPED = sorted(
    path for path in (ROOT / "rules").rglob("*.yaml") if b"\nformat: duty-rules/" in b"\n" + path.read_bytes()
)


@pytest.mark.parametrize("path", [*SHIPPED, ROOT / "rules"], ids=lambda path: str(path.relative_to(ROOT)))
def test_known_rules_are_those_that_the_file_says(ledger: Path, path: Path) -> None:
    kept, read = _kept_and_read(ledger, path)
    assert len(entries(ledger)) == 2
    assert (kept, [list(book.kinds) for book in kept.every]) == (read, [list(book.kinds) for book in read.every])


def test_rules_of_one_text_and_two_names_are_told_by_their_names(ledger: Path, tmp_path: Path) -> None:
    for name in ("scoring.yaml", "scoring-2.yaml"):
        shutil.copyfile(SHIPPED[0], tmp_path / name)
        assert [book.file for book in AppContext(ledger, tmp_path / name, None).rules.every] == [name]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "ledger.db").touch()
    return folder


@settings(max_examples=examples(25), deadline=None, database=None)
@given(text=files())
def test_any_rules_are_known_again_as_they_were_read(shelf: Path, text: str) -> None:
    (shelf / "scoring.yaml").write_text(text, "utf-8")
    kept, read = _kept_and_read(shelf / "ledger.db", shelf / "scoring.yaml")
    assert (kept, [list(book.kinds) for book in kept.every]) == (read, [list(book.kinds) for book in read.every])


LOADED = "import sys; from duty_cli.cli.main import run; code = run({!r}); print(code, *sys.modules)"


def test_a_report_on_known_rules_knows_neither_yaml_nor_pydantic(duty: Duty) -> None:
    words = ["quarter-report", "2026-Q1"]
    duty.done(" ".join(words))
    said = subprocess.check_output([sys.executable, "-c", LOADED.format(words)], text=True)
    code, *modules = said.splitlines()[-1].split()
    assert (code, {"yaml", "pydantic"} & {*modules}) == ("0", set())


def test_known_words_of_files_are_those_that_the_files_say(duty: Duty) -> None:
    before = duty.write("rules/intake.yaml", "format: duty-intake/1\nheadings: {标题: [题名]}\n")
    words = [words_of(AppContext(None, None, None)) for _ in range(2)]
    shipped = load_words("intake.yaml", (ROOT / "rules" / "intake.yaml").read_bytes())
    assert words == [load_words("intake.yaml", before.read_bytes(), shipped)] * 2
    before.write_text("format: duty-intake/1\n", "utf-8")
    assert words_of(AppContext(None, None, None)) == shipped


def test_a_second_import_under_known_rules_and_words_knows_neither_yaml_nor_pydantic(duty: Duty) -> None:
    sheets = [
        duty.write(f"{day}.csv", f"委员编号,履职事项,日期\n1001,座谈交流,2026-03-0{day}\n").name for day in (5, 6)
    ]
    duty.done(f"import {sheets[0]}")
    said = subprocess.check_output([sys.executable, "-c", LOADED.format(["import", sheets[1]])], text=True)
    code, *modules = said.splitlines()[-1].split()
    assert (code, {"yaml", "pydantic"} & {*modules}) == ("0", set())


def test_rules_that_change_are_read_anew(duty: Duty) -> None:
    duty.done("record 1001 座谈交流 --on 2026-03-05")
    before = duty.member("annual-evaluation 2026", "1001")
    rules = duty.folder / "rules" / "scoring.yaml"
    digests = []
    for text in (rules.read_text("utf-8"), rules.read_text("utf-8") + "# 修订\n"):
        rules.write_text(text, "utf-8")
        digests.append(AppContext(None, None, None).rules.digest)
        assert digests[-1] == sha256(text.encode()).hexdigest()
    assert (digests[0] != digests[1], duty.member("annual-evaluation 2026", "1001")) == (True, before)


def test_faulty_rules_are_refused_each_time(duty: Duty) -> None:
    duty.done("quarter-report 2026-Q1")
    rules = duty.folder / "rules" / "scoring.yaml"
    rules.write_text(rules.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    answers = [duty("quarter-report 2026-Q1") for _ in range(2)]
    assert [(one.code, one.raw, "没有“nonsense”这一项" in one.err) for one in answers] == [(3, b"", True)] * 2
