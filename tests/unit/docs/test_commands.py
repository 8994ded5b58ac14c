"""Every command that the notes name can be given, with the options they name."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from app.cli import build

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
NAMED = re.compile(r"(?:`|\$ |^    )(?:\.venv/bin/)?khanaen ([a-z][\w-]*)([^`\n]*)", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+)")


def _commands() -> dict[str, Any]:
    # Typer carries a click of its own, so its classes are asked for what they have.
    commands: dict[str, Any] = vars(typer.main.get_command(build()))["commands"]
    return commands


def _options(command: Any) -> set[str]:
    known: set[str] = {"--help"}
    for parameter in command.params:
        known |= {*parameter.opts, *parameter.secondary_opts}
    for inner in vars(command).get("commands", {}).values():
        known |= _options(inner)
    return known


@pytest.mark.parametrize("page", PAGES, ids=[p.relative_to(ROOT).as_posix() for p in PAGES])
def test_every_command_a_page_names_is_there(page: Path) -> None:
    commands = _commands()
    unknown = []
    for name, rest in NAMED.findall(page.read_text()):
        if name not in commands:
            unknown.append(name)
            continue
        given = set(OPTION.findall(rest.split("#")[0]))
        unknown += [f"{name} {option}" for option in given - _options(commands[name])]
    assert not unknown


def test_every_command_says_what_it_does() -> None:
    assert not [name for name, command in _commands().items() if not command.help]
