"""Imports point down only, and no package can slip past the contracts."""

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OUTSIDE_THE_HOUSE = {"tests"}


def _tracked() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [name for name in listing.stdout.split("\0") if name]


def _settings() -> dict[str, object]:
    settings: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    return settings


def _root_packages() -> set[str]:
    importlinter = _settings()["importlinter"]
    assert isinstance(importlinter, dict)
    return set(importlinter["root_packages"])


def test_every_contract_holds() -> None:
    linter = ROOT / ".venv" / "bin" / "lint-imports"
    report = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert report.returncode == 0, report.stdout + report.stderr


def test_the_contracts_know_every_package() -> None:
    packages = {
        name.split("/")[0] for name in _tracked() if name.count("/") == 1 and "__init__.py" in name
    }
    assert packages - OUTSIDE_THE_HOUSE == _root_packages()


def test_the_type_checker_and_the_installer_know_every_package() -> None:
    mypy, setuptools = _settings()["mypy"], _settings()["setuptools"]
    assert isinstance(mypy, dict)
    assert isinstance(setuptools, dict)
    assert _root_packages() <= set(mypy["files"])
    assert _root_packages() == {
        pattern for pattern in setuptools["packages"]["find"]["include"] if "*" not in pattern
    }


def test_every_folder_with_code_is_a_package() -> None:
    house = [name for name in _tracked() if name.split("/")[0] in _root_packages()]
    folders = {str(Path(name).parent) for name in house if name.endswith(".py")}
    script_folder = "models/migrations/versions"
    missing = {f for f in folders - {script_folder} if not (ROOT / f / "__init__.py").exists()}
    assert not missing
