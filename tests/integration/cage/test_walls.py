"""What a process within the walls is refused, tried one by one from inside."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import bare_environment

TRIES = {
    "read a secret": "open(secret)",
    "list the record's folder": "os.listdir(os.path.dirname(secret))",
    "write a file": "open(secret + '.new', 'w')",
    "append to a file": "open(secret, 'a')",
    "remove a file": "os.remove(secret)",
    "open a socket": "socket.socket()",
    "open a local socket": "socket.socket(socket.AF_UNIX)",
    "start a program": "os.execv('/bin/true', ['true'])",
    "fork": "os.fork()",
    "spawn": "subprocess.run(['/bin/true'])",
    "kill its worker": "os.kill(os.getppid(), 9)",
}
INSIDE = """
import json, os, socket, subprocess, sys
from app.cage.walls import forbid_calls, limit, see_only
secret, tries = sys.argv[1], json.loads(sys.argv[2])
assert see_only((sys.prefix, sys.base_prefix)) and forbid_calls()
limit(512)
for name, attempt in tries.items():
    try:
        exec(attempt)
    except OSError as refused:
        if refused.errno not in (1, 13):
            print(name, refused)
    else:
        print(name, "was allowed")
print("tried")
"""
ALLOWED = """
import sys, threading
from app.cage.walls import forbid_calls, limit, see_only
assert see_only((sys.prefix, sys.base_prefix)) and forbid_calls()
limit(512)
threads = [threading.Thread(target=print, args=("thread",)) for _ in range(3)]
[t.start() for t in threads]; [t.join() for t in threads]
try:
    bytearray(1 << 30)
except MemoryError:
    print("bounded")
"""


def inside(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *arguments]
    environment = bare_environment() | {"PYTHONPATH": "."}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def needs_walls() -> None:
    probe = (
        "import sys\nfrom app.cage.walls import *\nsys.exit(not(see_only(()) and forbid_calls()))"
    )
    if inside(probe).returncode:
        pytest.skip("this kernel or container has no Landlock or no libseccomp")


def test_every_way_out_is_refused(tmp_path: Path) -> None:
    needs_walls()
    secret = tmp_path / "secret.key"
    secret.write_text("k")
    done = inside(INSIDE, str(secret), json.dumps(TRIES))
    assert done.stdout == "tried\n", done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["secret.key"]


def test_threads_and_bounded_memory_stay() -> None:
    needs_walls()
    done = inside(ALLOWED)
    assert done.stdout.split() == ["thread"] * 3 + ["bounded"], done.stderr


def test_the_child_knows_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHANAEN_SECRET_KEY", "s" * 32)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    known = bare_environment()
    assert "PATH" in known
    assert not [name for name in known if "KEY" in name or name.startswith("KHANAEN_")]
