"""What no tracked file may hold, and how long one may be."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LINES_ALLOWED = 300
MADE_BY_MACHINES = ("models/migrations/versions/",)
WRITTEN = {".py", ".html", ".css", ".js", ".sh"}  # data may be long
TEXT = WRITTEN | {
    ".toml",
    ".md",
    ".txt",
    ".csv",
    ".json",
    ".in",
    ".lock",
    ".yml",
    ".yaml",
    ".svg",
    "",
}

# Written in pieces, so that this file does not hold what it forbids.
REGISTRIES = re.compile(
    "|".join(
        re.escape(first + rest)
        for first, rest in (
            ("pypi.", "org"),
            ("pythonhosted.", "org"),
            ("registry.npmjs.", "org"),
            ("npmmirror.", "com"),
            ("unpkg.", "com"),
            ("jsdelivr.", "net"),
            ("cdnjs.", "cloudflare"),
            ("fonts.google", "apis"),
        )
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|work|home/\w+|opt/pypi|opt/wheels)/")
SECRETS = re.compile("-----BEGIN " + r"[A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|xox[bp]-\d")


def _tracked(suffixes: set[str]) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    files = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [file for file in files if file.suffix in suffixes and file.is_file()]


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_no_file_is_too_long() -> None:
    lengths = {_name(file): file.read_text().count("\n") for file in _tracked(WRITTEN)}
    too_long = {
        name: lines
        for name, lines in lengths.items()
        if lines > LINES_ALLOWED and not name.startswith(MADE_BY_MACHINES)
    }
    assert not too_long


@pytest.mark.parametrize("forbidden", [REGISTRIES, MACHINE_PATHS, SECRETS])
def test_no_file_names_a_registry_a_machine_or_a_secret(forbidden: re.Pattern[str]) -> None:
    holders = {
        f"{_name(file)}: {found.group()}"
        for file in _tracked(TEXT)
        if (found := forbidden.search(file.read_text()))
    }
    assert not holders


def test_the_search_would_find_them() -> None:
    assert REGISTRIES.search("https://" + "pypi." + "org/simple")
    assert MACHINE_PATHS.search("open('" + "/ro" + "ot/x')")
    assert not MACHINE_PATHS.search("at /network/root/x")
    assert SECRETS.search("-----BEGIN" + " RSA PRIVATE KEY-----")


def test_nothing_private_to_a_language_server_or_build_is_tracked() -> None:
    names = {_name(file) for file in _tracked(TEXT)}
    assert not {name for name in names if "node_modules" in name or name.startswith(".venv")}
