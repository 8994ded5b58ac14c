"""Browser libraries and fonts: from npm at exact versions, served by us, never committed."""

import os
import shutil
import subprocess
from pathlib import Path

from set_up_errors import SetUpError
from set_up_stamps import fingerprint, is_stamped, put_stamp

WEIGHTS = (400, 600, 700)
SUBSETS = ("thai", "latin")
MACHINE_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
# File inside node_modules -> its name in pages/static/vendor.
COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "@panzoom/panzoom/dist/panzoom.min.js": "panzoom.min.js",
    "@panzoom/panzoom/MIT-License.txt": "panzoom.LICENSE.txt",
    "idb-keyval/dist/umd.js": "idb-keyval.js",
    "idb-keyval/LICENCE": "idb-keyval.LICENSE.txt",
    "@fontsource/sarabun/LICENSE": "sarabun.LICENSE.txt",
    "@expo-google-fonts/sarabun/400Regular/Sarabun_400Regular.ttf": "Sarabun-Regular.ttf",
    "@expo-google-fonts/sarabun/600SemiBold/Sarabun_600SemiBold.ttf": "Sarabun-SemiBold.ttf",
    "@expo-google-fonts/sarabun/700Bold/Sarabun_700Bold.ttf": "Sarabun-Bold.ttf",
}
_STEMS = [f"sarabun-{subset}-{weight}" for subset in SUBSETS for weight in WEIGHTS]
FONT_FILES = {f"@fontsource/sarabun/files/{stem}-normal.woff2": f"{stem}.woff2" for stem in _STEMS}


def install_browser_libraries(root: Path) -> str:
    """Fetch the pinned npm packages with the environment's own Node and copy what pages use.

    Raises:
        SetUpError: npm failed, or a package no longer holds a file that we copy.
    """
    stamp = root / "node_modules" / ".khanaen-stamp"
    value = fingerprint([root / "package-lock.json", Path(__file__)])
    vendor = root / "pages" / "static" / "vendor"
    if is_stamped(stamp, value) and vendor.is_dir():
        return "unchanged"
    _npm_ci(root)
    _copy(root / "node_modules", vendor)
    put_stamp(stamp, value)
    return "installed"


def _npm_ci(root: Path) -> None:
    print("fetching six npm packages", flush=True)
    npm = root / ".venv" / "bin" / "npm"
    command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        command, cwd=root, env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SetUpError(f"npm could not fetch the browser libraries:\n{done.stderr.strip()}")


def _environment() -> dict[str, str]:
    """Let Node trust whom the machine trusts: its own list lacks a company's authority."""
    environment = dict(os.environ)
    if MACHINE_CERTIFICATES.is_file():
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(MACHINE_CERTIFICATES))
    return environment


def _copy(packages: Path, vendor: Path) -> None:
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    for source, name in {**COPIES, **FONT_FILES}.items():
        if not (packages / source).is_file():
            raise SetUpError(f"The npm packages hold no {source}; see scripts/set_up_browser.py.")
        shutil.copyfile(packages / source, vendor / name)
