"""The published pages behind Debian's nginx, asked as fast as one client can."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from app.trial import free_port

CONF: Final = Path(__file__).resolve().parents[2] / "docker" / "nginx"
_ON_A_LINE: Final = 500
"""Requests on one connection; nginx closes it after a thousand."""
_AT_ONCE: Final = 50
_READY_S: Final = 20


@dataclass(frozen=True, slots=True)
class Served:
    """How fast one nginx worker served a file."""

    path: str
    bytes: int
    """Of a whole answer, as sent."""
    requests: int
    wall_s: float
    cpu_s: float
    """Of the nginx worker alone."""


def find_nginx() -> str | None:
    """Return the program, or None where it is not installed."""
    return shutil.which("nginx", path="/usr/sbin:/usr/bin")


@contextmanager
def nginx_at(public: Path, scratch: Path) -> Iterator[tuple[int, psutil.Process]]:
    """Serve a folder with the shipped configuration and one worker; give the port and the worker.

    Raises:
        FileNotFoundError: nginx is not installed.
        TimeoutError: it did not answer.
    """
    program = find_nginx()
    if program is None:
        raise FileNotFoundError("nginx")
    port = free_port()
    _write_configuration(public, scratch, port)
    command = [program, "-p", str(scratch), "-c", str(scratch / "nginx.conf"), "-g", "daemon off;"]
    server = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        yield port, _worker(server.pid, port)
    finally:
        server.terminate()
        server.wait(10)


def ask(port: int, worker: psutil.Process, path: str, requests: int) -> Served:
    """Ask for a file again and again, fifty at a time on one connection."""
    line = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    size = _answer_size(port, path)
    before, wall, asked = _cpu(worker), time.perf_counter(), 0
    while asked < requests:
        with socket.create_connection(("127.0.0.1", port)) as client:
            for _ in range(_ON_A_LINE // _AT_ONCE):
                client.sendall(line * _AT_ONCE)
                _swallow(client, size * _AT_ONCE)
                asked += _AT_ONCE
    wall = time.perf_counter() - wall
    return Served(path, size, asked, wall, _cpu(worker) - before)


def _answer_size(port: int, path: str) -> int:
    """Return how many bytes one answer has, head and body; nginx ends the line when told to."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        ending = "Connection: keep-alive\r\n"
        client.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{ending}\r\n"
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        data = b"".join(iter(lambda: client.recv(65536), b""))
    return data.index(b"HTTP/1.1 200", 20)


def _swallow(client: socket.socket, size: int) -> None:
    """Read so many bytes.

    nginx holds the end of pipelined answers until what went before is acknowledged, which the
    kernel puts off for 40 ms; it forgets our wish for haste, so each read says it again.
    """
    while size > 0:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        got = len(client.recv(min(size, 1 << 20)))
        if got == 0:
            raise ConnectionError("nginx hung up")
        size -= got


def _cpu(worker: psutil.Process) -> float:
    times = worker.cpu_times()
    return float(times.user + times.system)


def _write_configuration(public: Path, scratch: Path, port: int) -> None:
    for part in CONF.glob("*.conf"):
        text = part.read_text("utf-8")
        for old, new in (
            ("worker_processes auto", "worker_processes 1"),
            ("server web:8000", "server 127.0.0.1:9"),
            ("listen 8080", f"listen 127.0.0.1:{port}"),
            ("/srv/public", str(public)),
            ("/tmp/nginx.pid", str(scratch / "nginx.pid")),  # noqa: S108 - the container's own
            ("/dev/stdout", str(scratch / "access.log")),
            ("include mime.types", "include /etc/nginx/mime.types"),
        ):
            text = text.replace(old, new)
        is_root = part.name == "nginx.conf" and os.geteuid() == 0
        (scratch / part.name).write_text(("user root;\n" if is_root else "") + text, "utf-8")


def _worker(pid: int, port: int) -> psutil.Process:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        workers = psutil.Process(pid).children()
        if workers:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return workers[0]
        time.sleep(0.05)
    raise TimeoutError("nginx")
