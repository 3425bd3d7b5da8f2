"""The house plan: which room may import which, who may touch the world, how large a file may be."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import patronage

ROOT = Path(patronage.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
NAMES = [str(file.relative_to(ROOT)) for file in FILES]

STAGES = {
    "documents", "coding", "datasets", "ledger", "measures", "audit", "crisis", "backtest",
    "report",
}  # fmt: skip
DOORS = {"cli", "dashboard", "mcp"}
# What the command line prints with: a part of that door in a file of its own.
PARTS = {
    "terminal", "terminal_crisis", "cli_crisis", "cli_ledger", "cli_options", "cli_rows",
    "cli_serve",
}  # fmt: skip
# What each room may import besides itself. Stages meet only in the pipeline.
MAY = (
    {room: {"actors", "codebook", "results", "records", "periods", "errors"} for room in STAGES}
    | {room: {"pipeline", "periods", "records", "errors"} for room in DOORS}
    | {
        "cli": {"pipeline", "records", "errors"} | PARTS - {"terminal_crisis"},
        "cli_crisis": {"pipeline", "terminal", "terminal_crisis", "cli_options", "errors"},
        "terminal_crisis": set(),
        "cli_ledger": {"pipeline", "terminal", "mcp", "cli_options", "errors"},
        "cli_options": {"terminal", "periods"},
        "cli_rows": {"pipeline", "terminal", "cli_options", "errors"},
        "cli_serve": {"dashboard", "terminal", "cli_options", "errors"},
        "terminal": {"pipeline", "records", "errors"},
        "dashboard": {"pipeline", "report", "results", "periods", "records", "errors"},
        "pipeline": STAGES | {"actors", "codebook", "results", "records", "periods", "errors"},
        "actors": {"codebook", "records", "periods", "errors"},
        "codebook": {"errors"},
        "results": {"records", "periods", "errors"},
        "records": {"errors"},
        "periods": {"errors"},
        "errors": set(),
    }
)
HEAVY = (
    "spacy", "pyarrow", "duckdb", "deltalake", "altair", "trafilatura", "pypdf", "vl_convert",
    "jinja2", "babel", "numpy", "rensa", "py3langid", "typer", "rich",
    "starlette", "uvicorn",
)  # fmt: skip
# Who may touch files, network, clock or a database; the rest is a pure function of its arguments.
IMPURE = {"documents", "datasets", "ledger", "pipeline"} | DOORS | PARTS
NETWORK = {"socket", "requests", "urllib.request", "http.server", "httpx", "ftplib", "smtplib"}
DATABASE = {"duckdb", "deltalake", "sqlite3"}
CLOCK = {"now", "today", "utcnow", "time", "monotonic", "localtime", "gmtime"}
DISK = {"open", "write_text", "write_bytes", "mkdir", "unlink", "touch", "rename"}
READING = {"read_text", "read_bytes"}
# The parser's and the encoder's files are hashed before they are used: the only reading outside
# these rooms that is not of our own tables.
READS_OTHER_FILES = {"coding/parse.py", "coding/model/encoder.py", "coding/model/linear.py"}


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def room(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return "patronage" if parts == ("__init__",) else parts[0]


def imported(module: ast.AST) -> Iterator[str]:
    """Dotted names that a module imports, also inside functions; `from a import b` gives a.b."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which room is meant"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_of(module: ast.AST) -> set[str]:
    """Our rooms that a module imports; `from patronage import __version__` is no room."""
    found = {n.split(".")[1] for n in imported(module) if n.startswith("patronage.")}
    return found & MAY.keys()


def calls(module: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Line, name and owner of each call: `dt.date.today()` gives ("today", "dt.date")."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr, ast.unparse(node.func.value)
        elif isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id, ""


def touches(module: ast.AST) -> list[str]:
    """What in a module reaches for disk, network, clock or database."""
    found = [
        f"imports {name}"
        for name in imported(module)
        if any(name == bad or name.startswith(f"{bad}.") for bad in NETWORK | DATABASE)
    ]
    for line, name, owner in calls(module):
        ours = owner.startswith("(files(") or owner.startswith("files(")
        timed = name in CLOCK and owner in ("dt.datetime", "dt.date", "datetime", "date", "time")
        reads = name in READING and not ours and "." in f"{owner}.{name}"
        if timed or name in DISK or reads:
            found.append(f"line {line}: {owner}.{name}()")
    return found


def test_there_is_something_to_hold() -> None:
    rooms = {room(file) for file in FILES}
    assert {"documents", "coding", "ledger", "measures", "audit", "report", "pipeline"} <= rooms
    assert rooms <= MAY.keys() | {"patronage"}, "a new room needs its arrows in this test"


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_a_room_imports_only_what_it_may(file: Path) -> None:
    here = room(file)
    if here == "patronage":
        return  # the public API reaches into every room, lazily: held below
    assert rooms_of(tree(file)) - {here} <= MAY[here]


def test_the_arrows_make_no_circle() -> None:
    left = {name: set(others) for name, others in MAY.items()}
    while ready := {name for name, others in left.items() if not others}:
        left = {name: others - ready for name, others in left.items() if name not in ready}
    assert left == {}


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_only_the_shell_touches_the_world(file: Path) -> None:
    if room(file) in IMPURE:
        return
    found = touches(tree(file))
    if str(file.relative_to(ROOT)) in READS_OTHER_FILES:
        found = [what for what in found if "read_bytes" not in what]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import datetime as dt\nx = dt.date.today()",
        "import datetime as dt\nx = dt.datetime.now(dt.UTC)",
        "import time\nx = time.time()",
        "x = open('a')",
        "from pathlib import Path\nx = Path('a').read_text()",
        "import urllib.request",
        "from duckdb import connect",
        "def f():\n    import sqlite3",
    ],
)
def test_the_check_sees_what_it_should(source: str) -> None:
    assert touches(ast.parse(source))


def test_sql_lives_in_the_ledger_alone() -> None:
    for file in FILES:
        if room(file) != "ledger":
            names = {name.split(".")[0] for name in imported(tree(file))}
            assert not names & DATABASE, file


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_files_stay_small(file: Path) -> None:
    # About 400 lines; the wiring and the command line grow by one part a verb and may hold more.
    limit = 500 if file.name == "cli.py" else 410
    assert len(file.read_text(encoding="utf-8").splitlines()) <= limit


def test_no_module_is_a_drawer() -> None:
    assert not {f.stem for f in FILES} & {"utils", "util", "helpers", "common", "manager", "misc"}


@pytest.mark.parametrize(
    "statement",
    ["import patronage", "import patronage; patronage.brief", "import patronage; patronage.Event"],
)
def test_importing_the_package_loads_nothing_heavy(statement: str) -> None:
    ask = f"{statement}; import sys; print(*sorted(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []


def test_every_public_name_loads() -> None:
    for name in patronage.__all__:
        assert getattr(patronage, name) is not None
        assert name in dir(patronage)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'breif'"):
        importlib.import_module("patronage").breif  # noqa: B018
