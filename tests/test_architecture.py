"""The rooms are what the design says: who may import whom, what each file says of itself, and where SQL lives."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("flows", "models", "data", "review")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
DRAWERS = {"utils", "util", "helpers", "helper", "common", "base", "core", "misc"}
SQL = re.compile(
    r"\b(?:SELECT\s+(?:\*|\w)|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(?:OR\s+REPLACE\s+)?(?:TABLE|VIEW)\s)"
)


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the rooms, to be spoilt."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=lambda _, names: [n for n in names if not _is_code(n)])
    for name in ("pyproject.toml", "errors.py"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def _is_code(name: str) -> bool:
    return name.endswith(".py") or "." not in name


def test_the_rooms_keep_their_contracts() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("models/saved.py", "import data.records"),
        ("models/saved.py", "from flows import settings"),
        ("models/saved.py", "import duckdb"),
        ("models/saved.py", "import prefect"),
        ("data/sources/row.py", "import models.text"),
        ("data/records.py", "import flows.settings"),
        ("data/queries.py", "import duckdb"),
        ("data/store.py", "import typer"),
        ("flows/ingest.py", "from duckdb import connect"),
        ("review/__init__.py", "import flows.lookup"),
        ("review/__init__.py", "from prefect import flow"),
    ],
)
def test_a_contract_is_broken_by_an_import_that_the_design_forbids(copy: Path, module: str, line: str) -> None:
    spoilt = copy / module
    spoilt.write_text(spoilt.read_text() + f"\n{line}\n")
    done = _lint(copy)
    assert done.returncode == 1, done.stdout
    assert "1 broken" in done.stdout or "2 broken" in done.stdout


def test_the_errors_that_every_room_may_import_import_no_room() -> None:
    tree = ast.parse((ROOT / "errors.py").read_text())
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_and_holds_no_sql(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), "it has no docstring"
    assert path.stem not in DRAWERS
    if path.is_relative_to(ROOT / "data"):
        return
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    # An example of what a user may type after `parakh sql` is no statement of ours.
    assert not [text for text in texts if SQL.search(text) and "sql 'SELECT" not in text]


def test_every_room_is_packed_with_its_files() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    packages = {".".join(path.parent.relative_to(ROOT).parts) for path in MODULES if path.name == "__init__.py"}
    assert set(packed["packages"]) == packages
    assert "errors" in packed["py-modules"]
