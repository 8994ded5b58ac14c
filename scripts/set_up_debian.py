"""Debian packages: what is missing is installed where we may, and named where we may not."""

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from set_up_errors import SetUpError


@dataclass(frozen=True)
class DebianPackage:
    """A package and the way to see, without asking dpkg, whether it is there."""

    name: str
    is_there: Callable[[], bool]


def _has_thai_language() -> bool:
    folders = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata")
    return any(any(Path(folder).rglob("tha.traineddata")) for folder in folders)


def _has_postgresql() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _has_chromium() -> bool:
    return Path("/usr/bin/chromium").exists()


FOR_RUNNING = (
    DebianPackage("tesseract-ocr", lambda: shutil.which("tesseract") is not None),
    DebianPackage("tesseract-ocr-tha", _has_thai_language),
    DebianPackage("fonts-thai-tlwg", lambda: Path("/usr/share/fonts/truetype/tlwg").is_dir()),
    # Pillow's wheels carry RAQM but look for FriBiDi on the machine.
    DebianPackage("libfribidi0", lambda: ctypes.util.find_library("fribidi") is not None),
)
FOR_TESTS = (
    DebianPackage("chromium", _has_chromium),
    # Playwright's own Node asks for it.
    DebianPackage("libatomic1", lambda: ctypes.util.find_library("atomic") is not None),
    DebianPackage("postgresql", _has_postgresql),
    # Serves the published files as an installation does (docker/nginx).
    DebianPackage("nginx-light", lambda: Path("/usr/sbin/nginx").exists()),
)


def install_debian_packages(*, for_tests: bool) -> str:
    """Install what is missing; tests go on without their own extras and say what they skip.

    Raises:
        SetUpError: something that the running system needs is missing and cannot be installed.
    """
    missing = [package.name for package in FOR_RUNNING if not package.is_there()]
    extras = [package.name for package in FOR_TESTS if for_tests and not package.is_there()]
    if not missing and not extras:
        return "all there"
    reason = _why_not_install()
    if reason is None:
        reason = _apt_install(missing + extras)
    if reason is None:
        return "installed " + ", ".join(missing + extras)
    sentence = f"{reason} Please run: sudo apt-get install {' '.join(missing + extras)}"
    if missing:
        raise SetUpError(f"{', '.join(missing)} missing. {sentence}")
    return f"{', '.join(extras)} missing, so some tests will be skipped. {sentence}"


def _why_not_install() -> str | None:
    if shutil.which("apt-get") is None:
        return "This machine has no apt-get, so set-up cannot install packages."
    if os.geteuid() != 0:
        return "Set-up is not root, so it cannot install packages."
    return None


def _apt_install(names: list[str]) -> str | None:
    print(f"installing {', '.join(names)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    return f"apt-get could not install them ({_last_line(done.stderr)})."


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no reason given"
