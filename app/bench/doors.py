"""How fast the chat doors answer while workers read: photo events at a steady rate, real processes.

Open loop: every event has its second, and its time counts from then, however late it was sent.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx
from pydantic import SecretStr
from sqlmodel import col, func, select

from app.demo.setting_up import set_up
from app.election.demo import demo_counts
from app.opening import Ground, open_ground
from app.processes import ProcessGroup
from app.rehearse.papers import papers_of, shots_of
from app.settings import Settings
from app.trial import trial_settings
from intake.receive import Arrival, receive
from models.states.photo import PhotoState
from models.tables.chat import InboxEvent
from models.tables.geography import ReportingUnit
from models.tables.photos import Channel, Photo

_SECRET: Final = "bench-hook-secret"  # noqa: S105 - of the bench's own process
_HEADERS: Final = {"x-telegram-bot-api-secret-token": _SECRET, "content-type": "application/json"}
_CALLERS: Final = 64
_READY_S: Final = 60.0
_CONTROL_EVERY: Final = 6
_PHOTOS_A_SECOND: Final = 25
"""More than two cores read: the workers never rest."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is measured: a folder of its own, events a second, seconds, worker processes."""

    folder: Path
    rate: int
    seconds: int
    workers: int
    port: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it; times in milliseconds."""

    wish: Wish
    times_ms: tuple[float, ...]
    refused: int
    kept: int
    photos_read: int
    control_ms: tuple[float, ...]
    """Times of `/healthz` at the same moments: what the machine itself takes, without the door."""
    load: tuple[float, float]
    """Load average of the machine before and after."""


def within(times_ms: Sequence[float], share: float) -> float:
    """Return the time within which a share of the calls was answered."""
    ordered = sorted(times_ms)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(wish: Wish) -> Measured:
    """Set up an invented election, start web and workers, and knock."""
    settings = _settings(wish)
    set_up(settings, lambda *_: None)
    ground = open_ground(settings)
    group = ProcessGroup(settings.as_environment())
    try:
        _fill_queue(ground, wish.seconds * _PHOTOS_A_SECOND)
        group.add("web", [sys.executable, "-m", "app.cli", "serve"])
        for number in range(wish.workers):
            group.add(f"worker {number}", [sys.executable, "-m", "app.worker"])
        wait_until_open(settings.base_url)
        return _knock(ground, wish, settings.base_url)
    finally:
        group.end()
        ground.close()


def _settings(wish: Wish) -> Settings:
    own = {"secret_key": SecretStr("bench " * 8), "telegram_secret": SecretStr(_SECRET)}
    return trial_settings(wish.folder, wish.port, **own)


def _fill_queue(ground: Ground, photos: int) -> None:
    """Queue photos of one unit's six pages, each a file of its own, for units in turn."""
    with ground.database.reading() as session:
        wanted = select(ReportingUnit.id).order_by(col(ReportingUnit.id))
        units = [unit for unit in session.exec(wanted) if unit is not None]
        papers = papers_of(session, units[0], demo_counts(), 1)
    pages = [shot.jpeg for paper in papers for shot in shots_of(paper, "desk")]
    with ground.database.writing() as session:
        for number in range(photos):
            data = _renumbered(pages[number % len(pages)], number)
            arrival = Arrival(units[number % len(units)], Channel.COMMAND, data)
            receive(session, ground.door, arrival, datetime.now(UTC))


def _renumbered(jpeg: bytes, number: int) -> bytes:
    """Return the same picture as another file: a comment behind its first marker."""
    comment = f"bench {number}".encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]


def wait_until_open(address: str) -> None:
    """Wait until the web process answers.

    Raises:
        TimeoutError: it did not in a minute.
    """
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/healthz", trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


