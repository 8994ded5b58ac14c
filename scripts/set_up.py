"""Brings a bare machine to where `make run` and `make test` work; quick when nothing changed.

Runs on the machine's own Python with nothing installed, so it may import the standard library only.
Usage: `python3 scripts/set_up.py run`, `… all` (adds what tests need) or `… packages` (what others
made, without the project itself: a layer of the container image that changes seldom).
"""

import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from set_up_browser import install_browser_libraries
from set_up_debian import install_debian_packages
from set_up_errors import SetUpError
from set_up_python import install_project, install_python_packages, make_environment

ROOT = Path(__file__).resolve().parent.parent
SCOPES = ("run", "all", "packages")


def set_up(scope: str) -> None:
    """Take the steps in order; a step whose inputs did not change returns at once."""
    locks = (
        ["requirements.lock", "requirements-dev.lock"] if scope == "all" else ["requirements.lock"]
    )
    steps: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Debian packages", partial(install_debian_packages, for_tests=scope == "all")),
        ("Python environment", partial(make_environment, ROOT)),
        ("Python packages", partial(install_python_packages, ROOT, locks)),
        *([] if scope == "packages" else [("Khanaen itself", partial(install_project, ROOT))]),
        ("Browser libraries", partial(install_browser_libraries, ROOT)),
    )
    for number, (title, step) in enumerate(steps, start=1):
        started = time.monotonic()
        print(f"[{number}/{len(steps)}] {title}: ", end="", flush=True)
        outcome = step()
        print(f"{outcome} ({time.monotonic() - started:.1f} s)", flush=True)


def main() -> int:
    """Set up for the scope on the command line and turn a known trouble into one sentence."""
    scope = sys.argv[1] if len(sys.argv) > 1 else "all"
    if scope not in SCOPES:
        print(f"Say one of: {', '.join(SCOPES)}.", file=sys.stderr)
        return 2
    if shutil.which("git") is None:
        print("git is missing: sudo apt-get install git", file=sys.stderr)
    try:
        set_up(scope)
    except SetUpError as error:
        print(f"\n\nSet-up stopped: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
