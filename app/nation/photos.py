"""A country's night with drawn photos: committees at the web door, workers, reviewers, publisher.

Every photo is drawn before the night begins and is handed in at its moment of the curve, however
late the one before was taken. Reviewers sign in over HTTP and type what stands on the paper.
"""

import csv
import os
import random
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
from sqlmodel import col, select

from app.bench.doors import wait_until_open
from app.election.convert import convert_ge2026
from app.election.load import load_folder
from app.faults.ledger import Ledger
from app.faults.people import Reviewer, Truth
from app.nation.counts import CountrysCounts
from app.nation.curve import arrivals
from app.nation.taken import Depth, Taken, Used, depth_now, taken
from app.nation.weighing import Scales
from app.opening import Ground, open_ground, prepare_database
from app.processes import ProcessGroup
from app.rehearse.papers import Paper, Shot, papers_of, shots_of
from app.rehearse.senders import WebSender
from app.settings import Settings
from app.trial import free_port, trial_settings
from models.tables.geography import ReportingUnit
from results.signing import SigningKey

_HANDS: Final = 16
"""Committees that hand in at the same moment."""
_REVIEWERS: Final = 3
_STEPS_A_SECOND: Final = 4
_LOOK_S: Final = 0.5
_SETTLE_S: Final = 300
_ANSWER_WAIT_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class PhotosWish:
    """What night is wanted; `seconds` is how long photos come in."""

    source: Path
    folder: Path
    units: int
    seconds: int
    workers: int
    condition: str = "desk"
    seed: int = 2569


Tell = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much."""
Look = Callable[[], Depth]


def play_photos(wish: PhotosWish, tell: Tell) -> Taken:
    """Play the night and return what it took."""
    tell("โหลด · loading", 0, 1)
    settings, password = _set_up(wish)
    ground = open_ground(settings)
    group = ProcessGroup(settings.as_environment())
    try:
        papers, shots = _drawn(ground, wish, tell)
        truth: Truth = {(p.unit_id, p.ballot): p.filling.counts for p in papers}
        _start(group, wish.workers)
        wait_until_open(settings.base_url)
        at_rest, scales = _cpu_of(group), Scales(group)

        def look() -> Depth:
            scales.look()
            return depth_now(ground.database)

        with _reviewing(ground, truth, password):
            depths = _handed_in(WebSender(ground, settings.base_url), wish, shots, look, tell)
            depths += _settled(shots, look, tell)
        cpu_s = {kind: used - at_rest[kind] for kind, used in _cpu_of(group).items()}
        used = Used(wish.workers, cpu_s, scales.to_data(), os.getloadavg()[0])
        return taken(ground.database, used, depths)
    finally:
        group.end()
        ground.close()


def _set_up(wish: PhotosWish) -> tuple[Settings, str]:
    password = secrets.token_urlsafe(12)
    election = wish.folder / "election"
    convert_ge2026(wish.source, election)
    _write_reviewers(election, password)
    own = {"answer_wait_s": _ANSWER_WAIT_S, "publish_every_s": 1.0}
    settings = trial_settings(wish.folder, free_port(), **own)
    SigningKey.new().write(settings.signing_key_file)
    database = prepare_database(settings.database_url)
    load_folder(database, election, lambda *_: None)
    database.close()
    return settings, password


def _write_reviewers(folder: Path, password: str) -> None:
    with (folder / "provinces.csv").open(encoding="utf-8", newline="") as file:
        provinces = [row["code"] for row in csv.DictReader(file)]
    columns = ("username", "name", "role", "province", "constituency", "centre", "unit", "password")
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for name in _names():
            for province in provinces:
                own = {"username": name, "name": name, "role": "reviewer", "province": province}
                writer.writerow(own | {"password": password})


def _names() -> list[str]:
    return [f"reviewer-{number}" for number in range(1, _REVIEWERS + 1)]


def _drawn(ground: Ground, wish: PhotosWish, tell: Tell) -> tuple[list[Paper], list[Shot]]:
    """Draw the photos of some units: whole units in an order of chance, page after page."""
    counts = CountrysCounts(wish.source)
    codes = random.Random(wish.seed).sample(counts.units, wish.units)  # noqa: S311 - repeatable
    wanted = select(ReportingUnit.id, ReportingUnit.code).where(col(ReportingUnit.code).in_(codes))
    papers: list[Paper] = []
    with ground.database.reading() as session:
        for unit_id, code in session.exec(wanted).all():
            own = {(code, ballot): numbers for ballot, numbers in counts.of(code).items()}
            papers += papers_of(session, unit_id or 0, own, wish.seed)
    shots: list[Shot] = []
    for done, paper in enumerate(papers):
        tell("วาดภาพ · drawing", done, len(papers))
        shots += shots_of(paper, wish.condition)
    return papers, shots


def _start(group: ProcessGroup, workers: int) -> None:
    group.add("web", [sys.executable, "-m", "app.cli", "serve"])
    for number in range(workers):
        group.add(f"worker {number}", [sys.executable, "-m", "app.worker"])
    group.add("publisher", [sys.executable, "-m", "app.publisher"])
    group.add("printer", [sys.executable, "-m", "app.publisher", "pages"])


@contextmanager
def _reviewing(ground: Ground, truth: Truth, password: str) -> Iterator[None]:
    over, ledger = threading.Event(), Ledger()
    people = [Reviewer(ground, ledger, over, name, password, truth) for name in _names()]
    threads = [threading.Thread(target=person.run, daemon=True) for person in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(60)


def _handed_in(
    sender: WebSender, wish: PhotosWish, shots: Sequence[Shot], look: Look, tell: Tell
) -> list[Depth]:
    """Hand every photo in at its moment; return the queue's depth twice a second."""
    for unit_id in {shot.unit_id for shot in shots}:
        sender.meet(unit_id)
    counts = arrivals(len(shots), wish.seconds * _STEPS_A_SECOND)
    moments = [step / _STEPS_A_SECOND for step, n in enumerate(counts) for _ in range(n)]
    begun, depths = time.monotonic(), list[Depth]()

    def hand_in(place: int) -> None:
        time.sleep(max(0.0, begun + moments[place] - time.monotonic()))
        sender.send(shots[place])

    with ThreadPoolExecutor(_HANDS) as hands:
        handed = [hands.submit(hand_in, place) for place in range(len(shots))]
        while not all(future.done() for future in handed):
            time.sleep(_LOOK_S)
            depths.append(look())
            tell("ส่งภาพ · sending", sum(future.done() for future in handed), len(shots))
        for future in handed:
            future.result()
    sender.close()
    return depths


def _settled(shots: Sequence[Shot], look: Look, tell: Tell) -> list[Depth]:
    """Wait until every unit is public, or for five minutes."""
    units, depths = len({shot.unit_id for shot in shots}), list[Depth]()
    deadline = time.monotonic() + _SETTLE_S
    while time.monotonic() < deadline:
        time.sleep(_LOOK_S)
        depths.append(look())
        tell("ตรวจและเผยแพร่ · review and release", depths[-1].public, units)
        if depths[-1].public >= units:
            break
    return depths


def _cpu_of(group: ProcessGroup) -> dict[str, float]:
    """Return CPU seconds by kind of process, their children included."""
    used: dict[str, float] = {}
    for child in group.children:
        if child.process is not None and child.process.poll() is None:
            top = psutil.Process(child.process.pid)
            times = [p.cpu_times() for p in (top, *top.children(recursive=True))]
            kind = child.name.split(" ")[0]
            used[kind] = used.get(kind, 0.0) + sum(t.user + t.system for t in times)
    return used