def _knock(ground: Ground, wish: Wish, address: str) -> Measured:
    load, read = os.getloadavg()[0], _read_so_far(ground)
    client = httpx.Client(
        base_url=address, trust_env=False, limits=httpx.Limits(max_connections=_CALLERS)
    )
    knocker = Knocker(client, wish.rate)
    with client, ThreadPoolExecutor(_CALLERS) as callers:
        list(callers.map(knocker.call, range(wish.rate * wish.seconds)))
    with ground.database.reading() as session:
        kept = session.exec(select(func.count()).select_from(InboxEvent)).one()
    photos = _read_so_far(ground) - read
    loads = (load, os.getloadavg()[0])
    times, control = tuple(knocker.times_ms), tuple(knocker.control_ms)
    return Measured(wish, times, knocker.refused, kept, photos, control, loads)


class Knocker:
    """Calls the door at a steady rate, and the probe beside it at every sixth call."""

    def __init__(self, client: httpx.Client, rate: int) -> None:
        """Take the client and the calls a second; the first is due in a second."""
        self._client, self._rate = client, rate
        self._begin = time.perf_counter() + 1.0
        self.times_ms: list[float] = []
        self.control_ms: list[float] = []
        self.refused = 0

    def call(self, number: int) -> None:
        """Wait for a call's moment, call, and note how long it took from then."""
        due = self._begin + number / self._rate
        time.sleep(max(0.0, due - time.perf_counter()))
        answer = self._client.post("/telegram", content=_event(number), headers=_HEADERS)
        self.times_ms.append(1000 * (time.perf_counter() - due))
        if answer.status_code != httpx.codes.OK:
            self.refused += 1
        if number % _CONTROL_EVERY == 0:
            due = time.perf_counter()
            self._client.get("/healthz")
            self.control_ms.append(1000 * (time.perf_counter() - due))


def _event(number: int) -> bytes:
    """Return an update with a photo, as long as a real one."""
    user = 100_000 + number % 120
    sizes = [
        {"file_id": f"A{size}{number:020d}" * 3, "file_unique_id": f"u{number}", "width": size,
         "height": size, "file_size": size * 90}
        for size in (90, 320, 800, 1280)
    ]  # fmt: skip
    chat = {"id": user, "type": "private", "first_name": "สมมุติ"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": chat, "photo": sizes}
    return json.dumps({"update_id": number, "message": message}).encode()


def _read_so_far(ground: Ground) -> int:
    with ground.database.reading() as session:
        done = select(func.count()).where(Photo.state == PhotoState.READ)
        return session.exec(done).one()


def section(measured: Sequence[Measured]) -> str:
    """Return the section of docs/benchmarks.md."""
    head = (
        "| events | workers | p50 ms | p95 ms | p99 ms | most ms | `/healthz` p99 ms | refused | "
        "kept | photos read | load of the machine |\n" + "|---" * 11 + "|"
    )
    rows = [_row(m) for m in measured]
    words = (
        "Photo events to `POST /telegram`, each at its second (open loop), while workers "
        f"read photos without a pause, on one SQLite file; {os.cpu_count()} cores, the load "
        "that other work made stands beside. `/healthz`, asked at the same moments, is what the "
        "machine takes without the door. `khanaen bench-doors` writes this."
    )
    return "\n\n".join((START, "## Chat doors", words, "\n".join((head, *rows)), END)) + "\n"


def _row(m: Measured) -> str:
    times = (statistics.median(m.times_ms), *(within(m.times_ms, s) for s in (0.95, 0.99)))
    shown = " | ".join(f"{ms:.0f}" for ms in (*times, max(m.times_ms), within(m.control_ms, 0.99)))
    return (
        f"| {m.wish.rate} a second for {m.wish.seconds} s | {m.wish.workers} | {shown} | "
        f"{m.refused} | {m.kept} of {len(m.times_ms)} | {m.photos_read} | "
        f"{m.load[0]:.1f} → {m.load[1]:.1f} |"
    )


START: Final = "<!-- doors: written by `khanaen bench-doors`, do not edit -->"
END: Final = "<!-- end of doors -->"
