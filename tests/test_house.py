"""The rules of the house that a machine can keep, beside the import contracts."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from scripts.make_command_table import TABLE, table

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "duty_cli").rglob("*.py"))
EXACT = ("model", "scoring", "recording", "reports")
"""Where all numbers are exact."""


@cache
def parsed(path: Path) -> ast.Module:
    """The tree of a file, which a dozen tests go through."""
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


MODULES = [path for path in SOURCES if path.name != "__init__.py"]


def twice(names: Iterator[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def test_no_two_modules_and_no_two_classes_have_one_name() -> None:
    classes = (
        node.name
        for path in SOURCES
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert (twice(path.stem for path in MODULES), twice(classes)) == ([], [])


def test_no_module_has_the_name_of_a_package() -> None:
    packages = {path.parent.name for path in SOURCES if path.name == "__init__.py"}
    assert {path.stem for path in MODULES} & packages == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_module_is_over_400_lines_and_no_function_over_40(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    assert [function.name for function in functions(path) if body_lines(function) > 40] == []


def test_the_lower_floors_open_no_file_print_nothing_and_use_no_float() -> None:
    found = []
    for path in SOURCES:
        if path.relative_to(ROOT / "src" / "duty_cli").parts[0] in EXACT:
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.Name) and node.id in {"open", "print", "input", "float"}:
                    found.append(f"{path.name}:{node.lineno} {node.id}")
                if isinstance(node, ast.Constant) and isinstance(node.value, float):
                    found.append(f"{path.name}:{node.lineno} {node.value}")
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_module_compiles_a_regular_expression_when_it_is_loaded(path: Path) -> None:
    tree = parsed(path)
    later = {id(node) for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) for node in ast.walk(one)}
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in later)
    assert [call.lineno for call in calls if ast.unparse(call.func) == "re.compile"] == [], "see duty_cli/patterns.py"


PRIVATE_NAMES_USED = {"src/duty_cli/cli/completion.py": ["typer._completion_shared.get_completion_script"]}
"""The private names of libraries that are imported, by file; the file says why."""


def private_imports(path: Path) -> Iterator[str]:
    """What a file imports of libraries under a name that begins with one underscore."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{one.name}" for one in node.names]
        for name in names:
            private = any(part[0] == "_" and part[:2] != "__" for part in name.split("."))
            if private and name.split(".")[0] not in {"duty_cli", "tests"}:
                yield name


def test_one_file_alone_imports_a_private_name_of_a_library() -> None:
    files = [
        file for folder in ("src", "tests", "data", "scripts", "benchmarks") for file in (ROOT / folder).rglob("*.py")
    ]
    found = {file.relative_to(ROOT).as_posix(): list(private_imports(file)) for file in files}
    assert {file: names for file, names in found.items() if names} == PRIVATE_NAMES_USED


def test_the_private_name_of_typer_is_as_it_was() -> None:
    script = import_module("typer._completion_shared").get_completion_script
    assert list(inspect.signature(script).parameters) == ["prog_name", "complete_var", "shell"]


def test_the_table_of_commands_says_what_the_program_takes() -> None:
    assert TABLE.read_text("utf-8") == table(), "run scripts/make_command_table.py"


ONE_WHO_ASKS = "systems.py"
OF_ONE_SYSTEM = {
    "fcntl",
    "grp",
    "msvcrt",
    "multiprocessing",
    "platform",
    "pwd",
    "resource",
    "signal",
    "termios",
    "winreg",
}
ASKING = {
    "os.name",
    "sys.platform",
    "os.uname",
    "os.fchmod",
    "os.chmod",
    "os.geteuid",
    "os.kill",
    "os.fork",
    "os.replace",
    "os.rename",
}


def asks_of_the_system(node: ast.AST) -> bool:
    """Whether what is done, or known, differs from one operating system to another."""
    if isinstance(node, ast.Attribute):
        return ast.unparse(node) in ASKING
    if isinstance(node, ast.Import | ast.ImportFrom):
        named = [one.name for one in node.names] + [node.module or "" if isinstance(node, ast.ImportFrom) else ""]
        return not OF_ONE_SYSTEM.isdisjoint(named)
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    if called == "getattr":
        return ast.unparse(node.args[0]) == "os"
    # A text is replaced by another, so that with one argument it is a file: Windows refuses those that are open.
    return (
        called.endswith((".replace", ".rename"))
        and called != "systems.rename"
        and len(node.args) + len(node.keywords) == 1
        and not node.keywords
    )


def test_one_module_alone_knows_wherein_systems_differ() -> None:
    found = [
        f"{path.name}:{node.lineno} {ast.unparse(node)}"  # type: ignore[attr-defined]
        for path in SOURCES
        if path.name != ONE_WHO_ASKS
        for node in ast.walk(parsed(path))
        if asks_of_the_system(node)
    ]
    assert found == [], "see documents/systems.py"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_folder_is_gone_through_in_the_order_of_a_system(path: Path) -> None:
    """Paths of Windows are in order whatever their case, those of Linux are not."""
    sorted_ones = (
        node
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "sorted"
        and not any(one.arg == "key" for one in node.keywords)
    )
    bare = [
        node.lineno
        for node in sorted_ones
        if any(word in ast.unparse(node.args[0]) for word in (".iterdir(", ".glob("))
    ]
    assert bare == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_moments_are_spelt_by_ascii_alone(path: Path) -> None:
    """Windows cannot spell a day by a pattern that holds Chinese before Python 3.13."""
    specs = (
        ast.unparse(node.format_spec)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None
    )
    calls = (
        ast.unparse(node)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("strftime")
    )
    assert [spec for spec in (*specs, *calls) if "%" in spec and not spec.isascii()] == []


READS = {
    "sign_reader",
    "command_words",
    "csv_reader",
    "text_cleaning",
    "yaml_reader",
    "money",
    "member_lookup",
    "localization",
    "office_words",
    "cell_text",
    "systems",
}
"""Where characters are named that come in; what goes out is seen on consoles of code page 936."""


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if path.stem not in READS and "stroke" not in path.stem],
    ids=lambda path: path.stem,
)
def test_what_the_program_says_itself_is_in_gbk(path: Path) -> None:
    tree = parsed(path)
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    docs = {
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    assert {
        sign for text in texts - docs for sign in text if sign != "\xa0" and not sign.encode("gbk", "ignore")
    } == set()
