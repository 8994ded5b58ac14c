"""One demo night in a folder of its own, whose processes can be found, killed and frozen."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import httpx
import psutil

from app.settings import Settings
from app.trial import free_port, trial_settings

_READY_S: Final = 120
_ANSWER_WAIT_S: Final = 3.0
_KINDS: Final = {"app.worker": "worker", "app.publisher": "publisher", "serve": "web"}


class NotReady(Exception):
    """The demo did not open its doors."""


@dataclass(slots=True)
class Night:
    """A running demo."""

    folder: Path
    settings: Settings
    procs: int
    demo: "subprocess.Popen[bytes]"

    @classmethod
    def start(cls, folder: Path, procs: int) -> Self:
        """Start a demo in `folder` and wait until it is ready.

        Raises:
            NotReady: it did not open its doors in two minutes.
        """
        settings = _settings(folder)
        night = cls(folder, settings, procs, _launch(folder, settings, procs))
        night.wait_until_ready()
        return night

    @property
    def record(self) -> Path:
        """The file of the record."""
        return Path(self.settings.database_url.removeprefix("sqlite:///"))

    @property
    def public(self) -> Path:
        """The published folder."""
        return Path(self.settings.publish_url.removeprefix("file://"))

    def sign_ins(self) -> dict[str, Any]:
        """Return the demo's people and their password."""
        said: dict[str, Any] = json.loads(self.settings.demo_file.read_text(encoding="utf-8"))
        return said

    def wait_until_ready(self) -> None:
        """Wait for /readyz.

        Raises:
            NotReady: it did not come in two minutes.
        """
        deadline = time.monotonic() + _READY_S
        while time.monotonic() < deadline and self.demo.poll() is None:
            with suppress(httpx.HTTPError):
                address = f"{self.settings.base_url}/readyz"
                if httpx.get(address, trust_env=False, timeout=5).is_success:
                    return
            time.sleep(0.3)
        raise NotReady((self.folder / "demo.log").read_text(encoding="utf-8")[-2000:])

    def processes(self) -> list[tuple[str, psutil.Process]]:
        """Return the living processes with what they are."""
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.demo.pid).children()
            return [(kind, child) for child in children if (kind := _kind(child))]
        return []

    def cut_power(self) -> None:
        """Kill everything at once, and start again."""
        everything = [self.demo.pid, *(child.pid for _, child in self.processes())]
        for pid in everything:
            with suppress(psutil.NoSuchProcess):
                psutil.Process(pid).send_signal(signal.SIGKILL)
        self.demo.wait()
        self.demo = _launch(self.folder, self.settings, self.procs)
        self.wait_until_ready()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop every process where it stands: the files lie as a power cut would leave them."""
        stopped = [child for _, child in self.processes()]
        for child in stopped:
            with suppress(psutil.NoSuchProcess):
                child.suspend()
        try:
            yield
        finally:
            for child in stopped:
                with suppress(psutil.NoSuchProcess):
                    child.resume()

    def end(self) -> None:
        """End the demo in order."""
        self.demo.terminate()
        try:
            self.demo.wait(40)
        except subprocess.TimeoutExpired:
            self.demo.kill()
            self.demo.wait()


def _kind(process: psutil.Process) -> str | None:
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        words = process.cmdline()
        return next((kind for word, kind in _KINDS.items() if word in words), None)
    return None


def _settings(folder: Path) -> Settings:
    own = {"answer_wait_s": _ANSWER_WAIT_S, "publish_every_s": 1.0}
    return trial_settings(folder / "var", free_port(), **own)


def _launch(folder: Path, settings: Settings, procs: int) -> "subprocess.Popen[bytes]":
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "app.cli", "demo", "--procs", str(procs)]
    with (folder / "demo.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own command
            command, env=settings.as_environment(), stdout=log, stderr=log, start_new_session=True
        )
