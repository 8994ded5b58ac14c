"""The Python environment: made once, filled from hash-pinned locks, with the project on top."""

import shutil
import subprocess
import sys
from pathlib import Path

from set_up_errors import SetUpError
from set_up_stamps import fingerprint, is_stamped, put_stamp

OLDEST_PYTHON = (3, 11)
REPORT_EVERY = 25
LINES_KEPT = 40
NEW_PACKAGE = ("Collecting", "Processing", "Requirement already")


def make_environment(root: Path) -> str:
    """Make `.venv` unless a working one is there.

    Raises:
        SetUpError: Python is too old, or Debian's python3-venv is missing.
    """
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(str(part) for part in OLDEST_PYTHON)
        raise SetUpError(
            f"Python {wanted} or newer is needed, this is {sys.version.split()[0]}. "
            f"Name a newer one: make setup PYTHON=python{wanted}"
        )
    folder = root / ".venv"
    if _works(folder / "bin" / "python"):
        return "there"
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(folder)], check=False, stdout=subprocess.DEVNULL
    )
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise SetUpError("python3-venv is missing. Please run: sudo apt-get install python3-venv")
    return "made"


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    command = [str(python), "-m", "pip", "--version"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def install_python_packages(root: Path, locks: list[str]) -> str:
    """Install every pinned package of the named lock files, each checked against its hash.

    Raises:
        SetUpError: pip could not install them; its last lines are in the message.
    """
    files = [root / lock for lock in locks]
    stamps = {root / ".venv" / "stamps" / file.name: fingerprint([file]) for file in files}
    if all(is_stamped(stamp, value) for stamp, value in stamps.items()):
        return "unchanged"
    count = len({line for file in files for line in file.read_text().splitlines() if "==" in line})
    print(f"{count} pinned packages, about a minute the first time", flush=True)
    named = [word for file in files for word in ("-r", str(file))]
    _pip(root, ["--no-compile", "--require-hashes", *named], count)
    _compile(root)
    for stamp, value in stamps.items():
        put_stamp(stamp, value)
    return "installed"


def install_project(root: Path) -> str:
    """Install the project in place, building with what the lock brought and nothing else.

    Raises:
        SetUpError: pip could not install it.
    """
    stamp = root / ".venv" / "stamps" / "project"
    value = fingerprint([root / "pyproject.toml"], also=str(root))
    if is_stamped(stamp, value) and (root / ".venv" / "bin" / "khanaen").exists():
        return "unchanged"
    _pip(root, ["--no-deps", "--no-build-isolation", "--editable", str(root)], 1)
    put_stamp(stamp, value)
    return "installed"


def _compile(root: Path) -> None:
    """Compile the packages on all cores; pip would do it on one, a third of its time.

    What cannot be compiled (samples of other Pythons' words) is not needed to be.
    """
    command = [str(root / ".venv" / "bin" / "python"), "-m", "compileall", "-q", "-j", "0"]
    subprocess.run([*command, str(root / ".venv" / "lib")], check=False, capture_output=True)


def _pip(root: Path, arguments: list[str], count: int) -> None:
    python = str(root / ".venv" / "bin" / "python")
    command = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    with subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        kept = _follow(pip, count)
    if pip.returncode != 0:
        raise SetUpError("pip could not install the packages:\n" + "\n".join(kept))


def _follow(pip: "subprocess.Popen[str]", count: int) -> list[str]:
    """Show progress while pip talks, and keep its last lines for the case that it fails."""
    kept: list[str] = []
    seen = 0
    for line in pip.stdout or ():
        kept = [*kept[1 - LINES_KEPT :], line.rstrip()]
        if line.startswith("Installing collected"):
            print("      putting them in place ...", flush=True)
        if line.startswith(NEW_PACKAGE):
            seen += 1
            if seen % REPORT_EVERY == 0:
                print(f"      {seen} of about {count} fetched", flush=True)
    return kept
