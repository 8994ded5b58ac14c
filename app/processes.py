"""Child processes as one group: a dead one is started again, all leave together."""

import ctypes
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_LOOK_S: Final = 0.2
_LEAVE_S: Final = 25
_AGAIN_S: Final = 1.0
"""A process that dies at once is not started again faster than this."""

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies, so that none is left behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True)
class Child:
    """A process to keep running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0


@dataclass(slots=True)
class ProcessGroup:
    """Processes that run with one environment until the group is asked to leave."""

    environment: Mapping[str, str]
    children: list[Child] = field(default_factory=list)
    is_leaving: bool = False

    def add(self, name: str, command: Sequence[str]) -> None:
        """Start a process and keep it running."""
        child = Child(name, command)
        self.children.append(child)
        self._start(child)

    def leave_on_signals(self) -> None:
        """Leave in order on SIGTERM and SIGINT."""

        def leave(_signal: int, _frame: object) -> None:
            self.is_leaving = True

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)

    def watch(self) -> None:
        """Keep the processes running until the group is asked to leave, then end them."""
        while not self.is_leaving:
            self.revive()
            time.sleep(_LOOK_S)
        self.end()

    def revive(self) -> None:
        """Start again what died."""
        for child in self.children:
            if child.process is None or child.process.poll() is None:
                continue
            if time.monotonic() - child.started_at >= _AGAIN_S:
                child.deaths += 1
                self._start(child)

    def end(self) -> None:
        """Ask every process to leave, the first started last, and kill what does not."""
        self.is_leaving = True
        running = [c.process for c in reversed(self.children) if c.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _LEAVE_S
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, child: Child) -> None:
        child.started_at = time.monotonic()
        # A session of its own: Ctrl-C reaches the group first, which then ends the rest in order.
        child.process = subprocess.Popen(  # noqa: S603 - commands are our own
            list(child.command), env=dict(self.environment), start_new_session=True
        )
