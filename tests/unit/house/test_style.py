"""House rules that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
EMPTY_WORDS = re.compile(r"(?i)manager|helper|util|process_data")
HOUSE = ("app", "bot", "intake", "models", "ocr", "pages", "results", "review", "scripts")


def _house_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", *HOUSE], cwd=ROOT, check=True, capture_output=True, text=True
    )
    names = [ROOT / name for name in listing.stdout.split("\0") if name.endswith(".py")]
    return [file for file in names if file.is_file()]


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _defined(tree: ast.Module) -> list[str]:
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [node.name for node in ast.walk(tree) if isinstance(node, kinds)]


def test_names_are_nouns_and_verbs_of_the_trade() -> None:
    empty = [_name(file) for file in _house_files() if EMPTY_WORDS.search(file.stem)]
    for file in _house_files():
        names = _defined(ast.parse(file.read_text()))
        empty += [f"{_name(file)}: {name}" for name in names if EMPTY_WORDS.search(name)]
    assert not empty


def test_annotations_stay_real() -> None:
    """Late annotations break SQLModel's relationships and FastAPI's and typer's parameters."""
    late = "from __future__ import " + "annotations"
    assert not [_name(file) for file in _house_files() if late in file.read_text()]


def test_every_error_stands_in_the_tree_on_top_of_its_file() -> None:
    missing = []
    for file in _house_files():
        if file.name != "errors.py":
            continue
        tree = ast.parse(file.read_text())
        drawn = ast.get_docstring(tree) or ""
        missing += [f"{_name(file)}: {name}" for name in _errors(tree) if name not in drawn]
    assert not missing


def _errors(tree: ast.Module) -> list[str]:
    """Name the classes that inherit: a value beside the errors has no base."""
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.bases]


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        _name(file)
        for file in _house_files()
        if file.name != "__init__.py" and ast.get_docstring(ast.parse(file.read_text())) is None
    ]
    assert not silent


def test_only_settings_read_the_environment() -> None:
    reading = re.compile(r"os\.environ|os\.getenv|\benviron\b\s*\[")
    allowed = ("app/settings.py", "scripts/")
    assert not [
        _name(file)
        for file in _house_files()
        if reading.search(file.read_text()) and not _name(file).startswith(allowed)
    ]
