"""Processes of a night are weighed by kind, the heaviest of each; a cage apart from its worker."""

import subprocess
import sys

from app.nation.weighing import Scales
from app.processes import Child, ProcessGroup

MIB = 1024 * 1024
HOLDS = f"import sys; held = b'x' * int(sys.argv[1]) * {MIB}; print(flush=True); sys.stdin.read()"
CAGED = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]])"


def holding(*command: str) -> subprocess.Popen[bytes]:
    """Start a process, and wait until it holds what it was told to."""
    process = subprocess.Popen(
        [sys.executable, "-c", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_the_heaviest_of_each_kind_is_kept() -> None:
    light, heavy = holding(HOLDS, "1"), holding(CAGED, HOLDS, "60", "app.cage.inside")
    scales = Scales(ProcessGroup({}, [Child("web", [], light), Child("worker 0", [], heavy)]))
    scales.look()
    for process in (light, heavy):
        process.communicate()
    scales.look()  # nobody is left, and what was seen stays
    seen = scales.to_data()
    assert set(seen) == {"web", "worker", "cage"}
    assert 60 <= seen["cage"]["pss"] <= seen["cage"]["rss"] < 120
    assert seen["web"]["rss"] < 60
