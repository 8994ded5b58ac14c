"""Names of worker processes: fresh at every start, and telling on this machine who has died."""

import hashlib
import os
from functools import cache
from pathlib import Path
from uuid import uuid4

import psutil


def new_executor() -> str:
    """Return a name for this process; an old name would make a dead process look alive."""
    return f"{_machine()}-{os.getpid()}-{uuid4().hex[:12]}"


def is_dead(executor: str) -> bool:
    """Tell whether a worker of this machine is gone for sure; of others only silence tells."""
    machine, _, rest = executor.partition("-")
    pid, _, _ = rest.partition("-")
    return machine == _machine() and pid.isdigit() and not psutil.pid_exists(int(pid))


@cache
def _machine() -> str:
    """Return a name for where process numbers mean the same: this boot, this container."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    space = Path("/proc/self/ns/pid").readlink()
    return hashlib.sha256(f"{boot}{space}".encode()).hexdigest()[:12]
