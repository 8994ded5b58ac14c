"""The runtime of the networks keeps no device id and reports to nobody."""

import os
import subprocess
import sys
from pathlib import Path

LOADED = "from ocr.digits.network import shipped_network; shipped_network()"


def test_reading_leaves_no_trace_in_the_home_folder(tmp_path: Path) -> None:
    assert files_left(tmp_path, LOADED) == []


def files_left(home: Path, code: str) -> list[Path]:
    """Return what a process of its own leaves behind in an empty home folder."""
    known = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    asked = known | {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")}
    subprocess.run([sys.executable, "-B", "-c", code], env=asked, check=True, timeout=60)
    return [path for path in home.rglob("*") if path.is_file()]
