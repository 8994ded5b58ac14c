"""The night of a whole country: confirmed in random order, published every minute, looked at.

Readings are injected: what is played is everything behind the reader. Units come by the curve of
a night and wait for reviewers, who take them in an order of chance, so many a minute.
"""

import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlmodel import select

from app.nation.confirming import confirm_units
from app.nation.counts import CountrysCounts
from app.nation.curve import arrivals
from app.nation.onlooker import Onlooker, against_ect
from app.nation.outcome import Minute, Outcome
from models.database import Database
from models.store import totals
from models.tables.election import Election
from results.publish import Press
from results.signing import SigningKey
from results.target import open_target

MINUTES: Final = 270
"""Of four and a half hours in which units hand in."""

_STEP: Final = 12_000
"""Units that go out together in the part of the night that is over."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What night is wanted."""

    source: Path
    """Reference data: the generated register and counts, and the ECT's own figures."""
    folder: Path
    """Empty; `public` is published into it."""
    share: float
    """Of the constituencies, each with all its units, so that its end is the ECT's figure."""
    per_minute: int
    """Units that the reviewers of the country confirm in a simulated minute."""
    begun: float = 0.0
    """Share of the night that is over when it begins: those units go out in large steps."""
    seed: int = 2569

    @property
    def minutes(self) -> int:
        """How many minutes units come in."""
        return max(1, round(MINUTES * (1 - self.begun)))


Tell = Callable[[int, int, str], None]
"""Hears how many units of how many are public, and a sentence."""


class NoImages:
    """A store for units that were never photographed."""

    def read(self, sha256: str) -> bytes:
        """Have nothing.

        Raises:
            KeyError: always.
        """
        raise KeyError(sha256)


def play_night(database: Database, wish: Wish, tell: Tell) -> Outcome:
    """Play the night into an empty, loaded database and an empty folder."""
    begun, load = time.monotonic(), os.getloadavg()[0]
    counts = CountrysCounts(wish.source)
    chance = random.Random(wish.seed)  # noqa: S311 - repeatable on purpose
    units = _chosen(counts.units, wish.share, chance)
    outcome = Outcome(units=len(units), share=wish.share, per_minute=wish.per_minute)
    night = _Night(database, wish, counts, chance, outcome)
    over = round(wish.begun * len(units))
    while over > 0:
        over -= (size := min(_STEP, over))
        night.play([units.pop() for _ in range(size)], size)
        tell(night.public, outcome.units, night.sentence())
    night.come_so_far()
    for count in _minutes(len(units), wish):
        night.play([units.pop() for _ in range(count)], wish.per_minute)
        tell(night.public, outcome.units, night.sentence())
    outcome.faults, outcome.stopped = night.onlooker.faults, sorted(night.onlooker.stopped)
    outcome.compared, outcome.different = against_ect(night.onlooker, wish.source / "ge2026")
    _recompute(database, outcome)
    _weigh(database, wish.folder / "public", outcome)
    outcome.seconds, outcome.load = time.monotonic() - begun, (load, os.getloadavg()[0])
    return outcome


def _chosen(units: Sequence[str], share: float, chance: random.Random) -> list[str]:
    """Return the units of a share of the constituencies, in an order of chance."""
    codes = sorted({unit.partition("-")[0] for unit in units})
    some = set(chance.sample(codes, max(1, round(share * len(codes)))))
    chosen = [unit for unit in units if unit.partition("-")[0] in some]
    chance.shuffle(chosen)
    return chosen


def _minutes(units: int, wish: Wish) -> list[int]:
    """Return the arrivals of every minute, and quiet ones until the reviewers are done."""
    coming = arrivals(units, wish.minutes)
    waiting = 0
    for count in coming:
        waiting = max(0, waiting + count - wish.per_minute)
    return coming + [0] * -(-waiting // wish.per_minute)


class _Night:
    def __init__(
        self,
        database: Database,
        wish: Wish,
        counts: CountrysCounts,
        chance: random.Random,
        outcome: Outcome,
    ) -> None:
        self._database, self._wish, self._counts, self._chance = database, wish, counts, chance
        self._outcome = outcome
        public = wish.folder / "public"
        self._press = Press(database, NoImages(), open_target(str(public)), SigningKey.new())
        self.onlooker = Onlooker(public)
        self._waiting: list[tuple[str, float]] = []
        with database.reading() as session:
            self._opens = session.exec(select(Election)).one().publication_opens_at
        self._minute = 0
        self.public = 0

    def come_so_far(self) -> None:
        """Let the minutes count from here on."""
        self._outcome.steps, self._outcome.minutes = self._outcome.minutes, []
        self._outcome.waits_s.clear()

    def play(self, come: list[str], capacity: int) -> None:
        """Let units come, reviewers confirm what they can, and the publisher look once."""
        minute, self._minute = self._minute, self._minute + 1
        self._waiting += [(u, minute + (k + 0.5) / len(come)) for k, u in enumerate(come)]
        self._chance.shuffle(self._waiting)
        taken = [self._waiting.pop() for _ in range(min(len(self._waiting), capacity))]
        at = self._opens + timedelta(minutes=minute + 1)
        confirm_cpu_s = self._confirm([unit for unit, _ in taken], at)
        wall, cpu = time.perf_counter(), time.process_time()
        done = self._press.publish_figures(at)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        self.onlooker.look()
        self.public += len(taken)
        self._outcome.waits_s += [60 * (minute + 1 - came) + wall for _, came in taken]
        self._outcome.minutes.append(
            Minute(
                arrived=len(come),
                released=len(taken),
                waiting=len(self._waiting),
                constituencies=done.constituencies if done else 0,
                files=done.files if done else 0,
                confirm_cpu_s=confirm_cpu_s,
                wall_s=wall,
                cpu_s=cpu,
            )
        )

    def _confirm(self, units: list[str], at: datetime) -> float:
        cpu = time.process_time()
        if units:
            with self._database.writing() as session:
                confirm_units(session, {code: self._counts.of(code) for code in units}, at)
        return time.process_time() - cpu

    def sentence(self) -> str:
        """Say how the last minute went."""
        minute = self._outcome.minutes[-1]
        return (
            f"นาทีที่ {self._minute} · {minute.constituencies} เขต ·"
            f" {minute.wall_s:.2f} s · CPU {minute.cpu_s:.2f} s · รอ {minute.waiting:,} waiting ·"
            f" {len(self.onlooker.faults)} faults"
        )


def _recompute(database: Database, outcome: Outcome) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    with database.reading() as session:
        outcome.differences = len(totals.all_differences(session))
    outcome.recompute_s = time.perf_counter() - wall
    outcome.recompute_cpu_s = time.process_time() - cpu


def _weigh(database: Database, folder: Path, outcome: Outcome) -> None:
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    outcome.files, outcome.megabytes = len(sizes), sum(sizes) / 1e6
    if database.is_sqlite:
        record = Path(database.url.removeprefix("sqlite:///"))
        beside = (record, record.with_name(f"{record.name}-wal"))
        outcome.database_megabytes = sum(f.stat().st_size for f in beside if f.exists()) / 1e6
