"""`khanaen demo` as a stranger meets it: started, ready, looked at, left."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from app.trial import free_port

pytestmark = pytest.mark.e2e

READY_S = 60
"""Thirty are promised on a free machine; a test run keeps it busy."""


class Demo:
    """A running demo in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.folder = folder
        command = [sys.executable, "-m", "app.cli", "demo", "--port", str(port), "--procs", "1"]
        root = str(Path(__file__).parents[2])
        self.process = subprocess.Popen(
            command, cwd=folder, env={"PYTHONPATH": root}, stdout=subprocess.PIPE, text=True
        )
        self.children: list[psutil.Process] = []

    def wait(self) -> None:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the demo ended by itself"
            try:
                if self.get("/readyz").status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        else:
            pytest.fail("the demo was not ready in time")
        self.children = psutil.Process(self.process.pid).children(recursive=True)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.address + path, trust_env=False, follow_redirects=True)

    def end(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        said, _ = self.process.communicate(timeout=30)
        return said


def test_a_stranger_starts_looks_and_leaves(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    demo.wait()
    for path in ("/", "/send", "/review", "/demo", "/data/latest.json"):
        assert demo.get(path).status_code == 200, path
    # Web, worker with its caged reader, publisher and printer; nobody stays behind.
    assert len(demo.children) == 5
    said = demo.end()
    assert demo.process.returncode == 0
    assert not any(child.is_running() for child in demo.children)
    assert f"{demo.address}/review" in said
    assert "tkm-reviewer1 / khanaen-demo" in said
