"""Build the wheel and the source archive, and try each in an environment of its own: what ``make dist`` runs.

Usage: python scripts/dist.py [FOLDER] (default dist). No network is needed: the build backend is in this environment, and so
are the libraries that the wheel asks for, which are copied into the new environments. Nothing else is there, so that a
library which is imported and not declared is missed here and not at a user's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "duty_cli"
MADE_BY_THE_BUILD = {"PKG-INFO"}
"""What stands in the source archive and in no commit."""

SMOKE = (
    "init . --committee 政协示例县委员会 --term 14 --from 2022-01-01 --until 2026-12-31",
    "member add 001 赵一鸣 --sector 经济界 --from 2022-01-01",
    "record zym 提案 --on 2026-03-05 --title 关于校门口停车的提案 --number TA-1 --stage 提交",
    "export -o 记录.xlsx",
    "import 记录.xlsx",
    "quarter-report 2026-Q1",
    "annual-evaluation 2026 -o 评比.xlsx",
    "annual-notice 2026 --for 公示 -o 通报.docx",
    "statement 001 -o 情况单.html",
    "rules check",
    "plan export -o 计划.ics",
    "rules new 新规则.yaml",
    "completion bash",
    "check",
)
"""The commands that are tried, one after another in one folder: each library is used by one of them."""


@dataclass(frozen=True)
class Built:
    """The files of one build."""

    wheel: Path
    sdist: Path


def build(folder: Path) -> Built:
    """Both, freshly made in ``folder``."""
    for old in (*folder.glob(f"{PACKAGE}-*.whl"), *folder.glob(f"{PACKAGE}-*.tar.gz")):
        old.unlink()
    run([sys.executable, "-m", "hatchling", "build", "--directory", str(folder)], ROOT)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(wheel, sdist)


def wheel_of(sdist: Path, folder: Path) -> Path:
    """The wheel that pip makes of a source archive, by the build backend of this environment."""
    run([*pip("wheel"), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(sdist)], folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def lacking(wheel: Path) -> list[str]:
    """The files of ``src`` and ``rules`` that are not in a wheel, or not as they are here."""
    rules = ROOT / "rules"
    here = {
        **{path.relative_to(ROOT / "src").as_posix(): path for path in tracked(ROOT / "src")},
        **{f"{PACKAGE}/bundled/{path.relative_to(rules).as_posix()}": path for path in tracked(rules)},
    }
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    return sorted(name for name, path in here.items() if inside.get(name) != path.read_bytes())


def strangers(sdist: Path) -> list[str]:
    """What a source archive holds and no commit does: a ledger with people in it, left lying in the tree, would go out."""
    known = {path.relative_to(ROOT).as_posix() for path in tracked(ROOT)} | MADE_BY_THE_BUILD
    with tarfile.open(sdist) as archive:
        names = [PurePosixPath(one.name) for one in archive.getmembers() if one.isfile()]
    return sorted(name for one in names if (name := PurePosixPath(*one.parts[1:]).as_posix()) not in known)


def tracked(folder: Path) -> list[Path]:
    """The files of a folder that git knows; all of them where there is no git, as in an unpacked source archive."""
    if not (ROOT / ".git").exists():
        return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    listed = subprocess.run(["git", "ls-files", "-z", "."], cwd=folder, check=True, capture_output=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := folder / name).is_file()]


def environment(folder: Path, wheel: Path) -> Path:
    """A new environment with the wheel and what it asks for; its Python."""
    venv.create(folder, with_pip=False)
    place = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    python = folder / place
    where = [str(python), "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    for one in needed(wheel_requirements(wheel)):
        copy(one, site)
    run([*pip("--python", str(python), "install"), str(wheel)], folder)
    return python


def wheel_requirements(wheel: Path) -> list[str]:
    """What a wheel asks for."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(name).decode().splitlines()
    return [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")]


def needed(asked: Sequence[str]) -> Iterator[Distribution]:
    """The distributions of this environment that are asked for, and what these ask for; extras are not."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in asked]
    while waiting:
        one = waiting.pop()
        if one.name.lower() in found or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        found.add(one.name.lower())
        yield (there := distribution(one.name))
        waiting += [Requirement(text) for text in there.requires or ()]


def copy(one: Distribution, site: Path) -> None:
    """The files of a distribution, laid into another environment; its scripts are not."""
    for file in one.files or ():
        if ".." not in file.parts and "__pycache__" not in file.parts:
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(one.locate_file(file)), site / file)


def smoke(python: Path, folder: Path, version: str) -> None:
    """The program, run as a user would, in an empty folder."""
    script = python.with_name("duty.exe" if os.name == "nt" else "duty")
    for command in ([str(script)], [str(python), "-m", PACKAGE]):
        said = run([*command, "--version"], folder)
        if said.split() != ["duty", version]:
            raise SystemExit(f"{command[0]} says {said!r}, and {version} was built")
    for line in SMOKE:
        run([str(script), *line.split()], folder)


def pip(*words: str) -> list[str]:
    """The pip of this environment, kept off the network."""
    return [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", *words, "--no-index"]


def run(command: Sequence[str], folder: Path) -> str:
    """What a command prints; where it fails, this program ends with what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DUTY_", "PYTHON"))}
    env = {**kept, "PYTHONUTF8": "1", "DUTY_BY": "测试员"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}exit code {done.returncode}")
    return done.stdout


def tried(name: str, wheel: Path, folder: Path) -> None:
    """A wheel in an environment of its own, and how long that took."""
    start = time.perf_counter()
    if wrong := lacking(wheel):
        raise SystemExit(f"not in the wheel of {name}, or not as in the tree: {', '.join(wrong)}")
    desk = folder / "desk"
    desk.mkdir(parents=True)
    smoke(environment(folder / "env", wheel), desk, wheel.name.split("-")[1])
    sys.stdout.write(
        f"{name}: {len(SMOKE) + 2} commands done in an environment of its own ({time.perf_counter() - start:.0f} s)\n"
    )


def main(folder: Path) -> None:
    """Build, look inside, install, run; twice."""
    built = build(folder.resolve())
    if wrong := strangers(built.sdist):
        raise SystemExit(f"in the source archive and in no commit: {', '.join(wrong)}")
    with tempfile.TemporaryDirectory() as place:
        tried(built.wheel.name, built.wheel, Path(place) / "wheel")
        (Path(place) / "made").mkdir()
        tried(built.sdist.name, wheel_of(built.sdist, Path(place) / "made"), Path(place) / "sdist")
    if "(unreleased)" in next(
        line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if "## " in line
    ):
        sys.stdout.write("The changelog still calls this version unreleased: see docs/releasing.md.\n")
    sys.stdout.write(f"{built.wheel}\n{built.sdist}\n")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", nargs="?", type=Path, default=Path("dist"))
    main(asked.parse_args().folder)
