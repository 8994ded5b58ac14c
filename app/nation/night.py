"""The night of a whole country: confirmed in random order, published every minute, looked at."""

import csv
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlmodel import select

from app.nation.confirming import confirm_units
from app.nation.counts import CountrysCounts
from app.nation.onlooker import Onlooker
from models.database import Database
from models.store import totals
from models.tables.election import Election
from results.publish import Press
from results.signing import SigningKey
from results.target import open_target

_ECT: Final = "ge2026/ectreport69_94pct_candidate_votes.csv"


@dataclass
class Minute:
    """What one minute took."""

    constituencies: int
    files: int
    wall_s: float
    cpu_s: float


@dataclass
class Outcome:
    """What a night showed."""

    units: int = 0
    minutes: list[Minute] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    compared: int = 0
    different: int = 0
    recompute_s: float = 0.0
    recompute_cpu_s: float = 0.0
    differences: int = 0
    files: int = 0
    megabytes: float = 0.0

    def to_data(self) -> dict[str, Any]:
        """Return the figures."""
        walls = sorted(m.wall_s for m in self.minutes)
        cpus = sorted(m.cpu_s for m in self.minutes)
        return {
            "units": self.units,
            "minutes": len(self.minutes),
            "constituencies_a_minute": statistics.median(m.constituencies for m in self.minutes),
            "files_a_minute": statistics.median(m.files for m in self.minutes),
            "wall_s": _spread(walls),
            "cpu_s": _spread(cpus),
            "faults": len(self.faults),
            "candidates_compared": self.compared,
            "candidates_different": self.different,
            "recompute_s": round(self.recompute_s, 2),
            "recompute_cpu_s": round(self.recompute_cpu_s, 2),
            "recompute_differences": self.differences,
            "files": self.files,
            "megabytes": round(self.megabytes),
        }


def _spread(values: list[float]) -> dict[str, float]:
    last = len(values) - 1
    return {
        "median": round(statistics.median(values), 3),
        "p95": round(values[round(0.95 * last)], 3),
        "most": round(values[-1], 3),
    }


class NoImages:
    """A store for units that were never photographed."""

    def read(self, sha256: str) -> bytes:
        """Have nothing.

        Raises:
            KeyError: always.
        """
        raise KeyError(sha256)


def play_night(
    database: Database,
    source: Path,
    folder: Path,
    per_minute: int,
    tell: Callable[[str], None],
) -> Outcome:
    """Play the night into an empty, loaded database and an empty folder."""
    counts, outcome = CountrysCounts(source), Outcome()
    units = counts.units
    random.Random(2569).shuffle(units)  # noqa: S311 - repeatable on purpose
    outcome.units = len(units)
    press = Press(database, NoImages(), open_target(str(folder)), SigningKey.new())
    onlooker = Onlooker(folder)
    with database.reading() as session:
        at = session.exec(select(Election)).one().publication_opens_at
    for start in range(0, len(units), per_minute):
        at += timedelta(minutes=1)
        some = units[start : start + per_minute]
        with database.writing() as session:
            confirm_units(session, {code: counts.of(code) for code in some}, at)
        outcome.minutes.append(_publish(press, at))
        onlooker.look()
        if len(outcome.minutes) % 10 == 1:
            minute = outcome.minutes[-1]
            tell(
                f"{start + len(some):,}/{len(units):,} · {minute.constituencies} เขต ·"
                f" {minute.wall_s:.2f} s · CPU {minute.cpu_s:.2f} s · {len(onlooker.faults)} faults"
            )
    outcome.faults = onlooker.faults
    _compare(source, onlooker, outcome)
    _recompute(database, outcome)
    _weigh(folder, outcome)
    return outcome


def _publish(press: Press, at: datetime) -> Minute:
    wall, cpu = time.perf_counter(), time.process_time()
    done = press.publish_figures(at)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Minute(done.constituencies if done else 0, done.files if done else 0, wall, cpu)


def _compare(source: Path, onlooker: Onlooker, outcome: Outcome) -> None:
    """Compare the sums with the ECT's own, candidate by candidate."""
    sums = onlooker.candidates()
    with (source / _ECT).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["cons_id"], f"row:{row['number']}")
            if not row["cons_id"].endswith("_0"):
                outcome.compared += 1
                outcome.different += sums.get(key, 0) != int(row["votes"])


def _recompute(database: Database, outcome: Outcome) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    with database.reading() as session:
        outcome.differences = len(totals.all_differences(session))
    outcome.recompute_s = time.perf_counter() - wall
    outcome.recompute_cpu_s = time.process_time() - cpu


def _weigh(folder: Path, outcome: Outcome) -> None:
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    outcome.files, outcome.megabytes = len(sizes), sum(sizes) / 1e6


def written(outcome: Outcome) -> str:
    """Return the figures as JSON for a file."""
    return json.dumps(outcome.to_data() | {"faults_said": outcome.faults[:20]}, indent=1)
